"""A text laid out for a width: rows are made where they are looked at, and kept.

A place in it is a line and a distance into it, not a distance from the top of all: what stands
above may change, and nothing that is read moves.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from operator import is_
from typing import NamedTuple

from brailledesk.magnify.frame import Rectangle
from brailledesk.magnify.lines import TextLine
from brailledesk.magnify.reflow import Row
from brailledesk.magnify.row_sequence import Rows
from brailledesk.magnify.scene import Band
from brailledesk.magnify.style import MOST_COLUMNS
from brailledesk.magnify.table_rows import column_stops, line_rows
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


class TableLayout(NamedTuple):
    """Lines ``first`` to ``last`` of a text as a table, the first ``head`` of them headings.

    ``stops`` are where its columns begin; None where they have no room.
    """

    first: int
    last: int
    head: int
    stops: tuple[int, ...] | None


class Kept:
    """What flows of the same words and width share."""

    def __init__(self) -> None:
        self.rows: dict[Hashable, Rows] = {}
        self.latest: dict[int, Rows] = {}
        """The rows of the line that was last at a number."""
        self.bands: dict[Hashable, Band] = {}
        self.tables: dict[str, tuple[Sequence[TextLine], TableLayout]] = {}
        """Of each table the lines that it was last laid out of, and how."""


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
        self._tables: dict[str, TableLayout] = {}

    def indent(self, index: int) -> int:
        """Pixels before the rows of a line; deep levels share the last indent."""
        em = self.words.atlas.em
        return min(round(self.lines[index].indent * em), self.width // 4)

    def gap(self, index: int) -> int:
        """Pixels above the first row of a line."""
        line = self.lines[index]
        if not index or not (line.has_gap or (line.table and self._is_record(index))):
            return 0
        return self.words.atlas.metrics.pitch // 2

    def _is_record(self, index: int) -> bool:
        line, table = self.lines[index], self.table(index)
        return table.stops is None and not line.is_head and any(one.label for one in line.cells)

    def table(self, index: int) -> TableLayout:
        """The table that a line is part of."""
        key = self.lines[index].table
        found = self._tables.get(key)
        if found is None or not found.first <= index < found.last:
            found = self._tables[key] = self._table(index, key)
        return found

    def _table(self, index: int, key: str) -> TableLayout:
        lines = self.lines
        first, last = index, index + 1
        while first and lines[first - 1].table == key:
            first -= 1
        while last < len(lines) and lines[last].table == key:
            last += 1
        own = lines[first:last]
        before, kept = self.kept.tables.get(key, ((), None))
        if kept is not None and len(before) == len(own) and all(map(is_, before, own)):
            return kept._replace(first=first, last=last)
        columns = self.words.atlas.style.columns or MOST_COLUMNS
        stops = column_stops(own, self.words, self.width - self.indent(index), columns)
        head = next((number for number, one in enumerate(own) if not one.is_head), len(own))
        table = TableLayout(first, last, head, stops)
        self.kept.tables[key] = own, table
        return table

    def rows(self, index: int) -> Rows:
        """The rows of a line, which are set as far as they are looked at."""
        line, kept = self.lines[index], self.kept
        stops = self.table(index).stops if line.table else None
        key = line.text, line.looks, line.indent, line.picture, line.cells, stops
        rows = kept.rows.get(key)
        if rows is None:
            columns = self.words.atlas.style.columns or MOST_COLUMNS
            room = self.width - self.indent(index)
            coming = line_rows(line, self.words, room, columns, stops)
            if len(kept.rows) >= _MOST_KEPT:
                kept.rows.clear()
                kept.latest.clear()
            rows = kept.rows[key] = Rows(coming, kept.latest.get(index))
            kept.latest[index] = rows
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
        """Pixels of a line with the gap above it: all of it is laid out for that."""
        return self.gap(index) + self.rows(index).height

    def is_higher(self, index: int, pixels: int) -> bool:
        """Whether a line with its gap has more than so many pixels; no more of it is laid out."""
        return self.rows(index).is_higher(pixels - self.gap(index))

    def pinned(self, place: Place, height: int) -> range:
        """The lines of headings that stay above the columns of a table that a view is in.

        None where the view begins before them, and where they would take a third of it.
        """
        none = range(0)
        first = next(self.seen(place, height), None)
        if first is None or not self.lines[first.line].table:
            return none
        table = self.table(first.line)
        head = range(table.first, table.first + table.head)
        if table.stops is None or not head or first.line < head.stop:
            return none
        return head if 3 * sum(self.rows(one).height for one in head) <= height else none

    def seen(self, place: Place, height: int) -> Iterator[SeenRow]:
        """The rows that are seen in a view of a height, also those of which only a part is."""
        y = -place.offset
        for index in range(place.line, len(self.lines)):
            if y >= height:
                return
            y += self.gap(index)
            rows = self.rows(index)
            number = rows.at(-y)
            y += rows.top(number)
            while y < height and rows.has(number):
                row = rows[number]
                if y + row.height > 0:
                    yield SeenRow(index, number, row, y)
                y += row.height
                number += 1

    def move(self, place: Place, pixels: int) -> Place:
        """A place so many pixels further down (up, if negative), inside the text."""
        if not self.lines:
            return Place()
        line, offset = min(max(place.line, 0), len(self.lines) - 1), place.offset + pixels
        while offset < 0 and line > 0:
            line -= 1
            offset += self.height(line)
        while line < len(self.lines) - 1 and not self.is_higher(line, offset):
            offset -= self.height(line)
            line += 1
        offset = max(offset, 0)
        if line == len(self.lines) - 1:  # its last row is the last place
            offset = min(offset, self._last_offset(line, offset))
        return Place(line, offset)

    def _last_offset(self, line: int, offset: int) -> int:
        """The top of the last row of the last line; of a picture there, its last stretch.

        ``offset`` where it is above that: no more is set than tells it.
        """
        rows, gap = self.rows(line), self.gap(line)
        number = rows.at(offset - gap)
        if rows.is_higher(rows.top(number + 1)):
            return offset
        row = rows[number]
        rest = 0 if row.picture is None else row.height - self.words.atlas.metrics.pitch
        return gap + rows.top(number) + max(rest, 0)

    def row_of(self, index: int, character: int) -> int:
        """The number of the row in which a character of a line stands."""
        return self.rows(index).of(character)

    def place_of(self, index: int, character: int = 0) -> Place:
        """The place at which the row of a character is the first."""
        return self.place_of_row(index, self.rows(index).of(character))

    def place_of_row(self, index: int, number: int) -> Place:
        """The place at which a row of a line is the first."""
        return Place(index, self.rows(index).top(number) + self.gap(index) if number else 0)

    def distance(self, place: Place, other: Place, *, limit: int = 100_000) -> int:
        """Pixels from one place down to another, negative upwards; ``limit`` where it is far."""
        if (other.line, other.offset) < (place.line, place.offset):
            return -self.distance(other, place, limit=limit)
        pixels = other.offset - place.offset
        for index in range(place.line, other.line):
            if self.is_higher(index, limit - pixels - 1):
                return limit
            pixels += self.height(index)
        return pixels

    def rectangle(self, index: int, start: int, end: int | None = None) -> Rectangle:
        """Where characters of a line stand, in pixels from the upper left corner of the line.

        Characters in several rows: the rows from the first to the last, as wide as they are.
        """
        end = start if end is None else max(end, start)
        rows = self.rows(index)
        first, last = rows.of(start), rows.of(max(end - 1, start))
        top, bottom = rows.top(first), rows.top(last + 1)
        edges: list[int] = []
        for row in rows[first : last + 1]:
            edges += [row.x_of(max(start, row.start)), row.x_of(min(end, row.end))]
        left = self.indent(index) + min(edges)
        return Rectangle(left, self.gap(index) + top, max(max(edges) - min(edges), 1), bottom - top)


def _kept_of(earlier: Flow | None, words: Words, width: int) -> Kept:
    if earlier is not None and earlier.words is words and earlier.width == width:
        return earlier.kept
    return Kept()
