"""Rows of tables: in columns where all of a table has room for them, else as records.

In columns each row of the table is one row; its cells begin below each other. A record has a row,
or more, for each cell, the heading of its column before it. The text of the line stays what it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from brailledesk.magnify.atlas import Look
from brailledesk.magnify.lines import Cell, TextLine, add_look
from brailledesk.magnify.reflow import Row, SetWord, looks_of, set_rows, token_of
from brailledesk.magnify.shaping import runs_left
from brailledesk.magnify.words import Words

_MOST_ROWS = 1_000
"""Rows of a table that are measured; of a longer one a row that is too wide becomes a record."""
_GAPS = 1.0, 0.6
"""Ems between two columns: as wide as there is room for, and never as narrow as two blanks."""


def line_rows(
    line: TextLine, words: Words, width: int, columns: int, stops: tuple[int, ...] | None = None
) -> Iterator[Row]:
    """The rows of a line, its picture before its text: see ``reflow.set_rows``.

    ``stops`` are those of the table that the line is a row of, if its columns have room.
    """
    enlarged = None
    atlas = words.atlas
    if line.picture is not None:
        enlarged = line.picture.enlarged(atlas.style, atlas.em, width)
    if enlarged is not None:
        below = 2 * atlas.metrics.margin
        yield Row(0, 0, (), enlarged.height, below, atlas.metrics.blank, enlarged)
    if line.cells:
        yield from _table_rows(line, words, width, columns, stops)
    elif enlarged is None or line.text:
        yield from set_rows(line, words, width, columns)


def column_stops(
    lines: Sequence[TextLine], words: Words, width: int, columns: int
) -> tuple[int, ...] | None:
    """Where the columns of a table begin, in pixels; None where they have no room.

    ``columns`` is how many characters a row has at most.
    """
    widest: dict[int, float] = {}
    for line in lines[:_MOST_ROWS]:
        for cell in line.cells:
            if cell.span > 1:
                continue
            size = _width(line, cell, words)
            if size is None:
                return None
            widest[cell.column] = max(widest.get(cell.column, 0.0), size)
    count = max(widest, default=0) + 1
    if count < 2:
        return None
    room = min(width, round(columns * words.atlas.metrics.character))
    for gap in (one * words.atlas.em for one in _GAPS):
        steps = [widest.get(column, 0.0) + gap for column in range(count)]
        if sum(steps) - gap <= room:
            return tuple(round(sum(steps[:column])) for column in range(count))
    return None


def _width(line: TextLine, cell: Cell, words: Words) -> float | None:
    """Pixels of a cell in one row; None where it runs from right to left."""
    if runs_left(line.text[cell.start : cell.end]):
        return None
    return token_of(line, words, cell.start, cell.end).width if cell.start < cell.end else 0.0


def _table_rows(
    line: TextLine, words: Words, width: int, columns: int, stops: tuple[int, ...] | None
) -> Iterator[Row]:
    """The rows of a line of a table whose columns begin at ``stops``; without them, a record."""
    row = None if stops is None else _in_columns(line, words, width, stops)
    if row is not None:
        yield row
    elif any(cell.label for cell in line.cells):
        yield from _record(line, words, width, columns)
    else:
        yield from set_rows(line, words, width, columns)


def _in_columns(line: TextLine, words: Words, width: int, stops: Sequence[int]) -> Row | None:
    """The line as one row; None where a cell has no room before the next."""
    metrics = words.atlas.metrics
    edges = dict(enumerate(stops))
    placed: list[SetWord] = []
    for cell in line.cells:
        if cell.start == cell.end:
            continue
        size = _width(line, cell, words)
        if size is None or cell.column >= len(stops):
            return None
        start = stops[cell.column]
        if start + size > edges.get(cell.column + cell.span, width):
            return None
        before, x = cell.start, float(start)
        for first, word, look in token_of(line, words, cell.start, cell.end).words:
            x += (first - before) * metrics.blank
            placed.append(SetWord(word, round(x), first, look))
            x += word.width
            before = first + len(word.text)
    above = max([metrics.above, *(one.word.above for one in placed)])
    below = max([metrics.below, *(one.word.below for one in placed)])
    return Row(0, len(line.text), tuple(placed), above, below, metrics.blank)


def _record(line: TextLine, words: Words, width: int, columns: int) -> Iterator[Row]:
    """The cells below each other; at least one row."""
    shown = [cell for cell in line.cells if cell.start < cell.end]
    if not shown:
        yield from set_rows(line, words, width, columns)
        return
    ends = [after.start for _, after in pairwise(shown)] + [len(line.text)]
    begin = 0
    for cell, end in zip(shown, ends, strict=True):
        field, shift = _field(line, cell)
        rows = list(set_rows(field, words, width, columns))
        for number, row in enumerate(rows):
            is_last = number == len(rows) - 1
            labels = tuple(one for one in row.words if one.start < shift)
            yield replace(
                row,
                start=begin if not number else max(row.start - shift, 0) + cell.start,
                end=end if is_last else max(row.end - shift, 0) + cell.start,
                words=tuple(
                    one._replace(start=one.start - shift + cell.start)
                    for one in row.words
                    if one.start >= shift
                ),
                labels=labels,
            )
        begin = end


def _field(line: TextLine, cell: Cell) -> tuple[TextLine, int]:
    """A cell with its heading as a line of its own, and where the cell begins in it."""
    head = f"{cell.label}: " if cell.label else ""
    looks: list[tuple[int, int]] = []
    add_look(looks, len(head), Look.BOLD)
    for _, end, look in looks_of(line, cell.start, cell.end):
        add_look(looks, len(head) + end - cell.start, look)
    return TextLine(head + line.text[cell.start : cell.end], tuple(looks)), len(head)
