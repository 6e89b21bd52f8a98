"""Assignment on small matrices: the best pairing of texts and cells."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf


def assign(costs: Sequence[Sequence[float]]) -> list[int]:
    """For each row its column, so that the sum of costs is least (the Hungarian method).

    There are at least as many columns as rows.
    """
    rows, columns = len(costs), len(costs[0]) if costs else 0
    row_potential = [0.0] * (rows + 1)
    column_potential = [0.0] * (columns + 1)
    owner = [0] * (columns + 1)
    for row in range(1, rows + 1):
        owner[0] = row
        way = _augment(costs, owner, row_potential, column_potential)
        column = way[0]
        trail = way[1]
        while column:
            owner[column] = owner[trail[column]]
            column = trail[column]
    result = [-1] * rows
    for column in range(1, columns + 1):
        if owner[column]:
            result[owner[column] - 1] = column - 1
    return result


def _augment(
    costs: Sequence[Sequence[float]],
    owner: list[int],
    row_potential: list[float],
    column_potential: list[float],
) -> tuple[int, list[int]]:
    """The free column that is reached most cheaply, and the trail back to the new row."""
    columns = len(column_potential) - 1
    least = [inf] * (columns + 1)
    used = [False] * (columns + 1)
    trail = [0] * (columns + 1)
    column = 0
    while owner[column]:
        used[column] = True
        row = owner[column]
        line, base = costs[row - 1], row_potential[row]
        delta, following = inf, 0
        for other in range(1, columns + 1):
            if used[other]:
                continue
            reduced = line[other - 1] - base - column_potential[other]
            if reduced < least[other]:
                least[other], trail[other] = reduced, column
            if least[other] < delta:
                delta, following = least[other], other
        for other in range(columns + 1):
            if used[other]:
                row_potential[owner[other]] += delta
                column_potential[other] -= delta
            else:
                least[other] -= delta
        column = following
    return column, trail


def can_pair(choices: Sequence[Sequence[int]], slots: int) -> bool:
    """Whether every row can have one of its own slots (Kuhn's method)."""
    owner = [-1] * slots

    def place(row: int, seen: set[int]) -> bool:
        for slot in choices[row]:
            if slot not in seen:
                seen.add(slot)
                if owner[slot] < 0 or place(owner[slot], seen):
                    owner[slot] = row
                    return True
        return False

    return all(place(row, set()) for row in range(len(choices)))
