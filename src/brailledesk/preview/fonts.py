"""Fonts for the print in pictures: those of the system, and what serves where there are none.

Pillow ships a font of its own that has no accents, so what no font has is written with signs that
every font has: as typewriters did it, or by the number of the character.
"""

from __future__ import annotations

import contextlib
import unicodedata
from functools import lru_cache

from PIL import ImageFont

NAMES = (
    "DejaVuSans.ttf",
    "LiberationSans-Regular.ttf",
    "NotoSans-Regular.ttf",
    "arial.ttf",
    "Arial.ttf",
    "segoeui.ttf",
    "Helvetica.ttc",
)
"""Files that Pillow looks for in the folders of the system, the best first."""

_NOWHERE = "\U0010fffd"
"""For private use, and at the very end: a font shows it as what it does not have."""

_TYPEWRITTEN = {"\u0300": "`", "\u0301": "´", "€": "EUR", "–": "-", "—": "-"}

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


def font_for(text: str, size: int) -> tuple[Font, str]:
    """The first font that has all of a text, and the text; else the first font and other signs."""
    fonts = _fonts(size)
    for font in fonts:
        if all(_has(font, character) for character in text):
            return font, text
    return fonts[0], "".join(_in_other_signs(fonts[0], character) for character in text)


@lru_cache(maxsize=4)
def _fonts(size: int) -> list[Font]:
    found: list[Font] = []
    for name in NAMES:
        with contextlib.suppress(OSError):
            found.append(ImageFont.truetype(name, size))
    return found or [ImageFont.load_default(size)]


@lru_cache(maxsize=2048)
def _has(font: Font, character: str) -> bool:
    return character.isspace() or _picture(font, character) != _picture(font, _NOWHERE)


def _picture(font: Font, character: str) -> tuple[tuple[int, int], bytes]:
    mask = font.getmask(character)
    return mask.size, bytes(mask)


def _in_other_signs(font: Font, character: str) -> str:
    if _has(font, character):
        return character
    parts = unicodedata.normalize("NFD", character)
    signs = "".join(_TYPEWRITTEN.get(part, part) for part in parts)
    if all(_has(font, sign) for sign in signs):
        return signs
    return f"U+{ord(character):04X}"
