"""A host as small as can be: it keeps a screen and does what of a request can be done in it.

For showing a screen without its program: text can be typed, boxes ticked, choices made; what only
the program could do is told as a message.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from brailledesk.desk.commands import Action, ActionRequest
from brailledesk.desk.messages import Priority
from brailledesk.desk.port import DeskPort
from brailledesk.desk.presentation import options_of
from brailledesk.desk.roles import is_editable
from brailledesk.errors import N_
from brailledesk.screen import Caret, Change, Node, Patch, State


class LocalHost:
    """Performs requests on the screen of a desk. ``say`` translates its words."""

    def __init__(self, desk: DeskPort, say: Callable[[str], str] = str) -> None:
        self._desk = desk
        self._say = say

    def perform(self, requests: Iterable[ActionRequest]) -> None:
        """Do what was asked, in order; each is published before the next."""
        waiting = list(requests)
        while waiting:
            request = waiting.pop(0)
            node = self._desk.screen.nodes.get(request.node)
            if node is not None:
                waiting += self._perform(node, request)

    def _perform(self, node: Node, request: ActionRequest) -> list[ActionRequest]:
        if request.action is Action.EDIT:
            value = node.value[: request.start] + request.text + node.value[request.end :]
            caret = Caret(node.id, request.start + len(request.text))
            return self._publish([Change(node.id, {"value": value})], node.id, caret)
        if request.action in {Action.SET_CARET, Action.FOCUS} and is_editable(node):
            offset = request.offset if request.action is Action.SET_CARET else len(node.value)
            return self._publish([], node.id, Caret(node.id, offset))
        if request.action is Action.TOGGLE:
            return self._publish(self._toggled(node), node.id)
        if request.action is Action.EXPAND and node.children:
            states = node.states ^ {State.EXPANDED}
            return self._publish([Change(node.id, {"states": states})], node.id)
        if request.action is Action.SELECT and node.role == "option":
            return self._select(node)
        text = self._say(N_("Asked of the program: {action} {name}"))
        name = node.name or node.value or node.role
        self._desk.post(text.format(action=request.action, name=name), Priority.MESSAGE)
        return []

    def _toggled(self, node: Node) -> list[Change]:
        """A box changes; a radio button is chosen, and the others of its group are not."""
        if node.role not in {"radio", "menuitemradio"}:
            states = (node.states ^ {State.CHECKED}) - {State.MIXED}
            return [Change(node.id, {"states": states})]
        above = self._desk.screen.parents.get(node.id, "")
        group = self._desk.screen.nodes[above].children if above else (node.id,)
        others = [self._desk.screen.nodes[one] for one in group if one != node.id]
        cleared = [
            Change(one.id, {"states": one.states - {State.CHECKED}})
            for one in others
            if one.role == node.role and State.CHECKED in one.states
        ]
        return [*cleared, Change(node.id, {"states": node.states | {State.CHECKED}})]

    def _select(self, option: Node) -> list[ActionRequest]:
        """An option of a box is its value, and the box closes."""
        screen = self._desk.screen
        boxes = [one for one in screen.ancestors(option.id) if screen.nodes[one].role == "combobox"]
        if not boxes:
            states = option.states ^ {State.SELECTED}
            return self._publish([Change(option.id, {"states": states})], option.id)
        box = screen.nodes[boxes[-1]]
        changes = [
            Change(one.id, {"states": one.states - {State.SELECTED}})
            for one in options_of(screen, box)
            if State.SELECTED in one.states and one.id != option.id
        ]
        changes.append(Change(option.id, {"states": option.states | {State.SELECTED}}))
        closed = {"value": option.name, "states": box.states - {State.EXPANDED}}
        return self._publish([*changes, Change(box.id, closed)], box.id)

    def _publish(
        self, changes: list[Change], focus: str, caret: Caret | None = None
    ) -> list[ActionRequest]:
        now = self._desk.screen.revision
        patch = Patch(
            now, now + 1, tuple(changes), focus, moves_focus=True, caret=caret, moves_caret=True
        )
        return self._desk.patch(patch)
