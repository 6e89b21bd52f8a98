"""UTF-8 Braille: U+2800 to U+28FF, a row a line, a form feed after every page."""

from __future__ import annotations

from brailledesk.cells import cells_from_unicode, cells_to_unicode
from brailledesk.errors import N_, FormatError
from brailledesk.formats.assemble import build_page, publish, trim
from brailledesk.pages import Publication


def format_ubrl(publication: Publication) -> bytes:
    """The bytes of a publication; blanks inside a row are U+2800."""
    return "".join(
        "".join(cells_to_unicode(trim(row.cells)) + "\n" for row in page.rows) + "\f"
        for page in publication.pages()
    ).encode()


def parse_ubrl(data: bytes, *, path: str = "") -> Publication:
    """Read UTF-8 Braille. Raises FormatError, with the line, for any other character."""
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise FormatError(path, N_("it is not UTF-8"), f"byte {error.start}") from None
    pieces = text.split("\f")
    if len(pieces) > 1 and not pieces[-1].strip():
        pieces.pop()
    line = 0
    pages = []
    for piece in pieces:
        rows = []
        for row in piece.removesuffix("\n").split("\n"):
            line += 1
            try:
                rows.append(cells_from_unicode(row))
            except ValueError as error:
                raise FormatError(path, str(error), f"line {line}") from None
        pages.append(build_page(rows))
    return publish(pages)
