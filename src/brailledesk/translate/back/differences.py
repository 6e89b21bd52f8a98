"""Two different texts with the same cells: whether there are any, and the shortest of each kind.

Is a table an injective function of text? The question is decided as the functionality of a
transducer is (Béal, Carton, Prieur and Sakarovitch, "Squaring transducers", 2003): all pairs of
ways that write the same cells are walked (:mod:`.pairs`).

**Together.** As long as the texts may still be the same, a pair also remembers the text by which
one way is ahead. **Apart.** Once they differ, only cells matter: whether both come to an end.

**It ends.** There are finitely many states, and the cells ahead are a part of one sign. The text
ahead could grow for ever; but a pair that was reached with one text ahead and is reached again with
another needs no third: whatever ending makes up for one of them does not for the other, so that, if
both ways can end from there at all, there is a difference. The first is followed exactly, and the
second is put down as apart, though not *sure*: the ending that is found may just make up for it.
Then it does not for the first, which leads to a difference that is no longer; and as the ending
behind every such pair is shorter than behind the one before, a sure difference is found at last.
So nothing is missed, and no number of steps has to be guessed.

**The shortest.** Pairs are reached in the order of their characters, both texts counted, and from
every pair that is apart the shortest way to an end is known.
"""

from __future__ import annotations

import heapq
from collections.abc import Hashable
from itertools import count
from typing import NamedTuple

from brailledesk.translate.back.automaton import Automaton, Sign
from brailledesk.translate.back.graph import GraphTooLarge
from brailledesk.translate.back.pairs import NO_SIGN, Pair, Step, Steps, compare, cost_of

MOST_PAIRS = 200_000
"""Fifty times as many as a full contracted table has; they take about 1 GB."""


class Difference(NamedTuple):
    """Two ways with the same cells. ``is_sure``: their texts are known to differ."""

    first: tuple[Sign, ...]
    second: tuple[Sign, ...]
    is_sure: bool


class Search(NamedTuple):
    """The differences, the shortest first, and the number of pairs that were walked."""

    differences: tuple[Difference, ...]
    pairs: int


def find_differences(automaton: Automaton) -> Search:
    """The shortest difference of each kind: for each two classes of signs at which texts part.

    Raises GraphTooLarge beyond :data:`MOST_PAIRS`.
    """
    steps = Steps(automaton)
    together = _Together(steps)
    together.walk()
    apart = _Apart(steps, automaton)
    apart.walk({parting.step.pair for parting in together.partings})
    found = sorted(_shortest(together, apart).values(), key=lambda one: one[0])
    differences = tuple(
        _difference(
            [*together.trail(parting.before), parting.step, *apart.ending(parting)], parting.is_sure
        )
        for _, parting in found
    )
    return Search(differences, len(together.nodes) + apart.count)


class _Lead(NamedTuple):
    """By which text one way is ahead: the first (``side`` 1) or the second (2)."""

    side: int = 0
    text: str = ""

    def after(self, first: str, second: str) -> _Lead | None:
        """The lead behind some text of each; None where they differ."""
        mine = self.text if self.side == 1 else ""
        others = self.text if self.side == 2 else ""
        lead = compare(mine + first, others + second)
        return None if lead is None else _Lead(*lead)

    def swapped(self) -> _Lead:
        return _Lead(3 - self.side, self.text) if self.side else self


class _Node(NamedTuple):
    """A pair that is reached together, from ``before``, the number of another node, by ``step``."""

    pair: Pair
    lead: _Lead
    cost: int
    before: int
    step: Step | None


class _Parting(NamedTuple):
    """A step from the node ``before`` behind which two texts are apart. ``kind`` says by what."""

    step: Step
    before: int
    cost: int
    kind: Hashable
    is_sure: bool


