"""Live regions: what changed on a screen by itself, as messages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from brailledesk.desk.messages import Message, Priority
from brailledesk.desk.region import squeezed
from brailledesk.screen import Node, Screen, State

_BY_ROLE = {
    "alert": Priority.MESSAGE,
    "alertdialog": Priority.MESSAGE,
    "status": Priority.TEXT,
    "log": Priority.NOTIFICATION,
    "timer": None,
    "progressbar": Priority.PROGRESS,
}
_BY_LIVE = {"assertive": Priority.MESSAGE, "polite": Priority.TEXT, "off": None}
_MAX_TEXT = 400
_FEW = 32
"""Of so many changed nodes each looks for its region; else all regions are gone through."""


def live_messages(
    old: Screen, new: Screen, changed: Iterable[str], time: float
) -> Iterator[Message]:
    """The messages of the nodes that changed inside live regions, one for each node.

    The channel is the id of the region. Fields are left out: there the reader is the author.
    """
    listed = list(changed)
    regions = _regions(new) if len(listed) > _FEW else None
    for place in listed:
        found = _region(new, place) if regions is None else regions.get(place)
        if found is None or place == new.focus:
            continue
        node, before = new.nodes[place], old.nodes.get(place)
        if node.sensitive or State.HIDDEN in node.states:
            continue
        text = _text(node)
        if text and (before is None or _text(before) != text):
            region, priority = found
            yield Message(text, priority, region, time, key=place)


def _text(node: Node) -> str:
    return " ".join(
        "".join(piece for _, piece in squeezed(text)) for text in (node.name, node.value) if text
    )[:_MAX_TEXT]


def _region(screen: Screen, node: str) -> tuple[str, Priority] | None:
    """The nearest live region around a node, itself included, and how urgent it is."""
    if node not in screen.nodes:
        return None
    for place in (node, *reversed(screen.ancestors(node))):
        priority = _priority(screen.nodes[place])
        if priority is not None:
            return place, priority
    return None


def _priority(node: Node) -> Priority | None:
    return _BY_ROLE.get(node.role) if node.live == "off" else _BY_LIVE.get(node.live)


def _regions(screen: Screen) -> dict[str, tuple[str, Priority]]:
    """All nodes in live regions, each with the nearest region around it and how urgent that is."""
    found: dict[str, tuple[str, Priority]] = {}
    live = [one for one in screen.nodes.values() if one.live != "off" or one.role in _BY_ROLE]
    for node in sorted(live, key=lambda one: len(screen.ancestors(one.id))):
        priority = _priority(node)
        stack = [] if priority is None else [node.id]
        while stack and priority is not None:
            place = stack.pop()
            found[place] = node.id, priority
            stack.extend(screen.nodes[place].children)
    return found
