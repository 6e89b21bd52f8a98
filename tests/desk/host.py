"""A host as small as can be: it keeps a screen and performs edits, at once or when told to."""

from __future__ import annotations

from collections.abc import Iterable

from brailledesk.desk.commands import Action, ActionRequest, Command, Key
from brailledesk.desk.session import DeskSession
from brailledesk.screen import Caret, Change, Patch, Screen


class Host:
    """Performs what a desk asks of the fields of its screen."""

    def __init__(self, desk: DeskSession, screen: Screen) -> None:
        self.desk = desk
        self.asked: list[ActionRequest] = []
        self.late: list[ActionRequest] | None = None
        """Requests that wait, for a host that is slow; None performs at once."""
        desk.publish(screen)

    def press(self, *commands: Command | Key) -> None:
        for one in commands:
            command = one if isinstance(one, Command) else Command(one)
            self.take(self.desk.command(command))

    def type(self, cells: Iterable[int]) -> None:
        """Chords; a blank cell is the space key."""
        for dots in cells:
            self.press(Command(Key.TYPE, dots=dots) if dots else Command(Key.SPACE))

    def take(self, requests: Iterable[ActionRequest]) -> None:
        for request in requests:
            self.asked.append(request)
            if self.late is None:
                self.perform(request)
            else:
                self.late.append(request)

    def perform(self, request: ActionRequest) -> None:
        screen = self.desk.screen
        node = screen.nodes[request.node]
        if request.action is Action.EDIT:
            value = node.value[: request.start] + request.text + node.value[request.end :]
            caret = Caret(node.id, request.start + len(request.text))
            self.publish({"value": value}, node.id, caret)
        elif request.action is Action.SET_CARET:
            self.publish({}, node.id, Caret(node.id, request.offset))

    def publish(self, fields: dict[str, object], node: str, caret: Caret | None) -> None:
        now = self.desk.screen.revision
        change = Change(node, fields)
        self.desk.patch(Patch(now, now + 1, (change,), caret=caret, moves_caret=caret is not None))

    def value(self, node: str) -> str:
        return self.desk.screen.nodes[node].value
