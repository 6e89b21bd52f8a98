"""Cells where no table serves: one for each character, so that a reader is never left in the dark.

The cells are those of Italian eight-dot computer Braille (docs/tables.md, 3); a character without
one is all eight dots: something stands there.
"""

from __future__ import annotations

from array import array

from brailledesk.cells import BLANK, cells_from_unicode
from brailledesk.translate.assemble import compact
from brailledesk.translate.base import Translation

UNKNOWN = 0xFF

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_LETTER_CELLS = cells_from_unicode("⠁⠃⠉⠙⠑⠋⠛⠓⠊⠚⠅⠇⠍⠝⠕⠏⠟⠗⠎⠞⠥⠧⠺⠭⠽⠵")
_OTHERS = "0123456789àèéìòù.,;:!?'\"-/()+=@*€%&_"
_OTHER_CELLS = cells_from_unicode("⠬⠡⠣⠩⠹⠱⠫⠻⠳⠪⢷⢮⢿⢌⢬⢾⠄⠂⠆⠒⠐⠢⠠⠈⠤⠲⠦⠴⠖⠶⡜⠔⡘⠿⠯⡸")
_CAPITAL = 0x40


def _cells() -> dict[str, int]:
    cells = {" ": BLANK}
    for letter, cell in zip(_LETTERS, _LETTER_CELLS, strict=True):
        cells[letter] = cell
        cells[letter.upper()] = cell | _CAPITAL
    cells.update(zip(_OTHERS, _OTHER_CELLS, strict=True))
    return cells


_CELLS = _cells()
_CHARACTERS = {cell: character for character, cell in _CELLS.items()}


def spell(text: str) -> Translation:
    """One cell a character, both maps one for one."""
    cells = bytes(_CELLS.get(character, _sign(character)) for character in text)
    places = compact(array("I", range(len(text))))
    return Translation(text, cells, places, places)


def unspell(cells: bytes) -> str:
    """The characters of cells, one each; what is no character stays Braille."""
    return "".join(_CHARACTERS.get(cell) or chr(0x2800 + cell) for cell in cells)


def _sign(character: str) -> int:
    """Braille in text is itself, white space is blank."""
    if "\u2800" <= character <= "\u28ff":
        return ord(character) - 0x2800
    return BLANK if character.isspace() else UNKNOWN
