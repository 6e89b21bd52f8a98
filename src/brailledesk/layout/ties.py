"""What rows that were read say of the rows before them: whether they can be one paragraph.

Four things part or join two rows for sure. A blank row, the beginning of a section, a rule of
hyphens, and an entry of contents with its leader and page part them; so do words in columns. What
would have fitted in the row before parts them too: there the row ended deliberately. That is the
first word of the row with those that layout keeps beside it (amounts, dates), or the first
syllables of that word if the document divides words, which a twentieth of its rows must show.
Headings are not divided: for rows with one indent and for centred rows, from a blank row or the top
of a page on, only whole words count. Rows are joined by a hyphen after a letter, and by an address
or number that is longer than a row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from brailledesk.hyphenation import LEAST_LETTERS, Hyphenator
from brailledesk.layout.furniture import Place, Read
from brailledesk.layout.protected import protected_spans

HYPHEN = 0x24
_DASHES = (b"\x24\x24", b"\x38\x24")

_LEAST_RULE = 3
"""Hyphens that make a rule."""

_ROWS_A_HYPHEN = 20
"""Where words are divided, so many rows have a hyphen at least; the others are of compounds."""

_FIRST_INDENT = 2
"""An indent by which first lines stand further in, so that by chance they may seem centred."""

_LONGEST_UNIT = 8
"""Words that layout may keep together (an account number)."""

_ENTRY = re.compile(rb"\0(?:\x04{3}){2,}\0\x3c[\x1a\x01\x03\x09\x19\x11\x0b\x1b\x13\x0a]+\Z")
"""The end of an entry of contents: a leader of suspension points, and a number."""

_ADDRESS = re.compile(r"://|^www\.|@|\w/\w")
_ADDRESS_END = re.compile(r"\.[a-z]{2,4}\Z")
_ONLY_JOINS = frozenset("/@_?&=#|")
_COLUMN = re.compile(rb"(?<=[^\0])\0\0+")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row that is not blank. ``width`` is that of its page.

    ``is_after_gap``: a blank row or the beginning of a section stands before it;
    ``is_page_top``: it is the first of its page.
    """

    place: Place
    cells: bytes
    width: int
    is_after_gap: bool
    is_page_top: bool

    @property
    def indent(self) -> int:
        return len(self.cells) - len(self.body)

    @property
    def body(self) -> bytes:
        return self.cells.lstrip(b"\0")

    @property
    def first_word(self) -> bytes:
        return self.body.partition(b"\0")[0]

    @property
    def last_word(self) -> bytes:
        return self.cells.rpartition(b"\0")[2]

    @property
    def is_high(self) -> bool:
        """Whether it stands where headings begin."""
        return self.is_after_gap or self.is_page_top

    @property
    def is_rule(self) -> bool:
        return self.body.startswith(bytes([HYPHEN]) * _LEAST_RULE)

    @property
    def is_entry(self) -> bool:
        """Whether it is an entry of contents, with its page at the right edge."""
        return len(self.cells) == self.width and _ENTRY.search(self.cells) is not None

    @property
    def is_centred(self) -> bool:
        return self.indent == (self.width - len(self.body)) // 2


def ends_with_hyphen(row: ReadRow, read: Read) -> bool:
    """Whether the row ends with a hyphen directly after a letter. A dash is none."""
    word = row.last_word
    if word[-1:] != bytes([HYPHEN]) or word[-2:] in _DASHES:
        return False
    return read(word[:-1])[-1:].isalpha()


def goes_on(row: ReadRow, following: ReadRow, read: Read) -> bool:
    """Whether a row without a blank is the beginning of something that is longer than a row.

    So it is if it fills the page to the last cell and is neither a plain word nor a whole address;
    or if it is an address that takes more than half of the page and ends with a sign that can only
    join (for the point: with a small letter behind it).
    """
    body = row.body
    if b"\0" in body or 2 * len(body) <= row.width:
        return False
    text = read(body)
    if len(row.cells) == row.width:
        return not (_WORD.fullmatch(text) or _ADDRESS_END.search(text))
    if not _ADDRESS.search(text):
        return False
    is_inner_point = text.endswith(".") and read(following.first_word)[:1].islower()
    return is_inner_point or text[-1:] in _ONLY_JOINS


class Tie(Enum):
    """What one row says of its being parted from the row before."""

    GAP = "a blank row stands between"
    FITS = "its first words would have fitted there"
    SYLLABLE_FITS = "a part of its first word would have fitted there"
    OPEN = "it did not fit"
    JOINED = "the row before ends inside a word"


