"""XHTML for Braille: elements, and cells as the text in them."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree
from lxml.builder import ElementMaker

from brailledesk.cells import cells_to_unicode
from brailledesk.document import TableCell

XHTML = "http://www.w3.org/1999/xhtml"
EPUB = "http://www.idpf.org/2007/ops"
HTML = ElementMaker(namespace=XHTML, nsmap={None: XHTML, "epub": EPUB})
EPUB_TYPE = f"{{{EPUB}}}type"

_WIDEST_SPAN = 1000
"""As in HTML."""


def table_cell(cell: TableCell) -> etree._Element:
    """An empty cell with the spans of a cell."""
    attributes = {
        name: str(min(span, _WIDEST_SPAN))
        for name, span in (("colspan", cell.column_span), ("rowspan", cell.row_span))
        if span > 1
    }
    element: etree._Element = HTML("th" if cell.is_header else "td", attributes)
    return element


def flow_parent(parent: etree._Element) -> etree._Element:
    """The nearest element that may hold paragraphs."""
    while etree.QName(parent).localname in {"ul", "table", "tr"}:
        above = parent.getparent()
        if above is None:
            break
        parent = above
    return parent


def shown(cells: bytes) -> str:
    """One character for each cell; a single blank inside is a space."""
    text = cells_to_unicode(cells)
    return "".join(
        " "
        if not cell and 0 < place < len(cells) - 1 and cells[place - 1] and cells[place + 1]
        else text[place]
        for place, cell in enumerate(cells)
    )


def note_link(number: int, text: str) -> etree._Element:
    """The mark of a note."""
    attributes = {"href": f"#note{number}", "role": "doc-noteref", EPUB_TYPE: "noteref"}
    link: etree._Element = HTML.a(text, attributes)
    return link


def fill(element: etree._Element, pieces: Iterable[str | etree._Element]) -> None:
    """Put texts and elements into an element, one behind the other."""
    last: etree._Element | None = None
    for piece in pieces:
        if not isinstance(piece, str):
            element.append(piece)
            last = piece
        elif last is None:
            element.text = (element.text or "") + piece
        else:
            last.tail = (last.tail or "") + piece
