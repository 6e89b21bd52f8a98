"""A connection to an SSIP server: requests with their replies, and the events that come between.

Source: the manual "Speech Synthesis Interface Protocol", version 0.2, and speech-dispatcher 0.11.
"""

from __future__ import annotations

import getpass
import os
import queue
import re
import shutil
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from brailledesk.errors import (
    N_,
    SpeechEngineLost,
    SpeechEngineNotAvailable,
    SpeechError,
    SpeechFaulty,
    SpeechStalled,
)
from brailledesk.speech.engine import Voice
from brailledesk.speech.order import Priority
from brailledesk.system_errors import reason_of

NAME = "speech-dispatcher"
INSTALL_COMMAND = "sudo apt install speech-dispatcher speech-dispatcher-espeak-ng"
START_COMMAND = "speech-dispatcher --spawn"
ADDRESS_VARIABLE = "SPEECHD_ADDRESS"

REQUEST_SECONDS = 20.0
"""The first question for voices waits for the module that has them, which may be starting yet."""
_LINE_BYTES = 1 << 16
_FIRST_ERROR = 300
_EVENTS = range(700, 800)
_BREAKS = re.compile(r"\r\n|[\r\n\x85\u2028\u2029]")
_SIMPLE = re.compile(r"[^A-Za-z0-9_-]")


@dataclass(frozen=True, slots=True)
class Reply:
    """What the server says: its three digits, the lines before the last, and the last."""

    code: int
    lines: tuple[str, ...]
    end: str


@dataclass(frozen=True, slots=True)
class Event:
    """What became of a message: 700 mark (with its name), 701 begin, 702 end, 703 cancelled."""

    code: int
    message: str
    mark: str = ""


MARK, BEGIN, END, CANCELLED = 700, 701, 702, 703


def server_address() -> str | tuple[str, int]:
    """Where the server is: SPEECHD_ADDRESS, else the socket in the user's run-time folder."""
    kind, _, place = os.environ.get(ADDRESS_VARIABLE, "").partition(":")
    if kind == "unix_socket" and place:
        return place
    if kind == "inet_socket":
        host, _, port = place.partition(":")
        return host or "127.0.0.1", int(port) if port.isdecimal() else 6560
    folder = os.environ.get("XDG_RUNTIME_DIR") or str(Path.home() / ".cache")
    return str(Path(folder, "speech-dispatcher", "speechd.sock"))


