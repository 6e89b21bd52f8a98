"""A brltty of our own, and its virtual display: real keys in, real cells out.

Each has its own folder, ports and process, so that tests can run beside each other.
"""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Condition, Thread
from time import monotonic, sleep
from typing import Self

from brailledesk.devices.brlapi.address import PORT, SOCKETS, Server
from tests.judges import require_program
from tests.ports import free_port

PATIENCE = 60.0
"""Seconds after which something will never come; nothing waits so long on a sound machine."""

_QUIET = {"WINDOWID", "CONTROLVT", "XDG_VTNR", "WINDOWPATH", "BRLAPI_HOST", "BRLAPI_AUTH"}


def wait_until(is_so: Callable[[], bool], condition: Condition | None = None) -> None:
    """Return when ``is_so``; fail after PATIENCE."""
    condition = condition or Condition()
    until = monotonic() + PATIENCE
    with condition:
        while not is_so():
            if monotonic() > until:
                raise AssertionError("it never came")
            condition.wait(0.01)


class VirtualDisplay:
    """The display: brltty connects to it, as often as it is plugged in."""

    def __init__(self, columns: int = 40) -> None:
        self.columns = columns
        self.frames: list[bytes] = []
        self._changed = Condition()
        self._socket: socket.socket | None = None
        self._server = socket.create_server(("127.0.0.1", 0))
        self._server.settimeout(PATIENCE)
        self.port: int = self._server.getsockname()[1]

    def plug_in(self, columns: int | None = None) -> None:
        """Let brltty connect, and say how wide the display is."""
        self.unplug()
        self.columns = columns or self.columns
        self._socket, _ = self._server.accept()
        self._socket.sendall(f"cells {self.columns} 1\n".encode())
        for work in (self._read, self._wake):
            Thread(target=work, args=(self._socket,), daemon=True).start()

    def unplug(self) -> None:
        """Break the connection."""
        one, self._socket = self._socket, None
        if one is not None:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def press(self, command: str) -> None:
        """A command of the virtual driver's keyboard."""
        assert self._socket is not None
        self._socket.sendall(command.encode() + b"\n")

    def wait_for(self, cells: bytes) -> None:
        """Return when the display shows these cells."""
        wait_until(lambda: bool(self.frames) and self.frames[-1] == cells, self._changed)

    def close(self) -> None:
        self.unplug()
        self._server.close()

    def _wake(self, one: socket.socket) -> None:
        """Empty lines: of two that came at once the driver leaves the second until more come."""
        with suppress(OSError):
            while True:
                sleep(0.1)
                one.sendall(b"\n")

    def _read(self, one: socket.socket) -> None:
        with suppress(OSError), one.makefile("rb") as lines:
            for line in lines:
                if line.startswith(b'Braille "'):
                    with self._changed:
                        self.frames.append(_cells(line.decode()))
                        self._changed.notify_all()


def _cells(line: str) -> bytes:
    inner = line.split('"')[1]
    return bytes(sum(1 << int(dot) - 1 for dot in cell.strip()) for cell in inner.split("|"))


class Brltty:
    """The program, started with a driver on a device."""

    def __init__(
        self,
        folder: Path,
        device: str,
        driver: str = "vr",
        *,
        key_file: Path | None = None,
        options: Sequence[str] = (),
    ) -> None:
        self.port = free_port()
        self.folder = folder
        if key_file is None:
            auth = f"Auth=none,Host=127.0.0.1:{self.port - PORT}"
            self.server = Server("127.0.0.1", self.port - PORT)
        else:
            number = 50_000 + os.getpid() % 10_000
            auth = f"Auth=keyfile:{key_file},Host=:{number}"
            self.server = Server("", number, str(key_file))
        program = require_program("brltty", "brltty")
        self._arguments = [
            program,
            "-n",
            "-e",
            "-q",
            "-l",
            "debug,inpkts,outpkts,brlkeys",
            "-f",
            "/dev/null",
        ]
        self._arguments += ["-F", "/dev/null", "-P", str(folder / "pid"), "-W", str(folder)]
        self._arguments += ["-U", str(folder), "-b", driver, "-d", device, "-x", "no", "-s", "no"]
        self._arguments += ["-t", "it", "-A", auth, *options]
        self._process: subprocess.Popen[bytes] | None = None
        self.start()

    def start(self) -> None:
        self._log = (self.folder / "log").open("ab")
        environment = {name: text for name, text in os.environ.items() if name not in _QUIET}
        self._process = subprocess.Popen(self._arguments, stderr=self._log, env=environment)

    def stop(self) -> None:
        assert self._process is not None
        self._process.kill()
        self._process.wait()
        self._log.close()
        (self.folder / "pid").unlink(missing_ok=True)
        if not self.server.host:
            for name in (f"{self.server.number}", f".{self.server.number}"):
                (SOCKETS / name).unlink(missing_ok=True)

    @contextmanager
    def suspended(self) -> Iterator[None]:
        """It does nothing, and is still there."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)
        threads = Path(f"/proc/{self._process.pid}/task")
        wait_until(lambda: all(") T " in one.read_text() for one in threads.glob("*/stat")))
        try:
            yield
        finally:
            self._process.send_signal(signal.SIGCONT)

    def log(self) -> str:
        return (self.folder / "log").read_text(errors="replace")

    def said(self, pattern: str) -> bool:
        """Whether the log has a line like this."""
        return re.search(pattern, self.log()) is not None

    @property
    def has_ended(self) -> bool:
        """Whether it crashed: nobody asked it to end."""
        assert self._process is not None
        return self._process.poll() is not None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        has_ended = self.has_ended
        self.stop()
        assert not has_ended, self.log()[-2000:]


@contextmanager
def virtual(folder: Path, columns: int = 40) -> Iterator[tuple[Brltty, VirtualDisplay]]:
    """brltty with a virtual display that is plugged in."""
    display = VirtualDisplay(columns)
    try:
        with Brltty(folder, f"client:127.0.0.1:{display.port}") as program:
            display.plug_in()
            yield program, display
    finally:
        display.close()
