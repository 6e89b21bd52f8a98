"""The processes that work on documents: a few, started when they are needed, ended when not."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Lock, Semaphore, Thread
from time import monotonic
from typing import BinaryIO, NamedTuple, cast

from brailledesk.errors import BrailledeskError, ConversionBroken, WorkerLost, WorkTookTooLong
from brailledesk.service.handling import Task
from brailledesk.service.work.wire import receive, send

MOST = 2
"""Processes at once; who comes later waits."""
_LOOK_SECONDS = 0.05
"""Between two looks whether the client gave the request up."""


class Patience(NamedTuple):
    """Seconds after which a work is ended: of one that says nothing of its progress, and of any.

    ``of_page`` is the latter for what comes from a page: it keeps other pages waiting.
    """

    silent: float
    whole: float
    of_page: float

    def of(self, task: Task) -> float:
        """How long the whole work of a call may take."""
        return self.whole if task.rights.may_name_paths else min(self.whole, self.of_page)


FOR_DOCUMENTS = Patience(silent=180.0, whole=3600.0, of_page=300.0)
"""A long scan has hundreds of pages; each is told, and takes seconds."""
FOR_TEXTS = Patience(silent=20.0, whole=20.0, of_page=20.0)
"""The longest text takes a second."""


class Processes:
    """Works of the modules beside this one, each in a process. Safe with threads."""

    def __init__(self, most: int = MOST, patience: Patience = FOR_DOCUMENTS) -> None:
        self._places = Semaphore(most)
        self._patience = patience
        self._lock = Lock()
        self._idle: list[_Process] = []
        self._busy: set[_Process] = set()
        self._is_closed = False
        self._is_known = False

    def run(self, task: Task, label: str, work: str, *arguments: object) -> object:
        """What a work gives. ``label`` names its document in errors.

        Raises RequestCancelled (the process is then ended), what the work raises,
        ConversionBroken for a fault of the program, WorkerLost where the process died,
        WorkTookTooLong where it was ended because nobody should wait for it any longer.
        """
        self._make_known(task)
        while not self._places.acquire(timeout=_LOOK_SECONDS):
            task.check()
        try:
            process = self._take()
            try:
                limit = Limit(label, self._patience.silent, self._patience.of(task))
                result = process.run(task, limit, work, arguments)
            except BaseException:
                process.end()
                raise
            finally:
                self._give_back(process)
        finally:
            self._places.release()
        if isinstance(result, BrailledeskError):
            raise result
        return result

    def close(self) -> None:
        """End all of them."""
        with self._lock:
            self._is_closed = True
            processes = [*self._idle, *self._busy]
            self._idle.clear()
        for one in processes:
            one.end()

    def _make_known(self, task: Task) -> None:
        with self._lock:
            is_known, self._is_known = self._is_known, True
        if not is_known:
            task.service.at_close(self.close)

    def _take(self) -> _Process:
        with self._lock:
            lost = [one for one in self._idle if not one.is_alive]
            self._idle = [one for one in self._idle if one.is_alive]
            process = self._idle.pop() if self._idle else _Process()
            self._busy.add(process)
        for one in lost:  # by the system, where memory ran out
            one.end()
        return process

    def _give_back(self, process: _Process) -> None:
        with self._lock:
            self._busy.discard(process)
            is_kept = process.is_alive and not self._is_closed
            if is_kept:
                self._idle.append(process)
        if not is_kept:
            process.end()


class Limit:
    """The time of one work: ``silent`` seconds without a word of it, ``whole`` seconds in all.

    ``label`` names its document in errors.
    """

    def __init__(self, label: str, silent: float, whole: float) -> None:
        self.label = label
        self._silent = silent
        self._whole = whole
        self._begun = self._heard = monotonic()

    def heard(self) -> None:
        """The work goes on."""
        self._heard = monotonic()

    def check(self) -> None:
        """Raise WorkTookTooLong when it did."""
        now = monotonic()
        if now - self._heard > self._silent:
            raise WorkTookTooLong(self.label, self._silent)
        if now - self._begun > self._whole:
            raise WorkTookTooLong(self.label, self._whole)


class _Process:
    """One process, and the thread that listens to it."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "brailledesk.service.work.program"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._heard: SimpleQueue[tuple[str, object]] = SimpleQueue()
        Thread(target=self._listen, name="work", daemon=True).start()

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    def run(self, task: Task, limit: Limit, work: str, arguments: tuple[object, ...]) -> object:
        """What a work gives; a refusal is given, not raised."""
        label = limit.label
        try:
            send(cast("BinaryIO", self._process.stdin), (work, arguments))
        except (OSError, ValueError):  # it ended, or what listens to it has closed the way already
            raise WorkerLost(label) from None
        while True:
            try:
                kind, value = self._heard.get(timeout=_LOOK_SECONDS)
            except Empty:
                task.check()
                limit.check()
                continue
            limit.heard()
            if kind == "told":
                stage, done, total = cast("tuple[str, int, int]", value)
                task.tell(done, total, stage)
                task.check()
                limit.check()
            elif kind == "broken":
                raise ConversionBroken(label, str(value))
            elif kind == "lost":
                raise WorkerLost(label)
            else:
                return value

    def end(self) -> None:
        """End it, whatever it does, and what it has started: a library may hang in there."""
        if self._process.poll() is None:
            if sys.platform == "win32":
                self._process.kill()
            else:
                with suppress(ProcessLookupError):
                    os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def _listen(self) -> None:
        with cast("BinaryIO", self._process.stdout) as out:
            try:
                while True:
                    self._heard.put(cast("tuple[str, object]", receive(out)))
            except (EOFError, OSError, ValueError):
                self._heard.put(("lost", None))
        with suppress(OSError):  # what it did not take any more would be written now
            cast("BinaryIO", self._process.stdin).close()
