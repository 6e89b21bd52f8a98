"""Columns: where a page is read down one side before the other.

A gutter is a strip of blank that stays blank through successive bands of text. It parts columns
only where both sides read as text by themselves: enough lines, each long enough. Lists with hanging
markers, aligned labels and tables have gutters too, and are read across.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from brailledesk.ingest.pdf.aligned import aligned_tables
from brailledesk.ingest.pdf.lines import Grid, Item, Line, lines_of, rows_of
from brailledesk.ingest.pdf.overfull import within_columns
from brailledesk.ingest.pdf.page import FIXED, Piece

Box = Piece | Grid
Strip = tuple[float, float]

LEAST_GUTTER = 0.8
"""Of the size of the text."""
LEAST_ROWS = 3
LEAST_CHARACTERS = 14
"""Of a column's line in the middle: a narrow column of a leaflet still has as many."""
_OF_BLANK = 1.3
"""Of the blank between two words: a gutter is wider."""
_SAME_LINE, _WIDEST_BLANK = 0.2, 1.2
"""Of the size."""
_DEEPEST = 3
_WIDE_GAP = 1.2
_MARGIN = 1.0
_LEAST_POINTS = 5.0
_TRIES = 8
MOST_STRIPS = 100
"""Of a band: a line of text has fewer blanks; the work stays bounded on pages made to hurt."""
MOST_CANDIDATES = 100
MOST_GUTTERS = 12
"""A page with more is a table or a raster."""


Tables = Callable[[Sequence[Line]], list[Item]]


def reading_order(
    boxes: Sequence[Box], depth: int = 0, tables: Tables = aligned_tables
) -> list[Item]:
    """The lines and tables of a page, or of a part of it, in reading order.

    ``tables`` finds tables without walls in successive lines.
    """
    boxes = within_columns(boxes, _least_gutter(boxes))
    bands = _bands(boxes)
    found = _columns(bands) if depth < _DEEPEST else None
    if found is None:
        return _read_across(boxes, tables)
    first, last, gutters = found
    before, inside, after = _trimmed(bands[first:last], gutters, _size_of(boxes))
    items = reading_order(_flat([*bands[:first], *before]), depth + 1, tables)
    for column in _parted(inside, gutters):
        items += reading_order(column, depth + 1, tables)
    return items + reading_order(_flat([*after, *bands[last:]]), depth + 1, tables)


def _flat(bands: Iterable[Iterable[Box]]) -> list[Box]:
    return [box for band in bands for box in band]


def _read_across(boxes: Iterable[Box], tables: Tables) -> list[Item]:
    """Lines from top to bottom, tables between them."""
    held = list(boxes)
    if not held:
        return []
    span = (min(map(_left, held)), max(map(_right, held)))
    grids = [box for box in held if isinstance(box, Grid)]
    items = tables(lines_of((box for box in held if isinstance(box, Piece)), span))
    for grid in grids:
        place = next((n for n, item in enumerate(items) if item.base > grid.top), len(items))
        items.insert(place, grid)
    return items


def _left(box: Box) -> float:
    return box.edges[0] if isinstance(box, Grid) else box.left


def _right(box: Box) -> float:
    return box.edges[-1] if isinstance(box, Grid) else box.right


def _size_of(boxes: Sequence[Box]) -> float:
    return statistics.median([box.size for box in boxes if isinstance(box, Piece)] or [10.0])


def _least_gutter(boxes: Sequence[Box]) -> float:
    """Of a wide font, as a typewriter's, blanks between words are as wide as narrow gutters."""
    size = _size_of(boxes)
    pieces = sorted(
        (box for box in boxes if isinstance(box, Piece)), key=lambda box: (box.base, box.left)
    )
    gaps = [
        piece.left - before.right
        for before, piece in pairwise(pieces)
        if abs(piece.base - before.base) < _SAME_LINE * size
        and 0 < piece.left - before.right < _WIDEST_BLANK * size
    ]
    blank = statistics.median(gaps) if gaps else 0.0
    return max(LEAST_GUTTER * size, _OF_BLANK * blank, _LEAST_POINTS)


def _bands(boxes: Sequence[Box]) -> list[list[Box]]:
    """Boxes that overlap in height, together; from top to bottom."""
    bands: list[list[Box]] = []
    bottom = float("-inf")
    for box in sorted(boxes, key=lambda box: box.top):
        if box.top < bottom:
            bands[-1].append(box)
        else:
            bands.append([box])
        bottom = max(bottom, box.bottom)
    return bands


def _blanks(band: Sequence[Box], left: float, right: float) -> list[Strip]:
    """The strips between ``left`` and ``right`` where a band has nothing."""
    strips: list[Strip] = []
    reached = left
    for box in sorted(band, key=_left):
        if _left(box) > reached:
            strips.append((reached, _left(box)))
        reached = max(reached, _right(box))
    if reached < right:
        strips.append((reached, right))
    return strips


class _Candidate(NamedTuple):
    """A strip that is blank from band ``first`` up to ``last``; ``rows`` have both sides filled."""

    rows: int
    first: int
    last: int
    strip: Strip


def _columns(bands: Sequence[Sequence[Box]]) -> tuple[int, int, list[Strip]] | None:
    """The bands that are columns, and their gutters: those that part most; None where none are."""
    boxes = _flat(bands)
    if not boxes:
        return None
    left, right = min(map(_left, boxes)) - _MARGIN, max(map(_right, boxes)) + _MARGIN
    blanks = [_blanks(band, left, right) for band in bands]
    least = _least_gutter(boxes)
    for candidate in sorted(_candidates(bands, blanks, least), reverse=True)[:_TRIES]:
        inside = bands[candidate.first : candidate.last]
        strips = blanks[candidate.first]
        for other in blanks[candidate.first + 1 : candidate.last]:
            strips = _common(strips, other, least)
        gutters = _gutters(inside, [strip for strip in strips if strip[1] - strip[0] >= least])
        if gutters:
            return candidate.first, candidate.last, gutters
    return None


