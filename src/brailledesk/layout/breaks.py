"""Where a translated passage may be divided between two rows.

A break lies between two cells. It is legal where the cells map cleanly: no contraction and no sign
of several cells is cut, and indicators stay with the character that they announce, because
``cell_to_char`` of an indicator points there.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from brailledesk.hyphenation import LEAST_LETTERS, Hyphenator
from brailledesk.layout.protected import protected_spans
from brailledesk.pages import PrintSpan, print_spans
from brailledesk.translate.base import Translation

SOFT_HYPHEN = "\u00ad"

NO_BREAK = frozenset("\u00a0\u202f\u2007")
"""Blanks at which print does not break either."""

JOINTS = frozenset("/.@-_?&=:;,#|")
"""Signs after which an address or code that is longer than a row is divided."""

_WINDOW = 128
"""Characters that are looked at on each side of a row's end; nothing longer is a word."""

_LETTER = r"[^\W\d_]"
_COMPOUND = rf"(?<={_LETTER}{_LETTER}[-–—\u2010])(?={_LETTER}{_LETTER})"
_LETTERS = r"(?:[^\W\d_]|[\u0300-\u036f])+"
_WORD = rf"{_LETTERS}(?:['’]{_LETTERS})*"


class Break(NamedTuple):
    """A row ends before ``cell``, the next begins with ``char``; ``has_hyphen``: one is put there.

    ``is_open``: the text goes on in the next row without a blank.
    """

    cell: int
    char: int
    has_hyphen: bool = False
    is_open: bool = True


def _has_digit(text: str) -> bool:
    return any(map(str.isdecimal, text))


def _holds_on(pair: str) -> bool:
    """Whether a sign before both characters may hold for the second one too."""
    first, second = pair[0], pair[1]
    return (first.isupper() and second.isupper()) or (
        (first.isdigit() or first in ".,") and second.isdigit()
    )


