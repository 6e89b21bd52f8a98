"""Where a window ends: between words, never inside a number, between characters if it must be."""

from __future__ import annotations

from brailledesk.cells import BLANK
from brailledesk.desk.line import Line


def next_start(line: Line, start: int, width: int, *, by_words: bool = True) -> int:
    """The first cell of the window behind the one that begins at ``start``.

    At most ``width`` cells are before it, not counting one blank that falls off the end. The length
    of the line where all the rest fits.
    """
    limit = start + width
    if limit >= len(line.cells):
        return len(line.cells)
    if by_words:
        stops = [one for one in line.stops if start < one and _ends_at(line, one, limit)]
        place = stops[-1] if stops else _word_break(line, start, limit)
        if place > start:
            return place
    return _character_break(line, start, limit)


def starts(line: Line, width: int, later_width: int, *, by_words: bool = True) -> list[int]:
    """Where the windows of a line begin; those behind the first are ``later_width`` wide."""
    found = [0]
    place = next_start(line, 0, width, by_words=by_words)
    while place < len(line.cells):
        found.append(place)
        place = next_start(line, place, later_width, by_words=by_words)
    return found


def _ends_at(line: Line, stop: int, limit: int) -> bool:
    """Whether all before a column, up to the gap before it, is inside the window."""
    return stop <= limit or not line.cells[limit:stop].strip(b"\0")


def _word_break(line: Line, start: int, limit: int) -> int:
    """The last place where a word begins, else inside something long; ``start`` without any."""
    cells = line.cells
    inside = start
    place = limit + 1
    while True:
        place = cells.rfind(BLANK, start, place)
        if place < start:
            return inside
        behind = place + 1
        if behind > limit and line.edited[0] <= place < line.edited[1]:  # there it is shown
            behind = place
        if behind > start and line.is_boundary(behind) and behind < len(cells):
            if not _divides(line, behind, start, limit):
                return behind
            inside = max(inside, behind)


def _divides(line: Line, cell: int, start: int, limit: int) -> bool:
    """Whether a window that ends before ``cell`` divides what would fit into one."""
    return any(first < cell < last and last - first <= limit - start for first, last in line.whole)


def _character_break(line: Line, start: int, limit: int) -> int:
    place = limit
    while place > start and not line.is_boundary(place):
        place -= 1
    return place if place > start else limit
