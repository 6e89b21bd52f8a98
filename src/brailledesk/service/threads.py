"""Threads for long methods, of which no client has more than its share."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock
from typing import Any, NamedTuple, TypeVar

_Made = TypeVar("_Made")


class _Work(NamedTuple):
    owner: object
    future: Future[Any]
    do: Callable[[], Any]


class Threads:
    """``most`` threads, ``share`` of them at once for one owner; its further works wait.

    With ``most // share`` owners or fewer, nobody ever waits for what another asked for.
    """

    def __init__(self, most: int, share: int) -> None:
        self._share = share
        self._executor = ThreadPoolExecutor(most, thread_name_prefix="brailledesk")
        self._lock = Lock()
        self._busy: Counter[object] = Counter()
        self._waiting: dict[object, deque[_Work]] = {}

    def submit(self, owner: object, do: Callable[[], _Made]) -> Future[_Made]:
        """Have something done; it can be cancelled until it is begun."""
        future: Future[_Made] = Future()
        work = _Work(owner, future, do)
        with self._lock:
            if self._busy[owner] < self._share:
                self._busy[owner] += 1
                self._executor.submit(self._run, work)
            else:
                self._waiting.setdefault(owner, deque()).append(work)
        return future

    def close(self) -> None:
        """Begin nothing more."""
        with self._lock:
            self._waiting.clear()
        self._executor.shutdown(wait=False, cancel_futures=True)

    def _run(self, work: _Work) -> None:
        """Do a work, and begin the next one of its owner."""
        _do(work)
        with self._lock:
            waiting = self._waiting.get(work.owner)
            if waiting:
                self._go_on(waiting.popleft())
                return
            self._waiting.pop(work.owner, None)
            self._busy[work.owner] -= 1
            if not self._busy[work.owner]:
                del self._busy[work.owner]

    def _go_on(self, work: _Work) -> None:
        """Behind what others have waiting, if there is anything."""
        try:
            self._executor.submit(self._run, work)
        except RuntimeError:  # all is over
            work.future.cancel()


def _do(work: _Work) -> None:
    if not work.future.set_running_or_notify_cancel():
        return
    try:
        work.future.set_result(work.do())
    except BaseException as error:  # noqa: BLE001 - it is raised where the result is asked for
        work.future.set_exception(error)
