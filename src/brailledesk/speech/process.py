"""Run a program once: text in, bytes out, with an end to its time, its output and its life."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import IO

from brailledesk.errors import (
    N_,
    SpeechEngineNotAvailable,
    SpeechFaulty,
    SpeechLimited,
    SpeechStalled,
)
from brailledesk.speech.engine import Cancellation
from brailledesk.system_errors import reason_of

_PIECE = 1 << 16
_POLL_SECONDS = 0.01
_COMPLAINT_BYTES = 2000
_FILE_TOO_LARGE = -getattr(signal, "SIGXFSZ", 0)
"""The status of who wrote more than a file may have; 0 where there is no such signal."""


@dataclass(frozen=True, slots=True)
class RunLimits:
    """What a program may take: ``seconds`` until its end, ``output_bytes`` that it may write."""

    seconds: float = 60.0
    output_bytes: int = 512_000_000


@dataclass(frozen=True, slots=True)
class Finished:
    """What came of a run; ``status`` is below zero if a signal ended the program."""

    output: bytes
    status: int
    complaint: str = ""


class _Run:
    """One process with the threads that feed it and hear it out."""

    def __init__(self, process: subprocess.Popen[bytes], data: bytes) -> None:
        self.process = process
        self.has_timed_out = False
        self._reaping = threading.Lock()
        self._complaint = b""
        self._threads = [
            threading.Thread(target=self._feed, args=(data,), daemon=True),
            threading.Thread(target=self._listen, daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    def time_out(self) -> None:
        self.has_timed_out = True
        self.kill()

    def kill(self) -> None:
        """End the process and what it has started."""
        with self._reaping:
            self._kill()

    def _kill(self) -> None:
        if self.process.returncode is not None:
            return  # the system may have given its number to another by now
        with suppress(OSError):
            if os.name == "posix":
                os.killpg(self.process.pid, signal.SIGKILL)
            else:
                self.process.kill()

    def collect(self, most: int) -> bytes | None:
        """All output; None, and a dead process, if it is more than ``most`` bytes."""
        assert self.process.stdout is not None
        pieces: list[bytes] = []
        size = 0
        while piece := os.read(self.process.stdout.fileno(), _PIECE):
            size += len(piece)
            if size > most:
                self.kill()
                return None
            pieces.append(piece)
        return b"".join(pieces)

    def end(self) -> str:
        """Wait for the process and its threads; what it complained of, its last line."""
        self._reap()
        for thread in self._threads:
            thread.join()
        for stream in (self.process.stdout, self.process.stderr):
            assert stream is not None
            stream.close()
        lines = self._complaint.decode("utf-8", "replace").split("\n")
        return next((line.strip()[:200] for line in reversed(lines) if line.strip()), "")

    def _reap(self) -> None:
        """Wait for the end; a kill in the meantime never meets a number that is free again."""
        if hasattr(os, "waitid"):
            os.waitid(os.P_PID, self.process.pid, os.WEXITED | os.WNOWAIT)
            with self._reaping:
                self._kill()  # those that it has left behind
                self.process.wait()
            return
        while True:
            with self._reaping:
                if self.process.poll() is not None:
                    return
            time.sleep(_POLL_SECONDS)

    def _feed(self, data: bytes) -> None:
        assert self.process.stdin is not None
        stream: IO[bytes] = self.process.stdin
        with suppress(OSError):
            stream.write(data)
        with suppress(OSError):
            stream.close()

    def _listen(self) -> None:
        assert self.process.stderr is not None
        while piece := os.read(self.process.stderr.fileno(), _PIECE):
            self._complaint = (self._complaint + piece)[-_COMPLAINT_BYTES:]


def run(
    engine: str,
    command: Sequence[str],
    data: bytes,
    limits: RunLimits,
    cancellation: Cancellation | None = None,
) -> Finished:
    """Run ``command``, which no shell sees, with ``data`` as its standard input.

    Errors name ``engine``. Raises SpeechEngineNotAvailable if it cannot be started, SpeechStalled
    if it takes too long, SpeechFaulty if it writes too much, SpeechLimited, SpeechCancelled.
    Whatever is raised, the process and those that it has started have ended.
    """
    wish = cancellation or Cancellation()
    wish.check()
    running = _Run(_start(engine, command), data)
    timer = threading.Timer(limits.seconds, running.time_out)
    timer.daemon = True
    timer.start()
    try:
        with wish.watching(running.kill):
            output = running.collect(limits.output_bytes)
            complaint = running.end()
    finally:
        running.kill()
        timer.cancel()
        timer.join()
    wish.check()
    if running.has_timed_out:
        raise SpeechStalled(engine, limits.seconds)
    if output is None:
        raise SpeechFaulty(engine, N_("it did not stop writing"))
    status = running.process.returncode
    if status and status == _FILE_TOO_LARGE:
        raise SpeechLimited(engine)
    return Finished(output, status, complaint)


def _start(engine: str, command: Sequence[str]) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(  # noqa: S603 - a list of arguments, never a shell
            list(command),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=os.name == "posix",
        )
    except (OSError, ValueError) as error:
        reason = reason_of(error)
        raise SpeechEngineNotAvailable(engine, reason) from None
