"""The corrections of a page: codes first, then numbers, then words."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple

from brailledesk.ingest.ocr.corrections.codes import CARD, Found, find_codes
from brailledesk.ingest.ocr.corrections.lexicon import Lexicon
from brailledesk.ingest.ocr.corrections.numbers import looks_wrong
from brailledesk.ingest.ocr.corrections.record import Corrected, Correction, with_words
from brailledesk.ingest.ocr.corrections.words import (
    correction_of,
    suggestions_of,
    word_with_digits,
)
from brailledesk.ingest.ocr.page import Line, PageWords, Word
from brailledesk.text import DOUBTFUL

DOUBT = 0.3
"""Confidence of what cannot be right, at most."""
SUSPECT = 0.6
"""Confidence of a word that no list has, near one that is there, at most."""
CORRECTED = max(0.85, DOUBTFUL)
"""Confidence of a corrected word, at least: it is sure, and not marked."""
READ_WELL = max(0.9, DOUBTFUL)
"""A word that was read this well is no misreading, even if no list has it."""
_CORE = re.compile(r"[^\W_](?:.*[^\W_]['’]?)?")


class _Change(NamedTuple):
    """What a word is now, and why."""

    word: Word
    reason: str


def correct(page: PageWords, lexicon: Lexicon | None = None) -> Corrected:
    """The page with its sure corrections, and with doubts where something cannot be right.

    ``lexicon`` has the words of the page's language; without it only codes are corrected. The
    confidence of a word is changed where a check says more than the engine; boxes never are.
    """
    changed: dict[tuple[int, int], _Change] = {}
    for number, line in enumerate(page.lines):
        found = _code_changes(line)
        for place, word in enumerate(line.words):
            change = found.get(place) or _judged(word, lexicon)
            if change.word != word:
                changed[number, place] = change
    records = tuple(
        Correction(
            page.number, before.box, before.text, change.word.text, change.reason, before.confidence
        )
        for (number, place), change in changed.items()
        if (before := page.lines[number].words[place]).text != change.word.text
    )
    words = {place: change.word for place, change in changed.items()}
    return Corrected(with_words(page, words), records)


def _code_changes(line: Line) -> dict[int, _Change]:
    """What becomes of the words of the codes of a line, by their places."""
    return {
        place: _Change(word, found.kind)
        for found in find_codes(line.words)
        for place, word in _code_words(line, found)
    }


def _code_words(line: Line, found: Found) -> list[tuple[int, Word]]:
    """The words of a code: right, corrected, or doubtful."""
    words = [(part, line.words[part.place]) for part in found.parts]
    if found.is_right:
        return [
            (p.place, replace(w, confidence=_passed(w.confidence, found.sieve))) for p, w in words
        ]
    if len(found.readings) != 1 or found.kind == CARD:
        others = found.readings if len(words) == 1 and found.kind != CARD else ()
        return [
            (p.place, replace(w, confidence=min(w.confidence, DOUBT), others=others or w.others))
            for p, w in words
        ]
    signs = iter(found.readings[0])
    corrected: list[tuple[int, Word]] = []
    for part, word in words:
        core = "".join(
            sign if sign in "-./" else next(signs) for sign in word.text[part.start : part.end]
        )
        text = word.text[: part.start] + core + word.text[part.end :]
        confidence = max(word.confidence, CORRECTED)
        corrected.append((part.place, replace(word, text=text, confidence=confidence)))
    return corrected


def _passed(confidence: float, sieve: int) -> float:
    """The confidence of a code that passes a check which lets one misreading in ``sieve`` pass."""
    return confidence / (confidence + (1 - confidence) / sieve) if confidence else 0.0


def _judged(word: Word, lexicon: Lexicon | None) -> _Change:
    """A word of no code: itself, corrected by the list, or doubtful."""
    wrong = looks_wrong(word.text)
    if wrong is not None:
        return _Change(_doubtful(word, wrong), "")
    core = _CORE.search(word.text)
    if lexicon is None or core is None or word.confidence > READ_WELL:
        return _Change(word, "")
    if any(map(str.isdigit, word.text)):
        suggested = word_with_digits(core[0], lexicon)
        return _Change(_doubtful(word, suggested) if suggested else word, "")
    better = correction_of(core[0], lexicon)
    if better is None:
        near = suggestions_of(core[0], lexicon)
        confidence = min(word.confidence, SUSPECT) if near else word.confidence
        others = tuple(dict.fromkeys((*near, *word.others)))
        return _Change(replace(word, confidence=confidence, others=others), "")
    text = word.text[: core.start()] + better[0] + word.text[core.end() :]
    corrected = replace(word, text=text, confidence=max(word.confidence, CORRECTED))
    return _Change(corrected, better[1])


def _doubtful(word: Word, suggested: str) -> Word:
    others = tuple(dict.fromkeys((suggested, *word.others))) if suggested else word.others
    return replace(word, confidence=min(word.confidence, DOUBT), others=others)
