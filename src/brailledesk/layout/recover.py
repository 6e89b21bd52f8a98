"""From pages that were read back to paragraphs: the inverse of layout.

Of the pages nothing is known but their cells. Page furniture is dropped
(:mod:`~brailledesk.layout.furniture`), rows are gathered in paragraphs
(:mod:`~brailledesk.layout.openings`), and in each the rows are joined:

- A hyphen at the end of a row, directly after a letter, goes if the letters before it and those
  that begin the next row are one word that may be divided there: capitals do not begin in its
  middle, of a word in capitals no syllable there lacks a vowel, and the document does not show it
  with its hyphen within a row. Else the hyphen stays, without a blank. The same goes for a hyphen
  before the first syllable of a row, for which the row before had no room.
  Patterns cannot tell a compound that may be divided at its hyphen (italo-tedesco): it loses it,
  unless the document shows it elsewhere.
- In capitals the sign that was repeated after a dropped hyphen goes too.
- A dash (36-36 or 456-36) at the end of a row is followed by a blank, unless it stands directly
  after a letter.
- A row that is one word without a blank goes on in the next without a blank where there is strong
  reason: it fills the page to the last cell and is no plain word, or it is an address that takes
  more than half of the page and ends with a sign that can only join. A number sign repeated in the
  next row goes then.
- Between all other rows there is one blank.

Every cell that is not blank is found again: in a paragraph, in ``sign`` or ``hyphen`` of a row of
it, or in the furniture of :func:`recovery`. All of it takes time in proportion to the cells.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from brailledesk.hyphenation import Hyphenator
from brailledesk.layout.furniture import (
    NUMBER_SIGN,
    Furniture,
    Place,
    Read,
    find_furniture,
    find_rules,
)
from brailledesk.layout.openings import openings
from brailledesk.layout.ties import HYPHEN, ReadRow, ends_with_hyphen, goes_on
from brailledesk.pages import Publication, Section

_CAPITAL = b"\x28"
_HYPHEN = bytes([HYPHEN])

_MANY_ROWS = 50
"""So many rows of text surely fill the width at least once."""

_LONGEST_WORD = 128
"""Cells of a word over several rows that are looked at."""

_LETTERS = r"[^\W\d_]++(?:['’][^\W\d_]++)*+"
_LAST_LETTERS = re.compile(rf"{_LETTERS}['’]?\Z")
_FIRST_LETTERS = re.compile(_LETTERS)
_HYPHENATED = re.compile(rf"(?<![-\w'’])({_LETTERS})-(?={_LETTERS})")
_VOWELS = frozenset("aeiouyæœø")


@dataclass(frozen=True, slots=True)
class RowPlace:
    """A row of a paragraph: where it stands, and where its cells begin in those of the paragraph.

    ``sign`` are the cells at its beginning, and ``hyphen`` those at its end, that were dropped:
    layout had put them there to divide a word.
    """

    volume: int
    section: int
    page: int
    row: int
    start: int
    sign: bytes = b""
    hyphen: bytes = b""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The joined cells of a paragraph, without indents; ``indent`` is that of the first row.

    Where two rows join there is one blank cell, or none inside a word. ``rest`` is the indent of
    the second row, and of a paragraph of one row its own.
    """

    cells: bytes
    rows: tuple[RowPlace, ...]
    indent: int
    rest: int


@dataclass(frozen=True, slots=True)
class Recovery:
    """The paragraphs of a publication, and the rows that were dropped as page furniture."""

    paragraphs: tuple[Paragraph, ...]
    furniture: tuple[Furniture, ...]


def recover(publication: Publication, read: Read, language: str = "it") -> list[Paragraph]:
    """The paragraphs of pages that were read; see the head of this module for the rules.

    ``read`` back-translates a short stretch of cells; ``language`` is the one that words are
    divided in. Never raises, unless ``read`` does.
    """
    return list(recovery(publication, read, language).paragraphs)


def recovery(publication: Publication, read: Read, language: str = "it") -> Recovery:
    """The same with the furniture, so that every cell is accounted for."""
    furniture, blanks = find_furniture(publication, read)
    rules = find_rules(publication)
    dropped = blanks.union(one.place for one in furniture)
    rows = list(_read_rows(publication, dropped, {one.place for one in rules}))
    joiner = _Joiner(rows, read, language)
    opened = openings(rows, read, language)
    bounds = pairwise([*opened, len(rows)])
    paragraphs = tuple(joiner.paragraph(rows[start:end]) for start, end in bounds)
    unique = {one.place: one for one in (*furniture, *rules)}
    return Recovery(paragraphs, tuple(unique[place] for place in sorted(unique)))


def _read_rows(
    publication: Publication, dropped: set[Place], rules: set[Place]
) -> Iterator[ReadRow]:
    """The rows of text that are not blank; a rule parts what stands around it, as a blank row."""
    for volume_number, volume in enumerate(publication.volumes):
        for section_number, section in enumerate(volume.sections):
            width = _width(section)
            is_after_gap = True
            for page_number, page in enumerate(section.pages):
                is_top = True
                for number, row in enumerate(page.rows):
                    place = Place(volume_number, section_number, page_number, number)
                    cells = row.cells.rstrip(b"\0")
                    if place in dropped:
                        continue
                    if cells and place not in rules:
                        yield ReadRow(place, cells, width, is_after_gap, is_top)
                        is_top = False
                    is_after_gap = not cells or place in rules