class SsipClient:
    """One connection. Requests may come from several threads; each waits for its own reply.

    ``listen`` is called in the connection's own thread with each event, and with None at the end of
    the connection. Every request ends within ``seconds``.
    """

    def __init__(
        self,
        address: str | tuple[str, int],
        listen: Callable[[Event | None], object],
        seconds: float = REQUEST_SECONDS,
    ) -> None:
        self._seconds = seconds
        self._listen = listen
        self._replies: queue.SimpleQueue[Reply | None] = queue.SimpleQueue()
        self._asking = threading.Lock()
        self._socket = _connect(address, seconds)
        self._thread = threading.Thread(target=self._read, name="ssip", daemon=True)
        self._thread.start()
        user = _SIMPLE.sub("_", getpass.getuser())
        try:
            self.request(f"SET SELF CLIENT_NAME {user}:brailledesk:desk")
            self.request("SET SELF NOTIFICATION ALL ON")
        except SpeechError:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def request(self, *lines: str) -> Reply:
        """Send a command (of several lines only for what follows SPEAK) and wait for its reply.

        Raises SpeechStalled, after which the connection is closed: a late reply would be taken for
        another's. Raises SpeechEngineLost if the server is gone, SpeechFaulty if it says no.
        """
        with self._asking:
            return self._ask(lines)

    def speak(self, text: str) -> str:
        """Send a text, or SSML if that is on; the number of its message in events."""
        body = [f".{line}" if line.startswith(".") else line for line in _BREAKS.split(text)]
        with self._asking:
            self._ask(("SPEAK",))
            reply = self._ask((*body, "."))
        return reply.lines[0] if reply.lines else ""

    def voices(self) -> tuple[Voice, ...]:
        """The voices of the module that speaks, LIST SYNTHESIS_VOICES."""
        rows = [line.split("\t") for line in self.request("LIST SYNTHESIS_VOICES").lines]
        return tuple(Voice(row[0], row[1].lower(), row[0]) for row in rows if len(row) >= 2)

    def modules(self) -> tuple[str, ...]:
        return self.request("LIST OUTPUT_MODULES").lines

    def set(self, name: str, value: str | int) -> None:
        """One parameter of this connection, as SET SELF has it. ``value`` is one line."""
        self.request(f"SET SELF {name} {_BREAKS.sub(' ', str(value))}")

    def set_priority(self, priority: Priority) -> None:
        self.set("PRIORITY", priority.value)

    def pause(self) -> None:
        """Hold this connection's messages.

        The server says yes before it does so: one that is resumed within milliseconds can stay
        silent (version 0.11.4; every second time without a gap, never with 0.4 s).
        """
        self.request("PAUSE SELF")

    def resume(self) -> None:
        self.request("RESUME SELF")

    def stop(self) -> None:
        self.request("STOP SELF")

    def cancel(self) -> None:
        self.request("CANCEL SELF")

    def close(self) -> None:
        """End the connection; what it has sent and is not spoken yet is still spoken."""
        with suppress(OSError):
            self._socket.sendall(b"QUIT\r\n")
        self._hang_up()
        if threading.current_thread() is not self._thread:
            self._thread.join(self._seconds)

    def _ask(self, lines: tuple[str, ...]) -> Reply:
        data = "".join(f"{line}\r\n" for line in lines).encode("utf-8", "replace")
        try:
            self._socket.sendall(data)
            reply = self._replies.get(timeout=self._seconds)
        except queue.Empty:
            self._hang_up()
            raise SpeechStalled(NAME, self._seconds) from None
        except OSError:
            reply = None
        if reply is None:
            raise SpeechEngineLost(NAME, 0, "")
        if reply.code >= _FIRST_ERROR:
            raise SpeechFaulty(NAME, f"{reply.code} {reply.end}")
        return reply

    def _hang_up(self) -> None:
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def _read(self) -> None:
        """Part replies from events until the connection ends."""
        try:
            with self._socket.makefile("rb") as stream:
                lines: list[str] = []
                while (line := stream.readline(_LINE_BYTES)).endswith(b"\n"):
                    text = line.decode("utf-8", "replace").rstrip("\r\n")
                    if not text[:3].isdecimal():
                        break  # no server of this protocol
                    if text[3:4] == "-":
                        lines.append(text[4:])
                        continue
                    self._take(Reply(int(text[:3]), tuple(lines), text[4:]))
                    lines = []
        except (OSError, ValueError):
            pass  # it was closed, by us or by the server
        self._replies.put(None)
        self._listen(None)

    def _take(self, reply: Reply) -> None:
        if reply.code not in _EVENTS:
            self._replies.put(reply)
        elif reply.lines:
            mark = reply.lines[2].strip() if len(reply.lines) > 2 else ""
            self._listen(Event(reply.code, reply.lines[0], mark))


def _connect(address: str | tuple[str, int], seconds: float) -> socket.socket:
    try:
        if isinstance(address, tuple):
            connection = socket.create_connection(address, seconds)
        else:
            connection = _connect_locally(address, seconds)
    except (OSError, AttributeError) as error:  # AttributeError: Windows has no such sockets
        reason = reason_of(error) if isinstance(error, OSError) else N_("it does not answer")
        is_installed = shutil.which(NAME) is not None
        command = START_COMMAND if is_installed else INSTALL_COMMAND
        raise SpeechEngineNotAvailable(NAME, reason, command, is_installed=is_installed) from None
    # Reading waits for events as long as it takes; requests have a time-out of their own.
    connection.settimeout(None)
    return connection


def _connect_locally(path: str, seconds: float) -> socket.socket:
    connection = socket.socket(socket.AF_UNIX)
    try:
        connection.settimeout(seconds)
        connection.connect(path)
    except OSError:
        connection.close()
        raise
    return connection
