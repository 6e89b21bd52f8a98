"""The clients' sheets, one above another, as BrlAPI has them; keys go to the uppermost.

The sheet with the highest priority has the displays, among equals the one that was claimed last.
Whose client goes away loses its sheet, and the next one is there with its newest frame. Below all
lies the ground: a calm line that says that nothing is there. Messages belong to the reader, not to
a sheet: all desks share them, so whoever posts one is read on whatever is uppermost.

Not safe with threads, except ``DeskSession`` itself: the service's event loop owns it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection
from itertools import count

from brailledesk.commands import Command, Key
from brailledesk.desk.commands import ActionRequest
from brailledesk.desk.listener import DeskListener
from brailledesk.desk.messages import Message, Messages, Priority
from brailledesk.desk.region import Source
from brailledesk.desk.session import DeskSession
from brailledesk.errors import N_, UsageError
from brailledesk.screen import EMPTY, Node, Patch, Screen, build_screen
from brailledesk.service.sheet import Owner, Sheet
from brailledesk.service.slots import DisplaySlot

MakeDesk = Callable[[Messages], DeskSession]
"""Makes a desk that shows these messages."""

GROUND_PRIORITY = -1
ALWAYS_THE_DESKS = frozenset({Key.DISMISS, Key.MESSAGES, Key.TO_FOCUS})
"""Keys that no client gets: how the reader is rid of what covers the display."""
_READING_ON = frozenset({Key.PAN_LEFT, Key.PAN_RIGHT})
"""Keys that no client gets while a message is shown, which is the reader's."""


class _Nobody:
    """The owner of the ground."""

    sender = ""

    def __init__(self) -> None:
        self.history: deque[Message] = deque(maxlen=1)

    def told_top(self, *, is_on_top: bool) -> None:
        pass

    def asked(self, requests: list[ActionRequest]) -> None:
        pass

    def heard(self, display: str, command: Command, source: Source | None) -> None:
        pass


