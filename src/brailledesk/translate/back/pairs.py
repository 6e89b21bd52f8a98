"""Pairs of ways through a table that write the same cells, and the steps from one to the next.

A *pair* is the states of two ways and the cells by which the first is ahead. The way that is behind
goes on; where neither is, both take a sign whose cells begin alike, or one of them a sign without
cells.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from typing import AnyStr, NamedTuple

from brailledesk.translate.back.automaton import Automaton, Choice, Sign

NO_SIGN = Sign(b"", "", "", "")
"""Of a way that waits while the other goes on."""


class Pair(NamedTuple):
    """Two states, and the cells by which the first is ahead."""

    first: int
    second: int
    ahead: bytes = b""

    @property
    def is_one(self) -> bool:
        """Whether both ways have come to the same state, and so go on alike."""
        return self.first == self.second and not self.ahead


class Step(NamedTuple):
    """A step to ``pair``: what each way writes, and whether the ways change places behind it.

    They do so that the first is the one that is ahead or, else, has the lower state.
    """

    pair: Pair
    first: Sign
    second: Sign
    is_swapped: bool

    @property
    def cost(self) -> int:
        """How much longer both texts become by it; see :func:`cost_of`."""
        return cost_of(self.first) + cost_of(self.second)

    @property
    def shared(self) -> bytes:
        """The cells that both signs begin with."""
        return min(self.first.cells, self.second.cells, key=len)


def cost_of(sign: Sign) -> int:
    """Characters count first; of texts with as many of them those with fewer cells are shorter."""
    return (len(sign.character) << 20) + len(sign.cells)


class _Meeting(NamedTuple):
    """Two signs whose cells begin alike; ``side`` 1 or 2 is longer, by the cells ``ahead``."""

    side: int
    ahead: bytes
    first: Sign
    second: Sign


def compare(first: AnyStr, second: AnyStr) -> tuple[int, AnyStr] | None:
    """Which is longer (1, 2, or 0) and by what; None where they do not begin alike."""
    if first.startswith(second):
        rest = first[len(second) :]
        return (1 if rest else 0), rest
    if second.startswith(first):
        return 2, second[len(first) :]
    return None


class Steps:
    """The steps between the pairs of one automaton."""

    def __init__(self, automaton: Automaton) -> None:
        self._graph = automaton.graph
        self._choices = automaton.choices
        self._silent = [list(self._signs(number, is_silent=True)) for number in self._states()]
        self._names = [frozenset(some) for some in self._graph.steps]
        self._near = self._find_near()
        self._meetings: dict[tuple[int, int], tuple[_Meeting, ...]] = {}
        self._answers: dict[tuple[int, bytes], tuple[tuple[_Meeting, int], ...]] = {}

    def can_end(self, pair: Pair) -> bool:
        """Whether both texts may end here, with the same cells."""
        may_end = self._graph.may_end
        return not pair.ahead and may_end[pair.first] and may_end[pair.second]

    def of(self, pair: Pair, *, is_every: bool) -> Iterator[Step]:
        """The steps from a pair.

        Of those that are alike for texts that were the same up to here there is only one, unless
        ``is_every`` is asked for.
        """
        yield from self._waiting(pair)
        if pair.ahead:
            for meeting, target in self._answering(pair.second, pair.ahead):
                yield _step(pair.first, target, meeting)
            return
        seconds = self._graph.steps[pair.second]
        for choice, firsts in self._graph.steps[pair.first].items():
            for other in sorted(self._near[choice] & self._names[pair.second]):
                for meeting in self._meeting(choice, other, is_every=is_every):
                    for first in firsts:
                        for second in seconds[other]:
                            yield _step(first, second, meeting)

    def _waiting(self, pair: Pair) -> Iterator[Step]:
        """One way takes a sign without cells; the one that is ahead takes none."""
        first, second, ahead = pair
        side = 1 if ahead else 0
        for sign, target in self._silent[second]:
            yield _step(first, target, _Meeting(side, ahead, NO_SIGN, sign))
        if not ahead and first != second:
            for sign, target in self._silent[first]:
                yield _step(target, second, _Meeting(0, b"", sign, NO_SIGN))

    def _answering(self, state: int, ahead: bytes) -> tuple[tuple[_Meeting, int], ...]:
        """The signs by which the way that is behind follows ``ahead``."""
        key = state, ahead
        found = self._answers.get(key)
        if found is None:
            found = self._answers[key] = tuple(
                (_Meeting(*lead, NO_SIGN, sign), target)
                for sign, target in self._signs(state, is_silent=False)
                for lead in [compare(ahead, sign.cells)]
                if lead is not None
            )
        return found

    def _states(self) -> range:
        return range(len(self._graph.steps))

    def _signs(self, state: int, *, is_silent: bool) -> Iterator[tuple[Sign, int]]:
        for choice, targets in self._graph.steps[state].items():
            for sign in self._choices[choice]:
                if is_silent != bool(sign.cells):
                    yield from ((sign, target) for target in targets)

    def _meeting(self, choice: int, other: int, *, is_every: bool) -> Iterable[_Meeting]:
        if is_every:
            return _meetings(self._choices[choice], self._choices[other])
        key = choice, other
        found = self._meetings.get(key)
        if found is None:
            different: dict[Hashable, _Meeting] = {}
            for one in _meetings(self._choices[choice], self._choices[other]):
                different.setdefault(_alike(one), one)
            found = self._meetings[key] = tuple(different.values())
        return found

    def _find_near(self) -> list[frozenset[int]]:
        """For each choice those with a sign whose cells begin like those of one of its own."""
        beginnings: dict[bytes, set[int]] = defaultdict(set)
        whole: dict[bytes, set[int]] = defaultdict(set)
        for number, choice in enumerate(self._choices):
            for sign in choice:
                whole[sign.cells].add(number)
                for length in range(1, len(sign.cells) + 1):
                    beginnings[sign.cells[:length]].add(number)
        near: list[frozenset[int]] = []
        for choice in self._choices:
            some: set[int] = set()
            for cells in {sign.cells for sign in choice if sign.cells}:
                some |= beginnings[cells]
                for length in range(1, len(cells)):
                    some |= whole.get(cells[:length], set())
            near.append(frozenset(some))
        return near


def _meetings(choice: Choice, other: Choice) -> Iterator[_Meeting]:
    for first in choice:
        for second in other:
            lead = compare(first.cells, second.cells) if first.cells and second.cells else None
            if lead is not None:
                yield _Meeting(*lead, first, second)


def _alike(meeting: _Meeting) -> Hashable:
    """What counts of two signs where the texts before them are the same.

    Of texts that differ the cells that both signs begin with, for the list of ambiguities.
    """
    side, ahead, first, second = meeting
    lead = compare(first.text, second.text)
    return side, ahead, min(first.cells, second.cells, key=len) if lead is None else lead


def _step(first: int, second: int, meeting: _Meeting) -> Step:
    side, ahead, *_ = meeting
    if side == 2 or (side == 0 and first > second):
        return Step(Pair(second, first, ahead), meeting.first, meeting.second, is_swapped=True)
    return Step(Pair(first, second, ahead), meeting.first, meeting.second, is_swapped=False)
