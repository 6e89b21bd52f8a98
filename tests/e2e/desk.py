"""The reader's side: a brltty of our own with a virtual display, its keys and what it shows."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic, sleep

from tests.desk.print_cells import cells_of
from tests.devices.displays.brltty import Brltty, VirtualDisplay

PATIENCE = 45.0
_END = {"LNUP": "BOT", "LNDN": "TOP"}
_SIX = 0x3F
"""Dots 7 and 8 are capitals and the cursor; here they are not looked at."""


class Reader:
    """Who reads with the fingers, and presses keys. What is shown is compared in six dots."""

    def __init__(self, display: VirtualDisplay, brltty: Brltty) -> None:
        self.display = display
        self._brltty = brltty
        self._read = 0
        self._keys = 0

    @property
    def cells(self) -> bytes:
        return self.display.frames[-1] if self.display.frames else b""

    def shows(self, text: str) -> bool:
        return _six(cells_of(text)) in _six(self.cells)

    def cursor(self) -> int:
        """The cell with dots 7 and 8."""
        return next((n for n, cell in enumerate(self.cells) if cell & 0xC0 == 0xC0), -1)

    def sees(self, text: str) -> None:
        """Return when a text is on the display."""
        self._wait(lambda: self.shows(text), text)

    def stands_at(self, cell: int) -> None:
        """Return when the cursor is there."""
        self._wait(lambda: self.cursor() == cell, cell)

    def press(self, key: str) -> None:
        """A key; its effect is on the display when this returns, if it has one soon.

        The driver looks for keys now and then, and on a busy machine much later: an effect that
        came after the next key would be taken for that one's.
        """
        before, taken = len(self.display.frames), self._taken()
        self.display.press(key)
        self._wait(lambda: self._taken() > taken, key)
        end = monotonic() + 1
        while len(self.display.frames) == before and monotonic() < end:
            sleep(0.01)
        self.rests()

    def _taken(self) -> int:
        """How many keys brltty has taken until now."""
        with (self._brltty.folder / "log").open("rb") as log:
            log.seek(self._read)
            new = log.read()
        whole = new[: new.rfind(b"\n") + 1]
        self._read += len(whole)
        self._keys += whole.count(b"brltty: command: ")
        return self._keys

    def rests(self, seconds: float = 0.12) -> None:
        """Return when nothing new comes for a moment."""
        seen = -1
        while seen != len(self.display.frames):
            seen = len(self.display.frames)
            sleep(seconds)

    def route(self, text: str) -> None:
        """The routing key at the second character of a text that is shown: brltty's virtual
        driver has none at the first cell.
        """
        self.sees(text)
        self.display.press(f"ROUTE {self.place(text) + 1}")

    def place(self, text: str) -> int:
        return _six(self.cells).index(_six(cells_of(text)))

    def find(self, text: str, key: str = "LNUP", start: str = "BOT") -> None:
        """Go from an end of the page, or from where one is, until a text is on the display.

        On a busy machine a frame may come so late that one key too many was pressed: then it goes
        to the other end and is looked for again.
        """
        self.rests()
        for place in (start, *[_END[key]] * 4):
            if place:
                self.press(place)
            if self._goes(text, key):
                return
        raise AssertionError((text, [self.cells]))

    def _goes(self, text: str, key: str) -> bool:
        """Press a key until a text is there and stays, or the display changes no more."""
        while True:
            if self.shows(text):
                self.rests(0.4)
                if self.shows(text):
                    return True
            before = self.cells
            self.press(key)
            if self.cells == before:
                return False

    @staticmethod
    def print_of(cells: bytes) -> str:
        """The digits and small letters of eight-dot computer Braille."""
        known = {cells_of(one)[0]: one for one in "0123456789abcdefghijklmnopqrstuvwxyz "}
        return "".join(known.get(cell, "?") for cell in cells)

    def types(self, text: str) -> None:
        """Type in eight-dot computer Braille."""
        for cell in cells_of(text):
            self.display.press(f"PASSDOTS {cell}" if cell else "PASSDOTS 0")

    def _wait(self, is_so: Callable[[], bool], wanted: object) -> None:
        end = monotonic() + PATIENCE
        while not is_so():
            assert monotonic() < end, (wanted, self.display.frames[-4:])
            sleep(0.01)


def _six(cells: bytes) -> bytes:
    return bytes(one & _SIX for one in cells)
