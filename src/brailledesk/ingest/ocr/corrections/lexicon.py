"""The words of Italian that a correction may be judged by.

Where Debian's list of words is installed (package witalian) it is taken; our own short list of
office words is always there. Without the long list no word is corrected, because a word that a
short list does not have says nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

SYSTEM_LISTS = {"it": ("/usr/share/dict/italian",), "en": ("/usr/share/dict/british-english",)}
"""Where Debian's packages witalian and wbritish put them: one word a line, UTF-8."""
_OWN = Path(__file__).with_name("office-words.txt")
_LEAST = 20_000
"""Words of a list that can say that a word is none."""
_ELIDED = frozenset(
    ("l", "un", "d", "dell", "dall", "nell", "sull", "all", "coll", "quell", "quest", "c", "m", "t",
     "s", "v", "n", "com", "cos", "dov", "quand", "anch", "sant")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lexicon:
    """A set of words, in small letters. ``is_large`` says that a word it has not may be none."""

    words: frozenset[str]

    @property
    def is_large(self) -> bool:
        return len(self.words) >= _LEAST

    def knows(self, word: str) -> bool:
        """Whether a word is one, in any letters; "dell'ordine" if both parts are."""
        plain = word.lower().replace("’", "'")
        if plain in self.words:
            return True
        head, apostrophe, tail = plain.partition("'")
        return bool(apostrophe) and head in _ELIDED and tail in self.words


def lexicon_of(words: Iterable[str]) -> Lexicon:
    return Lexicon(frozenset(word.strip().lower() for word in words if word.strip()))


def system_lexicon(language: str = "it") -> Lexicon:
    """The words that this computer has for a language; it takes a moment, so keep it."""
    name = language.partition("-")[0].lower()
    words: list[str] = []
    for path in map(Path, SYSTEM_LISTS.get(name, ())):
        if path.is_file():
            words += path.read_text(encoding="utf-8", errors="replace").split("\n")
    if name == "it":
        words += _OWN.read_text(encoding="utf-8").split()
    return lexicon_of(words)
