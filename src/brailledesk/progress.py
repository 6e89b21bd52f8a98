"""Progress as a protocol, so that work never knows whether a bar, a line or nobody listens."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    def __call__(self, stage: str, done: int, total: int) -> None:
        """``stage`` is a message of the catalogue ("Reading"); the counts are in its units."""


def silent(stage: str, done: int, total: int) -> None:
    """Nobody listens."""
    del stage, done, total
