"""Tables without walls: lines whose words stand in the same columns, one under the other.

A wrong table is worse than none, so that much is asked: wide gaps at the same places in successive
lines, every column begun or ended at one x, cells that are short. What fails stays lines.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from itertools import pairwise

from brailledesk.ingest.pdf.lines import LEADER, Grid, GridCell, Item, Line
from brailledesk.ingest.pdf.marking import marker_length
from brailledesk.ingest.pdf.page import FIXED, Piece

LEAST_ROWS = 3
LEAST_ROWS_OF_TWO = 4
"""Two columns are also what labels, lists and addresses look like."""
_WIDE = 1.3
"""Of the size: a gap that is no blank between words."""
_ALIGNED = 2.0
"""Points that the beginnings, or the ends, of a column's cells may differ."""
_LONGEST_CELL = 45
_FARTHEST = 2.6
"""Of the size: baselines of a table's rows that are farther apart are not one table."""

Cell = tuple[Piece, ...]


def aligned_tables(lines: Sequence[Line]) -> list[Item]:
    """The lines with those that are tables put together."""
    items: list[Item] = []
    place = 0
    while place < len(lines):
        end = _end_of_rows(lines, place)
        grid = _table(lines[place:end]) if end - place >= LEAST_ROWS else None
        if grid is not None:
            items.append(grid)
            place = end
        else:
            items.append(lines[place])
            place += 1
    return items


def _end_of_rows(lines: Sequence[Line], start: int) -> int:
    """Where the lines end that have as many cells as the first, near each other."""
    count = len(cells_of(lines[start]))
    end = start + 1
    if count < 2:
        return end
    while (
        end < len(lines)
        and len(cells_of(lines[end])) == count
        and lines[end].base - lines[end - 1].base < _FARTHEST * lines[end].size
    ):
        end += 1
    return end


def cells_of(line: Line) -> list[Cell]:
    """The pieces of a line, parted where the gap is wide."""
    cells: list[list[Piece]] = [[line.pieces[0]]]
    for before, piece in pairwise(line.pieces):
        if piece.left - before.right > _WIDE * max(piece.size, before.size):
            cells.append([piece])
        else:
            cells[-1].append(piece)
    return [tuple(cell) for cell in cells]


def _table(lines: Sequence[Line]) -> Grid | None:
    rows = [cells_of(line) for line in lines]
    columns = list(zip(*rows, strict=True))
    if len(columns) == 2 and len(rows) < LEAST_ROWS_OF_TWO:
        return None
    if any(line.has_style(FIXED) for line in lines) or not all(map(_is_column, columns)):
        return None
    if _are_leaders(columns) or (marker_length(lines[0].text) and len(columns) == 2):
        return None
    gutters = [
        (max(cell[-1].right for cell in one), min(cell[0].left for cell in other))
        for one, other in pairwise(columns)
    ]
    if any(start >= end for start, end in gutters):
        return None
    left, right = lines[0].column
    edges = (left, *((start + end) / 2 for start, end in gutters), right)
    cells = tuple(
        GridCell(r, c, 1, 1, (_line_of(cell, lines[r], edges[c], edges[c + 1]),))
        for r, row in enumerate(rows)
        for c, cell in enumerate(row)
    )
    top, bottom = lines[0].base - lines[0].size, lines[-1].base
    return Grid(cells, len(rows), len(columns), edges, top, bottom)


def _line_of(cell: Cell, line: Line, left: float, right: float) -> Line:
    return Line((cell[0]._replace(is_glued=False), *cell[1:]), line.size, line.base, (left, right))


def _is_column(cells: Sequence[Cell]) -> bool:
    starts = [cell[0].left for cell in cells]
    ends = [cell[-1].right for cell in cells]
    middles = [(start + end) / 2 for start, end in zip(starts, ends, strict=True)]
    lengths = [sum(len(piece.text) + 1 for piece in cell) for cell in cells]
    is_aligned = min(max(one) - min(one) for one in (starts, ends, middles)) <= _ALIGNED
    # The heading of a column may stand otherwise than its numbers.
    is_headed = len(cells) > LEAST_ROWS and any(
        max(one[1:]) - min(one[1:]) <= _ALIGNED for one in (starts, ends, middles)
    )
    return (is_aligned or is_headed) and statistics.mean(lengths) <= _LONGEST_CELL


def _are_leaders(columns: Sequence[Sequence[Cell]]) -> bool:
    """A table of contents: dots that lead to a number."""
    return any(
        2 * sum(1 for cell in column for piece in cell if LEADER in piece.text) > len(column)
        for column in columns
    )
