"""Where paragraphs open, in rows that were read from pages.

What is sure of two rows stands in :mod:`~brailledesk.layout.ties`. Where a row did not fit in the
row before, a paragraph opens

- at a row that begins with a label ("Price:") which another row of the same block begins with too,
  at the same indent and behind another row. A block is what stands between two blank rows;
- at a row that begins with the marker of a list: a bullet; or a hyphen, dash or letter, if other
  rows surely open with it or the row after it goes on further in; or the next number;
- at a row indented otherwise than the second row of its paragraph, unless both are centred;
- at a row after which the text goes on (for sure, or with a small letter) at another indent, for
  then it is a first row itself;
- at a second row, if custom, letters and the habits of the document together say so. Custom: first
  lines and markers stand further in or out than the rest. Letters: a small one goes on, a capital
  behind the end of a sentence does not. Habits: what follows upon first rows with this indent and
  marker, in the block if that has cases enough, else in the document.

The end of a page says nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from brailledesk.layout.furniture import Read
from brailledesk.layout.outline import NO_MARKER, Kind, Outline, outline_of
from brailledesk.layout.ties import Heading, ReadRow, Tie

_BULLETS = frozenset("•‣◦")
"""Signs that nothing but an item of a list begins with."""

_LEAST_CASES = 3
"""Cases of a kind of first rows that a block or document must have to tell what is usual."""

_UNSURE = frozenset((Tie.OPEN, Tie.JOINED))

_WEIGHTS = {Tie.JOINED: 10, Tie.OPEN: 2, Tie.SYLLABLE_FITS: -1, Tie.FITS: -1}
"""What the row after a first row says for such rows' going on, or against it.

A hyphen is certain. A row that did not fit mostly goes on, but by chance the last row of a
paragraph may be full too: so it is with about every third, and two that fit outweigh one."""

_MARKER_SAYS, _FIRST_LINE_SAYS, _HANGING_SAYS = 6, 4, 2
"""What custom says, in the same measure."""

_BLOCK = "block"

_LEAST_WEIGHT = -3
"""What other blocks can say against a row's going on."""


class _Scope(NamedTuple):
    """Where first rows of a kind are counted: a block, those after a blank row or not, all."""

    name: str
    number: int
    kind: Kind


def openings(rows: Sequence[ReadRow], read: Read, language: str) -> list[int]:
    """The places in ``rows`` where paragraphs open, rising; the first is 0 unless there is none."""
    if not rows:
        return []
    outline = outline_of(rows, read, language)
    habits = _Habits(outline)
    found: list[int] = []
    last_numbers: dict[Kind, int] = {}
    for place in range(len(rows)):
        if not found or _opens(outline, habits, found[-1], place, last_numbers):
            found.append(place)
            last_numbers[outline.kinds[place]] = outline.markers[place].number
    return found


