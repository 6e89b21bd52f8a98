"""Ruled tables: lines that cross make a grid; where a wall between two cells is not drawn, the
cells are one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from brailledesk.ingest.pdf.lines import Grid, GridCell, lines_of
from brailledesk.ingest.pdf.page import Piece, Rule

_NEAR = 3.0
"""Points: lines this near meet, and are one where they run side by side."""
_LEAST_CELL = 4.0
_MOST_CROSSING = 0.25
"""Of the pieces in a table: so many may run over its walls, as long names do; more, and it is a
drawing."""
MAX_CELLS = 10_000

Segment = tuple[float, float, float]
"""Where a line is (across itself), and its start and end along itself."""


def ruled_tables(pieces: Sequence[Piece], rules: Sequence[Rule]) -> tuple[list[Grid], list[Piece]]:
    """The ruled tables of a page, and the pieces that stand in none."""
    horizontal = _merged([_level(rule) for rule in rules if _is_level(rule)])
    vertical = _merged([_upright(rule) for rule in rules if not _is_level(rule)])
    grids: list[Grid] = []
    rest = list(pieces)
    for levels, uprights in _networks(horizontal, vertical):
        grid, outside = _grid(rest, levels, uprights)
        if grid is not None:
            grids.append(grid)
            rest = outside
    return grids, rest


def _is_level(rule: Rule) -> bool:
    return rule.right - rule.left >= rule.bottom - rule.top


def _level(rule: Rule) -> Segment:
    return ((rule.top + rule.bottom) / 2, rule.left, rule.right)


def _upright(rule: Rule) -> Segment:
    return ((rule.left + rule.right) / 2, rule.top, rule.bottom)


def _merged(segments: list[Segment]) -> list[Segment]:
    """Pieces of one line joined; two lines side by side, as a double line has them, are one."""
    rows: list[list[Segment]] = []
    for segment in sorted(segments):
        if rows and segment[0] - rows[-1][0][0] <= _NEAR:
            rows[-1].append(segment)
        else:
            rows.append([segment])
    merged: list[Segment] = []
    for row in rows:
        place = sum(segment[0] for segment in row) / len(row)
        start, end = 0.0, float("-inf")
        for _, low, high in sorted(row, key=lambda segment: segment[1]):
            if low > end + _NEAR:
                if end > float("-inf"):
                    merged.append((place, start, end))
                start, end = low, high
            end = max(end, high)
        merged.append((place, start, end))
    return merged


def _networks(
    levels: Sequence[Segment], uprights: Sequence[Segment]
) -> Iterator[tuple[list[Segment], list[Segment]]]:
    """Lines that hang together by crossing, from the top of the page."""
    parents = list(range(len(levels) + len(uprights)))

    def root(place: int) -> int:
        while parents[place] != place:
            parents[place] = parents[parents[place]]
            place = parents[place]
        return place

    for one, (y, left, right) in enumerate(levels):
        for other, (x, top, bottom) in enumerate(uprights, len(levels)):
            if left - _NEAR <= x <= right + _NEAR and top - _NEAR <= y <= bottom + _NEAR:
                parents[root(one)] = root(other)
    networks: dict[int, tuple[list[Segment], list[Segment]]] = defaultdict(lambda: ([], []))
    for place, segment in enumerate((*levels, *uprights)):
        networks[root(place)][place >= len(levels)].append(segment)
    for found in sorted(networks.values(), key=lambda network: min(network[0], default=(0.0,))):
        if len(found[0]) >= 2 and found[1]:
            yield found


def _places(values: Iterable[float]) -> list[float]:
    """Where lines stand, without those that stand on another one."""
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > _LEAST_CELL:
            places.append(value)
    return places


def _grid(
    pieces: Sequence[Piece], levels: Sequence[Segment], uprights: Sequence[Segment]
) -> tuple[Grid | None, list[Piece]]:
    """The table of a network with its text, and the pieces outside; None where it is none."""
    # A table may be open at its sides; its level lines then end where it ends.
    xs = _places(
        [x for x, _, _ in uprights]
        + [min(left for _, left, _ in levels), max(right for _, _, right in levels)]
    )
    ys = _places(y for y, _, _ in levels)
    if len(xs) < 3 or len(ys) < 3 or (len(xs) - 1) * (len(ys) - 1) > MAX_CELLS:
        return None, list(pieces)
    inside = [piece for piece in pieces if _is_in(piece, xs, ys)]
    outside = [piece for piece in pieces if not _is_in(piece, xs, ys)]
    crossing = sum(1 for piece in inside if _crosses(piece, uprights))
    cells = _cells(inside, xs, ys, levels, uprights)
    if crossing > _MOST_CROSSING * len(inside) or not _is_table(cells):
        return None, list(pieces)
    return Grid(cells, len(ys) - 1, len(xs) - 1, tuple(xs), ys[0], ys[-1]), outside


def _is_in(piece: Piece, xs: Sequence[float], ys: Sequence[float]) -> bool:
    middle = (piece.left + piece.right) / 2
    return xs[0] - 1 <= middle <= xs[-1] + 1 and ys[0] - 1 <= _height(piece) <= ys[-1] + 1


def _height(piece: Piece) -> float:
    return piece.base - 0.3 * piece.size


def _crosses(piece: Piece, uprights: Sequence[Segment]) -> bool:
    return any(
        piece.left + 1 < x < piece.right - 1 and top < _height(piece) < bottom
        for x, top, bottom in uprights
    )


def _is_table(cells: Sequence[GridCell]) -> bool:
    """Two rows and two columns with text at least; a box around a paragraph is no table."""
    filled = [cell for cell in cells if cell.lines]
    rows, columns = {cell.row for cell in filled}, {cell.column for cell in filled}
    return len(rows) >= 2 and len(columns) >= 2


def _cells(
    pieces: Sequence[Piece],
    xs: Sequence[float],
    ys: Sequence[float],
    levels: Sequence[Segment],
    uprights: Sequence[Segment],
) -> tuple[GridCell, ...]:
    taken: set[tuple[int, int]] = set()
    held: dict[tuple[int, int], list[Piece]] = defaultdict(list)
    for piece in pieces:
        # What runs over a wall belongs to the cell where it begins.
        column = _between(xs, piece.left + 1)
        held[_between(ys, _height(piece)), column].append(piece)
    cells: list[GridCell] = []
    for row in range(len(ys) - 1):
        for column in range(len(xs) - 1):
            if (row, column) in taken:
                continue
            down, along = _spans(row, column, xs, ys, levels, uprights, taken)
            places = [(r, c) for r in range(row, row + down) for c in range(column, column + along)]
            taken.update(places)
            text = [piece for place in places for piece in held[place]]
            lines = lines_of(text, (xs[column], xs[column + along]))
            cells.append(GridCell(row, column, down, along, tuple(lines)))
    return tuple(cells)


def _between(places: Sequence[float], value: float) -> int:
    inner = sum(1 for place in places[1:-1] if place <= value)
    return min(inner, len(places) - 2)


def _spans(
    row: int,
    column: int,
    xs: Sequence[float],
    ys: Sequence[float],
    levels: Sequence[Segment],
    uprights: Sequence[Segment],
    taken: set[tuple[int, int]],
) -> tuple[int, int]:
    """How many rows and columns a cell covers: up to the next wall, if that makes a rectangle."""
    middles_x = [(a + b) / 2 for a, b in pairwise(xs)]
    middles_y = [(a + b) / 2 for a, b in pairwise(ys)]

    def has_wall_right(r: int, c: int) -> bool:
        return c + 2 >= len(xs) or _is_drawn(uprights, xs[c + 1], middles_y[r])

    def has_wall_below(r: int, c: int) -> bool:
        return r + 2 >= len(ys) or _is_drawn(levels, ys[r + 1], middles_x[c])

    along = 1
    while not has_wall_right(row, column + along - 1) and (row, column + along) not in taken:
        along += 1
    down = 1
    while all(
        not has_wall_below(row + down - 1, c) and (row + down, c) not in taken
        for c in range(column, column + along)
    ) and all(not has_wall_right(row + down, c) for c in range(column, column + along - 1)):
        down += 1
    return down, along


def _is_drawn(segments: Sequence[Segment], place: float, middle: float) -> bool:
    return any(
        abs(at - place) <= _LEAST_CELL and start - _NEAR <= middle <= end + _NEAR
        for at, start, end in segments
    )
