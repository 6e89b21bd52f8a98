"""Codes with check digits in a line of words: found by their shape, or by the label before them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from brailledesk.ingest.ocr.corrections.candidates import (
    DIGIT,
    EITHER,
    LETTER,
    PERSON,
    TO_DIGIT,
    TO_LETTER,
    passing,
)
from brailledesk.ingest.ocr.corrections.checks import (
    IBAN_LENGTHS,
    is_card,
    is_codice_fiscale,
    is_ean,
    is_iban,
    is_isbn,
    is_partita_iva,
)
from brailledesk.ingest.ocr.page import Word

_MOST_WORDS = 10
"""A code that print parts by blanks has no more parts."""
_NEAR = 6
"""Words before a code among which its label may stand."""
_LONGEST = 40
"""Characters of a code or a label, and of what may be glued to it."""
_FISCAL = 6 * LETTER + 2 * PERSON + LETTER + 2 * PERSON + LETTER + 3 * PERSON + LETTER
_ITALIAN_IBAN = 2 * LETTER + 2 * DIGIT + LETTER + 10 * DIGIT + 12 * EITHER
_BEFORE = re.compile(r"^.*:(?=.)|^[(\[«\"']+")
_BEHIND = ".,;:)]»\"'"
_JOINTS = "-./"
_FOLDED = str.maketrans("l1|0", "iiio")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of code.

    ``shapes`` are what can stand at its places; ``is_needed`` says that only a label before it
    tells it from other numbers. ``sieve``: one misreading in so many passes the check by chance.
    """

    name: str
    check: Callable[[str], bool]
    shapes: tuple[str, ...]
    label: re.Pattern[str]
    is_needed: bool = False
    sieve: int = 10


def _label(pattern: str) -> re.Pattern[str]:
    """A pattern for text whose l, 1 and I, 0 and O were made one: labels are misread too."""
    return re.compile(pattern.replace("l", "i"))


IBAN = Kind("IBAN", is_iban, (), _label(r"\biban\b"), sieve=97)
_VAT = Kind(
    "partita IVA",
    is_partita_iva,
    (11 * DIGIT,),
    _label(r"\bp\.? ?(?:art\.? ?)?iva|partita iva|\bvat\b"),
    is_needed=True,
)
_KINDS = (
    Kind(
        "codice fiscale",
        is_codice_fiscale,
        (_FISCAL,),
        _label(r"\bc\.? ?f\b|fiscale"),
        sieve=26,
    ),
    Kind("ISBN", is_isbn, (13 * DIGIT, 9 * DIGIT + EITHER), _label(r"\bisbn\b"), is_needed=True),
    _VAT,
    Kind(
        "codice fiscale",
        is_partita_iva,
        (11 * DIGIT,),
        _label(r"\bc\.? ?f\b|fiscale"),
        is_needed=True,
    ),
    Kind("EAN", is_ean, (13 * DIGIT, 8 * DIGIT), _label(r"\b(?:ean|gtin|barre)\b"), is_needed=True),
    Kind("carta", is_card, (16 * DIGIT,), _label(r"\bcarta\b"), is_needed=True),
)
CARD = "carta"
"""The number of a card: checked, never corrected."""


class Part(NamedTuple):
    """The signs ``start`` to ``end`` of the word at ``place``, that belong to a code."""

    place: int
    start: int
    end: int


class Found(NamedTuple):
    """A code in a line; ``text`` is what was read, ``readings`` are those that pass its check."""

    kind: str
    parts: tuple[Part, ...]
    text: str
    readings: tuple[str, ...]
    sieve: int = 1

    @property
    def is_right(self) -> bool:
        return self.text in self.readings


def find_codes(words: Sequence[Word]) -> Iterator[Found]:
    """The codes of a line, from left to right; none shares a word with another."""
    place = 0
    while place < len(words):
        near = words[max(place - _NEAR, 0) : place]
        before = _fold(" ".join(word.text[:_LONGEST] for word in near))
        found = (
            _iban_at(words, place)
            or _code_at(words, place, before)
            or _misshapen_at(words, place, before)
        )
        if found is None:
            place += 1
        else:
            yield found
            place = found.parts[-1].place + 1