class _Habits:
    """How rows stand to the first rows before them, counted by kind, block and document.

    Of a first row and the next one it is known whether the next surely opens a paragraph, whether
    it goes on (after a hyphen), or whether it did not fit and may do either.
    """

    def __init__(self, outline: Outline) -> None:
        self._outline = outline
        self._blocks = list(accumulate(tie is Tie.GAP for tie in outline.ties))
        self._weights: dict[_Scope, Counter[Kind]] = {}
        self._cases: Counter[_Scope] = Counter()
        self._sure: set[tuple[Kind, Kind]] = set()
        self.first: Counter[Kind] = Counter()
        self._before_labels = self._rows_before_labels()
        for place, tie in enumerate(outline.ties):
            if tie not in _UNSURE:
                self.first[outline.kinds[place]] += 1
                self._count(place)

    def _rows_before_labels(self) -> dict[tuple[int, int, bytes], set[bytes]]:
        found: dict[tuple[int, int, bytes], set[bytes]] = {}
        for place, label in enumerate(self._outline.labels):
            if label:
                before = self._outline.rows[place - 1].body if place else b""
                found.setdefault(self._label(place), set()).add(before)
        return found

    def _label(self, place: int) -> tuple[int, int, bytes]:
        outline = self._outline
        return self._blocks[place], outline.rows[place].indent, outline.labels[place]

    def is_repeated_label(self, place: int) -> bool:
        """Whether another row of the block begins with the same label at the same indent.

        Where it stands behind the same row each time, it is only the end of a longer label.
        """
        return len(self._before_labels.get(self._label(place), ())) > 1

    def _count(self, place: int) -> None:
        ties, kinds = self._outline.ties, self._outline.kinds
        following = place + 1
        if following == len(ties) or ties[following] is Tie.GAP:
            return
        kind = kinds[following]
        if ties[following] is Tie.JOINED:
            self._sure.add((kinds[place], kind))
        for scope in self._scopes(place):
            self._cases[scope] += 1
            weights = self._weights.setdefault(scope, Counter())
            weights[kind] += _WEIGHTS[ties[following]]

    def _scopes(self, place: int) -> tuple[_Scope, ...]:
        """From the nearest to the widest."""
        kind = self._outline.kinds[place]
        is_high = self._outline.ties[place] is Tie.GAP
        return (
            _Scope(_BLOCK, self._blocks[place], kind),
            _Scope("high", is_high, kind),
            _Scope("all", 0, kind),
        )

    def is_known(self, place: int) -> bool:
        """Whether it is sure of some first rows like this that rows like the next go on."""
        return (self._outline.kinds[place], self._outline.kinds[place + 1]) in self._sure

    def goes_on(self, place: int) -> bool:
        """Whether a row like the one after ``place`` goes on rather than opens a paragraph."""
        for scope in self._scopes(place):
            if self._cases[scope] >= _LEAST_CASES:
                break
        first, second = self._outline.kinds[place], self._outline.kinds[place + 1]
        weight = self._weights.get(scope, Counter())[second]
        if first == second and (first, second) not in self._sure and self._is_text(place + 1):
            weight = min(weight, 0)
        if scope.name != _BLOCK:
            weight = max(weight, _LEAST_WEIGHT)
        return _expected(first, second) + self._outline.cases[place + 1] + weight > 0

    def _is_text(self, place: int) -> bool:
        """Whether words are divided here, so that the lack of hyphens says something."""
        return self._outline.headings[place] is Heading.NONE and bool(self._sure)


def _expected(first: Kind, second: Kind) -> int:
    """What custom says of two rows: a first line stands further in, and text behind a marker."""
    if first.marker:
        return _MARKER_SAYS if second.indent > first.indent else -_MARKER_SAYS
    if second.indent < first.indent:
        return _FIRST_LINE_SAYS
    return _HANGING_SAYS if second.indent > first.indent else 0


def _opens(
    outline: Outline, habits: _Habits, first: int, place: int, last_numbers: dict[Kind, int]
) -> bool:
    """Whether a paragraph opens at ``place``; the one before opened at ``first``."""
    rows, ties = outline.rows, outline.ties
    if ties[place] is not Tie.OPEN:
        return ties[place] is not Tie.JOINED
    if outline.headings[place] is Heading.CENTRED:
        return False
    is_second = place == first + 1
    return (
        (is_second and habits.is_repeated_label(place))
        or _opens_with_marker(outline, habits, place, last_numbers)
        or (not is_second and rows[place].indent != rows[first + 1].indent)
        or _is_first_of_two(outline, habits, place)
        or (is_second and not habits.goes_on(first))
    )


def _is_first_of_two(outline: Outline, habits: _Habits, place: int) -> bool:
    """Whether the next row goes on after this one at another indent: then this is a first row."""
    following = place + 1
    if following == len(outline.rows) or outline.kinds[following].marker:
        return False
    if outline.rows[following].indent == outline.rows[place].indent:
        return False
    tie = outline.ties[following]
    is_further_in = outline.rows[following].indent > outline.rows[place].indent
    if tie is not Tie.OPEN or is_further_in or outline.headings[place] is not Heading.NONE:
        return tie is Tie.JOINED
    is_high = outline.rows[place - 1].is_high
    is_small = outline.cases[following] > 0
    is_new = not habits.first[outline.kinds[following]]
    return is_high or is_small or is_new or habits.is_known(place)


def _opens_with_marker(
    outline: Outline, habits: _Habits, place: int, last_numbers: dict[Kind, int]
) -> bool:
    kind, marker = outline.kinds[place], outline.markers[place]
    if marker is NO_MARKER:
        return False
    following = place + 1
    is_further_in = (
        following < len(outline.rows)
        and outline.ties[following] in _UNSURE
        and outline.rows[following].indent > kind.indent
    )
    if marker.number:
        is_next = marker.number == last_numbers.get(kind, -1) + 1
        return is_next or (marker.number == 1 and is_further_in)
    return is_further_in or habits.first[kind] > 0 or marker.kind in _BULLETS
