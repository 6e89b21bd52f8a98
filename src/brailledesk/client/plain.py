"""A client that waits: for scripts, and for programs that have no event loop."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Event as Flag
from threading import Lock, Thread
from typing import Any, Self

from brailledesk.client import calls
from brailledesk.client.calls import Call, Event, Result
from brailledesk.client.conversation import Answer, Conversation, Progress
from brailledesk.errors import N_, ServiceError, ServiceNotReached
from brailledesk.service.places import default_place
from brailledesk.service.rpc.framing import BrokenFraming, HeaderFraming
from brailledesk.service.wire.session import Initialized
from brailledesk.system_errors import reason_of

PATIENCE = 30.0
"""Seconds that a call may take, where nothing else is said."""
_PIECE = 1 << 16


class Client:
    """A connection to a service; a context that closes it. Any thread may call.

    ``read`` gives bytes, none at the end; ``write`` takes all it is given; ``close`` ends both.
    """

    def __init__(
        self,
        read: Callable[[], bytes],
        write: Callable[[bytes], object],
        close: Callable[[], object],
    ) -> None:
        self._read = read
        self._write = write
        self._close = close
        self._framing = HeaderFraming()
        self._events: SimpleQueue[Event | None] = SimpleQueue()
        self._conversation = Conversation(self._send, self._events.put)
        self._lock = Lock()
        self._thread = Thread(target=self._run, name="brailledesk client", daemon=True)
        self._thread.start()
        self.service: Initialized | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def begin(self, name: str, locale: str | None = None) -> Self:
        """Initialize; ``service`` then says what it can do. Raises CallFailed."""
        self.service = self.call(calls.initialize(name, locale=locale))
        return self

    def call(
        self,
        call: Call[Result],
        *,
        progress: Progress | None = None,
        seconds: float | None = PATIENCE,
    ) -> Result:
        """Make a call and wait for its answer; after ``seconds`` it is given up.

        Raises CallFailed for an error of the service, ServiceNotReached if it has gone away or says
        nothing.
        """
        done = Flag()
        found: list[Any] = [None, None]

        def settle(result: Result | None, error: ServiceError | None) -> None:
            found[:] = [result, error]
            done.set()

        answer = Answer(call.result, settle)
        try:
            with self._lock:
                self._conversation.call(call, answer, progress)
        except OSError as error:
            raise ServiceNotReached(call.method, reason_of(error)) from None
        if not done.wait(seconds):
            with self._lock:
                self._conversation.cancel(answer)
            raise ServiceNotReached(call.method, N_("it does not answer"))
        result: Result
        result, failure = found
        if failure is not None:
            raise failure
        return result

    def tell(self, call: Call[Any]) -> None:
        """Make a call and want no answer: it comes in order, but nobody learns of a failure."""
        with self._lock:
            self._conversation.tell(call)

    def events(self, seconds: float | None = None) -> Iterator[Event]:
        """What the service tells, as it comes; ends when it is gone, or silent for ``seconds``."""
        while True:
            try:
                event = self._events.get(timeout=seconds)
            except Empty:
                return
            if event is None:
                self._events.put(None)  # for whoever asks next
                return
            yield event

    def close(self) -> None:
        """End the connection."""
        self._close()
        self._thread.join(PATIENCE)

    def _send(self, message: bytes) -> None:
        self._write(self._framing.frame(message))

    def _run(self) -> None:
        with suppress(OSError, ValueError, BrokenFraming):  # closed here, or there
            while data := self._read():
                for message in self._framing.feed(data):
                    self._conversation.receive(message)
        self._conversation.end()
        self._events.put(None)


def connect(name: str = "python", *, place: str = "", locale: str | None = None) -> Client:
    """A client of the service that runs, at its socket. Raises ServiceNotReached."""
    path = place or default_place()
    if sys.platform == "win32":  # a pipe that is read and written at once needs more than a file
        raise ServiceNotReached(path, N_("on this system a program starts a service of its own"))
    connected = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        connected.connect(path)
    except OSError as error:
        connected.close()
        raise ServiceNotReached(path, reason_of(error)) from None

    def close() -> None:
        with suppress(OSError):
            connected.shutdown(socket.SHUT_RDWR)
        connected.close()

    client = Client(lambda: connected.recv(_PIECE), connected.sendall, close)
    return client.begin(name, locale)


def start(
    command: Sequence[str] = ("brailledesk", "serve", "--stdio"),
    name: str = "python",
    *,
    locale: str | None = None,
) -> Client:
    """A service of one's own, as a process that ends with the client. Raises ServiceNotReached."""
    try:
        process = subprocess.Popen(  # noqa: S603 - the caller's own command
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
        )
    except OSError as error:
        raise ServiceNotReached(command[0], reason_of(error)) from None
    reading, writing = process.stdout, process.stdin
    assert reading is not None
    assert writing is not None

    def read() -> bytes:
        data: bytes = reading.read(_PIECE) or b""
        if not data:
            reading.close()
        return data

    def close() -> None:
        with suppress(OSError):
            writing.close()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    client = Client(read, _writer(writing.write), close)
    return client.begin(name, locale)


def _writer(write: Callable[[memoryview], int | None]) -> Callable[[bytes], None]:
    """Writes to a raw pipe until all is written."""

    def write_all(data: bytes) -> None:
        rest = memoryview(data)
        while rest:
            rest = rest[write(rest) or 0 :]

    return write_all
