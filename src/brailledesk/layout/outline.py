"""What matters of rows that were read to tell where paragraphs open.

That is the tie of each row to the row before, its indent with the marker of a list, a label that it
begins with, and whether it begins with a small letter.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from brailledesk.layout.furniture import Read
from brailledesk.layout.ties import Heading, ReadRow, Tie, heading_rows, ties_of

_LONGEST_LABEL = 4
"""Words before the colon of a label."""

_LONGEST_MARKER = 6
"""Cells of a marker: a number sign, three digits, and a bracket of two."""

_SMALL_LETTER, _CAPITAL, _AFTER_SENTENCE = 8, -1, -3
"""What letters say for a row's going on, in the measure of the habits of a document."""

_MARKER = re.compile(r"(\d{1,3})([.)]?)|[^\W\d_]([.)])|([•‣◦·*\-–—])")
_ENDS = frozenset(".:;!?")


class Kind(NamedTuple):
    """What first rows may have in common: the indent, and the kind of the marker."""

    indent: int
    marker: str


class Marker(NamedTuple):
    """A list's sign by its kind ("1." for all numbers with a point), and the number itself."""

    kind: str
    number: int


NO_MARKER = Marker("", 0)


class Outline(NamedTuple):
    """Rows, and of each row what matters here.

    ``kinds`` are indents with markers, as they count for first rows; ``labels`` are cells;
    ``headings`` says whether a row may go on in a heading, ``cases`` what its letters say for its
    going on.
    """

    rows: Sequence[ReadRow]
    ties: list[Tie]
    kinds: list[Kind]
    markers: list[Marker]
    labels: list[bytes]
    headings: list[Heading]
    cases: list[int]


def outline_of(rows: Sequence[ReadRow], read: Read, language: str) -> Outline:
    """The outline of rows; ``read`` and ``language`` as for ``recover``."""
    headings = heading_rows(rows)
    ties = ties_of(rows, headings, read, language)
    markers = _markers(rows, read)
    kinds = [Kind(row.indent, one.kind) for row, one in zip(rows, markers, strict=True)]
    labels = [_label(row, read) for row in rows]
    cases = [0, *(_case(one, two, read) for one, two in pairwise(rows))]
    return Outline(rows, ties, kinds, markers, labels, headings, cases)


def _markers(rows: Sequence[ReadRow], read: Read) -> list[Marker]:
    """The markers of all rows; plain numbers only where they count from 1 at one indent."""
    found = [_marker(row, read) for row in rows]
    numbers = [(row.indent, one.number) for row, one in zip(rows, found, strict=True)]
    plain = {numbers[place] for place, one in enumerate(found) if one.kind == "1"}
    for place, (indent, number) in enumerate(numbers):
        beside = {(indent, number - 1), (indent, 1)} if number > 1 else {(indent, 2)}
        if found[place].kind == "1" and not beside <= plain:
            found[place] = NO_MARKER
    return found


def _marker(row: ReadRow, read: Read) -> Marker:
    """The marker of a list before the text of a row; without text there is none."""
    word = row.first_word
    if len(word) > _LONGEST_MARKER or word == row.body:
        return NO_MARKER
    match = _MARKER.fullmatch(read(word))
    if not match:
        return NO_MARKER
    if match[1]:
        return Marker("1" + match[2], int(match[1]))
    return Marker("a" + match[3] if match[3] else match[4], 0)


def _label(row: ReadRow, read: Read) -> bytes:
    """The words at the beginning of a row up to a colon, if they are few, as in tables."""
    words = row.body.split(b"\0", _LONGEST_LABEL)[:_LONGEST_LABEL]
    for count, word in enumerate(words, 1):
        if read(word).endswith(":"):
            return b"\0".join(words[:count])
    return b""


def _case(before: ReadRow, row: ReadRow, read: Read) -> int:
    """What the letters say for a row's going on: a small one begins it, or a sentence has ended."""
    head = read(row.first_word).lstrip("«“\"'(")[:1]
    if head.islower():
        return _SMALL_LETTER
    if head.isdigit():
        return 0
    is_ended = read(before.last_word).rstrip("»”\"')")[-1:] in _ENDS
    return _AFTER_SENTENCE if is_ended else _CAPITAL
