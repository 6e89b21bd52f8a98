"""Chapters: which headings begin one, and headings as they are named elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from brailledesk.document import Block, Heading
from brailledesk.text import Run


def find_chapter_level(blocks: Iterable[Block], wanted: int | None) -> int:
    """The deepest level of the headings that begin a chapter: ``wanted``, if it is given.

    Else the first level that more than one heading has: a single heading of level 1 is the title of
    the whole. Without such a level, that of the first of all headings.
    """
    if wanted is not None:
        return wanted
    counts = Counter(block.level for block in blocks if isinstance(block, Heading))
    several = [level for level, count in counts.items() if count > 1]
    return min(several or counts, default=1)


def heading_runs(heading: Heading) -> list[Run]:
    """The words of a heading in one line, without its note marks."""
    return [
        replace(run, text=run.text.replace("\n", " ")) for run in heading.runs if run.note is None
    ]
