"""Rows, columns and cells of tables as lines: columns that fit, two blanks between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from brailledesk.desk.breaks import next_start
from brailledesk.desk.line import Line, Segment, columns_line, text_line
from brailledesk.desk.outline import table_rows
from brailledesk.desk.presentation import Presenter
from brailledesk.desk.region import Part, Region
from brailledesk.desk.translating import LineTranslator
from brailledesk.translate.base import Translation

GAP = 2
_MEASURED_ROWS = 16
"""The widths of columns are those of the first rows; a longer cell further down is cut."""
_LEAST = 10
"""A word of so many cells is not cut where room is scarce."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as it is laid out: its rows with their cells, and the cells of each column."""

    rows: tuple[tuple[str, tuple[str, ...]], ...]
    widths: tuple[int, ...]
    has_header: bool

    def place_of(self, cell: str) -> tuple[int, int] | None:
        """Row and column of a cell, from 0."""
        for row, (_, cells) in enumerate(self.rows):
            if cell in cells:
                return row, cells.index(cell)
        return None

    def header_of(self, column: int) -> str | None:
        """The header cell of a column."""
        if not self.has_header or column >= len(self.rows[0][1]):
            return None
        return self.rows[0][1][column]


class CellTexts:
    """The texts of a table's cells, as a profile presents them."""

    def __init__(self, presenter: Presenter) -> None:
        self._presenter = presenter

    def regions(self, cell: str) -> list[Region]:
        """The text of a cell."""
        return self._presenter.cell(cell)

    def with_headers(self, grid: Grid, cell: str) -> list[Region]:
        """A cell with the header of its column: behind it where the value comes first."""
        regions = self.regions(cell)
        for header in reversed(self._headers_of(grid, cell)):
            regions = self._with_header(regions, self.regions(header), header)
        return regions

    def _headers_of(self, grid: Grid, cell: str) -> list[str]:
        """The headers that a cell names, else the one above it."""
        nodes = self._presenter.screen.nodes
        named = [one for one in nodes[cell].headers if one in nodes and one != cell]
        place = grid.place_of(cell)
        above = grid.header_of(place[1]) if place is not None else None
        return named or ([] if above in {None, cell} else [str(above)])

    def _with_header(self, own: list[Region], header: list[Region], node: str) -> list[Region]:
        if not header or not own:
            return own or header
        order = self._presenter.rules.order
        if order.index(Part.VALUE) < order.index(Part.NAME):
            return [*own, Region(" ", node, Part.GAP, 0, True), *header]
        return [*header, Region(": ", node, Part.GAP, 0, True), *own]