class Stack:
    """All sheets and all displays.

    ``make_desk`` gives each sheet its desk; ``idle`` is the line of the ground, ``messages``
    are what all of them show.
    """

    def __init__(self, make_desk: MakeDesk, idle: str, messages: Messages | None = None) -> None:
        self._make_desk = make_desk
        self._idle = build_screen([Node(id="idle", role="paragraph", name=idle)])
        self._numbers = count(1)
        self._call = "idle"
        self._typed_until: float | None = None
        self.messages = messages or Messages()
        self.displays: dict[str, DisplaySlot] = {}
        self.ground = Sheet(_Nobody(), "", GROUND_PRIORITY, 0, make_desk(self.messages))
        self.ground.desk.publish(self._idle)
        self.ground.uncover()
        self.sheets: list[Sheet] = []
        self._listener: DeskListener | None = None
        self.top = self.ground

    def listen(self, listener: DeskListener) -> None:
        """Tell somebody, a voice as a rule, what happens on the uppermost sheet, and of messages.

        Raises what loading profiles raises.
        """
        self._listener = listener
        self.messages.listeners.append(self._tell_of)
        for sheet in (self.ground, *self.sheets):
            sheet.listen(listener)

    def claim(self, owner: Owner, name: str, priority: int, keys: Collection[Key] = ()) -> Sheet:
        """A new sheet; the owner is told if it comes to the top.

        Raises what loading tables and profiles raises.
        """
        desk = self._make_desk(self.messages)
        sheet = Sheet(owner, name, priority, next(self._numbers), desk)
        sheet.keys = keys
        desk.set_call(self._call)
        for slot in self.displays.values():
            if slot.is_connected:
                sheet.attach(slot)
        if self._listener is not None:
            sheet.listen(self._listener)
        self.sheets.append(sheet)
        self._settle()
        return sheet

    def rename(self, sheet: Sheet, name: str, priority: int, keys: Collection[Key]) -> None:
        """The sheet is claimed again: among equals it is the last one now."""
        sheet.name, sheet.priority, sheet.keys = name, priority, keys
        sheet.number = next(self._numbers)
        self._settle()

    def release(self, sheet: Sheet) -> None:
        """Take a sheet away."""
        if sheet in self.sheets:
            self.sheets.remove(sheet)
            self._settle()

    def publish(self, sheet: Sheet, screen: Screen, shown: Screen | None = None) -> None:
        """Draw a screen on a sheet; ``shown`` is what filters made of it, if they were asked."""
        self._asked(sheet, lambda: sheet.desk.publish(screen, shown))

    def patch(self, sheet: Sheet, patch: Patch) -> None:
        """Change the screen of a sheet. Raises StaleRevision, ScreenFaulty or ScreenTooLarge."""
        self._asked(sheet, lambda: sheet.desk.patch(patch))

    def post(
        self,
        text: str,
        priority: Priority,
        own: deque[Message] | None = None,
        *,
        channel: str = "",
        key: str = "",
        seconds: float | None = None,
        sender: str = "",
    ) -> None:
        """Post a message, which is read on whatever is uppermost; ``own`` is the
        history of who posts it, ``sender`` who that is.
        """
        before = self._last_message()
        self.top.desk.post(text, priority, channel=channel, key=key, seconds=seconds, sender=sender)
        if own is not None:
            own.extend(self._messages_since(before))

    def take(self, message: Message) -> None:
        """Show a message that was posted, now that it may be shown."""
        self.messages.take(message)
        self.top.desk.tick()

    def set_call(self, state: str) -> None:
        """What the telephone does, for the status cells of all. Raises UsageError."""
        self.ground.desk.set_call(state)
        self._call = state
        for sheet in self.sheets:
            sheet.desk.set_call(state)

    def press(self, slot: DisplaySlot, command: Command) -> None:
        """A key of a display: for the uppermost sheet, or for its client alone."""
        sheet = self.top
        port = sheet.port(slot)
        if port is None:
            return
        if command.key in sheet.keys and not _is_readers(sheet.desk, command.key):
            source = sheet.desk.source_at(command.row, command.cell, port)
            sheet.owner.heard(slot.name, command, source)
        else:
            self._asked(sheet, lambda: sheet.desk.command(command, port))
            self.tick()  # a key dismisses messages, or begins to type

    def connect(self, slot: DisplaySlot, title: str) -> None:
        """A display is there, for the first time or with another size."""
        self.displays[slot.name] = slot
        slot.connect(title)
        for sheet in (self.ground, *self.sheets):
            sheet.attach(slot)

    def add(self, slot: DisplaySlot) -> None:
        """Take note of a display that is not there yet. Raises UsageError for a name in use."""
        if slot.name in self.displays:
            raise UsageError(N_("There are two displays {name}."), name=slot.name)
        self.displays[slot.name] = slot

    def exchange(self, make_desk: MakeDesk) -> None:
        """Go on with other tables or another profile. Raises as ``make_desk``, changing nothing."""
        sheets = (self.ground, *self.sheets)
        desks = [make_desk(self.messages) for _ in sheets]
        self._make_desk = make_desk
        for sheet, desk in zip(sheets, desks, strict=True):
            desk.set_call(self._call)
            sheet.exchange(desk, lambda old: old.screen is not EMPTY)

    def tick(self) -> None:
        """Let time pass for all desks."""
        due = [sheet.desk.tick() for sheet in (self.ground, *self.sheets)]
        self._typed_until = min((one for one in due if one is not None), default=None)

    def due(self) -> float | None:
        """When it is worth doing again, in seconds of the desks' clock."""
        due = (self.messages.due(), self._typed_until)
        return min((one for one in due if one is not None), default=None)

    def _asked(self, sheet: Sheet, act: Callable[[], list[ActionRequest]]) -> None:
        """Do something with a sheet's desk; its owner gets what the reader wants done."""
        before = self._last_message()
        requests = act()
        news = self._messages_since(before)
        sheet.owner.history.extend(news)
        if news and sheet is not self.top:
            self.top.desk.tick()  # a message of a covered sheet is shown on the uppermost
        if requests:
            sheet.owner.asked(requests)

    def _settle(self) -> None:
        """Bring the right sheet to the top."""
        top = max(self.sheets, key=lambda one: one.rank, default=self.ground)
        old = self.top
        if top is old:
            return
        self.top = top
        old.cover()
        old.owner.told_top(is_on_top=False)
        old.desk.end_typing()
        top.desk.tick()  # messages may have come and gone since it was drawn
        top.uncover()
        top.desk.tell_focus()
        top.owner.told_top(is_on_top=True)

    def _tell_of(self, message: Message) -> None:
        """Tell who listens of a message; a voice that fails must not stop the desk."""
        if self._listener is not None:
            try:
                self._listener.posted(message)
            except Exception:  # noqa: BLE001 - whatever it raises
                self._listener = None

    def _last_message(self) -> Message | None:
        history = self.messages.history
        return history[-1] if history else None

    def _messages_since(self, last: Message | None) -> list[Message]:
        """What was posted behind a message, the oldest first."""
        found: list[Message] = []
        for message in reversed(self.messages.history):
            if message is last:
                break
            found.append(message)
        return found[::-1]


def _is_readers(desk: DeskSession, key: Key) -> bool:
    """Whether a key is not for a client, although it asked for it."""
    return key in ALWAYS_THE_DESKS or (key in _READING_ON and desk.is_covered)
