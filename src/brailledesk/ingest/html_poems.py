"""Poems of HTML, which has no element for them: paragraphs and divisions joined to verses."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from brailledesk.document import Block, Paragraph, Poem
from brailledesk.text import Run


def poem_blocks(blocks: list[Block]) -> Iterator[Block]:
    """The paragraphs of a poem as one: stanzas, or verses if none of them has a line break."""
    has_stanzas = any("\n" in run.text for block in blocks for run in _runs(block))
    return _joined(blocks, "\n\n" if has_stanzas else "\n", Poem)


def stanza_blocks(blocks: list[Block]) -> Iterator[Block]:
    """The verses of a stanza as one paragraph of the poem."""
    return _joined(blocks, "\n", Paragraph)


def _runs(block: Block) -> tuple[Run, ...]:
    return block.runs if isinstance(block, Paragraph) else ()


def _joined(blocks: list[Block], between: str, kind: type[Paragraph | Poem]) -> Iterator[Block]:
    """Neighbouring paragraphs as one block of ``kind``; other blocks stay where they are."""
    for is_text, group in groupby(blocks, lambda block: isinstance(block, Paragraph)):
        members = list(group)
        if not is_text:
            yield from members
            continue
        runs: list[Run] = []
        for member in members:
            runs.extend([Run(between)] if runs else [])
            runs.extend(_runs(member))
        yield kind(tuple(runs), members[0].origin if isinstance(members[0], Paragraph) else None)
