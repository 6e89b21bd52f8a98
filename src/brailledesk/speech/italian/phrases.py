"""Abbreviations, Roman numbers and signs."""

from __future__ import annotations

import re

from brailledesk.speech.italian.numbers import cardinal, ordinal
from brailledesk.speech.italian.tables import Words

_ROMAN = re.compile(r"(?=.)M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})")
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_SENTENCE_FOLLOWS = re.compile(r"\s*$|\s+[«“\"(]?[A-ZÀ-Ý]")
_MANY_MEANINGS = frozenset({"VI"})
"""A word in capitals, where nothing around it says that it is a number."""


def roman_value(text: str) -> int:
    """The value of a Roman number in capitals; 0 for what is none."""
    if not _ROMAN.fullmatch(text):
        return 0
    values = [_VALUES[sign] for sign in text]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < following else value for value, following in pairs)


def say_roman_ordinal(found: re.Match[str], words: Words) -> str | None:
    """An ordinal, in the gender of its noun, which stands before or behind it."""
    value = roman_value(found["roman"])
    if not value:
        return None
    groups = found.groupdict()
    before, after = groups.get("before") or "", groups.get("after") or ""
    noun = (before or after).strip().lower()
    said = ordinal(value, is_feminine=noun in words.feminine)
    return _written_out(before, words) + said + after.replace("sec.", "secolo")


def _written_out(before: str, words: Words) -> str:
    known = words.before_numbers.get(before.strip().lower())
    return f"{known} " if known else before.replace("sec.", "secolo")


def say_roman_cardinal(found: re.Match[str], _words: Words) -> str | None:
    value = 0 if found["roman"] in _MANY_MEANINGS else roman_value(found["roman"])
    return cardinal(value) if value else None


def say_abbreviation(found: re.Match[str], words: Words) -> str | None:
    """The whole word; if the abbreviation ends a sentence its point stays as the sentence's."""
    short = found["short"].lower()
    said = words.abbreviations[short]
    ends = short in words.ending and _SENTENCE_FOLLOWS.match(found.string, found.end())
    return said + "." if ends else said


def say_abbreviation_of_law(found: re.Match[str], words: Words) -> str | None:
    """Which code an article is in; at the end of a sentence its point is the sentence's."""
    said = words.laws[found["short"]]
    return said + "." if _SENTENCE_FOLLOWS.match(found.string, found.end()) else said


def say_before_number(found: re.Match[str], words: Words) -> str | None:
    return words.before_numbers[found["short"].lower()] + " "


def say_comma(_found: re.Match[str], _words: Words) -> str | None:
    return "comma "


def say_law(_found: re.Match[str], _words: Words) -> str | None:
    return "legge "


def say_letter(_found: re.Match[str], _words: Words) -> str | None:
    return "lettera "


def say_number_sign(_found: re.Match[str], _words: Words) -> str | None:
    return "numero "


def say_possessive(found: re.Match[str], words: Words) -> str | None:
    """Your and our ("vs.", "ns."), in the gender and number of their article."""
    stem = "vostr" if found["short"].lower() == "vs." else "nostr"
    article = found["article"]
    return article + stem + words.articles[article.strip().lower()]


def say_sign(found: re.Match[str], words: Words) -> str | None:
    return f" {words.signs.get(found['sign'], words.signs['-'])} "


def say_symbol(found: re.Match[str], words: Words) -> str | None:
    """The name of a sign, with the spaces that it needs where it touches something."""
    text, start, end = found.string, found.start(), found.end()
    # Another sign in front has given its space already.
    is_apart = not start or text[start - 1].isspace() or text[start - 1] in words.symbols
    before = "" if is_apart else " "
    behind = " " if end < len(text) and not text[end].isspace() else ""
    return before + words.symbols[found["symbol"]] + behind
