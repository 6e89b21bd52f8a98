"""The pages of a file, read side by side and given in order; memory holds a few of them only."""

from __future__ import annotations

import os
import queue
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from brailledesk.errors import N_, PagesNotRecognised, UsageError
from brailledesk.ingest.ocr.engines import engine_names
from brailledesk.ingest.ocr.faults import PageFault
from brailledesk.ingest.ocr.options import AUTOMATIC
from brailledesk.ingest.ocr.process import Worker
from brailledesk.ingest.ocr.wire import Order, PageLost, PageRead, Stopped
from brailledesk.progress import Progress, silent

STAGE = N_("Recognising")
_AHEAD = 2
"""Pages a worker may be ahead of who takes them."""


def recognise(
    data: bytes,
    order: Order,
    numbers: Sequence[int] | None = None,
    progress: Progress = silent,
) -> Generator[PageRead | PageLost]:
    """The pages of a file in order: those of ``numbers``, or all. A page that fails is told.

    Each worker has one thread and the whole file, so that pages need not travel. Raises
    RecognitionNotAvailable where there is no engine or no language, UsageError for an unknown
    engine, PagesNotRecognised where the file cannot be opened as pictures.
    """
    _check_engine(order.recognition.engine)
    first = Worker(order, data)
    workers = [first]
    try:
        opened = first.open()
        if isinstance(opened, Stopped):
            raise _error(order.source, opened)
        wanted = range(1, opened.pages + 1) if numbers is None else numbers
        count = min(order.recognition.jobs or count_cores(), max(len(wanted), 1))
        workers += [Worker(order, data) for _ in range(count - 1)]
        progress(STAGE, 0, len(wanted))
        for done, answer in enumerate(_in_order(workers, wanted), 1):
            yield answer
            progress(STAGE, done, len(wanted))
    finally:
        for worker in workers:
            worker.kill()
            worker.close()


def count_cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _check_engine(name: str) -> None:
    if name not in {AUTOMATIC, *engine_names()}:
        raise UsageError(
            N_("There is no recognition engine {name}."),
            N_("Known engines: {known}."),
            name=name,
            known=", ".join(engine_names()),
        )


def _error(source: str, stopped: Stopped) -> Exception:
    if isinstance(stopped.error, PageFault):
        return no_pages(source, "", stopped.error)
    return stopped.error


def no_pages(source: str, pages: str, fault: PageFault) -> PagesNotRecognised:
    """The error of a file of which no page could be read, all for the same reason."""
    return PagesNotRecognised(source, pages, fault.problem, fault.remedy, **fault.fields)


def _in_order(workers: Sequence[Worker], numbers: Sequence[int]) -> Iterator[PageRead | PageLost]:
    idle: queue.SimpleQueue[Worker] = queue.SimpleQueue()
    for worker in workers:
        idle.put(worker)

    def read(number: int) -> PageRead | PageLost:
        worker = idle.get()
        try:
            return worker.read(number)
        finally:
            idle.put(worker)

    waiting: deque[Future[PageRead | PageLost]] = deque()
    with ThreadPoolExecutor(len(workers)) as threads:
        try:
            for number in numbers:
                waiting.append(threads.submit(read, number))
                if len(waiting) >= _AHEAD * len(workers):
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            # Whoever takes pages may stop early: nothing is begun any more, and what runs ends.
            for future in waiting:
                future.cancel()
            if waiting:
                for worker in workers:
                    worker.kill()
