"""The design corpus: how often words, and the groups in them, occur in running Italian.

Frequencies are those of the package `wordfreq`, read where it is installed; nothing of it is kept.
The numbers of `wordfreq` are shares of running words; here they are words in 1,000.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import wordfreq

from design.contraction.inventory import CONTRACTIBLE

LONGEST = 9
"""Letters of the longest text that may get a sign."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """Words that are contracted, the commonest first, and what cannot be contracted."""

    words: tuple[str, ...]
    weights: tuple[float, ...]
    """Of each word: occurrences in 1,000 running words."""
    foreign: float
    """Words in 1,000 that hold a letter outside the contractible ones: one cell more each."""
    plain_cells: float
    """Cells of 1,000 running words uncontracted, with one blank behind each."""


def load(most: int) -> Corpus:
    """The ``most`` commonest words of `wordfreq`'s Italian list that are letters only."""
    shares = wordfreq.get_frequency_dict("it", wordlist="best")
    common = sorted(
        ((share, word) for word, share in shares.items() if word.isalpha()),
        key=lambda pair: (-pair[0], pair[1]),
    )[:most]
    scale = 1000 / sum(share for share, _ in common)
    own = [(word, share * scale) for share, word in common if CONTRACTIBLE.issuperset(word)]
    return Corpus(
        words=tuple(word for word, _ in own),
        weights=tuple(weight for _, weight in own),
        foreign=1000 - sum(weight for _, weight in own),
        plain_cells=sum(share * scale * (len(word) + 1) for share, word in common),
    )


@dataclass(frozen=True, slots=True)
class Counts:
    """Occurrences in 1,000 words of texts of 2 to LONGEST letters, by their place in a word."""

    anywhere: dict[str, float]
    begins: dict[str, float]
    """At the beginning of a word, letters behind it."""
    ends: dict[str, float]
    """At the end of a word, letters before it."""
    inside: dict[str, float]
    """Between letters."""


def count(corpus: Corpus) -> Counts:
    """Count every text of 2 to LONGEST letters; a word alone counts only as ``anywhere``."""
    counts = Counts(defaultdict(float), defaultdict(float), defaultdict(float), defaultdict(float))
    for word, weight in zip(corpus.words, corpus.weights, strict=True):
        for start, stop in spans(word):
            text = word[start:stop]
            counts.anywhere[text] += weight
            if start and stop < len(word):
                counts.inside[text] += weight
            elif start:
                counts.ends[text] += weight
            elif stop < len(word):
                counts.begins[text] += weight
    return counts


def spans(word: str) -> Iterator[tuple[int, int]]:
    """Start and end of every text in a word that might get a sign."""
    for start in range(len(word) - 1):
        for stop in range(start + 2, min(len(word), start + LONGEST) + 1):
            yield start, stop


def most_common(counts: dict[str, float], cells: int, many: int) -> list[str]:
    """The texts for which ``cells`` cells might save most, counted without regard to others."""
    order = sorted(counts, key=lambda text: (-counts[text] * (len(text) - cells), text))
    return list(islice(order, many))
