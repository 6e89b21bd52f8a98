"""What a routing key means on what it stands over."""

from __future__ import annotations

from brailledesk.desk.commands import Action, ActionRequest
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
