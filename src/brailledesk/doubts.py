"""What a reader is told of words that recognition is unsure of: Document to Document.

The same document goes to Braille, print and speech, so that its words say it, not its layout.
Italian Braille has no sign of its own for an uncertain reading; "(?)" behind the word is what print
has, and every table has its signs. It stands behind a blank that no row ends at, outside of the
word: a code, an amount, an address stay as they were read.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from brailledesk.document import (
    Block,
    Document,
    Heading,
    ListBlock,
    ListItem,
    PageMark,
    Paragraph,
    Runs,
    block_runs,
    change_texts,
    find_chapter_level,
)
from brailledesk.text import DOUBTFUL, Doubts, Origin, Run, plain_text

__all__ = ["DOUBTFUL", "DoubtLabels", "DoubtfulWord", "Doubts", "doubtful_words", "show_doubts"]

UNRELIABLE = 0.75
"""Mean confidence, by characters, under which a page is announced as unreliable."""

_WORD = re.compile(r"\S+")
_LINE = re.compile(r"\bline (\d+)")
_STOPS = ".,;:!?…"


@dataclass(frozen=True, slots=True)
class DoubtLabels:
    """The words, in the document's language; names in braces are filled in."""

    mark: str = "(?)"
    page: str = "Pagina {page}: riconoscimento poco affidabile (parole dubbie: {count} su {total})."
    title: str = "Parole dubbie"
    entry: str = "pagina {page}, riga {line}: {word}"
    entry_without_line: str = "pagina {page}: {word}"
    entry_of_source: str = "{source}, {entry}"
    others: str = "{entry}; forse: {others}"


LABELS = DoubtLabels()


@dataclass(frozen=True, slots=True)
class DoubtfulWord:
    """A word that may be wrong, without the stop behind it; ``others`` are further readings."""

    text: str
    confidence: float
    origin: Origin
    others: tuple[str, ...] = ()


def show_doubts(
    document: Document,
    choice: Doubts = Doubts.MARKS,
    *,
    labels: DoubtLabels = LABELS,
    threshold: float = DOUBTFUL,
    page_threshold: float = UNRELIABLE,
) -> Document:
    """The document with its doubtful words shown as the reader chose.

    A document without recognised words comes back as it is. No character of the text is changed.
    """
    if all(run.confidence is None for run in document.runs()):
        return document
    words = tuple(doubtful_words(document, threshold))
    blocks = _announced(document.blocks, labels, threshold, page_threshold)
    notes = document.notes
    if choice is Doubts.MARKS:

        def mark(runs: Runs) -> Runs:
            return _marked(runs, threshold, f"\u00a0{labels.mark}")

        blocks = tuple(change_texts(block, mark) for block in blocks)
        notes = tuple(
            replace(note, blocks=tuple(change_texts(block, mark) for block in note.blocks))
            for note in notes
        )
    if choice is Doubts.LIST and words:
        level = find_chapter_level(blocks)
        is_one = len({word.origin.source for word in words}) == 1
        items = tuple(_item(word, labels, has_source=not is_one) for word in words)
        blocks = (*blocks, Heading(level, (Run(labels.title),)), ListBlock(items))
    return replace(document, blocks=blocks, notes=notes)


