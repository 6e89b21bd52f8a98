"""Exercises: which texts, in what order, to be read or to be written; and how it went.

The same course, scope, count and seed always give the same exercises.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import cycle

from brailledesk.learning.course import Course, Scope, Usage
from brailledesk.learning.material import Length

_SHARES = ((Length.SENTENCE, 5), (Length.PHRASE, 5), (Length.WORD, 1))
"""Every fifth exercise is a sentence and every fifth a phrase, where there are such; else words."""

_SERIES = 3
"""Words of a series, which stands in where the material has too few texts."""

_MOST_TRIES = 20
"""For each series that is wanted: among few words the same one comes again."""


class ExerciseKind(StrEnum):
    """What the learner does: read Braille, or write it."""

    READ = "read"
    WRITE = "write"


BOTH = (ExerciseKind.READ, ExerciseKind.WRITE)


@dataclass(frozen=True, slots=True)
class Exercise:
    """A text to be read or written."""

    kind: ExerciseKind
    usage: Usage


def exercises_of(
    course: Course,
    scope: Scope,
    *,
    count: int,
    seed: int,
    kinds: Sequence[ExerciseKind] = BOTH,
) -> tuple[Exercise, ...]:
    """Up to ``count`` exercises, from words to sentences; ``kinds`` take turns.

    They bring the signs of the scope in turn. There are fewer, or none, where the material has no
    texts for the scope; a few words are made more by putting them in series.
    """
    chance = random.Random(seed)  # noqa: S311 - an order, not a secret
    pool = course.offered(scope)
    chosen = list(_choose(pool, scope, count, chance))
    chosen += _series(course, scope, count - len(chosen), chance)
    chosen.sort(key=lambda usage: usage.length)
    return tuple(Exercise(kind, usage) for kind, usage in zip(cycle(kinds), chosen, strict=False))


def _choose(
    pool: Sequence[Usage], scope: Scope, count: int, chance: random.Random
) -> Iterator[Usage]:
    """The share of every length; what one length lacks the others make up for."""
    ordered = {
        length: list(_in_turn([one for one in pool if one.length is length], scope, chance))
        for length, _ in _SHARES
    }
    left = count
    for length, share in _SHARES:
        taken = ordered[length][: min(left, count // share)]
        del ordered[length][: len(taken)]
        left -= len(taken)
        yield from taken
    rest = [usage for length, _ in reversed(_SHARES) for usage in ordered[length]]
    yield from rest[:left]


def _in_turn(pool: Sequence[Usage], scope: Scope, chance: random.Random) -> Iterator[Usage]:
    """All of the pool once: texts with each of the new signs in turn, as long as there are any."""
    waiting = chance.sample(pool, len(pool))
    signs = list(range(scope.first, scope.last + 1))
    chance.shuffle(signs)
    while waiting:
        for sign in signs:
            found = next((one for one in waiting if sign in one.signs), None)
            if found is not None:
                waiting.remove(found)
                yield found


def _series(course: Course, scope: Scope, count: int, chance: random.Random) -> Iterator[Usage]:
    """Series of words in a new order each; every one has a new sign and none that is unlearned."""
    if count <= 0:
        return
    words = [usage for usage in course.usages if usage.length is Length.WORD]
    new = [usage for usage in words if scope.offers(usage)]
    known = [usage for usage in words if usage.signs and usage.hardest <= scope.last]
    made: set[str] = set()
    for _ in range(_MOST_TRIES * count):
        if not new or len(made) == count:
            return
        others = chance.sample(known, min(_SERIES - 1, len(known)))
        row = dict.fromkeys(one.text for one in (chance.choice(new), *others))
        text = " ".join(chance.sample(list(row), len(row)))
        usage = course.usage(text, Length.SERIES)
        if len(row) > 1 and text not in made and scope.offers(usage):
            made.add(text)
            yield usage


@dataclass(slots=True)
class Tally:
    """How a drill goes: what was answered, what was right, which signs went wrong how often."""

    asked: int
    answered: int = 0
    right: int = 0
    missed: Counter[int] = field(default_factory=Counter)

    def count(self, *, is_right: bool, sign: int | None) -> None:
        """Count an answer; ``sign`` is the number of the sign that it got wrong, if it was one."""
        self.answered += 1
        self.right += is_right
        if sign:
            self.missed[sign] += 1
