"""Tables as elements of HTML whose cells know their headings, so that rows can become records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from lxml import etree
from lxml.html.builder import E

from brailledesk.document import Table, TableCell
from brailledesk.largeprint.grids import headings_over
from brailledesk.largeprint.style import MOST_COLUMNS
from brailledesk.layout.grid import Grid, GridRow, Placed
from brailledesk.text import Run


class Fill(Protocol):
    """Puts runs into an element, and gives it back."""

    def __call__(self, element: etree._Element, runs: Sequence[Run], /) -> etree._Element: ...


def table_element(table: Table, grid: Grid, fill: Fill) -> etree._Element:
    """A table in which each cell has its headings as a label, shown where there is no room."""
    heads = len(grid.header)
    columns = min(grid.columns, MOST_COLUMNS)
    element: etree._Element = E.table({"class": f"c{columns}"})
    if table.caption:
        element.append(fill(E.caption(), table.caption))
    if heads:
        rows = (_row(row, (), grid, fill, is_head=True) for row in grid.header)
        element.append(E.thead(*rows))
    body = E.tbody()
    for row, source in zip(grid.body, table.rows[heads:], strict=True):
        body.append(_row(row, source.cells, grid, fill, is_head=False))
    element.append(body)
    return element


def _row(
    row: GridRow, sources: Sequence[TableCell], grid: Grid, fill: Fill, *, is_head: bool
) -> etree._Element:
    element: etree._Element = E.tr()
    column = 0
    for number, cell in enumerate(row.cells):
        element.extend(_blanks(cell.start - column))
        column = max(min(cell.end, grid.columns), cell.start + 1)
        is_row_head = not is_head and sources[number].is_header
        element.append(_cell(cell, column, grid, fill, is_head=is_head, is_row_head=is_row_head))
    element.extend(_blanks(grid.columns - column))
    return element


def _blanks(count: int) -> Iterator[etree._Element]:
    """Cells that a cell above spans, or that are not there."""
    return (E.td() for _number in range(count))


def _cell(
    cell: Placed, end: int, grid: Grid, fill: Fill, *, is_head: bool, is_row_head: bool
) -> etree._Element:
    name, scope = "td", ""
    if is_head and not cell.is_empty:
        name = "th"
        scope = "colgroup" if end - cell.start > 1 else "col"
    elif is_row_head and not cell.is_empty:
        name, scope = "th", "row"
    element = etree.Element(name)
    if scope:
        element.set("scope", scope)
    if end - cell.start > 1:
        element.set("colspan", str(end - cell.start))
    if cell.is_empty:
        return element
    over = [] if is_head else headings_over(cell, grid)
    if over:
        # Screen readers say the heading by themselves.
        label = etree.SubElement(element, "span", {"class": "label", "aria-hidden": "true"})
        for heading in over:
            fill(label, [run for run in heading.runs if run.note is None])
            fill(label, [Run(": " if heading is over[-1] else " ")])
    return fill(element, cell.runs)
