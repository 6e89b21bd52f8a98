"""Words divided at the ends of lines, put together again.

A hyphen at the end of a line is print's own or the word's. It is the word's where the document
writes the two parts with a hyphen inside of a line; it is print's where the document has the word
whole, or where the dictionaries of syllables divide there. Else small letters on both sides decide
for print: a division is far the more frequent. A list of words, where one is given, says what is
whole, and what is two words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from brailledesk.hyphenation import Hyphenator
from brailledesk.ingest.pdf.lines import Line

HYPHENS = "-‐\u00ad"
_LAST = re.compile(rf"([^\W\d_]+)[{HYPHENS}]$")
_FIRST = re.compile(r"[^\W\d_]+")
_HYPHENATED = re.compile(rf"(?<![\w-])([^\W\d_]+)[{HYPHENS}]([^\W\d_]+)")
_WORD = re.compile(r"[^\W\d_]+")


class WordJoiner:
    """What a document shows of its words, and the rule."""

    def __init__(
        self,
        lines: Iterable[Line],
        language: str,
        knows: Callable[[str], bool] | None = None,
    ) -> None:
        """``knows`` says whether a list has a word, in small letters."""
        self._language = language
        self._knows = knows
        self._hyphenator = Hyphenator()
        self._words: set[str] = set()
        self._hyphenated: set[tuple[str, str]] = set()
        for line in lines:
            for piece in line.pieces:
                text = piece.text.lower()
                self._words.update(_WORD.findall(text))
                self._hyphenated.update(_HYPHENATED.findall(text))

    def is_division(self, before: str, after: str) -> bool:
        """Whether ``before`` ends with a hyphen that only the end of the line brought."""
        left, right = _LAST.search(before), _FIRST.match(after)
        if not left or not right or not right[0][0].islower():
            return False
        one, other = left[1].lower(), right[0].lower()
        if (one, other) in self._hyphenated:
            return False
        if one + other in self._words or self._has(one + other):
            return True
        if len(one) > 2 and self._has(one) and self._has(other):
            return False
        places = self._hyphenator.positions(left[1] + right[0], self._language)
        is_compound = len(one) > 2 and one in self._words and other in self._words
        return len(one) in places or not is_compound

    def _has(self, word: str) -> bool:
        return self._knows is not None and self._knows(word)


def goes_on_without_blank(before: str, after: str) -> bool:
    """Whether a hyphen that stays holds its parts together ("Nord-", "Est"); a dash does not."""
    return len(before) > 1 and before[-1] in HYPHENS and after[:1].isalnum()
