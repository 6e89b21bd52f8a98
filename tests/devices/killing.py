"""A process that starts workers by forking, all modules loaded, and kills them when it is told to.

Each line of standard input is a request, each line of standard output what came of it. A worker
sends one job and is killed by SIGKILL after a time, ``after`` its start or its ``first`` byte, or
by itself behind a byte.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import select
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from brailledesk.devices.jobs.journal import Journal
from brailledesk.devices.jobs.run import Runner
from brailledesk.devices.jobs.send import Stop
from brailledesk.devices.transport.connect import parse_connection
from tests.devices.plain import always, encoded

CLONE_NEWNS, CLONE_NEWUSER = 0x00020000, 0x10000000
MS_REC, MS_PRIVATE = 0x4000, 0x40000
"""Of the headers of Linux."""


class Killer:
    """The forking process, from the side of the test."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.devices.killing"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, **request: Any) -> dict[str, Any]:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer

    def close(self) -> None:
        self._process.communicate()


def work(request: dict[str, Any], begun: int) -> None:
    """Send a job; behind ``at`` bytes there is no more power.

    ``begun`` is a pipe that gets a byte each time something was sent.
    """
    left = request.get("at")

    def heard(count: int) -> None:
        nonlocal left
        with suppress(BlockingIOError):  # the pipe is full of them
            os.write(begun, b".")
        if left is not None:
            left -= count
            if left <= 0:
                os.kill(os.getpid(), signal.SIGKILL)

    if request.get("disk") is not None:
        _mount(*request["disk"])
    if request.get("room") is not None:  # no file may be larger: for a program, a full disk
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (request["room"], request["room"]))
    with Journal(Path(request["journal"])) as journal:
        job = encoded(request["pages"], request["size"])
        runner = Runner(journal, always(job), Stop(), heard=heard)
        buffer = request.get("buffer")
        connection = parse_connection(request["connection"], timeout=60, buffer=buffer)
        runner.run(request["number"], connection)


def _mount(path: str, size: int) -> None:
    """A disk in memory that this process alone sees, as root or as a user who may play root."""
    libc = ctypes.CDLL(None, use_errno=True)
    user, group = os.geteuid(), os.getegid()
    _check(libc.unshare(CLONE_NEWNS if user == 0 else CLONE_NEWNS | CLONE_NEWUSER))
    if user:
        Path("/proc/self/setgroups").write_text("deny", "ascii")
        Path("/proc/self/uid_map").write_text(f"0 {user} 1", "ascii")
        Path("/proc/self/gid_map").write_text(f"0 {group} 1", "ascii")
    _check(libc.mount(b"none", b"/", None, MS_REC | MS_PRIVATE, None))
    _check(libc.mount(b"tmpfs", path.encode(), b"tmpfs", 0, b"size=%d" % size))


def _check(result: int) -> None:
    if result:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def serve() -> None:
    for line in sys.stdin:
        request = json.loads(line)
        started = time.monotonic()
        to_hear, begun = os.pipe()
        os.set_blocking(begun, False)
        worker = os.fork()
        if worker == 0:
            try:
                work(request, begun)
            except BaseException as error:  # noqa: BLE001 - told, and the worker ends
                sys.stderr.write(f"worker: {error!r}\n")
                os._exit(1)
            os._exit(0)
        os.close(begun)
        if request.get("first") is not None:
            select.select([to_hear], [], [])  # or the worker's end
            _kill(worker, request["first"])
        if request.get("after") is not None:
            _kill(worker, request["after"])
        _, status = os.waitpid(worker, 0)
        os.close(to_hear)
        result = os.waitstatus_to_exitcode(status)
        answer = {"result": result, "seconds": time.monotonic() - started}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def _kill(worker: int, after: float) -> None:
    """Kill it after a time, unless it ends before."""
    ended = os.pidfd_open(worker)
    if not select.select([ended], [], [], after)[0]:
        os.kill(worker, signal.SIGKILL)
    os.close(ended)


if __name__ == "__main__":
    serve()
