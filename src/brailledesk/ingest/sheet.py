"""A sheet of cells as blocks: what CSV, XLSX and ODS have in common.

A sheet is sparse: cells by row and column, counted from 0. What is hidden goes, and so do empty
borders and columns. Empty rows divide a sheet into regions, as people use them: a region of one
column is paragraphs, any other a table.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from brailledesk.document import (
    Block,
    Heading,
    Paragraph,
    Remark,
    Table,
    TableCell,
    TableRow,
)
from brailledesk.errors import N_, SourceDamaged
from brailledesk.ingest.runs import OpenRuns
from brailledesk.text import Origin, Run, Typeform

MAX_CELLS = 1_000_000
"""Cells with text that all sheets of a file may have together."""
MAX_AREA = 2_000_000
"""Cells of one table, the empty ones too: two cells far apart span millions."""
MAX_TEXT = 100_000_000
"""Characters of all cells."""
_LONGEST_LABEL = 60
_LONGEST_HIDDEN_GAP = 1_000


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell shows. ``is_value`` for numbers, dates and the like; spans count from 1.

    ``struck`` are the parts of its text that are crossed out while the others are not, as (start,
    end) in ascending order.
    """

    text: str
    is_value: bool = False
    typeform: Typeform = Typeform.PLAIN
    columns: int = 1
    rows: int = 1
    struck: tuple[tuple[int, int], ...] = ()

    def runs(self, origin: Origin) -> tuple[Run, ...]:
        """Its text without blanks at the ends."""
        if not self.struck:
            return (Run(self.text.strip(), self.typeform, origin=origin),)
        runs = OpenRuns()
        place = 0
        for start, end in self.struck:
            runs.add(self.text[place:start], self.typeform, origin=origin)
            runs.add(self.text[start:end], self.typeform | Typeform.STRUCK, origin=origin)
            place = end
        runs.add(self.text[place:], self.typeform, origin=origin)
        return runs.take()


@dataclass(slots=True)
class Sheet:
    """One sheet; ``hidden_rows`` and ``hidden_columns`` are spans (first, last), in any order.

    ``place_of`` names a cell for messages. ``has_heading`` is what the source itself says of the
    first row; None if it says nothing.
    """

    name: str
    place_of: Callable[[int, int], str]
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    hidden_rows: list[tuple[int, int]] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    is_hidden: bool = False
    has_heading: bool | None = None


@dataclass(frozen=True, slots=True)
class _Placed:
    """A visible cell: its visible rows and columns, and what it is called."""

    cell: Cell
    rows: tuple[int, int]
    columns: tuple[int, int]
    place: str


def column_name(column: int) -> str:
    """A column as spreadsheets call it: A, B, ... Z, AA."""
    name = ""
    column += 1
    while column:
        column, digit = divmod(column - 1, 26)
        name = chr(65 + digit) + name
    return name


def count_cells(sheets: list[Sheet], path: str) -> None:
    """Raise SourceDamaged where the sheets have more cells or text than anybody could read."""
    if sum(len(sheet.cells) for sheet in sheets) > MAX_CELLS:
        raise SourceDamaged(path, N_("it has more than a million cells"))
    texts = (len(cell.text) for sheet in sheets for cell in sheet.cells.values())
    if sum(texts) > MAX_TEXT:  # one text may stand in all cells
        raise SourceDamaged(path, N_("its cells hold more text than any reader could read"))


def sheets_to_blocks(
    sheets: list[Sheet], path: str
) -> tuple[tuple[Block, ...], tuple[Remark, ...]]:
    """The blocks of all sheets, with their names as headings if there are several; what is hidden.

    Raises SourceDamaged where a table would be larger than MAX_AREA.
    """
    remarks: list[Remark] = []
    contents: list[tuple[str, list[Block]]] = []
    for sheet in sheets:
        origin = Origin(path, f"sheet {sheet.name}" if sheet.name else "")
        if sheet.is_hidden:
            if sheet.cells:
                remarks.append(Remark(N_("a hidden sheet was left out."), origin))
            continue
        placed, hidden = _visible(sheet)
        for message, count in hidden:
            remarks.append(Remark(message, origin, {"count": count}))
        blocks = list(_blocks(placed, sheet, path))
        if blocks:
            contents.append((sheet.name, blocks))
    found: list[Block] = []
    for name, blocks in contents:
        if len(contents) > 1:
            origin = Origin(path, f"sheet {name}")
            found.append(Heading(1, (Run(name, origin=origin),), origin))
        found += blocks
    return tuple(found), tuple(remarks)


