"""EuroBraille Esys, Esytime and Iris.

Source: NVDA eurobraille/driver.py, BRLTTY eu_esysiris.c. Frames are STX, two bytes of length (their
own and the data's), two letters and data, ETX.
"""

from __future__ import annotations

from brailledesk.devices.protocols.displays.events import ROUTING, Event, Identified, click
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

_STX, _ETX = 0x02, 0x03
_LONGEST = 2048
ROUTING_TWICE = "routing-twice"

_ARROWS = ("up", "down", "right", "left")
_IRIS = (*(f"l{number}" for number in range(1, 9)), *_ARROWS)
_STICKS = tuple(f"{side}-{to}" for side in ("left", "right") for to in (*_ARROWS, "press"))
_ESYS = (
    *(f"sw{number}-{side}" for number in range(1, 7) for side in ("right", "left")),
    *([""] * 4),
    *_STICKS[:5],
    *([""] * 3),
    *_STICKS[5:],
)
_ESYTIME = ("f1", "f2", "f3", "f4", "f8", "f7", "f6", "f5", *([""] * 8), *_ESYS[16:])
_BRAILLE = (*DOTS[:6], "backspace", "space", *DOTS[6:])
KEYS = frozenset(
    {ROUTING, ROUTING_TWICE, *filter(None, (*_IRIS, *_ESYS, *_ESYTIME, *_BRAILLE))},
)
_IRIS_MODELS, _ESYTIME_MODELS = range(1, 7), range(0x0E, 0x12)


class EuroBraille:
    """The codec of the family."""

    is_confirmed = False

    def __init__(self) -> None:
        self.geometry: Geometry | None = None
        self._model = 0
        self._commands, self._braille = Bitmap(), Bitmap()
        self._stream = Stream(self._take)

    def questions(self) -> tuple[bytes, ...]:
        return (_framed(b"SI"),)

    def receive(self, data: bytes) -> list[Event]:
        return self._stream.feed(data)

    def encode(self, frame: Frame, before: Frame | None) -> tuple[bytes, ...]:
        if before is not None and before.rows == frame.rows:
            return ()
        return (_framed(b"BS" + frame.rows[0]),)

    def _take(self, data: bytes) -> Taken:
        if data[0] != _STX:
            return SKIP
        if len(data) < 3:
            return WAIT
        length = int.from_bytes(data[1:3], "big")
        if not 4 <= length <= _LONGEST:
            return SKIP
        size = 1 + length + 1
        if len(data) < size:
            return WAIT
        if data[size - 1] != _ETX:
            return SKIP
        return size, self._understand(data[3:5], data[5 : size - 1])

    def _understand(self, code: bytes, data: bytes) -> list[Event] | tuple[Event, ...]:
        if code == b"SG" and data:
            self.geometry = Geometry(data[0]) if data[0] else None
        elif code == b"ST" and data:
            self._model = data[0]
        elif code == b"SI" and self.geometry is not None:
            return (Identified(f"{self._model:02x}", self.geometry),)
        elif code == b"KI" and len(data) == 2 and self._is_cell(data[1]):
            kinds = {1: ROUTING, 3: ROUTING_TWICE}
            return click(kinds[data[0]], data[1] - 1) if data[0] in kinds else ()
        elif code == b"KC" and len(data) in {2, 4}:
            return self._commands.change(self._bits(data), named(self._names()))
        elif code == b"KB" and len(data) == 2:
            return self._braille.change(int.from_bytes(data, "big") & 0x3FF, named(_BRAILLE))
        return ()

    def _is_cell(self, number: int) -> bool:
        return self.geometry is not None and 1 <= number <= self.geometry.columns

    def _bits(self, data: bytes) -> int:
        bits = int.from_bytes(data, "big")
        return bits & 0xFFF if len(data) == 2 else bits

    def _names(self) -> tuple[str, ...]:
        if self._model in _IRIS_MODELS:
            return _IRIS
        return _ESYTIME if self._model in _ESYTIME_MODELS else _ESYS


def _framed(data: bytes) -> bytes:
    return bytes([_STX]) + (len(data) + 2).to_bytes(2, "big") + data + bytes([_ETX])