class Heading(Enum):
    """Whether a row may go on in a heading, which has one indent or is centred."""

    NONE = "no"
    FLUSH = "with one indent"
    CENTRED = "centred"


def heading_rows(rows: Sequence[ReadRow]) -> list[Heading]:
    """For each row whether it may go on in a heading, which begins after a blank row or a page."""
    found = [Heading.NONE] * len(rows)
    for place, row in enumerate(rows):
        if row.is_high:
            centred = _run(rows, place, lambda _, one: one.is_centred)
            flush = _run(rows, place, lambda first, one: one.indent == first.indent)
            if any(rows[one].indent > _FIRST_INDENT for one in centred):
                found[place + 1 : centred.stop] = [Heading.CENTRED] * (len(centred) - 1)
            if row.indent and len(flush) > len(centred):
                found[place + 1 : flush.stop] = [Heading.FLUSH] * (len(flush) - 1)
    return found


def _run(
    rows: Sequence[ReadRow], start: int, is_alike: Callable[[ReadRow, ReadRow], bool]
) -> range:
    """The rows from ``start`` on, up to a blank row or page, that are alike with the first."""
    end = start
    while end < len(rows) and is_alike(rows[start], rows[end]):
        end += 1
        if end < len(rows) and rows[end].is_high:
            break
    return range(start, end)


def _share_column(before: ReadRow, row: ReadRow) -> bool:
    """Whether two rows have words behind two blanks at one and the same place, as in columns."""
    return not _columns(before).isdisjoint(_columns(row))


def _columns(row: ReadRow) -> set[int]:
    return {match.end() for match in _COLUMN.finditer(row.cells, row.indent)}


def ties_of(
    rows: Sequence[ReadRow], headings: Sequence[Heading], read: Read, language: str
) -> list[Tie]:
    """The tie of each row to the row before it; that of the first is a gap."""
    fitting = _Fitting(rows, read, language)
    after = zip(pairwise(rows), headings[1:], strict=True)
    return [Tie.GAP, *(fitting.tie(before, row, heading) for (before, row), heading in after)]


class _Fitting:
    """Whether what begins a row would have fitted in the row before."""

    def __init__(self, rows: Sequence[ReadRow], read: Read, language: str) -> None:
        self._read = read
        self._language = language
        self._hyphenator = Hyphenator()
        hyphens = sum(ends_with_hyphen(row, read) for row in rows)
        self._has_division = hyphens * _ROWS_A_HYPHEN >= len(rows)

    def tie(self, before: ReadRow, row: ReadRow, heading: Heading) -> Tie:
        if row.is_after_gap or before.is_rule or row.is_rule or before.is_entry:
            return Tie.GAP
        if ends_with_hyphen(before, self._read) or goes_on(before, row, self._read):
            return Tie.JOINED
        if _share_column(before, row):
            return Tie.FITS
        taken = before.body if heading is Heading.CENTRED else before.cells
        room = before.width - len(taken) - 1
        if room >= len(self._unit(row)):
            return Tie.FITS
        has_division = self._has_division and heading is Heading.NONE
        if has_division and self._has_syllable(row.first_word, room - 1):
            return Tie.SYLLABLE_FITS
        return Tie.OPEN

    def _unit(self, row: ReadRow) -> bytes:
        """The first word of the row and those that layout keeps on one row with it."""
        words = row.body.split(b"\0", _LONGEST_UNIT)[:_LONGEST_UNIT]
        texts = self._read(b"\0".join(words)).split(" ")
        if len(texts) != len(words):
            return words[0]
        spans = protected_spans(" ".join(texts))
        end = 0
        for count, text in enumerate(texts, 1):
            end += len(text)
            if not any(first < end < last for first, last in spans):
                return b"\0".join(words[:count])
            end += 1
        return b"\0".join(words)

    def _has_syllable(self, word: bytes, room: int) -> bool:
        """Whether the beginning of ``word`` up to a division takes at most ``room`` cells."""
        if room < LEAST_LETTERS:
            return False
        text, head = self._read(word), self._read(word[:room])
        if not head or not text.startswith(head) or protected_spans(text):
            return False
        return not any(map(str.isdigit, text)) and any(
            match.start() + place <= len(head)
            for match in _WORD.finditer(text)
            for place in self._hyphenator.positions(match.group(), self._language)
        )
