"""Braille cells as ``bytes``: one byte a cell, bit n-1 is dot n (ISO 11548-1).

Three written forms exist beside it: dots ("46-1": cells joined by hyphens, the blank is "0"),
Unicode Braille (U+2800 + byte) and ASCII Braille (one character a cell, by a charset). There is no
class for one cell.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

BLANK = 0
"""The empty cell."""

UNICODE_BLANK = "\u2800"

SIX_DOTS = 0x3F
"""The dots that a six-dot cell may use."""

_SIX_DOT_CELLS = bytes(range(SIX_DOTS + 1))
_DOT_BITS = {str(dot): 1 << (dot - 1) for dot in range(1, 9)}
_TO_UNICODE = [chr(0x2800 + cell) for cell in range(256)]


class NotACell(ValueError):
    """Text has a character that stands for no cell.

    ``place`` is its index in the text, ``form`` the name of the written form that lacks it.
    """

    def __init__(self, character: str, place: int, form: str) -> None:
        super().__init__(character, place, form)
        self.character = character
        self.place = place
        self.form = form

    def __str__(self) -> str:
        return f"U+{ord(self.character):04X} at index {self.place} is no cell of {self.form}"


def cells_from_dots(dots: str) -> bytes:
    r"""Cells of a dots notation, "46-2346" to ``b"\x28\x2e"``; "0" is a blank, "" no cell.

    Raises ValueError, naming the fault, for a digit outside 0 to 8 or a dot named twice.
    """
    return bytes(_cell_from_dots(one) for one in dots.split("-")) if dots else b""


def _cell_from_dots(dots: str) -> int:
    if dots == "0":
        return BLANK
    if not dots:
        raise ValueError("an empty cell between two hyphens; the blank cell is written 0")
    cell = 0
    for digit in dots:
        bit = _DOT_BITS.get(digit)
        if bit is None:
            raise ValueError(f"{digit!r} is not a dot number from 1 to 8")
        if cell & bit:
            raise ValueError(f"dot {digit} is named twice")
        cell |= bit
    return cell


def dots_from_cells(cells: bytes) -> str:
    r"""The dots notation of cells: ``b"\x28\x2e"`` to "46-2346"."""
    return "-".join(_dots_from_cell(cell) for cell in cells)


def _dots_from_cell(cell: int) -> str:
    return "".join(dot for dot, bit in _DOT_BITS.items() if cell & bit) or "0"


def cells_from_unicode(text: str) -> bytes:
    """Cells of Unicode Braille; an ordinary space counts as the blank cell.

    Raises NotACell, a ValueError that names the character and its place, for anything else.
    """
    # In UTF-16 the second byte of U+2800..U+28FF is 28, and of nothing else; the first is the cell.
    pairs = text.replace(" ", UNICODE_BLANK).encode("utf-16-le", "surrogatepass")
    if pairs[1::2].strip(b"\x28"):
        place = next(i for i, c in enumerate(text) if c != " " and not "\u2800" <= c <= "\u28ff")
        raise NotACell(text[place], place, "Unicode Braille")
    return pairs[::2]


def cells_to_unicode(cells: bytes) -> str:
    """Unicode Braille, one character a cell; the blank is U+2800."""
    return "".join([_TO_UNICODE[cell] for cell in cells])


# The order of every string is U+2800..U+283F (the 64 six-dot cells, dot 1 the lowest bit).
_MIT = " A1B'K2L@CIF/MSP\"E3H9O6R^DJG>NTQ,*5<-U8V.%[$+X!&;:4\\0Z7(_?W]#Y)="
_FIRENZE = " a,b'k;l\"cif/msp)e:h*o!r%djg&ntq(1?2-u<v#396^x\\@+5.8>z=[$4w7_y]0"

CHARSETS: Mapping[str, str] = MappingProxyType(
    {
        "mit": _MIT,
        "nabcc": _MIT.lower().translate(str.maketrans("@^[\\]", "`~{|}")),
        "it_it_firenze": _FIRENZE,
    }
)
"""ASCII-Braille charsets: name to the 64 characters of the six-dot cells, in ISO 11548-1 order.

``mit`` is what most BRF files use, ``nabcc`` the same in the lower-case forms of the North American
Braille computer code, ``it_it_firenze`` the Italian one (braille-utils' ``IT_IT_FIRENZE``); 34 of
the 64 cells differ between the first and the last.
"""


def cells_to_ascii(cells: bytes, charset: str = "mit") -> str:
    """ASCII Braille of six-dot cells.

    Raises ValueError for a cell with dot 7 or 8, which ASCII Braille cannot write, and KeyError for
    a charset that is not in CHARSETS.
    """
    characters = _TO_ASCII[charset]
    if not has_six_dots(cells):
        place = next(i for i, cell in enumerate(cells) if cell > SIX_DOTS)
        raise ValueError(
            f"cell {place} ({_dots_from_cell(cells[place])}) has dot 7 or 8,"
            " which ASCII Braille lacks"
        )
    return cells.translate(characters).decode("ascii")


def has_six_dots(cells: bytes) -> bool:
    """Whether no cell has dot 7 or 8."""
    return not cells.translate(None, _SIX_DOT_CELLS)


def cells_from_ascii(text: str, charset: str = "mit") -> bytes:
    """Cells of ASCII Braille. Case does not matter, as in the files that machines write.

    Raises NotACell, a ValueError that names the character and its place, for one outside the
    charset, and KeyError for a charset that is not in CHARSETS.
    """
    values = _FROM_ASCII[charset]
    if text.isascii():
        cells = text.encode("ascii").translate(values)
        if _NO_CELL not in cells:
            return cells
    place = next(i for i, c in enumerate(text) if ord(c) > 127 or values[ord(c)] == _NO_CELL)
    raise NotACell(text[place], place, charset)


_NO_CELL = 0xFF
"""Marks, among the values of ASCII characters, the ones outside a charset."""


def _ascii_values(name: str) -> bytes:
    """For each byte the cell that it stands for in a charset, or _NO_CELL."""
    # MIT and NABCC differ in case and five characters; files mix them, so a reader takes both.
    also = {"mit": CHARSETS["nabcc"], "nabcc": CHARSETS["mit"]}.get(name, CHARSETS[name].swapcase())
    values = bytearray([_NO_CELL]) * 256
    for characters in (also, CHARSETS[name]):
        for cell, character in enumerate(characters):
            values[ord(character)] = cell
    return bytes(values)


_TO_ASCII: Mapping[str, bytes] = {
    name: characters.encode("ascii").ljust(256, b"?") for name, characters in CHARSETS.items()
}
_FROM_ASCII: Mapping[str, bytes] = {name: _ascii_values(name) for name in CHARSETS}
