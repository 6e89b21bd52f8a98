"""Workers that several files share: a process that is ready reads the next page of any of them."""

from __future__ import annotations

import os
import queue
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

    Processes are started when they are first needed. Any number of threads may use a pool.
    """

    def __init__(self, count: int | None = None) -> None:
        from brailledesk.ingest.ocr.process import Worker  # noqa: PLC0415 - needs an extra

        self.count = count or count_cores()
        self._workers = [Worker() for _ in range(self.count)]
        # The one that was used last has the file open that is likeliest wanted.
        self._idle: queue.LifoQueue[Worker] = queue.LifoQueue()
        for worker in reversed(self._workers):
            self._idle.put(worker)

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
        worker = self._idle.get()
        try:
            yield worker
        finally:
            self._idle.put(worker)

    def kill(self) -> None:
        """End all processes at once; whoever waits for a page is told that it is lost."""
        for worker in self._workers:
            worker.kill()
