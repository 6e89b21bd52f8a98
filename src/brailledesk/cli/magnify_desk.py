"""The desk in the magnifier's window: the same screen, commands and displays as in a terminal."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

from brailledesk.cli.desk_console import Console
from brailledesk.cli.desk_drawing import TerminalDisplay
from brailledesk.cli.desk_keys import Keyboard
from brailledesk.desk.profile import Profile
from brailledesk.desk.profile_file import load_profile
from brailledesk.desk.recording import Setup
from brailledesk.desk.session import DeskSession
from brailledesk.frame import Geometry
from brailledesk.magnify.lines import ScreenText, screen_text
from brailledesk.magnify.window.reader import Reader
from brailledesk.screen import EMPTY, Screen

if TYPE_CHECKING:
    from brailledesk.cli.magnify import MagnifyChoices

_CELLS = 40
"""Cells of the window that keys of the desk move by: as many as a usual display has."""


@dataclass
class WindowCanvas:
    """Takes what a terminal would draw: the window draws the screen itself, and what was begun."""

    wake: Callable[[], None]
    note: str = ""
    prompt: str = ""

    def draw(
        self, _display: TerminalDisplay, _texts: tuple[str, ...], prompt: str, _key: str = ""
    ) -> None:
        """Have the window look at the desk again; any thread may call this."""
        self.prompt = prompt
        self.wake()


class DeskHost:
    """Gives the keys of the window to a desk, and what becomes of its screen to the reader."""

    has_desk = True

    def __init__(
        self, desk: DeskSession, console: Console, canvas: WindowCanvas, profile: Profile
    ) -> None:
        self._desk = desk
        self._console = console
        self._canvas = canvas
        self._profile = profile
        self._shown: Screen = EMPTY
        self._text: ScreenText | None = None
        self._heard = len(desk.history)
        self._note = ""

    def press(self, key: str) -> bool:
        """Do what a key means at the desk; whether to go on."""
        return self._console.press(key)

    def refresh(self, reader: Reader, now: float) -> None:
        """Show the screen if it is another one, what was begun, and messages that came."""
        screen = self._desk.screen
        if screen is not self._shown:
            changes = changed_nodes(self._shown, screen)
            self._shown = screen
            self._text = screen_text(screen, self._profile, earlier=self._text)
            reader.show(self._text, now, changes)
        reader.standing = f"> {self._canvas.prompt}" if self._canvas.prompt else ""
        history = self._desk.history
        if len(history) > self._heard:
            reader.tell(history[-1].text, now)
        self._heard = len(history)
        if self._canvas.note != self._note:
            self._note = self._canvas.note
            reader.tell(self._note, now)

    def due(self) -> float | None:
        """In how many seconds the desk has something to do."""
        due = self._console.tick()
        return None if due is None else max(due - time.time(), 0.0)


def changed_nodes(before: Screen, now: Screen) -> list[str]:
    """Nodes that were there already and say something else; not the one that is worked at."""
    old = before.nodes
    return [
        one.id
        for one in now.walk()
        if one.id in old
        and old[one.id] is not one
        and one.id != now.focus
        and (one.name, one.value, one.error, one.states)
        != (old[one.id].name, old[one.id].value, old[one.id].error, old[one.id].states)
    ]


def open_desk_host(
    screen: Screen, chosen: MagnifyChoices, wake: Callable[[], None], stack: ExitStack
) -> DeskHost:
    """A desk with a screen, its Braille display if one was asked for, until the stack ends."""
    from brailledesk.cli.desking import attached_device, cells_of, open_session

    profile = load_profile(chosen["profile"])
    setup = Setup(profile=chosen["profile"], table=chosen["table"], contracted=None)
    desk = open_session(setup, time.time)
    display = TerminalDisplay(Geometry(_CELLS))
    desk.attach(display)
    desk.publish(screen)
    canvas = WindowCanvas(wake)
    console = Console(desk, display, Keyboard(cells_of(chosen["table"])), canvas)
    if chosen["display"] is not None:
        device = attached_device(chosen["display"], chosen["model"] or "", console)
        stack.enter_context(device)
    return DeskHost(desk, console, canvas, profile)
