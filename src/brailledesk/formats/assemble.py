"""Rows that were read, put into a publication of the geometry that they need."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from brailledesk.pages import Page, PageFormat, Publication, Row, Section, Volume


def trim(cells: bytes) -> bytes:
    """Cells without the blanks at their end."""
    return cells.rstrip(b"\x00")


def build_page(rows: Iterable[bytes]) -> Page:
    """A page of rows; blank rows at its end are left out, as no paper shows them."""
    trimmed = [trim(row) for row in rows]
    while trimmed and not trimmed[-1]:
        trimmed.pop()
    return Page(tuple(Row(row) for row in trimmed))


def publish(pages: Sequence[Page]) -> Publication:
    """One volume, one section, as large as its longest row and its highest page."""
    cells = max((len(row.cells) for page in pages for row in page.rows), default=0)
    rows = max((len(page.rows) for page in pages), default=0)
    geometry = PageFormat(cells=max(cells, 1), rows=max(rows, 1), duplex=False)
    return Publication((Volume((Section(tuple(pages), geometry),)),))
