"""Where jobs run: processes of this machine. One dies alone, and it is known over which document.

Each worker is a process pool of one, so that a pool that breaks has broken over the job it had. The
others go on, and the broken one gets a new process with its next job.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from types import FrameType, TracebackType
from typing import Protocol, Self

from brailledesk.batch.jobs import Failed, Job, Made
from brailledesk.batch.work import run_job
from brailledesk.errors import ConversionBroken, WorkerLost

JOBS_PER_PROCESS = 500
"""A process is replaced after so many documents: what a library leaks is given back, and a start of
0.3 s in between is not felt."""

Result = Made | Failed
Work = Callable[[Job], Result]

_STOPPING = (signal.SIGINT, signal.SIGTERM)


class Workers(Protocol):
    """What runs jobs. Futures are those of :mod:`concurrent.futures`; a job never raises."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...

    def count_free(self, running: int) -> int:
        """How many jobs more can be begun while ``running`` run."""

    def submit(self, job: Job) -> Future[Result]:
        """Begin a job; only where one is free."""

    def settle(self, job: Job, future: Future[Result]) -> Result:
        """The result of a future that is done, and its worker free again."""

    def abandon(self) -> None:
        """End what runs, at once."""


class LocalWorkers:
    """``count`` processes of this machine; ``work`` is what they do with a job."""

    def __init__(
        self, count: int, work: Work = run_job, *, jobs_per_process: int = JOBS_PER_PROCESS
    ) -> None:
        self._idle = [_Worker(work, jobs_per_process) for _ in range(count)]
        self._busy: dict[Future[Result], _Worker] = {}
        self._count = count

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is not None:
            self.abandon()
        for worker in [*self._idle, *self._busy.values()]:
            worker.close()

    def count_free(self, running: int) -> int:
        """See :class:`Workers`."""
        return self._count - running

    def submit(self, job: Job) -> Future[Result]:
        """See :class:`Workers`."""
        worker = self._idle.pop()
        future = worker.submit(job)
        self._busy[future] = worker
        return future

    def settle(self, job: Job, future: Future[Result]) -> Result:
        """See :class:`Workers`; a process that died is told as :class:`WorkerLost`."""
        worker = self._busy.pop(future)
        self._idle.append(worker)
        try:
            return future.result()
        except BrokenProcessPool:
            worker.close()
            return Failed(WorkerLost(str(job.source)))
        except Exception as error:  # noqa: BLE001 - what came of the job could not be sent
            return Failed(ConversionBroken(str(job.source), type(error).__name__))

    def abandon(self) -> None:
        """See :class:`Workers`."""
        for worker in self._busy.values():
            worker.kill()


class _Worker:
    """A process that is started with its first job and replaced when it is worn or dead."""

    def __init__(self, work: Work, most: int) -> None:
        self._work = work
        self._most = most
        self._used = 0
        self._executor: ProcessPoolExecutor | None = None
        self._leash: Connection | None = None

    def submit(self, job: Job) -> Future[Result]:
        if self._used >= self._most:
            self.close()
        executor = self._executor or self._start()
        self._used += 1
        with _signals_held():
            try:
                future = executor.submit(self._work, job)
            except BrokenProcessPool:  # it died while it had nothing to do: nobody's fault
                self.close()
                self._used = 1
                executor = self._start()
                future = executor.submit(self._work, job)
        _leave_answers_to_process(executor)
        return future

    def close(self) -> None:
        """Wait until the process has ended; it has nothing to do, or was killed."""
        if self._executor is not None:
            self._executor.shutdown()
        self.kill()
        self._executor, self._leash, self._used = None, None, 0

    def kill(self) -> None:
        """Let go of the leash: the process ends itself."""
        if self._leash is not None:
            self._leash.close()

    def _start(self) -> ProcessPoolExecutor:
        context = get_context("spawn")
        end, self._leash = context.Pipe(duplex=False)
        self._executor = ProcessPoolExecutor(1, context, _prepare, (end,))
        return self._executor


def _leave_answers_to_process(executor: ProcessPoolExecutor) -> None:
    """Close this side's copy of the end that answers are written to, once the process has its own.

    As long as it is open the pool waits for ever for the rest of an answer in whose midst the
    process died: for its reader the pipe has not ended. It has no public name for that.
    """
    answers = getattr(executor, "_result_queue", None)
    writer = getattr(answers, "_writer", None)
    if writer is not None and not writer.closed:
        writer.close()


def _prepare(end: Connection) -> None:
    """Make a new process fit: signals to all of a terminal are for the run that started it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # programs that it starts ignore it too
    signal.signal(signal.SIGTERM, _ignore)  # but these can be ended
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPPING)
    threading.Thread(target=_end_with, args=(end,), daemon=True).start()


def _ignore(number: int, frame: FrameType | None) -> None:
    del number, frame


def _end_with(end: Connection) -> None:
    """End this process when the other end of the pipe is closed, by whomever, a kill too."""
    try:
        end.recv_bytes()
    except (EOFError, OSError):
        os._exit(1)


@contextmanager
def _signals_held() -> Iterator[None]:
    """Hold signals back while a process starts: it inherits that, and cannot be hit by them."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows: what starts there is hit at worst
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _STOPPING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