def _fold(text: str) -> str:
    return text.lower().translate(_FOLDED)


def _parts_from(words: Sequence[Word], place: int) -> Iterator[tuple[tuple[Part, ...], str]]:
    """The signs of one, two, three ... words from ``place`` on, without what parts them."""
    parts: list[Part] = []
    text = ""
    for number, word in enumerate(words[place : place + _MOST_WORDS], place):
        if len(word.text) > 2 * _LONGEST:
            return
        before = _BEFORE.match(word.text)
        start = before.end() if before and number == place else 0
        end = len(word.text.rstrip(_BEHIND))
        signs = word.text[start:end]
        if not signs or not signs.isascii():
            return
        parts.append(Part(number, start, end))
        text += signs.translate(str.maketrans("", "", _JOINTS))
        yield tuple(parts), text
        if end < len(word.text):
            return


def _iban_at(words: Sequence[Word], place: int) -> Found | None:
    for parts, text in _parts_from(words, place):
        if len(text) < 15:
            continue
        country = "".join(TO_LETTER.get(sign, sign) for sign in text[:2].upper())
        length = IBAN_LENGTHS.get(country, 0)
        if len(text) > length or not _is_like_iban(text):
            return None
        if len(text) == length:
            shape = _ITALIAN_IBAN if country in {"IT", "SM"} else 2 * LETTER + 2 * DIGIT
            shape += EITHER * (length - len(shape))
            found = tuple(passing(text, [shape], is_iban))
            return Found(IBAN.name, parts, text, found, IBAN.sieve)
    return None


def _is_like_iban(text: str) -> bool:
    """Two letters, two digits and many more: words in capitals are no IBAN."""
    digits = sum(sign.isdigit() or sign in TO_DIGIT for sign in text[2:])
    true = sum(map(str.isdigit, text))
    return text == text.upper() and true >= 8 and 2 * digits >= len(text)


def _code_at(words: Sequence[Word], place: int, before: str) -> Found | None:
    for kind in _KINDS:
        own = _fold(words[place].text.rpartition(":")[0])
        is_named = kind.label.search(f"{before} {own}") is not None
        if kind.is_needed and not is_named:
            continue
        for parts, text in _parts_from(words, place):
            if not any(len(text) == len(shape) for shape in kind.shapes):
                continue
            if len(parts) > 1 and not is_named:
                break
            if _is_like(text, kind):
                found = tuple(passing(text, kind.shapes, kind.check))
                return Found(kind.name, parts, text, found, kind.sieve)
    return None


def _misshapen_at(words: Sequence[Word], place: int, before: str) -> Found | None:
    """What the word before calls an IBAN or a partita IVA, and is too short or too long for it."""
    parts, text = next(_parts_from(words, place), ((), ""))
    digits = sum(map(str.isdigit, text))
    if text.isalnum() and 2 * digits >= len(text):
        if len(text) >= 15 and IBAN.label.search(before[-8:]):
            return Found(IBAN.name, parts, text, ())
        if len(text) >= 8 and _VAT.label.search(before[-14:]):
            return Found(_VAT.name, parts, text, ())
    return None


def _is_like(text: str, kind: Kind) -> bool:
    """Whether most signs are already what they have to be: else it is another thing."""
    return any(
        sum(_fits(sign, place) for sign, place in zip(text, shape, strict=True)) * 4
        >= 3 * len(text)
        and all(sign.isalnum() or sign in TO_DIGIT for sign in text)
        for shape in kind.shapes
        if len(shape) == len(text)
    )


def _fits(sign: str, place: str) -> bool:
    if place in {DIGIT, PERSON}:
        return sign.isdigit()
    return sign.isalpha() and sign.isupper() if place == LETTER else sign.isalnum()
