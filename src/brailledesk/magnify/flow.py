"""A text laid out for a width: rows are made where they are looked at, and kept.

A place in it is a line and a distance into it, not a distance from the top of all: what stands
above may change, and nothing that is read moves.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import NamedTuple

from brailledesk.magnify.frame import Rectangle
from brailledesk.magnify.lines import TextLine
from brailledesk.magnify.reflow import Row, rows_of
from brailledesk.magnify.scene import Band
from brailledesk.magnify.style import MOST_COLUMNS
from brailledesk.magnify.words import Words

_MOST_KEPT = 4_096
"""Lines whose rows are kept."""
_MOST_BANDS = 512


class Place(NamedTuple):
    """Where a view begins: ``offset`` pixels below the top of a line."""

    line: int = 0
    offset: int = 0


class SeenRow(NamedTuple):
    """A row in a view: row ``number`` of a line, its top ``y`` pixels below that of the view."""

    line: int
    number: int
    row: Row
    y: int


class Kept:
    """What flows of the same words and width share."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, tuple[tuple[int, int], ...], int], tuple[Row, ...]] = {}
        self.bands: dict[Hashable, Band] = {}


class Flow:
    """Lines in the words of one style, at most ``width`` pixels wide.

    ``earlier`` is the flow of the text before it changed: rows of lines that stayed are taken from
    there. It has to be one of the same words and width.
    """

    def __init__(
        self,
        lines: Sequence[TextLine],
        words: Words,
        width: int,
        *,
        earlier: Flow | None = None,
    ) -> None:
        self.lines = lines
        self.words = words
        self.width = max(width, 1)
        self.kept: Kept = _kept_of(earlier, words, self.width)

    def indent(self, index: int) -> int:
        """Pixels before the rows of a line; deep levels share the last indent."""
        em = self.words.atlas.em
        return min(round(self.lines[index].indent * em), self.width // 4)

    def gap(self, index: int) -> int:
        """Pixels above the first row of a line."""
        return self.words.atlas.metrics.pitch // 2 if self.lines[index].has_gap and index else 0

    def rows(self, index: int) -> tuple[Row, ...]:
        """The rows of a line."""
        line = self.lines[index]
        key = line.text, line.looks, line.indent
        rows = self.kept.rows.get(key)
        if rows is None:
            columns = self.words.atlas.style.columns or MOST_COLUMNS
            rows = rows_of(line, self.words, self.width - self.indent(index), columns)
            if len(self.kept.rows) >= _MOST_KEPT:
                self.kept.rows.clear()
            self.kept.rows[key] = rows
        return rows

    def band(self, key: Hashable, make: Callable[[], Band]) -> Band:
        """A band that was made before of the same, or one that ``make`` makes now.

        That bands of scenes are the same objects tells at once that nothing changed in them.
        """
        band = self.kept.bands.get(key)
        if band is None:
            if len(self.kept.bands) >= _MOST_BANDS:
                self.kept.bands.clear()
            band = self.kept.bands[key] = make()
        return band

    def height(self, index: int) -> int:
        """Pixels of a line with the gap above it."""
        return self.gap(index) + sum(row.height for row in self.rows(index))

    def seen(self, place: Place, height: int) -> Iterator[SeenRow]:
        """The rows that are seen in a view of a height, also those of which only a part is."""
        y = -place.offset
        for index in range(place.line, len(self.lines)):
            if y >= height:
                return
            y += self.gap(index)
            for number, row in enumerate(self.rows(index)):
                if y + row.height > 0 and y < height:
                    yield SeenRow(index, number, row, y)
                y += row.height

    def move(self, place: Place, pixels: int) -> Place:
        """A place so many pixels further down (up, if negative), inside the text."""
        if not self.lines:
            return Place()
        line, offset = min(max(place.line, 0), len(self.lines) - 1), place.offset + pixels
        while offset < 0 and line > 0:
            line -= 1
            offset += self.height(line)
        while line < len(self.lines) - 1 and offset >= self.height(line):
            offset -= self.height(line)
            line += 1
        last = self.height(line) - self.rows(line)[-1].height
        return Place(
            line, min(max(offset, 0), last) if line == len(self.lines) - 1 else max(offset, 0)
        )

    def row_of(self, index: int, character: int) -> int:
        """The number of the row in which a character of a line stands."""
        rows = self.rows(index)
        for number, row in enumerate(rows):
            if character < row.end or (character == row.end and number == len(rows) - 1):
                # Behind the last character of a row stand the blanks that fell off its end.
                return number
            if number + 1 < len(rows) and character < rows[number + 1].start:
                return number
        return len(rows) - 1

    def place_of(self, index: int, character: int = 0) -> Place:
        """The place at which the row of a character is the first."""
        number = self.row_of(index, character)
        above = sum(row.height for row in self.rows(index)[:number])
        return Place(index, above + self.gap(index) if number else 0)

    def distance(self, place: Place, other: Place, *, limit: int = 100_000) -> int:
        """Pixels from one place down to another, negative upwards; ``limit`` where it is far."""
        if (other.line, other.offset) < (place.line, place.offset):
            return -self.distance(other, place, limit=limit)
        pixels = other.offset - place.offset
        for index in range(place.line, other.line):
            pixels += self.height(index)
            if pixels >= limit:
                return limit
        return pixels

    def rectangle(self, index: int, start: int, end: int | None = None) -> Rectangle:
        """Where characters of a line stand, in pixels from the upper left corner of the line.

        Characters in several rows: the rows from the first to the last, as wide as they are.
        """
        end = start if end is None else max(end, start)
        rows, y = self.rows(index), self.gap(index)
        first, last = self.row_of(index, start), self.row_of(index, max(end - 1, start))
        top = y + sum(row.height for row in rows[:first])
        height = sum(row.height for row in rows[first : last + 1])
        edges: list[int] = []
        for row in rows[first : last + 1]:
            edges += [row.x_of(max(start, row.start)), row.x_of(min(end, row.end))]
        left = self.indent(index) + min(edges)
        return Rectangle(left, top, max(max(edges) - min(edges), 1), height)


def _kept_of(earlier: Flow | None, words: Words, width: int) -> Kept:
    if earlier is not None and earlier.words is words and earlier.width == width:
        return earlier.kept
    return Kept()
