"""The report descriptor of a HID device: which bits of which report are what.

Source: USB HID 1.11, section 6.2.2 (items) and 5.6 (bits of a report). Only what a display has is
kept: for each field its usages, its collections, and where its bits are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

_MAIN, _GLOBAL, _LOCAL = range(3)
_INPUT, _OUTPUT, _COLLECTION, _FEATURE, _END = 0x8, 0x9, 0xA, 0xB, 0xC
_PAGE, _SIZE, _REPORT_ID, _COUNT, _PUSH, _POP = 0x0, 0x7, 0x8, 0x9, 0xA, 0xB
_USAGE, _USAGE_FIRST, _USAGE_LAST = 0x0, 0x1, 0x2
_MOST_FIELDS, _MOST_BITS, _MOST_DEPTH = 4000, 1 << 16, 64

Usage = tuple[int, int]
"""Page and number."""


@dataclass(frozen=True, slots=True)
class Item:
    """A field of a report, one usage each: ``bits`` from bit ``offset`` behind the report id.

    ``collections`` are those around it, outermost first; ``order`` tells equal collections apart.
    An array (``is_array``) has in each field the number of a key that is held, from ``minimum``.
    """

    kind: str
    report: int
    usage: Usage
    offset: int
    bits: int
    collections: tuple[Usage, ...]
    order: int
    is_array: bool = False
    usages: tuple[Usage, ...] = ()
    minimum: int = 0


@dataclass(frozen=True, slots=True)
class _Globals:
    page: int = 0
    size: int = 0
    count: int = 0
    report: int = 0
    minimum: int = 0


@dataclass(slots=True)
class _Locals:
    usages: list[Usage] = field(default_factory=list)
    first: Usage | None = None


def parse_descriptor(data: bytes) -> tuple[Item, ...]:
    """All fields, in their order. ``ValueError`` for what is no descriptor."""
    return tuple(_Parser().parse(data))


class _Parser:
    def __init__(self) -> None:
        self._globals = _Globals()
        self._stack: list[_Globals] = []
        self._locals = _Locals()
        self._collections: list[tuple[Usage, int]] = []
        self._orders = 0
        self._ends: dict[tuple[str, int], int] = {}
        self._made = 0

    def parse(self, data: bytes) -> Iterator[Item]:
        for kind, tag, value, size in _items(data):
            if kind == _MAIN:
                yield from self._main(tag, value)
                self._locals = _Locals()
            elif kind == _GLOBAL:
                self._global(tag, value, size)
            elif kind == _LOCAL:
                self._local(tag, value, size)

    def _main(self, tag: int, value: int) -> Iterator[Item]:
        if tag == _COLLECTION:
            if len(self._collections) >= _MOST_DEPTH:
                raise ValueError("too many collections within each other")
            self._orders += 1
            usages = self._locals.usages
            self._collections.append((usages[0] if usages else (0, 0), self._orders))
        elif tag == _END:
            if not self._collections:
                raise ValueError("a collection ends that never began")
            self._collections.pop()
        elif tag in {_INPUT, _OUTPUT, _FEATURE}:
            kind = {_INPUT: "input", _OUTPUT: "output", _FEATURE: "feature"}[tag]
            yield from self._fields(kind, is_constant=bool(value & 1), is_variable=bool(value & 2))

    def _fields(self, kind: str, *, is_constant: bool, is_variable: bool) -> Iterator[Item]:
        state = self._globals
        place = (kind, state.report)
        start = self._ends.get(place, 0)
        end = start + state.size * state.count
        if end > _MOST_BITS:
            raise ValueError("a report that is too long")
        self._ends[place] = end
        usages = tuple(self._locals.usages)
        if is_constant or not usages:
            return
        self._made += state.count
        if self._made > _MOST_FIELDS:
            raise ValueError("too many fields")
        around = tuple(usage for usage, _ in self._collections)
        order = self._collections[-1][1] if self._collections else 0
        for number in range(state.count):
            yield Item(
                kind,
                state.report,
                usages[min(number, len(usages) - 1)],
                start + number * state.size,
                state.size,
                around,
                order,
                is_array=not is_variable,
                usages=() if is_variable else usages,
                minimum=state.minimum,
            )

    def _global(self, tag: int, value: int, size: int) -> None:
        names = {_PAGE: "page", 0x1: "minimum", _SIZE: "size", _REPORT_ID: "report"}
        names[_COUNT] = "count"
        if tag == _PUSH:
            self._stack.append(self._globals)
        elif tag == _POP:
            if not self._stack:
                raise ValueError("nothing was pushed")
            self._globals = self._stack.pop()
        elif tag in names:
            number = _signed(value, size) if tag == 0x1 else value
            self._globals = replace(self._globals, **{names[tag]: number})

    def _local(self, tag: int, value: int, size: int) -> None:
        # A usage of four bytes brings its own page in the upper two.
        usage = (value >> 16, value & 0xFFFF) if size == 4 else (self._globals.page, value)
        if tag == _USAGE:
            self._locals.usages.append(usage)
        elif tag == _USAGE_FIRST:
            self._locals.first = usage
        elif tag == _USAGE_LAST and self._locals.first is not None:
            page, first = self._locals.first
            if usage[1] - first >= _MOST_FIELDS:
                raise ValueError("too many usages")
            self._locals.usages += [(page, one) for one in range(first, usage[1] + 1)]
            self._locals.first = None


def _items(data: bytes) -> Iterator[tuple[int, int, int, int]]:
    """The short items: kind, tag, value, size of the value; long ones are reserved, and skipped."""
    place = 0
    while place < len(data):
        head = data[place]
        if head == 0xFE:
            if place + 1 >= len(data):
                raise ValueError("it ends in the middle")
            place += 3 + data[place + 1]
            continue
        size = (0, 1, 2, 4)[head & 3]
        end = place + 1 + size
        if end > len(data):
            raise ValueError("it ends in the middle")
        value = int.from_bytes(data[place + 1 : end], "little")
        yield head >> 2 & 3, head >> 4, value, size
        place = end


def _signed(value: int, size: int) -> int:
    bits = 8 * size
    return value - (1 << bits) if bits and value >> (bits - 1) else value
