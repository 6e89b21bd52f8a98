"""Tables in columns: widths from the translated cells, rows as in print."""

from __future__ import annotations

from collections.abc import Callable
from itertools import accumulate
from typing import NamedTuple

from brailledesk.layout.grid import Grid, GridRow, Placed
from brailledesk.layout.lines import LAYOUT, Line
from brailledesk.layout.setting import Setting, content_ranges
from brailledesk.pages import PrintSpan
from brailledesk.text import Run


class _Entry(NamedTuple):
    """A cell, translated; ``content`` are the ranges of its cells that are not layout's own."""

    placed: Placed
    cells: bytes
    print_text: str
    content: tuple[tuple[int, int], ...]
    spans: tuple[PrintSpan, ...] = ()


def lay_columns(grid: Grid, setting: Setting) -> Callable[[GridRow], list[Line]] | None:
    """What lays a row of the table in columns, or None where the columns do not fit the page."""
    gap = setting.options.column_gap
    if grid.columns * (1 + gap) - gap > setting.width:
        return None
    entries = _entries(grid, setting)
    starts = _starts(entries, grid.columns, gap, setting.width) if entries else None
    if entries is None or starts is None:
        return None
    by_row = {id(row): line for row, line in zip(grid.rows(), entries, strict=True)}
    return lambda row: _row_lines(by_row[id(row)], starts)


def _entries(grid: Grid, setting: Setting) -> list[list[_Entry]] | None:
    """Every cell translated; None as soon as one is wider than the page."""
    rows: list[list[_Entry]] = []
    for row in grid.rows():
        rows.append([_entry(placed, setting) for placed in row.cells])
        if any(len(entry.cells) > setting.width for entry in rows[-1]):
            return None
    return rows


def _entry(placed: Placed, setting: Setting) -> _Entry:
    runs = placed.runs or (Run(setting.options.empty_cell, origin=LAYOUT),)
    passage = setting.passage(runs)
    cells = passage.cells.strip(b"\0")
    shift = len(passage.cells) - len(passage.cells.lstrip(b"\0"))
    ranges = content_ranges(runs, passage)
    if ranges is None:
        ranges = [(0, len(cells))]
    else:
        ranges = [(max(first - shift, 0), min(last - shift, len(cells))) for first, last in ranges]
    spans = passage.spans((shift, shift + len(cells)), (0, len(passage.text)))
    return _Entry(placed, cells, passage.print_text(), tuple(ranges), spans)


def _starts(entries: list[list[_Entry]], columns: int, gap: int, width: int) -> list[int] | None:
    """Where each column begins; None if the last one ends beyond ``width``.

    A column is as wide as its widest cell; a cell that spans columns widens the last of them.
    """
    widths = [0] * columns
    spanning: list[_Entry] = []
    for row in entries:
        for entry in row:
            if entry.placed.end - entry.placed.start == 1:
                column = entry.placed.start
                widths[column] = max(widths[column], len(entry.cells))
            else:
                spanning.append(entry)
    for entry in spanning:
        start, end = entry.placed.start, entry.placed.end
        have = sum(widths[start:end]) + gap * (end - start - 1)
        widths[end - 1] += max(0, len(entry.cells) - have)
    starts = [0, *accumulate(one + gap for one in widths[:-1])]
    return starts if starts[-1] + widths[-1] <= width else None


def _row_lines(entries: list[_Entry], starts: list[int]) -> list[Line]:
    """One line, or none for a row whose every place a cell above covers."""
    cells = bytearray()
    content: list[tuple[int, int]] = []
    spans: list[PrintSpan] = []
    texts: list[str] = []
    runs = (run for entry in entries for run in entry.placed.runs)
    labels = tuple(run.note for run in runs if run.note and run.text)  # a mark that is seen
    for entry in entries:
        cells.extend(bytes(starts[entry.placed.start] - len(cells)))
        start = len(cells)
        content += [(start + first, start + last) for first, last in entry.content if first < last]
        spans += [span.moved(start) for span in entry.spans]
        cells.extend(entry.cells)
        texts.append(entry.print_text)
    if not cells:
        return []
    return [
        Line(
            bytes(cells),
            "  ".join(texts),
            content=tuple(content),
            notes=labels,
            spans=tuple(spans),
        )
    ]
