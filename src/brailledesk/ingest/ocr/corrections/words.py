"""Words that a list does not have, and one that differs by a single confusion that it has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from brailledesk.ingest.ocr.corrections.candidates import TO_LETTER
from brailledesk.ingest.ocr.corrections.lexicon import Lexicon

_SURE = (("rn", "m"), ("d", "cl"), ("vv", "w"), ("ii", "u"), ("fl", "fi"), ("fi", "fl"))
"""Of 640,000 words of Debian's Italian documentation, these would change 12 that are right, all of
them foreign or vulgar."""
_UNSURE = (
    ("m", "rn"), ("c", "e"), ("e", "c"), ("cl", "d"), ("ri", "n"), ("n", "ri"), ("li", "h"),
    ("b", "h"), ("h", "b"), ("t", "f"), ("f", "t"),
)  # fmt: skip
"""These would change 150, "finirci" to "finirei" among them: they are only suggested."""
_ACCENTS = {"a": "à", "e": "éè", "i": "ì", "o": "ò", "u": "ù"}
_LEAST_LETTERS = 4
"""Shorter words are near too many others."""
_SHORT = frozenset(["cio", "gia", "giu", "piu", "puo"])
"""Short words that are none without their accent."""


def correction_of(text: str, lexicon: Lexicon) -> tuple[str, str] | None:
    """The only word that ``text`` can be by one confusion, and the reason; else None.

    Names are not in the list, so that words with a capital letter stay, except for a capital I
    between small letters. A word with a digit is never changed.
    """
    if not _is_unknown(text, lexicon):
        return None
    candidates = {(one, "word list") for one in (*_confused(text, _SURE), *_small(text))}
    candidates |= {(one, "accent") for one in _accented(text)}
    known = sorted(one for one in candidates if lexicon.knows(one[0]))
    return known[0] if len(known) == 1 else None


def suggestions_of(text: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The words that a word which the list does not have may be, where that is not sure."""
    if not _is_unknown(text, lexicon):
        return ()
    found = dict.fromkeys(_confused(text, (*_SURE, *_UNSURE)))
    return tuple(one for one in found if lexicon.knows(one))


def word_with_digits(text: str, lexicon: Lexicon) -> str | None:
    """The word that letters and digits together would be, "de1la"; it may only be suggested."""
    if not any(map(str.isdigit, text)) or sum(map(str.isalpha, text)) < 3:
        return None
    for one in ("l", "I"):
        table = {**TO_LETTER, "1": one}
        word = "".join(table.get(sign, sign) for sign in text)
        word = word if text.isupper() else word[:1] + word[1:].lower()
        if word.isalpha() and lexicon.knows(word):
            return word
    return None


def _is_unknown(text: str, lexicon: Lexicon) -> bool:
    """Whether a text is letters, no name, and none of the words that a large list has."""
    letters = text.replace("'", "").replace("’", "")
    is_word = letters.isalpha() and (text[0].islower() or _has_inner_capital(text))
    return is_word and lexicon.is_large and not lexicon.knows(text.rstrip("'’"))


def _has_inner_capital(text: str) -> bool:
    """Whether a capital I stands between small letters: "VIII" and "AIDO" are written so."""
    return "I" in text[1:] and text[1:].replace("I", "").islower()


def _small(text: str) -> Iterator[str]:
    if _has_inner_capital(text):
        yield text[0] + text[1:].replace("I", "l")


def _confused(text: str, pairs: Sequence[tuple[str, str]]) -> Iterator[str]:
    if len(text) < _LEAST_LETTERS:
        return
    for wrong, right in pairs:
        place = text.find(wrong)
        while place >= 0:
            yield text[:place] + right + text[place + len(wrong) :]
            place = text.find(wrong, place + 1)


def _accented(text: str) -> Iterator[str]:
    """The word with the accent that it lost; an apostrophe instead of it is what print shows."""
    if text[-1] in _ACCENTS and (len(text) >= _LEAST_LETTERS or text in _SHORT):
        yield from (text[:-1] + accent for accent in _ACCENTS[text[-1]])
