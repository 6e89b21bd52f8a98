"""Print that an engine left out: single digits in columns of a table, above all.

Tesseract's layout analysis takes a column of single signs for noise, and a quantity that is missing
is worse than one that is doubtful. So letters of ink that stand in a row of print, and in no word,
are read alone; what comes of them is never sure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from statistics import median
from typing import Protocol, runtime_checkable

import cv2
import numpy as np

from brailledesk.ingest.ocr.faults import PageFaulty
from brailledesk.ingest.ocr.page import Box, Engine, Line, PageWords, Picture, Pixels, Word

CONFIDENCE = 0.5
"""Of what was left out at first, at most."""
UNREADABLE = "?"
"""What stands for print of which nothing comes."""
_MOST = 40
"""Letters left out: more are dirt, or a picture."""
_LOWEST, _HIGHEST = 0.75, 1.3
"""Heights of a letter, of a capital's."""
_WIDEST = 1.2
_CLOSE = 0.5
"""Heights of a letter between two letters of a word, at most."""
_LEAST = 0.08
"""Ink of the thinnest sign, an I, as a share of its height's square."""
_FULLEST = 0.9
"""Share of its box that a letter blackens: a spot fills it."""


@runtime_checkable
class _ReadsLines(Protocol):
    """An engine that reads a picture of a single line."""

    def read_line(self, picture: Picture, languages: tuple[str, ...]) -> PageWords: ...


def with_unread(
    words: PageWords, picture: Picture, engine: Engine, languages: tuple[str, ...]
) -> PageWords:
    """The words of a page, and those that stand in its rows and were left out."""
    letters = list(unread(words, picture.pixels))
    if not letters or len(letters) > _MOST:
        return words
    boxes = _joined(letters)
    block = max(line.block for line in words.lines) + 1
    lines = list(words.lines)
    for number, box in enumerate(boxes):
        alone = replace(picture, pixels=_around(picture.pixels, box))
        told = list(_read_alone(alone, engine, languages))
        text = "".join(word.text for word in told) or UNREADABLE
        sure = min((word.confidence for word in told), default=0.0)
        word = Word(text, box, min(sure, CONFIDENCE), languages[0])
        height = float(box.bottom - box.top)
        lines.append(Line((word,), box, float(box.bottom), height, block + number))
    return replace(words, lines=tuple(lines))


def _read_alone(picture: Picture, engine: Engine, languages: tuple[str, ...]) -> Iterator[Word]:
    """The words of a small picture; none where the engine reads whole pages only, or fails."""
    if not isinstance(engine, _ReadsLines):
        return
    try:
        found = engine.read_line(picture, languages)
    except PageFaulty:
        return
    for line in found.lines:
        yield from line.words


def unread(words: PageWords, pixels: Pixels) -> Iterator[Box]:
    """The letters that stand in rows of words and in none of them, from above to below."""
    lines = [line for line in words.lines if any(_has_letters(word) for word in line.words)]
    if not lines:
        return
    high = median(line.height for line in lines)
    grey = pixels if pixels.ndim == 2 else cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    _, ink = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    rest = ink.copy()
    taken = np.zeros(grey.shape, np.uint8)
    reach = round(0.5 * high)
    for line in words.lines:
        for word in line.words:
            left, top, right, bottom = word.box
            rows = slice(max(top - reach // 2, 0), bottom + reach // 2)
            columns = slice(max(left - reach, 0), right + reach)
            taken[rows, columns] = 1
            rest[rows, columns] = 0
    if cv2.countNonZero(rest) < _LEAST * high**2:
        return  # most pages: nothing but words
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    for left, top, width, height, area in stats[1:].tolist():
        if not (_LOWEST * high <= height <= _HIGHEST * high and width <= _WIDEST * height):
            continue
        if area > _FULLEST * width * height or taken[top : top + height, left : left + width].any():
            continue
        box = Box(left, top, left + width, top + height)
        if any(_is_in_row(box, line, high) for line in lines):
            yield box


def _joined(letters: Iterable[Box]) -> list[Box]:
    """The boxes of words, of letters that stand close in one row."""
    words: list[Box] = []
    for box in sorted(letters):
        near = _CLOSE * (box.bottom - box.top)
        for place, word in enumerate(words):
            if box.left - word.right <= near and abs(box.bottom - word.bottom) <= near:
                words[place] = Box(
                    word.left,
                    min(word.top, box.top),
                    max(word.right, box.right),
                    max(word.bottom, box.bottom),
                )
                break
        else:
            words.append(box)
    return sorted(words, key=lambda box: (box.top, box.left))


def _has_letters(word: Word) -> bool:
    return sum(map(str.isalnum, word.text)) >= 2


def _is_in_row(box: Box, line: Line, high: float) -> bool:
    """Whether a letter stands on the baseline of a line."""
    return abs(box.bottom - line.baseline) <= 0.25 * high


def _around(pixels: Pixels, box: Box) -> Pixels:
    """A word, with commas that hang below it, and white around: nothing is read at an edge."""
    margin = box.bottom - box.top
    a_little = margin // 6
    cut = pixels[
        max(box.top - a_little, 0) : box.bottom + 2 * a_little,
        max(box.left - a_little, 0) : box.right + a_little,
    ]
    sides = ((margin, margin), (margin, margin), (0, 0))
    return np.pad(cut, sides[: pixels.ndim], constant_values=int(np.max(cut)))
