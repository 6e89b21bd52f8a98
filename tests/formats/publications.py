"""Publications for the tests of the formats."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

from brailledesk.pages import Page, PageFormat, Publication, Row, Section, Volume

Rows = list[list[bytes]]
"""For each page the cells of its rows."""


def make_publication(
    pages: Sequence[Sequence[bytes]], *, title: str = "", geometry: PageFormat | None = None
) -> Publication:
    """One section with these pages."""
    made = tuple(Page(tuple(Row(row) for row in rows)) for rows in pages)
    return Publication((Volume((Section(made, geometry or PageFormat()),)),), title=title)


def rows_in(publication: Publication) -> Rows:
    return [[row.cells for row in page.rows] for page in publication.pages()]


def canonical(pages: Sequence[Sequence[bytes]]) -> Rows:
    """The form that is written and read: no blanks at a row's end, no blank rows at a page's."""
    result = []
    for rows in pages:
        last = max((i for i, row in enumerate(rows) if any(row)), default=-1)
        result.append([row.rstrip(b"\0") for row in rows[: last + 1]])
    return result or [[]]


def pages_of(cells: int) -> st.SearchStrategy[Rows]:
    """Pages with rows of any cells below ``cells``; often with blanks, inside and at the end."""
    cell = st.one_of(st.just(0), st.integers(0, cells - 1))
    row = st.lists(cell, max_size=12).map(bytes)
    return st.lists(st.lists(row, max_size=5), max_size=4)
