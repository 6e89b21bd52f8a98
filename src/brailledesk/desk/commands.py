"""What keys mean at the desk, and what the desk asks of the host.

A driver turns keys into a :class:`Command` by the bindings of its profile; it knows nothing of
screens. The host performs an :class:`ActionRequest` and publishes what became of it; the desk
changes nothing by itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Key(StrEnum):
    """The commands. Drivers' profiles name them by their values."""

    PAN_LEFT = "pan-left"
    PAN_RIGHT = "pan-right"
    LINE_UP = "line-up"
    LINE_DOWN = "line-down"
    TOP = "top"
    BOTTOM = "bottom"
    TO_FOCUS = "to-focus"
    """Back to where the host's focus and caret are."""
    PAN_MODE = "pan-mode"
    """Switch between panning by words and by cells."""

    ROUTE = "route"
    """Here: the routing key of a cell."""
    ROUTE_TWICE = "route-twice"
    ACTIVATE = "activate"
    """The same for the thing at the beginning of the window."""

    NEXT_FIELD = "next-field"
    PREVIOUS_FIELD = "previous-field"
    NEXT_REQUIRED = "next-required"
    """The next required field that is empty."""
    NEXT_INVALID = "next-invalid"

    TABLE_VIEW = "table-view"
    """The next of the views row, cell, column."""
    HEADERS = "headers"
    """Show the headers instead of the row; once more: the row again."""
    CELL_LEFT = "cell-left"
    CELL_RIGHT = "cell-right"
    CELL_UP = "cell-up"
    CELL_DOWN = "cell-down"
    WHERE = "where"
    """Where in a table, list or tree this is."""

    DISMISS = "dismiss"
    MESSAGES = "messages"
    """Read what was counted: the notifications that are waiting."""
    HISTORY_OLDER = "history-older"
    HISTORY_NEWER = "history-newer"

    TYPE = "type"
    """A chord of dots."""
    SPACE = "space"
    ENTER = "enter"
    """Dot 8."""
    ERASE = "erase"
    """Dot 7."""
    COMMIT = "commit"
    """Dots 7 and 8: what was typed counts, without a space."""
    UNDO = "undo"
    CARET_LEFT = "caret-left"
    CARET_RIGHT = "caret-right"
    CONTRACTION = "contraction"
    """Switch contracted reading on and off, where the desk has a contracted table."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command; ``row`` and ``cell`` count from 0 (ROUTE), ``dots`` is the cell typed (TYPE)."""

    key: Key
    cell: int = 0
    row: int = 0
    dots: int = 0


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
