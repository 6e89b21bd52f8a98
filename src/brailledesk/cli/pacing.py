"""How a long run tells how far it is: lines for screen readers and Braille displays, or a bar."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TextIO

from brailledesk.cli.console import say, translator
from brailledesk.errors import N_
from brailledesk.progress import Pace, Progress, Speed, silent

LINE_SECONDS = 10.0
"""Between two lines: a screen reader has said one, and a display has been read, before the next."""
BAR_SECONDS = 0.2

_FULL = N_("{stage}: {done} of {total}; {rate} a second; time left: {left}")
_SHORT = N_("{stage}: {done} of {total}")


@contextmanager
def pace_for(style: str, clock: Callable[[], float] = monotonic) -> Iterator[Progress]:
    """A listener in the style "lines", "bar" or "none"; what it began to draw is ended."""
    if style not in {"lines", "bar"}:
        yield silent
        return
    listener = _Listener(sys.stderr, clock, is_bar=style == "bar")
    try:
        yield listener
    finally:
        listener.end()


class _Listener:
    def __init__(self, stream: TextIO, clock: Callable[[], float], *, is_bar: bool) -> None:
        self._stream = stream
        self._clock = clock
        self._pace = Pace(clock)
        self._is_bar = is_bar
        self._told = clock()
        self._width = 0

    def __call__(self, stage: str, done: int, total: int) -> None:
        """See :class:`~brailledesk.progress.Progress`."""
        speed = self._pace.note(done, total)
        now = self._clock()
        if done < total and now - self._told < (BAR_SECONDS if self._is_bar else LINE_SECONDS):
            return
        self._told = now
        line = _line(stage, done, total, speed)
        if self._is_bar:
            self._draw(f"[{'#' * (20 * done // max(total, 1)):<20}] {line}")
        else:
            say(line, self._stream)

    def _draw(self, line: str) -> None:
        encoding = self._stream.encoding or "utf-8"
        shown = line.encode(encoding, "backslashreplace").decode(encoding)
        self._stream.write(f"\r{shown:<{self._width}}")
        self._stream.flush()
        self._width = len(shown)

    def end(self) -> None:
        """Leave the line of the bar."""
        if self._width:
            self._stream.write("\n")


def _line(stage: str, done: int, total: int, speed: Speed) -> str:
    _ = translator()
    template = _SHORT if speed.rate is None or speed.left is None else _FULL
    return _(template).format(
        stage=_(stage),
        done=done,
        total=total,
        rate=f"{speed.rate or 0:.1f}",
        left=tell_seconds(speed.left or 0),
    )


def tell_seconds(seconds: float) -> str:
    """A time in the two largest of h, min and s, which are the same in all our languages."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