def _candidates(
    bands: Sequence[Sequence[Box]], blanks: Sequence[Sequence[Strip]], least: float
) -> set[_Candidate]:
    found: set[_Candidate] = set()
    for place, band in enumerate(bands):
        if len(found) >= MOST_CANDIDATES:
            break
        for strip in blanks[place][:MOST_STRIPS]:
            known = any(c.first <= place < c.last and _overlap(c.strip, strip) for c in found)
            if known or strip[1] - strip[0] < least or not _is_two_sided(band, strip):
                continue
            down, common = _reach(blanks[place + 1 :], strip, least)
            up, common = _reach(blanks[:place][::-1], common, least)
            first, last = place - up, place + 1 + down
            rows = sum(1 for one in bands[first:last] if _is_two_sided(one, common))
            found.add(_Candidate(rows, first, last, common))
    return found


def _reach(blanks: Sequence[Sequence[Strip]], strip: Strip, least: float) -> tuple[int, Strip]:
    """How many bands on a strip stays blank, and how wide it still is there."""
    for count, others in enumerate(blanks):
        common = _common([strip], others, least)
        if not common:
            return count, strip
        strip = max(common, key=lambda one: one[1] - one[0])
    return len(blanks), strip


def _overlap(one: Strip, other: Strip) -> bool:
    return max(one[0], other[0]) < min(one[1], other[1])


def _is_two_sided(band: Sequence[Box], strip: Strip) -> bool:
    return any(_right(box) <= strip[0] + 0.1 for box in band) and any(
        _left(box) >= strip[1] - 0.1 for box in band
    )


def _common(first: Sequence[Strip], second: Sequence[Strip], least: float) -> list[Strip]:
    """Where both are blank, in strips at least ``least`` wide; both rise, and so does this."""
    found: list[Strip] = []
    one = other = 0
    while one < len(first) and other < len(second):
        start = max(first[one][0], second[other][0])
        end = min(first[one][1], second[other][1])
        if end - start >= least:
            found.append((start, end))
        if first[one][1] < second[other][1]:
            one += 1
        else:
            other += 1
    return found


def _gutters(bands: Sequence[Sequence[Box]], strips: Sequence[Strip]) -> list[Strip]:
    """Those strips whose two sides are columns of text; a listing of a program has none."""
    pieces = [box for box in _flat(bands) if isinstance(box, Piece)]
    if 3 * sum(1 for piece in pieces if piece.style & FIXED) > len(pieces):
        return []
    gutters = [strip for strip in strips if any(_is_two_sided(band, strip) for band in bands)]
    if len(gutters) > MOST_GUTTERS:
        return []
    while gutters:
        columns = _parted(bands, gutters)
        weak = next((n for n, column in enumerate(columns) if not _is_column(column)), None)
        if weak is None:
            return gutters
        # A side that is no column belongs to its neighbour; try with one gutter less.
        del gutters[min(weak, len(gutters) - 1)]
    return []


def _is_column(boxes: Sequence[Box]) -> bool:
    rows = rows_of(box for box in boxes if isinstance(box, Piece))
    if any(isinstance(box, Grid) for box in boxes):
        return bool(rows) or len(boxes) > 0
    if len(rows) < LEAST_ROWS:
        return False
    lengths = [sum(len(piece.text) + 1 for piece in row) for row in rows]
    gaps = sum(1 for row in rows if _has_wide_gap(row))
    return statistics.median(lengths) >= LEAST_CHARACTERS and 3 * gaps <= len(rows)


def _has_wide_gap(row: Sequence[Piece]) -> bool:
    return any(
        piece.left - before.right > _WIDE_GAP * piece.size for before, piece in pairwise(row)
    )


def _trimmed(
    bands: list[list[Box]], gutters: Sequence[Strip], size: float
) -> tuple[list[list[Box]], list[list[Box]], list[list[Box]]]:
    """Bands before, in and after the columns: a heading over the first column is before them."""
    both = [n for n, band in enumerate(bands) if _sides(band, gutters) > 1]
    start, end = both[0], both[-1] + 1
    while start and _top(bands[start]) - _bottom(bands[start - 1]) < 1.2 * size:
        start -= 1
    while end < len(bands) and _top(bands[end]) - _bottom(bands[end - 1]) < 1.2 * size:
        end += 1
    return bands[:start], bands[start:end], bands[end:]


def _sides(band: Sequence[Box], gutters: Sequence[Strip]) -> int:
    return len({sum(1 for gutter in gutters if _left(box) >= gutter[0]) for box in band})


def _top(band: Sequence[Box]) -> float:
    return min(box.top for box in band)


def _bottom(band: Sequence[Box]) -> float:
    return max(box.bottom for box in band)


def _parted(bands: Sequence[Sequence[Box]], gutters: Sequence[Strip]) -> list[list[Box]]:
    """The boxes of each column, from left to right."""
    columns: list[list[Box]] = [[] for _ in range(len(gutters) + 1)]
    for band in bands:
        for box in band:
            columns[sum(1 for gutter in gutters if _left(box) >= gutter[0] - 0.1)].append(box)
    return columns
