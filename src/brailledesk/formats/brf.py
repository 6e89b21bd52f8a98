"""BRF: ASCII Braille, a row a line, pages ended by form feeds.

Lines end with CR LF. In the paged form every page, the last too, ends with a form feed, as the
files do that embossers are fed with (the expected files of braille-utils end so). Pages are not
filled up with empty lines: the form feed ends them. The plain form has the rows of all pages one
after another and no form feed.

A BRF says nothing of volumes, sections or sides; a section that begins on a new sheet has the blank
back of the sheet before in front of it. A file without form feeds is one page, however
high: where it should be divided only the paper knows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from brailledesk.cells import CHARSETS, cells_from_ascii, has_six_dots
from brailledesk.errors import N_, UsageError
from brailledesk.formats.assemble import page_lists, parse_pages, publish, rows_of
from brailledesk.pages import CompactPages, Page, Publication

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
END_OF_FILE = b"\x1a"
"""Ctrl-Z, with which CP/M, DOS and the Index V2 end a file."""

SAMPLE = 1_000_000
"""Bytes that are looked at to guess a charset."""


def format_brf(publication: Publication, *, charset: str = "mit", is_paged: bool = True) -> bytes:
    """The bytes of a BRF, in upper or lower case as the charset has it.

    Raises UsageError for an unknown charset, and for cells with dot 7 or 8, which ASCII Braille
    lacks.
    """
    _check_charset(charset)
    characters = CHARSETS[charset].encode("ascii").ljust(256, b"?")
    end = b"\f" if is_paged else b""
    sections = page_lists(publication, is_on_sheets=is_paged)
    written = [_write_pages(pages, characters, end) for pages in sections]
    return b"".join(written) or end or b"\r\n"


def _write_pages(pages: Sequence[Page], characters: bytes, end: bytes) -> bytes:
    """Pages as bytes; each cell by ``characters``, ``end`` behind each page."""
    if isinstance(pages, CompactPages):
        data = pages.packed.written(characters, end)
        if data is None:
            raise _eight_dots()
        return data
    pieces: list[bytes] = []
    for page in pages:
        rows = rows_of(page)
        if not all(map(has_six_dots, rows)):
            raise _eight_dots()
        pieces += [row.translate(characters) + b"\r\n" for row in rows]
        pieces.append(end)
    return b"".join(pieces)


def _eight_dots() -> UsageError:
    return UsageError(
        N_("A BRF file has six dots a cell, and this Braille uses eight."),
        N_("Write PEF or UTF-8 Braille (.pef, .ubrl), or take a six-dot table."),
    )


def _check_charset(name: str) -> None:
    if name not in CHARSETS:
        raise UsageError(
            N_("There is no charset {charset}."),
            N_("Known charsets: {known}."),
            charset=name,
            known=", ".join(CHARSETS),
        )


class CharsetGuess(NamedTuple):
    """A charset by name, and whether the data could tell it from the others."""

    name: str
    is_certain: bool


# A sign is evidence for a charset where its cell is common at that place of a word, and where the
# same byte in the other charset is a cell that does not stand there. MIT: capital 46 (English 6)
# before a word; comma, full stop, à, ò, ù behind one; the number sign before figures. Firenze: the
# capital before what cannot be figures; comma, full stop, è, ò behind a word; the number sign.
# è in MIT is no evidence (the exclamation mark of Firenze), à and ù in Firenze are none ("ow" and
# "er" of contracted English in MIT).
_EVIDENCE = {
    "mit": (
        rb"(?<![!-~])[.,](?=[A-Za-z])"
        rb"|(?<=[A-Za-z])[14()+](?![!-~])"
        rb"|#[A-Ja-j]++(?![A-Za-z])"
    ),
    "it_it_firenze": (
        rb"(?<![!-~])#(?=[A-Ja-j]*+[K-Zk-z])"
        rb"|(?<=[A-Za-z])[.,\\^](?![!-~])"
        rb"|_(?=[A-Ja-j])"
    ),
}


def guess_charset(data: bytes) -> CharsetGuess:
    """Which charset a BRF was written in, by the places where its signs stand.

    Letters are the same in all charsets and say nothing. Without evidence it is MIT, which most
    files use; the guess is certain with two signs for it and three times as many as against it.
    (Measured on Italian manual pages in both charsets and on contracted English in MIT: pieces of
    25 rows were all told right; of 5 Italian rows 99.5 %, of single ones, with few signs, 87 %.)
    NABCC, which differs from MIT in case and five signs, is told by one of these five.
    """
    sample = data[:SAMPLE]
    counts = {name: len(re.findall(signs, sample)) for name, signs in _EVIDENCE.items()}
    is_firenze = counts["it_it_firenze"] > counts["mit"]
    most, least = max(counts.values()), min(counts.values())
    mit = "nabcc" if re.search(rb"[`{|}~]", sample) else "mit"
    return CharsetGuess(
        "it_it_firenze" if is_firenze else mit, is_certain=most >= 2 and most >= 3 * least
    )


def parse_brf(data: bytes, *, charset: str | None = None, path: str = "") -> Publication:
    """Read a BRF, paged or plain; line ends of any kind, either case, Ctrl-Z, byte order mark.

    Its geometry is that of its longest row and highest page. ``charset`` None guesses it.
    Raises FormatError, with line and column, for a byte outside the charset, and UsageError for an
    unknown charset.
    """
    name = guess_charset(data).name if charset is None else charset
    _check_charset(name)
    content = _without_end(data.removeprefix(BYTE_ORDER_MARK))
    # Latin-1 only carries the bytes: those above 127 are refused with their place.
    pages = parse_pages(content.decode("latin-1"), partial(cells_from_ascii, charset=name), path)
    return publish(pages)


def _without_end(data: bytes) -> bytes:
    """The data before a Ctrl-Z behind which nothing but filling stands."""
    filling = len(data.rstrip(b"\x1a\x00\r\n "))
    end = data.find(END_OF_FILE, filling)
    return data if end < 0 else data[:end]
