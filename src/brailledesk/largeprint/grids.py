"""Tables of large print: columns where they can be read, else one record for each row.

The rule: columns, where the longest word of every column has room beside those of the others, and
no cell takes more than six lines. Else every row becomes a record of lines ``heading: value``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from brailledesk.document import PageMark
from brailledesk.largeprint.signs import visible
from brailledesk.layout.grid import Grid, Placed
from brailledesk.layout.protected import protected_spans
from brailledesk.text import Run, plain_text

if TYPE_CHECKING:
    from brailledesk.largeprint.faces import Typefaces  # it needs typst, which HTML does not

_MOST_LINES = 6
"""A cell of more lines is running text, which is hard to read in a narrow column."""

_MOST_COLUMNS = 12
_LONGEST_UNIT = 20
"""Characters; longer addresses and numbers may be divided at their blanks."""

PADDING = 0.3
"""At the left and the right of each cell, in sizes."""


@dataclass(frozen=True, slots=True)
class Field:
    """A cell of a record with the headings over it; ``marks`` are print pages that begin there."""

    label: tuple[Run, ...]
    value: tuple[Run, ...]
    marks: tuple[PageMark, ...] = ()


@dataclass(frozen=True, slots=True)
class Columns:
    """A table that is set in columns of these widths, in sizes."""

    grid: Grid
    widths: tuple[float, ...]


def fit_columns(grid: Grid, faces: Typefaces, room: float) -> Columns | None:
    """The grid with the widths of its columns where it fits ``room`` (in sizes), else None."""
    count = grid.columns
    if not 0 < count <= _MOST_COLUMNS:
        return None
    least, natural = [0.0] * count, [0.0] * count
    for cell, is_strong in _cells(grid):
        words = _units(visible(plain_text(cell.runs)))
        widths = [faces.width(word, is_strong=is_strong) for word in words]
        span = range(cell.start, max(min(cell.end, count), cell.start + 1))
        for column in span:
            share = len(span)
            line = sum(widths) + 0.3 * len(words)
            least[column] = max(least[column], max(widths, default=0) / share)
            natural[column] = max(natural[column], line / share)
    room -= 2 * PADDING * count
    spare = room - sum(least)
    if spare < 0:
        return None
    wanted = [max(most - low, 0) for most, low in zip(natural, least, strict=True)]
    part = min(spare / (sum(wanted) or 1), 1)
    widths = [low + part * more for low, more in zip(least, wanted, strict=True)]
    lines = (most / (width or 1) for most, width in zip(natural, widths, strict=True))
    if any(ceil(one - 0.05) > _MOST_LINES for one in lines):
        return None
    # A little more than was measured: kerning, and bold words in plain cells.
    return Columns(grid, tuple(width + 2 * PADDING + 0.1 for width in widths))


def _units(text: str) -> list[str]:
    """What of a text stays on one line: words, amounts with their unit, telephone numbers."""
    held = list(text)
    for start, end in protected_spans(text):
        if end - start <= _LONGEST_UNIT:
            held[start:end] = ["\0" if one.isspace() else one for one in text[start:end]]
    return [unit.replace("\0", " ") for unit in "".join(held).split()]


def _cells(grid: Grid) -> Iterator[tuple[Placed, bool]]:
    for row in grid.header:
        yield from ((cell, True) for cell in row.cells)
    for row in grid.body:
        yield from ((cell, False) for cell in row.cells)


def records(grid: Grid) -> Iterator[list[Field]]:
    """The rows as records; headings that label no cell come first, in a record of their own."""
    used: set[int] = set()
    found: list[list[Field]] = []
    for row in grid.body:
        fields: list[Field] = []
        for cell in row.cells:
            over = headings_over(cell, grid)
            used.update(map(id, over))
            if not cell.is_empty:
                fields.append(Field(_joined(over), cell.runs, row.marks if not fields else ()))
        if not fields and row.marks:
            fields.append(Field((), (), row.marks))
        found.append(fields)
    rest = [
        Field((), cell.runs)
        for row in grid.header
        for cell in row.cells
        if id(cell) not in used and not cell.is_empty
    ]
    marks = tuple(mark for row in grid.header for mark in row.marks)
    if rest or marks:
        yield [Field((), (), marks), *rest] if marks else rest
    yield from (fields for fields in found if fields)


def headings_over(cell: Placed, grid: Grid) -> list[Placed]:
    """The heading cells over a cell, from the top."""
    if cell.start == 0 and cell.end >= grid.columns > 1:
        return []
    return [
        heading
        for row in grid.header
        for heading in row.cells
        if heading.start < cell.end and cell.start < heading.end and not heading.is_empty
    ]


def _joined(cells: Sequence[Placed]) -> tuple[Run, ...]:
    runs: list[Run] = []
    for cell in cells:
        if runs:
            runs.append(Run(" "))
        runs.extend(cell.runs)
    return tuple(runs)
