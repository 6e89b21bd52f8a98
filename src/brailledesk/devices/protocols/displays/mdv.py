"""MDV of Italy: MB208, MB248, MB408 and Lilli.

Source: BRLTTY Drivers/Braille/MDV/{braille.c,brldefs-md.h}. Packets are ``01 02 code length 03
data`` and two bytes of check sum. Each side acknowledges what it gets, but no acknowledgement.
"""

from __future__ import annotations

from brailledesk.devices.protocols.displays.events import (
    ROUTING,
    STATUS,
    Acknowledged,
    Answer,
    Event,
    Identified,
    KeyDown,
    KeyUp,
)
from brailledesk.devices.protocols.displays.packets import (
    DOTS,
    SKIP,
    WAIT,
    Stream,
    Taken,
    remap,
)
from brailledesk.frame import Frame, Geometry

_WRITE_ALL, _NAVIGATION, _PRESS, _RELEASE, _BRAILLE = 0x00, 0x10, 0x11, 0x12, 0x15
_IDENTIFY, _IDENTITY, _ACKNOWLEDGE = 0x24, 0x25, 0x7F
_LENGTHS = {_NAVIGATION: 1, _PRESS: 1, _RELEASE: 1, _BRAILLE: 3, _IDENTITY: 6, _ACKNOWLEDGE: 0}
_SHIFT, _LONG, _SHIFT_DOWN, _SHIFT_UP = 0x10, 0x20, 0x3F, 0x40
_MOST_STATUS = 20
_TO_DEVICE = remap((0x08, 0x04, 0x02, 0x80, 0x40, 0x20, 0x01, 0x10))

_NAMES = (*(f"f{number}" for number in range(1, 11)), "left", "up", "right", "down")
KEYS = frozenset({ROUTING, STATUS, "shift", "long", "space", *_NAMES, *DOTS})


class MDV:
    """The codec of the family."""

    is_confirmed = True

    def __init__(self) -> None:
        self.geometry: Geometry | None = None
        self._stream = Stream(self._take)

    def questions(self) -> tuple[bytes, ...]:
        return (packet(_IDENTIFY),)

    def receive(self, data: bytes) -> list[Event]:
        return self._stream.feed(data)

    def encode(self, frame: Frame, before: Frame | None) -> tuple[bytes, ...]:
        if before is not None and (before.rows, before.status) == (frame.rows, frame.status):
            return ()
        return (packet(_WRITE_ALL, (frame.status + frame.rows[0]).translate(_TO_DEVICE)),)

    def _take(self, data: bytes) -> Taken:
        if data[0] != 0x01:
            return SKIP
        if len(data) < 5:
            return WAIT
        code, length = data[2], data[3]
        if (data[1], data[4]) != (0x02, 0x03) or _LENGTHS.get(code) != length:
            return SKIP
        size = 5 + length + 2
        if len(data) < size:
            return WAIT
        content = data[5 : 5 + length]
        if data[:size] != packet(code, content):
            return SKIP
        owed = () if code == _ACKNOWLEDGE else (Answer(packet(_ACKNOWLEDGE)),)
        return size, (*owed, *self._understand(code, content))

    def _understand(self, code: int, data: bytes) -> tuple[Event, ...]:
        if code == _ACKNOWLEDGE:
            return (Acknowledged(),)
        if code == _IDENTITY:
            if not data[0] or data[1] > _MOST_STATUS:
                return ()
            self.geometry = Geometry(data[0], status=data[1])
            return (Identified(f"{data[0]}+{data[1]}", self.geometry),)
        if code == _NAVIGATION:
            return _navigation(data[0])
        if code == _BRAILLE:
            return _typed(dots=data[1], is_chord=bool(data[0]))
        return self._routing(data[0], KeyDown if code == _PRESS else KeyUp)

    def _routing(self, number: int, event: type[KeyDown | KeyUp]) -> tuple[Event, ...]:
        status = self.geometry.status if self.geometry else 0
        cell = (number & 0x7F) - 1
        if cell < 0:
            return ()
        key = event(STATUS, cell) if cell < status else event(ROUTING, cell - status)
        return (event("shift"), key) if number & 0x80 else (key,)


def _navigation(code: int) -> tuple[Event, ...]:
    """A key with what was held with it: all pressed, then released, since nothing says when."""
    if code == _SHIFT_DOWN:
        return (KeyDown("shift"),)
    if code == _SHIFT_UP:
        return (KeyUp("shift"),)
    number = code & 0x0F
    if not 1 <= number <= len(_NAMES) or code & ~(0x0F | _SHIFT | _LONG):
        return ()
    held = (("shift", _SHIFT), ("long", _LONG))
    return _chord(*(name for name, bit in held if code & bit), _NAMES[number - 1])


def _typed(*, dots: int, is_chord: bool) -> tuple[Event, ...]:
    names = [name for place, name in enumerate(DOTS) if dots >> place & 1]
    return _chord(*names, *(["space"] if is_chord or not dots else []))


def _chord(*names: str) -> tuple[Event, ...]:
    return (*map(KeyDown, names), *map(KeyUp, names))


def packet(code: int, data: bytes = b"") -> bytes:
    """A packet with its check sum: the sum from STX on, XOR AA55, low byte first."""
    body = bytes([0x02, code, len(data), 0x03]) + data
    return b"\x01" + body + ((sum(body) & 0xFFFF) ^ 0xAA55).to_bytes(2, "little")
