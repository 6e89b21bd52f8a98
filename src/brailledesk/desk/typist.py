"""Typing at the desk: the field that has the focus, and what was typed into it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from types import MappingProxyType

import msgspec

from brailledesk.desk.commands import Action, ActionRequest
from brailledesk.desk.input import Edit, Entry
from brailledesk.desk.roles import is_editable, is_literal
from brailledesk.desk.typing_table import TypingTable
from brailledesk.desk.validation import problem_of
from brailledesk.errors import N_
from brailledesk.screen import Caret, Node, Screen, State

_OPEN, _CLOSE = "⣏", "⣹"


class Typist:
    """What is typed, for one desk.

    ``reading`` is the table of what is typed uncontracted, ``contracted`` of the other; they are
    asked for when they are first needed, since a table read backwards takes a moment to be ready.
    ``tell`` takes messages for the reader, untranslated.
    """

    def __init__(
        self,
        reading: Callable[[], TypingTable],
        contracted: Callable[[], TypingTable] | None = None,
        tell: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.tell = tell
        self.is_contracted = False
        """Whether the reader types contracted, where a field takes that."""
        self._reading = reading
        self._contracted = contracted
        self._entry: Entry | None = None
        self._cut_at: Caret | None = None

    @property
    def node(self) -> str | None:
        """The field that is typed into."""
        return None if self._entry is None else self._entry.node

    @property
    def is_pending(self) -> bool:
        """Whether cells were typed that are no text yet."""
        return self._entry is not None and bool(self._entry.pending)

    def type(self, screen: Screen, dots: int) -> list[ActionRequest]:
        """Take a cell into the field that has the focus."""
        if not dots:
            return self.space(screen)
        entry = self._begin(screen)
        if entry is None:
            return []
        cut = self._cut(screen, entry)
        return [*cut, *self._requests(entry.node, entry.type(dots))]

    def space(self, screen: Screen) -> list[ActionRequest]:
        """Commit, and a space."""
        entry = self._begin(screen)
        if entry is None:
            return []
        self._tell_incomplete(entry)
        cut = self._cut(screen, entry)
        return [*cut, *self._requests(entry.node, entry.insert(" "))]

    def enter(self, screen: Screen) -> list[ActionRequest]:
        """Commit; a new line in a field of several, else the field is done."""
        entry = self._begin(screen)
        if entry is None:
            return []
        node = screen.nodes[entry.node]
        self._tell_incomplete(entry)
        if State.MULTILINE in node.states:
            return self._requests(node.id, entry.insert("\n"))
        requests = self._requests(node.id, entry.commit())
        self._judge(node, entry.value)
        return [*requests, ActionRequest(node.id, Action.SUBMIT)]

    def erase(self, screen: Screen) -> list[ActionRequest]:
        """Take back a cell or a character, or what is selected."""
        entry = self._begin(screen)
        if entry is None:
            return []
        return self._cut(screen, entry) or self._requests(entry.node, entry.erase())

    def undo(self, screen: Screen) -> list[ActionRequest]:
        """Take back a word."""
        entry = self._begin(screen)
        if entry is None:
            return []
        edits = entry.undo()
        requests = self._requests(entry.node, edits)
        if edits and entry.caret != edits[0].start + len(edits[0].text):
            requests.append(ActionRequest(entry.node, Action.SET_CARET, offset=entry.caret))
        return requests

    def move(
        self, screen: Screen, offset: int, *, is_relative: bool = False
    ) -> list[ActionRequest]:
        """Put the caret elsewhere in the field."""
        entry = self._begin(screen)
        if entry is None:
            return []
        requests = self.commit()
        entry.move(entry.caret + offset if is_relative else offset)
        return [*requests, ActionRequest(entry.node, Action.SET_CARET, offset=entry.caret)]

    def commit(self) -> list[ActionRequest]:
        """What is pending becomes text."""
        entry = self._entry
        if entry is None:
            return []
        self._tell_incomplete(entry)
        return self._requests(entry.node, entry.commit())

    def leave(self, screen: Screen) -> list[ActionRequest]:
        """The focus goes elsewhere: commit, and say what is wrong with what was typed."""
        entry = self._entry
        if entry is None:
            return []
        requests = self.commit()
        self._entry = None
        node = screen.nodes.get(entry.node)
        if node is not None:
            self._judge(node, entry.value)
        return requests

    def take(
        self, before: Screen, screen: Screen, *, is_named: bool, is_over: bool
    ) -> tuple[list[ActionRequest], bool]:
        """The host published: what it says of the field counts, unless it is behind.

        ``is_named`` is whether it names the value of the field, which may be what it was,
        ``is_over`` whether it had its time: then it has refused what it has not taken. The second
        answer is whether the reader has the caret where it was.
        """
        entry = self._entry
        if entry is None:
            return [], False
        node = screen.nodes.get(entry.node)
        if node is None or not is_editable(node):
            self._entry = None
            return [], False
        if screen.focus is not None and screen.focus != entry.node:
            return self.leave(screen), False
        old, caret = before.nodes.get(node.id), screen.caret
        offset = caret.offset if caret is not None and caret.node == node.id else None
        is_moved = caret != before.caret
        # Of a sensitive field a host may say nothing at all.
        is_over = is_over and not node.sensitive and not entry.pending
        if not is_moved and old is not None and old.value == node.value:
            if is_named or is_over:
                entry.settle(node.value, offset)
            return [], False
        has_place = entry.answered(node.value, offset, is_moved=is_moved, is_over=is_over)
        return [], has_place and (caret is None or caret.anchor in {None, caret.offset})

    def overlay(self, screen: Screen) -> Screen:
        """The screen as the reader has it: with what was typed and is not yet in the host's."""
        entry = self._entry
        if entry is None or entry.node not in screen.nodes:
            return screen
        node = screen.nodes[entry.node]
        value, caret = entry.value, entry.caret
        if entry.pending and not node.sensitive:
            shown = f"{_OPEN}{entry.pending}{_CLOSE}" if entry.is_contracted else entry.pending
            value = f"{value[:caret]}{shown}{value[caret:]}"
            caret += len(shown) - (1 if entry.is_contracted else 0)
        kept = screen.caret
        if kept is None or kept.node != node.id or kept.offset != caret:
            kept = Caret(node.id, caret)
        if value == node.value and kept == screen.caret:
            return screen
        nodes = screen.nodes.copy()
        nodes[node.id] = msgspec.structs.replace(node, value=value)
        return replace(screen, nodes=MappingProxyType(nodes), caret=kept)

    def _cut(self, screen: Screen, entry: Entry) -> list[ActionRequest]:
        """What is selected gives way to what is typed."""
        caret = screen.caret
        if caret is None or caret.node != entry.node or caret.anchor in {None, caret.offset}:
            return []
        if caret == self._cut_at:  # a host that does not say where its caret went
            return []
        self._cut_at = caret
        return self._requests(entry.node, entry.cut(*caret.selection()))

    def _begin(self, screen: Screen) -> Entry | None:
        """The entry of the field with the focus; None, and a word to the reader, without one."""
        node = None if screen.focus is None else screen.nodes[screen.focus]
        if node is None or not is_editable(node):
            self.tell(N_("this is no field to type in"))
            return None
        if self._entry is None or self._entry.node != node.id:
            self._entry = self._entry_of(screen, node)
        return self._entry

    def _entry_of(self, screen: Screen, node: Node) -> Entry:
        is_literal_field = is_literal(node) or node.sensitive
        load = self._reading
        is_contracted = self.is_contracted and not is_literal_field
        if is_contracted and self._contracted is not None:
            load = self._contracted
        caret = screen.caret
        offset = caret.offset if caret and caret.node == node.id else len(node.value)
        table = load()
        table.on_fault = lambda: self.tell(N_("the table failed: typing is computer Braille"))
        return Entry(node.id, node.value, offset, table, is_contracted=is_contracted)

    def _requests(self, node: str, edits: Iterable[Edit]) -> list[ActionRequest]:
        return [
            ActionRequest(node, Action.EDIT, start=one.start, end=one.end, text=one.text)
            for one in edits
        ]

    def _tell_incomplete(self, entry: Entry) -> None:
        if entry.pending and not entry.is_contracted:
            self.tell(N_("an incomplete sign was left out"))

    def _judge(self, node: Node, value: str) -> None:
        problem = problem_of(node, value)
        if problem is not None:
            self.tell(problem)
