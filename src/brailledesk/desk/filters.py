"""What changes screens and messages before the desk shows them: filters of plugins."""

from __future__ import annotations

from dataclasses import replace
from math import inf
from typing import Protocol

import msgspec

from brailledesk.desk.messages import Message, Priority
from brailledesk.plugins.door import Door
from brailledesk.screen import Node, Screen, build_screen

SCREENS = "brailledesk_filter_screen"
MESSAGES = "brailledesk_filter_message"


class DeskFilters(Protocol):
    """What a desk asks before it shows something. Safe with threads."""

    @property
    def has_screens(self) -> bool:
        """Whether there is anything that changes screens."""

    @property
    def has_messages(self) -> bool:
        """Whether there is anything that changes messages."""

    def screen(self, screen: Screen) -> Screen:
        """The screen to show; nodes keep their ids, for keys go back to the host by them."""

    def message(self, message: Message) -> Message | None:
        """The message to show; None for one that is not."""


class AsItIs:
    """Shows everything as it came."""

    has_screens = False
    has_messages = False

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
        self.has_screens = door.has(SCREENS)
        self.has_messages = door.has(MESSAGES)

    def screen(self, screen: Screen) -> Screen:
        """See :meth:`DeskFilters.screen`."""
        if not self.has_screens:
            return screen
        return self._door.filtered(SCREENS, screen, (Screen,), "screen", check=_check_screen)

    def message(self, message: Message) -> Message | None:
        """See :meth:`DeskFilters.message`."""
        if not self.has_messages:
            return message
        kinds = (Message, type(None))
        return self._door.filtered(MESSAGES, message, kinds, "message", check=_check_message)


def _check_screen(before: Screen, given: Screen) -> Screen:
    """The screen of a filter, built anew: what it was made of nobody has looked at.

    Raises ScreenFaulty, ScreenTooLarge, or what wrong types raise.
    """
    nodes = [
        node if before.nodes.get(node.id) is node else _decode_node(_encode(node))
        for node in given.nodes.values()
    ]
    return build_screen(
        nodes,
        root=given.root,
        revision=before.revision,
        focus=given.focus,
        caret=given.caret if given.caret is None else replace(given.caret),
    )


def _check_message(before: Message, given: Message) -> Message:
    """The message of a filter, as of the moment of the one that it got. Raises TypeError."""
    texts: tuple[object, ...] = (given.text, given.channel, given.key)
    priority: object = given.priority
    seconds: object = given.seconds
    is_time = seconds is None or (isinstance(seconds, int | float) and 0 <= seconds < inf)
    is_known = isinstance(priority, Priority) and all(isinstance(one, str) for one in texts)
    if not (is_known and is_time):
        raise TypeError
    return replace(given, time=before.time, count=before.count)


_encode = msgspec.json.encode
_decode_node = msgspec.json.Decoder(Node).decode
