"""Tables of a Word document: cells with the columns and rows that they really cover."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from brailledesk.document import Block, Table, TableCell, TableRow
from brailledesk.ingest.docx_text import TRANSPARENT, open_through
from brailledesk.ingest.wordml import W, attribute, child_value, integer, is_on
from brailledesk.text import Origin

_MOST_COLUMNS = 63
"""Of a table in Word."""


@dataclass(slots=True)
class _Cell:
    blocks: tuple[Block, ...]
    columns: int = 1
    rows: int = 1
    is_header: bool = False

    def close(self) -> TableCell:
        return TableCell(self.blocks, self.columns, self.rows, self.is_header)


@dataclass(slots=True)
class _Grid:
    """The rows so far, and the cells that go on growing downwards, by their first column."""

    rows: list[list[_Cell]] = field(default_factory=list)
    growing: dict[int, _Cell] = field(default_factory=dict)
    header_rows: int = 0


def read_table(
    element: etree._Element,
    read_cell: Callable[[etree._Element], tuple[Block, ...]],
    origin: Origin,
) -> Table | None:
    """A table, None where it has no cells; deleted rows are left out."""
    grid = _Grid()
    for row in open_through(element, TRANSPARENT):
        properties = row.find(f"{W}trPr")
        is_deleted = properties is not None and properties.find(f"{W}del") is not None
        if row.tag == f"{W}tr" and not is_deleted:
            _add_row(grid, row, properties, read_cell)
    if not grid.rows:
        return None
    rows = tuple(TableRow(tuple(cell.close() for cell in row)) for row in grid.rows)
    return Table(rows, grid.header_rows, origin=origin)


def _add_row(
    grid: _Grid,
    row: etree._Element,
    properties: etree._Element | None,
    read_cell: Callable[[etree._Element], tuple[Block, ...]],
) -> None:
    is_header = is_on(properties, "tblHeader") is True
    column = min(integer(child_value(properties, "gridBefore"), 0), _MOST_COLUMNS)
    fresh = [_Cell((), column)] if column else []
    continued: list[_Cell] = []
    for element in open_through(row, TRANSPARENT):
        if element.tag != f"{W}tc":
            continue
        cell = _read_cell(element, read_cell, is_header=is_header)
        above = grid.growing.get(column)
        if above is not None and _merge_of(element) == "continue":
            above.blocks += cell.blocks
            continued.append(above)
        else:
            fresh.append(cell)
            grid.growing.pop(column, None)
            if _merge_of(element) == "restart":
                grid.growing[column] = cell
        column += cell.columns
    if not fresh:
        return  # all of it belongs to cells above
    for cell in continued:
        cell.rows += 1
    grid.header_rows += is_header and grid.header_rows == len(grid.rows)
    grid.rows.append(fresh)


def _read_cell(
    element: etree._Element,
    read_cell: Callable[[etree._Element], tuple[Block, ...]],
    *,
    is_header: bool,
) -> _Cell:
    span = integer(child_value(element.find(f"{W}tcPr"), "gridSpan"), 1)
    columns = min(max(span, 1), _MOST_COLUMNS)
    return _Cell(read_cell(element), columns, 1, is_header)


def _merge_of(cell: etree._Element) -> str:
    """What begins a cell of several rows is "restart", what goes on with it "continue"."""
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    if merge is None:
        return ""
    return "restart" if attribute(merge, "val") == "restart" else "continue"
