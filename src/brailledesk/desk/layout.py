"""What of the buffer is on a display: strips of lines on its rows, from a place on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

from brailledesk.cells import BLANK
from brailledesk.desk.breaks import next_start, starts
from brailledesk.desk.buffer import Buffer
from brailledesk.desk.grids import GAP
from brailledesk.desk.line import EMPTY_LINE, Line
from brailledesk.desk.outline import Kind
from brailledesk.desk.region import Source
from brailledesk.desk.roles import CONTROLS
from brailledesk.frame import Geometry


class Place(NamedTuple):
    """Where a window begins: an item of the buffer and a cell of its line."""

    item: int
    cell: int


@dataclass(frozen=True, slots=True)
class Strip:
    """Cells ``start`` to ``end`` of a line, from a column of a row on. ``item`` -1 is a header."""

    row: int
    column: int
    item: int
    line: Line
    start: int
    end: int


def draw(strip: Strip, row: bytearray) -> None:
    """Put the cells of a strip in its row."""
    cells = strip.line.cells[strip.start : strip.end]
    row[strip.column : strip.column + len(cells)] = cells


@dataclass(frozen=True, slots=True)
class Shown:
    """A window laid out. ``following`` is the place behind it, None at the end of the buffer."""

    strips: tuple[Strip, ...]
    following: Place | None
    last_item: int

    def rows(self, geometry: Geometry) -> list[bytearray]:
        """The cells of all rows."""
        rows = [bytearray([BLANK]) * geometry.columns for _ in range(geometry.rows)]
        for one in self.strips:
            draw(one, rows[one.row])
        return rows

    def source(self, row: int, column: int) -> Source | None:
        """What a cell of the display shows; behind the end of a line, its last character."""
        before: Strip | None = None
        for one in self.strips:
            if one.row == row and (before is None or one.column <= column):
                before = one
        if before is None:
            return None
        inside = min(before.start + column - before.column, max(before.end - 1, before.start))
        return before.line.source(max(inside, before.start))

    def find(self, source: Source) -> tuple[int, int] | None:
        """The row and column where a source is shown."""
        for one in self.strips:
            cell = one.line.cell(source, is_exact=True)
            if cell is not None and one.start <= cell < one.end:
                return one.row, one.column + cell - one.start
        return None


@dataclass(frozen=True, slots=True)
class Layout:
    """How windows of one buffer are laid out.

    ``told`` is the context that is told with the first item; the others tell what is new beside the
    item before them.
    """

    buffer: Buffer
    geometry: Geometry
    by_words: bool = True

    def show(self, place: Place, told: tuple[str, ...] = ()) -> Shown:
        """The window that begins at a place."""
        strips: list[Strip] = []
        here: Place | None = place if self.buffer.items else None
        last = place.item
        row = 0
        if self.geometry.rows > 1 and here is not None:
            strips += self.header(place)
            row = 1 if strips else 0
        while row < self.geometry.rows and here is not None:
            found, following = self._row(row, here, told, place.item)
            strips += found
            last = found[-1].item if found else last
            here, row = following, row + 1
        return Shown(tuple(strips), here, last)

    def line(self, item: int, told: tuple[str, ...], first: int) -> Line:
        """The line of an item in a window that begins with the item ``first``."""
        if item == first:
            return self.buffer.line(item, told)
        return self.buffer.line(item, self.new_context(item, item - 1))

    def new_context(self, item: int, before: int | None) -> tuple[str, ...]:
        """The containers of an item that an item which was read before is not in."""
        around = self.buffer.context(item)
        if before is None or not around:
            return around
        known = self.buffer.context(before)
        return tuple(one for one in around if one not in known)

    def starts(self, item: int, told: tuple[str, ...]) -> list[int]:
        """Where the windows of an item begin."""
        line = self.buffer.line(item, told)
        later = self.geometry.columns - self._pin(line)
        return starts(line, self.geometry.columns, later, by_words=self.by_words)

    def _pin(self, line: Line) -> int:
        """What the pinned cells take of a window, with the gap behind them."""
        taken = line.pinned + GAP if line.pinned else 0
        return taken if taken * 2 <= self.geometry.columns else 0

    def header(self, place: Place) -> list[Strip]:
        """The headers above a row of a table, as far as the row is in the window."""
        line = self.buffer.header_line(place.item) if self.buffer.items else None
        if line is None:
            return []
        row = self.buffer.line(place.item)
        end = self._strips(0, -1, row, place.cell)[1]
        strips, own_end = self._strips(0, -1, line, place.cell)
        last = strips[-1]
        if end < len(row.cells) and end < own_end:
            strips[-1] = replace(last, end=min(last.end, end))
        return strips

    def _row(
        self, row: int, here: Place, told: tuple[str, ...], first: int
    ) -> tuple[list[Strip], Place | None]:
        """The strips of one row, and what comes behind them."""
        packed = self._packed(row, here, told, first)
        if packed:
            return packed, self._behind(packed[-1].item)
        line = self.line(here.item, told, first)
        strips, end = self._strips(row, here.item, line, here.cell)
        if end < len(line.cells):
            return strips, Place(here.item, end)
        return strips, self._behind(here.item)

    def _strips(self, row: int, item: int, line: Line, cell: int) -> tuple[list[Strip], int]:
        """A line from a cell on, behind what is pinned of it, and where the next window begins."""
        strips: list[Strip] = []
        column = 0
        if cell and self._pin(line):
            strips.append(Strip(row, 0, item, line, 0, line.pinned))
            column = self._pin(line)
        width = self.geometry.columns - column
        end = next_start(line, cell, width, by_words=self.by_words)
        strips.append(Strip(row, column, item, line, cell, min(end, cell + width)))
        return strips, end

    def _behind(self, item: int) -> Place | None:
        return Place(item + 1, 0) if item + 1 < len(self.buffer.items) else None

    def _packed(self, row: int, here: Place, told: tuple[str, ...], first: int) -> list[Strip]:
        """Short fields beside each other, where the profile wants it; none if only one fits."""
        count = self.buffer.rules.fields
        width = (self.geometry.columns - GAP * (count - 1)) // count
        strips: list[Strip] = []
        if count < 2 or here.cell or width < 1:
            return strips
        for slot in range(count):
            item = here.item + slot
            line = self._field(item, told, first)
            if not line.cells or len(line.cells) > width:
                break
            strips.append(Strip(row, slot * (width + GAP), item, line, 0, len(line.cells)))
        return strips if len(strips) > 1 else []

    def _field(self, item: int, told: tuple[str, ...], first: int) -> Line:
        """The line of a field; an empty one for anything else."""
        if item >= len(self.buffer.items):
            return EMPTY_LINE
        one = self.buffer.items[item]
        is_field = self.buffer.screen.nodes[one.node].role in CONTROLS
        if one.kind is not Kind.NODE or one.end is not None or not is_field:
            return EMPTY_LINE
        return self.line(item, told, first)
