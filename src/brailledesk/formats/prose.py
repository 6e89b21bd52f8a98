"""A document as print: plain text, or HTML for a browser. What recognition has read is given so.

Text: an empty line between blocks, a form feed where a print page begins, the cells of a row with
tabs between, markers before items. So :mod:`brailledesk.ingest` reads it again as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from lxml import etree
from lxml.builder import E as HTML

from brailledesk.document import (
    Block,
    Document,
    Heading,
    Image,
    ListBlock,
    ListItem,
    PageMark,
    Paragraph,
    Poem,
    Quote,
    Table,
    TableCell,
    TableRow,
    block_runs,
)
from brailledesk.text import Run, Typeform, plain_text

_PAGE = "\f"
_DOCTYPE = "<!DOCTYPE html>"
_STYLES = (
    (Typeform.BOLD, "b"),
    (Typeform.ITALIC, "i"),
    (Typeform.UNDERLINE, "u"),
    (Typeform.STRUCK, "s"),
)


def format_text(document: Document) -> bytes:
    """A document as UTF-8 text that ends with a line feed."""
    pieces: list[str] = []
    for piece in _texts(document.blocks):
        if piece == _PAGE:
            pieces.append(piece if pieces else "")
        else:
            pieces.append(piece + "\n\n")
    pieces += [
        "\n".join([f"[{note.label}]", *_texts(note.blocks)]) + "\n\n" for note in document.notes
    ]
    return ("".join(pieces).rstrip("\n\f") + "\n").encode("utf-8", "replace")


def _texts(blocks: Iterable[Block]) -> Iterator[str]:
    """The text of each block; a page mark is a form feed."""
    for block in blocks:
        match block:
            case PageMark():
                yield _PAGE
            case ListBlock():
                yield "\n".join(_item_text(item) for item in block.items)
            case Table():
                caption = [plain_text(block.caption)] if block.caption else []
                yield "\n".join([*caption, *map(_row_text, block.rows)])
            case Quote():
                yield "\n\n".join(_texts(block.blocks))
            case Image():
                yield f"[{block.alternative}]" if block.alternative else "[…]"
            case _:
                yield plain_text(tuple(block_runs(block)))


def _row_text(row: TableRow) -> str:
    return "\t".join(" ".join(_texts(cell.blocks)).replace("\n", " ") for cell in row.cells)


def _item_text(item: ListItem) -> str:
    text = "\n".join(_texts(item.blocks)).replace("\n", "\n  ")
    return f"{item.marker} {text}".strip()


def format_html(document: Document) -> bytes:
    """A document as one HTML page in UTF-8, without styles or scripts."""
    markup = _Markup(document.language)
    body = HTML.body(*markup.elements(document.blocks))
    for note in document.notes:
        body.append(HTML.div(f"[{_clean(note.label)}] ", *markup.elements(note.blocks)))
    head = HTML.head(
        HTML.meta(charset="utf-8"), HTML.title(_clean(document.title or document.source))
    )
    page = HTML.html(head, body, lang=_clean(document.language))
    written: bytes = etree.tostring(page, method="html", encoding="utf-8", doctype=_DOCTYPE)
    return written + b"\n"


class _Markup:
    """Elements of blocks; a language is said where it is not ``language``."""

    def __init__(self, language: str) -> None:
        self._language = language

    def elements(self, blocks: Iterable[Block]) -> list[etree._Element]:
        return [self._element(block) for block in blocks]

    def _element(self, block: Block) -> etree._Element:
        made: etree._Element
        match block:
            case PageMark():
                label = _clean(block.label)
                made = HTML.div({"role": "doc-pagebreak", "aria-label": label})
            case Heading():
                made = self._with_runs(f"h{min(max(block.level, 1), 6)}", block.runs)
            case Paragraph() | Poem():
                made = self._with_runs("p", block.runs)
            case ListBlock():
                made = HTML.ul({"style": "list-style: none"}, *map(self._item, block.items))
            case Quote():
                made = HTML.blockquote(*self.elements(block.blocks))
            case Image():
                made = HTML.p(f"[{_clean(block.alternative) or '…'}]")
            case Table():
                made = self._table(block)
        return made

    def _item(self, item: ListItem) -> etree._Element:
        marker = f"{_clean(item.marker)} ".lstrip()
        element: etree._Element = HTML.li(marker, *self.elements(item.blocks))
        return element

    def _table(self, table: Table) -> etree._Element:
        element: etree._Element = HTML.table()
        if table.caption:
            element.append(self._with_runs("caption", table.caption))
        for row in table.rows:
            element.append(HTML.tr(*map(self._cell, row.cells)))
        return element

    def _cell(self, cell: TableCell) -> etree._Element:
        spans = {"colspan": cell.column_span, "rowspan": cell.row_span}
        attributes = {name: str(count) for name, count in spans.items() if count > 1}
        kind = HTML.th if cell.is_header else HTML.td
        element: etree._Element = kind(attributes, *self.elements(cell.blocks))
        return element

    def _with_runs(self, tag: str, runs: Sequence[Run]) -> etree._Element:
        """An element with text: languages and emphasis are elements in it, line feeds breaks."""
        element = etree.Element(tag)
        for (typeform, language), same in groupby(runs, key=_look):
            place = element
            for style, name in _STYLES:
                if typeform & style:
                    place = etree.SubElement(place, name)
            if language not in {None, self._language}:
                place = etree.SubElement(place, "span", lang=_clean(language or ""))
            for number, part in enumerate(plain_text(tuple(same)).split("\n")):
                if number:
                    etree.SubElement(place, "br")
                _add_text(place, _clean(part))
        return element


def _look(run: Run) -> tuple[Typeform, str | None]:
    return run.typeform, run.language


def _add_text(element: etree._Element, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def _clean(text: str) -> str:
    """The text without what XML cannot carry."""
    return "".join(sign for sign in text if sign in "\t\n" or sign.isprintable() or sign == "\xa0")
