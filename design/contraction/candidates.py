"""Which texts may get a sign of which kind: many more than there are cells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from design.contraction.count import Corpus, Counts, most_common, spans
from design.contraction.inventory import Opcode, Sign, Slot

_CONSONANTS = frozenset("bcdfghlmnpqrstvz")
_VOWELS = frozenset("aeiouàèéìòù")

NAMES = frozenset({
    "italia", "roma", "milano", "europa", "napoli", "torino", "dio", "san", "stati", "maria",
    "giovanni", "facebook", "the", "of", "and", "renzi", "berlusconi", "internet", "unione",
    "perchè", "perche",
})  # fmt: skip
"""No signs of their own: names, so mostly with a capital; not Italian; or misspelled."""

NO_WORDS = frozenset({"to", "on"})
"""Common in the list, but English."""

_WORD_SHARE = 0.1
"""Words in 1,000 from which a text of a group counts as a word itself."""

_PRODUCTIVE = 12
"""An ending that fewer different words have is a part of a word, not an ending."""

_LETTERS = 4
"""Nor is one that stands behind fewer different letters than these."""

_TOO_MUCH_OF_ONE = 0.4
"""Nor is one where a single word makes more than this share."""


def words_among(corpus: Corpus) -> frozenset[str]:
    """The texts that are words themselves, common enough to be one."""
    pairs = zip(corpus.words, corpus.weights, strict=True)
    common = {word for word, weight in pairs if weight >= _WORD_SHARE and len(word) > 1}
    return frozenset(common - NO_WORDS)


def candidates(corpus: Corpus, counts: Counts) -> list[Sign]:
    """Everything that may be chosen, in a fixed order."""
    words = {
        word: weight
        for word, weight in zip(corpus.words, corpus.weights, strict=True)
        if len(word) > 1 and word not in NAMES
    }
    both = {text: counts.inside[text] + counts.ends[text] for text in counts.inside}
    before_letters = {
        text: counts.inside.get(text, 0) + counts.begins.get(text, 0)
        for text in sorted({*counts.inside, *counts.begins})
    }
    starts = _productive(corpus, counts.begins, str.startswith, 3, 0, 0.8)
    ends = _productive(corpus, counts.ends, str.endswith, _PRODUCTIVE, _LETTERS, _TOO_MUCH_OF_ONE)
    within = _productive(corpus, both, _contains, _PRODUCTIVE, _LETTERS, _TOO_MUCH_OF_ONE)
    return [
        *_signs(Slot.WORD, Opcode.WORD, most_common(words, 1, 120)),
        *_signs(Slot.GROUP, Opcode.ALWAYS, _short(most_common(counts.anywhere, 1, 500), 4)),
        *_signs(Slot.CLUSTER, Opcode.MIDWORD, most_common(_clusters(counts.inside), 1, 45)),
        Sign(Slot.ION, Opcode.MIDWORD, "zion"),
        Sign(Slot.QU, Opcode.ALWAYS, "qu"),
        *_signs(Slot.BEGINNING, Opcode.BEGWORD, _closed(most_common(counts.begins, 1, 200))),
        *_signs(Slot.START, Opcode.BEGWORD, _stems(most_common(starts, 2, 500))),
        *_signs(Slot.START, Opcode.WORD, most_common(words, 2, 300)),
        *_signs(Slot.ENDING, Opcode.ENDWORD, most_common(ends, 2, 400)),
        *_signs(Slot.ENDING, Opcode.MIDENDWORD, most_common(within, 2, 400)),
        *_signs(Slot.ENDING, Opcode.MIDWORD, most_common(within, 2, 150)),
        *_signs(Slot.FINAL, Opcode.ENDWORD, most_common(ends, 1, 250)),
        *_signs(Slot.ACCENT, Opcode.BEFORE_LETTER, most_common(before_letters, 1, 250)),
    ]


def _signs(slot: Slot, opcode: Opcode, texts: Iterable[str]) -> list[Sign]:
    return [Sign(slot, opcode, text) for text in texts]


def _contains(word: str, text: str) -> bool:
    return text in word[1:]


def _short(texts: list[str], most: int) -> list[str]:
    return [text for text in texts if len(text) <= most]


def _closed(texts: list[str]) -> list[str]:
    """Beginnings that can be spoken and end in a consonant.

    Behind them a cluster hardly follows, so no lowered sign behind a lowered one.
    """
    return [text for text in texts if not _VOWELS.isdisjoint(text) and text[-1] in _CONSONANTS]


def _stems(texts: list[str]) -> list[str]:
    return [text for text in texts if len(text) >= 3]


def _clusters(inside: dict[str, float]) -> dict[str, float]:
    """Groups of two or three consonants; qu is a sign of its own."""
    return {
        text: weight
        for text, weight in inside.items()
        if len(text) <= 3 and _CONSONANTS.issuperset(text) and "q" not in text
    }


def _productive(
    corpus: Corpus,
    texts: dict[str, float],
    has: Callable[[str, str], bool],
    words: int,
    behind: int,
    most_of_one: float,
) -> dict[str, float]:
    """The texts that enough different words have, behind enough different letters.

    No single word makes most of their use.
    """
    likely = set(most_common(texts, 1, 2500))
    number: dict[str, int] = defaultdict(int)
    letters: dict[str, set[str]] = defaultdict(set)
    most: dict[str, float] = defaultdict(float)
    for word, weight in zip(corpus.words, corpus.weights, strict=True):
        for text in {word[start:stop] for start, stop in spans(word)} & likely:
            if word != text and has(word, text):
                number[text] += 1
                letters[text].add(word[word.find(text, 1) - 1])
                most[text] = max(most[text], weight)
    return {
        text: texts[text]
        for text in likely
        if number[text] >= words
        and len(letters[text]) >= behind
        and most[text] <= most_of_one * texts[text]
    }
