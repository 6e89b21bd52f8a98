"""Blocks with every run and every origin in them changed, whatever stands inside them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from brailledesk.document import Block, Heading, Image, ListBlock, Paragraph, Poem, Quote, Table
from brailledesk.text import Origin, Run

RunChange = Callable[[Run], Run]
OriginChange = Callable[[Origin | None], Origin | None]


def same_origin(origin: Origin | None) -> Origin | None:
    return origin


def changed(block: Block, run: RunChange, origin: OriginChange = same_origin) -> Block:
    """A block with its runs and origins changed, those of the blocks inside it too."""

    def blocks(given: Iterable[Block]) -> tuple[Block, ...]:
        return tuple(changed(inner, run, origin) for inner in given)

    own = origin(block.origin)
    match block:
        case Heading() | Paragraph() | Poem():
            return replace(block, runs=tuple(map(run, block.runs)), origin=own)
        case Quote():
            return replace(block, blocks=blocks(block.blocks), origin=own)
        case ListBlock():
            items = tuple(replace(item, blocks=blocks(item.blocks)) for item in block.items)
            return replace(block, items=items, origin=own)
        case Table():
            rows = tuple(
                replace(row, cells=tuple(replace(c, blocks=blocks(c.blocks)) for c in row.cells))
                for row in block.rows
            )
            caption = tuple(map(run, block.caption))
            return replace(block, rows=rows, caption=caption, origin=own)
        case Image():
            language = run(Run(block.alternative, language=block.language)).language
            return replace(block, language=language, origin=own)
    return replace(block, origin=own)
