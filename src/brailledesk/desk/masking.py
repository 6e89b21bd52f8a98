"""Screens, messages and keys without what they say, for reports: letters are x, digits are 0.

What remains is the structure: roles, states, lengths, capitals, blanks and punctuation, so that
lines have the same form. Ids of the host may be names of people, so nodes are numbered. Masking
what is masked changes nothing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from msgspec.structs import replace as replaced

from brailledesk.cells import BLANK
from brailledesk.desk.commands import Action, Command, Key
from brailledesk.screen import Caret, Change, Node, Patch, Screen, build_screen

_TEXTS = ("name", "braille_label", "value", "description", "error", "role_description")
_ACTIONS = frozenset(map(str, Action))
_X = 0x2D
"""The cell of x."""


def mask(text: str) -> str:
    """The text with other letters and digits, one for one."""
    return "".join(map(_masked, text))


def _masked(character: str) -> str:
    if character.isdecimal():
        return "0"
    if character.isupper():
        return "X"
    return (
        "x"
        if character.isalnum() or not (character.isascii() or character.isspace())
        else character
    )


def _action(name: str) -> str:
    """An action that the desk asks for; a host's own word for another may name somebody."""
    return name if name in _ACTIONS else mask(name)


class Mask:
    """Masks what goes to one recording: the same id always becomes the same number."""

    def __init__(self) -> None:
        self._ids: dict[str, str] = {}

    def id(self, name: str) -> str:
        """What an id is called in the recording."""
        return self._ids.setdefault(name, f"n{len(self._ids)}")

    def screen(self, screen: Screen) -> Screen:
        """A whole screen."""
        nodes = [self.node(one) for one in screen.walk()]
        focus = None if screen.focus is None else self.id(screen.focus)
        caret = self.caret(screen.caret)
        return build_screen(nodes, revision=screen.revision, focus=focus, caret=caret)

    def node(self, node: Node) -> Node:
        """A node. The language tag, the type of input, its role and known actions stay."""
        texts = {name: mask(getattr(node, name)) for name in _TEXTS}
        return replaced(
            node,
            id=self.id(node.id),
            headers=tuple(map(self.id, node.headers)),
            children=tuple(map(self.id, node.children)),
            actions=tuple(map(_action, node.actions)),
            **texts,
        )

    def patch(self, patch: Patch) -> Patch:
        """A patch."""
        return replace(
            patch,
            changes=tuple(Change(self.id(one.node), self._fields(one)) for one in patch.changes),
            focus=None if patch.focus is None else self.id(patch.focus),
            caret=self.caret(patch.caret),
        )

    def caret(self, caret: Caret | None) -> Caret | None:
        """A caret, at the same place."""
        return None if caret is None else replace(caret, node=self.id(caret.node))

    @staticmethod
    def command(command: Command) -> Command:
        """A command; what is typed is x, or a blank."""
        is_typed = command.key is Key.TYPE and command.dots != BLANK
        return replace(command, dots=_X) if is_typed else command

    def _fields(self, change: Change) -> dict[str, Any]:
        fields: dict[str, Any] = dict(change.fields)
        for name, value in fields.items():
            if name in _TEXTS:
                fields[name] = mask(value)
            elif name in {"headers", "children"}:
                fields[name] = tuple(map(self.id, value))
            elif name == "actions":
                fields[name] = tuple(map(_action, value))
        return fields
