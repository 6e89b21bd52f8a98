"""BrlAPI's key codes, and which of them we ask for.

To ask for all would take brltty's own restart command away from it, and it would never find the
display again; so only those are asked for that have a name here.
"""

from __future__ import annotations

from brailledesk.devices.protocols.displays.events import ROUTING, Event, KeyDown, KeyUp, click
from brailledesk.devices.protocols.displays.packets import DOTS

_COMMAND = 0x20000000
_BLOCK, _ARGUMENT = 0xFFFF0000, 0xFFFF
_ROUTE, _DOTS = 0x20010000, 0x20220000
_SPACE = 0x100
"""The bit of the space bar beside those of the dots (BRL_DOTC)."""

_COMMANDS = {
    0x01: "lnup",
    0x02: "lndn",
    0x03: "winup",
    0x04: "windn",
    0x09: "top",
    0x0A: "bot",
    0x13: "chrlt",
    0x14: "chrrt",
    0x15: "hwinlt",
    0x16: "hwinrt",
    0x17: "fwinlt",
    0x18: "fwinrt",
    0x1B: "lnbeg",
    0x1C: "lnend",
    0x1D: "home",
    0x3F: "say-line",
}
"""Names as brltty has them (BRL_CMD_), by code without the bit of commands."""

_SYMBOLS = {
    0xFF08: "backspace",
    0xFF09: "tab",
    0xFF0D: "return",
    0xFF1B: "escape",
    0xFF50: "cursor-home",
    0xFF51: "cursor-left",
    0xFF52: "cursor-up",
    0xFF53: "cursor-right",
    0xFF54: "cursor-down",
    0xFF55: "page-up",
    0xFF56: "page-down",
    0xFF57: "cursor-end",
    0xFF63: "insert",
    0xFFFF: "delete",
}
"""Keys of X that brltty sends for its keyboard commands."""

KEYS = frozenset({ROUTING, "space", *DOTS, *_COMMANDS.values(), *_SYMBOLS.values()})

_FLAGS = 0xFFFFFFFF << 32
"""The last code of a range has all flags, so that keys come with any."""


def _ranges() -> tuple[tuple[int, int], ...]:
    single = [*(_COMMAND | code for code in _COMMANDS), *_SYMBOLS]
    blocks = [(block, block | _ARGUMENT) for block in (_ROUTE, _DOTS)]
    return tuple((first, last | _FLAGS) for first, last in [*blocks, *((c, c) for c in single)])


RANGES = _ranges()
"""The keys that are asked for."""


def understand(code: int, cells: int) -> tuple[Event, ...]:
    """The events of a key code; a cell that the display does not have is no key."""
    low = code & 0xFFFFFFFF
    argument = low & _ARGUMENT
    if low & _BLOCK == _ROUTE:
        return click(ROUTING, argument) if argument < cells else ()
    if low & _BLOCK == _DOTS:
        return _chord(argument)
    name = _SYMBOLS.get(low) or (_COMMANDS.get(argument) if low & _BLOCK == _COMMAND else None)
    return click(name) if name else ()


def _chord(dots: int) -> tuple[Event, ...]:
    names = [name for place, name in enumerate(DOTS) if dots >> place & 1]
    if dots & _SPACE or not names:
        names.append("space")
    return (*map(KeyDown, names), *map(KeyUp, names))
