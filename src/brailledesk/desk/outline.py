"""The order of reading: which things of a screen are lines, one after another.

A control, a paragraph with the links in it, a heading, a row of a table is a line; what only groups
them is context. Where a dialog is modal, there is nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from brailledesk.desk.chunks import MAX_LINE, chunks
from brailledesk.desk.roles import (
    CELLS,
    CHANGES,
    CONTROLS,
    ENTRIES,
    FLOWS,
    STATIC,
    TABLES,
    is_editable,
)
from brailledesk.screen import Node, Screen, State

_MAX_INLINE_DEPTH = 8
_MAX_INLINE = 500
"""Nodes in one line of text."""


class Kind(StrEnum):
    """How the line of an item is made."""

    NODE = "node"
    FLOW = "flow"
    """Text with what stands in it."""
    ROW = "row"
    CELL = "cell"
    COLUMN = "column"


class TableView(StrEnum):
    """How a table is read."""

    ROW = "row"
    CELL = "cell"
    COLUMN = "column"


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the buffer, before it is made.

    Of a long text ``start`` to ``end`` are the characters of this line. ``table`` is the table that
    a row, a cell or a column is part of; ``column`` counts from 0.
    """

    node: str
    kind: Kind = Kind.NODE
    start: int = 0
    end: int | None = None
    table: str = ""
    column: int = 0


@dataclass(frozen=True)
class Outline:
    """The items of a screen, all of them below the node ``top``."""

    top: str
    items: tuple[Item, ...]

    @cached_property
    def places(self) -> Mapping[str, list[int]]:
        """The items of each node."""
        found: dict[str, list[int]] = {}
        for place, item in enumerate(self.items):
            found.setdefault(item.node, []).append(place)
        return found


def outline(screen: Screen, views: Mapping[str, TableView]) -> Outline:
    """The order of reading; ``views`` has the tables that are not read by rows."""
    items: list[Item] = []
    top = _top(screen)
    stack: list[tuple[str, int]] = [(top, _ENTER)]
    while stack:
        place, count = stack.pop()
        node = screen.nodes[place]
        if count != _ENTER:  # all below a named container is done
            if len(items) == count:
                items.append(Item(place))
            continue
        below = _add(screen, node, items, views)
        if below and node.name and node.role not in TABLES | ENTRIES:
            stack.append((place, len(items)))
        stack.extend((child, _ENTER) for child in reversed(below))
    return Outline(top, tuple(items))


_ENTER = -1


def _top(screen: Screen) -> str:
    """The root, or the innermost modal dialog that is shown."""
    modal = [one.id for one in screen.nodes.values() if State.MODAL in one.states]
    shown = [one for one in modal if not _is_hidden(screen, one)]
    return max(shown, key=lambda one: len(screen.ancestors(one)), default=screen.root)


def _is_hidden(screen: Screen, node: str) -> bool:
    above = [*screen.ancestors(node), node]
    return any(State.HIDDEN in screen.nodes[one].states for one in above)


def _add(
    screen: Screen, node: Node, items: list[Item], views: Mapping[str, TableView]
) -> tuple[str, ...]:
    """Add the items of a node itself; the answer is what of its children is still to be done."""
    role = node.role
    below = node.children
    if State.HIDDEN in node.states:
        below = ()
    elif role in TABLES:
        below = _add_table(screen, node, items, views.get(node.id, TableView.ROW))
    elif role in CONTROLS or not below:
        if role in CONTROLS or _has_text(node):
            items.extend(_lines(node))
        below = below if role == "menuitem" else ()
    elif role in FLOWS and is_flow(screen, node):
        items.append(Item(node.id, Kind.FLOW))
        below = ()
    elif role in ENTRIES and node.name:
        items.append(Item(node.id))
    return below


def _has_text(node: Node) -> bool:
    return bool(node.name or node.value or node.description or node.error)


def _lines(node: Node) -> Iterator[Item]:
    """A node by itself; a longer text is several lines."""
    text = node.value if node.value or is_editable(node) else node.name
    if node.sensitive:
        yield Item(node.id)
        return
    for start, end in chunks(text):
        is_all = start == 0 and end == len(text)
        yield Item(node.id, start=start, end=None if is_all else end)


