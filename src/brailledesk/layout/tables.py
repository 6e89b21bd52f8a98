"""Tables in four ways, chosen by what fits.

The rule: columns, where every cell fits its column on one row. Else, where the table has a heading
that can label every cell, one cell a line with its label. Else one row a line, where no row takes
more than two rows of Braille. Else stairstep, where its indents leave half a row for every column.
Else one cell a line without labels. A style that the options ask for comes first; if it cannot hold
the table, the rule decides. Tables use the whole width of the page, wherever they stand.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from brailledesk.document import Table
from brailledesk.layout.columns import lay_columns
from brailledesk.layout.fill import Margins
from brailledesk.layout.flow import Chunk
from brailledesk.layout.grid import Grid, GridRow, Placed, grid_of
from brailledesk.layout.lines import LAYOUT, Line, LineKind
from brailledesk.layout.marks import page_mark
from brailledesk.layout.options import TableStyle
from brailledesk.layout.setting import Setting, is_blank
from brailledesk.text import Run

_STEP = 2
"""Cells by which a stairstep goes in, and by which runover and later cells of a row do."""

_LONGEST_LINEAR = 2
"""Rows of Braille that a row of the table may take on one line, if the choice is layout's."""

_LONGEST_LABEL = 2
"""A label may take so many rows; a longer one is not worth repeating at every cell."""

_MOST_LABELS = 4
"""A cell that spans columns is labelled with the headings of so many at most."""

_MOST_REPEATED = 4
"""A heading of more rows is not repeated on the next page."""


def lay_table(table: Table, setting: Setting) -> Iterator[Chunk]:
    """The chunks of a table: caption, heading, rows. A table without any text gives none."""
    grid = grid_of(table, setting.options)
    chunks = list(_caption(table, setting))
    if any(not cell.is_empty for row in grid.rows() for cell in row.cells):
        chunks.extend(_styled(grid, setting))
    else:
        chunks.extend(page_mark(mark, setting) for row in grid.rows() for mark in row.marks)
    if chunks:
        chunks[0] = replace(chunks[0], blank_before=1)
        chunks[-1] = replace(chunks[-1], blank_after=1, is_kept_with_next=False)
    yield from chunks


def _caption(table: Table, setting: Setting) -> Iterator[Chunk]:
    if not is_blank(table.caption):
        lines = setting.lines(table.caption, setting.margins(0, 0))
        yield Chunk(tuple(lines), is_kept_with_next=True)


def _styled(grid: Grid, setting: Setting) -> Sequence[Chunk]:
    style = setting.options.table_style
    wanted = [style] if style is not TableStyle.AUTO else []
    for one in (*wanted, TableStyle.COLUMNS, TableStyle.LISTED):
        chunks = _WAYS[one](grid, setting, is_wanted=one is style)
        if chunks is not None:
            return chunks
    return _without_labels(grid, setting)


def _without_labels(grid: Grid, setting: Setting) -> Sequence[Chunk]:
    linear = _linear(grid, setting)
    if all(_text_rows(chunk) <= _LONGEST_LINEAR for chunk in linear):
        return linear
    if _STEP * (grid.columns - 1) <= setting.width // 2:
        return _stairstep(grid, setting)
    return _rows(grid, setting, lambda row: _cells_in_turn(row, setting))


def _text_rows(chunk: Chunk) -> int:
    return sum(line.kind is LineKind.TEXT for line in chunk.lines)


def _rows(grid: Grid, setting: Setting, lay: Callable[[GridRow], Iterable[Line]]) -> list[Chunk]:
    """Heading rows with a rule under them, then the body; ``lay`` gives the lines of a row."""
    chunks: list[Chunk] = []
    repeated: tuple[Line, ...] = ()
    if grid.header:
        for row in grid.header:
            chunks.extend(page_mark(mark, setting) for mark in row.marks)
            repeated += tuple(lay(row))
        rule = Line(setting.rule(setting.width), "-" * setting.width, LineKind.RULE)
        repeated += (rule,)
        chunks.append(Chunk(repeated, is_kept_with_next=True))
    again = tuple(line.repeated() for line in repeated) if len(repeated) <= _MOST_REPEATED else ()
    for row in grid.body:
        chunks.extend(page_mark(mark, setting) for mark in row.marks)
        chunks.append(Chunk(tuple(lay(row)), repeated=again))
    return chunks


def _columns(grid: Grid, setting: Setting, *, is_wanted: bool) -> Sequence[Chunk] | None:
    del is_wanted
    lay = lay_columns(grid, setting)
    return None if lay is None else _rows(grid, setting, lay)


