"""Workers that several files share: a process that is ready reads the next page of any of them."""

from __future__ import annotations

import os
import queue
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from brailledesk.ingest.ocr.process import Worker


def count_cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class WorkerPool:
    """``count`` workers, as many as there are cores where it is None.

    Processes are started, and the libraries of recognition imported, when they are first needed:
    who has a pool need not have pictures. Any number of threads may use a pool.
    """

    def __init__(self, count: int | None = None) -> None:
        self.count = count or count_cores()
        self._workers: list[Worker] = []
        self._is_ended = False
        self._lock = threading.Lock()
        # The one that was used last has the file open that is likeliest wanted. None is a worker
        # that there is not yet.
        self._idle: queue.LifoQueue[Worker | None] = queue.LifoQueue()
        for _ in range(self.count):
            self._idle.put(None)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.kill()
        for worker in self._workers:
            worker.close()

    @contextmanager
    def worker(self) -> Iterator[Worker]:
        """A worker for oneself, as soon as one is free."""
        worker = self._idle.get() or self._new()
        try:
            yield worker
        finally:
            self._idle.put(worker)

    def kill(self) -> None:
        """End all processes at once; whoever waits for a page is told that it is lost."""
        with self._lock:
            self._is_ended = True
            for worker in self._workers:
                worker.kill()

    def _new(self) -> Worker:
        from brailledesk.ingest.ocr.process import Worker  # noqa: PLC0415 - needs an extra

        worker = Worker()
        with self._lock:
            self._workers.append(worker)
            if self._is_ended:
                worker.kill()
        return worker