def _visible(sheet: Sheet) -> tuple[list[_Placed], list[tuple[str, int]]]:
    """The cells that can be seen, row by row, and how many rows and columns are hidden."""
    hidden_rows, hidden_columns = _Spans(sheet.hidden_rows), _Spans(sheet.hidden_columns)
    placed: list[_Placed] = []
    rows_gone: set[int] = set()
    columns_gone: set[int] = set()
    for (row, column), cell in sorted(sheet.cells.items()):
        if not cell.text.strip():
            continue
        rows = hidden_rows.trim(row, row + cell.rows - 1)
        columns = hidden_columns.trim(column, column + cell.columns - 1)
        if rows is None:
            rows_gone.add(row)
        if columns is None:
            columns_gone.add(column)
        if rows is not None and columns is not None:
            placed.append(_Placed(cell, rows, columns, sheet.place_of(row, column)))
    counts = [
        (N_("hidden rows were left out: {count}."), len(rows_gone)),
        (N_("hidden columns were left out: {count}."), len(columns_gone)),
    ]
    return placed, [(what, count) for what, count in counts if count]


class _Spans:
    """Spans of numbers, to be asked quickly."""

    def __init__(self, spans: list[tuple[int, int]]) -> None:
        merged: list[list[int]] = []
        for first, last in sorted(spans):
            if merged and first <= merged[-1][1] + 1:
                merged[-1][1] = max(merged[-1][1], last)
            else:
                merged.append([first, last])
        self._firsts = [first for first, _ in merged]
        self._lasts = [last for _, last in merged]

    def end_at(self, number: int) -> int | None:
        """The last number of the span that holds ``number``; None where none does."""
        place = bisect_right(self._firsts, number) - 1
        return self._lasts[place] if place >= 0 and number <= self._lasts[place] else None

    def begin_at(self, number: int) -> int | None:
        place = bisect_right(self._firsts, number) - 1
        return self._firsts[place] if place >= 0 and number <= self._lasts[place] else None

    def trim(self, first: int, last: int) -> tuple[int, int] | None:
        """What is outside of the spans at both ends of first to last; None where nothing is."""
        end = self.end_at(first)
        if end is not None:
            first = end + 1
        begin = self.begin_at(last)
        if begin is not None:
            last = begin - 1
        return (first, last) if first <= last else None


def _blocks(placed: list[_Placed], sheet: Sheet, path: str) -> Iterator[Block]:
    regions = _joined(_regions(placed, _Spans(sheet.hidden_rows)), has_heading=sheet.has_heading)
    for number, region in enumerate(regions):
        columns = _columns_of(region)
        if len(columns) == 1:
            for one in region:
                yield _paragraph(one, path)
        else:
            has_heading = sheet.has_heading if number == 0 else None
            yield _table(region, columns, path, has_heading=has_heading)


def _joined(
    regions: Iterable[list[_Placed]], *, has_heading: bool | None
) -> Iterator[list[_Placed]]:
    """The regions, those together that an empty row only spaces out.

    They stand under the same columns, and the lower one has no heading of its own.
    """
    above: list[_Placed] = []
    columns: set[int] = set()
    """Those of the region above, if it has a heading."""
    said = has_heading
    for region in regions:
        below = _columns_of(region)
        if len(below) > 1 and set(below) <= columns and not _is_headed(region, below, None):
            above += region
            continue
        if above:
            yield above
            said = None
        above = region
        columns = set(below) if _is_headed(region, below, said) else set()
    if above:
        yield above


def _is_headed(region: list[_Placed], columns: list[int], said: bool | None) -> bool:
    by_row: dict[int, list[_Placed]] = {}
    for one in region:
        by_row.setdefault(one.rows[0], []).append(one)
    return _has_heading([by_row[row] for row in sorted(by_row)], len(columns), said)


def _columns_of(region: list[_Placed]) -> list[int]:
    return _kept({one.columns for one in region})