class Passage:
    """A translated stretch of text and the places where it may be divided.

    ``languages`` gives the language from each character place on (rising places, the first 0);
    an empty language has no syllables. ``translate`` gives the cells of a piece by itself, in a
    language; without it no row begins with a sign of its own.
    """

    __slots__ = (
        "_ends",
        "_has_print_spans",
        "_hyphenator",
        "_languages",
        "_places",
        "_starts",
        "_translate",
        "cells",
        "text",
        "to_cell",
        "to_char",
    )

    def __init__(
        self,
        translation: Translation,
        languages: Sequence[tuple[int, str]] = (),
        hyphenator: Hyphenator | None = None,
        translate: Callable[[str, str], bytes] | None = None,
        *,
        has_print_spans: bool = False,
    ) -> None:
        self.text = translation.text
        self.cells = translation.cells
        self.to_char = translation.cell_to_char
        self.to_cell = translation.char_to_cell
        spans = protected_spans(self.text)
        self._starts = [start for start, _ in spans]
        self._ends = [end for _, end in spans]
        self._places = [place for place, _ in languages]
        self._languages = [language for _, language in languages]
        self._hyphenator = hyphenator
        self._translate = translate
        self._has_print_spans = has_print_spans

    def lead(self, char: int) -> bytes:
        """What a row that begins with ``char`` inside a number or a word in capitals needs first.

        It is what the translator itself writes before that piece: a reader of the row must not
        have to remember the row before (docs/decisions/0004).
        """
        if self._translate is None or not _holds_on(self.text[char - 1 : char + 1]):
            return b""
        end = self._between_blanks(char, char)[1]
        alone = self._translate(self.text[char:end], self._language(char))
        last = self.to_cell[end] if end < len(self.text) else len(self.cells)
        cells = self.cells[self.to_cell[char] : last]
        return alone[: -len(cells)] if cells and alone.endswith(cells) else b""

    def print_text(self, start: int = 0, end: int | None = None) -> str:
        """The print of characters ``start`` to ``end``, without soft hyphens and outer blanks."""
        return self.text[start:end].replace(SOFT_HYPHEN, "").strip()

    def spans(self, cells: tuple[int, int], chars: tuple[int, int]) -> tuple[PrintSpan, ...]:
        """The print of a range of cells, piece by piece; nothing where nobody asked for it.

        Places of cells are counted from the beginning of the range.
        """
        if not self._has_print_spans:
            return ()
        start, end = cells
        found = print_spans(self.cells[start:end], self.to_char[start:end], self.text, chars)
        shown = (span._replace(text=span.text.replace(SOFT_HYPHEN, "")) for span in found)
        return tuple(span for span in shown if span.text)

    def is_protected(self, char: int) -> bool:
        """Whether a break before ``char``, or at it if it is a blank, would split what is whole."""
        if not self._starts:
            return False
        place = bisect_right(self._starts, char) - 1
        return place >= 0 and self._starts[place] < char < self._ends[place]

    def after_blanks(self, cell: int) -> int:
        """The first cell from ``cell`` on that is not a blank of the text."""
        cells, last = self.cells, len(self.cells)
        while cell < last and not cells[cell] and self.text[self.to_char[cell]].isspace():
            cell += 1
        return cell

    def last_blank(self, start: int, limit: int, *, is_forced: bool = False) -> int:
        """The last blank cell after ``start`` up to ``limit`` where a row may end, or -1.

        ``is_forced`` takes blanks inside protected spans and no-break spaces too.
        """
        place = self.cells.rfind(0, start + 1, limit + 1)
        while place >= 0 and not self._is_blank(place, is_forced=is_forced):
            place = self.cells.rfind(0, start + 1, place)
        return place

    def _is_blank(self, cell: int, *, is_forced: bool) -> bool:
        char = self.to_char[cell]
        character = self.text[char]
        if not character.isspace():
            return False
        return is_forced or not (character in NO_BREAK or self.is_protected(char))

    def clean_cell(self, char: int) -> int:
        """The cell before which a break before ``char`` falls; 0 if none is legal there."""
        cell = self.to_cell[char]
        if not 0 < cell < len(self.cells):
            return 0
        return cell if self.to_char[cell - 1] < char <= self.to_char[cell] else 0

    def inside_word(self, floor: int, limit: int, hyphen_size: int) -> Break | None:
        """The last break after cell ``floor`` in the word that does not fit before ``limit``.

        ``hyphen_size`` is the cells of a hyphen; 0 means that none may be put.
        """
        if limit - floor <= LEAST_LETTERS:
            return None
        token = self._token(self.to_char[floor], self.to_char[limit])
        if token is None:
            return None
        start, end = token
        candidates = self._candidates(start, self.text[start:end], hyphen_size)
        for char, has_hyphen in sorted(candidates, reverse=True):
            cell = self.clean_cell(char)
            room = limit - hyphen_size * has_hyphen
            if (
                floor < cell <= room
                and not self.is_protected(char)
                and self._reads_alike(start, char, end, has_hyphen=has_hyphen)
            ):
                return Break(cell, char, has_hyphen)
        return None

    def _reads_alike(self, start: int, char: int, end: int, *, has_hyphen: bool) -> bool:
        """Whether both parts of a word divided before ``char`` have the cells of the whole word.

        A contraction may depend on its place in the word: "che" alone is one cell, in "anche" it is
        not. A row must read by itself, so a word is divided only where that changes nothing.
        """
        if self._translate is None:
            return True
        language = self._language(char)
        hyphen = "-" if has_hyphen else ""
        head = self._translate(self.text[start:char] + hyphen, language)
        first, cell = self.to_cell[start], self.to_cell[char]
        last = self.to_cell[end] if end < len(self.text) else len(self.cells)
        if head[: cell - first] != self.cells[first:cell]:
            return False
        if len(head) != cell - first + len(self._translate(hyphen, language)):
            return False
        tail = self._translate(self.text[char:end], language)
        return tail == self.lead(char) + self.cells[cell:last]

    def _token(self, floor: int, char: int) -> tuple[int, int] | None:
        """The word around ``char``, not before ``floor``; None if it is no word of any language."""
        low = max(floor, char - _WINDOW)
        start, end = self._between_blanks(low, char)
        if (start == low > floor) or end - char == _WINDOW or _has_digit(self.text[start:end]):
            return None
        return start, end

    def _between_blanks(self, low: int, char: int) -> tuple[int, int]:
        """The stretch without blanks around ``char``, from ``low`` on and no window further."""
        head = self.text[low:char]
        tail = self.text[char : char + _WINDOW]
        start = char if not head or head[-1].isspace() else char - len(head.split()[-1])
        end = char if not tail or tail[0].isspace() else char + len(tail.split(None, 1)[0])
        return start, end

    def _candidates(self, start: int, token: str, hyphen_size: int) -> Iterator[tuple[int, bool]]:
        for match in re.finditer(_COMPOUND, token):
            yield start + match.start(), False
        if not hyphen_size:
            return
        if SOFT_HYPHEN in token:
            for place in range(1, len(token)):
                if token[place - 1] == SOFT_HYPHEN:
                    yield start + place, True
        elif self._hyphenator:
            for match in re.finditer(_WORD, token):
                language = self._language(start + match.start())
                for place in self._hyphenator.positions(match.group(), language):
                    yield start + match.start() + place, True

    def _language(self, char: int) -> str:
        place = bisect_right(self._places, char) - 1
        return self._languages[place] if place >= 0 else ""

    def forced(self, start: int, limit: int, hyphen_size: int) -> Break:
        """A break in what has no legal one: something longer than a whole row.

        In this order: a blank inside; a place in the word (of syllables, where those are switched
        off else); behind a joint of an address or code, if the row is at least half full; between
        two letters, with a hyphen; between two characters; at the limit.
        """
        blank = self.last_blank(start, limit, is_forced=True)
        if blank > 0:
            return Break(blank, self.to_char[blank], is_open=False)
        if word := self.inside_word(start, limit, hyphen_size):
            return word
        for cell in range(limit, start + (limit - start) // 2, -1):
            if self.text[self._char_at(cell) - 1] in JOINTS and self._is_clean(cell):
                return Break(cell, self._char_at(cell))
        return self._between_letters(start, limit, hyphen_size) or self._anywhere(start, limit)

    def _between_letters(self, start: int, limit: int, hyphen_size: int) -> Break | None:
        """The last place between two letters; one where both parts read alike, if there is one."""
        if not hyphen_size:
            return None
        last: Break | None = None
        for cell in range(limit - hyphen_size, start, -1):
            if not self._is_clean(cell):
                continue
            char = self._char_at(cell)
            pair = self.text[char - 1 : char + 1]
            is_legal = pair.isalpha() and not self.is_protected(char)
            if not is_legal or self._is_near_digit(char):
                return last
            here = Break(cell, char, has_hyphen=True)
            low, high = self._between_blanks(self.to_char[start], char)
            if self._reads_alike(low, char, high, has_hyphen=True):
                return here
            last = last or here
        return last

    def _is_near_digit(self, char: int) -> bool:
        """A word with a digit takes no hyphen: it would be read as part of the code."""
        start, end = self._between_blanks(max(0, char - _WINDOW), char)
        return _has_digit(self.text[start:end])

    def _anywhere(self, start: int, limit: int) -> Break:
        for cell in range(limit, start, -1):
            if self._is_clean(cell):
                return Break(cell, self._char_at(cell))
        # One sign longer than a row: its print stands in the row where it begins.
        return Break(limit, self._char_at(limit) + 1)

    def _char_at(self, cell: int) -> int:
        return self.to_char[cell]

    def _is_clean(self, cell: int) -> bool:
        return self.to_char[cell - 1] < self.to_char[cell]
