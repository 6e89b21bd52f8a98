"""The order of learning: level by level, and in each level what saves most first."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from design.contraction.inventory import Sign
from design.contraction.measure import Measure


@dataclass(frozen=True, slots=True)
class Step:
    """A sign learned; savings in per cent of the uncontracted cells, blanks counted."""

    sign: Sign
    level: int
    added: float
    saving: float


def learn(signs: Sequence[Sign], words: frozenset[str], measure: Measure) -> list[Step]:
    """Add all signs to ``measure`` in the order of learning; ``words``: groups that are words."""
    steps: list[Step] = []
    saving = measure.saving
    for level in (1, 2, 3):
        lessons = [sign for sign in signs if sign.level(words) == level]
        for lesson in _best_first(lessons, measure):
            added = measure.saving - saving
            saving += added
            steps.append(Step(lesson, level, added, saving))
    return steps


def _best_first(signs: Sequence[Sign], measure: Measure) -> Iterator[Sign]:
    """Add to ``measure`` the sign that saves most now, and tell it, until all are added."""
    heap = [(-measure.change(sign), number, 0) for number, sign in enumerate(signs)]
    heapq.heapify(heap)
    version = 0
    while heap:
        _, number, measured = heapq.heappop(heap)
        if measured == version:
            measure.add(signs[number])
            version += 1
            yield signs[number]
        else:
            heapq.heappush(heap, (-measure.change(signs[number]), number, version))


def known(steps: Sequence[Step], level: int) -> list[Sign]:
    """The signs of a reader who has learned ``level``."""
    return [step.sign for step in steps if step.level <= level]
