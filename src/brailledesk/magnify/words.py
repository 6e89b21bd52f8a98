"""Words: what stands between two blanks, set once from the glyphs of the atlas.

A word is what frames are painted of: glyphs of neighbours overlap, words do not, so the pixels of a
word can be kept and copied as they are.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from brailledesk.magnify.atlas import Atlas, Glyph, Look
from brailledesk.magnify.drawn import Coverage
from brailledesk.magnify.fonts import Face
from brailledesk.magnify.shaping import is_joined, runs_left, units

MOST_KEPT = 48 * 1024 * 1024
"""Bytes of coverage that are kept; what was used longest ago goes first."""
_LONGEST = 2_048
"""Characters of one word that are set; a longer one is several."""


@dataclass(frozen=True, slots=True, eq=False)
class Word:
    """A word as coverage.

    ``coverage`` begins ``left`` pixels from where the word stands (mostly 0, or a little before)
    and ``top`` rows above the base line. ``edges`` are the places of the caret before each
    character and behind the last, in pixels; they fall where the word runs left. ``above`` and
    ``below`` are the rows that it needs on both sides of the base line, with room for markers;
    ``rows`` and ``columns`` are the size of the coverage.
    """

    text: str
    coverage: Coverage = field(repr=False)
    left: int
    top: int
    width: int
    edges: tuple[int, ...]
    above: int
    below: int
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class _Unit:
    """Characters that are drawn at once, and where: ``start`` to ``end`` from the pen."""

    text: str
    glyph: Glyph
    face: Face | None
    start: float
    end: float


class Words:
    """The words of one style, kept as long as there is room."""

    def __init__(self, atlas: Atlas) -> None:
        self.atlas = atlas
        self._kept: OrderedDict[tuple[str, int], Word] = OrderedDict()
        self._bytes = 0

    def word(self, text: str, look: int = Look.PLAIN) -> Word:
        """A word as it is drawn; blanks in it are kept."""
        key = text, look & (Look.BOLD | Look.ITALIC)
        word = self._kept.get(key)
        if word is not None:
            self._kept.move_to_end(key)
            return word
        word = self._set(text[:_LONGEST], look)
        self._kept[key] = word
        self._bytes += word.coverage.nbytes
        while self._bytes > MOST_KEPT and len(self._kept) > 1:
            _, old = self._kept.popitem(last=False)
            self._bytes -= old.coverage.nbytes
        return word

    def _set(self, text: str, look: int) -> Word:
        placed, width = self._place(text, look)
        inks = [(unit, round(unit.start) + unit.glyph.left) for unit in placed]
        inks = [(unit, x) for unit, x in inks if unit.glyph.coverage.size]
        left = min([0, *(x for _, x in inks)])
        right = max([width, *(x + unit.glyph.coverage.shape[1] for unit, x in inks)])
        top = max((unit.glyph.top for unit, _ in inks), default=0)
        bottom = max((_below(unit.glyph) for unit, _ in inks), default=-top)
        coverage = np.zeros((top + bottom, right - left), np.uint8)
        for unit, x in inks:
            glyph = unit.glyph
            rows, columns = glyph.coverage.shape
            part = coverage[top - glyph.top : top - glyph.top + rows, x - left : x - left + columns]
            np.maximum(part, glyph.coverage, out=part)
        margin = self.atlas.metrics.margin
        glyphs = [unit.glyph for unit, _ in inks]
        above = max((one.top + (not one.is_cell) * margin for one in glyphs), default=0)
        below = max((_below(one) + (not one.is_cell) * margin for one in glyphs), default=0)
        edges = self._edges(placed, width)
        rows, columns = coverage.shape
        return Word(text, coverage, left, top, width, edges, above, below, rows, columns)

    def _place(self, text: str, look: int) -> tuple[list[_Unit], int]:
        """The units of a word with their places, and the width of the word."""
        pen = 0.0
        placed: list[_Unit] = []
        spacing = self.atlas.style.letter_spacing * self.atlas.em
        for one in units(text):
            face = self.atlas.face(one, look)
            glyph = self.atlas.glyph(one, face)
            before = placed[-1] if placed else None
            if before is not None and before.face is face and face is not None:
                pen += self.atlas.kerning(before.text, one, face)
            start, pen = pen, pen + glyph.advance + spacing
            if one == " ":
                pen += self.atlas.style.word_spacing * self.atlas.em
            placed.append(_Unit(one, glyph, face, start, pen))
        width = max(round(pen), 0)
        if runs_left(text):
            placed = _turned(placed, pen)
        return placed, width

    def _edges(self, placed: Sequence[_Unit], width: int) -> tuple[int, ...]:
        if not placed:
            return (0,)
        edges: list[float] = []
        for unit in placed:
            edges += self._inner_edges(unit)
        last = placed[-1]
        edges.append(last.start if runs_left(last.text) else last.end)
        return tuple(min(max(round(edge), 0), width) for edge in edges)

    def _inner_edges(self, unit: _Unit) -> list[float]:
        """The place before each character of a unit; marks stand behind what they are on."""
        count = len(unit.text)
        if unit.face is not None and count > 1 and is_joined(unit.text):
            ends = [0.0, *self.atlas.lengths(unit.text, unit.face)[:-1]]
            if runs_left(unit.text):
                return [unit.end - one for one in ends]
            return [unit.start + one for one in ends]
        first = unit.end if runs_left(unit.text) else unit.start
        last = unit.start if runs_left(unit.text) else unit.end
        return [first, *[last] * (count - 1)]


def _below(glyph: Glyph) -> int:
    return int(glyph.coverage.shape[0]) - glyph.top


def _turned(placed: Sequence[_Unit], width: float) -> list[_Unit]:
    """The units of a word that runs left: from the right, numbers and Latin in their own order."""
    turned: list[_Unit] = []
    place = 0
    while place < len(placed):
        end = place + 1
        if not runs_left(placed[place].text):
            while end < len(placed) and not runs_left(placed[end].text):
                end += 1
        first, last = placed[place].start, placed[end - 1].end
        for unit in placed[place:end]:
            start = width - last + (unit.start - first)
            turned.append(
                _Unit(unit.text, unit.glyph, unit.face, start, start + unit.end - unit.start)
            )
        place = end
    return turned
