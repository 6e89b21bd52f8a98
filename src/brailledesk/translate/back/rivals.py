"""What else the cells could be: readings beside the chosen one, where they are nearly as likely."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from brailledesk.translate.back.arcs import ArcSource
from brailledesk.translate.back.branches import Arc, Branch

DOUBTFUL = 6.0
"""Bits: a reading that is less likely by more than this (1 in 64) is no doubt."""

_MORE = 3 * DOUBTFUL
"""What a reading may cost more in its own arcs, before what follows is reckoned."""

_MOST = 8
"""Alternatives of one doubt."""

_LONGEST = 3
"""Arcs of the chosen reading that one doubt may span."""

_WIDEST = 6
"""Cells that a doubt of several arcs may span."""

_MOST_TAKEN = 1000
"""Arcs that are taken in all to find the readings of some cells. Lines in Italian tables, right or
with wrong cells, and random ones take 104 at most; in a table made for it they have no bound."""

_BLANK = 0
"""The cell that ends a word: no doubt goes on behind it."""

_AFTER = 6
"""Arcs behind a doubt that must still be possible: farther than any rule looks back."""


class Rival(NamedTuple):
    """Arcs ``first`` up to ``last`` of the chosen reading, their cells, and other texts."""

    first: int
    last: int
    cell_start: int
    cell_end: int
    texts: tuple[str, ...]


class _Other(NamedTuple):
    """Another reading of some cells: its text, where it leads, its cost."""

    text: str
    node: int
    cost: float


def find_rivals(source: ArcSource, arcs: Sequence[tuple[int, Arc]], cells: bytes) -> list[Rival]:
    """The doubts of a reading: all places where another is at most :data:`DOUBTFUL` dearer."""
    rivals: list[Rival] = []
    node = source.start
    number = 0
    while number < len(arcs):
        arc = arcs[number][1]
        found = None
        if not arc.is_fault and arc.cells:
            branch = source.arcs(node, arc.cells[0])
            if arc.rivals or _has_others(branch, arc, cells, arcs[number][0]):
                found = _rival_at(source, arcs, number, node, cells)
        if found:
            rivals.append(found)
            while number < found.last:
                node = arcs[number][1].target
                number += 1
        else:
            node, number = arc.target, number + 1
    return rivals


def _has_others(branch: Branch, chosen: Arc, cells: bytes, place: int) -> bool:
    """Whether another arc than the chosen one agrees with the cells from ``place`` on."""
    most = chosen.cost + _MORE
    going: Branch | None = branch
    while going:
        place += 1
        for arc in going.arcs:
            if arc.cost <= most and arc != chosen:
                return True
        going = going.longer.get(cells[place]) if going.longer and place < len(cells) else None
    return False


def _rival_at(
    source: ArcSource, arcs: Sequence[tuple[int, Arc]], first: int, node: int, cells: bytes
) -> Rival | None:
    place = arcs[first][0]
    cost = 0.0
    texts: dict[str, float] = {}
    chosen = ""
    for last in range(first + 1, min(first + _LONGEST, len(arcs)) + 1):
        arc = arcs[last - 1][1]
        if arc.is_fault:
            return None
        chosen += arc.text
        cost += arc.cost
        end = arcs[last - 1][0] + len(arc.cells)
        if end - place > _WIDEST and last > first + 1:
            return None
        if last == first + 1:
            texts.update((text, more) for text, more in arc.rivals if more <= DOUBTFUL)
        walk = Walk(source, cells, end, arcs[first][1])
        for other in walk.readings(node, place, cost + _MORE):
            if other.text == chosen or not other.text:
                continue
            more = _behind(source, arcs[last : last + _AFTER], arc.target, other.node)
            if more is not None and other.cost + more - cost <= DOUBTFUL:
                known = texts.get(other.text, DOUBTFUL)
                texts[other.text] = min(known, other.cost + more - cost)
        if texts:
            likeliest = sorted(texts, key=texts.__getitem__)[:_MOST]
            return Rival(first, last, place, end, tuple(likeliest))
        if cells[end - 1] == _BLANK:
            return None
    return None


class Walk:
    """A walk over the readings of some cells, up to ``end``.

    None begins with the arc ``chosen``: what differs only behind it is a doubt of what is behind.
    """

    def __init__(self, source: ArcSource, cells: bytes, end: int, chosen: Arc) -> None:
        self._source = source
        self._cells = cells
        self._end = end
        self._chosen: Arc | None = chosen
        self._left = _MOST_TAKEN

    def readings(self, node: int, place: int, most: float) -> Iterator[_Other]:
        """The readings of the cells from ``place`` on, of a cost up to ``most``."""
        if place == self._end:
            yield _Other("", node, 0.0)
            return
        chosen, self._chosen = self._chosen, None
        for arc, taken in self._arcs(node, place):
            if arc.cost > most or arc.is_spelled or arc == chosen:
                continue
            if not self._left:
                return
            self._left -= 1
            for rest in self.readings(arc.target, taken, most - arc.cost):
                yield _Other(arc.text + rest.text, rest.node, arc.cost + rest.cost)

    def _arcs(self, node: int, place: int) -> Iterator[tuple[Arc, int]]:
        """The arcs that agree with the cells from ``place`` on, and where each ends."""
        branch: Branch | None = self._source.arcs(node, self._cells[place])
        taken = place + 1
        while branch:
            for arc in branch.arcs:
                yield arc, taken
            going = taken < self._end
            branch = branch.longer.get(self._cells[taken]) if going else None
            taken += 1


def _behind(
    source: ArcSource, following: Sequence[tuple[int, Arc]], node: int, other: int
) -> float | None:
    """What the following arcs cost more from ``other``; None where they are not possible."""
    more = 0.0
    for _, arc in following:
        if other == node:
            return more
        if arc.is_fault:
            return None
        match = _same(source, other, arc)
        if match is None or more + match.cost - arc.cost > _MORE:
            return None
        more += match.cost - arc.cost
        node, other = arc.target, match.target
    if len(following) < _AFTER and other != node:
        ends, chosen = source.end_cost(other), source.end_cost(node)
        if ends is None:
            return None
        more += ends - (chosen or 0.0)
    elif not source.is_same_place(node, other):
        return None  # it still asks for something that may never come
    return more


def _same(source: ArcSource, node: int, wanted: Arc) -> Arc | None:
    branch: Branch | None = source.arcs(node, wanted.cells[0])
    for cell in wanted.cells[1:]:
        branch = branch.longer.get(cell) if branch else None
    if branch is None:
        return None
    fitting = [arc for arc in branch.arcs if arc.text == wanted.text]
    return min(fitting, key=lambda arc: arc.cost, default=None)
