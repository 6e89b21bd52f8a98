"""Words: what stands between two blanks, set once from the glyphs of the atlas.

A word is what frames are painted of: glyphs of neighbours overlap, words do not, so the pixels of a
word can be kept and copied as they are.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from brailledesk.magnify.atlas import Atlas, Glyph, Look
from brailledesk.magnify.drawn import Coverage
from brailledesk.magnify.fonts import Face
from brailledesk.magnify.shaping import is_joined, mirrored, runs_left, units

MOST_BYTES = 48 * 1024 * 1024
"""Bytes of coverage that are kept; what was used longest ago goes first."""
_MOST_WORDS = 20_000
"""Words whose measures are kept."""
_LONGEST = 2_048
"""Characters of one word that are set; whoever sets rows divides a longer one before."""


@dataclass(frozen=True, slots=True, eq=False)
class Word:
    """The measures of a word; its pixels are made when they are painted.

    ``rows`` x ``columns`` pixels begin ``left`` pixels from where the word stands (mostly 0, or a
    little before) and ``top`` rows above the base line. ``above`` and ``below`` are the rows that
    it needs on both sides of the base line, with room for markers. ``inks`` are the glyphs that it
    is made of, each with its first column.
    """

    text: str
    look: int
    left: int
    top: int
    rows: int
    columns: int
    width: int
    above: int
    below: int
    inks: tuple[tuple[str, Face | None, int], ...] = field(repr=False)
    source: Words = field(repr=False)

    @property
    def coverage(self) -> Coverage:
        """How much of each of its pixels is ink."""
        return self.source.coverage(self)

    @property
    def edges(self) -> tuple[int, ...]:
        """The places of the caret before each character and behind the last, in pixels.

        They fall where the word runs left.
        """
        return self.source.edges(self)


class _Unit(NamedTuple):
    """Characters that are drawn at once, and where: ``start`` to ``end`` from the pen."""

    text: str
    glyph: Glyph
    face: Face | None
    start: float
    end: float

    @property
    def x(self) -> int:
        """The first column of its pixels."""
        return round(self.start) + self.glyph.left


class Words:
    """The words of one style, kept as long as there is room."""

    def __init__(self, atlas: Atlas) -> None:
        self.atlas = atlas
        self._words: dict[tuple[str, int], Word] = {}
        self._edges: dict[Word, tuple[int, ...]] = {}
        self._coverages: OrderedDict[Word, Coverage] = OrderedDict()
        self._bytes = 0

    def word(self, text: str, look: int = Look.PLAIN) -> Word:
        """The measures of a word; blanks in it are kept."""
        key = text, look & (Look.BOLD | Look.ITALIC)
        word = self._words.get(key)
        if word is None:
            if len(self._words) >= _MOST_WORDS:
                self._words.clear()
                self._edges.clear()
            word = self._words[key] = self._measure(text[:_LONGEST], key[1])
        return word

    def advance(self, unit: str, before: str, look: int) -> float:
        """What a unit takes in a word behind another, in pixels."""
        face = self.atlas.face(unit, look)
        kerning = self.atlas.kerning(before, unit, face) if before else 0.0
        glyph = self.atlas.glyph(unit, face)
        return glyph.advance + kerning + self.atlas.style.letter_spacing * self.atlas.em

    def coverage(self, word: Word) -> Coverage:
        """The pixels of a word."""
        coverage = self._coverages.get(word)
        if coverage is not None:
            self._coverages.move_to_end(word)
            return coverage
        coverage = self._draw(word)
        self._coverages[word] = coverage
        self._bytes += coverage.nbytes
        while self._bytes > MOST_BYTES and len(self._coverages) > 1:
            _, old = self._coverages.popitem(last=False)
            self._bytes -= old.nbytes
        return coverage

    def edges(self, word: Word) -> tuple[int, ...]:
        """The places of the caret in a word: few words are ever asked for them."""
        edges = self._edges.get(word)
        if edges is None:
            if len(self._edges) >= _MOST_WORDS:
                self._edges.clear()
            placed, width = self._place(word.text, word.look)
            edges = self._edges[word] = self._edges_of(placed, width)
        return edges

    def _measure(self, text: str, look: int) -> Word:
        placed, width = self._place(text, look)
        margin = self.atlas.metrics.margin
        inks = [unit for unit in placed if unit.glyph.coverage.size]
        left, right = 0, width
        tops, bottoms, above, below = [], [], [0], [0]
        for unit in inks:  # one look at each: a step of the zoom measures all words in view
            glyph, x = unit.glyph, unit.x
            rows, columns = glyph.coverage.shape
            left, right = min(left, x), max(right, x + columns)
            tops.append(glyph.top)
            bottoms.append(rows - glyph.top)
            room = 0 if glyph.is_cell else margin
            above.append(glyph.top + room)
            below.append(rows - glyph.top + room)
        return Word(
            text=text,
            look=look,
            left=left,
            top=max(tops, default=0),
            rows=max(tops, default=0) + max(bottoms, default=0),
            columns=right - left,
            width=width,
            above=max(above),
            below=max(below),
            inks=tuple((unit.text, unit.face, unit.x - left) for unit in inks),
            source=self,
        )

    def _draw(self, word: Word) -> Coverage:
        coverage = np.zeros((word.rows, word.columns), np.uint8)
        for text, face, x in word.inks:
            glyph = self.atlas.glyph(text, face)
            rows, columns = glyph.coverage.shape
            y = word.top - glyph.top
            part = coverage[y : y + rows, x : x + columns]
            np.maximum(part, glyph.coverage, out=part)
        return coverage

    def _place(self, text: str, look: int) -> tuple[list[_Unit], int]:
        """The units of a word with their places, and the width of the word."""
        pen = 0.0
        placed: list[_Unit] = []
        spacing = self.atlas.style.letter_spacing * self.atlas.em
        parts = units(text)
        for one in mirrored(parts) if runs_left(text) else parts:
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

    def _edges_of(self, placed: Sequence[_Unit], width: int) -> tuple[int, ...]:
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
