"""One client at standard input and output: it started the service, and ends it by closing the pipe.

Pipes, sockets and terminals are watched by the event loop. What it cannot watch, files and all of
Windows, is read by a thread.
"""

from __future__ import annotations

import asyncio
import os
import stat
import sys
from collections.abc import Callable
from threading import Thread
from typing import cast

from brailledesk.service.ports import Guard
from brailledesk.service.rights import LOCAL, Rights
from brailledesk.service.rpc.framing import Framing
from brailledesk.service.service import Service
from brailledesk.service.transports.stream import StreamConnection

_PIECE = 1 << 16


async def serve_stdio(
    service: Service,
    framing: Framing,
    *,
    rights: Rights = LOCAL,
    guard: Guard | None = None,
    descriptors: tuple[int, int] = (0, 1),
) -> None:
    """Serve the client at two descriptors until it has gone, or has ended and was answered."""
    loop = asyncio.get_running_loop()
    over = loop.create_future()

    def end() -> None:
        if not over.done():
            over.set_result(None)

    connection = StreamConnection(service, "stdio", framing, rights=rights, guard=guard, at_end=end)
    source, target = descriptors
    out = await _writer(target, connection)
    connection.begin(out)
    if _is_watched(source):
        reading, _ = await loop.connect_read_pipe(
            lambda: _Reading(connection), os.fdopen(source, "rb", 0, closefd=False)
        )
    else:
        reading = None
        Thread(target=_read, args=(source, connection, loop), daemon=True).start()
    try:
        await over
    finally:
        if reading is not None:
            reading.close()
        out.close()


class _Reading(asyncio.Protocol):
    """The client's side of two pipes: what it says."""

    def __init__(self, connection: StreamConnection) -> None:
        self._connection = connection

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.ReadTransport)
        self._connection.source = transport

    def data_received(self, data: bytes) -> None:
        self._connection.data_received(data)

    def eof_received(self) -> None:
        self._connection.eof_received()


class _Writing(asyncio.BaseProtocol):
    """The service's side: when it is lost, the client is gone."""

    def __init__(self, connection: StreamConnection) -> None:
        self._connection = connection

    def connection_lost(self, reason: Exception | None) -> None:
        self._connection.connection_lost(reason)


class _PlainWriter:
    """Writes to what the event loop cannot watch, and waits for it."""

    def __init__(self, target: int, connection: StreamConnection) -> None:
        self._target = target
        self._connection = connection
        self._is_closing = False

    def write(self, data: bytes) -> None:
        rest = memoryview(data)
        try:
            while rest:
                rest = rest[os.write(self._target, rest) :]
        except OSError:
            self.close()

    def is_closing(self) -> bool:
        return self._is_closing

    def get_write_buffer_size(self) -> int:
        return 0

    def close(self) -> None:
        if not self._is_closing:
            self._is_closing = True
            asyncio.get_running_loop().call_soon(self._connection.connection_lost, None)

    abort = close


async def _writer(target: int, connection: StreamConnection) -> asyncio.WriteTransport:
    if not _is_watched(target):
        return cast("asyncio.WriteTransport", _PlainWriter(target, connection))
    transport, _ = await asyncio.get_running_loop().connect_write_pipe(
        lambda: _Writing(connection), os.fdopen(target, "wb", 0, closefd=False)
    )
    return transport


def _is_watched(descriptor: int) -> bool:
    """Whether the event loop can watch it: files and /dev/null are no pipes."""
    if sys.platform == "win32":
        return False
    mode = os.fstat(descriptor).st_mode
    return stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode) or os.isatty(descriptor)


def _read(source: int, connection: StreamConnection, loop: asyncio.AbstractEventLoop) -> None:
    """Read to the end, in a thread; what comes when the loop is closed is for nobody."""
    while data := os.read(source, _PIECE):
        if not _is_told(loop, connection.data_received, data):
            return
    _is_told(loop, connection.eof_received)


def _is_told(
    loop: asyncio.AbstractEventLoop, tell: Callable[..., object], *arguments: bytes
) -> bool:
    try:
        loop.call_soon_threadsafe(tell, *arguments)
    except RuntimeError:  # it is closed
        return False
    return True
