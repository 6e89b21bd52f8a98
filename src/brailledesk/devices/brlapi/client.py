"""A BrlAPI client in pure Python.

A thread of its own reads the socket: answers go to whoever asked, everything else to ``post``.
"""

from __future__ import annotations

import queue
import socket
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from threading import Lock, Thread
from typing import Protocol

from brailledesk.devices.brlapi import packets
from brailledesk.devices.brlapi.address import Server, connect
from brailledesk.devices.brlapi.keys import RANGES
from brailledesk.devices.brlapi.packets import Fault, Packet, PacketReader, Parameter, Type
from brailledesk.devices.transport.base import NO_ANSWER
from brailledesk.errors import (
    N_,
    DeviceBusy,
    DeviceError,
    DeviceLost,
    DeviceNotAllowed,
    DeviceRefused,
    DeviceStalled,
)
from brailledesk.frame import Geometry
from brailledesk.system_errors import reason_of

_PATIENCE = 5.0
"""Seconds for an answer of the server."""

TTY_HELD = N_("another program writes to this terminal's display")


@dataclass(frozen=True, slots=True)
class KeyCode:
    """A key, as BrlAPI codes it."""

    code: int


@dataclass(frozen=True, slots=True)
class Changed:
    """The display came, went or has another size: enter tty mode again before a write."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """The server did not do what was written before."""

    code: int


@dataclass(frozen=True, slots=True)
class Ended:
    """The connection is over."""

    error: DeviceError


Notice = KeyCode | Changed | Rejected | Ended
Post = Callable[[Notice], None]
"""Called by the thread that reads."""


class Client(Protocol):
    """A connection to a server. All but ``close`` raise a DeviceError."""

    is_online: bool | None
    """Whether there is a display, as the server told last; None before it told anything."""

    def driver(self) -> str:
        """The name of brltty's driver."""

    def enter(self, path: Sequence[int]) -> Geometry | None:
        """Ask for a tty and the keys that we know; the size, None while there is no display.

        brltty keeps the size of a display that was unplugged. A write then says nothing, and one
        that still comes when a display of another size is there ends brltty 6.5.
        """

    def leave(self) -> None:
        """Give the tty back."""

    def write(self, cells: bytes) -> None:
        """Show as many cells as the display has. What the server thinks of it comes later."""

    def sync(self) -> None:
        """Return when the server has done all that was written; faults were posted before."""

    def close(self) -> None:
        """End the connection. Never raises."""