def is_flow(screen: Screen, node: Node) -> bool:
    """Whether all below a node stands in a line of text: text, links, small controls."""
    if not node.children:
        return True
    nodes = screen.nodes
    if node.role == "generic" and not any(nodes[one].role in STATIC for one in node.children):
        return False
    level: tuple[str, ...] = (node.id,)
    count = 0
    for _ in range(_MAX_INLINE_DEPTH):
        below = [nodes[child] for one in level for child in nodes[one].children]
        count += len(below)
        if count > _MAX_INLINE or not all(map(_is_inline, below)):
            return False
        level = tuple(one.id for one in below if one.role not in CONTROLS)
        if not level:
            return True
    return False


def _is_inline(node: Node) -> bool:
    """Whether a node stands in a line of text: text that is not long, a control."""
    if len(node.name) > _MAX_INLINE or len(node.value) > _MAX_INLINE:
        return False
    is_text = node.role in STATIC or (node.role == "generic" and not node.children)
    return is_text or (node.role in CONTROLS and not (node.role == "menuitem" and node.children))


def _add_table(screen: Screen, node: Node, items: list[Item], view: TableView) -> tuple[str, ...]:
    """The table itself, what else it has (a caption), then its rows, cells or columns."""
    items.append(Item(node.id))
    rows = table_rows(screen, node.id)
    if not rows or not all(is_flow(screen, screen.nodes[one]) for _, row in rows for one in row):
        return node.children  # what is more than a line is read as it stands
    others = [child for child in node.children if screen.nodes[child].role == "caption"]
    items += [Item(one) for one in others if screen.nodes[one].name]
    if view is TableView.ROW:
        items += [Item(row, Kind.ROW, table=node.id) for row, _ in rows]
    elif view is TableView.CELL:
        items += [Item(cell, Kind.CELL, table=node.id) for _, cells in rows for cell in cells]
    else:
        count = max(len(cells) for _, cells in rows)
        items += [Item(node.id, Kind.COLUMN, table=node.id, column=one) for one in range(count)]
    return ()


def table_rows(screen: Screen, table: str) -> list[tuple[str, tuple[str, ...]]]:
    """The rows of a table with their cells, in order; rows without cells are left out."""
    rows: list[tuple[str, tuple[str, ...]]] = []
    stack = list(reversed(screen.nodes[table].children))
    while stack:
        node = screen.nodes[stack.pop()]
        if State.HIDDEN in node.states or node.role in TABLES:
            continue
        if node.role != "row":
            stack.extend(reversed(node.children))
            continue
        cells = tuple(
            child
            for child in node.children
            if screen.nodes[child].role in CELLS and State.HIDDEN not in screen.nodes[child].states
        )
        if cells:
            rows.append((node.id, cells))
    return rows


def context_of(screen: Screen, top: str, item: Item) -> list[str]:
    """The containers around an item, up to ``top``, that have something to say; outermost first."""
    above = screen.ancestors(item.node)
    if top in above:
        above = above[above.index(top) :]
    return [one for one in above if _tells(screen.nodes[one])]


def _tells(node: Node) -> bool:
    if node.role in _NEVER_TOLD:
        return False
    return bool(node.name or node.braille_label) or node.role in _ALWAYS_TOLD


_ALWAYS_TOLD = CHANGES | {"dialog", "alertdialog", "alert", "menu"}
_NEVER_TOLD = ENTRIES | CELLS | CONTROLS | TABLES | {"row", "rowgroup"}
"""What has a line of its own."""


def has_same_shape(old: Node, new: Node) -> bool:
    """Whether a node that changed leaves the order of reading as it was."""
    if old is new:
        return True
    if old.role != new.role or old.children != new.children or old.sensitive != new.sensitive:
        return False
    if old.states != new.states and (old.states ^ new.states) & _SHAPING:
        return False
    if old.name != new.name and not _is_as_long(old.name, new.name):
        return False
    if old.value != new.value and not _is_as_long(old.value, new.value):
        return False
    has_more, had_more = bool(new.description or new.error), bool(old.description or old.error)
    return has_more == had_more or new.role in CONTROLS


_SHAPING = frozenset({State.HIDDEN, State.MODAL, State.READONLY, State.DISABLED})


def _is_as_long(old: str, new: str) -> bool:
    """Whether a text is one line of its own, part of one, or none, as it was."""
    before, after = len(old), len(new)
    if before > _MAX_INLINE or after > _MAX_INLINE:
        is_same = _MAX_INLINE < before <= MAX_LINE and _MAX_INLINE < after <= MAX_LINE
    else:
        is_same = (before == 0) == (after == 0)
    return is_same and "\n" not in old + new
