"""The other end of a worker: starts it, hands it pages one at a time, and ends what hangs.

A program of its own and no process of :mod:`multiprocessing`, so that a script may call this
without guarding its main part, and so that a worker can be killed over a page.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
from contextlib import suppress

from brailledesk.ingest.ocr.faults import CRASHED, DAMAGED, TOO_SLOW, PageFault
from brailledesk.ingest.ocr.wire import (
    Answer,
    NotAnAnswer,
    Opened,
    Order,
    PageLost,
    PageRead,
    Stopped,
    read_answer,
)

THREADS = ("OMP_THREAD_LIMIT", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
"""Environment variables of libraries that would start threads of their own. Pages are read side by
side, and two threads of one page on two cores are several times slower than one."""
_TRIES = 2
_STARTING = 120.0
"""Seconds of the clock until a process has loaded its libraries and opened the file, at least."""


class Worker:
    """A process with a file open in it; it is started with its first page, and again if it dies.

    One thread uses it at a time, but :meth:`kill` may be called from any.
    """

    def __init__(self, order: Order, data: bytes) -> None:
        self._order = order
        self._data = data
        self._process: subprocess.Popen[bytes] | None = None
        self._is_late = False
        self._is_ended = False

    def open(self) -> Opened | Stopped:
        """Start the process, and hear what is in the file."""
        answer = self._start()
        if answer is not None:
            return answer
        self.close()
        fault = TOO_SLOW if self._is_late else DAMAGED
        return Stopped(PageFault(fault))

    def read(self, number: int) -> PageRead | PageLost:
        """A page. Where the process dies or hangs over it, it is tried once more, then given up."""
        for _ in range(_TRIES):
            answer = self._ask(number)
            if isinstance(answer, PageRead | PageLost):
                return answer
            self.close()
            if self._is_ended or self._is_late:
                break  # what hung for so long would hang again
        return PageLost(number, PageFault(TOO_SLOW if self._is_late else CRASHED))

    def kill(self) -> None:
        """End the process at once, and start no other."""
        self._is_ended = True
        process = self._process
        if process is not None:
            process.kill()

    def close(self) -> None:
        """End the process and wait for that."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()
        process.wait()

    def _start(self) -> Opened | Stopped | None:
        if self._is_ended:
            return None
        process = subprocess.Popen(
            [sys.executable, "-m", "brailledesk.ingest.ocr.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
        )
        self._process = process
        order = pickle.dumps(self._order)
        sizes = b"%d %d\n" % (len(order), len(self._data))
        patience = self._order.recognition.limits.patience
        answer = self._exchange(sizes, order, self._data, patience=max(patience, _STARTING))
        return answer if isinstance(answer, Opened | Stopped) else None

    def _ask(self, number: int) -> Answer | None:
        if self._process is None and not isinstance(self._start(), Opened):
            return None
        patience = self._order.recognition.limits.patience
        answer = self._exchange(b"%d\n" % number, patience=patience)
        if isinstance(answer, PageRead) and answer.words.number != number:
            return None
        if isinstance(answer, PageLost) and answer.number != number:
            return None
        return answer

    def _exchange(self, *parts: bytes, patience: float) -> Answer | None:
        """Send something and wait for the answer; None where there comes none, or nonsense."""
        process = self._process
        assert process is not None
        assert process.stdin is not None
        assert process.stdout is not None
        self._is_late = False
        timer = threading.Timer(patience, self._be_late, (process,))
        timer.daemon = True
        timer.start()
        try:
            for part in parts:
                process.stdin.write(part)
            process.stdin.flush()
            return read_answer(process.stdout, self._order.source)
        except (OSError, NotAnAnswer, ValueError):
            return None
        finally:
            timer.cancel()

    def _be_late(self, process: subprocess.Popen[bytes]) -> None:
        self._is_late = True
        process.kill()


def _environment() -> dict[str, str]:
    """Our own, so that the worker finds the package where this process found it, one thread."""
    path = os.pathsep.join(part for part in sys.path if part)
    return {**os.environ, **dict.fromkeys(THREADS, "1"), "PYTHONPATH": path}