class OwnClient:
    """The client, from its handshake on. Raises a DeviceError."""

    def __init__(self, server: Server, post: Post) -> None:
        self._server = server
        self._post = post
        self._answers: queue.SimpleQueue[Packet | DeviceError] = queue.SimpleQueue()
        self._turn = Lock()
        self._is_closing = False
        self.is_online: bool | None = None  # as the server told last, unasked
        self._reader = PacketReader()
        self._early: list[Packet] = []
        self._socket = connect(server)
        try:
            self._shake_hands()
        except BaseException:
            self._socket.close()
            raise
        self._socket.settimeout(None)
        self._thread = Thread(target=self._read, name=server.name, daemon=True)
        self._thread.start()
        try:
            for parameter in (Parameter.DEVICE_ONLINE, Parameter.DISPLAY_SIZE):
                self._ask(packets.subscribe(parameter))
        except BaseException:
            self.close()
            raise

    def driver(self) -> str:
        answer = self._ask(Packet(Type.DRIVER_NAME))
        return answer.payload.split(b"\0", 1)[0].decode("utf-8", "replace")

    def enter(self, path: Sequence[int]) -> Geometry | None:
        self._ask(packets.enter_tty(path))
        self._ask(packets.ignore([packets.EVERY_KEY]))
        self._ask(packets.accept(RANGES))
        self._ask(packets.set_local(Parameter.RETAIN_DOTS, b"\x01"))
        columns, rows, *_ = (*self._ask(Packet(Type.DISPLAY_SIZE)).numbers(), 0, 0)
        if self.is_online is None:
            value = packets.value_of(self._ask(packets.get(Parameter.DEVICE_ONLINE)))
            self.is_online = any(value)
        return geometry_of(columns, rows) if self.is_online else None

    def leave(self) -> None:
        self._ask(Packet(Type.LEAVE_TTY))

    def write(self, cells: bytes) -> None:
        self._send(packets.write(cells))

    def sync(self) -> None:
        self._ask(Packet(Type.SYNCHRONIZE))

    def close(self) -> None:
        self._is_closing = True
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join(_PATIENCE)
        self._socket.close()

    def _ask(self, packet: Packet) -> Packet:
        with self._turn:
            self._send(packet)
            try:
                answer = self._answers.get(timeout=_PATIENCE)
            except queue.Empty:
                # An answer that comes later would be taken for that of the next question.
                self.close()
                raise DeviceStalled(self._server.name, NO_ANSWER, _PATIENCE) from None
        if isinstance(answer, DeviceError):
            raise answer
        if answer.kind == Type.ERROR:
            raise self._refusal((*answer.numbers(), 0)[0])
        return answer

    def _send(self, packet: Packet) -> None:
        try:
            self._socket.sendall(packet.encode())
        except OSError as error:
            raise DeviceLost(self._server.name, reason_of(error)) from error

    def _refusal(self, code: int) -> DeviceError:
        if code == Fault.TTY_BUSY:
            return DeviceBusy(self._server.name, TTY_HELD)
        if code == Fault.AUTHENTICATION:
            return DeviceNotAllowed(self._server.name, "")
        return DeviceRefused(self._server.name, f"BrlAPI {code}")

    def _shake_hands(self) -> None:
        version = self._next()
        if version.kind != Type.VERSION or version.numbers()[:1] != (packets.VERSION,):
            raise DeviceRefused(self._server.name, N_("it speaks another version of BrlAPI"))
        self._send(Packet(Type.VERSION, packets.numbers(packets.VERSION)))
        offered = self._next()
        if offered.kind != Type.AUTH:
            raise DeviceRefused(self._server.name, N_("it speaks another version of BrlAPI"))
        if packets.AUTH_NONE in offered.numbers():
            return  # nothing is sent, and nothing answered
        if packets.AUTH_KEY not in offered.numbers():
            raise DeviceNotAllowed(self._server.name, "")
        key = packets.numbers(packets.AUTH_KEY) + self._server.read_key()
        self._send(Packet(Type.AUTH, key))
        answer = self._next()
        if answer.kind != Type.ACKNOWLEDGE:
            raise self._refusal((*answer.numbers(), 0)[0])

    def _next(self) -> Packet:
        """The next packet, before the thread reads."""
        try:
            while not self._early:
                data = self._socket.recv(packets.LARGEST)
                if not data:
                    raise DeviceLost(self._server.name, N_("it closed the connection"))
                self._early.extend(self._reader.feed(data))
        except TimeoutError:
            raise DeviceStalled(self._server.name, NO_ANSWER, _PATIENCE) from None
        except (OSError, ValueError) as error:
            raise DeviceLost(self._server.name, reason_of(error)) from error
        return self._early.pop(0)

    def _read(self) -> None:
        try:
            for packet in self._early:
                self._sort(packet)
            while data := self._socket.recv(1 << 16):
                for packet in self._reader.feed(data):
                    self._sort(packet)
            error = DeviceLost(self._server.name, N_("it closed the connection"))
        except (OSError, ValueError) as fault:
            error = DeviceLost(self._server.name, reason_of(fault))
        self._answers.put(error)
        if not self._is_closing:
            self._post(Ended(error))

    def _sort(self, packet: Packet) -> None:
        if packet.kind == Type.KEY:
            high, low, *_ = (*packet.numbers(), 0, 0)
            self._post(KeyCode(high << 32 | low))
        elif packet.kind == Type.UPDATE:
            if packet.numbers()[1:2] == (Parameter.DEVICE_ONLINE,):
                self.is_online = any(packets.value_of(packet))
            self._post(Changed())
        elif packet.kind == Type.EXCEPTION:
            self._post(Rejected((*packet.numbers(), 0)[0]))
        else:
            self._answers.put(packet)


def geometry_of(columns: int, rows: int) -> Geometry | None:
    """The size that the server told; 0 x 0 is no display. One binding swaps the bytes."""
    if columns > 1000:
        columns, rows = (
            int.from_bytes(one.to_bytes(4, "big"), "little") for one in (columns, rows)
        )
    return Geometry(columns, rows) if columns and rows else None
