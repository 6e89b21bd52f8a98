"""Rows of a line: words set one after another until the row is full, in pixels or in characters.

Numbers, amounts, dates and codes stay whole where they fit into a row, as on a Braille display;
what is too long for one is divided between characters, without a hyphen.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from brailledesk.layout.protected import protected_spans
from brailledesk.magnify.atlas import Look
from brailledesk.magnify.lines import TextLine
from brailledesk.magnify.pictures import EnlargedPicture
from brailledesk.magnify.shaping import is_joined, runs_left, units, visual_order
from brailledesk.magnify.words import Word, Words

_WORD = re.compile(r"\S+")
_SPARE = 32
"""Characters more than those that have a width: marks."""


class SetWord(NamedTuple):
    """A word in a row: ``x`` from the left end of the row, ``start`` its first character."""

    word: Word
    x: int
    start: int
    look: int

    @property
    def end(self) -> int:
        """The character behind its last."""
        return self.start + len(self.word.text)


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """Characters ``start`` to ``end`` of a line, the words from left to right.

    ``above`` and ``below`` are the pixels of the row over and under its base line. A row with a
    ``picture`` has nothing else. ``labels`` stand before the words, and are not of the line's text:
    the heading of a cell.
    """

    start: int
    end: int
    words: tuple[SetWord, ...]
    above: int
    below: int
    blank: float
    picture: EnlargedPicture | None = None
    labels: tuple[SetWord, ...] = ()

    @property
    def height(self) -> int:
        """Pixels of the row."""
        return self.above + self.below

    @property
    def width(self) -> int:
        """Pixels up to the end of the last word."""
        if self.picture is not None:
            return self.picture.width
        placed = (*self.labels, *self.words)
        return max((one.x + one.word.width for one in placed), default=0)

    def x_of(self, character: int) -> int:
        """Where the caret stands before a character of the line."""
        before: SetWord | None = None
        for one in self.words:
            if one.start <= character <= one.end and one.word.text:
                if character < one.end or before is None or runs_left(one.word.text):
                    return one.x + one.word.edges[character - one.start]
                before = one
            elif one.end <= character and (before is None or one.end > before.end):
                before = one
        if before is None:
            return round((character - self.start) * self.blank)
        edge = before.x + before.word.edges[-1]
        blanks = (character - before.end) * self.blank
        return round(edge - blanks if runs_left(before.word.text) else edge + blanks)


class Token(NamedTuple):
    """Characters that stand in one row, if they fit: words, with the blanks between them."""

    start: int
    end: int
    words: tuple[tuple[int, Word, int], ...]
    width: float


def rows_of(line: TextLine, words: Words, width: int, columns: int) -> tuple[Row, ...]:
    """All rows of a line: see :func:`set_rows`."""
    return tuple(set_rows(line, words, width, columns))


def set_rows(line: TextLine, words: Words, width: int, columns: int) -> Iterator[Row]:
    """The rows of a line that are at most ``width`` pixels and ``columns`` characters long.

    At least one character stands in each row. An empty line is one row. A row is set when it is
    asked for.
    """
    metrics = words.atlas.metrics
    row: list[tuple[Token, float]] = []
    start, pen = 0, 0.0
    before = 0
    is_first = True
    for token in _pieces(line, words, width, columns):
        gap = (token.start - before) * metrics.blank
        if row and (pen + gap + token.width > width or token.end - start > columns):
            yield _row(row, start, before, words, width)
            row, start, pen, gap, is_first = [], token.start, 0.0, 0.0, False
        elif not row and (not is_first or gap + token.width > width):
            gap = 0.0  # an indent that would push the first word out of the row
        row.append((token, pen + gap))
        pen += gap + token.width
        before = token.end
    yield _row(row, start, len(line.text), words, width)


def _pieces(line: TextLine, words: Words, width: int, columns: int) -> Iterator[Token]:
    for start, end in _tokens(line):
        yield from _fitting(start, end, line, words, width, columns)


def _tokens(line: TextLine) -> Iterator[tuple[int, int]]:
    """What is not divided, from left to right."""
    text = line.text
    whole = iter(_whole(text))
    span = next(whole, None)
    place = 0
    while (match := _WORD.search(text, place)) is not None:
        start, end = match.span()
        while span is not None and span[0] < end:  # a word in which an amount begins takes it all
            if span[1] > end:
                behind = _WORD.search(text, span[1] - 1)
                end = behind.end() if behind is not None else span[1]
            span = next(whole, None)
        yield start, end
        place = end


@lru_cache(maxsize=1024)
def _whole(text: str) -> tuple[tuple[int, int], ...]:
    """Numbers, amounts, codes with blanks in them: the same at each size of a text."""
    return tuple(span for span in protected_spans(text) if " " in text[slice(*span)])


def token_of(line: TextLine, words: Words, start: int, end: int) -> Token:
    """Characters of a line as words in one row, with their blanks."""
    text = line.text[start:end]
    if len(line.looks) == 1 and text.split() == [text]:  # most are: one word in one look
        look = line.looks[0][1]
        word = words.word(text, look)
        return Token(start, end, ((start, word, look),), word.width)
    parts: list[tuple[int, Word, int]] = []
    width = 0.0
    blank = words.atlas.metrics.blank
    before = start
    for first, last, look in looks_of(line, start, end):
        for match in _WORD.finditer(line.text, first, last):
            word = words.word(match.group(), look)
            width += (match.start() - before) * blank
            parts.append((match.start(), word, look))
            width += word.width
            before = match.end()
    return Token(start, end, tuple(parts), width)


def looks_of(line: TextLine, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """The stretches of one look between two characters: start, end, look."""
    place = start
    for number in range(bisect_right(line.looks, start, key=_end), len(line.looks)):
        stop, look = line.looks[number]
        yield place, min(stop, end), look
        place = stop
        if place >= end:
            return


def _end(look: tuple[int, int]) -> int:
    return look[0]


def _fitting(
    start: int, end: int, line: TextLine, words: Words, width: int, columns: int
) -> Iterator[Token]:
    """A token in one piece; where it is too long for a row, its words, or their characters."""
    # No letter is narrower than a fifth of an em: what is that long need not be drawn to know it.
    most = min(columns, round(width / (words.atlas.em / 5)) + _SPARE)
    if end - start <= most:
        token = token_of(line, words, start, end)
        if token.width <= width:
            yield token
            return
    pieces = [match.span() for match in _WORD.finditer(line.text, start, end)]
    if len(pieces) > 1:
        for first, last in pieces:
            yield from _fitting(first, last, line, words, width, columns)
    else:
        yield from _divided(start, end, line, words, width, columns)


def _divided(
    begin: int, stop: int, line: TextLine, words: Words, width: int, columns: int
) -> Iterator[Token]:
    """Pieces of a word that are as long as a row, or shorter."""
    start = place = begin
    room = 0.0
    for first, last, look in looks_of(line, begin, stop):
        before = ""
        for unit in _smallest(line.text[first:last], words, width):
            size = words.advance(unit, before, look)
            end = place + len(unit)
            if place > start and (room + size > width or end - start > columns):
                yield token_of(line, words, start, place)
                start, room = place, 0.0
                size = words.advance(unit, "", look)  # nothing is before it to be drawn nearer to
            room += size
            place, before = end, unit
    if place > start:
        yield token_of(line, words, start, place)


def _smallest(text: str, words: Words, width: int) -> Iterator[str]:
    """What is not divided at any width; letters that join are, where they alone are too long."""
    for unit in units(text):
        if is_joined(unit) and words.advance(unit, "", Look.PLAIN) > width:
            yield from unit
        else:
            yield unit


def _row(row: Sequence[tuple[Token, float]], start: int, end: int, words: Words, width: int) -> Row:
    """The words of a row in the order in which they are seen, and the room that they need."""
    metrics = words.atlas.metrics
    placed: list[SetWord] = []
    for token, pen in row:
        before, x = token.start, pen
        for first, word, look in token.words:
            x += (first - before) * metrics.blank
            placed.append(SetWord(word, round(x), first, look))
            x += word.width
            before = first + len(word.text)
    if any(runs_left(one.word.text) for one in placed):
        placed = _reordered(placed, metrics.blank, width)
    above = max([metrics.above, *(one.word.above for one in placed)])
    below = max([metrics.below, *(one.word.below for one in placed)])
    return Row(start, end, tuple(placed), above, below, metrics.blank)


def _reordered(placed: Sequence[SetWord], blank: float, width: int) -> list[SetWord]:
    """The words as they are seen where some run left; if the first does, at the right end."""
    gaps = [(after.start - before.end) * blank for before, after in pairwise(placed)]
    texts = [one.word.text for one in placed]
    order = visual_order(texts)
    pen = 0.0
    seen: list[SetWord] = []
    for place, which in enumerate(order):
        if place:
            pen += gaps[min(which, order[place - 1])]
        one = placed[which]
        seen.append(SetWord(one.word, round(pen), one.start, one.look))
        pen += one.word.width
    first = next(text for text in texts if runs_left(text) or any(map(str.isalpha, text)))
    if not runs_left(first):
        return seen
    shift = max(width - round(pen), 0)
    return [SetWord(one.word, one.x + shift, one.start, one.look) for one in seen]
