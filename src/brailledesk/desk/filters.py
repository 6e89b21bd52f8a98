"""What changes screens and messages before the desk shows them: filters of plugins."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from brailledesk.desk.messages import Message
from brailledesk.plugins.door import Door
from brailledesk.screen import Screen

SCREENS = "brailledesk_filter_screen"
MESSAGES = "brailledesk_filter_message"


class DeskFilters(Protocol):
    """What a desk asks before it shows something."""

    def screen(self, screen: Screen) -> Screen:
        """The screen to show; nodes keep their ids, for keys go back to the host by them."""

    def message(self, message: Message) -> Message | None:
        """The message to show; None for one that is not."""


class AsItIs:
    """Shows everything as it came."""

    def screen(self, screen: Screen) -> Screen:
        """The same."""
        return screen

    def message(self, message: Message) -> Message | None:
        """The same."""
        return message


AS_IT_IS = AsItIs()


class PluginFilters:
    """The filters of all plugins, one behind the other.

    A screen keeps the revision that its host gave it, whatever a filter says: patches count on it.
    """

    def __init__(self, door: Door) -> None:
        self._door = door
        self._has_screens = door.has(SCREENS)
        self._has_messages = door.has(MESSAGES)

    def screen(self, screen: Screen) -> Screen:
        """See :meth:`DeskFilters.screen`."""
        if not self._has_screens:
            return screen
        shown = self._door.filtered(SCREENS, screen, (Screen,), "screen")
        return (
            shown if shown.revision == screen.revision else replace(shown, revision=screen.revision)
        )

    def message(self, message: Message) -> Message | None:
        """See :meth:`DeskFilters.message`."""
        if not self._has_messages:
            return message
        return self._door.filtered(MESSAGES, message, (Message, type(None)), "message")
