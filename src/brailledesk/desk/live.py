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


def live_messages(
    old: Screen, new: Screen, changed: Iterable[str], time: float
) -> Iterator[Message]:
    """The messages of the nodes that changed inside live regions, one for each node.

    The channel is the id of the region. Fields are left out: there the reader is the author.
    """
    for place in changed:
        node = new.nodes.get(place)
        if node is None or node.sensitive or State.HIDDEN in node.states:
            continue
        before = old.nodes.get(place)
        text = _text(node)
        if not text or (before is not None and _text(before) == text):
            continue
        found = _region(new, place)
        if found is not None and place not in {new.focus, found[0] if node.children else None}:
            region, priority = found
            yield Message(text, priority, region, time, key=place)


def _text(node: Node) -> str:
    return " ".join(
        "".join(piece for _, piece in squeezed(text)) for text in (node.name, node.value) if text
    )[:_MAX_TEXT]


def _region(screen: Screen, node: str) -> tuple[str, Priority] | None:
    """The nearest live region around a node, itself included, and how urgent it is."""
    for place in (node, *reversed(screen.ancestors(node))):
        one = screen.nodes[place]
        priority = _BY_ROLE.get(one.role) if one.live == "off" else _BY_LIVE.get(one.live)
        if priority is not None:
            return place, priority
    return None
