"""A screen as a host publishes it: nodes with roles, names, values and states, and its changes.

Nodes are flat and know their children by id, as in the trees that browsers and AccessKit send: a
patch is then a look-up, and no depth can exhaust a stack. Roles are ARIA's names. Text stays as it
came; only halves of surrogate pairs, which are no characters, are replaced.

What does not hold together is refused here, at the door, with all its faults: behind it a screen is
a tree of known size.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import islice
from types import MappingProxyType
from typing import Any

import msgspec

from brailledesk.errors import (
    N_,
    ScreenFaulty,
    ScreenTooLarge,
    SettingsFault,
    StaleRevision,
)

MAX_NODES = 20_000
MAX_DEPTH = 1_000
MAX_TEXT = 100_000
"""Characters of one text of a node."""
MAX_ALL_TEXT = 4_000_000
"""Characters of all texts of a screen."""
_MOST_FAULTS = 50


class State(StrEnum):
    """What is so of a node at the moment; a check box without CHECKED and MIXED is not checked."""

    BUSY = "busy"
    CHECKED = "checked"
    COLLAPSED = "collapsed"
    CURRENT = "current"
    DISABLED = "disabled"
    EXPANDED = "expanded"
    HAS_POPUP = "haspopup"
    HIDDEN = "hidden"
    INVALID = "invalid"
    MIXED = "mixed"
    MODAL = "modal"
    MULTILINE = "multiline"
    PRESSED = "pressed"
    READONLY = "readonly"
    REQUIRED = "required"
    SELECTED = "selected"
    VISITED = "visited"
    SORTED_ASCENDING = "sorted-ascending"
    SORTED_DESCENDING = "sorted-descending"

    __hash__ = str.__hash__
    """Enum's own is written in Python, and states are asked for more often than anything else."""


_WIRE_NAMES = {
    "braille_label": "brailleLabel",
    "column": "col",
    "language": "lang",
    "input_type": "inputType",
    "max_length": "maxLength",
    "role_description": "roleDescription",
}


class Node(
    msgspec.Struct, frozen=True, kw_only=True, gc=False, omit_defaults=True, rename=_WIRE_NAMES
):
    """One thing on a screen.

    ``name`` is the accessible name, and the text of static text; ``braille_label`` is what the host
    wants in its place on few cells, ``role_description`` in the place of the role's label.
    ``posinset`` of ``setsize``, ``row``, ``column`` and ``level`` count from 1; 0 is unknown.
    ``headers`` are ids of header cells. ``live`` is "off", "polite" or "assertive". ``language`` is
    a BCP 47 tag. ``input_type`` is HTML's ("tel", "date", ...). The value of a ``sensitive`` node
    is never shown. ``actions`` are those that the host performs; empty means those that the role
    has. Texts are left out of the ``repr``: it goes to logs.

    A structure of msgspec: reading JSON into data classes took two to four times as long.
    """

    id: str
    role: str = "generic"
    role_description: str = ""
    name: str = ""
    braille_label: str = ""
    value: str = ""
    description: str = ""
    error: str = ""
    states: frozenset[State] = frozenset()
    level: int = 0
    posinset: int = 0
    setsize: int = 0
    row: int = 0
    column: int = 0
    headers: tuple[str, ...] = ()
    live: str = "off"
    language: str | None = None
    input_type: str = "text"
    max_length: int = 0
    sensitive: bool = False
    actions: tuple[str, ...] = ()
    children: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"Node(id={self.id!r}, role={self.role!r})"


@dataclass(frozen=True, slots=True)
class Caret:
    """Where the host's cursor stands in the value of a node: between characters.

    The selection reaches from ``anchor`` to ``offset``, in either order; None is no selection.
    """

    node: str
    offset: int
    anchor: int | None = None

    def selection(self) -> tuple[int, int]:
        """The selected characters, as (start, end)."""
        anchor = self.offset if self.anchor is None else self.anchor
        return min(anchor, self.offset), max(anchor, self.offset)


@dataclass(frozen=True, slots=True)
class Screen:
    """A checked screen. Build one with :func:`build_screen`, change it with :func:`apply_patch`.

    ``parents`` has the parent of every node but the root.
    """

    revision: int
    root: str
    nodes: MappingProxyType[str, Node]
    parents: Mapping[str, str]
    focus: str | None = None
    caret: Caret | None = None

    def walk(self) -> Iterator[Node]:
        """All nodes in the order of the document."""
        stack = [self.root]
        while stack:
            node = self.nodes[stack.pop()]
            yield node
            stack.extend(reversed(node.children))

    def ancestors(self, node: str) -> list[str]:
        """The nodes above a node, the root first."""
        found: list[str] = []
        while node in self.parents:
            node = self.parents[node]
            found.append(node)
        return found[::-1]


