"""A client's sheet of paper: its own desk, drawn for all displays while it is uppermost."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Sequence
from logging import getLogger
from typing import Protocol

from brailledesk.commands import Command, Key
from brailledesk.desk.commands import ActionRequest
from brailledesk.desk.listener import Arrival, DeskListener
from brailledesk.desk.messages import Message
from brailledesk.desk.region import Source
from brailledesk.desk.session import DeskSession
from brailledesk.service.slots import DisplaySlot, SheetPort
from brailledesk.text import Run

log = getLogger("brailledesk.service")


class Owner(Protocol):
    """Whose sheet it is. The calls come while the stack is at work: it must not be called back."""

    @property
    def history(self) -> deque[Message]:
        """Messages that it posted, or that came of its screens; the stack adds to it."""

    @property
    def sender(self) -> str:
        """Who it is among those that post messages."""

    def told_top(self, *, is_on_top: bool) -> None:
        """The sheet came to the top, or is covered."""

    def asked(self, requests: list[ActionRequest]) -> None:
        """What the reader wants done."""

    def heard(self, display: str, command: Command, source: Source | None) -> None:
        """A key that the owner wanted for itself, and what stands where it was pressed."""


class Sheet:
    """``number`` is the order of claiming. ``keys`` are those that the owner wants for itself."""

    def __init__(
        self, owner: Owner, name: str, priority: int, number: int, desk: DeskSession
    ) -> None:
        self.owner = owner
        self.name = name
        self.priority = priority
        self.number = number
        self.keys: Collection[Key] = ()
        self.desk = desk
        desk.belongs_to(owner.sender)
        desk.rest()
        self.is_on_top = False
        self._ports: dict[str, SheetPort] = {}
        self._listener: DeskListener | None = None

    @property
    def rank(self) -> tuple[int, int]:
        """The highest is uppermost: by priority, among equals the one that was claimed last."""
        return self.priority, self.number

    def attach(self, slot: DisplaySlot) -> None:
        """Draw for a display from now on; again when its size changed."""
        port = self._ports.get(slot.name)
        if port is None:
            port = self._ports[slot.name] = SheetPort(slot, lambda: self.is_on_top)
        self.desk.attach(port)

    def detach(self, slot: DisplaySlot) -> None:
        """The display is gone for good."""
        port = self._ports.pop(slot.name, None)
        if port is not None:
            self.desk.detach(port)

    def cover(self) -> None:
        """Another sheet has the displays from now on."""
        self.is_on_top = False
        self.desk.rest()

    def uncover(self) -> None:
        """It has the displays from now on: they show its newest screen at once.

        Whoever uncovered it, another client as a rule, is not told where that screen cannot be
        drawn: its own client is, with the next one.
        """
        try:
            self.desk.wake()
        except Exception as error:  # noqa: BLE001 - a fault of the program
            log.error("a sheet was not drawn: %s", type(error).__name__)  # noqa: TRY400 - no contents
        self.is_on_top = True
        for port in self._ports.values():
            port.uncover()

    def listen(self, listener: DeskListener) -> None:
        """Tell somebody what happens on the sheet while it is the uppermost."""
        self._listener = _OnTop(listener, lambda: self.is_on_top)
        self.desk.listen(self._listener, hears_messages=False)

    def port(self, slot: DisplaySlot) -> SheetPort | None:
        """The sheet's port of a display."""
        return self._ports.get(slot.name)

    def exchange(self, desk: DeskSession, is_worth: Callable[[DeskSession], bool]) -> None:
        """Go on with another desk, which has other tables; it gets the screen and the displays."""
        old, self.desk = self.desk, desk
        desk.belongs_to(self.owner.sender)
        if not self.is_on_top:
            desk.rest()
        if is_worth(old):
            desk.publish(old.screen, old.shown)
        if self._listener is not None:  # it has heard of the screen
            desk.listen(self._listener, hears_messages=False)
        ports, self._ports = self._ports, {}
        for port in ports.values():
            self.attach(port.slot)


class _OnTop:
    """Hands on what happens on one sheet while ``is_on_top``; a ``DeskListener``.

    Messages and calls are not the sheet's: whoever listens hears them once, not of each sheet.
    """

    def __init__(self, listener: DeskListener, is_on_top: Callable[[], bool]) -> None:
        self._listener = listener
        self._is_on_top = is_on_top

    def posted(self, message: Message) -> None:
        pass

    def called(self, state: str) -> None:
        pass

    def reached(self, line: Sequence[Run], arrival: Arrival) -> None:
        if self._is_on_top():
            self._listener.reached(line, arrival)

    def typed(self, text: str) -> None:
        if self._is_on_top():
            self._listener.typed(text)

    def asked(self, line: Sequence[Run]) -> None:
        if self._is_on_top():
            self._listener.asked(line)

    def pressed(self) -> None:
        if self._is_on_top():
            self._listener.pressed()
