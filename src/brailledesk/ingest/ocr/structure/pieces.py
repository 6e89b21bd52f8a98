"""Words of a picture as pieces of print: sizes of fonts from the ink, pixels to points.

An engine tells the box of a word's ink. How high that is hangs on its letters ("come" is half as
high as "Togli"), so that the size of the font is the height of the ink over what those letters
reach, and the size of a line is that of most of it. Sizes that differ by less than ink can be
measured count as one.
"""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from brailledesk.ingest.ocr.page import Line, PageWords, Word
from brailledesk.ingest.pdf.page import Piece, Reading

X_HEIGHT, _ASCENT, _DESCENT, _COMMA = 0.52, 0.72, 0.2, 0.12
"""Of the size, in the text fonts of offices (DejaVu, Liberation, Carlito: within a tenth)."""
_LOW = frozenset("acemnorsuvwxzgpqy,.:;-–—_·•*+=~«»<>")
_DEEP = frozenset("gjpqyç()[]{}|@$§")
_COMMAS = frozenset(",;Q")
_ONE_SIZE = 0.13
"""What two sizes differ by, of the larger one, and are still taken for one."""
_INSIDE = (0.7, 1.35)
"""Of the size of text: what a line inside of text may seem to have."""
_LEADING = 1.5
_POINTS = 72
_BODY = 10.0
_PLAUSIBLE = (5.0, 18.0)
"""Points of text; a resolution that gives another size is not the true one."""
_MOSTLY = 0.8
_STROKES = frozenset("|¦!_-–—=[]{}~lI")
_ON_RULE = 3
"""Pixels that the middle of a stroke may stand off the rule that it is."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Points in a pixel; in pixels, the size of the font of each line and of the text."""

    points: float
    sizes: tuple[float, ...]
    body: float


def ink_size(word: Word) -> float | None:
    """The size of a word's font in pixels; None for signs, which do not tell."""
    if not any(map(str.isalnum, word.text)):
        return None
    reach = X_HEIGHT if all(sign in _LOW for sign in word.text) else _ASCENT
    deep = _COMMA if any(sign in _COMMAS for sign in word.text) else 0.0
    deep = _DESCENT if any(sign in _DEEP for sign in word.text) else deep
    return max(word.box.bottom - word.box.top, 1) / (reach + deep)


def rests(word: Word) -> bool:
    """Whether the ink of a word ends on the baseline."""
    signs = set(word.text)
    return any(map(str.isalnum, signs)) and not signs & (_DEEP | _COMMAS)


def scale_of(page: PageWords) -> Scale:
    """How the pixels of a page become points.

    By its resolution if text then has the size of text; else so that it has.
    """
    sizes = _one_for_near([_line_size(line) for line in page.lines], page.lines)
    body = _body(sizes, page.lines)
    sizes = _as_neighbours(sizes, page.lines, body)
    points = _POINTS / page.resolution if page.resolution > 0 else 0.0
    if not _PLAUSIBLE[0] <= points * body <= _PLAUSIBLE[1]:
        points = _BODY / body
    return Scale(points, tuple(sizes), body)


def _line_size(line: Line) -> float:
    found = [(size, len(word.text)) for word in line.words if (size := ink_size(word)) is not None]
    if not found:
        return max(line.height, 1.0) / _ASCENT
    return statistics.median([size for size, count in found for _ in range(min(count, 40))])


def _one_for_near(sizes: Sequence[float], lines: Sequence[Line]) -> list[float]:
    """Sizes as few as can be: each near one that more text has becomes that one."""
    weights = Counter[float]()
    for size, line in zip(sizes, lines, strict=True):
        weights[size] += _length(line)
    kept: list[float] = []
    near: dict[float, float] = {}
    body = _body(sizes, lines)
    for size in (body, *(size for size, _ in weights.most_common())):
        home = min(kept, key=lambda one: abs(one - size), default=None)
        if home is None or abs(home - size) > _ONE_SIZE * max(home, size):
            kept.append(size)
            home = size
        near[size] = home
    return [near[size] for size in sizes]


def _as_neighbours(sizes: Sequence[float], lines: Sequence[Line], body: float) -> list[float]:
    """Sizes without those of single lines inside of text: blurred ink is measured badly.

    A line above which there is no text may be a heading, if it is larger.
    """
    found = list(sizes)
    for place, (size, line) in enumerate(zip(sizes, lines, strict=True)):
        if size == body or not _INSIDE[0] * body < size < _INSIDE[1] * body:
            continue
        above = place > 0 and _is_near(lines[place - 1], line, body)
        below = place + 1 < len(lines) and _is_near(line, lines[place + 1], body)
        if above or (below and size < body):
            found[place] = body
    return found


def _is_near(above: Line, line: Line, body: float) -> bool:
    """Whether two lines stand one under the other as those of a paragraph do."""
    shared = min(above.box.right, line.box.right) - max(above.box.left, line.box.left)
    return shared > 0 and 0 < line.baseline - above.baseline <= _LEADING * body


def _body(sizes: Sequence[float], lines: Sequence[Line]) -> float:
    """The size in the middle of the text."""
    pairs = sorted(zip(sizes, map(_length, lines), strict=True))
    half, reached = sum(count for _, count in pairs) / 2, 0
    for size, count in pairs:
        reached += count
        if reached >= half:
            return size
    return _BODY


def _length(line: Line) -> int:
    return sum(len(word.text) for word in line.words)


def line_pieces(line: Line, size: float, number: int, points: float, language: str) -> list[Piece]:
    """The pieces of a line; ``number`` counts the lines of the page from 1."""
    foreign = _foreign(line, language)
    return [
        Piece(
            text,
            word.box.left * points,
            word.box.right * points,
            line.baseline * points,
            size * points,
            reading=Reading(word.confidence, word.others, number, foreign),
        )
        for word in line.words
        if (text := " ".join(word.text.split()))
    ]


def _foreign(line: Line, language: str) -> str | None:
    """The language of a line where nearly all of it is in one that is not the page's.

    Engines guess the language of a single word badly.
    """
    counts = Counter[str]()
    for word in line.words:
        counts[word.language] += len(word.text)
    (found, count), *_ = counts.most_common(1) or [("", 0)]
    is_other = found and _primary(found) != _primary(language)
    return found if is_other and len(line.words) > 2 and count > _MOSTLY * counts.total() else None


def _primary(language: str) -> str:
    return language.partition("-")[0].lower()


def without_rules(page: PageWords) -> PageWords:
    """The page without words that are drawn lines: "|" where a rule stands is no word."""
    lines = []
    for line in page.lines:
        words = tuple(word for word in line.words if not _is_rule(word, page))
        if words:
            lines.append(replace(line, words=words))
    return replace(page, lines=tuple(lines))


def _is_rule(word: Word, page: PageWords) -> bool:
    if not set(word.text) <= _STROKES:
        return False
    box = word.box
    across, down = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    return any(
        rule.left - _ON_RULE <= across <= rule.right + _ON_RULE
        and rule.top - _ON_RULE <= down <= rule.bottom + _ON_RULE
        for rule in page.rules
    )
