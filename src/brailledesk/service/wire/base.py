"""What all messages have in common: names in camelCase, and no contents in their ``repr``."""

from __future__ import annotations

import msgspec

PROTOCOL = "1.0"
"""The version of the protocol. Another major number is another protocol."""


class Wire(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Parameters or a result. Unknown fields are read over.

    Offsets of texts count Unicode characters (code points), not UTF-16 units. Cells are Unicode
    Braille, one character a cell. Bytes are base64.
    """

    def __repr__(self) -> str:
        return f"{type(self).__name__}(...)"


class Nothing(Wire, frozen=True):
    """No parameters; a result that says only that it is done."""


class Cells(Wire, frozen=True):
    """Cells with both maps.

    ``cell_to_char[i]`` is the character that cell ``i`` stands for, ``char_to_cell[j]`` the first
    cell of character ``j``. ``text`` is what the characters are counted in.
    """

    text: str
    cells: str
    cell_to_char: list[int]
    char_to_cell: list[int]
