"""How doubtful a word is: the chance that it was read wrongly.

An engine's confidence alone misses words that it is sure of and that do not exist, and blames
short words. So a logistic function weighs it with what else is known: whether it is in a list of
words, how it is spelt, how high it stands beside its line, how well its neighbours and its page
were read. Its weights were fitted on the made pages of the tuning set (``python -m benchmarks.ocr
--fit``) and judged on others (docs/decisions/0026).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import fmean, median

from brailledesk.ingest.ocr.page import Line, PageWords, Word

DOUBTFUL = 0.04
"""The chance from which a word is marked: there the false alarms stay under one word of ten."""

FEATURES = (
    "one",
    "engine",
    "engine, squared",
    "neighbours",
    "page",
    "listed",
    "not listed",
    "number",
    "mixed",
    "odd characters",
    "short",
    "capitals inside",
    "height",
)
_WITH_LIST = (
    3.933, -0.685, -0.219, 0.102, -1.698, -1.412, 0.367, 0.604, 3.176, 5.245, 1.258, -0.05, 0.556,
)  # fmt: skip
_WITHOUT_LIST = (
    3.144, -0.707, -0.235, 0.077, -1.547, 0.0, 0.0, 1.488, 2.997, 5.985, 0.414, 0.258, 0.987,
)  # fmt: skip

_PARTS = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"[(€]*\d+(?:[.,:/-]\d+)*[%)€.,;:]*")
_CODE = re.compile(r"[A-Z]+[-/.]?\d[\dA-Z./-]*[.,;:]?|\d[\dA-Z]+")
_ODD = re.compile(r"[^\w\s.,;:!?'’\"“”«»()€%/&-]")
_INSIDE = re.compile(r"[a-zà-ù][A-Z]")


@dataclass(frozen=True, slots=True)
class Context:
    """What stands around a word.

    ``height`` is the usual height of words in its line, in pixels; ``neighbours`` and ``page`` are
    mean confidences. ``words`` is a list of words in small letters, None where there is none.
    """

    height: float
    neighbours: float
    page: float
    words: frozenset[str] | None = None


def doubt(word: Word, context: Context) -> float:
    """The chance, from 0 to 1, that a word was read wrongly."""
    weights = _WITHOUT_LIST if context.words is None else _WITH_LIST
    total = sum(w * f for w, f in zip(weights, features(word, context), strict=True))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def with_contexts(
    page: PageWords, words: frozenset[str] | None = None
) -> Iterator[tuple[Word, Context]]:
    """The words of a page in their order, each with what stands around it."""
    sure = [word.confidence for line in page.lines for word in line.words]
    whole = fmean(sure) if sure else 0.0
    for line in filter(lambda one: one.words, page.lines):
        usual = _usual_height(line)
        for place, word in enumerate(line.words):
            beside = line.words[max(0, place - 1) : place] + line.words[place + 1 : place + 2]
            near = fmean(one.confidence for one in beside) if beside else whole
            yield word, Context(usual, near, whole, words)


def features(word: Word, context: Context) -> tuple[float, ...]:
    """What is weighed, in the order of ``FEATURES``."""
    text, engine = word.text, _odds(word.confidence)
    number = bool(_NUMBER.fullmatch(text))
    parts = _PARTS.findall(text.lower())
    known, unknown = _listed(parts, context.words) if not number else (False, False)
    digits = any(char.isdigit() for char in text)
    mixed = digits and bool(parts) and not _CODE.fullmatch(text)
    height = (word.box.bottom - word.box.top) / max(1.0, context.height)
    return (
        1.0,
        engine,
        engine**2,
        _odds(context.neighbours),
        _odds(context.page),
        float(known),
        float(unknown),
        float(number),
        float(mixed),
        float(len(_ODD.findall(text))) / len(text),
        1 / len(text),
        float(bool(_INSIDE.search(text))),
        abs(math.log(max(0.1, height))),
    )


def _listed(parts: list[str], words: frozenset[str] | None) -> tuple[bool, bool]:
    """Whether all parts are in the list, and whether one is not; neither without a list."""
    if words is None or not parts:
        return False, False
    known = all(part in words or len(part) == 1 for part in parts)
    return known, not known


def _odds(chance: float) -> float:
    limited = min(0.99, max(0.01, chance))
    return math.log(limited / (1 - limited))


def _usual_height(line: Line) -> float:
    return float(median(word.box.bottom - word.box.top for word in line.words))
