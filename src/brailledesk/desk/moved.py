"""Where a character of one screen is in the next: what keeps a window in its place."""

from __future__ import annotations

from collections.abc import Callable

from brailledesk.desk.region import Part, Source
from brailledesk.screen import Node, Screen

_FIELDS = {
    Part.NAME: "name",
    Part.CONTEXT: "name",
    Part.VALUE: "value",
    Part.ERROR: "error",
    Part.DESCRIPTION: "description",
}


def follow(old: Screen, new: Screen) -> Callable[[Source], Source | None]:
    """A function that finds sources of ``old`` in ``new``; None where the node is gone."""

    def moved(source: Source) -> Source | None:
        node = new.nodes.get(source.node)
        before = old.nodes.get(source.node)
        if node is None or before is None:
            return None
        field = _FIELDS.get(source.part)
        if field is None or node is before:
            return source
        return Source(source.node, source.part, _shifted(before, node, field, source.offset))

    return moved


def _shifted(before: Node, after: Node, field: str, offset: int) -> int:
    old: str = getattr(before, field)
    new: str = getattr(after, field)
    return shifted(old, new, offset)


def shifted(old: str, new: str, offset: int) -> int:
    """Where the character ``offset`` of ``old`` is in ``new``, if they differ in one place.

    Inside what was exchanged it is where the same words stand, if they do, else as far from the
    beginning.
    """
    if old == new:
        return offset
    most = min(len(old), len(new))
    first = _common(old, new, most)
    if offset < first:
        return offset
    last = _common(old[first:][::-1], new[first:][::-1], most - first)
    if offset >= len(old) - last:
        return offset + len(new) - len(old)
    return _nearest(new, old[offset : offset + _PROBE], min(offset, max(len(new) - last, 0)))


_PROBE = 16
"""Characters that say where a place is, when text changed before and behind it."""


def _nearest(text: str, words: str, guess: int) -> int:
    """Where ``words`` stand in ``text``, nearest to a guess; the guess where they do not."""
    behind = text.find(words, guess)
    before = text.rfind(words, 0, guess + len(words))
    places = [place for place in (before, behind) if place >= 0]
    return min(places, key=lambda place: abs(place - guess), default=guess)


def _common(old: str, new: str, most: int) -> int:
    """How many characters at the beginning are the same, by halving."""
    if old[:most] == new[:most]:
        return most
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if old[:middle] == new[:middle]:
            low = middle
        else:
            high = middle - 1
    return low
