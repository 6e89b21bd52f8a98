"""What listeners of a desk are told, found out by looking at it before and after."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from brailledesk.desk.commands import Action, ActionRequest, Command, Key
from brailledesk.desk.keys import TYPING
from brailledesk.desk.listener import Arrival, DeskListener
from brailledesk.desk.messages import Message
from brailledesk.desk.outline import Item
from brailledesk.desk.profile import Profile
from brailledesk.desk.region import Part, Source
from brailledesk.desk.spoken import spoken_line
from brailledesk.desk.state import Desk
from brailledesk.desk.view import View
from brailledesk.text import Run


class Announcer:
    """Tells one listener what happens at a desk, in the words of ``profile``.

    The line under the fingers is that of the display whose key was pressed, of the first one where
    the host moved.
    """

    def __init__(self, desk: Desk, listener: DeskListener, profile: Profile) -> None:
        self._desk = desk
        self._listener: DeskListener | None = listener
        self._profile = profile
        self._focus = desk.screen.focus
        self._item: Item | None = None

    def posted(self, message: Message) -> None:
        self._tell(lambda listener: listener.posted(message))

    def called(self, state: str) -> None:
        self._tell(lambda listener: listener.called(state))

    def came(self) -> None:
        """The desk was covered by another one, and came into view."""
        self._tell(lambda listener: listener.pressed())  # what was told was of the other one
        self._focus = None
        self.published()

    def published(self) -> None:
        """The host brought another screen, or changed it: its focus may be elsewhere."""
        screen = self._desk.screen
        view = self._desk.views[0] if self._desk.views else None
        moved, self._focus = screen.focus != self._focus, screen.focus
        if not moved or screen.focus is None or view is None:
            return
        line = self._line_of(view, screen.focus)
        if line:
            self._item = _item(view)
            self._tell(lambda listener: listener.reached(line, Arrival.FOCUS))

    def commanded(
        self, command: Command, view: View, perform: Callable[[], list[ActionRequest]]
    ) -> list[ActionRequest]:
        """Do what a key means, and tell what came of it."""
        self._tell(lambda listener: listener.pressed())
        before, note = _item(view), self._desk.note
        requests = perform()
        self._typed(requests)
        if command.key is Key.SPEAK:
            line = self._line_here(view)
            self._tell(lambda listener: listener.asked(line))
        elif self._desk.note not in {None, note}:
            covering = (Run(self._desk.note or ""),)
            self._tell(lambda listener: listener.reached(covering, Arrival.READING))
        elif _item(view) != before and command.key not in TYPING:
            line = self._line_here(view)
            self._tell(lambda listener: listener.reached(line, Arrival.READING))
        return requests

    def _typed(self, requests: Iterable[ActionRequest]) -> None:
        for one in requests:
            node = self._desk.screen.nodes.get(one.node)
            if one.action is Action.EDIT and one.text and node is not None and not node.sensitive:
                self._tell(partial(_typed, one.text))

    def _line_here(self, view: View) -> tuple[Run, ...]:
        """What covers the window, else the line in it."""
        if view.flash is not None:
            return (Run(view.flash.text),)
        window = view.window
        if not window.buffer.items:
            return ()
        return spoken_line(window.buffer, self._profile, window.place.item, window.told)

    def _line_of(self, view: View, node: str) -> tuple[Run, ...]:
        """The line of a node, with its context if the window came there with it."""
        buffer = view.window.buffer
        item = buffer.find(Source(node, Part.NAME, 0))
        if item is None:
            return ()
        told = view.window.told if item == view.window.place.item else ()
        return spoken_line(buffer, self._profile, item, told)

    def _tell(self, what: Callable[[DeskListener], None]) -> None:
        """A listener that fails must not stop the desk, nor fail at every key."""
        if self._listener is None:
            return
        try:
            what(self._listener)
        except Exception:  # noqa: BLE001 - whatever it raises
            self._listener = None


def _typed(text: str, listener: DeskListener) -> None:
    listener.typed(text)


def _item(view: View) -> Item | None:
    window = view.window
    return window.buffer.items[window.place.item] if window.buffer.items else None