def _regions(placed: list[_Placed], hidden: _Spans) -> Iterator[list[_Placed]]:
    """Cells between empty rows; rows that are hidden divide nothing."""
    region: list[_Placed] = []
    last = -1
    for one in sorted(placed, key=lambda cell: (cell.rows[0], cell.columns[0])):
        if region and not _touches(last, one.rows[0], hidden):
            yield region
            region = []
        region.append(one)
        last = max(last, one.rows[1])
    if region:
        yield region


def _touches(last: int, first: int, hidden: _Spans) -> bool:
    """Whether no visible row stands between two rows."""
    if first - last > _LONGEST_HIDDEN_GAP:
        return False
    return all(hidden.end_at(row) is not None for row in range(last + 1, first))


def _kept(spans: set[tuple[int, int]]) -> list[int]:
    """The rows or columns in which a cell begins; the others would be empty."""
    return sorted({first for first, _ in spans})


def _paragraph(one: _Placed, path: str) -> Paragraph:
    origin = Origin(path, one.place)
    return Paragraph(one.cell.runs(origin), origin)


def _table(
    region: list[_Placed], columns: list[int], path: str, *, has_heading: bool | None
) -> Table:
    rows = _kept({one.rows for one in region})
    if len(rows) * len(columns) > MAX_AREA:
        raise SourceDamaged(path, N_("its cells are too far apart for a table"), region[0].place)
    by_row: dict[int, list[_Placed]] = {row: [] for row in rows}
    for one in region:
        by_row[one.rows[0]].append(one)
    heads = int(_has_heading([by_row[row] for row in rows], len(columns), has_heading))
    growing = [0] * len(columns)
    """For each column the rows that a cell above still covers."""
    made: list[TableRow] = []
    for place, row in enumerate(rows):
        cells = _row(by_row[row], (rows, columns), growing, path, is_header=place < heads)
        made.append(TableRow(tuple(cells)))
    return Table(tuple(made), heads, origin=Origin(path, region[0].place))


def _row(
    cells: list[_Placed],
    grid: tuple[list[int], list[int]],
    growing: list[int],
    path: str,
    *,
    is_header: bool,
) -> Iterator[TableCell]:
    """One row; ``growing`` is brought forward by it."""
    rows, columns = grid
    waiting = {bisect_left(columns, one.columns[0]): one for one in cells}
    place = 0
    while place < len(columns):
        if growing[place]:
            growing[place] -= 1
            place += 1
            continue
        one = waiting.get(place)
        if one is None:
            yield TableCell((), is_header=is_header)
            place += 1
            continue
        width = bisect_right(columns, one.columns[1]) - place
        for other in range(place + 1, place + width):
            if growing[other] or other in waiting:  # overlapping merges of a hostile file
                width = other - place
                break
        height = bisect_right(rows, one.rows[1]) - bisect_left(rows, one.rows[0])
        growing[place : place + width] = [height - 1] * width
        bare = one if not is_header else _Placed(_plain(one.cell), one.rows, one.columns, one.place)
        yield TableCell((_paragraph(bare, path),), width, height, is_header)
        place += width


def _plain(cell: Cell) -> Cell:
    """The cell without its bold: a heading's own bold is its looks, not an emphasis."""
    return replace(cell, typeform=cell.typeform & ~Typeform.BOLD)


def _is_bold(one: _Placed) -> bool:
    return bool(one.cell.typeform & Typeform.BOLD)


def _has_heading(rows: list[list[_Placed]], width: int, said: bool | None) -> bool:
    """Whether the first row names the columns.

    It does where all columns have a different short text there, and something tells it from the
    rows below: the source itself, its bold, or values under a name. Of three or more columns that
    all hold text it is taken to: two may as well be labels and what they say.
    """
    first = rows[0]
    texts = {one.cell.text.strip() for one in first}
    if len(rows) < 2 or len(first) != width or len(texts) != width:
        return False
    if any(one.cell.is_value or len(one.cell.text) > _LONGEST_LABEL for one in first):
        return False
    if said or width > 2:
        return True
    below = [one for row in rows[1:] for one in row]
    is_marked = all(map(_is_bold, first)) and not all(map(_is_bold, below))
    with_text = {one.columns[0] for one in below if not one.cell.is_value}
    with_values = {one.columns[0] for one in below if one.cell.is_value}
    return is_marked or bool(with_values - with_text)
