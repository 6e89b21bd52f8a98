"""Tables of a page: where cells stand, and which are their headers.

Source: WHATWG HTML 4.9.12, forming a table, and the algorithm for header cells.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from brailledesk.adapters.html.page import Page
from brailledesk.ingest.html_elements import tag_of

MAX_SPAN = 1000
MAX_SLOTS = 100_000
"""Slots of one table that are filled in; what spans more stands in its first slot."""

MAX_HEADERS = 50
"""Headers on one side that are looked at, the nearest."""


@dataclass(frozen=True, slots=True)
class Place:
    """A cell: its first row and column from 0, and how many it spans."""

    element: etree._Element
    row: int
    column: int
    height: int
    width: int

    @property
    def rows(self) -> range:
        """The rows that it spans."""
        return range(self.row, self.row + self.height)

    @property
    def columns(self) -> range:
        """The columns that it spans."""
        return range(self.column, self.column + self.width)


@dataclass
class Grid:
    """A table as slots."""

    slots: dict[tuple[int, int], Place] = field(default_factory=dict)
    places: dict[etree._Element, Place] = field(default_factory=dict)
    numbers: dict[etree._Element, int] = field(default_factory=dict)
    """The rows, from 0."""
    columns: dict[int, list[int]] = field(default_factory=dict)
    """The columns of each row that have a cell."""
    _in_rows: dict[int, list[int]] = field(default_factory=dict)
    _in_columns: dict[int, list[int]] = field(default_factory=dict)
    """Where header cells stand, in order."""

    def row(self, number: int) -> list[Place]:
        """The cells in the slots of a row from the left; one that spans slots is there for each."""
        return [self.slots[number, column] for column in sorted(self.columns.get(number, ()))]

    def column(self, number: int) -> Iterator[Place]:
        """The cells in the slots of a column, from the top."""
        found = (self.slots.get((row, number)) for row in range(len(self.numbers)))
        return (one for one in found if one is not None)

    def headers_left(self, row: int, column: int) -> list[tuple[int, Place]]:
        """The header cells to the left of a slot with their columns, the nearest first."""
        return self._headers(self._in_rows.get(row, []), column, lambda at: self.slots[row, at])

    def headers_above(self, row: int, column: int) -> list[tuple[int, Place]]:
        """The header cells above a slot with their rows, the nearest first."""
        return self._headers(
            self._in_columns.get(column, []), row, lambda at: self.slots[at, column]
        )

    @staticmethod
    def _headers(known: list[int], end: int, at: Callable[[int], Place]) -> list[tuple[int, Place]]:
        before = known[max(bisect_left(known, end) - MAX_HEADERS, 0) : bisect_left(known, end)]
        return [(place, at(place)) for place in reversed(before)]

    def fill(self, row: int, column: int, place: Place) -> None:
        """Put a cell in a slot that is free."""
        if (row, column) in self.slots:
            return
        self.slots[row, column] = place
        self.columns.setdefault(row, []).append(column)
        if _is_header(place):
            insort(self._in_rows.setdefault(row, []), column)
            insort(self._in_columns.setdefault(column, []), row)


class Tables:
    """The tables of a page, each worked out when it is asked for."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._grids: dict[etree._Element, Grid] = {}
        self._kinds: dict[etree._Element, str] = {}

    def table_of(self, element: etree._Element) -> etree._Element | None:
        """The table that a part of a table belongs to."""
        return next(element.iterancestors("table"), None)

    def grid(self, table: etree._Element) -> Grid:
        """The slots of a table."""
        if table not in self._grids:
            self._grids[table] = _grid(self._page, table)
        return self._grids[table]

    def place(self, cell: etree._Element) -> Place | None:
        """Where a cell stands."""
        table = self.table_of(cell)
        return None if table is None else self.grid(table).places.get(cell)

    def kind_of_header(self, cell: etree._Element) -> str:
        """What a header is for, "col", "row" or "": its ``scope``, else what stands around it."""
        if cell not in self._kinds:
            self._kinds[cell] = self._kind(cell)
        return self._kinds[cell]

    def _kind(self, cell: etree._Element) -> str:
        scope = (cell.get("scope") or "").strip().lower()
        if scope in {"col", "colgroup"}:
            return "col"
        if scope in {"row", "rowgroup"}:
            return "row"
        table, place = self.table_of(cell), self.place(cell)
        if table is None or place is None:
            return ""
        grid = self.grid(table)
        if all(_is_header(one) for row in place.rows for one in grid.row(row)):
            return "col"
        has_data = any(
            not _is_header(one) for column in place.columns for one in grid.column(column)
        )
        return "" if has_data and place.column else "row"

    def headers(self, cell: etree._Element) -> list[etree._Element]:
        """The headers of a cell: those that it names, else rows' to its left, columns' above it."""
        table, place = self.table_of(cell), self.place(cell)
        if table is None or place is None:
            return []
        named = self._page.referenced(cell, "headers")
        if named:
            return [one for one in named if one is not cell and self.table_of(one) is table]
        grid = self.grid(table)
        left = [(place.column, grid.headers_left(row, place.column)) for row in place.rows]
        up = [(place.row, grid.headers_above(place.row, at)) for at in place.columns]
        found = [*self._scanned(left, "row", place), *self._scanned(up, "col", place)]
        return list(dict.fromkeys(found))

    def _scanned(
        self, lines: Iterable[tuple[int, list[tuple[int, Place]]]], kind: str, own: Place
    ) -> Iterator[etree._Element]:
        """Headers on the way from a cell; data between headers ends those of the same span.

        Each line has where the cell stands and the headers before it, the nearest first.
        """
        for start, headers in lines:
            found: list[Place] = []
            opaque: list[Place] = []
            block = [own] if self._is_kind(own, kind) else []
            before = start
            for at, place in headers:
                if at != before - 1:  # data stand between
                    opaque += block
                    block = []
                before = at
                block.append(place)
                is_blocked = any(_same_span(one, place, kind) for one in opaque)
                if place is not own and not is_blocked and self._is_kind(place, kind):
                    found.append(place)
            yield from (one.element for one in reversed(found))

    def _is_kind(self, place: Place, kind: str) -> bool:
        return _is_header(place) and self.kind_of_header(place.element) == kind


