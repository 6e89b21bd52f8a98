"""UTF-8 Braille: U+2800 to U+28FF, a row a line (LF), a form feed behind every page.

The blank cell is written U+2800, so that no program takes it for a place to break or to strip;
read, an ordinary space is a blank cell too, as in files that people typed.
"""

from __future__ import annotations

from brailledesk.cells import cells_from_unicode, cells_to_unicode
from brailledesk.errors import N_, FormatError
from brailledesk.formats.assemble import parse_pages, publish, rows_of, sheet_pages
from brailledesk.pages import Publication


def format_ubrl(publication: Publication) -> bytes:
    """The bytes of a publication; eight dots are as good as six."""
    text = "".join(
        "".join(cells_to_unicode(row) + "\n" for row in rows_of(page)) + "\f"
        for page in sheet_pages(publication)
    )
    return (text or "\f").encode()


def parse_ubrl(data: bytes, *, path: str = "") -> Publication:
    """Read UTF-8 Braille, with or without form feeds and byte order mark.

    Its geometry is that of its longest row and highest page. Raises FormatError, with line and
    column, for any other character.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FormatError(path, N_("it is not UTF-8"), f"byte {error.start}") from None
    return publish(parse_pages(text, cells_from_unicode, path))
