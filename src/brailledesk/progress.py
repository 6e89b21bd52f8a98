"""Progress as a protocol, so that work never knows whether a bar, a line or nobody listens."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from time import monotonic
from typing import NamedTuple, Protocol


class Progress(Protocol):
    def __call__(self, stage: str, done: int, total: int) -> None:
        """``stage`` is a message of the catalogue ("Reading"); the counts are in its units."""


def silent(stage: str, done: int, total: int) -> None:
    """Nobody listens."""
    del stage, done, total


class Speed(NamedTuple):
    """``rate`` is units a second, ``left`` seconds; None where too little is known."""

    rate: float | None
    left: float | None


class Pace:
    """How fast work goes on, by what was done in the last minute.

    The first minute is not slowed down for ever by the start of workers, nor is the end told by
    documents that were shorter. ``clock`` gives seconds.
    """

    SPAN = 60.0

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._seen = deque([(clock(), 0)])

    def note(self, done: int, total: int) -> Speed:
        """``done`` of ``total`` units are done by now: the speed, and the time that is left."""
        now = self._clock()
        while len(self._seen) > 1 and self._seen[1][0] <= now - self.SPAN:
            self._seen.popleft()
        since, before = self._seen[0]
        self._seen.append((now, done))
        if now <= since or done <= before:
            return Speed(None, None)
        rate = (done - before) / (now - since)
        return Speed(rate, (total - done) / rate)
