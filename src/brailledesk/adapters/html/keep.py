"""The same page read again: its nodes keep their ids, so that a reader keeps the place.

Elements without an id are numbered, and one more at the top of a page would give all others new
numbers. So two readings are laid beside each other, as texts are compared: what is the same is the
same node, and so is what stands alone in the place of another of its role.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import count
from types import MappingProxyType

from msgspec.structs import replace as replaced

from brailledesk.screen import Node, Screen

MAX_COMPARED = 5_000
"""Nodes that are laid beside each other; larger pages keep only ids of the page's own."""
NUMBERED = "@"
"""What begins an id that was given here."""


def keep_ids(old: Screen, new: Screen) -> Screen:
    """``new`` with the ids that its nodes had in ``old``, which is an earlier reading of it."""
    before = [node for node in old.walk() if _is_numbered(node)]
    after = [node for node in new.walk() if _is_numbered(node)]
    if len(before) > MAX_COMPARED or len(after) > MAX_COMPARED:
        return new
    names = {b.id: a.id for a, b in _pairs(before, after)}
    taken = {*names.values(), *(node.id for node in new.walk() if not _is_numbered(node))}
    for node in after:
        if node.id not in names:
            names[node.id] = _free(node.id, taken)
            taken.add(names[node.id])
    return _renamed(new, names)


def _is_numbered(node: Node) -> bool:
    return NUMBERED in node.id


def _pairs(before: list[Node], after: list[Node]) -> Iterator[tuple[Node, Node]]:
    old, new = ([(one.role, one.name, one.value) for one in nodes] for nodes in (before, after))
    for kind, a, a_end, b, b_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal" or a_end - a == b_end - b:
            yield from (
                (one, other)
                for one, other in zip(before[a:a_end], after[b:b_end], strict=True)
                if one.role == other.role
            )


def _free(name: str, taken: set[str]) -> str:
    tries = (name if not number else f"{name}~{number}" for number in count())
    return next(one for one in tries if one not in taken)


def _renamed(screen: Screen, names: dict[str, str]) -> Screen:
    def of(name: str) -> str:
        return names.get(name, name)

    nodes = {
        of(node.id): replaced(
            node,
            id=of(node.id),
            children=tuple(map(of, node.children)),
            headers=tuple(map(of, node.headers)),
        )
        for node in screen.nodes.values()
    }
    return replace(
        screen,
        root=of(screen.root),
        nodes=MappingProxyType(nodes),
        parents=MappingProxyType({of(one): of(up) for one, up in screen.parents.items()}),
        focus=None if screen.focus is None else of(screen.focus),
        caret=None if screen.caret is None else replace(screen.caret, node=of(screen.caret.node)),
    )
