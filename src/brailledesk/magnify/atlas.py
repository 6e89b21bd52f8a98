"""The atlas: glyphs of one style, each drawn once as coverage, and the measures of its lines."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntFlag
from math import ceil
from unicodedata import east_asian_width

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from brailledesk.magnify.drawn import Coverage, draw_absent, draw_sign, is_drawn
from brailledesk.magnify.fonts import Face, Family, is_ignorable, load_family
from brailledesk.magnify.shaping import is_joined
from brailledesk.magnify.style import (
    LEAST_EM,
    MOST_EM,
    PLAIN_SIZE,
    Em,
    Size,
    Style,
    XHeight,
)

_TALLEST = "ÅÀÈ|"
_DEEPEST = "gçjpQ|ţ"
_MOST_WIDTH = 24
_MOST_HEIGHT = 6
"""No glyph is larger, in ems: a font that says so is faulty, or hostile."""


class Look(IntFlag):
    """What a stretch of text looks like beside the others."""

    PLAIN = 0
    BOLD = 1
    ITALIC = 2
    DIMMED = 4


@dataclass(frozen=True, slots=True, eq=False)
class Glyph:
    """``coverage`` begins ``left`` pixels from the pen and ``top`` rows above the base line."""

    coverage: Coverage = field(repr=False)
    left: int
    top: int
    advance: float


@dataclass(frozen=True, slots=True)
class Metrics:
    """The measures of lines, in pixels.

    ``ascent`` and ``descent`` are from the base line to the ends of the tallest and the deepest
    letters; ``pitch`` is from one base line to the next; ``above`` is what of it is above the base
    line. ``blank`` is the width of a blank with its word spacing, ``character`` the width of a
    usual character, ``stroke`` that of a thin line and of markers; ``margin`` is what markers take
    at the upper and the lower edge of a row.
    """

    em: float
    ascent: int
    descent: int
    pitch: int
    above: int
    blank: float
    character: float
    stroke: int
    margin: int

    @property
    def below(self) -> int:
        """What of the pitch is below the base line."""
        return self.pitch - self.above


def em_of(size: Size, face: Face) -> float:
    """Pixels of the em that a size means for a face."""
    if isinstance(size, XHeight):
        return min(max(size.pixels / face.x_height, LEAST_EM), MOST_EM)
    return size.pixels if isinstance(size, Em) else PLAIN_SIZE * size.factor


class Atlas:
    """Glyphs of a style. Raises FontFaulty for a font file that is none."""

    def __init__(self, style: Style) -> None:
        self.style = style
        self.family: Family = load_family(style.font)
        self.em = em_of(style.size, self.family.plain)
        self._fonts: dict[str, ImageFont.FreeTypeFont] = {}
        self._glyphs: dict[tuple[str, str], Glyph] = {}
        self._pairs: dict[tuple[str, str], float] = {}
        own = self._font(self.family.plain)
        self._is_fixed = own.getlength("i") == own.getlength("W")
        self.metrics = self._measure()

    def face(self, text: str, look: Look) -> Face | None:
        """The face that a unit is drawn with; None where it is drawn without a font."""
        if is_drawn(text[0]):
            return None
        return self.family.find(text, self._first(look))

    def glyph(self, text: str, face: Face | None) -> Glyph:
        """A unit of text in a face."""
        key = text, face.name if face is not None else ""
        glyph = self._glyphs.get(key)
        if glyph is None:
            made = None if face is None else self._rasterise(text, face)
            glyph = self._glyphs[key] = made or self._draw(text)
        return glyph

    def kerning(self, before: str, after: str, face: Face | None) -> float:
        """What the second of two units stands nearer to the first than its advance says."""
        if face is None or self.style.letter_spacing or len(before) + len(after) > 2:
            return 0.0
        key = before + after, face.name
        known = self._pairs.get(key)
        if known is None:
            font = self._font(face)
            alone = self.glyph(before, face).advance + self.glyph(after, face).advance
            known = self._pairs[key] = font.getlength(before + after) - alone
        return known

    def lengths(self, text: str, face: Face) -> list[float]:
        """Where each character of a joined stretch ends, from the edge where it begins."""
        font = self._font(face)
        return [font.getlength(text[:end]) for end in range(1, len(text) + 1)]

    def _first(self, look: Look) -> Face:
        family = self.family
        if look & Look.BOLD or self.style.is_bold:
            return family.bold
        return family.italic if look & Look.ITALIC else family.plain

    def _font(self, face: Face) -> ImageFont.FreeTypeFont:
        font = self._fonts.get(face.name)
        if font is None:
            # What stands in has letters of the same height as those that it stands among.
            is_own = face in (self.family.plain, self.family.bold, self.family.italic)
            em = self.em if is_own else self.em * self.family.plain.x_height / face.x_height
            font = self._fonts[face.name] = face.at(em)
        return font

    def _rasterise(self, text: str, face: Face) -> Glyph | None:
        """The glyph of a font; None where it is not of this world."""
        font = self._font(face)
        shown = text if is_joined(text) else "".join(c for c in text if not is_ignorable(c) or c == "\u200d")
        if not shown:
            return Glyph(np.zeros((0, 0), np.uint8), 0, 0, 0.0)
        left, top, right, bottom = font.getbbox(shown, anchor="ls")
        width, height = ceil(right) - int(left), ceil(bottom) - int(top)
        ink = left
        most = self.em * max(len(shown), 1)
        if width > most * _MOST_WIDTH or height > self.em * _MOST_HEIGHT:
            return None
        advance = font.getlength(shown)
        if self._is_fixed and not is_joined(shown):
            cell = self._cell() * (2 if east_asian_width(shown[0]) in "WF" else 1)
            left += round((cell - advance) / 2)
            advance = cell
        if width <= 0 or height <= 0:
            return Glyph(np.zeros((0, 0), np.uint8), 0, 0, advance)
        image = Image.new("L", (width, height))
        ImageDraw.Draw(image).text((-ink, -top), shown, fill=255, font=font, anchor="ls")
        return Glyph(np.asarray(image), int(left), -int(top), advance)

    def _draw(self, text: str) -> Glyph:
        """What no font draws: it fills its cell, and the line from top to bottom."""
        metrics = self.metrics
        width = max(round(self._cell()), 3)
        if is_drawn(text[0]):
            cell = draw_sign(text[0], width, metrics.pitch, metrics.stroke)
            return Glyph(cell, 0, metrics.above, width)
        height = metrics.ascent
        absent = draw_absent(width - 2, height, metrics.stroke)
        return Glyph(absent, 1, height, width)

    def _cell(self) -> float:
        return self._font(self.family.plain).getlength("0")

    def _measure(self) -> Metrics:
        style, em = self.style, self.em
        font = self._font(self.family.plain)
        faces = [self.family.plain, self.family.bold, self.family.italic, *self.family.others]
        boxes = [self._font(one).getbbox(_TALLEST + _DEEPEST, anchor="ls") for one in faces]
        ascent = min(ceil(max(-box[1] for box in boxes)), round(em * 1.2))
        descent = min(ceil(max(box[3] for box in boxes)), round(em * 0.5))
        stroke = max(round(em / 16), 1)
        margin = max(stroke, 2) + 1
        natural = ascent + descent + 2 * margin
        pitch = max(round(em * style.line_spacing), natural)
        spacing = (style.word_spacing + style.letter_spacing) * em
        return Metrics(
            em=em,
            ascent=ascent,
            descent=descent,
            pitch=pitch,
            above=ascent + margin + (pitch - natural) // 2,
            blank=font.getlength(" ") + spacing,
            character=font.getlength("n") + style.letter_spacing * em,
            stroke=stroke,
            margin=margin,
        )
