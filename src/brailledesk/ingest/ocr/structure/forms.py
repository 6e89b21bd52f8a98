"""Forms: labels with their values, each pair a paragraph, as a listener and the sheets want them.

Print puts a value beside its label, often two pairs in one row, and lets a long value go on below
itself. Here every pair becomes a line by itself, "Cliente: Mario Rossi".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from brailledesk.ingest.pdf.aligned import cells_of
from brailledesk.ingest.pdf.lines import Grid, Item, Line, text_of
from brailledesk.ingest.pdf.page import Piece

_LABEL = re.compile(
    r"(?:[^\W_a-zà-ÿ][^\s:;,]{0,19}(?: [^\s:;,]{1,19}){0,4}"
    r"|[^\W_][^\s:;,]{0,19}(?: [^\s:;,]{1,19})?):(?!//)(?=\s|$)"
)
"""Up to five words without a comma; two, if they begin with a small letter."""
_LEAST_PAIRS = 2
"""A single "Oggetto: …" is a line of a letter."""
_FARTHEST = 2.2
"""Of the size: baselines of a form's lines."""
_SHORT = 0.15
"""Of its column: a line that ends so far before it."""
_GAP = 0.6
"""Of the size: more than a blank."""
_UNDER = 1.0
"""Of the size: what a value that goes on may stand off the beginning of the value."""

Pieces = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    """The pairs of one line, or the text that goes on with a value of the row above."""

    line: Line
    pairs: tuple[Pieces, ...]


def with_pairs(items: Sequence[Item]) -> list[Item]:
    """The items, those of forms as lines that stand alone, one a pair, in reading order."""
    found: list[Item] = []
    flat: list[Item] = []
    for item in items:
        flat += _opened(item) or [item]
    place = 0
    while place < len(flat):
        rows = _form_at(flat, place)
        if sum(len(row.pairs) for row in rows) >= _LEAST_PAIRS and _is_form(rows):
            found += _pair_lines(rows)
            place += len(rows)
        else:
            found.append(flat[place])
            place += 1
    return found


def _opened(item: Item) -> list[Line] | None:
    """The rows of a table that is a form: every other column is labels with colons."""
    if (
        not isinstance(item, Grid)
        or item.columns % 2
        or len(item.cells) != item.rows * item.columns
    ):
        return None
    rows: list[Line] = []
    for start in range(0, len(item.cells), item.columns):
        cells = item.cells[start : start + item.columns]
        if any(len(cell.lines) != 1 for cell in cells[::2]):
            return None
        if any(len(cell.lines) > 1 for cell in cells[1::2]):
            return None
        labels = [cell.lines[0].text for cell in cells[::2]]
        values = [cell.lines[0].text for cell in cells[1::2] if cell.lines]
        if not all(_is_label(one) for one in labels) or any(_is_label(one) for one in values):
            return None
        first = cells[0].lines[0]
        pieces = tuple(piece for cell in cells for line in cell.lines for piece in line.pieces)
        span = (item.edges[0], item.edges[-1])
        rows.append(replace(first, pieces=pieces, column=span))
    return rows


def _is_label(text: str) -> bool:
    match = _LABEL.match(text)
    return match is not None and match.end() == len(text)


def _form_at(items: Sequence[Item], start: int) -> list[_Row]:
    """The rows of the form that begins at ``start``; none if none does."""
    rows: list[_Row] = []
    for item in items[start:]:
        if not isinstance(item, Line) or item.is_turned:
            break
        if rows and not 0 < item.base - rows[-1].line.base < _FARTHEST * item.size:
            break
        pairs = _pairs(item)
        if not pairs and not (rows and _goes_on(item, rows)):
            break
        rows.append(_Row(item, pairs))
    while rows and not rows[-1].pairs and len(rows) == 1:
        rows.pop()
    return rows


def _pairs(line: Line) -> tuple[Pieces, ...]:
    """The pieces of a line, parted before every label; empty where it does not begin with one."""
    if not _LABEL.match(line.text):
        return ()
    pairs: list[list[Piece]] = []
    for cell in cells_of(line):
        # A label begins a pair, unless the cell before is a label that waits for its value.
        if not pairs or (_LABEL.match(text_of(cell)) and not _is_label(text_of(pairs[-1]))):
            pairs.append([])
        pairs[-1] += cell
    return tuple(map(tuple, pairs))


def _is_form(rows: Sequence[_Row]) -> bool:
    """Whether lines with colons are a form: text that is full of colons fills its lines."""
    laid_out = sum(1 for row in rows if len(row.pairs) != 1 or _is_laid_out(row))
    return 2 * laid_out >= len(rows)


def _is_laid_out(row: _Row) -> bool:
    """Whether a pair has a gap behind its label, or ends well before its column does."""
    left, right = row.line.column
    if row.line.right < right - _SHORT * (right - left):
        return True
    return any(
        before.text.endswith(":") and piece.left - before.right > _GAP * piece.size
        for before, piece in pairwise(row.pairs[0])
    )


def _goes_on(line: Line, rows: Sequence[_Row]) -> bool:
    """Whether a line only has text under the values of the row above."""
    above = next((row for row in reversed(rows) if row.pairs), None)
    if above is None:
        return False
    starts = [start for pair in above.pairs if (start := _value_start(pair)) is not None]
    return all(
        any(abs(cell[0].left - start) <= _UNDER * line.size for start in starts)
        for cell in cells_of(line)
    )


def _value_start(pair: Pieces) -> float | None:
    """Where the value of a pair begins; None where it has none."""
    place = next((n for n, piece in enumerate(pair) if piece.text.endswith(":")), None)
    return pair[place + 1].left if place is not None and place + 1 < len(pair) else None


def _pair_lines(rows: Sequence[_Row]) -> Iterator[Line]:
    """One line a pair, with what stands under its value."""
    waiting: list[tuple[Line, list[Piece]]] = []
    for row in rows:
        if row.pairs:
            yield from _closed(waiting)
            waiting = [(row.line, list(pair)) for pair in row.pairs]
            continue
        for cell in cells_of(row.line):
            home = min(waiting, key=lambda one: _distance(one[1], cell[0].left))
            home[1].extend(cell)
    yield from _closed(waiting)


def _distance(pair: Sequence[Piece], left: float) -> float:
    start = _value_start(tuple(pair))
    return abs(start - left) if start is not None else float("inf")


def _closed(waiting: Sequence[tuple[Line, list[Piece]]]) -> Iterator[Line]:
    for line, pieces in waiting:
        first = pieces[0]._replace(is_glued=False)
        yield replace(line, pieces=(first, *pieces[1:]), is_alone=True)
