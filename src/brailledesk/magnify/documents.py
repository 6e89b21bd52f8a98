"""The lines of a document, in the order of reading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from brailledesk.document import (
    Block,
    Document,
    Heading,
    Image,
    ListBlock,
    PageMark,
    Paragraph,
    Poem,
    Quote,
    Table,
    TableRow,
)
from brailledesk.magnify.atlas import Look
from brailledesk.magnify.lines import GAP, Cell, TextLine, add_look
from brailledesk.magnify.pictures import Gallery
from brailledesk.struck import tell_struck
from brailledesk.text import Run, Typeform, split_at_line_feeds


def document_text(document: Document) -> tuple[TextLine, ...]:
    """The lines of a document: its blocks in reading order, notes last.

    Cells of a row stand in one line; a line feed in a paragraph begins a new one. A picture stands
    above its alternative text; one in a table, below its row.
    """
    return _Lines().of(tell_struck(document))


class _Lines:
    """Makes the lines of one document, whose pictures hang in one gallery."""

    def __init__(self) -> None:
        self._gallery = Gallery()
        self._tables = 0

    def of(self, document: Document) -> tuple[TextLine, ...]:
        """The lines of all blocks, and of notes behind them."""
        lines: list[TextLine] = []
        for block in document.blocks:
            lines += self._block_lines(block, 0)
        for note in document.notes:
            inner = [line for block in note.blocks for line in self._block_lines(block, 1)]
            lines += _marked(f"{note.label} ", inner)
        return tuple(lines)

    def _block_lines(self, block: Block, indent: int) -> Iterator[TextLine]:
        match block:
            case ListBlock():
                for item in block.items:
                    inner = [
                        line for one in item.blocks for line in self._block_lines(one, indent + 1)
                    ]
                    yield from _marked(f"{item.marker} " if item.marker else "", inner)
            case Quote():
                for one in block.blocks:
                    yield from self._block_lines(one, indent + 1)
            case Table():
                yield from self._table_lines(block, indent)
            case _:
                yield from self._simple_lines(block, indent)

    def _simple_lines(self, block: Block, indent: int) -> Iterator[TextLine]:
        """The lines of a block without others in it."""
        match block:
            case Heading():
                runs = [replace(run, text=run.text.replace("\n", " ")) for run in block.runs]
                yield _text_line(runs, indent, Look.BOLD, has_gap=True)
            case Paragraph() | Poem():
                for number, line in enumerate(split_at_line_feeds(block.runs)):
                    yield _text_line(line, indent, has_gap=number == 0)
            case Image():
                shown = _text_line([Run(block.alternative)], indent, Look.ITALIC, has_gap=True)
                picture = self._gallery.hang(block.data) if block.data else None
                if block.alternative or picture is not None:
                    yield replace(shown, picture=picture)
            case PageMark():
                yield _text_line([Run(f"[{block.label}]")], indent, Look.DIMMED)

    def _table_lines(self, table: Table, indent: int) -> Iterator[TextLine]:
        if table.caption:
            yield _text_line(table.caption, indent, Look.BOLD, has_gap=True)
        self._tables += 1
        key = f"table {self._tables}"
        labels: dict[int, str] = {}
        columns = columns_of(table.rows)
        for number, row in enumerate(table.rows):
            is_head = number < table.header_rows
            text = ""
            looks: list[tuple[int, int]] = []
            cells: list[Cell] = []
            shown: list[TextLine] = []
            for cell, column in zip(row.cells, next(columns), strict=True):
                inner = [line for block in cell.blocks for line in self._block_lines(block, 0)]
                shown += [replace(_PICTURE, picture=one.picture) for one in inner if one.picture]
                text += GAP if cells else ""
                start = len(text)
                text += " ".join(line.text for line in inner)
                look = Look.BOLD if cell.is_header or is_head else Look.PLAIN
                add_look(looks, len(text), look)
                span = min(cell.column_span, MOST_SPANNED)
                if is_head:
                    _add_label(labels, text[start:], range(column, column + span))
                label = "" if is_head else labels.get(column, "")
                cells.append(Cell(start, len(text), column, span, label))
            yield TextLine(
                text,
                tuple(looks),
                indent=indent,
                has_gap=number == 0,
                table=key,
                cells=tuple(cells),
                is_head=is_head,
            )
            yield from (replace(one, table=key, indent=indent) for one in shown)


_PICTURE = TextLine("", ())
MOST_SPANNED = 1_000
"""Columns of one cell: a file that says more is not to be believed."""


def columns_of(rows: Iterable[TableRow]) -> Iterator[list[int]]:
    """The columns in which the cells of each row begin, with room left for those that span rows."""
    taken: dict[int, int] = {}
    for row in rows:
        column = 0
        columns: list[int] = []
        for cell in row.cells:
            while taken.get(column, 0) > 0:
                column += 1
            columns.append(column)
            span = min(max(cell.column_span, 1), MOST_SPANNED)
            taken.update(dict.fromkeys(range(column, column + span), max(cell.row_span, 1)))
            column += span
        yield columns
        taken = {one: left - 1 for one, left in taken.items() if left > 1}


def _add_label(labels: dict[int, str], text: str, columns: Iterable[int]) -> None:
    """Put a heading over columns; one in a row below another stands behind it."""
    for column in columns:
        labels[column] = f"{labels.get(column, '')} {text}".strip()


def _text_line(
    runs: Iterable[Run], indent: int, look: int = Look.PLAIN, *, has_gap: bool = False
) -> TextLine:
    text = ""
    looks: list[tuple[int, int]] = []
    for run in runs:
        text += _in_one_line(run.text)
        bold = Look.BOLD if run.typeform & Typeform.BOLD else Look.PLAIN
        italic = Look.ITALIC if run.typeform & Typeform.ITALIC else Look.PLAIN
        add_look(looks, len(text), look | bold | italic)
    return TextLine(text, tuple(looks), indent=indent, has_gap=has_gap)


def _in_one_line(text: str) -> str:
    """White space that would be a line or a column as blanks, one for one."""
    return text if text.isprintable() else "".join(" " if one.isspace() else one for one in text)


def _marked(marker: str, lines: Sequence[TextLine]) -> Iterator[TextLine]:
    """Lines of an item, its marker before the first."""
    for number, line in enumerate(lines or [TextLine("", ())]):
        if number or not marker:
            yield line
            continue
        shift = len(marker)
        looks = [(shift, Look.PLAIN), *((end + shift, look) for end, look in line.looks)]
        yield replace(line, text=marker + line.text, looks=tuple(looks), has_gap=False)
