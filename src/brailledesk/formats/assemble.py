"""What the formats share: the canonical form of a page, and text split into pages of rows.

The canonical form, which is written and which is read, leaves out what no paper shows: blanks at
the end of a row, and blank rows at the end of a page. A publication without any page is one blank
page, since no format has a form for less.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from brailledesk.cells import NotACell
from brailledesk.errors import N_, FormatError
from brailledesk.formats.packed import cells_of
from brailledesk.pages import Page, PageFormat, Publication, Row, Section, Volume

MAX_ROWS = 2_000_000
"""Rows that a file may have (over 70,000 pages); what has more is no Braille, but an attack."""

BLANK_PAGE = Page(())
UNKNOWN_GEOMETRY = PageFormat(cells=1, rows=1, duplex=False)
"""For files that do not say theirs: as small as can be, to grow with what they hold."""


def trim(rows: Iterable[bytes]) -> list[bytes]:
    """Rows in canonical form: no blanks at their ends, no blank rows at the end."""
    trimmed = [row.rstrip(b"\x00") for row in rows]
    while trimmed and not trimmed[-1]:
        trimmed.pop()
    return trimmed


def rows_of(page: Page) -> list[bytes]:
    """The cells of a page's rows, in canonical form."""
    return trim(row.cells for row in page.rows)


def build_page(rows: Iterable[bytes]) -> Page:
    """A page of rows that were read, in canonical form."""
    return Page(tuple(Row(row) for row in trim(rows)))


def fit(geometry: PageFormat, pages: Sequence[Page]) -> PageFormat:
    """The geometry, made larger where a row or a page needs it, so that no cell is ever lost."""
    sizes = [trim(cells_of(pages, place)) for place in range(len(pages))]
    return PageFormat(
        cells=max([geometry.cells, *(len(row) for rows in sizes for row in rows)]),
        rows=max([geometry.rows, *(len(rows) for rows in sizes)]),
        duplex=geometry.duplex,
    )


def page_lists(publication: Publication, *, is_on_sheets: bool) -> Iterator[Sequence[Page]]:
    """All pages, section by section, for formats that know no volumes.

    ``is_on_sheets``: a section that uses both sides and ends on the front of a sheet is followed by
    that sheet's blank back, so that the next one begins on a sheet of its own.
    """
    sections = [one for volume in publication.volumes for one in volume.sections if one.pages]
    for section in sections:
        yield section.pages
        is_last = section is sections[-1] or not is_on_sheets
        if not is_last and section.format.duplex and len(section.pages) % 2:
            yield (BLANK_PAGE,)


def sheet_pages(publication: Publication) -> Iterator[Page]:
    """The same pages one after another, on sheets."""
    for pages in page_lists(publication, is_on_sheets=True):
        yield from pages


def publish(pages: Sequence[Page]) -> Publication:
    """One volume, one section, as large as its longest row and its highest page."""
    section = Section(tuple(pages), fit(UNKNOWN_GEOMETRY, pages))
    return Publication((Volume((section,)),))


def parse_pages(text: str, to_cells: Callable[[str], bytes], path: str) -> list[Page]:
    """Pages of a text with a row a line and form feeds between pages.

    Line ends may be LF, CR LF, CR or (a CR LF file sent as text) CR CR LF. ``to_cells`` reads one
    row and raises NotACell; that becomes a FormatError with line and column, both from 1.
    """
    lines = text.replace("\r\r\n", "\n").replace("\r\n", "\n").replace("\r", "\n")
    if lines.count("\n") + lines.count("\f") > MAX_ROWS:
        raise FormatError(path, N_("it has more than two million rows"))
    return [build_page(_parse_rows(rows, to_cells, path)) for rows in _split(lines)]


def _split(text: str) -> Iterator[list[tuple[int, str]]]:
    """For each page its rows, each with the number of its line in the file."""
    # Some programs (brailleutils) put each form feed on a line of its own. Our files never end with
    # a line end after a form feed, so a first row that is blank is not taken for one.
    is_alone = text.endswith("\f\n") and text.count("\f") == text.count("\f\n")
    end = "\f\n" if is_alone else "\f"
    pieces = text.split(end)
    if len(pieces) > 1 and not pieces[-1].strip(" \n\u2800"):
        pieces.pop()
    line = 1
    for piece in pieces:
        yield list(enumerate(piece.removesuffix("\n").split("\n"), line))
        line += piece.count("\n") + end.count("\n")


def _parse_rows(
    rows: Iterable[tuple[int, str]], to_cells: Callable[[str], bytes], path: str
) -> Iterator[bytes]:
    for line, row in rows:
        try:
            yield to_cells(row)
        except NotACell as error:
            raise foreign_character(error, path, f"line {line}, column") from None


def foreign_character(error: NotACell, path: str, where: str) -> FormatError:
    """The error for a character that is no cell; ``where`` ends before the column's number."""
    return FormatError(
        path,
        N_("it has a character that is no Braille cell"),
        f"{where} {error.place + 1}: U+{ord(error.character):04X}",
    )
