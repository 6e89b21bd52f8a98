"""What was corrected, and how to undo it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from brailledesk.document import Remark
from brailledesk.errors import N_
from brailledesk.ingest.ocr.page import Box, PageWords, Word
from brailledesk.text import Origin


@dataclass(frozen=True, slots=True)
class Correction:
    """One word that was changed: where it stands, what was read, what it is now, and why.

    ``box`` is in pixels of the page's picture, as the word's; ``confidence`` is the one that the
    word had before. ``reason`` is the name of a check ("IBAN"), "word list", "accent" or "review".
    """

    page: int
    box: Box
    before: str
    after: str
    reason: str
    confidence: float = 0.0


class Corrected(NamedTuple):
    """A page after its correction, and the corrections in the order of its words."""

    page: PageWords
    corrections: tuple[Correction, ...]


def with_words(page: PageWords, changed: dict[tuple[int, int], Word]) -> PageWords:
    """The page with other words at some places: (line, place in the line), counted from 0."""
    if not changed:
        return page
    lines = tuple(
        replace(
            line,
            words=tuple(changed.get((n, place), word) for place, word in enumerate(line.words)),
        )
        for n, line in enumerate(page.lines)
    )
    return replace(page, lines=lines)


def revert(page: PageWords, corrections: Iterable[Correction]) -> PageWords:
    """The page with the words that were read; corrections of other pages are left alone."""
    mine = {(one.box, one.after): one for one in corrections if one.page == page.number}
    changed: dict[tuple[int, int], Word] = {}
    for n, line in enumerate(page.lines):
        for place, word in enumerate(line.words):
            found = mine.get((word.box, word.text))
            if found is not None:
                changed[n, place] = replace(word, text=found.before, confidence=found.confidence)
    return with_words(page, changed)


def remark_of(corrections: Sequence[Correction], path: str) -> tuple[Remark, ...]:
    """What is to be told of corrections: how many; the words themselves may be private."""
    if not corrections:
        return ()
    message = N_("words that were corrected by check digits or a word list: {count}.")
    return (Remark(message, Origin(path), {"count": len(corrections)}),)
