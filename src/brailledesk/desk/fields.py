"""Which field comes next: any, a required one that is empty, one that is invalid."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from brailledesk.desk.outline import Item
from brailledesk.desk.roles import CHECKABLE, FIELDS
from brailledesk.screen import Node, Screen, State


def is_field(node: Node) -> bool:
    """Whether there is something to fill in."""
    return node.role in FIELDS and State.DISABLED not in node.states


def is_missing(node: Node) -> bool:
    """Whether a required field has nothing in it."""
    if not is_field(node) or State.REQUIRED not in node.states:
        return False
    if node.role in CHECKABLE:
        return not node.states & {State.CHECKED, State.MIXED}
    return not node.value.strip()


def is_invalid(node: Node) -> bool:
    """Whether the host found fault with the field."""
    return is_field(node) and State.INVALID in node.states


def next_item(
    screen: Screen,
    items: Sequence[Item],
    here: int,
    wanted: Callable[[Node], bool],
    *,
    step: int = 1,
) -> int | None:
    """The next item whose node is wanted, round the end of the screen; the one here comes last.

    A field in several lines counts by its first.
    """
    for count in range(1, len(items) + 1):
        index = (here + step * count) % len(items)
        item = items[index]
        if item.start == 0 and wanted(screen.nodes[item.node]):
            return index
    return None
