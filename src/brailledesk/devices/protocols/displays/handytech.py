"""Handy Tech, now Help Tech.

Source: NVDA handyTech.py, BRLTTY brldefs-ht.h. The display says only its model; the model's file
has the number of cells. Newer models frame everything (``79 model length type data 16``); older
ones take ``01`` and the cells, and send a byte for each key.
"""

from __future__ import annotations

from brailledesk.devices.protocols.displays.events import (
    ROUTING,
    STATUS,
    Acknowledged,
    Event,
    Identified,
    KeyDown,
    KeyUp,
    Refused,
)
from brailledesk.devices.protocols.displays.packets import SKIP, WAIT, Stream, Taken
from brailledesk.frame import Frame, Geometry

_BRAILLE, _KEY, _CONFIRM, _FRAMED, _NAK, _ACK, _OK, _RESET, _END = (
    0x01,
    0x04,
    0x07,
    0x79,
    0x7D,
    0x7E,
    0xFE,
    0xFF,
    0x16,
)
_LONGEST = 32
_ROUTING, _STATUS, _RELEASE = 0x20, 0x70, 0x80

_OLD = frozenset({0x05, 0x44, 0x72, 0x80, 0x88, 0x89, 0x90})
"""Models without frames: Wave, Easy Braille, Braillino, Modular, Bookworm."""

_NAMES = {
    0x03: "b1",
    0x07: "b2",
    0x0B: "b3",
    0x0F: "b4",
    0x13: "b5",
    0x17: "b6",
    0x1B: "b7",
    0x1F: "b8",
    0x04: "up",
    0x08: "down",
    0x0C: "escape",
    0x10: "space",
    0x14: "return",
    0x18: "space-right",
    0x74: "joystick-left",
    0x75: "joystick-right",
    0x76: "joystick-up",
    0x77: "joystick-down",
    0x78: "joystick-action",
    0x7A: "left-center",
    0x7B: "right-center",
    0x01: "b12",
    0x09: "b13",
    0x0D: "b14",
    0x11: "b11",
    0x02: "b10",
    0x12: "b9",
    0x05: "n0",
    0x15: "n1",
    0x19: "n2",
    0x1D: "n3",
    0x06: "n4",
    0x0A: "n5",
    0x0E: "n6",
    0x16: "n7",
    0x1A: "n8",
    0x1E: "n9",
}
"""B1 to B8 are numbered from left to right, not as dots: the files of models say which is which."""

KEYS = frozenset({ROUTING, STATUS, *_NAMES.values()})


class HandyTech:
    """The codec of the family."""

    def __init__(self) -> None:
        self.geometry: Geometry | None = None
        self._model: int | None = None
        self._stream = Stream(self._take)

    @property
    def is_confirmed(self) -> bool:
        """Newer models acknowledge every frame."""
        return not self._is_old

    @property
    def _is_old(self) -> bool:
        return self._model in _OLD

    def questions(self) -> tuple[bytes, ...]:
        return (bytes([_RESET]),)

    def receive(self, data: bytes) -> list[Event]:
        return self._stream.feed(data)

    def encode(self, frame: Frame, before: Frame | None) -> tuple[bytes, ...]:
        if before is not None and (before.rows, before.status) == (frame.rows, frame.status):
            return ()
        cells = frame.status + frame.rows[0]
        if self._is_old:
            return (bytes([_BRAILLE]) + cells,)
        assert self._model is not None
        head = bytes([_FRAMED, self._model, 1 + len(cells), _BRAILLE])
        return (head + cells + bytes([_END]),)

    def _take(self, data: bytes) -> Taken:  # noqa: PLR0911 - a way out for each kind
        first = data[0]
        if first == _OK and (self._model is None or not self._is_old):
            if len(data) < 2:
                return WAIT
            if self._model not in {None, data[1]}:
                return SKIP  # no display becomes another one
            self._model = data[1]
            return 2, (Identified(f"{self._model:02x}"),)
        if self._model is None:
            return SKIP
        if first == _FRAMED and not self._is_old:
            return self._take_frame(data)
        if first == _ACK:
            return 1, (Acknowledged(),)
        if first == _NAK:
            return 1, (Refused(),)
        return 1, (_key(first) if self._is_old else ())

    def _take_frame(self, data: bytes) -> Taken:  # noqa: PLR0911 - a way out for each end
        if len(data) < 4:
            return WAIT
        model, length, kind = data[1:4]
        if model != self._model or not 1 <= length <= _LONGEST:
            return SKIP
        size = 3 + length + 1
        if len(data) < size:
            return WAIT
        if data[size - 1] != _END:
            return SKIP
        content = data[4 : size - 1]
        if kind == _KEY and content:
            return size, _key(content[0])
        if kind == _CONFIRM and content:
            is_taken = content[0] == _ACK
            return size, ((Acknowledged() if is_taken else Refused(content[0])),)
        return size, ()


def _key(code: int) -> tuple[Event, ...]:
    event = KeyUp if code & _RELEASE else KeyDown
    number = code & ~_RELEASE
    if number in _NAMES:
        return (event(_NAMES[number]),)
    if _ROUTING <= number < _STATUS:
        return (event(ROUTING, number - _ROUTING),)
    if _STATUS <= number < _STATUS + 4:
        return (event(STATUS, number - _STATUS),)
    return ()
