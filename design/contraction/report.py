"""What a person wants to know of the result: savings, and lowered signs side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise

from design.contraction.check import measure_text
from design.contraction.count import Corpus
from design.contraction.curve import Step, known
from design.contraction.inventory import Sign, Slot
from design.contraction.simulate import Rules

_LOWERED = frozenset({Slot.CLUSTER, Slot.BEGINNING})


def adjacent_lowered(corpus: Corpus, rules: Rules) -> dict[tuple[Sign, Sign], float]:
    """Pairs of lowered signs that come out side by side: occurrences in 1,000 words."""
    found: dict[tuple[Sign, Sign], float] = defaultdict(float)
    for word, weight in zip(corpus.words, corpus.weights, strict=True):
        pieces = rules.pieces(word)
        for left, right in pairwise(pieces):
            if (
                isinstance(left, Sign)
                and isinstance(right, Sign)
                and {left.slot, right.slot} <= _LOWERED
            ):
                found[left, right] += weight
    return dict(found)


def summary(steps: Sequence[Step], adjacent: Mapping[tuple[Sign, Sign], float]) -> str:
    """Savings and numbers of signs by level, and adjacent lowered signs."""
    lines = []
    for level in (1, 2, 3):
        last = max(number for number, step in enumerate(steps) if step.level == level)
        lines.append(f"level {level}: {last + 1} signs, {steps[last].saving:.2f} %")
    lines.append(f"pairs of lowered signs, spelled: {sum(adjacent.values()):.4f} in 1,000 words")
    lines += [
        f"  {left.text}+{right.text} {often:.4f}" for (left, right), often in adjacent.items()
    ]
    return "\n".join(lines)


def check(text: str, steps: Sequence[Step], finals: str) -> str:
    """Savings on a text of one's own, by level; behind them those across initial capitals."""
    told = []
    for level in (1, 2, 3):
        rules = Rules(known(steps, level), finals if level == 3 else "")
        plain, across = (measure_text(text, rules, capitals=way).per_cent for way in (False, True))
        told.append(f"level {level}: {plain:.2f} % ({across:.2f} %)")
    return ", ".join(told)
