"""Calls of foreign code that may never return.

Python cannot stop a thread, so a call that hangs is left behind in one that does not keep the
program from ending. It goes on to cost what it costs; nobody waits for it. Threads whose calls came
back are used again.
"""

from __future__ import annotations

from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Thread

_MOST_IDLE = 4

Call = Callable[[], object]
_Outcome = tuple[object, BaseException | None]


class Hanging(Exception):
    """A call did not return within ``seconds``."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"no answer within {seconds:g} s")
        self.seconds = seconds


class Ending(Exception):
    """A call raised what is meant to end a program (SystemExit), which a plugin may not."""


class Patience:
    """Calls foreign code in threads of its own. Safe with threads."""

    def __init__(self) -> None:
        self._idle: list[_Caller] = []

    def call(self, seconds: float, call: Call) -> object:
        """What ``call`` gives, or raises. Raises Hanging if it does neither in time, or Ending."""
        try:
            caller = self._idle.pop()
        except IndexError:
            caller = _Caller()
        caller.calls.put(call)
        try:
            result, error = caller.outcomes.get(timeout=seconds)
        except Empty:
            caller.calls.put(None)  # if it ever comes back
            raise Hanging(seconds) from None
        if len(self._idle) < _MOST_IDLE:
            self._idle.append(caller)
        else:
            caller.calls.put(None)
        if isinstance(error, Exception):
            raise error
        if error is not None:
            raise Ending(type(error).__name__) from error
        return result


class Delay:
    """How long a hook made others wait, beyond what is to be expected; in seconds.

    A call is free up to FREE. What is more is forgotten by and by, a second in ten: a filter may
    take its time once in a while, not at each key.
    """

    FREE = 0.02
    MOST = 1.0
    SHARE = 0.1

    def __init__(self) -> None:
        self._seconds = 0.0
        self._since = 0.0

    def add(self, begun: float, ended: float) -> bool:
        """Count a call; whether it is too much now."""
        kept = max(0.0, self._seconds - (begun - self._since) * self.SHARE)
        self._seconds = kept + max(0.0, ended - begun - self.FREE)
        self._since = ended
        return self._seconds > self.MOST


class _Caller:
    """A thread that makes one call after another, until it is given None."""

    def __init__(self) -> None:
        self.calls: SimpleQueue[Call | None] = SimpleQueue()
        self.outcomes: SimpleQueue[_Outcome] = SimpleQueue()
        Thread(target=_run, args=(self.calls, self.outcomes), name="plugin", daemon=True).start()

    def __del__(self) -> None:
        self.calls.put(None)


def _run(calls: SimpleQueue[Call | None], outcomes: SimpleQueue[_Outcome]) -> None:
    while (call := calls.get()) is not None:
        try:
            outcomes.put((call(), None))
        except BaseException as error:  # noqa: BLE001 - also SystemExit: a plugin ends nothing
            outcomes.put((None, error))
        del call


def call_within(seconds: float, call: Call) -> object:
    """A single call: see :meth:`Patience.call`."""
    return Patience().call(seconds, call)
