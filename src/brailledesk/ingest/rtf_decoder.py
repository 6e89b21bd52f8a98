"""Bytes of RTF to text: each font has its encoding, and Unicode comes with a stand-in to skip."""

from __future__ import annotations

from collections.abc import Callable

from brailledesk.ingest.markers import BULLET
from brailledesk.ingest.rtf_codes import SYMBOL_CHARSET, encoding_of_charset, encoding_of_page

_SYMBOL = "symbol"


class Decoder:
    """Collects bytes and UTF-16 units; ``give`` gets their text when a word or group comes."""

    def __init__(self, give: Callable[[str], None]) -> None:
        self._give = give
        self._encoding = "cp1252"
        self._fonts: dict[int, str] = {}
        self._bytes: list[bytes] = []
        self._units: list[int] = []
        self.to_skip = 0
        """Characters that stand for the last Unicode one, and are not text."""

    def document_word(self, name: str, value: int, font: int) -> bool:
        """Take a word about the encodings of the document and its fonts. Whether it was one."""
        match name:
            case "fcharset" if value == SYMBOL_CHARSET:
                self._fonts[font] = _SYMBOL
            case "fcharset":
                self._fonts[font] = encoding_of_charset(value, self._encoding)
            case "cpg":
                self._fonts[font] = encoding_of_page(value, self._encoding)
            case "ansicpg":
                self._encoding = encoding_of_page(value, "cp1252")
            case "mac" | "pc" | "pca":
                self._encoding = {"mac": "mac-roman", "pc": "cp437", "pca": "cp850"}[name]
            case _:
                return False
        return True

    def add_bytes(self, data: bytes) -> None:
        """Add bytes of text, without those that only stand for a Unicode character."""
        taken = min(self.to_skip, len(data))
        self.to_skip -= taken
        if taken < len(data):
            self._flush_units()
            self._bytes.append(data[taken:])

    def add_unit(self, number: int, skipped: int, font: int) -> None:
        """Add a UTF-16 unit, as the word u gives it; characters beyond the first plane take two."""
        if self._bytes:
            self.flush(font)
        self._units.append(number & 0xFFFF)
        self.to_skip = skipped
        if not 0xD800 <= self._units[-1] <= 0xDBFF:
            self._flush_units()

    def flush(self, font: int) -> None:
        """Decode what waits, in the encoding of a font."""
        self._flush_units()
        data, self._bytes = b"".join(self._bytes), []
        if not data:
            return
        encoding = self._fonts.get(font, self._encoding)
        if encoding == _SYMBOL:
            self._give("".join(map(_symbol_sign, data)))
        else:
            self._give(data.decode(encoding, "replace"))

    def _flush_units(self) -> None:
        if self._units:
            data = b"".join(unit.to_bytes(2, "little") for unit in self._units)
            self._units = []
            self._give(data.decode("utf-16-le", "replace"))


def _symbol_sign(byte: int) -> str:
    """A character of a symbol font: its codes are the font's own, so they stay visible."""
    if byte < 0x21:
        return " "
    return BULLET if byte == 0xB7 else chr(0xF000 + byte)