class _Together:
    """The pairs whose texts may still be the same, the nearest first (Dijkstra 1959)."""

    def __init__(self, steps: Steps) -> None:
        self._steps = steps
        self.nodes: list[_Node] = []
        self._partings: dict[tuple[Pair, Hashable, bool], _Parting] = {}
        self._leads: dict[Pair, _Lead] = {}
        self._costs: dict[tuple[Pair, _Lead], int] = {}
        self._waiting: list[tuple[int, int, _Node]] = []
        self._serial = count()  # of nodes that are as near the one seen first is taken

    @property
    def partings(self) -> list[_Parting]:
        """Where texts part; to each pair the shortest of each kind."""
        return list(self._partings.values())

    def walk(self) -> None:
        """Reach all pairs."""
        self._see(_Node(Pair(0, 0), _Lead(), 0, -1, None))
        while self._waiting:
            *_, node = heapq.heappop(self._waiting)
            known = self._leads.get(node.pair)
            if known is None:
                self._leads[node.pair] = node.lead
                self.nodes.append(node)
                self._go_on(node)
            elif known != node.lead and node.step is not None:
                kind = node.lead.text
                self._part(_Parting(node.step, node.before, node.cost, kind, is_sure=False))

    def trail(self, number: int) -> list[Step]:
        """The steps that lead to a node."""
        steps: list[Step] = []
        while (step := self.nodes[number].step) is not None:
            steps.append(step)
            number = self.nodes[number].before
        return steps[::-1]

    def _see(self, node: _Node) -> None:
        key = node.pair, node.lead
        if node.cost >= self._costs.get(key, node.cost + 1):
            return
        self._costs[key] = node.cost
        heapq.heappush(self._waiting, (node.cost, next(self._serial), node))
        if len(self._costs) > MOST_PAIRS:
            raise GraphTooLarge

    def _go_on(self, node: _Node) -> None:
        number = len(self.nodes) - 1
        for step in self._steps.of(node.pair, is_every=bool(node.lead.text)):
            lead = node.lead.after(step.first.text, step.second.text)
            cost = node.cost + step.cost
            if lead is None:
                kind = _kind(step, node.lead)
                self._part(_Parting(step, number, cost, kind, is_sure=True))
                continue
            if step.is_swapped:
                lead = lead.swapped()
            if lead.text and self._may_end(step.pair):
                self._part(_Parting(step, number, cost, lead.text, is_sure=True))
            if not lead.text or not step.pair.is_one:
                self._see(_Node(step.pair, lead, cost, number, step))

    def _may_end(self, pair: Pair) -> bool:
        """Whether a text that is ahead here may stay so until the end.

        Where both are in one state both have one ending, which makes up for nothing.
        """
        return pair.is_one or self._steps.can_end(pair)

    def _part(self, parting: _Parting) -> None:
        key = parting.step.pair, parting.kind, parting.is_sure
        known = self._partings.get(key)
        if known is None or parting.cost < known.cost:
            self._partings[key] = parting


def _kind(step: Step, lead: _Lead) -> Hashable:
    """By what texts part: the classes of the two signs, and the cells that they share."""
    if lead.text:
        return lead.text, step.first.speaker, step.second.speaker
    return frozenset({step.first.speaker, step.second.speaker}), step.shared


