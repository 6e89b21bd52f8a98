"""The fonts that text is drawn with: those that ship, or the reader's own, and what stands in.

A character that the reader's font lacks is taken from the next one of the chain. A font file that a
user brings is hostile until checked: its size, its kind and its tables are looked at before any
glyph is drawn, and no glyph is drawn that would be larger than any letter is.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from unicodedata import normalize

from PIL import ImageFont, features

from brailledesk.errors import N_, FontFaulty
from brailledesk.magnify.style import ATKINSON, ATKINSON_MONO
from brailledesk.resources import PACKAGE

MOST_BYTES = 32 * 1024 * 1024
"""The largest font file that is read; those of all of CJK have half of it."""
_KINDS = (b"\x00\x01\x00\x00", b"OTTO", b"true")
"""How TrueType and OpenType files begin."""
_FOLDER = Path(PACKAGE) / "fonts"
_MEASURED = 1_000
"""Pixels of the em at which a font is measured."""
_TALLEST, _DEEPEST = "ÅÀÈ|", "gçjpQ|ţ"
_MOST_KEPT = 20_000
"""Measures that are kept of a face."""
_MOST_WIDTH, _MOST_HEIGHT = 24, 6
"""No character is larger, in ems: a font that says so is faulty, or hostile."""


class Extent(NamedTuple):
    """In ems from the pen and up from the base line: the ends of the ink, and the advance."""

    left: float
    top: float
    right: float
    bottom: float
    advance: float


class Face:
    """One font: its file, the characters that it has, and its measures in ems.

    ``ascent`` and ``descent`` are those of the tallest and the deepest usual letters.
    """

    def __init__(self, name: str, data: bytes) -> None:
        from fontTools.ttLib import TTFont  # noqa: PLC0415 - not before a font is loaded

        self.name = name
        self._data = data
        with TTFont(io.BytesIO(data), lazy=True) as font:
            self.characters = frozenset(font.getBestCmap() or ())
        self._measured = self.at(_MEASURED)
        self._pairs: dict[str, float] = {}
        self._extents: dict[str, Extent | None] = {}
        _, top, _, bottom = self._measured.getbbox("x", anchor="ls")
        self.x_height = (bottom - top) / _MEASURED
        _, top, _, bottom = self._measured.getbbox(_TALLEST + _DEEPEST, anchor="ls")
        self.ascent, self.descent = -top / _MEASURED, bottom / _MEASURED

    def has(self, characters: Iterable[str]) -> bool:
        """Whether the font has all of some characters."""
        return all(ord(one) in self.characters for one in characters)

    def at(self, em: float, *, is_shaped: bool = True) -> ImageFont.FreeTypeFont:
        """The font with an em of so many pixels.

        What is a single character of the font needs no shaping, which takes longer than drawing.
        """
        engine = layout_engine() if is_shaped else ImageFont.Layout.BASIC
        return ImageFont.truetype(io.BytesIO(self._data), em, layout_engine=engine)

    def length(self, text: str) -> float:
        """The advance of a text in ems; 0 where the font is damaged there."""
        extent = self.extent(text)
        return 0.0 if extent is None else extent.advance

    def extent(self, text: str) -> Extent | None:
        """The measures of what is drawn of a text.

        None where the font is damaged there, or says that a letter is as large as a house: a file
        must not choose how much memory is used.
        """
        if text not in self._extents:
            if len(self._extents) >= _MOST_KEPT:
                self._extents.clear()
            self._extents[text] = self._measure(text)
        return self._extents[text]

    def _measure(self, text: str) -> Extent | None:
        try:
            left, top, right, bottom = self._measured.getbbox(text, anchor="ls")
            advance = self._measured.getlength(text) / _MEASURED
        except (OSError, ValueError, MemoryError):
            return None
        extent = Extent(
            left / _MEASURED, -top / _MEASURED, right / _MEASURED, -bottom / _MEASURED, advance
        )
        wide, high = _MOST_WIDTH * max(len(text), 1), _MOST_HEIGHT
        is_sound = (
            -wide <= extent.left <= extent.right <= wide
            and -high <= extent.bottom <= extent.top <= high
            and 0 <= advance <= wide
        )
        return extent if is_sound else None

    def kerning(self, before: str, after: str) -> float:
        """What the second of two characters stands nearer to the first, in ems; mostly negative."""
        pair = before + after
        known = self._pairs.get(pair)
        if known is None:
            shift = self.length(pair) - self.length(before) - self.length(after)
            known = min(max(shift, -0.5), 0.5)
            if len(self._pairs) >= _MOST_KEPT:
                self._pairs.clear()
            self._pairs[pair] = known
        return known


@dataclass(frozen=True, slots=True, eq=False)
class Family:
    """The faces of one reader. Where there is no bold or italic face, the plain one serves."""

    plain: Face
    bold: Face
    italic: Face
    others: tuple[Face, ...]
    _found: dict[tuple[str, str], Face | None] = field(default_factory=dict, repr=False)

    def find(self, text: str, first: Face) -> Face | None:
        """The first face of the chain that has all characters of ``text``; None without one."""
        key = text, first.name
        if key not in self._found:
            if len(self._found) >= _MOST_KEPT:
                self._found.clear()
            self._found[key] = self._search(text, first)
        return self._found[key]

    def _search(self, text: str, first: Face) -> Face | None:
        shown = [one for one in text if not is_ignorable(one)]
        parted = [one for one in normalize("NFD", text) if not is_ignorable(one)]
        for face in (first, self.plain, *self.others):
            if face.has(shown) or (face.has(parted) and has_shaping()):
                return face
        return None


def is_ignorable(character: str) -> bool:
    """Whether a character is drawn by no glyph of its own: joiners and selectors of variants."""
    return character in "\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f" or (
        "\ufe00" <= character <= "\ufe0f"
        or "\u200e" <= character <= "\u200f"
        or "\u202a" <= character <= "\u202e"
        or "\u2066" <= character <= "\u2069"
    )


def has_shaping() -> bool:
    """Whether Pillow has Raqm, which joins Arabic letters and puts marks on what is below them."""
    return bool(features.check_feature("raqm"))


def layout_engine() -> ImageFont.Layout:
    """Raqm where Pillow has it."""
    return ImageFont.Layout.RAQM if has_shaping() else ImageFont.Layout.BASIC


@lru_cache(maxsize=8)
def load_family(font: str = ATKINSON) -> Family:
    """The faces of ``font``: a name of ``style.FONTS``, or the path of a font file.

    Raises FontFaulty for a file that is no font that text can be drawn with.
    """
    symbols = _shipped("DejaVuSans")
    if font == ATKINSON:
        plain, bold, italic = (
            _shipped(f"AtkinsonHyperlegibleNext-{one}") for one in ("Regular", "Bold", "Italic")
        )
        return Family(plain, bold, italic, (symbols,))
    if font == ATKINSON_MONO:
        plain, bold = (_shipped(f"AtkinsonHyperlegibleMono-{one}") for one in ("Regular", "Bold"))
        return Family(plain, bold, plain, (_shipped("AtkinsonHyperlegibleNext-Regular"), symbols))
    own = read_face(Path(font))
    return Family(own, own, own, (_shipped("AtkinsonHyperlegibleNext-Regular"), symbols))


@lru_cache(maxsize=8)
def _shipped(name: str) -> Face:
    path = _FOLDER / f"{name}.ttf"
    return Face(name, path.read_bytes())


def read_face(path: Path) -> Face:
    """The font of a file that a user brings. Raises FontFaulty."""
    name = str(path)
    try:
        if not path.is_file():
            raise FontFaulty(name, N_("there is no such file"))
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise FontFaulty(name, N_("it cannot be read")) from error
    if len(data) > MOST_BYTES:
        raise FontFaulty(name, N_("it is too large"))
    if data[:4] not in _KINDS:
        raise FontFaulty(name, N_("it is no TrueType or OpenType font"))
    try:
        face = Face(name, data)
    except Exception as error:  # whatever two libraries make of bytes that are no font
        raise FontFaulty(name, N_("it is damaged")) from error
    if not all(ord(one) in face.characters for one in "xHp0") or not 0.2 < face.x_height < 1.5:
        raise FontFaulty(name, N_("it has no letters to read text with"))
    return face
