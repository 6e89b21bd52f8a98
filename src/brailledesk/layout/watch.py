"""Telling how far layout has come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from brailledesk.errors import N_
from brailledesk.progress import Progress

T = TypeVar("T")

STAGE = N_("Laying out pages")


def step_of(count: int) -> int:
    """After how many blocks of ``count`` something is told: about a hundred times in all."""
    return max(1, count // 100)


def watched(blocks: Sequence[T], progress: Progress) -> Iterator[T]:
    """The blocks, with a report at about every hundredth of them."""
    step = step_of(len(blocks))
    for done, block in enumerate(blocks):
        if not done % step:
            progress(STAGE, done, len(blocks))
        yield block
    progress(STAGE, len(blocks), len(blocks))
