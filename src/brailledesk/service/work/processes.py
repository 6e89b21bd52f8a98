"""The processes that work on documents: a few, started when they are needed, ended when not."""

from __future__ import annotations

import subprocess
import sys
from queue import Empty, SimpleQueue
from threading import Lock, Semaphore, Thread
from typing import BinaryIO, cast

from brailledesk.errors import BrailledeskError, ConversionBroken, WorkerLost
from brailledesk.service.handling import Task
from brailledesk.service.work.wire import receive, send

MOST = 2
"""Processes at once; who comes later waits."""
_LOOK_SECONDS = 0.05
"""Between two looks whether the client gave the request up."""


class Processes:
    """Works of the modules beside this one, each in a process. Safe with threads."""

    def __init__(self, most: int = MOST) -> None:
        self._places = Semaphore(most)
        self._lock = Lock()
        self._idle: list[_Process] = []
        self._busy: set[_Process] = set()
        self._is_closed = False
        self._is_known = False

    def run(self, task: Task, label: str, work: str, *arguments: object) -> object:
        """What a work gives. ``label`` names its document in errors.

        Raises RequestCancelled (the process is then ended), what the work raises,
        ConversionBroken for a fault of the program, WorkerLost where the process died.
        """
        self._make_known(task)
        while not self._places.acquire(timeout=_LOOK_SECONDS):
            task.check()
        try:
            process = self._take()
            try:
                result = process.run(task, label, work, arguments)
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
            task.service.soon(task.service.at_close, self.close)

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


class _Process:
    """One process, and the thread that listens to it."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "brailledesk.service.work.program"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._heard: SimpleQueue[tuple[str, object]] = SimpleQueue()
        Thread(target=self._listen, name="work", daemon=True).start()

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    def run(self, task: Task, label: str, work: str, arguments: tuple[object, ...]) -> object:
        """What a work gives; a refusal is given, not raised."""
        try:
            send(cast("BinaryIO", self._process.stdin), (work, arguments))
        except (OSError, ValueError):  # it ended, or what listens to it has closed the way already
            raise WorkerLost(label) from None
        while True:
            try:
                kind, value = self._heard.get(timeout=_LOOK_SECONDS)
            except Empty:
                task.check()
                continue
            if kind == "told":
                stage, done, total = cast("tuple[str, int, int]", value)
                task.tell(done, total, stage)
                task.check()
            elif kind == "broken":
                raise ConversionBroken(label, str(value))
            elif kind == "lost":
                raise WorkerLost(label)
            else:
                return value

    def end(self) -> None:
        """End it, whatever it does."""
        self._process.kill()
        self._process.wait()

    def _listen(self) -> None:
        with cast("BinaryIO", self._process.stdin), cast("BinaryIO", self._process.stdout) as out:
            try:
                while True:
                    self._heard.put(cast("tuple[str, object]", receive(out)))
            except (EOFError, OSError, ValueError):
                self._heard.put(("lost", None))
