"""HID Braille displays (usage page 0x41), by what their report descriptor says.

Source: the HID usage tables, page 0x41; NVDA hidBrailleStandard.py. One report is one packet, with
its id in the first byte (0 where the device numbers none).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from brailledesk.devices.protocols.displays.events import ROUTING, Event, Identified, KeyDown, KeyUp
from brailledesk.devices.protocols.displays.hid_descriptor import Item, parse_descriptor
from brailledesk.devices.protocols.displays.packets import DOTS
from brailledesk.frame import Frame, Geometry

PAGE = 0x41
_ROW, _CELL8, _CELL6 = 0x02, 0x03, 0x04
_ROUTERS, _ROUTER_KEY, _ROW_ROUTER_KEY = (0xFA, 0xFB, 0xFC), 0x100, 0x101
SETS = (ROUTING, "routing2", "routing3")
"""Names of the keys of the three sets of routing keys that a display may have."""

_NAMES = {
    **{0x201 + place: name for place, name in enumerate(DOTS)},
    0x209: "space",
    0x20A: "space-left",
    0x20B: "space-right",
    0x210: "joystick-press",
    0x211: "joystick-up",
    0x212: "joystick-down",
    0x213: "joystick-left",
    0x214: "joystick-right",
    0x215: "dpad-press",
    0x216: "dpad-up",
    0x217: "dpad-down",
    0x218: "dpad-left",
    0x219: "dpad-right",
    0x21A: "pan-left",
    0x21B: "pan-right",
    0x21C: "rocker-up",
    0x21D: "rocker-down",
    0x21E: "rocker-press",
}
KEYS = frozenset({*SETS, *_NAMES.values()})


class HidBraille:
    """The codec of a device with this descriptor. ``ValueError`` where it is no display."""

    is_confirmed = False

    def __init__(self, descriptor: bytes) -> None:
        items = parse_descriptor(descriptor)
        self._rows = _rows(items)
        widths = {len(row) for row in self._rows}
        if not self._rows or len(widths) != 1:
            raise ValueError("no rows of cells of one length")
        self.geometry: Geometry | None = Geometry(widths.pop(), len(self._rows))
        self._sizes = _sizes(items, "output")
        self._keys = _keys(items)
        self._has_ids = any(item.report for item in items)
        self._down: dict[int, frozenset[tuple[str, int]]] = {}

    def questions(self) -> tuple[bytes, ...]:
        """Nothing is asked: the descriptor has said all."""
        return ()

    def identity(self) -> Identified:
        """What the descriptor says it is."""
        return Identified("", self.geometry)

    def receive(self, data: bytes) -> list[Event]:
        """The keys of one report, whose first byte is its id where the device has ids."""
        report = data[0] if self._has_ids and data else 0
        content = int.from_bytes(data[1:] if self._has_ids else data, "little")
        keys = self._keys.get(report)
        if keys is None or not data:
            return []
        down = frozenset(key for item, key in keys if key and _is_held(item, content))
        held = frozenset(_array_keys(keys, content))
        return self._change(report, down | held)

    def encode(self, frame: Frame, before: Frame | None) -> tuple[bytes, ...]:
        """The output reports in which anything differs, whole: HID knows no parts of reports."""
        shown = self._contents(before) if before is not None else {}
        return tuple(
            bytes([report]) + content
            for report, content in self._contents(frame).items()
            if shown.get(report) != content
        )

    def _contents(self, frame: Frame) -> dict[int, bytes]:
        bits: dict[int, int] = defaultdict(int)
        for row, cells in zip(self._rows, frame.rows, strict=True):
            for item, cell in zip(row, cells, strict=True):
                bits[item.report] |= (cell & (1 << item.bits) - 1) << item.offset
        return {
            report: value.to_bytes((self._sizes[report] + 7) // 8, "little")
            for report, value in bits.items()
        }

    def _change(self, report: int, down: frozenset[tuple[str, int]]) -> list[Event]:
        before = self._down.get(report, frozenset())
        self._down[report] = down
        ups = [KeyUp(*key) for key in sorted(before - down)]
        return [*ups, *(KeyDown(*key) for key in sorted(down - before))]


def _rows(items: Iterable[Item]) -> list[list[Item]]:
    """The cells of each Row collection, in order."""
    rows: dict[int, list[Item]] = {}
    for item in items:
        is_cell = item.usage in {(PAGE, _CELL8), (PAGE, _CELL6)} and item.kind == "output"
        if is_cell and (PAGE, _ROW) in item.collections:
            rows.setdefault(item.order, []).append(item)
    return list(rows.values())


def _sizes(items: Iterable[Item], kind: str) -> dict[int, int]:
    """Bits of each report up to its last field that is used."""
    sizes: dict[int, int] = defaultdict(int)
    for item in items:
        if item.kind == kind:
            sizes[item.report] = max(sizes[item.report], item.offset + item.bits)
    return sizes


def _keys(items: Iterable[Item]) -> dict[int, list[tuple[Item, tuple[str, int] | None]]]:
    """For each input report its fields and the keys that they are; arrays have None."""
    keys: dict[int, list[tuple[Item, tuple[str, int] | None]]] = defaultdict(list)
    counts: dict[str, int] = defaultdict(int)
    for item in items:
        if item.kind != "input":
            continue
        if item.is_array:
            keys[item.report].append((item, None))
            continue
        name = _name(item.usage, item)
        if name is not None:
            index = counts[name] if name in SETS else 0
            counts[name] += 1
            keys[item.report].append((item, (name, index)))
    return keys


def _name(usage: tuple[int, int], item: Item) -> str | None:
    page, number = usage
    if page != PAGE:
        return None
    if number in {_ROUTER_KEY, _ROW_ROUTER_KEY}:
        places = [_ROUTERS.index(one) for page, one in item.collections if one in _ROUTERS]
        return SETS[places[-1]] if places else SETS[0]
    return _NAMES.get(number)


def _is_held(item: Item, content: int) -> bool:
    return bool(content >> item.offset & (1 << item.bits) - 1)


def _array_keys(
    keys: Iterable[tuple[Item, tuple[str, int] | None]], content: int
) -> Iterable[tuple[str, int]]:
    """The keys whose numbers stand in arrays; a routing key's number is its place in the array."""
    for item, _ in keys:
        if not item.is_array:
            continue
        place = (content >> item.offset & (1 << item.bits) - 1) - item.minimum
        if 0 <= place < len(item.usages):
            name = _name(item.usages[place], item)
            if name is not None:
                first = next(n for n, one in enumerate(item.usages) if one == item.usages[place])
                yield name, place - first if name in SETS else 0