@dataclass(frozen=True, slots=True)
class Change:
    """Fields of one node that have new values; a node that is not there yet is made of them."""

    node: str
    fields: Mapping[str, object] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Patch:
    """Changes of the screen with revision ``base``, which become the screen ``revision``.

    A node that no children name any longer is gone, with all below it. ``focus`` and ``caret``
    change only with ``moves_focus`` and ``moves_caret``.
    """

    base: int
    revision: int
    changes: tuple[Change, ...] = ()
    focus: str | None = None
    moves_focus: bool = False
    caret: Caret | None = None
    moves_caret: bool = False


EMPTY = Screen(0, "", MappingProxyType({"": Node(id="")}), MappingProxyType({}))
"""The screen before the first one was published."""


def build_screen(
    nodes: Iterable[Node],
    *,
    root: str | None = None,
    revision: int = 1,
    focus: str | None = None,
    caret: Caret | None = None,
) -> Screen:
    """A screen of ``nodes``; ``root`` is the id of the uppermost, None the first.

    A caret beyond the end of its value stands at the end. Raises ScreenTooLarge, or ScreenFaulty
    with all faults.
    """
    listed = list(islice(nodes, MAX_NODES + 1))
    if len(listed) > MAX_NODES:
        raise ScreenTooLarge(N_("nodes"), MAX_NODES)
    faults = _Faults()
    known = _clean_all(listed)
    if len(known) < len(listed):
        seen = Counter(node.id for node in listed)
        for twice in (one for one, times in seen.items() if times > 1):
            faults.add(twice, N_("there are two nodes with this id"))
    if not listed:
        faults.add("", N_("a screen needs at least one node"))
    faults.end()
    top = listed[0].id if root is None else root
    parents = _check_tree(known, top, faults)
    if len(parents) + 1 < len(known):
        for lost in sorted(known.keys() - parents.keys() - {top}):
            faults.add(lost, N_("no node has it among its children"))
    screen = Screen(revision, top, MappingProxyType(known), MappingProxyType(parents))
    return _with_focus(screen, focus, caret, faults)


def apply_patch(screen: Screen, patch: Patch) -> Screen:
    """The screen after a patch, in time of what changes.

    Raises StaleRevision if the patch was made for another revision, else as :func:`build_screen`;
    ``screen`` stays what it was.
    """
    if patch.base != screen.revision or patch.revision <= patch.base:
        raise StaleRevision(patch.base, patch.revision, screen.revision)
    faults = _Faults()
    nodes = screen.nodes.copy()  # of the dictionary itself: dict(...) goes key by key
    is_moved = False
    for change in patch.changes:
        old = nodes.get(change.node)
        new = _changed(old or Node(id=change.node), change, faults)
        is_moved = is_moved or old is None or old.children != new.children
        nodes[change.node] = new
    faults.end()
    parents = screen.parents
    if is_moved:
        parents = MappingProxyType(_check_tree(nodes, screen.root, faults))
        faults.end()
        nodes = {one: node for one, node in nodes.items() if one in parents or one == screen.root}
        _check_size(nodes)
    focus = patch.focus if patch.moves_focus else screen.focus
    caret = patch.caret if patch.moves_caret else screen.caret
    if not patch.moves_focus and focus not in nodes:
        focus = None
    if not patch.moves_caret and caret is not None and caret.node not in nodes:
        caret = None
    changed = Screen(patch.revision, screen.root, MappingProxyType(nodes), parents)
    return _with_focus(changed, focus, caret, faults)


class _Faults:
    """What is wrong with a screen, up to a number that a person would read."""

    def __init__(self) -> None:
        self._found: list[SettingsFault] = []

    def add(self, place: str, problem: str, **values: object) -> None:
        if len(self._found) < _MOST_FAULTS:
            self._found.append(SettingsFault(place[:80], problem, values))

    def end(self) -> None:
        """Raise ScreenFaulty if there were faults."""
        if self._found:
            raise ScreenFaulty(tuple(self._found))


def _all_text(node: Node) -> str:
    return (
        node.name
        + node.value
        + node.description
        + node.error
        + node.braille_label
        + node.role_description
    )


_SURROGATES = re.compile("[\ud800-\udfff]")
_TEXTS = ("name", "role_description", "braille_label", "value", "description", "error")


