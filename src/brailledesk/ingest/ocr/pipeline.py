"""The pages of a file, read side by side and given in order; memory holds a few of them only."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack

from brailledesk.errors import N_, PagesNotRecognised, RecognitionNotAvailable
from brailledesk.ingest.ocr.engines import check_engine
from brailledesk.ingest.ocr.faults import PageFault
from brailledesk.ingest.ocr.pool import WorkerPool
from brailledesk.ingest.ocr.process import SourceFile
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
    pool: WorkerPool | None = None,
) -> Generator[PageRead | PageLost]:
    """The pages of a file in order: those of ``numbers``, or all. A page that fails is told.

    Each worker has one thread and the whole file, so that pages need not travel; without a
    ``pool``, which others may use too, it has its own. Raises RecognitionNotAvailable where there
    is no engine or no language, UsageError for an unknown engine, PagesNotRecognised where the file
    cannot be opened as pictures.
    """
    check_engine(order.recognition.engine)
    file = SourceFile(order, data)
    with ExitStack() as stack:
        own = stack.enter_context(WorkerPool(order.recognition.jobs)) if pool is None else None
        workers = own or pool
        assert workers is not None
        with workers.worker() as first:
            opened = first.open(file)
        if isinstance(opened, Stopped):
            raise _error(order.source, opened)
        wanted = range(1, opened.pages + 1) if numbers is None else numbers
        progress(STAGE, 0, len(wanted))
        threads = stack.enter_context(ThreadPoolExecutor(min(workers.count, max(len(wanted), 1))))
        waiting: deque[Future[PageRead | PageLost]] = deque()
        if own is not None:
            # Whoever takes pages may stop early: then what runs is ended, not waited for.
            stack.callback(own.kill)
        stack.callback(_cancel, waiting)
        done = 0
        for number in wanted:
            waiting.append(threads.submit(_read, workers, file, number))
            if len(waiting) >= _AHEAD * workers.count:
                yield waiting.popleft().result()
                progress(STAGE, done := done + 1, len(wanted))
        while waiting:
            yield waiting.popleft().result()
            progress(STAGE, done := done + 1, len(wanted))


def _read(pool: WorkerPool, file: SourceFile, number: int) -> PageRead | PageLost:
    with pool.worker() as worker:
        return worker.read(file, number)


def _cancel(waiting: deque[Future[PageRead | PageLost]]) -> None:
    for future in waiting:
        future.cancel()


def _error(source: str, stopped: Stopped) -> PagesNotRecognised | RecognitionNotAvailable:
    if isinstance(stopped.error, PageFault):
        return no_pages(source, "", stopped.error)
    return stopped.error


def no_pages(source: str, pages: str, fault: PageFault) -> PagesNotRecognised:
    """The error of a file of which no page could be read, all for the same reason."""
    return PagesNotRecognised(source, pages, fault.problem, fault.remedy, **fault.fields)
