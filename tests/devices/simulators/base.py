"""A simulated display, and the port that it is plugged into."""

from __future__ import annotations

import os
import pty
import select
import tty
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Condition, Event, Thread
from time import sleep

from tests.devices.displays.brltty import PATIENCE, wait_until


class Display:
    """A family of displays. ``cells`` is what stands under the fingers, in ISO 11548-1."""

    def __init__(self, columns: int = 40) -> None:
        self.columns = columns
        self.cells = bytes(columns)
        self.writes = 0
        self.acknowledges = True
        self._held = b""

    def hear(self, data: bytes) -> list[bytes]:
        """Packets that answer what the host sent, which may come in any pieces."""
        self._held += data
        answers: list[bytes] = []
        while self._held:
            used = self.take(self._held, answers)
            if not used:
                break
            self._held = self._held[used:]
        return answers

    def take(self, data: bytes, answers: list[bytes]) -> int:
        """Do what the first packet of ``data`` says; its length, 0 if it is not complete."""
        raise NotImplementedError

    def show(self, cells: bytes, start: int = 0) -> None:
        self.cells = self.cells[:start] + cells + self.cells[start + len(cells) :]
        self.writes += 1

    def routing(self, cell: int) -> list[bytes]:
        """Packets of a routing key that is pressed and released."""
        raise NotImplementedError

    def nothing(self) -> bytes:
        """A packet that says nothing new."""
        return b""

    def pan_left(self) -> list[bytes]:
        raise NotImplementedError

    def pan_right(self) -> list[bytes]:
        raise NotImplementedError


class Port:
    """A pseudo terminal; ``path`` stays the same when the display is plugged in again."""

    def __init__(
        self,
        path: Path,
        display: Display,
        *,
        delay: float = 0.0,
        garbage: bytes = b"",
        piece: int = 0,
    ) -> None:
        self.path = path
        self.display = display
        self._delay, self._garbage, self._piece = delay, garbage, piece
        self.changed = Condition()
        self.may_answer = Event()
        """While it is not set, the display answers nothing."""
        self.may_answer.set()
        self._answered = b""
        self._ends: tuple[int, int] | None = None
        self.plug_in(display)

    def plug_in(self, display: Display) -> None:
        self.display = display
        master, slave = pty.openpty()
        for end in (master, slave):
            tty.setraw(end)
        self._ends = (master, slave)
        self.path.unlink(missing_ok=True)
        self.path.symlink_to(os.ttyname(slave))
        self._thread = Thread(target=self._serve, args=(master, display), daemon=True)
        self._thread.start()

    def unplug(self) -> None:
        ends, self._ends = self._ends, None
        self.path.unlink(missing_ok=True)
        self._thread.join()
        for end in ends or ():
            with suppress(OSError):
                os.close(end)

    def say(self, packets: Sequence[bytes]) -> None:
        """Send what the display says: with garbage between packets, in small pieces."""
        ends = self._ends
        if ends is None:
            return
        for packet in packets:
            data = self._garbage + packet
            step = self._piece or len(data)
            for place in range(0, len(data), step):
                os.write(ends[0], data[place : place + step])
                if self._piece:
                    sleep(0.001)

    def press(self, packets: Sequence[bytes]) -> None:
        """The same for keys, which no finger releases at once."""
        for packet in packets:
            self.say([packet])
            sleep(0.03)

    def wait_for(self, is_so: Callable[[], bool]) -> None:
        wait_until(is_so, self.changed)

    def wait_for_cells(self, cells: bytes) -> None:
        """Return when the cells are shown, and the host knows it."""
        self.wait_for(lambda: self._answered == cells)

    def _serve(self, master: int, display: Display) -> None:
        with suppress(OSError):
            while self._ends is not None:
                if not select.select([master], [], [], 0.01)[0]:
                    continue
                answers = display.hear(os.read(master, 4096))
                if answers and self._delay:
                    sleep(self._delay)
                self.may_answer.wait(PATIENCE)
                self.say(answers)
                with self.changed:
                    self._answered = display.cells
                    self.changed.notify_all()
