"""Nippon Telesoft Seika 3, 5 and 80.

Source: NVDA seika.py, BRLTTY Drivers/Braille/Seika/braille.c. The display tells keys when they are
released, those that were held together in one packet.
"""

from __future__ import annotations

from brailledesk.devices.protocols.displays.events import (
    ROUTING,
    Event,
    Identified,
    KeyDown,
    KeyUp,
    click,
)
from brailledesk.devices.protocols.displays.packets import SKIP, WAIT, Stream, Taken
from brailledesk.frame import Frame, Geometry

_START = b"\xff\xff"
_OLD_SIZE, _SIZE = 12, 12
"""Bytes of an answer: ``seika3 v2.00`` and the like, or eight bytes and four of the old kind."""

_BITS = {0x0001: "k1", 0x0200: "k2", 0x0800: "k3", 0x1000: "k4"}
_BITS |= {0x0010: "k5", 0x0008: "k6", 0x0002: "k7", 0x0004: "k8"}
KEYS = frozenset({ROUTING, *_BITS.values()})


class Seika:
    """The codec of the family."""

    is_confirmed = False

    def __init__(self) -> None:
        self.geometry: Geometry | None = None
        self._head = b""
        self._stream = Stream(self._take)

    def questions(self) -> tuple[bytes, ...]:
        return _START + b"\x1c", _START + b"\x0a"

    def receive(self, data: bytes) -> list[Event]:
        return self._stream.feed(data)

    def encode(self, frame: Frame, before: Frame | None) -> tuple[bytes, ...]:
        if before is not None and before.rows == frame.rows:
            return ()
        cells = frame.rows[0]
        if self.geometry is not None and self.geometry.columns == 80:
            return (self._head + cells,)
        return (self._head + b"".join(bytes([0, cell]) for cell in cells),)

    def _take(self, data: bytes) -> Taken:
        if data[0] == ord("s"):
            return self._take_identity(data)
        if data[0] == 0x00:
            return self._take_routing(data)
        if data[0] & 0xE0 == 0x60:
            return _take_keys(data)
        return SKIP

    def _take_identity(self, data: bytes) -> Taken:
        known = b"seika"
        if data[: len(known)] != known[: len(data)]:
            return _take_keys(data)  # "s" is a key as well
        if len(data) < _SIZE:
            return WAIT
        is_long = data.startswith(b"seika80")
        head = b"s80" if is_long else b"seika"
        return self._identified(_SIZE, 80 if is_long else 40, _START + head.ljust(6, b"\0"))

    def _take_routing(self, data: bytes) -> Taken:
        if len(data) < 2:
            return WAIT
        if data[1] == 0x05:
            return self._take_old_identity(data)
        if data[1] != 0x08 or self.geometry is None:
            return SKIP
        size = 12 if self.geometry.columns == 40 else 22
        if len(data) < size:
            return WAIT
        if any(data[3:7]):
            return SKIP
        bits = int.from_bytes(data[7 : 7 + self.geometry.columns // 8], "little")
        cells = [cell for cell in range(self.geometry.columns) if bits >> cell & 1]
        return size, [event for cell in cells for event in click(ROUTING, cell)]

    def _take_old_identity(self, data: bytes) -> Taken:
        if len(data) < _OLD_SIZE:
            return WAIT
        if data[2:4] != b"\x28\x08" or data[4:5] not in {b"v", b"s"}:
            return SKIP
        return self._identified(_OLD_SIZE, 40, _START + bytes([0x04, 0, 0x63, 0, 0x50, 0]))

    def _identified(self, size: int, columns: int, head: bytes) -> Taken:
        self._head = head
        self.geometry = Geometry(columns)
        return size, (Identified(f"{columns}", self.geometry),)


def _take_keys(data: bytes) -> Taken:
    if len(data) < 2:
        return WAIT
    if data[1] & 0xE0 != 0xE0:
        return SKIP
    bits = (data[0] & 0x1F) | (data[1] & 0x1F) << 8
    names = [name for bit, name in _BITS.items() if bits & bit]
    events: list[Event] = [*map(KeyDown, names), *map(KeyUp, names)]
    return 2, events
