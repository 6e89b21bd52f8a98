"""Status cells: the call, what is waiting, the field, where the rest of the line is."""

from __future__ import annotations

from dataclasses import dataclass

from brailledesk.cells import BLANK, cells_from_unicode
from brailledesk.desk.profile import Profile
from brailledesk.screen import Node, State

_DIGITS = cells_from_unicode("⠡⠣⠩⠹⠱⠫⠻⠳⠪")
"""1 to 9 in one cell each: the letter and dot 6, as Italian computer Braille has them."""


@dataclass(frozen=True, slots=True)
class Status:
    """What the status cells tell: ``call`` is a name of the profile's calls, ``node`` the field."""

    call: str = "idle"
    waiting: int = 0
    node: Node | None = None
    has_more_left: bool = False
    has_more_right: bool = False


def status_cells(status: Status, profile: Profile, count: int) -> bytes:
    """The first ``count`` status cells of the profile; blank where it has fewer."""
    cells = bytes(_cell(what, status, profile) for what in profile.status[:count])
    return cells.ljust(count, bytes([BLANK]))


def _cell(what: str, status: Status, profile: Profile) -> int:
    if what == "call":
        return profile.calls.get(status.call, BLANK)
    if what == "messages":
        return _number(status.waiting, profile)
    if what == "field":
        return _flags(status.node, profile)
    if what == "more":
        left = profile.flags["left"] if status.has_more_left else BLANK
        return left | (profile.flags["right"] if status.has_more_right else BLANK)
    return BLANK


def _number(count: int, profile: Profile) -> int:
    if count == 0:
        return BLANK
    return _DIGITS[count - 1] if count <= len(_DIGITS) else profile.flags["many"]


def _flags(node: Node | None, profile: Profile) -> int:
    """All flags of a field in one cell."""
    if node is None:
        return BLANK
    cell = profile.flags["sensitive"] if node.sensitive else BLANK
    for state in (State.REQUIRED, State.INVALID, State.READONLY):
        if state in node.states:
            cell |= profile.flags[state.value]
    return cell
