"""A TCP port (9100, as network printers have it) that takes bytes until the connection is closed.

That the system took bytes says nothing: they may never arrive. On Linux SIOCOUTQ tells how many the
other machine has not acknowledged yet, on macOS SO_NWRITE; elsewhere nothing is known before the
end. That the other machine acknowledged them does not say that its program read them: a reset
throws the rest away. Only the end does: the other program closes its side when it has read ours to
the end.
"""

from __future__ import annotations

import select
import socket
import struct
import sys
from contextlib import suppress

from brailledesk.devices.transport.base import (
    NO_ANSWER,
    NOT_CLOSED,
    NOTHING_TAKEN,
    TIMEOUT,
    Heard,
    Patience,
    opening_error,
    sending_error,
)
from brailledesk.devices.transport.descriptor import PIECE, Queue
from brailledesk.errors import N_, DeviceBusy, DeviceLost, DeviceNotFound
from brailledesk.system_errors import reason_of

PORT = 9100

END_TIMEOUT = 3600.0
"""Seconds until the other side ends: it reads the last 64 kB as slowly as it embosses them, and
nothing moves meanwhile that could be seen from here."""

_AT_ONCE = struct.pack("ii", 1, 0)
"""Of SO_LINGER: throw away what is queued."""

_SIOCOUTQ = 0x5411
_SO_NWRITE = 0x1024
_MOST_ANSWER = 65536
"""Bytes of answers that are kept for a reader; a machine that says more is not listened to."""


def _ignore(count: int) -> None:
    del count


class TcpTransport:
    """``buffer`` is how many bytes the machine may hold unread; None where that is not known."""

    is_exact = False
    has_confirmation = sys.platform in {"linux", "darwin"}

    def __init__(
        self,
        host: str,
        port: int = PORT,
        *,
        timeout: float = TIMEOUT,
        connect_timeout: float = 10.0,
        end_timeout: float = END_TIMEOUT,
        buffer: int | None = None,
        heard: Heard = _ignore,
    ) -> None:
        self.address = f"tcp://{f'[{host}]' if ':' in host else host}:{port}"
        self._host = host
        self._port = port
        self._timeout = timeout
        self._connect_timeout = connect_timeout
        self._end_timeout = end_timeout
        self._buffer = buffer
        self._heard = heard
        self._socket: socket.socket | None = None
        self._acknowledged = 0
        self._answer = bytearray()

    def identity(self) -> tuple[str, ...]:
        """All addresses of the host, with the port. Raises DeviceNotFound for an unknown host."""
        try:
            found = socket.getaddrinfo(self._host, self._port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise DeviceNotFound(self.address, reason_of(error)) from None
        return tuple(sorted({f"tcp:{address[0]}:{self._port}" for *_, address in found}))

    def open(self, offset: int = 0) -> int:
        """Connect."""
        del offset
        self._acknowledged = 0
        self._answer.clear()
        try:
            self._socket = socket.create_connection(
                (self._host, self._port), timeout=self._connect_timeout
            )
            self._socket.setblocking(False)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        except TimeoutError:
            self.abort()
            raise DeviceNotFound(self.address, NO_ANSWER) from None
        except ConnectionRefusedError as error:
            raise DeviceBusy(
                self.address,
                N_("it takes no connection"),
                N_("It may be printing for somebody else, or be off: try again in a minute."),
            ) from error
        except OSError as error:
            self.abort()
            raise opening_error(self.address, error) from error
        return 0

    def send(self, data: bytes) -> None:
        """Send, and wait until the other machine has acknowledged it, where that can be known."""
        connection = self._connected()
        patience = Patience(self.address, self._timeout, NOTHING_TAKEN)
        view = memoryview(data)
        try:
            while view:
                if self._is_ready(patience):
                    count = connection.send(view[:PIECE])
                    view = view[count:]
                    self._heard(count)
                    patience.renew()
            self._wait_acknowledged(patience)
        except OSError as error:
            raise sending_error(self.address, error) from error
        self._acknowledged += len(data)

    def close(self) -> None:
        """End our side and wait until the other program, which has read all then, ends its own."""
        connection = self._connected()
        patience = Patience(self.address, max(self._timeout, self._end_timeout), NOT_CLOSED)
        try:
            connection.shutdown(socket.SHUT_WR)
            while self._receive(patience):
                patience.renew()
            fault = connection.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
            if fault:
                raise OSError(fault, _word(fault))  # noqa: TRY301 - one way out for all faults
        except OSError as error:
            self.abort()
            raise sending_error(self.address, error) from error
        except BaseException:
            self.abort()
            raise
        self._socket = None
        connection.close()

    def abort(self) -> None:
        """Reset the connection: nothing more goes out, and the other program is told."""
        connection, self._socket = self._socket, None
        if connection is not None:
            with suppress(OSError):
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
            with suppress(OSError):
                connection.close()

    def discard(self) -> None:
        """Nothing is kept."""
        self.abort()

    def certain(self) -> int:
        """What was acknowledged, but for what the machine may not have read yet."""
        return 0 if self._buffer is None else max(0, self._acknowledged - self._buffer)

    def read(self, seconds: float) -> bytes:
        """What the machine said."""
        if not self._answer:
            try:
                if select.select([self._connected()], [], [], seconds)[0]:
                    self._keep(self._take())
            except OSError as error:
                raise sending_error(self.address, error) from error
        said = bytes(self._answer)
        self._answer.clear()
        return said

    def _connected(self) -> socket.socket:
        assert self._socket is not None
        return self._socket

    def _is_ready(self, patience: Patience) -> bool:
        """Whether the socket takes bytes. Answers are taken: they never stand in the way."""
        connection = self._connected()
        heard, ready, _ = select.select([connection], [connection], [], patience.left())
        if heard:
            self._keep(self._take())
        return bool(ready)

    def _take(self) -> bytes:
        """Bytes that the machine sent. Raises DeviceLost when it has closed the connection."""
        try:
            data = self._connected().recv(PIECE)
        except BlockingIOError:
            return b""
        if not data:
            raise DeviceLost(self.address, N_("it closed the connection before the end"))
        return data

    def _keep(self, data: bytes) -> None:
        self._answer += data[: _MOST_ANSWER - len(self._answer)]

    def _receive(self, patience: Patience) -> bytes:
        """Bytes that come before the other side's end; empty at that end."""
        connection = self._connected()
        while not select.select([connection], [], [], patience.left())[0]:
            pass
        return connection.recv(PIECE)

    def _wait_acknowledged(self, patience: Patience) -> None:
        if not self.has_confirmation:
            return
        queue = Queue(patience)
        while not queue.is_empty(_unacknowledged(self._connected())):
            self._look()

    def _look(self) -> None:
        """Take what came, and notice a broken connection, without waiting."""
        if select.select([self._connected()], [], [], 0)[0]:
            self._keep(self._take())


def _unacknowledged(connection: socket.socket) -> int:
    """Bytes that the other machine has not acknowledged.

    Of a connection that was reset the system forgets them; that shows as an error first.
    """
    if sys.platform == "darwin":
        return connection.getsockopt(socket.SOL_SOCKET, _SO_NWRITE)
    import fcntl  # noqa: PLC0415 - not on every system

    answer = fcntl.ioctl(connection, _SIOCOUTQ, struct.pack("i", 0))
    count: int = struct.unpack("i", answer)[0]
    fault = connection.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
    if fault:
        raise OSError(fault, _word(fault))
    return count


def _word(fault: int) -> str:
    import os  # noqa: PLC0415 - for faults alone

    return os.strerror(fault)
