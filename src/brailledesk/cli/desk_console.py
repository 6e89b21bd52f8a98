"""A desk, its small host and what is drawn of it, used by the keys of a terminal and of a display.

A display has a thread of its own, so one thing is done at a time.
"""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Protocol

from brailledesk.cli.console import translator
from brailledesk.cli.desk_drawing import TerminalDisplay
from brailledesk.cli.desk_keys import Keyboard
from brailledesk.desk.local_host import LocalHost
from brailledesk.desk.messages import Priority
from brailledesk.desk.port import DeskPort

if TYPE_CHECKING:
    from brailledesk.devices.displays.live import LiveDisplay
    from brailledesk.devices.displays.told import Told


class DeskCanvas(Protocol):
    """Where a desk is drawn: a terminal, or the window of the magnifier."""

    note: str
    """What is told of a display."""

    def draw(
        self, display: TerminalDisplay, texts: tuple[str, ...], prompt: str, key: str = ""
    ) -> None:
        """Draw what a display shows; ``key`` led to it, ``prompt`` is what was begun."""


class Console:
    """One reader at a terminal or a window, and at displays if there are some."""

    def __init__(
        self, desk: DeskPort, display: TerminalDisplay, keyboard: Keyboard, canvas: DeskCanvas
    ) -> None:
        self._desk = desk
        self._display = display
        self._keyboard = keyboard
        self._canvas = canvas
        self._host = LocalHost(desk, translator())
        self._lock = Lock()

    def press(self, name: str) -> bool:
        """Do what a key of the terminal means; whether to go on."""
        with self._lock:
            for command in self._keyboard.hear(name):
                self._host.perform(self._desk.command(command, self._display))
            if not self._keyboard.is_ended:
                self._desk.tick()
                self._draw(name)
            return not self._keyboard.is_ended

    def hear(self, display: LiveDisplay, told: Told) -> None:
        """What a display tells: that it is there, that it is not, or a key."""
        from brailledesk.commands import Command
        from brailledesk.devices.displays.told import Connected

        with self._lock:
            if isinstance(told, Command):
                self._host.perform(self._desk.command(told, display))
            elif isinstance(told, Connected):
                self._canvas.note = told.title
                self._desk.attach(display)
            else:
                self._canvas.note = "" if told.error is None else told.error.describe(translator())
            self._draw()

    def set_call(self, state: str) -> None:
        """What the telephone does."""
        with self._lock:
            self._desk.set_call(state)
            self._draw()

    def post(
        self,
        text: str,
        priority: Priority = Priority.TEXT,
        *,
        channel: str = "",
        key: str = "",
        seconds: float | None = None,
    ) -> None:
        """Post a message to the desk."""
        with self._lock:
            self._desk.post(text, priority, channel=channel, key=key, seconds=seconds)
            self._draw()

    def tick(self) -> float | None:
        """Let time pass; when it is worth doing again."""
        with self._lock:
            return self._desk.tick()

    def draw(self) -> None:
        """Draw the desk as it is."""
        with self._lock:
            self._draw()

    def _draw(self, key: str = "") -> None:
        texts = self._desk.texts(self._display)
        self._canvas.draw(self._display, texts, self._keyboard.prompt, key)
