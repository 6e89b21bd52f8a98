"""One spoilt page, read by plain Tesseract and by us, and how both did.

Ours is what the product does with a page: clean-up, the engine in process, print that the engine
left out, structure. The order of reading is judged on the text that structure gives; characters in
any order, values and doubtful words on what the engine read.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from tests.ocr import scores
from tests.ocr.made import MadePage, made_page
from tests.ocr.made.values import Field

from brailledesk.document import Block, ListBlock, PageMark, Table, block_runs
from brailledesk.ingest.ocr import confidence
from brailledesk.ingest.ocr.page import PageWords, Picture
from brailledesk.text import plain_text

if TYPE_CHECKING:
    from brailledesk.ingest.ocr.engines.tesseract import Tesseract

WORDS = Path("/usr/share/dict/italian")
Place: TypeAlias = tuple[str, str, int]
"""A page to be made: set, kind and number."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How one reader did on one page; ``seconds`` of processors."""

    edits: int
    free_edits: int
    fields: tuple[bool, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class WordRead:
    """A word of ours: what is weighed with a list of words and without, its doubt, the truth."""

    listed: tuple[float, ...]
    unlisted: tuple[float, ...]
    doubt: float
    is_wrong: bool


@dataclass(frozen=True, slots=True)
class Judged:
    """A page as both read it.

    ``amounts`` says for each amount how it came out: right, marked, lost or unmarked.
    """

    kind: str
    layout: str
    length: int
    fields: tuple[Field, ...]
    plain: Reading
    ours: Reading
    readings: int
    words: tuple[WordRead, ...]
    amounts: tuple[str, ...]
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """A page as both read it, before it is judged; ``seconds`` are plain Tesseract's and ours.

    ``structured`` is the text of our blocks, in their order.
    """

    place: Place
    page: MadePage
    plain: tuple[str, ...]
    ours: PageWords
    structured: str
    seconds: tuple[float, float]
    readings: int
    steps: tuple[str, ...]


def read(place: Place) -> Read:
    """Make a page and read it both ways."""
    os.environ["OMP_THREAD_LIMIT"] = "1"  # before Tesseract's library is loaded
    import cv2  # noqa: PLC0415 (after OMP_THREAD_LIMIT)

    cv2.setNumThreads(1)
    from tests.ocr.plain import load  # noqa: PLC0415 (after OMP_THREAD_LIMIT)

    from brailledesk.ingest.ocr.cleanup import read_best  # noqa: PLC0415 (after OMP_THREAD_LIMIT)
    from brailledesk.ingest.ocr.structure import blocks_of  # noqa: PLC0415 (with it)
    from brailledesk.ingest.ocr.unread import with_unread  # noqa: PLC0415 (with it)
    from brailledesk.ingest.ocr.worker import rules_of  # noqa: PLC0415 (with it)

    page = made_page(*place)
    plain, plain_seconds = _plain(page)
    engine = _Counting(_engine())
    start = time.process_time()
    words, cleaned = read_best(load(page.data), engine, ("it",))
    words = with_unread(words, cleaned.picture, _engine(), ("it",))
    words = replace(words, rules=rules_of(cleaned.picture, words.resolution))
    structured = " ".join(map(_text_of, blocks_of(words, "it")))
    seconds = time.process_time() - start
    return Read(
        place,
        replace(page, data=b""),
        plain,
        words,
        structured,
        (plain_seconds, seconds),
        engine.reads,
        cleaned.names,
    )


@cache
def _engine() -> Tesseract:
    """The engine in process, its data loaded as between the pages of one file."""
    import numpy as np  # noqa: PLC0415 (after OMP_THREAD_LIMIT)

    from brailledesk.ingest.ocr.engines import open_tesseract  # noqa: PLC0415 (with it)

    engine = open_tesseract()
    engine.read(Picture(np.full((60, 60), 255, np.uint8), (300.0, 300.0)), ("it",))
    return engine


class _Counting:
    """An engine that counts how often it reads."""

    def __init__(self, engine: Tesseract) -> None:
        self.name, self.reads = engine.name, 0
        self._engine = engine

    def languages(self) -> frozenset[str]:
        return self._engine.languages()

    def read(self, picture: Picture, languages: tuple[str, ...]) -> PageWords:
        self.reads += 1
        return self._engine.read(picture, languages)


def _text_of(block: Block) -> str:
    """The text of a block as it is read aloud; a list with its markers, a table row by row."""
    match block:
        case PageMark():
            return ""
        case ListBlock():
            return " ".join(
                " ".join((item.marker, *map(_text_of, item.blocks))) for item in block.items
            )
        case Table():
            cells = (cell for line in block.rows for cell in line.cells)
            return " ".join(_text_of(inner) for cell in cells for inner in cell.blocks)
    return plain_text(block_runs(block))


def judge(done: Read) -> Judged:
    """How both readers did."""
    page = done.page
    lines = [" ".join(word.text for word in line.words) for line in done.ours.lines]
    words = tuple(_words(page, done.ours))
    texts = [word.text for line in done.ours.lines for word in line.words]
    return Judged(
        page.kind,
        page.layout,
        len(scores.plain_text(page.text)),
        page.fields,
        _reading(page, " ".join(done.plain), done.plain, done.seconds[0]),
        _reading(page, done.structured, lines, done.seconds[1]),
        done.readings,
        words,
        tuple(_amounts(page, texts, words)),
        done.steps,
    )


@lru_cache(maxsize=1)
def word_list() -> frozenset[str]:
    return frozenset(WORDS.read_text(encoding="utf-8").lower().split())


def _plain(page: MadePage) -> tuple[tuple[str, ...], float]:
    from tests.ocr.plain import command_line  # noqa: PLC0415 (after OMP_THREAD_LIMIT)

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"page{page.suffix}"
        path.write_bytes(page.data)
        start = os.times()
        text = command_line(path)
        end = os.times()
    seconds = end.children_user + end.children_system
    seconds -= start.children_user + start.children_system
    return tuple(text.split("\n")), seconds


def _reading(page: MadePage, ordered: str, lines: Sequence[str], seconds: float) -> Reading:
    """``ordered`` is judged in its order, ``lines`` in any."""
    text = " ".join(lines)
    edits, _ = scores.character_edits(page.text, ordered)
    free, _ = scores.free_edits(page.lines, lines)
    fields = tuple(scores.has_value(text, field) for field in page.fields)
    return Reading(edits, free, fields, seconds)


def _words(page: MadePage, read: PageWords) -> Iterator[WordRead]:
    listed = list(confidence.with_contexts(read, word_list()))
    unlisted = list(confidence.with_contexts(read))
    wrong = scores.wrong_words(page.text, [word.text for word, _ in listed])
    for one, other, is_wrong in zip(listed, unlisted, wrong, strict=True):
        yield WordRead(
            confidence.features(*one),
            confidence.features(*other),
            confidence.doubt(*one),
            is_wrong,
        )


def _amounts(page: MadePage, texts: Sequence[str], words: Sequence[WordRead]) -> Iterator[str]:
    """How each amount came out; a wrong one without a mark is the worst of errors."""
    whole = " ".join(texts)
    for field in page.fields:
        if field.kind != "amount":
            continue
        places = scores.places_of(page.text, field.text, texts)
        if scores.has_value(whole, field):
            yield "right"
        elif not places:
            yield "lost"
        elif any(words[place].doubt >= confidence.DOUBTFUL for place in places):
            yield "marked"
        else:
            yield "unmarked"
