"""The containers of an HTML page while they are open, and the blocks that they become."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from brailledesk.document import (
    Block,
    ListBlock,
    ListItem,
    Paragraph,
    Quote,
    Table,
    TableCell,
    TableRow,
    block_runs,
)
from brailledesk.ingest.html_poems import poem_blocks, stanza_blocks
from brailledesk.ingest.markers import Markers
from brailledesk.text import Origin, Run, plain_text
from brailledesk.values import replace

LISTS = frozenset(["ul", "ol", "menu", "dir"])


class Frame:
    """An open container: the blocks in it, and for lists and tables their items and rows."""

    def __init__(self, tag: str, origin: Origin | None = None, *, note: str = "") -> None:
        self.tag = tag
        self.origin = origin
        self.note = note
        self.blocks: list[Block] = []
        self.items: list[ListItem] = []
        self.rows: list[list[TableCell]] = []
        self.header_rows = 0
        self.is_head = False
        self.caption: tuple[Run, ...] = ()
        self.markers: Markers | None = None
        self.marker = ""
        self.spans = (1, 1)


def close(frame: Frame, parent: Frame) -> None:
    """Put what a container became into the one around it."""
    if frame.tag == "li":
        parent.items.append(ListItem(tuple(frame.blocks), frame.marker))
    elif frame.tag in {"td", "th"}:
        _add_cell(parent, frame)
    elif frame.tag == "caption" and not parent.caption:
        parent.caption = tuple(_in_one_line(frame.blocks))
    else:
        parent.blocks.extend(_BLOCKS.get(frame.tag, _unchanged)(frame))


def adopt(frame: Frame) -> None:
    """What stands in a list outside of its items belongs to the item before it, as it looks."""
    if not frame.blocks:
        return
    if frame.items:
        last = frame.items[-1]
        frame.items[-1] = replace(last, blocks=(*last.blocks, *frame.blocks))
    else:
        frame.items.append(ListItem(tuple(frame.blocks)))
    frame.blocks.clear()


def _list_blocks(frame: Frame) -> Iterator[Block]:
    adopt(frame)
    if frame.items:
        yield ListBlock(tuple(frame.items), frame.origin)


def _quote(frame: Frame) -> Iterator[Block]:
    if frame.blocks:
        yield Quote(tuple(frame.blocks), frame.origin)


def without_brackets(blocks: list[Block]) -> tuple[Block, ...]:
    """The blocks of a note without the brackets that stood around its number."""
    first = blocks[0] if blocks else None
    if isinstance(first, Paragraph) and plain_text(first.runs).strip() in {"[]", "()", ".", "[ ]"}:
        return tuple(blocks[1:])
    return tuple(blocks)


def _add_cell(table: Frame, frame: Frame) -> None:
    if not table.rows:
        table.rows.append([])
    cell = TableCell(tuple(frame.blocks), *frame.spans, is_header=frame.tag == "th")
    table.rows[-1].append(cell)
    if table.is_head:
        table.header_rows = len(table.rows)


def _table_blocks(frame: Frame) -> Iterator[Block]:
    """A table; before it, what stood in it outside of its cells, as browsers show it."""
    yield from frame.blocks
    header_rows = sum(1 for row in frame.rows[: frame.header_rows] if row)
    rows = [row for row in frame.rows if row]
    if not rows:
        yield from (Paragraph(runs) for runs in [frame.caption] if runs)
        return
    if not header_rows and len(rows) > 1 and all(cell.is_header for cell in rows[0]):
        header_rows = 1
    clamped = (
        TableRow(tuple(replace(c, row_span=min(c.row_span, len(rows) - place)) for c in row))
        for place, row in enumerate(rows)
    )
    yield Table(tuple(clamped), header_rows, frame.caption, frame.origin)


def _in_one_line(blocks: list[Block]) -> Iterator[Run]:
    for place, block in enumerate(blocks):
        if place:
            yield Run(" ")
        yield from block_runs(block)


def _unchanged(frame: Frame) -> Iterator[Block]:
    yield from frame.blocks


_BLOCKS: dict[str, Callable[[Frame], Iterator[Block]]] = {
    **dict.fromkeys(LISTS, _list_blocks),
    "blockquote": _quote,
    "poem": lambda frame: poem_blocks(frame.blocks),
    "stanza": lambda frame: stanza_blocks(frame.blocks),
    "table": _table_blocks,
}
"""What becomes of a container, for the one around it; a second caption is only its blocks."""
