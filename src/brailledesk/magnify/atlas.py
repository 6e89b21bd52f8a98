"""The atlas: glyphs of one style, each drawn once as coverage, and the measures of its lines."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import ceil, floor
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

MOST_KEPT = 32 * 1024 * 1024
"""Bytes of glyphs that are kept."""


class Look:
    """What a stretch of text looks like beside the others: bits of a number.

    No enumeration: this is asked for each word of each frame.
    """

    PLAIN = 0
    BOLD = 1
    ITALIC = 2
    DIMMED = 4


@dataclass(frozen=True, slots=True, eq=False)
class Glyph:
    """``coverage`` begins ``left`` pixels from the pen and ``top`` rows above the base line.

    ``is_cell`` is a sign that fills its cell, whose edges meet those of the cells around it.
    """

    coverage: Coverage = field(repr=False)
    left: int
    top: int
    advance: float
    is_cell: bool = False


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


def _trimmed(image: Image.Image, left: int, top: int, advance: float) -> Glyph:
    """A glyph without empty rows and columns at its edges."""
    box = image.getbbox()
    if box is None:
        return Glyph(np.zeros((0, 0), np.uint8), 0, 0, advance)
    x, y, right, bottom = box
    return Glyph(np.asarray(image)[y:bottom, x:right], left + x, top - y, advance)


def _has_glyph(character: str) -> bool:
    return not is_ignorable(character) or character == "\u200d"


class Atlas:
    """Glyphs of a style. Raises FontFaulty for a font file that is none."""

    def __init__(self, style: Style) -> None:
        self.style = style
        self.family: Family = load_family(style.font)
        self.em = em_of(style.size, self.family.plain)
        self._fonts: dict[tuple[str, bool], ImageFont.FreeTypeFont] = {}
        self._glyphs: dict[tuple[str, str], Glyph] = {}
        self._bytes = 0
        self._absent: Glyph | None = None
        plain = self.family.plain
        self._own = (plain, self.family.bold, self.family.italic)
        self._is_fixed = plain.length("i") == plain.length("W")
        self.metrics = self._measure()

    def face(self, text: str, look: int) -> Face | None:
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
            glyph = made or self._draw(text)
            self._bytes += glyph.coverage.nbytes
            if self._bytes > MOST_KEPT:
                self._glyphs.clear()
                self._bytes = glyph.coverage.nbytes
            self._glyphs[key] = glyph
        return glyph

    def kerning(self, before: str, after: str, face: Face | None) -> float:
        """What the second of two units stands nearer to the first than its advance says."""
        if face is None or self._is_fixed or len(before) + len(after) > 2:
            return 0.0
        return face.kerning(before, after) * self._em_of(face)

    def lengths(self, text: str, face: Face) -> list[float]:
        """Where each character of a joined stretch ends, from the edge where it begins."""
        em = self._em_of(face)
        return [face.length(text[:end]) * em for end in range(1, len(text) + 1)]

    def _first(self, look: int) -> Face:
        family = self.family
        if look & Look.BOLD or self.style.is_bold:
            return family.bold
        return family.italic if look & Look.ITALIC else family.plain

    def _font(self, face: Face, text: str) -> ImageFont.FreeTypeFont:
        is_shaped = len(text) > 1 or not face.has(text)
        key = face.name, is_shaped
        font = self._fonts.get(key)
        if font is None:
            font = self._fonts[key] = face.at(self._em_of(face), is_shaped=is_shaped)
        return font

    def _em_of(self, face: Face) -> float:
        """Pixels of the em of a face: what stands in has letters as high as those around it."""
        if face in self._own:
            return self.em
        return self.em * self.family.plain.x_height / face.x_height

    def _rasterise(self, text: str, face: Face) -> Glyph | None:
        """The glyph of a font; None where the font is damaged there."""
        shown = text if is_joined(text) else "".join(filter(_has_glyph, text))
        if not shown:
            return Glyph(np.zeros((0, 0), np.uint8), 0, 0, 0.0)
        em, extent = self._em_of(face), face.extent(shown)
        if extent is None:
            return None
        # A pixel more on each side: the font's hints may move edges by as much.
        left, top = floor(extent.left * em) - 1, ceil(extent.top * em) + 1
        right, bottom = ceil(extent.right * em) + 1, floor(extent.bottom * em) - 1
        shift, advance = 0, extent.advance * em
        if self._is_fixed and not is_joined(shown):
            cell = self._cell() * (2 if east_asian_width(shown[0]) in "WF" else 1)
            shift, advance = round((cell - advance) / 2), cell
        if extent.right <= extent.left or extent.top <= extent.bottom:
            return Glyph(np.zeros((0, 0), np.uint8), 0, 0, advance)
        image = Image.new("L", (right - left, top - bottom))
        font = self._font(face, shown)
        try:
            ImageDraw.Draw(image).text((-left, top), shown, fill=255, font=font, anchor="ls")
        except (OSError, ValueError):  # damaged at this size, and sound where it was measured
            return None
        return _trimmed(image, left + shift, top, advance)

    def _draw(self, text: str) -> Glyph:
        """What no font draws: it fills its cell, and the line from top to bottom."""
        metrics = self.metrics
        width = max(round(self._cell()), 3)
        if is_drawn(text[0]):
            cell = draw_sign(text[0], width, metrics.pitch, metrics.stroke)
            return Glyph(cell, 0, metrics.above, width, is_cell=True)
        if self._absent is None:
            cell = draw_absent(width - 2, metrics.ascent, metrics.stroke)
            self._absent = Glyph(cell, 1, metrics.ascent, width)
        return self._absent

    def _cell(self) -> float:
        return self.family.plain.length("0") * self.em

    def _measure(self) -> Metrics:
        style, em, plain = self.style, self.em, self.family.plain
        faces = [*self._own, *self.family.others]
        ascent = ceil(max(min(one.ascent * self._em_of(one), em * 1.2) for one in faces)) + 1
        descent = ceil(max(min(one.descent * self._em_of(one), em * 0.5) for one in faces)) + 1
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
            blank=plain.length(" ") * em + spacing,
            character=plain.length("n") * em + style.letter_spacing * em,
            stroke=stroke,
            margin=margin,
        )
