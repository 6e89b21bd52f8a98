"""Baum's protocol: VarioUltra, SuperVario, PocketVario, Orbit Reader, older Brailliant.

Source: BRLTTY Drivers/Braille/Baum/braille.c and NVDA baum.py. Messages begin with ESC; an ESC in
their data is doubled, so an ESC before another byte always begins a message.
"""

from __future__ import annotations

from brailledesk.devices.protocols.displays.events import (
    ROUTING,
    Event,
    Identified,
    PoweredOff,
    click,
)
from brailledesk.devices.protocols.displays.packets import (
    DOTS,
    SKIP,
    WAIT,
    Bitmap,
    Stream,
    Taken,
    named,
)
from brailledesk.frame import Frame, Geometry

_ESC = 0x1B
_CELLS, _POWER, _ROUTING, _ROUTING_KEY, _IDENTITY = 0x01, 0x17, 0x22, 0x27, 0x84
_LENGTHS = {
    _CELLS: 1,
    0x05: 1,
    0x11: 2,
    0x16: 1,
    _POWER: 1,
    0x21: 8,
    0x23: 1,
    0x24: 1,
    0x25: 1,
    0x26: 2,
    _ROUTING_KEY: 1,
    0x28: 1,
    0x29: 1,
    0x2B: 1,
    0x2C: 2,
    0x2D: 2,
    0x33: 2,
    0x34: 1,
    0x40: 1,
    _IDENTITY: 16,
    0x8A: 8,
    0x8C: 14,
}
"""Bytes of data behind each code; those of 22 depend on the number of cells."""

_NAMES = {
    0x24: tuple(f"d{number}" for number in range(1, 7)),
    0x28: tuple(f"front{number}" for number in range(1, 7)),
    0x29: tuple(f"back{number}" for number in range(1, 7)),
    0x2B: tuple(f"c{number}" for number in range(1, 8)),
    0x33: ("b9", "b10", "b11", "", "f1", "f2", "f3", "f4", *DOTS),
    0x34: ("up", "left", "down", "right", "press"),
}
KEYS = frozenset({ROUTING, *(name for names in _NAMES.values() for name in names if name)})

_STATUS = {44: 4, 68: 4, 84: 4}
"""Cells in all, and how many of them are status cells (BRLTTY)."""


class Baum:
    """The codec of the family."""

    is_confirmed = False

    def __init__(self) -> None:
        self.geometry: Geometry | None = None
        self._identity = ""
        self._cells = 0
        self._keys = {code: Bitmap() for code in (*_NAMES, _ROUTING)}
        self._stream = Stream(self._take)

    def questions(self) -> tuple[bytes, ...]:
        return bytes([_ESC, _IDENTITY]) + bytes([_ESC, _CELLS]), bytes([_ESC, _CELLS])

    def receive(self, data: bytes) -> list[Event]:
        return self._stream.feed(data)

    def encode(self, frame: Frame, before: Frame | None) -> tuple[bytes, ...]:
        if before is not None and (before.rows, before.status) == (frame.rows, frame.status):
            return ()
        cells = frame.rows[0] + frame.status
        return (bytes([_ESC, _CELLS]) + cells.replace(b"\x1b", b"\x1b\x1b"),)

    def _take(self, data: bytes) -> Taken:  # noqa: PLR0911 - a way out for each kind of end
        if data[0] != _ESC:
            return SKIP
        if len(data) < 2:
            return WAIT
        code = data[1]
        length = self._length(code)
        if length is None:
            return 2, ()
        content, place = bytearray(), 2
        while len(content) < length:
            if place == len(data):
                return WAIT
            if data[place] == _ESC:
                if place + 1 == len(data):
                    return WAIT
                if data[place + 1] != _ESC:
                    break  # the next message begins in the middle of this one
                place += 1
            content.append(data[place])
            place += 1
        is_short = len(content) < length
        if is_short and not (code == _ROUTING and len(content) >= (self._cells + 7) // 8 > 0):
            return place, ()
        return place, self._understand(code, bytes(content))

    def _length(self, code: int) -> int | None:
        if code == _ROUTING:
            return 5 if self._cells <= 40 else (self._cells + 7) // 8
        return _LENGTHS.get(code)

    def _understand(self, code: int, data: bytes) -> list[Event] | tuple[Event, ...]:
        bits = int.from_bytes(data, "little")
        if code in _NAMES:
            return self._keys[code].change(bits, named(_NAMES[code]))
        if code == _ROUTING:
            return self._keys[code].change(bits, self._routing)
        if code == _ROUTING_KEY:
            return click(ROUTING, bits - 1) if 0 < bits <= self._cells else ()
        if code == _IDENTITY:
            self._identity = data.decode("ascii", "replace").strip(" \0")
        if code == _CELLS:
            return self._count(bits)
        return (PoweredOff(),) if code == _POWER else ()

    def _routing(self, place: int) -> tuple[str, int] | None:
        return (ROUTING, place) if place < self._cells else None

    def _count(self, cells: int) -> tuple[Event, ...]:
        """The number of cells ends the identification; a VarioUltra tells it in each mode."""
        if cells == 0:
            return ()
        self._cells = cells
        status = _STATUS.get(cells, 0)
        self.geometry = Geometry(cells - status, status=status)
        return (Identified(self._identity, self.geometry),)
