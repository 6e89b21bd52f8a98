"""The search: the cheapest text for cells, kept open as long as what follows may change it.

A lattice has a column for each place between two cells; a column holds the nodes that the cells
before it can lead to, each with its cheapest way (Viterbi). Columns are pruned to what is nearly as
cheap as the best, and what lies more than a window back is settled, so that time is linear in the
cells and memory bounded, whatever the cells are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from brailledesk.translate.back.arcs import ArcSource
from brailledesk.translate.back.branches import Arc, Branch

BEAM = 28.0
"""Bits above the cheapest at which a way is given up: more than any two doubts together."""

WIDTH = 24
"""Ways kept at one place."""

MENDED = 96
"""Ways up to which a column is filled where no text gives the cells."""

WINDOW = 128
"""Cells after which a choice is settled: longer than any sentence part that a pair can span."""

_LOOK_BACK = 8
"""Cells: at least as many as any sign has."""

FAULT = 18.0
"""The cost of leaving unanswered what the cells before asked for."""


class Way(NamedTuple):
    """The cheapest way to a node: its cost, and the last arc with where it came from."""

    cost: float
    place: int
    node: int
    arc: Arc | None


Column = dict[int, Way]


class _Open(NamedTuple):
    """Arcs of several cells from a node, of which the first cells have come."""

    branch: Branch
    place: int
    node: int
    cost: float


class Lattice:
    """A search in progress. ``settled`` is the arcs that nothing can change any more."""

    def __init__(self, source: ArcSource) -> None:
        self._source = source
        self._cells = bytearray()
        self._columns: list[Column] = [{source.start: Way(0.0, -1, -1, None)}]
        self._base = 0
        self._open: list[_Open] = []
        self.settled: list[tuple[int, Arc]] = []

    @property
    def size(self) -> int:
        """The number of cells taken so far."""
        return len(self._cells)

    def extend(self, cells: bytes) -> None:
        """Take more cells. The result does not depend on how they are divided into calls."""
        for cell in cells:
            self._add(cell)

    def drain(self) -> list[tuple[int, Arc]]:
        """Take the settled arcs away."""
        settled, self.settled = self.settled, []
        return settled

    def best(self) -> list[tuple[int, Arc]]:
        """The arcs of the cheapest reading that are not settled, each with its first cell.

        What the last cells begin and do not end is read as cells.
        """
        place = self._last_place()
        node = self._cheapest(place)
        arcs = list(self._trace(place, node))
        waiting = range(place, self.size)
        return arcs + [(one, self._source.foreign(node, self._cells[one])) for one in waiting]

    def certain(self) -> list[tuple[int, Arc]]:
        """The arcs, of those not settled, that every reading shares that may still be chosen.

        A reading that ended a few cells ago may be taken up again where later cells are foreign.
        """
        least = max(self._base, self.size - max(self._source.reach, _LOOK_BACK))
        points = {
            (place, node) for place in range(least, self.size + 1) for node in self._column(place)
        }
        while len(points) > 1:
            point = max(points, key=lambda one: (one[0], self._column(one[0])[one[1]].cost))
            points.discard(point)
            way = self._column(point[0])[point[1]]
            points.add((way.place, way.node))
        ((place, node),) = points
        return list(self._trace(place, node))

    def finish(self) -> list[tuple[int, Arc]]:
        """All arcs of the cheapest reading, now that no more cells will come."""
        if not self._ends():
            self._mend(is_end=True)
        ends = self._ends()
        # A table can be such that an emphasis has begun at the end whatever is read.
        node = min(ends, key=ends.__getitem__) if ends else self._cheapest(self.size)
        return [*self.settled, *self._trace(self.size, node)]

    # -- the columns ---------------------------------------------------------------------------

    def _column(self, place: int) -> Column:
        return self._columns[place - self._base]

    def _last_place(self) -> int:
        """The last place that a reading reaches."""
        place = self.size
        while not self._column(place):
            place -= 1
        return place

    def _cheapest(self, place: int) -> int:
        column = self._column(place)
        return min(column, key=lambda node: column[node].cost)

    def _add(self, cell: int) -> None:
        place = self.size
        self._cells.append(cell)
        column: Column = {}
        self._columns.append(column)
        self._open = self._follow(self._open, place)
        if not column and not self._open:
            self._mend()
        self._prune(self.size)
        if self.size % WINDOW == 0:
            self._settle()

    def _follow(self, before: Iterable[_Open], place: int) -> list[_Open]:
        """Offer the next column what the cell at ``place`` leads to; what is open behind it."""
        cell = self._cells[place]
        following = self._column(place + 1)
        still_open: list[_Open] = []
        for branch, start, node, cost in before:
            going = branch.longer.get(cell)
            if going is None:
                continue
            for arc in going.arcs:
                _offer(following, arc.target, Way(cost + arc.cost, start, node, arc))
            if going.longer:
                still_open.append(_Open(going, start, node, cost))
        for node, way in self._column(place).items():
            cost = way.cost
            going = self._source.arcs(node, cell)
            for arc in going.arcs:
                _offer(following, arc.target, Way(cost + arc.cost, place, node, arc))
            if going.longer:
                still_open.append(_Open(going, place, node, cost))
        return still_open

    def _prune(self, place: int) -> None:
        """Give up what is much dearer than the best, in a column and on the way beyond it."""
        column = self._column(place)
        if not column:
            return
        limit = min([way.cost for way in column.values()]) + BEAM
        if len(self._open) > 1:
            self._open = [one for one in self._open if one.cost <= limit]
        if len(column) == 1:
            return
        kept = {node: way for node, way in column.items() if way.cost <= limit}
        if len(kept) > WIDTH:
            cheapest = sorted(kept, key=lambda node: kept[node].cost)[:WIDTH]
            kept = {node: kept[node] for node in cheapest}
        self._columns[place - self._base] = kept

    def _ends(self) -> dict[int, float]:
        """The nodes at which the text may end, with their whole cost."""
        return {
            node: way.cost + cost
            for node, way in self._column(self.size).items()
            if (cost := self._source.end_cost(node)) is not None
        }

    # -- cells that no text gives --------------------------------------------------------------

    def _mend(self, *, is_end: bool = False) -> None:
        """Go on where no text gives the cells: forgive what was asked, take cells as they are."""
        first = max(self._base, self.size - self._source.reach)
        self._open = list(self._branches_to(first))
        for place in range(first, self.size):
            self._forgive(place, self._source.forgiven)
            known = len(self._column(place + 1))
            self._take_foreign(place)
            self._open = self._follow(self._open, place)
            self._narrow(place + 1, known)
        if is_end:
            self._forgive(self.size, self._source.ended)

    def _forgive(self, place: int, freed: Callable[[int], int]) -> None:
        column = self._column(place)
        for node, way in list(column.items()):
            free = freed(node)
            if free != node:
                arc = Arc(b"", "", free, FAULT, is_fault=True)
                _offer(column, free, Way(way.cost + FAULT, place, node, arc))

    def _take_foreign(self, place: int) -> None:
        following = self._column(place + 1)
        for node, way in self._column(place).items():
            arc = self._source.foreign(node, self._cells[place])
            _offer(following, arc.target, Way(way.cost + arc.cost, place, node, arc))

    def _narrow(self, place: int, known: int) -> None:
        """Keep the first ways of a column, which were known, and of the others the cheapest.

        What is cheapest now may be what led to no text, so that many are kept.
        """
        ways = list(self._column(place).items())
        most = max(known, MENDED)
        if len(ways) > most:
            others = sorted(ways[known:], key=lambda one: one[1].cost)
            self._columns[place - self._base] = dict(ways[:known] + others[: most - known])

    def _branches_to(self, place: int) -> Iterator[_Open]:
        """What of the arcs from columns before ``place`` agrees with the cells up to there."""
        for start in range(max(self._base, place - self._source.reach), place):
            for node, way in self._column(start).items():
                branch: Branch | None = self._source.arcs(node, self._cells[start])
                for cell in self._cells[start + 1 : place]:
                    branch = branch.longer.get(cell) if branch else None
                if branch:
                    yield _Open(branch, start, node, way.cost)

    # -- settling ------------------------------------------------------------------------------

    def _trace(self, place: int, node: int) -> Sequence[tuple[int, Arc]]:
        """The arcs that lead to a node, from the first column that is kept."""
        arcs: list[tuple[int, Arc]] = []
        way = self._column(place)[node]
        while way.arc is not None:
            arcs.append((way.place, way.arc))
            way = self._column(way.place)[way.node]
        return arcs[::-1]

    def _settle(self) -> None:
        """Keep only the readings that share the best one's beginning, up to a window back."""
        place = self._last_place()
        node = self._cheapest(place)
        arcs: list[tuple[int, Arc]] = []
        way = self._column(place)[node]
        while way.arc is not None:
            if place <= self.size - WINDOW:
                arcs.append((way.place, way.arc))
            else:
                root, root_node = way.place, way.node
            place, node = way.place, way.node
            way = self._column(place)[node]
        self.settled += arcs[::-1]
        self._keep_descendants(root, root_node)

    def _keep_descendants(self, root: int, root_node: int) -> None:
        columns: list[Column] = [
            {root_node: self._column(root)[root_node]._replace(place=-1, node=-1, arc=None)}
        ]
        for place in range(root + 1, self.size + 1):
            column = self._column(place)
            columns.append({})
            # Within a column an arc without cells comes after the arcs that it follows.
            for node, way in sorted(column.items(), key=lambda one: one[1].cost):
                if way.place >= root and way.node in columns[way.place - root]:
                    columns[-1][node] = way
            columns[-1] = {node: way for node, way in column.items() if node in columns[-1]}
        self._columns, self._base = columns, root
        self._open = [
            one for one in self._open if one.place >= root and one.node in columns[one.place - root]
        ]


def _offer(column: Column, node: int, way: Way) -> None:
    known = column.get(node)
    if known is None or way.cost < known.cost:
        column[node] = way
