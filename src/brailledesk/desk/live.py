"""Live regions: what changed on a screen by itself, as messages."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator

from brailledesk.desk.messages import Message, Priority
from brailledesk.desk.region import squeezed
from brailledesk.desk.roles import CONTROLS, STATIC
from brailledesk.screen import Node, Screen, State

_BY_ROLE = {
    "alert": Priority.MESSAGE,
    "alertdialog": Priority.MESSAGE,
    "status": Priority.TEXT,
    "log": Priority.NOTIFICATION,
    "timer": None,
    "progressbar": Priority.PROGRESS,
}
_BY_LIVE = {"assertive": Priority.MESSAGE, "polite": Priority.TEXT}
_WHOLE = frozenset({"alert", "status"})
"""Roles whose regions are told as a whole: ARIA has ``aria-atomic`` true for them."""
_MAX_TEXT = 400
_FEW = 32
"""Of so many nodes that are new each looks for its region; else all regions are gone through."""


def live_messages(
    old: Screen, new: Screen, changed: Collection[str], time: float
) -> Iterator[Message]:
    """The messages of live regions whose text changed, came, or was hidden until now.

    What is new in a region is one message, of a log one for each entry; alerts and statuses are
    told whole. The channel is the region's name. Fields are left out: there the reader is the
    author. So are the buttons of a dialog that alerts: the focus goes there.
    """
    regions = _regions(new) if len(changed) > _FEW else None
    if regions is not None and not regions:
        return
    fresh = dict.fromkeys(_fresh(old, new, changed))
    if regions is None and len(fresh) > _FEW:  # one node that came to light has many below it
        regions = _regions(new)
    found = (_region(new, one) if regions is None else regions.get(one) for one in fresh)
    for region, priority in dict.fromkeys(one for one in found if one is not None):
        top = new.nodes[region]
        for entry in _entries(new, top, is_itself=region in fresh):
            told = [one for one in entry if one.id in fresh and not _is_same(old, one)]
            text = _message(entry, told, is_whole=top.role in _WHOLE)
            if text:
                channel = "" if top in told else " ".join(top.name.split())
                yield Message(text, priority, channel, time, key=told[0].id)


def has_regions(screen: Screen) -> bool:
    """Whether anything of a screen could be a message."""
    return any(one.live != "off" or one.role in _BY_ROLE for one in screen.nodes.values())


def _fresh(old: Screen, new: Screen, changed: Iterable[str]) -> Iterator[str]:
    """The nodes whose text is new to the reader."""
    for place in changed:
        node, before = new.nodes.get(place), old.nodes.get(place)
        if node is None:
            continue
        if before is None:
            yield place
        elif before.states != node.states and _is_hidden(before) and not _is_hidden(node):
            yield from (one.id for one in _below(new, place, _is_hidden))
        elif before.name != node.name or before.value != node.value:
            yield place


def _below(screen: Screen, top: str, is_out: Callable[[Node], bool]) -> Iterator[Node]:
    """A node and all below it, in order, without those that are out and what is below them."""
    stack = [top]
    while stack:
        node = screen.nodes[stack.pop()]
        if not is_out(node):
            yield node
            stack.extend(reversed(node.children))


def _entries(screen: Screen, top: Node, *, is_itself: bool) -> Iterator[list[Node]]:
    """The nodes that are told together: all of a region, or each entry of a log.

    What the region says of itself is told if ``is_itself``.
    """

    def is_out(node: Node) -> bool:
        return _is_hidden(node) or (node is not top and _priority(node) is not None)

    def is_told(node: Node) -> bool:
        is_button = top.role == "alertdialog" and node.role in CONTROLS
        is_elsewhere = is_button or (node is top and not is_itself)
        return not (is_elsewhere or node.sensitive or node.id == screen.focus)

    is_log = top.role == "log" and bool(top.children)
    for one in top.children if is_log else [top.id]:
        yield [node for node in _below(screen, one, is_out) if is_told(node)]


def _message(entry: list[Node], told: list[Node], *, is_whole: bool) -> str:
    """The text of an entry, or of what is new in it, if all is not wanted or too long."""
    text = _joined(entry) if is_whole and told else ""
    return text if 0 < len(text) <= _MAX_TEXT else _joined(told)[:_MAX_TEXT]


def _joined(nodes: Iterable[Node]) -> str:
    """Texts one after another; pieces of a line of text stand together as they do there."""
    joined = ""
    is_glued = False
    for node in nodes:
        text = _text(node)
        if not text:
            continue
        is_text = node.role in STATIC
        is_glued = is_glued and is_text and not node.name[:1].isspace()
        joined += text if is_glued or not joined else f" {text}"
        is_glued = is_text and not node.name[-1:].isspace()
    return joined


def _text(node: Node) -> str:
    return " ".join(
        "".join(piece for _, piece in squeezed(text)) for text in (node.name, node.value) if text
    )


def _is_same(old: Screen, node: Node) -> bool:
    """Whether only blanks of a text changed."""
    before = old.nodes.get(node.id)
    if before is None or (before.name == node.name and before.value == node.value):
        return False  # it came, or it came to light
    return _text(before) == _text(node)


def _is_hidden(node: Node) -> bool:
    return State.HIDDEN in node.states


def _region(screen: Screen, node: str) -> tuple[str, Priority] | None:
    """The nearest live region around a node, itself included, and how urgent it is.

    None where there is none, or the node is hidden.
    """
    above = [node, *reversed(screen.ancestors(node))]
    if any(_is_hidden(screen.nodes[one]) for one in above):
        return None
    for place in above:
        priority = _priority(screen.nodes[place])
        if priority is not None:
            return place, priority
    return None


def _priority(node: Node) -> Priority | None:
    """How urgent the changes of a region are; None is no region."""
    if node.live == "off" or (node.role == "log" and node.live == "polite"):
        return _BY_ROLE.get(node.role)
    return _BY_LIVE.get(node.live)


def _regions(screen: Screen) -> dict[str, tuple[str, Priority]]:
    """All nodes in live regions that are shown, each with what :func:`_region` says of it."""
    found: dict[str, tuple[str, Priority]] = {}
    live = [one for one in screen.nodes.values() if one.live != "off" or one.role in _BY_ROLE]
    for top in sorted(live, key=lambda one: len(screen.ancestors(one.id))):
        region = _region(screen, top.id)
        if region is not None and region[0] == top.id:
            found.update((one.id, region) for one in _below(screen, top.id, _is_hidden))
    return found
