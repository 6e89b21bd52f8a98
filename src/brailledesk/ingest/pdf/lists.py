"""Lists from items that follow each other: an item farther in belongs to the one before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from brailledesk.document import Block, ListBlock, ListItem
from brailledesk.text import Origin

_FARTHER = 4.0
"""Points that a nested item is moved in at least."""


@dataclass(slots=True)
class OpenItem:
    """An item that still takes blocks; ``left`` is where its marker stands."""

    marker: str
    left: float
    origin: Origin
    blocks: list[Block] = field(default_factory=list)


def nested(items: Sequence[OpenItem]) -> tuple[ListBlock, ...]:
    """The lists of successive items: one, or several where an item stands farther out again."""
    lists: list[ListBlock] = []
    place = 0
    while place < len(items):
        first = items[place]
        taken: list[ListItem] = []
        while place < len(items) and items[place].left >= first.left - _FARTHER:
            item = items[place]
            end = place + 1
            while end < len(items) and items[end].left > item.left + _FARTHER:
                end += 1
            inner = nested(items[place + 1 : end])
            taken.append(ListItem((*item.blocks, *inner), item.marker))
            place = end
        lists.append(ListBlock(tuple(taken), first.origin))
    return tuple(lists)
