"""Freedom Scientific Focus 2 and Blue, PAC Mate; Focus 1 with its own dots.

Source: NVDA freedomScientific.py, BRLTTY brldefs-fs.h. Packets have 4 bytes; if bit 7 of the type
is set, the second is the length of what follows, with a check sum: all bytes together are 0.
"""

from __future__ import annotations

import re

from brailledesk.devices.protocols.displays.events import (
    ROUTING,
    Acknowledged,
    Answer,
    Event,
    Identified,
    KeyDown,
    KeyUp,
    Refused,
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
    remap,
)
from brailledesk.frame import Frame, Geometry, changed_spans

_QUERY, _ACK, _NAK, _KEYS, _ROUTING, _WHEEL = range(6)
_INFO, _WRITE, _EXTENDED = 0x80, 0x81, 0x82
_INFO_LENGTH, _LONGEST = 48, 64
_MOST_CELLS = 160
_REASONS = range(0x30, 0x39)
_EXTENDED_KEYS = bytes([0x0F, 0x02, 0, 0])
"""The configuration in which the rockers are told."""

_NAMES = (
    *DOTS,
    "left-wheel",
    "right-wheel",
    "left-shift",
    "right-shift",
    "pan-left",
    "pan-right",
    "",
    "space",
    "left-selector",
    "right-selector",
    "",
    "",
    "left-bumper-up",
    "left-bumper-down",
    "right-bumper-up",
    "right-bumper-down",
)
_ROCKERS = ("left-rocker-up", "left-rocker-down", "right-rocker-up", "right-rocker-down")
_WHEELS = ("left-wheel-up", "left-wheel-down", "right-wheel-down", "right-wheel-up")
NAVIGATION = "navigation"
"""The second row of keys, above the routing keys."""

KEYS = frozenset({ROUTING, NAVIGATION, *_ROCKERS, *_WHEELS, *filter(None, _NAMES)})

_FIRST_FOCUS = frozenset({44, 70, 84})
_FIRST_DOTS = remap((0x01, 0x02, 0x04, 0x10, 0x20, 0x40, 0x08, 0x80))


class FreedomScientific:
    """The codec of the family."""

    is_confirmed = True

    def __init__(self) -> None:
        self.geometry: Geometry | None = None
        self._keys, self._rockers = Bitmap(), Bitmap()
        self._stream = Stream(self._take)

    def questions(self) -> tuple[bytes, ...]:
        return (bytes(4),)

    def receive(self, data: bytes) -> list[Event]:
        return self._stream.feed(data)

    def encode(self, frame: Frame, before: Frame | None) -> tuple[bytes, ...]:
        return tuple(
            _summed(bytes([_WRITE, len(span.cells), span.column, 0]) + self._dots(span.cells))
            for span in changed_spans(before, frame)
        )

    def _dots(self, cells: bytes) -> bytes:
        is_first = self.geometry is not None and self.geometry.columns in _FIRST_FOCUS
        return cells.translate(_FIRST_DOTS) if is_first else cells

    def _take(self, data: bytes) -> Taken:  # noqa: PLR0911 - a way out for each kind
        kind = data[0]
        if kind not in {_ACK, _NAK, _KEYS, _ROUTING, _WHEEL, _INFO, _EXTENDED}:
            return SKIP
        if len(data) < 4:
            return WAIT
        if kind < _INFO and not _is_likely(kind, data[1:4]):
            return SKIP
        if kind < 0x80:
            return 4, self._understand(kind, data[1:4])
        length = data[1]
        if length > _LONGEST or (kind == _INFO and length != _INFO_LENGTH) or length == 0:
            return SKIP
        size = 4 + length + 1
        if len(data) < size:
            return WAIT
        if sum(data[:size]) % 256:
            return SKIP
        return size, self._understand_more(kind, data[4 : 4 + length])

    def _understand(self, kind: int, data: bytes) -> list[Event]:
        if kind == _ACK:
            return [Acknowledged()]
        if kind == _NAK:
            return [Refused(data[0])]
        if kind == _KEYS:
            return self._keys.change(int.from_bytes(data, "little"), named(_NAMES))
        if kind == _ROUTING:
            event = KeyDown if data[1] & 1 else KeyUp
            return [event(NAVIGATION if data[2] else ROUTING, data[0])]
        wheel, steps = data[0] >> 3 & 7, data[0] & 7
        return [*click(_WHEELS[wheel])] * steps if wheel < len(_WHEELS) else []

    def _understand_more(self, kind: int, data: bytes) -> list[Event]:
        if kind == _EXTENDED:
            return self._rockers.change(data[0] >> 4, named(_ROCKERS))
        model = data[24:40].split(b"\0", 1)[0].decode("ascii", "replace").strip()
        size = re.search(r"(\d{1,3})$", model)
        if size and 0 < int(size[1]) <= _MOST_CELLS:
            self.geometry = Geometry(int(size[1]))
        return [Identified(model, self.geometry), Answer(_EXTENDED_KEYS, is_confirmed=True)]


def _is_likely(kind: int, data: bytes) -> bool:
    """Whether the rest of a packet without a check sum may be one.

    Else noise of one byte would shift all that comes behind it.
    """
    if kind == _ACK:
        return not any(data)
    if kind == _NAK:
        return data[0] in _REASONS
    if kind == _ROUTING:
        return data[1] <= 1 and data[2] <= 1
    return kind == _KEYS or not any(data[1:])


def _summed(packet: bytes) -> bytes:
    return packet + bytes([-sum(packet) % 256])
