"""The fonts of large print: which has what character, and how wide a text is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import typst
from PIL import ImageFont

from brailledesk.errors import N_, FontFaulty
from brailledesk.largeprint.own_font import copy_fonts
from brailledesk.resources import PACKAGE

FOLDER = Path(PACKAGE) / "fonts"
REGULAR, BOLD = "AtkinsonHyperlegibleNext-Regular.ttf", "AtkinsonHyperlegibleNext-Bold.ttf"
FALLBACK = "DejaVuSans.ttf"
_FAMILIES = ("Atkinson Hyperlegible Next", "DejaVu Sans")

_NOWHERE = "\U0010fffd"
"""For private use, and at the very end: a font shows it as what it does not have."""

_FINE = 200
"""Pixels of the size at which widths are measured."""


_LONGEST_KEPT = 24
"""Characters; longer texts do not come again."""


@dataclass(frozen=True, slots=True)
class _Face:
    path: str
    index: int = 0

    def load(self) -> ImageFont.FreeTypeFont:
        return _load(self.path, self.index)

    def has(self, character: str) -> bool:
        """Whether the font has a glyph of its own for a character."""
        font = self.load()
        return bytes(font.getmask(character)) != bytes(font.getmask(_NOWHERE))


@lru_cache(maxsize=64)
def _load(path: str, index: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, _FINE, index, layout_engine=ImageFont.Layout.BASIC)


class Typefaces:
    """A chain of families: the reader's own, the legible one, what has the rest."""

    def __init__(self, given: Sequence[Path] = (), folder: Path | None = None) -> None:
        """``given`` are the files of the reader's own font, which are copied to ``folder``.

        Raises FontFaulty.
        """
        self.folders = [str(FOLDER)]
        self.families = list(_FAMILIES)
        self.has_system = False
        self._faces = [_Face(str(FOLDER / REGULAR)), _Face(str(FOLDER / FALLBACK))]
        self._plain, self._strong = self._faces[0], _Face(str(FOLDER / BOLD))
        self._known: dict[str, bool] = {}
        self._widths: dict[tuple[str, bool], float] = {}
        if given and folder:
            own = copy_fonts(given, folder)
            self.folders.insert(0, str(folder))
            self.families.insert(0, _family_of(own[0], given[0]))
            self._plain, self._strong = _Face(str(own[0])), _Face(str(own[-1]))
            self._faces.insert(0, self._plain)

    def width(self, text: str, *, is_strong: bool = False) -> float:
        """The width of a text in sizes of the font."""
        key = text, is_strong
        if len(text) > _LONGEST_KEPT:
            return self._measured(text, is_strong=is_strong)
        if key not in self._widths:
            self._widths[key] = self._measured(text, is_strong=is_strong)

        return self._widths[key]

    def _measured(self, text: str, *, is_strong: bool) -> float:
        return (self._strong if is_strong else self._plain).load().getlength(text) / _FINE

    def missing(self, characters: Iterable[str]) -> set[str]:
        """Of some characters, those that no font of the chain has, nor any of the system.

        A family of the system that has some of them joins the chain.
        """
        lacking = {one for one in set(characters) if not self._has(one)}
        if lacking and not self.has_system:
            self._add_from_system(lacking)
            lacking = {one for one in lacking if not self._has(one)}
        return lacking

    def _has(self, character: str) -> bool:
        if character.isspace():
            return True
        if character not in self._known:
            self._known[character] = any(face.has(character) for face in self._faces)
        return self._known[character]

    def _add_from_system(self, wanted: set[str]) -> None:
        self.has_system = True
        fonts = typst.Fonts(include_system_fonts=True, include_embedded_fonts=False).fonts()
        upright = (font for font in fonts if font.style == "normal" and font.weight == 400)
        for font in sorted(upright, key=lambda one: (one.family, str(one.path))):
            if not wanted:
                return
            face = _Face(str(font.path), font.index)
            try:
                found = {one for one in wanted if face.has(one)}
            except OSError:
                continue
            if found and font.family not in self.families:
                self._faces.append(face)
                self.families.append(font.family)
                wanted -= found
                self._known.update(dict.fromkeys(found, True))


def _family_of(path: Path, given: Path) -> str:
    """The family that typst knows a copied font by."""
    found = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(path.parent)]
    ).fonts()
    for font in found:
        if Path(str(font.path)).name == path.name:
            return font.family
    raise FontFaulty(str(given), N_("it has no family that could be used"))
