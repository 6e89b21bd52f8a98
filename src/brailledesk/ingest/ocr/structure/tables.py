"""Tables without walls whose rows have empty cells, as the lines of an invoice do.

Successive lines with wide gaps are a table where their cells stand in columns that no cell crosses:
three columns and three rows at least, most cells filled, every column begun, ended or centred at
one x by most of its cells. Where only full rows are asked for, ``ingest.pdf.aligned`` decides. What
no table takes, and has a wide gap, is a line that stands alone: "Totale      1.718,74".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from brailledesk.ingest.pdf.aligned import Cell, aligned_tables, cells_of
from brailledesk.ingest.pdf.lines import Grid, GridCell, Item, Line, text_of
from brailledesk.ingest.pdf.marking import marker_length

_LEAST_ROWS = 3
_LEAST_COLUMNS = 3
_LEAST_FILLED = 0.5
"""Of the cells: with fewer, words only happen to stand one under the other."""
_LEAST_IN_COLUMN = 2
_ALIGNED = 0.35
"""Of the size: what beginnings, ends or middles of one column differ by."""
_MOSTLY = 0.6
"""Of a column's cells: so many are aligned; a heading may stand otherwise, and so may one more."""
_LONGEST_CELL = 60
_FARTHEST = 2.6
"""Of the size: baselines of rows that are farther apart are not one table."""
_WRAPPED = 1.6
"""Of the size: a line this near, that only has text under one cell, goes on with that cell."""
_LABELS = 3
"""One row in so many with a label and its value: a form."""
MOST_ROWS = 500

Span = tuple[float, float]


@dataclass(slots=True)
class _Row:
    """The lines of one row of the table, each with its cells."""

    lines: list[tuple[Line, list[Cell]]]

    @property
    def cells(self) -> list[tuple[Line, Cell]]:
        return [(line, cell) for line, cells in self.lines for cell in cells]


def tables_of(lines: Sequence[Line]) -> list[Item]:
    """The lines with those that are tables put together."""
    items: list[Item] = []
    waiting: list[Line] = []
    place = 0
    while place < len(lines):
        end = _end_of_rows(lines, place)
        grid = _table(lines[place:end]) if end - place >= _LEAST_ROWS else None
        if grid is None:
            waiting.append(lines[place])
            place += 1
            continue
        items += _alone(aligned_tables(waiting))
        items.append(grid)
        waiting, place = [], end
    return items + _alone(aligned_tables(waiting))


def _end_of_rows(lines: Sequence[Line], start: int) -> int:
    """Where the lines end that stand near each other and have wide gaps, or go on with a cell."""
    if len(cells_of(lines[start])) < 2:
        return start
    end = start + 1
    while end < min(len(lines), start + MOST_ROWS) and not lines[end].is_turned:
        gap = lines[end].base - lines[end - 1].base
        is_single = len(cells_of(lines[end])) < 2
        if gap > (_WRAPPED if is_single else _FARTHEST) * lines[end].size:
            break
        end += 1
    while len(cells_of(lines[end - 1])) < 2 and not _is_inside(lines[end - 1], lines[end - 2]):
        end -= 1
    return end


def _is_inside(line: Line, above: Line) -> bool:
    """Whether a line begins under one of the cells of the line above it, not under the first."""
    return any(
        abs(cell[0].left - line.left) <= _ALIGNED * line.size for cell in cells_of(above)[1:]
    )


def _table(lines: Sequence[Line]) -> Grid | None:
    rows = _rows(lines)
    spans = _spans([cell for row in rows for _, cell in row.cells], lines[0].size)
    if len(rows) < _LEAST_ROWS or len(spans) < _LEAST_COLUMNS:
        return None
    held = [[_in_span(row, span) for span in spans] for row in rows]
    if not _is_table(rows, held) or any(marker_length(row.lines[0][0].text) for row in rows):
        return None
    left, right = lines[0].column
    between = [(one[1] + other[0]) / 2 for one, other in pairwise(spans)]
    edges = (left, *between, max(right, spans[-1][1]))
    cells = tuple(
        GridCell(r, c, 1, 1, tuple(_line_of(line, cell, spans[c]) for line, cell in found))
        for r, row in enumerate(held)
        for c, found in enumerate(row)
    )
    first, last = lines[0], lines[-1]
    return Grid(cells, len(rows), len(spans), edges, first.base - first.size, last.base)


def _rows(lines: Sequence[Line]) -> list[_Row]:
    """The rows; a line of one cell that only goes on is part of the row above."""
    rows: list[_Row] = []
    for number, line in enumerate(lines):
        cells = cells_of(line)
        if len(cells) == 1 and rows and _is_inside(line, lines[number - 1]):
            rows[-1].lines.append((line, cells))
        else:
            rows.append(_Row([(line, cells)]))
    return rows


def _spans(cells: Sequence[Cell], size: float) -> list[Span]:
    """Where columns are: the cells' extents, those that overlap together."""
    spans: list[Span] = []
    for start, end in sorted((cell[0].left, cell[-1].right) for cell in cells):
        if spans and start < spans[-1][1] + _ALIGNED * size:
            spans[-1] = (spans[-1][0], max(spans[-1][1], end))
        else:
            spans.append((start, end))
    return spans


def _in_span(row: _Row, span: Span) -> list[tuple[Line, Cell]]:
    return [(line, cell) for line, cell in row.cells if span[0] <= cell[0].left <= span[1]]


def _is_table(rows: Sequence[_Row], held: Sequence[Sequence[list[tuple[Line, Cell]]]]) -> bool:
    columns = list(zip(*held, strict=True))
    filled = sum(1 for row in held for found in row if found)
    if filled < _LEAST_FILLED * len(rows) * len(columns):
        return False
    texts = [text_of(cell) for row in rows for _, cell in row.cells]
    if _LABELS * sum(text.endswith(":") for text in texts) >= len(rows):
        return False
    if max(map(len, texts)) > _LONGEST_CELL:
        return False
    size = rows[0].lines[0][0].size
    return all(_is_column([cell for found in one for _, cell in found], size) for one in columns)


def _is_column(cells: Sequence[Cell], size: float) -> bool:
    if len(cells) < _LEAST_IN_COLUMN:
        return False
    edges = [(cell[0].left, cell[-1].right, (cell[0].left + cell[-1].right) / 2) for cell in cells]
    return any(
        sum(abs(one - other) <= _ALIGNED * size for other in places) >= _MOSTLY * len(places)
        for places in zip(*edges, strict=True)
        for one in places
    )


def _line_of(line: Line, cell: Cell, column: Span) -> Line:
    pieces = (cell[0]._replace(is_glued=False), *cell[1:])
    return replace(line, pieces=pieces, column=column)


def _alone(items: Sequence[Item]) -> list[Item]:
    """The items, lines of several cells beside each other standing alone."""
    wide = [isinstance(item, Line) and len(cells_of(item)) > 1 for item in items]
    return [
        replace(item, is_alone=True)
        if isinstance(item, Line) and wide[n] and (any(wide[n - 1 : n] + wide[n + 1 : n + 2]))
        else item
        for n, item in enumerate(items)
    ]
