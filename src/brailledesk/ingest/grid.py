"""The grid of a table while it is read: cells that cover columns and rows."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from brailledesk.document import Block, Table, TableCell, TableRow
from brailledesk.text import Origin

MOST_COLUMNS = 1_000


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of a row as the source gives it."""

    blocks: tuple[Block, ...]
    columns: int = 1
    rows: int = 1
    is_header: bool = False


@dataclass(slots=True)
class Grid:
    """The rows so far."""

    rows: list[tuple[TableCell, ...]] = field(default_factory=list)
    header_rows: int = 0

    def add_row(self, cells: list[GridCell], *, is_header: bool = False) -> None:
        """Add a row; one all of whose cells belong to cells above may be empty."""
        if is_header and self.header_rows == len(self.rows):
            self.header_rows += 1
        made = (
            TableCell(cell.blocks, min(cell.columns, MOST_COLUMNS), cell.rows, cell.is_header)
            for cell in cells
        )
        self.rows.append(tuple(made))

    def close(self, origin: Origin) -> Table | None:
        """The table, None where it has no cells; rows that only cells above cover are left out."""
        shown = [place for place, row in enumerate(self.rows) if row]
        if not shown:
            return None
        rows = [
            TableRow(tuple(_clamp(cell, place, shown) for cell in self.rows[place]))
            for place in shown
        ]
        header_rows = sum(1 for place in shown if place < self.header_rows)
        return Table(tuple(rows), header_rows, origin=origin)


def _clamp(cell: TableCell, place: int, shown: list[int]) -> TableCell:
    """The cell with the rows that it covers of those that are shown."""
    if cell.row_span == 1:
        return cell
    covered = sum(1 for one in shown if place <= one < place + cell.row_span)
    return replace(cell, row_span=max(covered, 1))