def _linear(grid: Grid, setting: Setting, *, is_wanted: bool = True) -> list[Chunk]:
    del is_wanted

    def lay(row: GridRow) -> list[Line]:
        runs: list[Run] = []
        for cell in row.cells:
            if runs:
                runs.append(Run("; ", origin=LAYOUT))
            runs.extend(shown(cell, setting))
        return setting.lines(runs, setting.margins(0, _STEP))

    return _rows(grid, setting, lay)


def _stairstep(grid: Grid, setting: Setting, *, is_wanted: bool = True) -> list[Chunk]:
    del is_wanted

    def lay(row: GridRow) -> Iterator[Line]:
        for cell in row.cells:
            indent = cell.start * _STEP
            yield from setting.lines(shown(cell, setting), setting.margins(indent, indent))

    return _rows(grid, setting, lay)


def _cells_in_turn(row: GridRow, setting: Setting) -> Iterator[Line]:
    for cell in row.cells:
        yield from _listed_cell([], cell, setting, is_first=cell is row.cells[0])


def _listed(grid: Grid, setting: Setting, *, is_wanted: bool) -> list[Chunk] | None:
    """One cell a line with its label. None if the heading cannot serve: a label would be lost or
    is too long. A table without heading is laid out so only where it is wanted.
    """
    if not grid.header:
        wanted = _rows(grid, setting, lambda row: _cells_in_turn(row, setting))
        return wanted if is_wanted else None
    labels = _Labels(grid)
    if not labels.can_serve(grid, setting):
        return None
    chunks = [page_mark(mark, setting) for row in grid.header for mark in row.marks]
    for row in grid.body:
        chunks.extend(page_mark(mark, setting) for mark in row.marks)
        lines: list[Line] = []
        for cell in row.cells:
            lines.extend(_listed_cell(labels.of(cell), cell, setting, is_first=not lines))
        chunks.append(Chunk(tuple(lines)))
    return chunks


def _listed_cell(
    label: Sequence[Run], cell: Placed, setting: Setting, *, is_first: bool
) -> list[Line]:
    """The first cell of a row stands at the margin, the others further in."""
    indent = 0 if is_first else _STEP
    runs = list(label)
    if runs:
        has_colon = runs[-1].text.rstrip().endswith(":")
        runs.append(Run(" " if has_colon else ": ", origin=LAYOUT))
    runs.extend(shown(cell, setting))
    return setting.lines(runs, setting.margins(indent, indent + _STEP))


class _Labels:
    """The heading cells of each column, as labels of the cells below."""

    def __init__(self, grid: Grid) -> None:
        self._columns = grid.columns
        self._rows = [row.cells for row in grid.header]
        self._starts = [[cell.start for cell in cells] for cells in self._rows]
        self._ends = [[cell.end for cell in cells] for cells in self._rows]

    def headings(self, cell: Placed) -> list[Placed]:
        """The heading cells over a cell; none over a cell that spans the whole table."""
        if cell.start == 0 and cell.end == self._columns > 1:
            return []
        found: list[Placed] = []
        for cells, starts, ends in zip(self._rows, self._starts, self._ends, strict=True):
            first, last = bisect_right(ends, cell.start), bisect_left(starts, cell.end)
            over = cells[first : min(last, first + _MOST_LABELS)]
            found.extend(one for one in over if not one.is_empty)
        return found

    def of(self, cell: Placed) -> list[Run]:
        runs: list[Run] = []
        for heading in self.headings(cell):
            if runs:
                runs.append(Run(" ", origin=LAYOUT))
            runs.extend(replace(run, origin=LAYOUT) for run in heading.runs)
        return runs

    def can_serve(self, grid: Grid, setting: Setting) -> bool:
        """Whether every heading labels some cell, and every label is short."""
        unused = {id(cell) for cells in self._rows for cell in cells if not cell.is_empty}
        for row in grid.body:
            for cell in row.cells:
                unused.difference_update(map(id, self.headings(cell)))
        return not unused and all(
            len(setting.lines(self.of(cell), Margins(0, 0, setting.width))) <= _LONGEST_LABEL
            for cells in self._rows
            for cell in cells
        )


def shown(cell: Placed, setting: Setting) -> Sequence[Run]:
    """The runs of a cell; an empty one shows the sign for it."""
    return cell.runs or (Run(setting.options.empty_cell, origin=LAYOUT),)


_WAYS: dict[TableStyle, Callable[..., Sequence[Chunk] | None]] = {
    TableStyle.COLUMNS: _columns,
    TableStyle.LISTED: _listed,
    TableStyle.LINEAR: _linear,
    TableStyle.STAIRSTEP: _stairstep,
}