def _clean_all(nodes: list[Node]) -> dict[str, Node]:
    """The nodes by their ids, without halves of surrogate pairs.

    Raises ScreenTooLarge for a long text, or too much of it.
    """
    texts = [
        one.name + one.value + one.description + one.error + one.braille_label
        + one.role_description
        for one in nodes
    ]  # fmt: skip
    joined = "".join(texts)
    is_clean = joined.isascii() or _SURROGATES.search(joined) is None
    if is_clean and len(max(texts, key=len, default="")) <= MAX_TEXT:
        known = {node.id: node for node in nodes}  # as nearly always: one look at all together
    else:
        known = {node.id: _clean(node) for node in nodes}
    if len(joined) > MAX_ALL_TEXT:
        raise ScreenTooLarge(N_("characters in all"), MAX_ALL_TEXT)
    return known


def _clean(node: Node) -> Node:
    """The node without halves of surrogate pairs. Raises ScreenTooLarge for a long text."""
    texts = _all_text(node)
    if len(texts) <= MAX_TEXT and (texts.isascii() or _SURROGATES.search(texts) is None):
        return node  # as nearly all are: one look at all texts together
    for name in _TEXTS:
        text: str = getattr(node, name)
        if len(text) > MAX_TEXT:
            raise ScreenTooLarge(N_("characters of one text"), MAX_TEXT)
        if not text.isascii() and _SURROGATES.search(text):
            fixed: Mapping[str, Any] = {name: _SURROGATES.sub("\ufffd", text)}
            node = msgspec.structs.replace(node, **fixed)
    return node


def _check_size(nodes: Mapping[str, Node]) -> None:
    if len(nodes) > MAX_NODES:
        raise ScreenTooLarge(N_("nodes"), MAX_NODES)
    if sum(map(len, map(_all_text, nodes.values()))) > MAX_ALL_TEXT:
        raise ScreenTooLarge(N_("characters in all"), MAX_ALL_TEXT)


def _check_tree(nodes: Mapping[str, Node], root: str, faults: _Faults) -> dict[str, str]:
    """The parents of all nodes below the root; a node has one parent, and none is below itself."""
    parents: dict[str, str] = {}
    if root not in nodes:
        faults.add(root, N_("the root is not among the nodes"))
        return parents
    level, depth = [root], 1
    while level:
        if depth > MAX_DEPTH:
            raise ScreenTooLarge(N_("levels"), MAX_DEPTH)
        below: list[str] = []
        for parent in level:
            for child in nodes[parent].children:
                if child not in nodes:
                    faults.add(parent, N_("its child {child} is not there"), child=child[:80])
                elif child in parents or child == root:
                    faults.add(child, N_("it stands at two places of the tree"))
                else:
                    parents[child] = parent
                    below.append(child)
        level, depth = below, depth + 1
    return parents


_KINDS: Mapping[str, type | tuple[type, ...]] = MappingProxyType(
    {
        "states": frozenset,
        "headers": tuple,
        "actions": tuple,
        "children": tuple,
        "language": (str, type(None)),
        "sensitive": bool,
        **dict.fromkeys(("level", "posinset", "setsize", "row", "column", "max_length"), int),
    }
)
_FIELDS = frozenset(Node.__struct_fields__) - {"id"}


def _changed(node: Node, change: Change, faults: _Faults) -> Node:
    """The node with its new fields, each of the right kind."""
    for name, value in change.fields.items():
        if name not in _FIELDS:
            faults.add(change.node, N_("a node has no field {name}"), name=name[:80])
            return node
        if not isinstance(value, _KINDS.get(name, str)):
            faults.add(change.node, N_("the field {name} has a value of another kind"), name=name)
            return node
    return _clean(msgspec.structs.replace(node, **change.fields))


def _with_focus(screen: Screen, focus: str | None, caret: Caret | None, faults: _Faults) -> Screen:
    if focus is not None and focus not in screen.nodes:
        faults.add(focus, N_("the focus is on a node that is not there"))
    if caret is not None:
        if caret.node not in screen.nodes:
            faults.add(caret.node, N_("the caret is in a node that is not there"))
        else:
            caret = _within(caret, len(screen.nodes[caret.node].value))
    faults.end()
    return replace(screen, focus=focus, caret=caret)


def _within(caret: Caret, end: int) -> Caret:
    anchor = None if caret.anchor is None else min(max(caret.anchor, 0), end)
    return Caret(caret.node, min(max(caret.offset, 0), end), anchor)
