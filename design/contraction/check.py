"""Savings on running text: every character counted, the way the tables contract it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from design.contraction.inventory import CONTRACTIBLE, WORD_LETTERS
from design.contraction.simulate import After, Before, Rules

_WORD = re.compile(r"[^\W_]+")
_APOSTROPHES = frozenset("'’")
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Saving:
    """Cells of a text, blanks counted."""

    plain: int
    contracted: int

    @property
    def per_cent(self) -> float:
        return 100 * (1 - self.contracted / self.plain) if self.plain else 0.0


def measure_text(text: str, rules: Rules, *, capitals: bool = False) -> Saving:
    """Cells of ``text`` without and with ``rules``.

    With ``capitals`` a word with an initial capital is contracted as if it had none, behind its
    capital sign; without, its first letter is written and nothing is contracted across it.
    """
    text = " ".join(text.split())
    outside = len(_WORD.sub("", text))
    tokens = Counter(
        (match[0], _before(text, match.start()), _after(text, match.end()))
        for match in _WORD.finditer(text)
    )
    plain = contracted = outside
    for (word, before, after), times in tokens.items():
        plain += times * plain_cells(word)
        if capitals and word.istitle() and len(word) > 1:
            contracted += times
            word = word.lower()  # noqa: PLW2901 - the same word behind its sign
        contracted += times * contracted_cells(word, rules, before, after)
    return Saving(plain, contracted)


def plain_cells(word: str) -> int:
    """Letters, a sign for each capital or two for a word of capitals, one for each number."""
    capitals = sum(character.isupper() for character in word)
    if capitals > 1 and word.isupper():
        capitals = 2
    return len(word) + capitals + len(_DIGITS.findall(word))


def contracted_cells(word: str, rules: Rules, before: Before, after: After) -> int:
    """Cells of a word between what stands around it."""
    small = word.lower()
    if small.isdigit():
        return plain_cells(word)
    if not CONTRACTIBLE.issuperset(small):
        return 1 + plain_cells(word)
    if len(word) == 1:
        alone = before is not Before.OTHER and after is After.OUTER
        return plain_cells(word) + (alone and word in WORD_LETTERS)
    if any(character.isupper() for character in word[1:]):
        return plain_cells(word)
    if word[0].isupper():
        return 2 + rules.cells(word[1:], Before.LETTER, after)
    return rules.cells(word, before, after)


def _before(text: str, start: int) -> Before:
    if start == 0 or text[start - 1] == " ":
        return Before.BLANK
    return Before.OTHER if text[start - 1] in _APOSTROPHES else Before.OUTER


def _after(text: str, end: int) -> After:
    return After.OTHER if text[end : end + 1] in _APOSTROPHES and end < len(text) else After.OUTER