class GridLines:
    """Lays out the tables of a screen for a width."""

    def __init__(self, presenter: Presenter, translator: LineTranslator, width: int) -> None:
        self._presenter = presenter
        self._texts = CellTexts(presenter)
        self._translator = translator
        self._width = width

    def grid(self, table: str) -> Grid:
        """The layout of a table, from its first rows."""
        nodes = self._presenter.screen.nodes
        rows = table_rows(self._presenter.screen, table)
        has_header = bool(rows) and all(nodes[c].role == "columnheader" for c in rows[0][1])
        measured = [cells for _, cells in rows[:_MEASURED_ROWS]]
        texts = [[self._texts.regions(cell) for cell in cells] for cells in measured]
        made = iter(self._translator.translate_many([one for row in texts for one in row]))
        columns: list[list[Segment]] = []
        for row in texts:
            for column, regions in enumerate(row):
                if column == len(columns):
                    columns.append([])
                columns[column].append(Segment(0, regions, next(made)))
        widths = fitted([_wish(column) for column in columns], self._width)
        return Grid(tuple(rows), widths, has_header)

    def row(self, grid: Grid, cells: Sequence[str]) -> Line:
        """A row, each cell cut between words to the width of its column, and marked where it is."""
        segments: list[Segment] = []
        stops: list[int] = []
        start = place = 0
        texts = [self._texts.regions(cell) for cell in cells]
        made = self._translator.translate_many(texts)
        for column, (regions, translation) in enumerate(zip(texts, made, strict=True)):
            width = grid.widths[column] if column < len(grid.widths) else self._width
            stops.append(place)
            segments += self._fitted(place, regions, translation, width)
            start += width + GAP
            place = max(start, segments[-1].end + GAP)
        return columns_line(segments, stops, self._width, self._pinned(segments))

    def _fitted(
        self, place: int, regions: Sequence[Region], translation: Translation, width: int
    ) -> list[Segment]:
        """A cell's text in its column, with a mark behind it if there is more."""
        if len(translation.cells) <= width:
            return [Segment(place, regions, translation)]
        mark = [Region(self._presenter.profile.marks["cut"], regions[0].node, Part.GAP, 0, True)]
        sign = self._translator.translate(mark)
        length = _cut(regions, translation, width - len(sign.cells))
        if length >= len(translation.cells):
            return [Segment(place, regions, translation)]
        return [
            Segment(place, regions, translation, length),
            Segment(place + length, mark, sign),
        ]

    def _pinned(self, segments: Sequence[Segment]) -> int:
        """The cells of the first column that stay; none where the row fits."""
        if not segments or segments[-1].end <= self._width:
            return 0
        first = segments[0]
        wanted = min(self._presenter.rules.pinned, first.end)
        while wanted and not first.is_boundary(wanted) and wanted < first.end:
            wanted -= 1
        return wanted

    def column(self, grid: Grid, column: int) -> Line:
        """A column from its header down, the cells one after another."""
        cells = [cells[column] for _, cells in grid.rows if column < len(cells)]
        texts = [self._texts.regions(cell) for cell in cells]
        segments: list[Segment] = []
        place = 0
        made = self._translator.translate_many(texts)
        for regions, translation in zip(texts, made, strict=True):
            segments.append(Segment(place, regions, translation))
            place += max(len(translation.cells), 1) + GAP
        return columns_line(segments, [one.start for one in segments], self._width)

    def cell(self, grid: Grid, cell: str) -> Line:
        """A cell with the header of its column."""
        regions = self._texts.with_headers(grid, cell)
        return text_line(regions, self._translator.translate(regions), self._width)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a column would like and what it needs, in cells."""

    natural: int
    least: int


def _wish(column: Sequence[Segment]) -> Wish:
    natural = max(one.end for one in column)
    needed = [end - start for one in column for start, end in one.protected()]
    words = [len(word) for one in column for word in one.translation.cells.split(b"\0")]
    return Wish(natural, max([min(max(words, default=0), _LEAST), *needed]))


def fitted(wishes: Sequence[Wish], width: int) -> tuple[int, ...]:
    """Widths of columns: what they would like if it fits, else the wide ones give way together.

    Where that is less than all of them need, the row is panned, and none gives way to another.
    """
    room = width - GAP * (len(wishes) - 1)
    widths = [one.natural for one in wishes]
    if sum(widths) <= room:
        return tuple(widths)
    if sum(one.least for one in wishes) > room:
        return tuple(max(one.least, min(one.natural, width)) for one in wishes)
    low, high = 0, max(widths)
    while low < high:  # the greatest width that all can have who want as much
        middle = (low + high + 1) // 2
        if sum(_within(one, middle) for one in wishes) <= room:
            low = middle
        else:
            high = middle - 1
    return tuple(_within(one, low) for one in wishes)


def _within(wish: Wish, most: int) -> int:
    return max(wish.least, min(wish.natural, most))


def _cut(regions: Sequence[Region], translation: Translation, width: int) -> int:
    """How many cells of a text stand in a column: whole words, and a number whole or not at all."""
    if len(translation.cells) <= width:
        return len(translation.cells)
    line = text_line(regions, translation, width)
    length = len(line.cells[: next_start(line, 0, width)].rstrip(b"\0"))
    for start, end in line.whole:
        if start < length < end:
            return start if len(line.cells[:start].strip(b"\0")) else end
    return length
