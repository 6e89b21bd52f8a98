"""Paragraphs and tables of RTF, which has no brackets around them: only their ends are marked.

A table is the paragraphs that say they are in one, between ``cell`` and ``row``; where its columns
stand is told by the right edges of each row's cells.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from brailledesk.document import Block
from brailledesk.ingest.grid import Grid, GridCell
from brailledesk.ingest.lists import Entry, join_quotes, nest
from brailledesk.ingest.runs import OpenRuns
from brailledesk.text import Origin

_SAME_EDGE = 30
"""Twips (a 1440th of an inch) between edges that are meant to be one."""


@dataclass(slots=True)
class CellEdge:
    """The definition of a cell: its right edge in twips, and what it is merged with."""

    right: int
    goes_on_left: bool = False
    goes_on_above: bool = False


@dataclass(slots=True)
class RowDefinition:
    edges: list[CellEdge] = field(default_factory=list)
    is_header: bool = False
    goes_on_left: bool = False
    goes_on_above: bool = False

    def close_cell(self, right: int) -> None:
        """End the definition of a cell at its right edge."""
        self.edges.append(CellEdge(right, self.goes_on_left, self.goes_on_above))
        self.goes_on_left = self.goes_on_above = False


@dataclass(slots=True)
class _Row:
    cells: list[tuple[Block, ...]]
    definition: RowDefinition


@dataclass(slots=True)
class _Level:
    """A level of nesting: 0 is the text itself, the others are open tables."""

    entries: list[Entry] = field(default_factory=list)
    cells: list[tuple[Block, ...]] = field(default_factory=list)
    rows: list[_Row] = field(default_factory=list)

    def take_blocks(self) -> tuple[Block, ...]:
        blocks = tuple(join_quotes(nest(self.entries)))
        self.entries = []
        return blocks


class Flow:
    """One stream of text: the document, a note, a text box."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._levels = [_Level()]
        self.runs = OpenRuns()
        self.marker: str | None = None
        self.floats: list[Block] = []
        """Pictures and boxes that stand behind the open paragraph."""

    def add(self, entry: Entry | None, depth: int, tables: list[int]) -> None:
        """Add a paragraph at a depth of tables, and what floats at it."""
        self._go_to(depth, tables)
        entries = self._levels[-1].entries
        if entry is not None:
            entries.append(entry)
        entries += [(-1, "", block) for block in self.floats]
        self.floats = []

    def close_cell(self, depth: int, tables: list[int]) -> None:
        self._go_to(depth, tables)
        level = self._levels[depth]
        level.cells.append(level.take_blocks())

    def close_row(self, depth: int, definition: RowDefinition, tables: list[int]) -> None:
        self._go_to(depth, tables)
        level = self._levels[depth]
        if level.entries:
            level.cells.append(level.take_blocks())
        if level.cells:
            level.rows.append(_Row(level.cells, definition))
        level.cells = []

    def _go_to(self, depth: int, tables: list[int]) -> None:
        """Open tables, or close them, until ``depth`` are open."""
        while len(self._levels) <= depth:
            self._levels.append(_Level())
        while len(self._levels) > depth + 1:
            level = self._levels.pop()
            entries = self._levels[-1].entries
            left = level.take_blocks()
            if left or level.cells:
                level.rows.append(_Row([*level.cells, *([left] if left else [])], RowDefinition()))
            tables[0] += 1
            table = _table(level.rows, Origin(self._path, f"table {tables[0]}"))
            if table is not None:
                entries.append((-1, "", table))

    def finish(self, tables: list[int]) -> tuple[Block, ...]:
        """All blocks; tables that are open are closed."""
        self.add(None, 0, tables)
        return self._levels[0].take_blocks()


def _table(rows: list[_Row], origin: Origin) -> Block | None:
    edges = _edges(rows)
    made: list[list[_Wide]] = []
    above: dict[int, _Wide] = {}
    """The cell that stands last in each column, by its left edge."""
    for row in rows:
        cells = _row_cells(row, edges)
        shown: list[_Wide] = []
        for cell in cells:
            upper = above.get(cell.column)
            if cell.goes_on_above and upper is not None:
                upper.rows += 1
                upper.blocks.extend(cell.blocks)
                continue
            above[cell.column] = cell
            shown.append(cell)
        made.append(shown)
    grid = Grid()
    for row, shown in zip(rows, made, strict=True):
        is_header = row.definition.is_header
        found = [GridCell(tuple(c.blocks), c.columns, c.rows, is_header) for c in shown]
        grid.add_row(found, is_header=is_header)
    return grid.close(origin)


@dataclass(slots=True)
class _Wide:
    blocks: list[Block]
    column: int
    columns: int
    rows: int = 1
    goes_on_above: bool = False


def _edges(rows: list[_Row]) -> list[int]:
    """The right edges of all columns of a table, those that are nearly one as one."""
    found: list[int] = []
    for edge in sorted({edge.right for row in rows for edge in row.definition.edges}):
        if not found or edge - found[-1] > _SAME_EDGE:
            found.append(edge)
    return found


def _row_cells(row: _Row, edges: list[int]) -> list[_Wide]:
    """The cells of a row with the columns that they cover."""
    defined = row.definition.edges
    if len(defined) < len(row.cells):
        return [_Wide(list(blocks), place, 1) for place, blocks in enumerate(row.cells)]
    cells: list[_Wide] = []
    left = 0
    for blocks, edge in zip(row.cells, defined, strict=False):
        right = bisect_right(edges, edge.right)
        near = bisect_left(edges, edge.right - _SAME_EDGE) + 1
        right = max(min(right, near) if right > near else right, left + 1)
        if edge.goes_on_left and cells:
            cells[-1].columns += right - left
            cells[-1].blocks.extend(blocks)
        else:
            cells.append(_Wide(list(blocks), left, right - left, 1, edge.goes_on_above))
        left = right
    return cells
