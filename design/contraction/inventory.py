"""What there is to give away: the free cells, and the rules about who may have them.

Cells are written by their dots, as in liblouis; a hyphen separates cells.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

CONTRACTIBLE = frozenset("abcdefghilmnopqrstuvzàèéìòù")
"""Letters of words that are contracted; a word with another letter is written out behind 56."""

LETTER_DOTS = {
    "a": "1", "b": "12", "c": "14", "d": "145", "e": "15", "f": "124", "g": "1245", "h": "125",
    "i": "24", "l": "123", "m": "134", "n": "1345", "o": "135", "p": "1234", "q": "12345",
    "r": "1235", "s": "234", "t": "2345", "u": "136", "v": "1236", "z": "1356", "à": "12356",
    "è": "2346", "é": "123456", "ì": "34", "ò": "346", "ù": "23456",
}  # fmt: skip

GRADE_ONE = "56"
"""The sign before what is written out."""

WORD_LETTERS = "bcdfghlmnpqrstvzuàéìòù"
"""Letters that are no word of their own: alone they stand for one."""

GROUP_CELLS = (
    "16", "126", "146", "1456", "156", "1246", "12456", "246", "1256", "345", "12346",
    "245", "13", "2456", "1346", "13456",
)  # fmt: skip
"""Cells of foreign accents and foreign letters: groups anywhere in a word, and words alone."""

CLUSTER_CELLS = ("2", "23", "25", "256", "26", "235", "2356", "236", "356", "35")
"""Lowered cells between two letters, for groups of consonants: a vowel keeps them apart."""

BEGINNING_CELLS = ("2", "23", "25", "26", "235")
"""Lowered cells at the beginning of a word, directly behind a blank."""

ION_CELL = "3456"

FREE_WORD_CELLS = (*GROUP_CELLS, ION_CELL)
"""Cells that may be a word alone, whatever its letters; the number sign is one without digits."""

PREFIX_LETTERS = {
    "4": "abcdefghilmnopqrstuvz",
    "5": "bdefghilmnqsuvz",
    "45": "abdfghimnopqrtuvz",
}
"""Two-cell signs: the first cell, and the letters that may follow; the others are symbols."""

FINAL_LETTERS = "bcfghmpvz"
"""Consonants that end no Italian word: at its end each stands for an ending.

Neither do s and t, but many English words in Italian texts end in them.
"""

ACCENT_CELLS = {"à": "12356", "è": "2346", "é": "123456", "ì": "34", "ò": "346", "ù": "23456"}
"""Cells of accented vowels, which stand only at the end of an Italian word."""

MOST_SIGNS = 180


class Opcode(StrEnum):
    """Where in a word a rule applies, in liblouis' names."""

    WORD = "word"
    BEGWORD = "begword"
    MIDWORD = "midword"
    ENDWORD = "endword"
    MIDENDWORD = "midendword"
    BEFORE_LETTER = "before letter always"
    ALWAYS = "always"


class Slot(StrEnum):
    """What kind of sign: which cells it may have, and at which level it is learned."""

    WORD = "word"
    GROUP = "group"
    CLUSTER = "cluster"
    ION = "ion"
    QU = "qu"
    BEGINNING = "beginning"
    START = "start"
    ENDING = "ending"
    FINAL = "final"
    ACCENT = "accent"


LEVELS = {
    Slot.WORD: 1,
    Slot.GROUP: 2,
    Slot.CLUSTER: 2,
    Slot.ION: 2,
    Slot.QU: 2,
    Slot.BEGINNING: 3,
    Slot.START: 3,
    Slot.ENDING: 3,
    Slot.FINAL: 3,
    Slot.ACCENT: 2,
}


@dataclass(frozen=True, slots=True)
class Sign:
    """A text, where it is contracted, and what kind of cells it takes."""

    slot: Slot
    opcode: Opcode
    text: str

    @property
    def cells(self) -> int:
        """Number of cells."""
        return 2 if self.slot in {Slot.START, Slot.ENDING} else 1

    def level(self, words: frozenset[str]) -> int:
        """1 words, 2 groups, 3 beginnings, endings and two-cell words.

        A group that is one of ``words`` is learned as a word, and stands inside words from then on.
        """
        is_word = self.slot is Slot.GROUP and self.text in words
        return 1 if is_word else LEVELS[self.slot]
