"""A page that shows at once whether charset, line length and page length are right.

It needs no translation: it has rulers, the letters, the figures and all 64 cells with their names.
Letters are the same in every charset; figures and punctuation are not (34 of 64 cells differ
between MIT and Firenze), so every cell stands beside the name of its dots. A name is written with
the number sign and the figures of literary Braille; a and b alone would not show a wrong charset.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from brailledesk.cells import SIX_DOTS, dots_from_cells
from brailledesk.pages import Page, PageFormat, Publication, Row, Section, Volume

_LETTERS = dict(
    zip(
        "abcdefghijklmnopqrstuvwxyz",
        b"\x01\x03\x09\x19\x11\x0b\x1b\x13\x0a\x1a\x05\x07\x0d\x1d\x15\x0f\x1f\x17\x0e\x1e\x25\x27"
        b"\x3a\x2d\x3d\x35",
        strict=True,
    )
)
_DIGITS = {str((n + 1) % 10): _LETTERS[letter] for n, letter in enumerate("abcdefghij")}
_NUMBER_SIGN = 0x3C
_FULL = SIX_DOTS
_PUNCTUATION = ((0x02, ","), (0x06, ";"), (0x12, ":"), (0x32, "."), (0x16, "!"), (0x22, "?"))
"""Of Italian Braille: each with its print."""

_NAMED_CELLS = 10
"""Of the longest name: three cells, the number sign, six figures."""

_LEAST_CELLS = 8
_EDGE_ROWS = 2
"""The first and the last row of a page are rulers."""


def make_test_page(page: PageFormat, title: str = "") -> Publication:
    """As many pages of the format as the test needs; each has a ruler at its top and its bottom.

    A ruler is a full cell at both ends with every tenth cell a number: where it does not end at
    the right edge, or goes on in the next row, the line length is wrong. The last row of a page is
    a ruler too: where it stands on the next sheet, the page length is wrong.
    ``title`` goes into the publication, not on the paper.
    """
    body = list(_body(max(page.cells, _LEAST_CELLS)))
    room = max(1, page.rows - _EDGE_ROWS)
    ruler = _ruler(page.cells)
    pages = []
    for start in range(0, len(body), room):
        rows = body[start : start + room]
        rows += [Row()] * (room - len(rows))
        pages.append(Page((ruler, *rows, ruler)[: page.rows]))
    return Publication((Volume((Section(tuple(pages), page),)),), title=title)


def _body(width: int) -> Iterator[Row]:
    yield from _flow(width, [_word(letter) for letter in _LETTERS])
    yield from _flow(width, [_number(digit) for digit in "1234567890"])
    yield from _flow(width, [(bytes([cell]), sign) for cell, sign in _PUNCTUATION])
    yield Row()
    named = [_named(cell) for cell in range(1, SIX_DOTS + 1)]
    if width < _NAMED_CELLS:
        for cells, shown in named:
            yield Row(cells[:3], shown)
            yield Row(cells[3:])
        return
    columns = max(1, (width + 2) // (max(len(cells) for cells, _ in named) + 2))
    for start in range(0, len(named), columns):
        yield _columns(named[start : start + columns], width // columns)


def _ruler(width: int) -> Row:
    """A full cell, dots 36 up to the next ten, its number; a full cell at the end."""
    cells = bytearray([0x24]) * width
    for ten in range(10, width, 10):
        number = _number(str(ten))[0]
        cells[ten - len(number) : ten] = number
    cells[0] = cells[-1] = _FULL
    return Row(bytes(cells), f"1-{width}")


def _word(letter: str) -> tuple[bytes, str]:
    return bytes([_LETTERS[letter]]), letter


def _number(digits: str) -> tuple[bytes, str]:
    return bytes([_NUMBER_SIGN, *(_DIGITS[digit] for digit in digits)]), digits


def _named(cell: int) -> tuple[bytes, str]:
    """The cell between two full ones, and the numbers of its dots."""
    dots = dots_from_cells(bytes([cell]))
    return bytes([_FULL, cell, _FULL]) + _number(dots)[0], f"{chr(0x2800 + cell)} {dots}"


def _flow(width: int, words: Sequence[tuple[bytes, str]]) -> Iterator[Row]:
    """Words one after another, a blank between them."""
    cells, shown = b"", ""
    for word, text in words:
        if cells and len(cells) + 1 + len(word) > width:
            yield Row(cells, shown)
            cells, shown = b"", ""
        cells, shown = (cells + b"\x00" + word, f"{shown} {text}") if cells else (word, text)
    yield Row(cells, shown)


def _columns(entries: Sequence[tuple[bytes, str]], width: int) -> Row:
    cells = b"".join(cell.ljust(width, b"\x00") for cell, _ in entries).rstrip(b"\x00")
    return Row(cells, "  ".join(text for _, text in entries))