def _same_span(one: Place, other: Place, kind: str) -> bool:
    return one.columns == other.columns if kind == "col" else one.rows == other.rows


def _is_header(place: Place) -> bool:
    return tag_of(place.element) == "th"


def _grid(page: Page, table: etree._Element) -> Grid:
    grid = Grid()
    groups: list[list[etree._Element]] = []
    for part in table.iterchildren(etree.Element):
        tag = tag_of(part)
        if tag == "tr":
            groups.append([part])
        elif tag in {"thead", "tbody", "tfoot"}:
            groups.append([one for one in part.iterchildren("tr") if not page.is_gone(one)])
    for group in groups:
        end = len(grid.numbers) + len(group)
        for row in group:
            _add_row(page, grid, row, end)
    return grid


def _add_row(page: Page, grid: Grid, row: etree._Element, end: int) -> None:
    number = grid.numbers[row] = len(grid.numbers)
    column = 0
    for cell in row.iterchildren("td", "th"):
        if page.is_gone(cell):
            continue
        while (number, column) in grid.slots:
            column += 1
        height = _span(cell, "rowspan")
        height = end - number if height == 0 else min(height, end - number)
        width = max(_span(cell, "colspan"), 1)
        if len(grid.slots) + height * width > MAX_SLOTS:
            height = width = 1
        place = Place(cell, number, column, max(height, 1), width)
        grid.places[cell] = place
        for one in place.rows:
            for other in place.columns:
                grid.fill(one, other, place)
        column += width


def _span(cell: etree._Element, name: str) -> int:
    text = (cell.get(name) or "").strip()
    return min(int(text[:6]), MAX_SPAN) if text.isdecimal() and text.isascii() else 1
