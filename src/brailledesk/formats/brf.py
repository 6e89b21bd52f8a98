"""BRF: ASCII Braille, a row a line, pages ended by form feeds.

Lines end with CR LF. In the paged form every page, the last too, ends with a form feed, as the
files do that embossers are fed with (facts: Biblos, braille-utils). The plain form has rows only.
"""

from __future__ import annotations

from typing import NamedTuple

from brailledesk.cells import CHARSETS, SIX_DOTS, cells_from_ascii, cells_to_ascii
from brailledesk.errors import N_, FormatError, UsageError
from brailledesk.formats.assemble import build_page, publish, trim
from brailledesk.pages import Publication

END_OF_FILE = b"\x1a"


def format_brf(publication: Publication, *, charset: str = "mit", is_paged: bool = True) -> bytes:
    """The bytes of a BRF.

    Raises UsageError for an unknown charset and for cells with dot 7 or 8.
    """
    if charset not in CHARSETS:
        raise UsageError(
            N_("There is no charset {charset}."),
            N_("Known charsets: {known}."),
            charset=charset,
            known=", ".join(CHARSETS),
        )
    pages = [[trim(row.cells) for row in page.rows] for page in publication.pages()]
    if any(cell > SIX_DOTS for page in pages for row in page for cell in row):
        raise UsageError(
            N_("A BRF file has six dots a cell, and this Braille uses eight."),
            N_("Write PEF or UTF-8 Braille (.pef, .ubrl), or take a six-dot table."),
        )
    end = "\f" if is_paged else ""
    text = "".join(
        "".join(cells_to_ascii(row, charset) + "\r\n" for row in page) + end for page in pages
    )
    return text.encode("ascii")


class CharsetGuess(NamedTuple):
    """A charset by name, and whether the data could tell it from the others."""

    name: str
    is_certain: bool


def guess_charset(data: bytes) -> CharsetGuess:
    """Which charset a BRF was written in, by its commonest signs that are no letters.

    In Italian the full stop ends words and the number sign begins them: the byte before a blank or
    line end and the byte after one are looked at.
    """
    scores = {
        "mit": _count_at_ends(data, b"4") + _count_at_begins(data, b"#"),
        "it_it_firenze": _count_at_ends(data, b".") + _count_at_begins(data, b"_"),
    }
    best = max(scores, key=lambda name: scores[name])
    other = min(scores.values())
    if best == "mit" and any(byte in data for byte in b"`{|}~"):
        best = "nabcc"
    return CharsetGuess(best, is_certain=scores.get(best, scores["mit"]) > 2 * other)


def _count_at_ends(data: bytes, sign: bytes) -> int:
    return sum(data.count(sign + blank) for blank in (b" ", b"\r", b"\n"))


def _count_at_begins(data: bytes, sign: bytes) -> int:
    return sum(data.count(blank + sign) for blank in (b" ", b"\n"))


def parse_brf(data: bytes, *, charset: str | None = None, path: str = "") -> Publication:
    """Read a BRF: line ends of any kind, either case, with or without form feeds.

    ``charset`` None guesses it. Raises FormatError, with line and column, for a byte outside the
    charset, and UsageError for an unknown charset.
    """
    name = charset or guess_charset(data).name
    if name not in CHARSETS:
        raise UsageError(
            N_("There is no charset {charset}."),
            N_("Known charsets: {known}."),
            charset=name,
            known=", ".join(CHARSETS),
        )
    content = data.removeprefix(b"\xef\xbb\xbf").rstrip(END_OF_FILE)
    content = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    pieces = content.split(b"\f")
    if len(pieces) > 1 and not pieces[-1].strip():
        pieces.pop()
    line = 0
    pages = []
    for piece in pieces:
        rows = []
        for text in piece.removesuffix(b"\n").split(b"\n"):
            line += 1
            rows.append(_parse_row(text, name, path, line))
        pages.append(build_page(rows))
    return publish(pages)


def _parse_row(text: bytes, charset: str, path: str, line: int) -> bytes:
    try:
        return cells_from_ascii(text.decode("latin-1"), charset)
    except ValueError as error:
        raise FormatError(path, str(error), f"line {line}") from None
