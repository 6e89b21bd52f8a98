"""Blocks from the elements and texts of an HTML page, as a walk over its tree meets them.

Blocks are collected in frames (one for each open list, item, quote, table, caption or cell); text
goes to the runs of the paragraph that is open.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from brailledesk.document import (
    Block,
    Heading,
    Image,
    ListBlock,
    ListItem,
    PageMark,
    Paragraph,
    Quote,
    Table,
    TableCell,
    TableRow,
    block_runs,
)
from brailledesk.ingest import html_elements as elements
from brailledesk.ingest.html_poems import poem_blocks, stanza_blocks
from brailledesk.ingest.markers import Markers, parse_number
from brailledesk.ingest.runs import OpenRuns, lowered, raised
from brailledesk.text import Origin, Run, Typeform

_DEEPEST = 40
"""Lists, quotes and tables inside each other beyond this are read as if they were one."""
_LISTS = frozenset(["ul", "ol", "menu", "dir"])
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_SCRIPTS: dict[str, elements.Script] = {"sup": "sup", "sub": "sub"}
_PARTS = {"li": _LISTS, "td": {"table"}, "th": {"table"}, "caption": {"table"}}


@dataclass(slots=True)
class _Frame:
    """An open container: the blocks in it, and for lists and tables their items and rows."""

    tag: str
    origin: Origin | None = None
    blocks: list[Block] = field(default_factory=list)
    items: list[ListItem] = field(default_factory=list)
    rows: list[list[TableCell]] = field(default_factory=list)
    header_rows: int = 0
    is_head: bool = False
    caption: tuple[Run, ...] = ()
    markers: Markers | None = None
    marker: str = ""
    spans: tuple[int, int] = (1, 1)


@dataclass(frozen=True, slots=True)
class _Style:
    """What an element hands down to what stands in it."""

    language: str
    typeform: Typeform = Typeform.PLAIN
    level: int = 0
    is_pre: bool = False
    script: elements.Script = ""


class HtmlBlocks:
    """Takes the start and end of every element and the texts between, in the order of the page."""

    def __init__(self, path: str, language: str, line_of: Callable[[etree._Element], int]) -> None:
        self._path = path
        self._language = language
        self._line_of = line_of
        self._frames = [_Frame("document")]
        # One entry for each open element: what it hands down, and the frame that it opened.
        self._styles = [_Style(language)]
        self._opened: list[_Frame | None] = []
        self._runs = OpenRuns()
        self._hidden: etree._Element | None = None
        self._shown_option: etree._Element | None = None
        self._origin: Origin | None = None
        self._tables = 0

    def finish(self) -> tuple[Block, ...]:
        self._flush()
        return tuple(self._frames[0].blocks)

    # -- elements ------------------------------------------------------------------------------

    def start(self, element: etree._Element) -> None:
        if self._hidden is not None:
            return
        tag = elements.tag_of(element)
        if self._is_hidden(element, tag):
            self._hidden = element
            return
        if tag in elements.BLOCKS or element.get("role") == "heading":
            self._flush()
            self._origin = self._origin_of(element)
        self._styles.append(self._inherit(element, tag))
        frame = self._frame(element, tag)
        self._opened.append(frame)
        if frame is not None:
            self._frames.append(frame)
        self._show(element, tag)

    def end(self, element: etree._Element) -> None:
        if self._hidden is not None:
            if element is self._hidden:
                self._hidden = None
            return
        tag = elements.tag_of(element)
        if tag in elements.CONTROLS:
            self.add_text(" ")
        if tag in elements.BLOCKS or element.get("role") == "heading":
            self._flush()
        if tag == "q":
            self.add_text("»")
        elif tag == "select":
            self._shown_option = None
        elif tag == "thead":
            self._frames[-1].is_head = False
        self._styles.pop()
        frame = self._opened.pop()
        if frame is not None:
            self._frames.pop()
            self._close(frame, self._frames[-1])

    def _origin_of(self, element: etree._Element) -> Origin:
        return Origin(self._path, f"line {self._line_of(element)}")

    def _is_hidden(self, element: etree._Element, tag: str) -> bool:
        """Whether to pass over an element; what it tells in another way is kept."""
        label = elements.page_label(element)
        if label is not None:
            self._flush()
            self._frames[-1].blocks.append(PageMark(label, self._origin_of(element)))
            return elements.is_only_label(element, label)
        if tag == "option" and self._shown_option is not None:
            return element is not self._shown_option
        if not elements.is_hidden(element, tag):
            return False
        if tag == "svg" and element.get("aria-hidden") != "true":
            text = elements.drawing_text(element)
            if text:
                self._add_image(element, text)
        return True

    def _inherit(self, element: etree._Element, tag: str) -> _Style:
        above = self._styles[-1]
        level = 0 if tag in _PARTS else elements.heading_level(element, tag) or above.level
        style = _Style(
            elements.language_of(element) or above.language,
            above.typeform | elements.typeform_of(tag),
            level,
            above.is_pre or tag in {"pre", "textarea"},
            _SCRIPTS.get(tag, above.script),
        )
        return above if style == above else style

    # -- containers ----------------------------------------------------------------------------

    def _frame(self, element: etree._Element, tag: str) -> _Frame | None:
        """The frame that an element opens, if it opens one."""
        top = self._frames[-1]
        if tag in _PARTS:
            return self._part(element, tag, top) if top.tag in _PARTS[tag] else None
        if top.tag == "table" and tag == "tr":
            top.rows.append([])
        elif top.tag == "table" and tag in {"thead", "tbody", "tfoot"}:
            top.is_head = tag == "thead"
        if tag in elements.BLOCKS and elements.is_poem(element):
            return _Frame("poem", self._origin_of(element))
        if top.tag == "poem" and tag in elements.BLOCKS and elements.is_stanza(element):
            return _Frame("stanza", self._origin_of(element))
        is_container = tag in _LISTS or tag in {"blockquote", "table"}
        if not is_container or len(self._frames) >= _DEEPEST:
            return None
        frame = _Frame(tag, self._origin_of(element))
        if tag in _LISTS:
            frame.markers = elements.markers_of(element, tag)
        elif tag == "table":
            if elements.is_layout_table(element):
                return None
            self._tables += 1
            frame.origin = Origin(self._path, f"table {self._tables}")
        return frame

    def _part(self, element: etree._Element, tag: str, parent: _Frame) -> _Frame:
        frame = _Frame(tag, self._origin_of(element))
        if tag == "li":
            _adopt(parent)
            if parent.markers is not None:
                frame.marker = parent.markers.next(parse_number(element.get("value")))
        else:
            spans = elements.span_of(element, "colspan"), elements.span_of(element, "rowspan")
            frame.spans = spans
        return frame

    def _close(self, frame: _Frame, parent: _Frame) -> None:
        if frame.tag == "li":
            parent.items.append(ListItem(tuple(frame.blocks), frame.marker))
        elif frame.tag in _LISTS:
            _adopt(frame)
            if frame.items:
                parent.blocks.append(ListBlock(tuple(frame.items), frame.origin))
        elif frame.tag in _WRAPPED:
            parent.blocks.extend(_WRAPPED[frame.tag](frame))
        elif frame.tag in {"td", "th"}:
            _add_cell(parent, frame)
        elif frame.tag == "caption" and not parent.caption:
            parent.caption = tuple(_in_one_line(frame.blocks))
        elif frame.tag == "caption":
            parent.blocks.extend(frame.blocks)
        elif frame.tag == "table":
            parent.blocks.extend(_table_blocks(frame))

    # -- what elements show of themselves ------------------------------------------------------

    def _show(self, element: etree._Element, tag: str) -> None:
        if tag in elements.CONTROLS:
            self.add_text(" ")
        if tag == "br":
            style = self._styles[-1]
            self._runs.add_break(style.typeform, self._run_language(), self._origin)
        elif tag == "img":
            alternative = elements.alternative_of(element)
            if alternative is not None:
                self._add_image(element, alternative)
        elif tag == "input":
            self.add_text(elements.shown_value(element))
        elif tag == "select":
            self._shown_option = elements.shown_option(element)
        elif tag == "q":
            self.add_text("«")

    def _add_image(self, element: etree._Element, alternative: str) -> None:
        self._flush()
        image = Image(alternative, self._run_language(), self._origin_of(element))
        self._frames[-1].blocks.append(image)

    # -- text ----------------------------------------------------------------------------------

    def add_text(self, text: str) -> None:
        """Text of the page; blanks are collapsed as a browser does it."""
        if self._hidden is not None or not text:
            return
        style = self._styles[-1]
        before = self._runs.last_character()
        if style.is_pre:
            text = text.replace("\r\n", "\n")
        else:
            text = _BLANKS.sub(" ", text)
            if before in {"", " ", "\n"}:
                text = text.removeprefix(" ")
        if style.script:
            text = (raised if style.script == "sup" else lowered)(text, before)
        self._runs.add(text, style.typeform, self._run_language(), self._origin)

    def _run_language(self) -> str | None:
        language = self._styles[-1].language
        return None if elements.is_same_language(language, self._language) else language

    def _flush(self) -> None:
        """Close the open paragraph."""
        style = self._styles[-1]
        runs = self._runs.take(strip="\n" if style.is_pre else " \t\n")
        if not runs:
            return
        block: Block = Paragraph(runs, self._origin)
        if style.level:
            block = Heading(style.level, runs, self._origin)
        self._frames[-1].blocks.append(block)


def _adopt(frame: _Frame) -> None:
    """What stands in a list outside of its items belongs to the item before it, as it looks."""
    if not frame.blocks:
        return
    if frame.items:
        last = frame.items[-1]
        frame.items[-1] = replace(last, blocks=(*last.blocks, *frame.blocks))
    else:
        frame.items.append(ListItem(tuple(frame.blocks)))
    frame.blocks.clear()


def _quote(frame: _Frame) -> Iterator[Block]:
    if frame.blocks:
        yield Quote(tuple(frame.blocks), frame.origin)


def _add_cell(table: _Frame, frame: _Frame) -> None:
    if not table.rows:
        table.rows.append([])
    cell = TableCell(tuple(frame.blocks), *frame.spans, is_header=frame.tag == "th")
    table.rows[-1].append(cell)
    if table.is_head:
        table.header_rows = len(table.rows)


def _table_blocks(frame: _Frame) -> Iterator[Block]:
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


_WRAPPED: dict[str, Callable[[_Frame], Iterator[Block]]] = {
    "blockquote": _quote,
    "poem": lambda frame: poem_blocks(frame.blocks),
    "stanza": lambda frame: stanza_blocks(frame.blocks),
}
"""What becomes of the blocks inside of an element, for the block above."""
