"""What keys mean at the desk.

A driver turns keys into a :class:`Command` by the bindings of its model; it knows nothing of
screens.
"""

from __future__ import annotations

from dataclasses import dataclass
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

    SPEAK = "speak"
    """Speak the line under the fingers, also during a call."""

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