def _width(section: Section) -> int:
    """The cells that a row could have had: those of the section's format, or of its widest row.

    Where many rows all stay below the format, it is that of the paper and not of the text.
    """
    sizes = [len(row.cells.rstrip(b"\0")) for page in section.pages for row in page.rows]
    widest, known = max(sizes, default=0), section.format.cells
    is_wide_paper = len(sizes) >= _MANY_ROWS and 3 * widest >= 2 * known
    return widest if widest > known or is_wide_paper else known


class _Joint(NamedTuple):
    """What goes where two rows join: a dropped hyphen, a dropped sign, a blank or nothing."""

    hyphen: bytes = b""
    sign: bytes = b""
    blank: bytes = b""


_OPEN = _Joint()
_BLANK = _Joint(blank=b"\0")


class _Joiner:
    """Joins the rows of paragraphs, with what the whole document shows of its words."""

    def __init__(self, rows: Sequence[ReadRow], read: Read, language: str) -> None:
        self._read = read
        self._language = language
        self._hyphenator = Hyphenator()
        self._hyphenated = {pair for row in rows for pair in self._pairs(row)}

    def _pairs(self, row: ReadRow) -> Iterator[tuple[str, str]]:
        """The words with a hyphen inside of a row, each as its two parts."""
        for word in row.cells.split(b"\0"):
            if HYPHEN in word[1:-1]:
                text = self._read(word).lower()
                for match in _HYPHENATED.finditer(text):
                    second = _FIRST_LETTERS.match(text, match.end())
                    yield match[1], second[0] if second else ""

    def paragraph(self, rows: Sequence[ReadRow]) -> Paragraph:
        cells = bytearray()
        places: list[RowPlace] = []
        joint = _OPEN
        for number, row in enumerate(rows):
            before, joint = joint, _OPEN
            cells += before.blank
            start = len(cells)
            cells += row.body[len(before.sign) :]
            if number + 1 < len(rows):
                word = bytes(cells[-_LONGEST_WORD:]).rpartition(b"\0")[2]
                joint = self._joint(word, row, rows[number + 1])
                del cells[len(cells) - len(joint.hyphen) :]
            places.append(RowPlace(*row.place, start, before.sign, joint.hyphen))
        rest = rows[1].indent if len(rows) > 1 else rows[0].indent
        return Paragraph(bytes(cells), tuple(places), rows[0].indent, rest)

    def _joint(self, word: bytes, row: ReadRow, following: ReadRow) -> _Joint:
        """The joint of two rows; ``word`` is the last word so far, of which rows may hold parts."""
        first = following.first_word
        if ends_with_hyphen(row, self._read):
            return self._undivided(word[:-1], first) or _OPEN
        if word.endswith(_HYPHEN):
            is_after_letter = self._read(word.rstrip(_HYPHEN + b"\x38"))[-1:].isalpha()
            is_after_digit = self._read(word[:-1])[-1:].isdigit()
            return _OPEN if is_after_letter or is_after_digit else _BLANK
        if first[:1] == _HYPHEN and len(row.cells) == row.width:
            joint = self._undivided(word, first[1:])
            if joint:
                return _Joint(sign=_HYPHEN + joint.sign)
        if goes_on(row, following, self._read):
            return _Joint(sign=self._sign_again(self._read(word), first))
        return _BLANK

    def _sign_again(self, text: str, first: bytes) -> bytes:
        """The sign that a row begins with again which goes on in a number or in capitals."""
        if first[0] == NUMBER_SIGN and len(first) > 1:
            is_number = text.rstrip(".,'’")[-1:].isdigit()
            return first[:1] if is_number else b""
        left = _LAST_LETTERS.search(text)
        return self._capital_again(left[0], first) if left else b""

    def _undivided(self, word: bytes, first: bytes) -> _Joint | None:
        """The joint of two parts of one word, without its hyphen; None if they are two words."""
        left = _LAST_LETTERS.search(self._read(word))
        if not left:
            return None
        sign = self._capital_again(left[0], first)
        right = _FIRST_LETTERS.match(self._read(first[len(sign) :]))
        if not right or not self._is_division(left[0], right[0], has_sign=bool(sign)):
            return None
        return _Joint(hyphen=_HYPHEN, sign=sign)

    def _capital_again(self, left: str, first: bytes) -> bytes:
        """The capital sign at the beginning of a row that goes on with capitals."""
        if not left.isupper() or not first.startswith(_CAPITAL):
            return b""
        right = _FIRST_LETTERS.match(self._read(first))
        is_double = first.startswith(2 * _CAPITAL)
        if not right or not right[0][:1].isupper() or not (is_double or len(right[0]) == 1):
            return b""
        return 2 * _CAPITAL if is_double else _CAPITAL

    def _is_division(self, left: str, right: str, *, has_sign: bool) -> bool:
        """Whether a word of these two parts may be divided between them, and is not a compound."""
        if right[0].isupper() and not (has_sign or left.isupper()):
            return False
        if (left.lower(), right.lower()) in self._hyphenated:
            return False
        places = self._hyphenator.positions(left + right, self._language)
        if len(left) not in places:
            return False
        # Patterns divide between any two words; those of an acronym are no syllables.
        return not left.isupper() or _has_vowels_around(left + right, places, len(left))


def _has_vowels_around(word: str, places: Sequence[int], place: int) -> bool:
    """Whether the syllables on both sides of a division have vowels, as those of words have."""
    bounds = [0, *places, len(word)]
    number = bounds.index(place, 1)
    before, after = word[bounds[number - 1] : place], word[place : bounds[number + 1]]
    return _has_vowel(before) and _has_vowel(after)


def _has_vowel(text: str) -> bool:
    return not _VOWELS.isdisjoint(unicodedata.normalize("NFD", text.lower()))
