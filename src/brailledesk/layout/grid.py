"""Tables as grids: where each cell stands once spans are resolved, and its content as runs."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from brailledesk.document import (
    Block,
    Heading,
    Image,
    ListBlock,
    ListItem,
    PageMark,
    Paragraph,
    Poem,
    Quote,
    Table,
    TableCell,
    TableRow,
)
from brailledesk.layout.images import image_runs
from brailledesk.layout.lines import LAYOUT
from brailledesk.layout.options import LayoutOptions
from brailledesk.layout.setting import is_blank
from brailledesk.text import Run

_WIDEST_SPAN = 1000
"""As in HTML."""

_SPANNED_COLUMNS = 256
"""Columns further to the right are not kept free below a cell that spans rows."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell's content and the columns that it covers: ``start`` up to, not including, ``end``."""

    runs: tuple[Run, ...]
    start: int
    end: int

    @property
    def is_empty(self) -> bool:
        return not self.runs


@dataclass(frozen=True, slots=True)
class GridRow:
    """``marks`` are the print pages that begin in this row."""

    cells: tuple[Placed, ...]
    marks: tuple[PageMark, ...] = ()


@dataclass(frozen=True, slots=True)
class Grid:
    header: tuple[GridRow, ...]
    body: tuple[GridRow, ...]
    columns: int

    def rows(self) -> Iterator[GridRow]:
        yield from self.header
        yield from self.body


def grid_of(table: Table, options: LayoutOptions) -> Grid:
    """Resolve spans. A table that is all heading has no heading; columns in which no cell begins
    are joined with the one before them, so a span never costs more than the cells that are there.
    """
    count = max(table.header_rows, 0)
    if count >= len(table.rows):
        count = 0
    header = list(_placed_rows(table.rows[:count], options))
    body = list(_placed_rows(table.rows[count:], options))
    starts = sorted({cell.start for row in (*header, *body) for cell in row.cells})
    return Grid(_joined_columns(header, starts), _joined_columns(body, starts), len(starts))


def _placed_rows(rows: Sequence[TableRow], options: LayoutOptions) -> Iterator[GridRow]:
    for row, columns in zip(rows, cell_columns(rows), strict=True):
        placed: list[Placed] = []
        marks: list[PageMark] = []
        for cell, (start, end) in zip(row.cells, columns, strict=True):
            runs, inner_marks = flat_runs(cell.blocks, options)
            placed.append(Placed(tuple(runs), start, end))
            marks.extend(inner_marks)
        yield GridRow(tuple(placed), tuple(marks))


def cell_columns(rows: Sequence[TableRow]) -> Iterator[list[tuple[int, int]]]:
    """For each row the columns that its cells cover: the first, and the one behind the last."""
    taken: dict[int, int] = {}  # column to the row in which it is free again
    for number, row in enumerate(rows):
        column = 0
        columns: list[tuple[int, int]] = []
        for cell in row.cells:
            while taken.get(column, 0) > number:
                column += 1
            end = column + min(max(cell.column_span, 1), _WIDEST_SPAN)
            depth = min(max(cell.row_span, 1), len(rows) - number)
            if depth > 1:
                taken.update(
                    dict.fromkeys(range(column, min(end, _SPANNED_COLUMNS)), number + depth)
                )
            columns.append((column, end))
            column = end
        yield columns


def _joined_columns(rows: Iterable[GridRow], starts: list[int]) -> tuple[GridRow, ...]:
    def join(cell: Placed) -> Placed:
        return replace(
            cell, start=bisect_left(starts, cell.start), end=bisect_left(starts, cell.end)
        )

    return tuple(replace(row, cells=tuple(map(join, row.cells))) for row in rows)


def flat_runs(blocks: Iterable[Block], options: LayoutOptions) -> tuple[list[Run], list[PageMark]]:
    """Blocks as runs of one line, their pieces divided by blanks; and the page marks among them.

    Nothing is left out: markers of lists, captions and cells of inner tables, pictures.
    """
    runs: list[Run] = []
    marks: list[PageMark] = []
    for piece in _pieces(blocks, options):
        if isinstance(piece, PageMark):
            marks.append(piece)
        elif not is_blank(piece):
            if runs:
                runs.append(Run(" ", origin=LAYOUT))
            runs.extend(_without_line_feeds(run) for run in piece)
    return runs, marks


def _without_line_feeds(run: Run) -> Run:
    return replace(run, text=run.text.replace("\n", " ")) if "\n" in run.text else run


_Member = Block | ListItem | TableRow | TableCell


def _pieces(blocks: Iterable[Block], options: LayoutOptions) -> Iterator[Sequence[Run] | PageMark]:
    stack: list[Iterator[_Member]] = [iter(blocks)]
    while stack:
        member = next(stack[-1], None)
        match member:
            case None:
                stack.pop()
            case Paragraph() | Heading() | Poem():
                yield member.runs
            case Image():
                yield image_runs(member, options)
            case PageMark():
                yield member
            case _:
                yield _own_runs(member)
                stack.append(_inner(member))


def _own_runs(member: _Member) -> Sequence[Run]:
    match member:
        case ListItem():
            return (Run(member.marker),)
        case Table():
            return member.caption
    return ()


def _inner(member: _Member) -> Iterator[_Member]:
    match member:
        case Quote() | ListItem() | TableCell():
            return iter(member.blocks)
        case ListBlock():
            return iter(member.items)
        case Table():
            return iter(member.rows)
        case TableRow():
            return iter(member.cells)
    return iter(())