def doubtful_words(document: Document, threshold: float = DOUBTFUL) -> Iterator[DoubtfulWord]:
    """The words of a document whose confidence is under ``threshold``, in reading order."""
    blocks = [*document.blocks, *(block for note in document.notes for block in note.blocks)]
    for block in blocks:
        for runs in _texts(block):
            for word in _words(runs):
                if word.is_under(threshold):
                    yield word.tell(runs)


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a text, by its place; ``end`` is before the stop behind it."""

    start: int
    end: int
    text: str
    parts: tuple[Run, ...]

    @property
    def confidence(self) -> float | None:
        """That of its worst part: a word is as sure as its letters are."""
        return min(
            (run.confidence for run in self.parts if run.confidence is not None), default=None
        )

    def is_under(self, threshold: float) -> bool:
        confidence = self.confidence
        return confidence is not None and confidence < threshold

    def tell(self, runs: Runs) -> DoubtfulWord:
        worst = min(
            (run for run in self.parts if run.confidence is not None),
            key=lambda run: run.confidence or 0.0,
        )
        origin = worst.origin or next((run.origin for run in runs if run.origin), Origin())
        return DoubtfulWord(self.text, worst.confidence or 0.0, origin, worst.others)


def _words(runs: Sequence[Run]) -> Iterator[_Word]:
    """The words of runs; one may lie in several."""
    text = plain_text(runs)
    starts: list[int] = []
    position = 0
    for run in runs:
        starts.append(position)
        position += len(run.text)
    first = 0
    for match in _WORD.finditer(text):
        while first + 1 < len(runs) and starts[first + 1] <= match.start():
            first += 1
        last = first
        while last + 1 < len(runs) and starts[last + 1] < match.end():
            last += 1
        bare = match[0].rstrip(_STOPS) or match[0]
        parts = tuple(run for run in runs[first : last + 1] if run.text)
        yield _Word(match.start(), match.start() + len(bare), bare, parts)


def _marked(runs: Runs, threshold: float, mark: str) -> Runs:
    """The runs with a mark behind each doubtful word."""
    places = [word.end for word in _words(runs) if word.is_under(threshold)]
    if not places:
        return runs
    marked: list[Run] = []
    start = 0
    waiting = iter(places)
    place = next(waiting, None)
    for run in runs:
        taken, end = 0, start + len(run.text)
        while place is not None and place <= end:
            marked.append(replace(run, text=run.text[taken : place - start]))
            marked.append(Run(mark, origin=run.origin))
            taken = place - start
            place = next(waiting, None)
        if taken < len(run.text):
            marked.append(replace(run, text=run.text[taken:]))
        start = end
    return tuple(run for run in marked if run.text)


def _item(word: DoubtfulWord, labels: DoubtLabels, *, has_source: bool) -> ListItem:
    line = _LINE.search(word.origin.place)
    template = labels.entry if line else labels.entry_without_line
    text = template.format(page=word.origin.page, line=line[1] if line else "", word=word.text)
    if has_source:
        name = PurePath(word.origin.source).name
        text = labels.entry_of_source.format(source=name, entry=text)
    if word.others:
        text = labels.others.format(entry=text, others=", ".join(word.others))
    return ListItem((Paragraph((Run(text, origin=word.origin),)),))


# -- pages that are unreliable as a whole ---------------------------------------------------------


@dataclass(slots=True)
class _Tally:
    """What the words of a page come to."""

    characters: int = 0
    trust: float = 0.0
    words: int = 0
    doubtful: int = 0


def _announced(
    blocks: Sequence[Block], labels: DoubtLabels, threshold: float, page_threshold: float
) -> tuple[Block, ...]:
    """The blocks with a sentence before the text of each unreliable page."""
    waiting = {
        page: Paragraph((Run(_sentence(page, tally, labels)),))
        for page, tally in _tallies(blocks, threshold).items()
        if tally.characters and tally.trust < page_threshold * tally.characters
    }
    announced: list[Block] = []
    for block in blocks:
        if isinstance(block, PageMark):
            announced.append(block)
            page = (block.origin.source, block.label) if block.origin else None
            announced += [waiting.pop(page)] if page in waiting else []
            continue
        pages = [_page_of(run.origin) for run in block_runs(block) if run.origin]
        announced += [waiting.pop(page) for page in dict.fromkeys(pages) if page in waiting]
        announced.append(block)
    return tuple(announced)


def _page_of(origin: Origin) -> tuple[str, str]:
    """A page of a source: of several scans in one document each has a first page."""
    return origin.source, origin.page


def _sentence(page: tuple[str, str], tally: _Tally, labels: DoubtLabels) -> str:
    return labels.page.format(page=page[1], count=tally.doubtful, total=tally.words)


def _tallies(blocks: Iterable[Block], threshold: float) -> dict[tuple[str, str], _Tally]:
    tallies: dict[tuple[str, str], _Tally] = defaultdict(_Tally)
    for block in blocks:
        for runs in _texts(block):
            for word in _words(runs):
                confidence, origin = word.confidence, word.parts[0].origin
                if confidence is None or origin is None:
                    continue
                tally = tallies[_page_of(origin)]
                tally.characters += len(word.text)
                tally.trust += confidence * len(word.text)
                tally.words += 1
                tally.doubtful += confidence < threshold
    return tallies


# -- the texts of a block -------------------------------------------------------------------------


def _texts(block: Block) -> Iterator[Runs]:
    """The runs of each paragraph, heading and cell inside of a block, in reading order."""
    found: list[Runs] = []

    def keep(runs: Runs) -> Runs:
        found.append(runs)
        return runs

    change_texts(block, keep)
    yield from found
