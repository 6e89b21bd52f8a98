"""Stamps and other print that lies over the text: set apart, so that no sentence has it inside.

Two lines of text never cover each other. Where a word lies on words of another line, one of the
two is a stamp, a signature or dirt: the one whose size is farther from that of the text, or that
was read worse.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import NamedTuple

from brailledesk.ingest.ocr.page import Box, Line, PageWords, Word
from brailledesk.ingest.ocr.structure.pieces import ink_size

_COVERED = 0.25
"""Of the smaller box: boxes of neighbouring lines touch by less."""
_OTHER_SIZE = 1.25
_HUGE = 3.0
"""Of the size of the text."""
_MOST_OVER = 200
"""Words under one word that are looked at: work stays bounded on pages made to hurt."""


class _Placed(NamedTuple):
    """A word's box, with its line and its place in it; ``strangeness`` is as in _strangeness."""

    line: int
    place: int
    box: Box
    strangeness: tuple[int, float]


def set_stamps_apart(page: PageWords, sizes: Sequence[float], body: float) -> PageWords:
    """The page with its stamps behind its text, as lines of their own in a block of their own.

    ``sizes`` are those of the lines and ``body`` that of the text, in pixels. No word is lost.
    """
    over = {(one.line, one.place) for one in _covering(page, body)}
    over |= {
        (number, place)
        for number, (line, size) in enumerate(zip(page.lines, sizes, strict=True))
        if _is_huge(line, size, body, page.height)
        for place in range(len(line.words))
    }
    if not over:
        return page
    kept: list[Line] = []
    apart: list[Line] = []
    for number, line in enumerate(page.lines):
        stamped = [n for n in range(len(line.words)) if (number, n) in over]
        if 2 * len(stamped) >= len(line.words) and not _has_text_size(sizes[number], body):
            stamped = list(range(len(line.words)))
        words = tuple(word for n, word in enumerate(line.words) if n not in set(stamped))
        if words:
            kept.append(replace(line, words=words))
        if stamped:
            taken = tuple(line.words[n] for n in stamped)
            apart.append(replace(line, words=taken, block=STAMP))
    return replace(page, lines=(*kept, *apart))


def _is_huge(line: Line, size: float, body: float, height: int) -> bool:
    """Whether a word or two are too large for a heading, and stand where no title does."""
    return len(line.words) <= 2 and size >= _HUGE * body and line.box.top > height / 3


STAMP = -1
"""The block of lines that are stamps."""


def _has_text_size(size: float, body: float) -> bool:
    return body / _OTHER_SIZE < size < body * _OTHER_SIZE


def _covering(page: PageWords, body: float) -> Iterator[_Placed]:
    """The word of each pair that covers another one."""
    words = [
        _Placed(number, place, word.box, _strangeness(word, body))
        for number, line in enumerate(page.lines)
        for place, word in enumerate(line.words)
    ]
    words.sort(key=lambda one: one.box.top)
    for start, one in enumerate(words):
        for other in words[start + 1 : start + 1 + _MOST_OVER]:
            if other.box.top >= one.box.bottom:
                break
            if one.line != other.line and _cover(one.box, other.box):
                yield max(one, other, key=attrgetter("strangeness"))


def _cover(one: Box, other: Box) -> bool:
    width = min(one.right, other.right) - max(one.left, other.left)
    height = min(one.bottom, other.bottom) - max(one.top, other.top)
    if width <= 0 or height <= 0:
        return False
    least = min(_area(one), _area(other))
    return width * height >= _COVERED * least


def _area(box: Box) -> int:
    return max(box.right - box.left, 1) * max(box.bottom - box.top, 1)


def _strangeness(word: Word, body: float) -> tuple[int, float]:
    """How unlike the text a word is: by its size, then by how badly it was read."""
    size = ink_size(word) or (word.box.bottom - word.box.top)
    return round(2 * abs(math.log(max(size, 1) / body))), -word.confidence
