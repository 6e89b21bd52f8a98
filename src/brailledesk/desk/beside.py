"""Moving through a table cell by cell, in whichever way it is read."""

from __future__ import annotations

from brailledesk.desk.buffer import Buffer
from brailledesk.desk.layout import Place
from brailledesk.desk.outline import Kind
from brailledesk.desk.region import Part, Source
from brailledesk.desk.window import Window


def cell_beside(window: Window, down: int, right: int) -> Place | None:
    """The place of the cell so many rows further down and columns further right.

    None outside a table, and beyond its edges.
    """
    buffer = window.buffer
    if not buffer.items:
        return None
    item = buffer.items[window.place.item]
    if not item.table:
        return None
    grid = buffer.grid(item.table)
    row, column = _here(window, buffer)
    row, column = row + down, column + right
    if not 0 <= row < len(grid.rows) or not 0 <= column < len(grid.rows[row][1]):
        return None
    return _place(buffer, item.kind, grid.rows[row], column, grid_row=row)


def _here(window: Window, buffer: Buffer) -> tuple[int, int]:
    """Row and column at the beginning of the window."""
    item = buffer.items[window.place.item]
    grid = buffer.grid(item.table)
    if item.kind is Kind.CELL:
        return grid.place_of(item.node) or (0, 0)
    line = buffer.line(window.place.item)
    inside = max(sum(one <= window.place.cell for one in line.stops) - 1, 0)
    if item.kind is Kind.COLUMN:
        return inside, item.column
    row = next((n for n, (node, _) in enumerate(grid.rows) if node == item.node), 0)
    return row, inside


def _place(
    buffer: Buffer, kind: Kind, row: tuple[str, tuple[str, ...]], column: int, *, grid_row: int
) -> Place | None:
    node, cells = row
    if kind is Kind.CELL:
        found = buffer.find(Source(cells[column], Part.NAME, 0))
        return None if found is None else Place(found, 0)
    if kind is Kind.ROW:
        found = buffer.find(Source(node, Part.NAME, 0))
        inside = column
    else:
        found = buffer.find(Source(cells[column], Part.NAME, 0))
        inside = grid_row
    if found is None:
        return None
    stops = buffer.line(found).stops
    return Place(found, stops[inside] if inside < len(stops) else 0)
