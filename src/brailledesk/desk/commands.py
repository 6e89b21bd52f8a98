"""What the desk asks of the host; and the commands of keys, which drivers know, too.

The host performs an :class:`ActionRequest` and publishes what became of it; the desk changes
nothing by itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from brailledesk.commands import Command, Key

__all__ = ["Action", "ActionRequest", "Command", "Key"]


class Action(StrEnum):
    """What a host may be asked for."""

    PRESS = "press"
    TOGGLE = "toggle"
    EXPAND = "expand"
    SELECT = "select"
    FOCUS = "focus"
    SET_CARET = "setCaret"
    CONTEXT_MENU = "contextMenu"
    EDIT = "edit"
    """Replace the characters ``start`` to ``end`` of the value by ``text``; the caret goes behind
    it."""
    SUBMIT = "submit"
    """Enter in a field of one line."""


@dataclass(frozen=True, slots=True)
class ActionRequest:
    """The desk asks the host for an action on a node.

    ``offset`` is a character of the node's value or name (SET_CARET, and where a routing key was
    pressed); ``start``, ``end`` and ``text`` belong to EDIT.
    """

    node: str
    action: Action
    offset: int = 0
    start: int = 0
    end: int = 0
    text: str = field(default="", repr=False)
