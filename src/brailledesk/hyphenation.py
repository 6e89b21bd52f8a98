"""Where a word may be divided at the end of a line: syllables, from the hyphenation dictionaries.

The dictionaries are those of pyphen (the office suites' patterns; Italian is ``hyph_it_IT``, which
pyphen offers under GPL, LGPL or MPL: it is used here under the MPL, unchanged). What pyphen does,
as tried: apostrophes straight and curly belong to the word ("del-l'ac-qua"), capitals and accents
are understood ("CIT-TÀ"), and the least number of characters on each side is 2, counting
apostrophes; so letters are counted here.
"""

from __future__ import annotations

import unicodedata
from importlib.util import find_spec
from pathlib import Path
from typing import Any

LONGEST_WORD = 64
"""Longer strings of letters are no words that a dictionary could know."""

LEAST_LETTERS = 2
"""On each side of the hyphen."""


def read_dictionary(language: str) -> str | None:
    """The lines of the dictionary that serves ``language``; None where there is none.

    It is the one that ``pyphen.language_fallback`` names, without importing pyphen: that alone
    takes as long as to lay out a short book. Raises OSError where its folder cannot be read, as
    when it is in an archive.
    """
    spec = find_spec("pyphen")
    if not language or spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent / "dictionaries"
    paths: dict[str, Path] = {}
    for path in sorted(path for path in folder.iterdir() if path.suffix == ".dic"):
        name = path.stem.removeprefix("hyph_").lower()
        paths[name] = path
        paths.setdefault(name.partition("_")[0], path)
    parts = language.replace("-", "_").lower().split("_")
    names = ("_".join(parts[:count]) for count in range(len(parts), 0, -1))
    found = next((paths[name] for name in names if name in paths), None)
    return None if found is None else _decode(found.read_bytes())


def _decode(data: bytes) -> str:
    """A dictionary, whose first line names its encoding."""
    encoding = data.partition(b"\n")[0].decode("ascii", "replace").strip().lower()
    return data.decode(encoding.removeprefix("microsoft-"))


class Hyphenator:
    """Dictionaries by language, each loaded when the first word needs it."""

    def __init__(self) -> None:
        self._dictionaries: dict[str, Any] = {}

    def positions(self, word: str, language: str) -> list[int]:
        """The places where ``word`` may be divided, rising; none in a language without dictionary.

        ``word`` is letters with apostrophes between them. ``language`` is a BCP 47 tag. A division
        that would change the spelling, as in some languages, is not offered.
        """
        if not 2 * LEAST_LETTERS <= len(word) <= LONGEST_WORD or not _is_plain(word):
            return []
        dictionary = self._dictionary(language)
        if dictionary is None:
            return []
        return [
            int(place)
            for place in dictionary.positions(word)
            if place.data is None and _has_letters_around(word, place)
        ]

    def _dictionary(self, language: str) -> Any:  # noqa: ANN401 - pyphen has no types
        if language not in self._dictionaries:
            # Not needed by every command and slow to import, so it waits for the first word.
            import pyphen  # noqa: PLC0415

            name = pyphen.language_fallback(language.replace("-", "_")) if language else None
            self._dictionaries[language] = pyphen.Pyphen(lang=name) if name else None
        return self._dictionaries[language]


def _is_plain(word: str) -> bool:
    """Positions are those of the word as it stands: composed, and not longer in small letters."""
    return unicodedata.is_normalized("NFC", word) and len(word.lower()) == len(word)


def _has_letters_around(word: str, place: int) -> bool:
    before = word[place - LEAST_LETTERS : place]
    after = sum(map(str.isalpha, word[place:]))
    return before.isalpha() and len(before) == LEAST_LETTERS and after >= LEAST_LETTERS
