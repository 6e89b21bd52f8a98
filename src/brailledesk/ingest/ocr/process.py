"""The other end of a worker: starts it, hands it files and pages, and ends what hangs.

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
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True, eq=False)
class SourceFile:
    """The bytes of a file, and what is to be done with them."""

    order: Order
    data: bytes


class Worker:
    """A process with one file open in it; it is started with its first file, and again if it dies.

    One thread uses it at a time, but :meth:`kill` may be called from any.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._file: SourceFile | None = None
        self._is_late = False
        self._is_ended = False

    def open(self, file: SourceFile) -> Opened | Stopped:
        """Open a file in place of the one before, and hear what is in it."""
        answer = self._open(file)
        if answer is not None:
            return answer
        self.close()
        return Stopped(PageFault(TOO_SLOW if self._is_late else DAMAGED))

    def read(self, file: SourceFile, number: int) -> PageRead | PageLost:
        """A page. Where the process dies over it, it is tried once more, then given up."""
        for _ in range(_TRIES):
            answer = self._ask(file, number)
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
        process, self._process, self._file = self._process, None, None
        if process is None:
            return
        process.kill()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()
        process.wait()

    def _open(self, file: SourceFile) -> Opened | Stopped | None:
        if self._is_ended:
            return None
        if self._process is None:
            self._process = _start()
        order = pickle.dumps(file.order)
        head = b"open %d %d\n" % (len(order), len(file.data))
        patience = max(file.order.recognition.limits.patience, _STARTING)
        answer = self._exchange(file, head, order, file.data, patience=patience)
        if not isinstance(answer, Opened | Stopped):
            return None
        self._file = file
        return answer

    def _ask(self, file: SourceFile, number: int) -> Answer | None:
        is_open = self._file is file or isinstance(self._open(file), Opened)
        if not is_open:
            return None
        patience = file.order.recognition.limits.patience
        answer = self._exchange(file, b"page %d\n" % number, patience=patience)
        if isinstance(answer, PageRead) and answer.words.number != number:
            return None
        if isinstance(answer, PageLost) and answer.number != number:
            return None
        return answer

    def _exchange(self, file: SourceFile, *parts: bytes, patience: float) -> Answer | None:
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
            return read_answer(process.stdout, file.order.source)
        except (OSError, NotAnAnswer, ValueError):
            return None
        finally:
            timer.cancel()

    def _be_late(self, process: subprocess.Popen[bytes]) -> None:
        self._is_late = True
        process.kill()


def _start() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "brailledesk.ingest.ocr.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
    )


def _environment() -> dict[str, str]:
    """Our own, so that the worker finds the package where this process found it, one thread."""
    path = os.pathsep.join(part for part in sys.path if part)
    return {**os.environ, **dict.fromkeys(THREADS, "1"), "PYTHONPATH": path}
