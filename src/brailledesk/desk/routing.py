"""What a routing key means on what it stands over."""

from __future__ import annotations

from itertools import islice

from brailledesk.cells import cells_from_unicode
from brailledesk.desk.commands import Action, ActionRequest
from brailledesk.desk.presentation import options_of
from brailledesk.desk.region import Part, Source
from brailledesk.desk.roles import CHECKABLE, is_editable
from brailledesk.screen import Screen, State

_BY_ROLE = {
    **dict.fromkeys(("button", "link", "tab", "menuitem", "treeitem"), Action.PRESS),
    **dict.fromkeys(CHECKABLE, Action.TOGGLE),
    "combobox": Action.EXPAND,
    "option": Action.SELECT,
}
_ACTIONS = frozenset(map(str, Action))


def request_at(screen: Screen, source: Source, *, is_double: bool = False) -> ActionRequest | None:
    """The action that the desk asks for; None on what is disabled or gone.

    In text that is the caret at the character, on a control what the control is for; what the host
    named first among a node's own actions goes before what its role has.
    """
    node = screen.nodes.get(source.node)
    if node is None or State.DISABLED in node.states:
        return None
    action = Action.CONTEXT_MENU if is_double else _action(screen, source)
    return ActionRequest(node.id, action, offset=source.offset)


def option_at(screen: Screen, box: str, dots: int) -> ActionRequest | None:
    """The choice of an open box by its number, typed as a digit of six or eight dots."""
    node = screen.nodes[box]
    number = _DIGITS.find(dots & ~_DIGIT_DOT) + 1
    if node.role != "combobox" or State.EXPANDED not in node.states or not number:
        return None
    options = options_of(screen, node)
    option = next(islice(options, number - 1, None), None)
    return None if option is None else ActionRequest(option.id, Action.SELECT)


_DIGITS = cells_from_unicode("⠁⠃⠉⠙⠑⠋⠛⠓⠊")
_DIGIT_DOT = 0x20
"""Dot 6, which makes a letter a digit in Italian computer Braille."""


def _action(screen: Screen, source: Source) -> Action:
    node = screen.nodes[source.node]
    if is_editable(node):
        return Action.SET_CARET if source.part is Part.VALUE else Action.FOCUS
    own = [one for one in node.actions if one in _ACTIONS]
    if own:
        return Action(own[0])
    if node.role in _BY_ROLE:
        return _BY_ROLE[node.role]
    return Action.SET_CARET if source.part in {Part.NAME, Part.VALUE} else Action.FOCUS
