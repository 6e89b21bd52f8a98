"""How far a reading is from the truth: characters, values, and the words that are wrong."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from tests.ocr.made.values import Field

_ALIKE = str.maketrans({"’": "'", "‘": "'", "`": "'", "“": '"', "”": '"', "—": "-", "–": "-"})
"""Signs that mean the same: fonts draw them alike, so that no reader can tell them apart."""


def plain_text(text: str) -> str:
    """Blanks single, quotes and dashes of one form."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_ALIKE).split())


def character_edits(truth: str, read: str) -> tuple[int, int]:
    """Edits (Levenshtein) that make the truth of what was read, at most its length; and its length.

    The order of reading counts: columns read across are many edits.
    """
    truth, read = plain_text(truth), plain_text(read)
    return min(len(truth), Levenshtein.distance(truth, read)), len(truth)


def wrong_words(truth: str, words: Sequence[str]) -> list[bool]:
    """For each word that was read, whether it is none of the truth's.

    Words are compared in order; those of a table or column that was read in another order are right
    if the truth has them left over.
    """
    expected = plain_text(truth).split()
    got = [plain_text(word) for word in words]
    wrong = [True] * len(got)
    left = Counter(expected)
    for block in Levenshtein.opcodes(expected, got):
        if block.tag == "equal":
            wrong[block.dest_start : block.dest_end] = [False] * (block.dest_end - block.dest_start)
            left.subtract(expected[block.src_start : block.src_end])
    for place, word in enumerate(got):
        if wrong[place] and left[word] > 0:
            wrong[place] = False
            left[word] -= 1
    return wrong


def has_value(read: str, field: Field) -> bool:
    """Whether a value stands in what was read, exactly; groups of an IBAN may run together."""
    text, value = plain_text(read), plain_text(field.text)
    if field.kind == "iban":
        return value.replace(" ", "") in text.replace(" ", "")
    return re.search(rf"(?<![\w,.]){re.escape(value)}(?![\w]|[,.]\w)", text) is not None


def places_of(truth: str, value: str, words: Sequence[str]) -> list[int]:
    """The places among the words read that stand for a value of the truth, right or wrong.

    Empty where nothing was read in its place: it was lost.
    """
    expected, got = plain_text(truth).split(), [plain_text(word) for word in words]
    parts = plain_text(value).split()
    starts = [at for at in range(len(expected)) if expected[at : at + len(parts)] == parts]
    wanted = {at + step for at in starts[:1] for step in range(len(parts))}
    found: set[int] = set()
    for block in Levenshtein.opcodes(expected, got):
        if block.tag == "insert":
            continue
        length, size = block.src_end - block.src_start, block.dest_end - block.dest_start
        for at in wanted & set(range(block.src_start, block.src_end)):
            first = block.dest_start + (at - block.src_start) * size // length
            last = block.dest_start + -(-(at - block.src_start + 1) * size // length)
            found.update(range(first, last))
    return sorted(found)


def free_edits(truth: Sequence[str], read: Sequence[str]) -> tuple[int, int]:
    """Edits as ``character_edits`` counts them, whatever the order in which lines were read.

    Each line (or cell) of the truth, the longest first, takes the part of a line read that is
    most like it; what is left over on either side is wrong (flexible character accuracy:
    C. Clausner, S. Pletschacher, A. Antonacopoulos, Pattern Recognition Letters 131, 2020, in its
    simplest form).
    """
    rest = [line for line in map(plain_text, read) if line]
    edits = total = 0
    parts = (plain_text(part) for line in truth for part in line.split("\t"))
    for line in sorted(filter(None, parts), key=len, reverse=True):
        total += len(line)
        edits += _take(line, rest)
    return min(total, edits + sum(map(len, rest))), total


def _take(line: str, rest: list[str]) -> int:
    """Edits that a line takes; the part of ``rest`` that stands for it is taken out."""
    best: tuple[float, int, int, int] | None = None
    for place, candidate in enumerate(rest):
        found = fuzz.partial_ratio_alignment(line, candidate, score_cutoff=best[0] if best else 50)
        if found is None:
            continue
        start, end = (
            (found.dest_start, found.dest_end)
            if len(line) <= len(candidate)
            else (0, len(candidate))
        )
        edits = Levenshtein.distance(line, candidate[start:end])
        score = 100 * (1 - edits / max(len(line), end - start))
        if score > 40 and (best is None or score > best[0]):
            best = (score, place, start, end)
    if best is None:
        return len(line)
    _score, place, start, end = best
    taken = rest.pop(place)
    rest.extend(part for part in (taken[:start].strip(), taken[end:].strip()) if part)
    return Levenshtein.distance(line, taken[start:end])
