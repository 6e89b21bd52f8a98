"""Calls of foreign code that may never return.

Python cannot stop a thread, so a call that hangs is left behind in one that does not keep the
program from ending. It goes on to cost what it costs; nobody waits for it.
"""

from __future__ import annotations

from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Thread


class Hanging(Exception):
    """A call did not return within ``seconds``."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"no answer within {seconds:g} s")
        self.seconds = seconds


class Ending(Exception):
    """A call raised what is meant to end a program (SystemExit), which a plugin may not."""


def call_within(seconds: float, call: Callable[[], object]) -> object:
    """What ``call`` gives, or raises. Raises Hanging if it does neither in time, or Ending."""
    outcome: SimpleQueue[tuple[object, BaseException | None]] = SimpleQueue()

    def run() -> None:
        try:
            outcome.put((call(), None))
        except BaseException as error:  # noqa: BLE001 - also SystemExit: a plugin ends nothing
            outcome.put((None, error))

    Thread(target=run, name="plugin", daemon=True).start()
    try:
        result, error = outcome.get(timeout=seconds)
    except Empty:
        raise Hanging(seconds) from None
    if isinstance(error, Exception):
        raise error
    if error is not None:
        raise Ending(type(error).__name__) from error
    return result
