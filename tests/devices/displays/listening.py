"""A live display in a test, and all that it told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition
from typing import TypeVar

from brailledesk.commands import Command, Key
from brailledesk.devices.displays.connection import Opener
from brailledesk.devices.displays.live import LiveDisplay
from brailledesk.devices.displays.told import Connected, Told, Waiting
from brailledesk.errors import DeviceError
from brailledesk.frame import Frame, Geometry
from tests.devices.displays.brltty import wait_until

QUICK = (0.02,)
_Kind = TypeVar("_Kind", Command, Connected, Waiting)


def row(cells: bytes) -> Frame:
    return Frame((cells,))


def pattern(columns: int, first: int = 1) -> bytes:
    """Cells that are all different, with those that are special bytes somewhere."""
    return bytes((first + place) % 256 for place in range(columns))


class Listener:
    """Hears a display; what was heard is taken off in turn."""

    def __init__(self) -> None:
        self.told: list[Told] = []
        self._changed = Condition()

    def __call__(self, _display: LiveDisplay, told: Told) -> None:
        with self._changed:
            self.told.append(told)
            self._changed.notify_all()

    def connected(self) -> Geometry:
        """Wait until a display is there, and forget what was told by then."""
        return self._next(Connected).geometry

    def waiting(self) -> DeviceError | None:
        """Wait until the display is gone."""
        return self._next(Waiting).error

    def command(self) -> Command:
        """Wait for the next command."""
        return self._next(Command)

    def keys(self, count: int) -> list[tuple[Key, int]]:
        return [(command.key, command.cell) for command in (self.command() for _ in range(count))]

    def _next(self, kind: type[_Kind]) -> _Kind:
        found: list[_Kind] = []

        def is_there() -> bool:
            while self.told and not found:
                one = self.told.pop(0)
                if isinstance(one, kind):
                    found.append(one)
            return bool(found)

        wait_until(is_there, self._changed)
        return found[0]


@contextmanager
def live(opener: Opener, name: str = "test") -> Iterator[tuple[LiveDisplay, Listener]]:
    listener = Listener()
    display = LiveDisplay(name, opener, listener, retry=QUICK)
    display.start()
    try:
        yield display, listener
    finally:
        display.close()
