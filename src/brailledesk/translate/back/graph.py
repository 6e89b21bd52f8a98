"""Finite machines written out: every state and step, without those that lead to no end.

A rule that looks ahead makes many states that differ in nothing that may still happen. Made one,
the machine of an Italian table shrinks from thousands of states to some hundred.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Generic, NamedTuple, TypeVar

State = TypeVar("State", bound=Hashable)
Label = TypeVar("Label", bound=Hashable)

MOST_STEPS = 4_000_000
"""Ten times as many as a full contracted table has; they take about 1 GB."""
_TARGET = (1 << 32) - 1
"""A step is kept as one number, for there are many: its label's number, 32 bits of its target."""


class GraphTooLarge(Exception):
    """There are more than :data:`MOST_STEPS` steps."""


class Graph(NamedTuple, Generic[Label]):
    """States are numbers, the first is 0. ``steps`` gives for each the targets of each label.

    ``may_end`` tells for each state whether the text may end there.
    """

    steps: tuple[Mapping[Label, tuple[int, ...]], ...]
    may_end: tuple[bool, ...]


def explore(
    start: State,
    steps: Callable[[State], Iterable[tuple[Label, State]]],
    may_end: Callable[[State], bool],
    tell: Callable[[int, int], None],
) -> Graph[Label]:
    """All that can be reached and leads to an end. ``tell`` hears of states done and known.

    Raises GraphTooLarge.
    """
    labels: dict[Label, int] = {}
    numbers: dict[State, int] = {start: 0}
    states = [start]
    rows: list[set[int]] = []
    count = 0
    for number, state in enumerate(states):
        if not number % 64:
            tell(number, len(states) + 1)  # not at the end yet
        row: set[int] = set()
        for label, after in steps(state):
            target = numbers.get(after)
            if target is None:
                target = numbers[after] = len(states)
                states.append(after)
            row.add(labels.setdefault(label, len(labels)) << 32 | target)
        rows.append(row)
        count += len(row)
        if count > MOST_STEPS:
            raise GraphTooLarge
    tell(len(states), len(states))
    ends = [may_end(state) for state in states]
    return _named(*_merged(_live(rows, ends), ends), list(labels))


def _live(rows: list[set[int]], may_end: list[bool]) -> dict[int, set[int]]:
    """The states from which the text can come to an end, and the first, with steps among them."""
    before: list[list[int]] = [[] for _ in rows]
    for number, row in enumerate(rows):
        for target in {step & _TARGET for step in row}:
            before[target].append(number)
    live = {number for number, is_end in enumerate(may_end) if is_end}
    waiting = list(live)
    while waiting:
        new = [number for number in before[waiting.pop()] if number not in live]
        live.update(new)
        waiting += new
    return {
        number: {step for step in rows[number] if step & _TARGET in live}
        for number in (0, *sorted(live - {0}))
    }


def _merged(
    rows: Mapping[int, set[int]], may_end: list[bool]
) -> tuple[list[frozenset[int]], list[bool]]:
    """States that may end alike and go on alike made one: the coarsest partition (Moore 1956)."""
    block = {number: int(may_end[number]) for number in rows}
    count = 0
    while True:
        known: dict[tuple[int, frozenset[int]], int] = {}
        block = {
            number: known.setdefault((block[number], _leading(row, block)), len(known))
            for number, row in rows.items()
        }
        if len(known) == count:
            break
        count = len(known)
    first: dict[int, int] = {}
    for number in rows:
        first.setdefault(block[number], number)
    return (
        [_leading(rows[number], block) for number in first.values()],
        [may_end[number] for number in first.values()],
    )


def _leading(row: set[int], block: Mapping[int, int]) -> frozenset[int]:
    """The steps of a state, each to the block of its target."""
    return frozenset([step & ~_TARGET | block[step & _TARGET] for step in row])


def _named(
    rows: list[frozenset[int]], may_end: list[bool], labels: Sequence[Label]
) -> Graph[Label]:
    steps: list[dict[Label, tuple[int, ...]]] = []
    for row in rows:
        targets: dict[Label, tuple[int, ...]] = {}
        for step in sorted(row):
            label = labels[step >> 32]
            targets[label] = (*targets.get(label, ()), step & _TARGET)
        steps.append(targets)
    return Graph(tuple(steps), tuple(may_end))
