"""HumanWare Brailliant BI and B, and the displays that speak their protocol.

Source: NVDA brailliantB.py and BRLTTY brldefs-hw.h; frames ``1B type length data``.
"""

from __future__ import annotations

from brailledesk.devices.protocols.displays.events import (
    ROUTING,
    Event,
    Identified,
    KeyDown,
    KeyUp,
    PoweredOff,
)
from brailledesk.devices.protocols.displays.packets import DOTS, SKIP, WAIT, Stream, Taken
from brailledesk.frame import Frame, Geometry

_ESC = 0x1B
_INIT, _DOWN, _UP, _POWER = 0x01, 0x05, 0x06, 0x10
_LENGTHS = {_INIT: 3, _DOWN: 1, _UP: 1, 0x0D: 4}
_LAST_TYPE, _LONGEST = 0x10, 32
_ROUTING = 80

_NAMES = {
    1: "reset",
    **dict(enumerate(DOTS, 2)),
    10: "space",
    **{number: f"c{number - 10}" for number in range(11, 17)},
    17: "thumb-previous",
    18: "thumb-left",
    19: "thumb-right",
    20: "thumb-next",
    21: "up",
    22: "down",
    23: "left",
    24: "right",
    25: "action",
}
KEYS = frozenset({*_NAMES.values(), ROUTING})


class HumanWare:
    """The codec of the family."""

    is_confirmed = False

    def __init__(self) -> None:
        self.geometry: Geometry | None = None
        self._stream = Stream(self._take)

    def questions(self) -> tuple[bytes, ...]:
        return (bytes([_ESC, 0, 0]),)

    def receive(self, data: bytes) -> list[Event]:
        return self._stream.feed(data)

    def encode(self, frame: Frame, before: Frame | None) -> tuple[bytes, ...]:
        cells = frame.rows[0]
        if before is not None and before.rows == frame.rows:
            return ()
        return (bytes([_ESC, 0x02, len(cells)]) + cells,)

    def _take(self, data: bytes) -> Taken:
        if data[0] != _ESC:
            return SKIP
        if len(data) < 3:
            return WAIT
        kind, length = data[1], data[2]
        if kind > _LAST_TYPE or length > _LONGEST or _LENGTHS.get(kind, length) != length:
            return SKIP
        if len(data) < 3 + length:
            return WAIT
        return 3 + length, self._understand(kind, data[3 : 3 + length])

    def _understand(self, kind: int, data: bytes) -> tuple[Event, ...]:
        if kind == _INIT:
            is_ready = data[0] == 0 and data[2] > 0
            if not is_ready:
                return ()
            self.geometry = Geometry(data[2])
            return (Identified(f"{data[1]}", self.geometry),)
        if kind == _DOWN:
            return tuple(KeyDown(*key) for key in _key(data[0]))
        if kind == _UP:
            return tuple(KeyUp(*key) for key in _key(data[0]))
        return (PoweredOff(),) if kind == _POWER else ()


def _key(number: int) -> tuple[tuple[str, int], ...]:
    if number >= _ROUTING:
        return ((ROUTING, number - _ROUTING),)
    name = _NAMES.get(number)
    return ((name, 0),) if name else ()
