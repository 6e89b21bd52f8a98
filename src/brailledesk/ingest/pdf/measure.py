"""What is usual in a document: the size of its text, how far its lines stand apart, its headings.

A heading is what its bookmark says; without bookmarks it is larger than the text, or bold and by
itself. Levels follow the bookmarks where they are known for that look, else the order of looks.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from brailledesk.ingest.pdf.lines import Item, Line
from brailledesk.ingest.pdf.page import BOLD, FIXED, Bookmark

LARGER = 1.12
"""Of the size of the text: a heading's."""
LONGEST_HEADING = 200
_LONGEST_BOLD = 90
_DEEPEST = 6
_MANY = 3
_USUAL_LEADING = 1.25
_WIDEST_LEADING = 1.75
_LETTERS = re.compile(r"[^\W\d_]+|\d+")

Look = tuple[float, bool]
"""Size to half a point, and whether bold: by it headings of one level are known."""


class Measure:
    """What the lines of a document show together."""

    def __init__(self, pages: Sequence[Sequence[Item]], bookmarks: Iterable[Bookmark]) -> None:
        sizes = Counter[float]()
        gaps: dict[float, Counter[float]] = defaultdict(Counter)
        for items in pages:
            lines = [item for item in items if isinstance(item, Line)]
            for line in lines:
                sizes[_half(line.size)] += len(line.text)
            for above, below in pairwise(lines):
                gap = below.base - above.base
                if above.size == below.size and 0 < gap < _WIDEST_LEADING * below.size:
                    gaps[_half(below.size)][_half(gap)] += 1
        self.body = sizes.most_common(1)[0][0] if sizes else 10.0
        self._leadings = {size: _usual(found) for size, found in gaps.items()}
        self._marks: dict[str, list[Bookmark]] = defaultdict(list)
        for mark in bookmarks:
            self._marks[_key(mark.title)].append(mark)
        self._levels: dict[Look, int] = {}
        self._is_marked = False

    def leading(self, size: float) -> float:
        """From baseline to baseline inside of a paragraph of this size."""
        return self._leadings.get(_half(size), _USUAL_LEADING * size)

    def is_candidate(self, lines: Sequence[Line]) -> bool:
        """Whether lines that stand by themselves look as a heading does."""
        text = " ".join(line.text for line in lines)
        if len(text) > LONGEST_HEADING or not any(character.isalpha() for character in text):
            return False
        if any(line.has_style(FIXED) or line.is_turned or line.is_alone for line in lines):
            return False
        if all(line.size >= LARGER * self.body for line in lines):
            return True
        is_bold = all(line.has_style(BOLD) and line.size >= 0.95 * self.body for line in lines)
        return is_bold and len(text) <= _LONGEST_BOLD and text[-1] not in ".,;:"

    def bookmark_level(self, lines: Sequence[Line], page: int) -> int:
        """The level of the bookmark that has these words on this page; 0 if there is none."""
        found = self._marks.get(_key(" ".join(line.text for line in lines)), ())
        return next((mark.level for mark in found if mark.page in {0, page}), 0)

    def learn_levels(self, headings: Iterable[tuple[Sequence[Line], int]]) -> None:
        """Decide the levels of looks from all candidates, each with its page."""
        looks: dict[Look, Counter[int]] = defaultdict(Counter)
        marked = 0
        for lines, page in headings:
            level = self.bookmark_level(lines, page)
            looks[look_of(lines)][level] += 1
            marked += level > 0
        self._is_marked = marked >= _MANY
        ordered = sorted(looks, key=lambda look: (-look[0], not look[1]))
        reached = 0
        for look in ordered:
            known = [level for level, _ in looks[look].most_common() if level]
            reached = min(known[0] if known and self._is_marked else reached + 1, _DEEPEST)
            self._levels[look] = reached

    def level(self, lines: Sequence[Line], page: int) -> int:
        """The level of a candidate; 0 if it is no heading after all."""
        marked = self.bookmark_level(lines, page)
        if marked:
            return min(marked, _DEEPEST)
        if self._is_marked and lines[0].size < LARGER * self.body:
            return 0
        return self._levels.get(look_of(lines), _DEEPEST)


def look_of(lines: Sequence[Line]) -> Look:
    return (_half(lines[0].size), lines[0].has_style(BOLD))


def _half(value: float) -> float:
    return round(2 * value) / 2


def _usual(gaps: Counter[float]) -> float:
    """The most frequent distance, the smaller of two that are nearly as frequent."""
    most = max(gaps.values())
    return min(gap for gap, count in gaps.items() if 2 * count >= most)


def _key(text: str) -> str:
    """Words and numbers alone, without the number of the chapter at their beginning."""
    parts = _LETTERS.findall(text.lower())
    while parts and parts[0].isdigit():
        parts.pop(0)
    return "".join(parts)
