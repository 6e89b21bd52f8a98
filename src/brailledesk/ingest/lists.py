"""Paragraphs that know their list level, as nested lists; quotations side by side, as one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from brailledesk.document import Block, ListBlock, ListItem, Quote
from brailledesk.values import replace

Entry = tuple[int, str, Block]
"""A block with its list level (-1: in no list) and its marker."""


def join_quotes(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks, neighbouring quotations as one."""
    for is_quote, group in groupby(blocks, key=lambda block: isinstance(block, Quote)):
        if not is_quote:
            yield from group
            continue
        quotes = [block for block in group if isinstance(block, Quote)]
        yield Quote(tuple(inner for one in quotes for inner in one.blocks), quotes[0].origin)


def join_lists(lists: Iterable[tuple[bool, ListBlock]]) -> ListBlock:
    """Lists that follow each other as one; those marked as deeper belong to the item before them.

    The first one is never deeper than itself.
    """
    items: list[ListItem] = []
    origin = None
    for is_deeper, group in groupby(lists, key=lambda entry: entry[0]):
        found = [one for _, one in group]
        origin = origin or found[0].origin
        inner = tuple(item for one in found for item in one.items)
        if not is_deeper or not items:
            items += inner
        else:
            last = items[-1]
            deeper = ListBlock(inner, found[0].origin)
            items[-1] = replace(last, blocks=(*last.blocks, deeper))
    return ListBlock(tuple(items), origin)


def nest(entries: Iterable[Entry]) -> Iterator[Block]:
    """The blocks, neighbouring paragraphs of lists as nested lists."""
    pending: list[Entry] = []
    for entry in entries:
        if entry[0] >= 0:
            pending.append(entry)
            continue
        if pending:
            yield _build_list(pending)
            pending = []
        yield entry[2]
    if pending:
        yield _build_list(pending)


def _build_list(entries: list[Entry]) -> ListBlock:
    base = min(level for level, _, _ in entries)
    items: list[ListItem] = []
    place = 0
    while place < len(entries):
        level, marker, block = entries[place]
        end = place + 1
        while end < len(entries) and entries[end][0] > base:
            end += 1
        if level > base:
            items.append(ListItem((_build_list(entries[place:end]),)))
        else:
            inner = entries[place + 1 : end]
            blocks = (block, _build_list(inner)) if inner else (block,)
            items.append(ListItem(blocks, marker))
        place = end
    return ListBlock(tuple(items), entries[0][2].origin)
