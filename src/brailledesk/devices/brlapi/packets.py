"""BrlAPI's packets, without I/O: 8 bytes of head (size, type) and a payload; big-endian."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

VERSION = 8
LARGEST = 4096
"""Bytes of a payload; no packet is larger."""

_HEAD = struct.Struct(">II")


class Type(IntEnum):
    """The types of packets that we send or understand.

    The request for the model (``d``) is left out: it ends brltty 6.5 with the virtual driver.
    """

    VERSION = ord("v")
    AUTH = ord("a")
    DRIVER_NAME = ord("n")
    DISPLAY_SIZE = ord("s")
    ENTER_TTY = ord("t")
    LEAVE_TTY = ord("L")
    KEY = ord("k")
    IGNORE_KEYS = ord("m")
    ACCEPT_KEYS = ord("u")
    WRITE = ord("w")
    ACKNOWLEDGE = ord("A")
    ERROR = ord("e")
    EXCEPTION = ord("E")
    SYNCHRONIZE = ord("Z")
    VALUE = 0x5056
    REQUEST = 0x5052
    UPDATE = 0x5055


class Fault(IntEnum):
    """The server's reasons; only those that we act upon have a name here."""

    TTY_BUSY = 2
    AUTHENTICATION = 17


class Parameter(IntEnum):
    """Parameters of the server that we use."""

    DISPLAY_SIZE = 6
    DEVICE_ONLINE = 9
    RETAIN_DOTS = 10


AUTH_NONE, AUTH_KEY = ord("N"), ord("K")
LOCAL, GLOBAL, GET, SUBSCRIBE = 0, 1, 0x100, 0x200
_VALUE_HEAD = 16


@dataclass(frozen=True, slots=True)
class Packet:
    """A packet; ``kind`` may be a type that we do not know."""

    kind: int
    payload: bytes = b""

    def encode(self) -> bytes:
        """The packet as it is sent."""
        return _HEAD.pack(len(self.payload), self.kind) + self.payload

    def numbers(self) -> tuple[int, ...]:
        """The payload as numbers of 32 bits; a rest is left out."""
        count = len(self.payload) // 4
        return struct.unpack_from(f">{count}I", self.payload)


class PacketReader:
    """Packets out of a stream; ``ValueError`` where a size is one that no packet has."""

    def __init__(self) -> None:
        self._held = b""

    def feed(self, data: bytes) -> Iterator[Packet]:
        """The packets that are complete with ``data``."""
        self._held += data
        while len(self._held) >= _HEAD.size:
            size, kind = _HEAD.unpack_from(self._held)
            if size > LARGEST:
                raise ValueError(f"a packet of {size} bytes")
            end = _HEAD.size + size
            if len(self._held) < end:
                return
            packet = Packet(kind, self._held[_HEAD.size : end])
            self._held = self._held[end:]
            yield packet


def numbers(*values: int) -> bytes:
    """Numbers of 32 bits."""
    return struct.pack(f">{len(values)}I", *values)


def enter_tty(path: Sequence[int]) -> Packet:
    """Ask for a tty; keys come as BrlAPI's codes, so no driver is named."""
    return Packet(Type.ENTER_TTY, numbers(len(path), *path) + b"\0")


def write(cells: bytes) -> Packet:
    """Show exactly these cells, as many as the display has.

    The library's own writeDots gives the size negative, which clears what is behind the cells.
    brltty 6.5 believes such a size without a look at the display, and ends if that has another one;
    a positive size it checks, and rejects.

    The text says the same in Unicode Braille, for displays of print. The fields stand in the order
    of their flags: region, text, mask to keep (nothing), mask to add (the cells), cursor, charset.
    """
    text = "".join(chr(0x2800 + cell) for cell in cells).encode()
    fields = [
        numbers(0x02 | 0x04 | 0x08 | 0x10 | 0x20 | 0x40),
        numbers(1, len(cells)),
        numbers(len(text)) + text,
        bytes(len(cells)),
        cells,
        numbers(0),
        b"\x05utf-8",
    ]
    return Packet(Type.WRITE, b"".join(fields))


def accept(ranges: Sequence[tuple[int, int]]) -> Packet:
    """Ask for the keys from the first to the last code of each range, with flags between theirs."""
    words = [
        half
        for first, last in ranges
        for code in (first, last)
        for half in (code >> 32, code & 0xFFFFFFFF)
    ]
    return Packet(Type.ACCEPT_KEYS, numbers(*words))


EVERY_KEY = (0, 0xFFFFFFFFFFFFFFFF)


def ignore(ranges: Sequence[tuple[int, int]]) -> Packet:
    """The opposite of :func:`accept`."""
    return Packet(Type.IGNORE_KEYS, accept(ranges).payload)


def subscribe(parameter: Parameter) -> Packet:
    """Ask to be told of a global parameter whenever it changes."""
    return Packet(Type.REQUEST, numbers(GLOBAL | SUBSCRIBE, parameter, 0, 0))


def get(parameter: Parameter) -> Packet:
    """Ask for a global parameter."""
    return Packet(Type.REQUEST, numbers(GLOBAL | GET, parameter, 0, 0))


def value_of(answer: Packet) -> bytes:
    """The value in an answer to :func:`get`."""
    return answer.payload[_VALUE_HEAD:]


def set_local(parameter: Parameter, value: bytes) -> Packet:
    """Set a parameter of this connection."""
    return Packet(Type.VALUE, numbers(LOCAL, parameter, 0, 0) + value)
