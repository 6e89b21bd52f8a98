"""Readings of a code that differ by signs that engines take for each other.

At a place where only a digit can stand a letter is surely its digit, and the other way round; where
both can stand, one such exchange in the whole code is tried, and all letters as digits at once:
most accounts are digits throughout.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from types import MappingProxyType

from brailledesk.ingest.ocr.corrections.checks import OMOCODIA

TO_DIGIT = MappingProxyType(
    {"O": "0", "o": "0", "D": "0", "Q": "0", "I": "1", "l": "1", "i": "1", "|": "1", "!": "1",
     "S": "5", "s": "5", "B": "8", "Z": "2", "z": "2", "G": "6"}
)  # fmt: skip
TO_LETTER = MappingProxyType({"0": "O", "1": "I", "5": "S", "8": "B", "2": "Z", "6": "G"})

DIGIT, LETTER, EITHER, PERSON = "n", "a", "c", "p"
"""What can stand at a place; PERSON is a digit of a codice fiscale, or a letter instead of it."""


def options_at(sign: str, kind: str) -> tuple[str, ...]:
    """What a sign can be at a place of a kind, the likeliest first; nothing where it cannot be."""
    capital = sign.upper()
    if kind == DIGIT:
        return (sign,) if _is_digit(sign) else _known(TO_DIGIT, sign)
    if kind == LETTER:
        return (capital,) if _is_letter(sign) else _known(TO_LETTER, sign)
    if kind == PERSON:
        if _is_digit(sign):
            return (sign,)
        own = (capital,) if capital in OMOCODIA and sign == capital else ()
        return own + _known(TO_DIGIT, sign)
    if _is_digit(sign):
        return (sign, *_known(TO_LETTER, sign))
    own = (capital,) if _is_letter(sign) else ()
    return own + _known(TO_DIGIT, sign)


def _known(table: MappingProxyType[str, str], sign: str) -> tuple[str, ...]:
    return (table[sign],) if sign in table else ()


def _is_digit(sign: str) -> bool:
    return sign.isascii() and sign.isdigit()


def _is_letter(sign: str) -> bool:
    return sign.isascii() and sign.isalpha()


def readings(text: str, kinds: str) -> Iterator[str]:
    """The readings of a text whose places are of ``kinds``, the one with the fewest changes first.

    None where a sign cannot stand at its place.
    """
    choices = [options_at(sign, kind) for sign, kind in zip(text, kinds, strict=True)]
    if not all(choices):
        return
    first = [options[0] for options in choices]
    yield "".join(first)
    for place, options in enumerate(choices):
        for other in options[1:]:
            yield "".join(chain(first[:place], other, first[place + 1 :]))
    yield "".join(next(filter(_is_digit, options), options[0]) for options in choices)


def passing(text: str, kinds: Sequence[str], check: Callable[[str], bool]) -> list[str]:
    """The readings, under any of the kinds, that a check lets pass; each once."""
    found = (one for kind in kinds if len(kind) == len(text) for one in readings(text, kind))
    return list(dict.fromkeys(one for one in found if check(one)))
