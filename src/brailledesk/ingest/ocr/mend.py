"""The pages of one file with their corrections: those that are sure, and those a person saved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from brailledesk.document import Remark
from brailledesk.doubts import DOUBTFUL
from brailledesk.ingest.ocr.confidence import DOUBTFUL as DOUBTFUL_CHANCE
from brailledesk.ingest.ocr.confidence import doubt, with_contexts
from brailledesk.ingest.ocr.corrections import (
    Correction,
    Lexicon,
    correct,
    remark_of,
    system_lexicon,
)
from brailledesk.ingest.ocr.corrections.saved import (
    apply_corrections,
    mark_source,
    missing_remark,
    parse_corrections,
)
from brailledesk.ingest.ocr.options import Recognition
from brailledesk.ingest.ocr.page import Box, PageWords, Picture
from brailledesk.ingest.ocr.wire import PageRead


class Recognised(NamedTuple):
    """A page as it stands in the document.

    ``corrections`` are those that the program made. ``pictures`` are those of the clean-up, if they
    were asked for: the first as it was given, the last the one whose pixels boxes are in.
    ``places`` are the boxes of all words in pixels of the first.
    """

    words: PageWords
    corrections: tuple[Correction, ...] = ()
    pictures: tuple[tuple[str, Picture], ...] = ()
    places: tuple[Box, ...] = ()


class Mender:
    """Corrects the pages of a file.

    Raises CorrectionsFaulty where saved corrections are those of another file, or none.
    """

    def __init__(self, data: bytes, path: str, language: str, recognition: Recognition) -> None:
        self._path = path
        self._is_corrected = recognition.is_corrected
        self._lexicon = _lexicon(language)
        self._made: list[Correction] = []
        self._missing: list[Correction] = []
        self._saved: tuple[Correction, ...] = ()
        if recognition.corrections is not None:
            name, content = recognition.corrections
            saved = parse_corrections(content, name, mark_source(path, data))
            self._saved = saved.corrections

    @property
    def knows(self) -> Callable[[str], bool]:
        """The list of words of the file's language."""
        return self._lexicon.knows

    def mend(self, page: PageRead) -> Recognised:
        """A page with its corrections."""
        words, made = page.words, tuple[Correction, ...]()
        words = with_trust(words, self._lexicon)
        if self._is_corrected:
            words, made = correct(words, self._lexicon)
            self._made += made
        mine = [one for one in self._saved if one.page == words.number]
        if mine:
            (words,), missing = apply_corrections((words,), mine)
            self._missing += missing
        return Recognised(words, made, page.pictures, page.places)

    def remarks(self) -> tuple[Remark, ...]:
        """What is to be told of all corrections."""
        made = remark_of(self._made, self._path)
        return (*made, *missing_remark(self._missing, self._path))


def with_trust(page: PageWords, lexicon: Lexicon) -> PageWords:
    """The page with confidences that mean one thing: how likely each word is right.

    They are those of ``confidence.doubt``, moved so that what it calls doubtful is what all others
    do (``doubts.DOUBTFUL``): odds are multiplied, and no word changes its place among the others.
    """
    listed = lexicon.words if lexicon.is_large else None
    judged = iter([_trust(doubt(*one)) for one in with_contexts(page, listed)])
    lines = tuple(
        replace(line, words=tuple(replace(word, confidence=next(judged)) for word in line.words))
        for line in page.lines
    )
    return replace(page, lines=lines)


def _trust(chance: float) -> float:
    """The confidence of a word that is wrong with this chance."""
    limit = DOUBTFUL_CHANCE / (1 - DOUBTFUL_CHANCE)
    odds = min(chance, 0.999) / (1 - min(chance, 0.999))
    return 1 / (1 + odds / limit * (1 - DOUBTFUL) / DOUBTFUL)


@lru_cache(maxsize=4)
def _lexicon(language: str) -> Lexicon:
    """It takes a moment to read, and a folder has many files."""
    return system_lexicon(language)