class _Apart:
    """The pairs whose texts differ, and how they come to an end the soonest."""

    def __init__(self, steps: Steps, automaton: Automaton) -> None:
        self._steps = steps
        self._endings = _Endings(automaton)
        self._before: dict[Pair, list[tuple[Pair, Step]]] = {}
        self._next: dict[Pair, Step] = {}
        self.costs: dict[Pair, int] = {}
        """For each pair that can come to an end, the cost until then."""

    @property
    def count(self) -> int:
        """The number of pairs."""
        return len(self._before)

    def walk(self, starts: set[Pair]) -> None:
        """Reach all pairs from ``starts`` on, then go back from the ends."""
        waiting = sorted(starts)
        self._before = {pair: [] for pair in waiting}
        ends: dict[Pair, int] = {}
        while waiting:
            pair = waiting.pop()
            if pair.is_one:
                ends[pair] = 2 * self._endings.cost(pair.first)
                continue  # both go on alike, so that one ending does for both
            if self._steps.can_end(pair):
                ends[pair] = 0
            for step in self._soonest(pair):
                if step.pair not in self._before:
                    self._before[step.pair] = []
                    waiting.append(step.pair)
                self._before[step.pair].append((pair, step))
            if len(self._before) > MOST_PAIRS:
                raise GraphTooLarge
        self._go_back(ends)

    def ending(self, parting: _Parting) -> list[Step]:
        """The steps behind a parting until both texts end."""
        pair = parting.step.pair
        steps: list[Step] = []
        while (step := self._next.get(pair)) is not None:
            steps.append(step)
            pair = step.pair
        if pair.is_one:
            signs = self._endings.signs(pair.first)
            steps += [Step(pair, sign, sign, is_swapped=False) for sign in signs]
        return steps

    def _soonest(self, pair: Pair) -> list[Step]:
        """To each next pair the cheapest step."""
        soonest: dict[Pair, Step] = {}
        for step in self._steps.of(pair, is_every=False):
            known = soonest.get(step.pair)
            if known is None or step.cost < known.cost:
                soonest[step.pair] = step
        return list(soonest.values())

    def _go_back(self, ends: dict[Pair, int]) -> None:
        """Find the shortest endings, from the ends backwards (Dijkstra 1959)."""
        best = dict(ends)
        waiting = [(cost, pair) for pair, cost in ends.items()]
        heapq.heapify(waiting)
        while waiting:
            cost, pair = heapq.heappop(waiting)
            if pair in self.costs:
                continue
            self.costs[pair] = cost
            for before, step in self._before[pair]:
                longer = cost + step.cost
                if longer < best.get(before, longer + 1):
                    best[before] = longer
                    self._next[before] = step
                    heapq.heappush(waiting, (longer, before))


class _Endings:
    """The shortest text from each state to the end."""

    def __init__(self, automaton: Automaton) -> None:
        before: list[list[tuple[int, Sign]]] = [[] for _ in automaton.graph.steps]
        for state, some in enumerate(automaton.graph.steps):
            for choice, targets in some.items():
                for target in targets:
                    before[target].append((state, automaton.choices[choice][0]))
        self._signs: dict[int, tuple[Sign, ...]] = {
            state: () for state, may_end in enumerate(automaton.graph.may_end) if may_end
        }
        waiting = list(self._signs)
        for target in waiting:  # grows
            for state, sign in before[target]:
                if state not in self._signs:
                    self._signs[state] = (sign, *self._signs[target])
                    waiting.append(state)

    def cost(self, state: int) -> int:
        return sum(map(cost_of, self._signs[state]))

    def signs(self, state: int) -> tuple[Sign, ...]:
        return self._signs[state]


def _shortest(together: _Together, apart: _Apart) -> dict[Hashable, tuple[int, _Parting]]:
    """For each kind of parting that comes to an end the shortest one, with its cost."""
    shortest: dict[Hashable, tuple[int, _Parting]] = {}
    for parting in together.partings:
        ending = apart.costs.get(parting.step.pair)
        if ending is None:
            continue
        cost = parting.cost + ending
        key = parting.kind, parting.is_sure
        if key not in shortest or cost < shortest[key][0]:
            shortest[key] = cost, parting
    return shortest


def _difference(steps: list[Step], is_sure: bool) -> Difference:
    """The two ways of some steps, which change places where the steps say so."""
    one: list[Sign] = []
    other: list[Sign] = []
    for step in steps:
        one.append(step.first)
        other.append(step.second)
        if step.is_swapped:
            one, other = other, one
    return Difference(_written(one), _written(other), is_sure)


def _written(signs: list[Sign]) -> tuple[Sign, ...]:
    return tuple(sign for sign in signs if sign is not NO_SIGN)
