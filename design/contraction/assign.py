"""Which sign gets which cell: precedent, the letters of its text, and families of endings."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from design.contraction.inventory import (
    ACCENT_CELLS,
    BEGINNING_CELLS,
    CLUSTER_CELLS,
    FINAL_LETTERS,
    FREE_WORD_CELLS,
    GROUP_CELLS,
    ION_CELL,
    LETTER_DOTS,
    PREFIX_LETTERS,
    WORD_LETTERS,
    Opcode,
    Sign,
    Slot,
)
from design.contraction.matching import assign

PRECEDENT = {
    ("ar", "16"): "Spanish", ("an", "146"): "Spanish", ("al", "13"): "Spanish, Portuguese",
    ("or", "156"): "Spanish", ("on", "1346"): "Spanish", ("es", "1246"): "Spanish",
    ("es", "156"): "French", ("per", "16"): "Spanish para",
    ("gn", "2356"): "French, Portuguese nh", ("tr", "356"): "French, Spanish, Portuguese",
    ("pr", "235"): "French, Spanish, Portuguese", ("br", "23"): "French, Spanish, Portuguese",
    ("con", "25"): "French, Spanish, Portuguese", ("pro", "235"): "French",
    ("pre", "235"): "Spanish",
}  # fmt: skip
"""Signs and cells of which French, Spanish or Portuguese contracted Braille has the like."""

LOWERED = {"a": "2", "b": "23", "c": "25", "d": "256", "e": "26", "f": "235", "g": "2356",
           "h": "236", "i": "35"}  # fmt: skip
"""Lowered cells that are the form of a letter, one row down."""

FINALS = {
    ("mente", "m"): "first letter, as in Spanish", ("zione", "z"): "first letter",
    ("are", "v"): "v for verbs", ("ato", "p"): "p for participles", ("do", "f"): "d mirrored",
    ("ra", "h"): "r without dot 3", ("le", "b"): "l without dot 3", ("te", "q"): "t with dot 1",
    ("ia", "c"): "as in -cia", ("io", "g"): "as in -gio", ("ere", "v"): "v for verbs",
    ("to", "q"): "t with dot 1", ("tto", "q"): "t with dot 1", ("lo", "b"): "l without dot 3",
    ("la", "b"): "l without dot 3", ("ti", "q"): "t with dot 1", ("ta", "q"): "t with dot 1",
    ("re", "h"): "r without dot 3", ("ro", "h"): "r without dot 3", ("li", "b"): "l without dot 3",
    ("ndo", "f"): "d mirrored", ("dere", "f"): "d mirrored", ("ale", "b"): "l without dot 3",
    ("ie", "c"): "as in -cie", ("de", "f"): "d mirrored", ("ano", "p"): "p for plural",
    ("no", "m"): "n without dot 5",
}  # fmt: skip
"""Endings on consonants that end no word, and what helps to remember them."""

NOUNS = frozenset({
    "mento", "menti", "mente", "enza", "anza", "enze", "ità", "bilità", "azione", "azioni", "ione",
    "ioni", "sione", "sioni", "zioni", "uzione", "izione", "aggio", "aggi", "tura", "ture", "ura",
    "ista", "isti", "ismo", "tore", "tori", "trice", "ezza", "izia", "izio", "etto", "etta",
    "etti", "ette", "ello", "ella", "elli", "elle", "ino", "ina", "ini", "iglio", "iglia", "glio",
    "glia", "ssione", "logia", "nza", "zza", "ore", "ori", "ora", "orma", "ola", "olo", "oli",
})  # fmt: skip
"""Endings that are first of all those of nouns."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A sign and its cells."""

    sign: Sign
    dots: str
    reason: str


def place(worth: Mapping[Sign, float], words: frozenset[str]) -> list[Placed]:
    """Cells for all signs; what they are ``worth`` tells who comes first.

    ``words`` are the groups that are words.
    """
    signs = list(worth)
    kinds = {slot: [sign for sign in signs if sign.slot is slot] for slot in Slot}

    def pairs(
        of_kind: Sequence[Sign], cells: Sequence[str], fit: Callable[[Sign, str], tuple[float, str]]
    ) -> list[Placed]:
        return best_pairs(of_kind, cells, fit, worth)

    groups = pairs(kinds[Slot.GROUP], GROUP_CELLS, _group)
    placed = [
        *_place_words(worth, groups, words),
        *groups,
        *pairs(kinds[Slot.ACCENT], tuple(ACCENT_CELLS.values()), _accent),
        *pairs(kinds[Slot.CLUSTER], CLUSTER_CELLS, _lowered),
        *(Placed(sign, ION_CELL, "French, Spanish ion") for sign in kinds[Slot.ION]),
        *(Placed(sign, LETTER_DOTS["q"], "q is followed by u") for sign in kinds[Slot.QU]),
        *pairs(kinds[Slot.BEGINNING], BEGINNING_CELLS, _lowered),
        *pairs(kinds[Slot.START], _two_cells(), _start),
        *pairs(kinds[Slot.ENDING], _two_cells(), _ending),
        *pairs(kinds[Slot.FINAL], tuple(LETTER_DOTS[letter] for letter in FINAL_LETTERS), _final),
    ]
    order = {sign: number for number, sign in enumerate(signs)}
    return sorted(placed, key=lambda one: order[one.sign])


def best_pairs(
    signs: Sequence[Sign],
    cells: Sequence[str],
    fit: Callable[[Sign, str], tuple[float, str]],
    worth: Mapping[Sign, float],
) -> list[Placed]:
    """The best pairing, where ``fit`` tells how badly a cell suits a sign, and the reason."""
    costs = [[fit(sign, dots)[0] * (0.05 + worth[sign]) for dots in cells] for sign in signs]
    return [
        Placed(sign, cells[column], fit(sign, cells[column])[1])
        for sign, column in zip(signs, assign(costs), strict=True)
    ]


def _place_words(
    worth: Mapping[Sign, float], groups: Sequence[Placed], words: frozenset[str]
) -> list[Placed]:
    """Words on the letters they begin with, and on the cells of groups that are no words."""
    letters = {LETTER_DOTS[letter]: letter for letter in WORD_LETTERS}
    taken = {one.dots: one.sign.text for one in groups}
    free = [dots for dots in FREE_WORD_CELLS if taken.get(dots) not in words]

    def fit(sign: Sign, dots: str) -> tuple[float, str]:
        if dots in letters:
            return _by_letter(sign.text, letters[dots])
        group = taken.get(dots, "")
        if group and sign.text.startswith(group):
            return 1, f"begins with {group}"
        if group and group in sign.text:
            return 1.5, f"holds {group}"
        return 4, "a free cell"

    signs = [sign for sign in worth if sign.slot is Slot.WORD]
    return best_pairs(signs, [*letters, *free], fit, worth)


def _by_letter(text: str, letter: str) -> tuple[float, str]:
    if text.startswith(letter):
        return 0, "first letter"
    if letter in text:
        return 2.5, f"holds {letter}"
    return 50, ""


def _group(sign: Sign, dots: str) -> tuple[float, str]:
    """A precedent, or the cell that is a letter of the text with dot 6."""
    source = PRECEDENT.get((sign.text, dots))
    if source:
        return 0, f"as in {source}"
    base = next((one for one, cell in LETTER_DOTS.items() if cell + "6" == dots), "")
    if base and base in sign.text:
        return (0.2 if sign.text.startswith(base) else 0.5), f"{base} with dot 6"
    return 1, "a free cell"


def _accent(sign: Sign, dots: str) -> tuple[float, str]:
    vowel = {"à": "a", "è": "e", "é": "e", "ì": "i", "ò": "o", "ù": "u"}[
        next(letter for letter, cell in ACCENT_CELLS.items() if cell == dots)
    ]
    return (0, f"the accented {vowel}") if vowel in sign.text else (1, "an accented vowel")


def _lowered(sign: Sign, dots: str) -> tuple[float, str]:
    source = PRECEDENT.get((sign.text, dots))
    if source:
        return 0, f"as in {source}"
    letters = [letter for letter, cell in LOWERED.items() if cell == dots]
    if letters and sign.text.startswith(letters[0]):
        return 0.2, f"{letters[0]}, lowered"
    if letters and letters[0] in sign.text:
        return 0.5, f"{letters[0]}, lowered"
    return 1, "a free lowered cell"


def _two_cells() -> list[str]:
    return [
        f"{prefix}-{LETTER_DOTS[letter]}"
        for prefix, letters in PREFIX_LETTERS.items()
        for letter in letters
    ]


def _split(dots: str) -> tuple[str, str]:
    prefix, cell = dots.split("-")
    return prefix, _letter(cell)


def _letter(cell: str) -> str:
    return next(letter for letter, dots in LETTER_DOTS.items() if dots == cell)


def _start(sign: Sign, dots: str) -> tuple[float, str]:
    """Words behind 4 and 5, beginnings behind 45, where their letters allow it."""
    prefix, letter = _split(dots)
    cost, reason = _by_letter(sign.text, letter)
    stranger = (prefix == "45") is not (sign.opcode is Opcode.BEGWORD)
    return cost + stranger, reason


def _ending(sign: Sign, dots: str) -> tuple[float, str]:
    """Endings with a consonant first behind 5, nouns behind 4, others behind 45, if they can be.

    A vowel may follow a lowered sign, and 5 beside a lowered sign is hard to feel.
    """
    prefix, letter = _split(dots)
    vowel = sign.text[0] in "aeiouàèìòù"
    home = "5" if not vowel else "4" if sign.text in NOUNS else "45"
    cost, reason = _by_sound(sign.text, letter)
    return cost + (prefix != home) + 4 * (vowel and prefix == "5"), reason


def _by_sound(text: str, letter: str) -> tuple[float, str]:
    consonants = [one for one in text if one not in "aeiouàèìòù"]
    if text[0] == letter or consonants[:1] == [letter]:
        return 0, "first letter" if text[0] == letter else "first consonant"
    if letter in consonants:
        return 1, f"holds {letter}"
    return (3, f"holds {letter}") if letter in text else (50, "")


def _final(sign: Sign, dots: str) -> tuple[float, str]:
    letter = _letter(dots)
    if (sign.text, letter) in FINALS:
        return 0, FINALS[sign.text, letter]
    if letter in sign.text:
        return 1, f"holds {letter}"
    return 5, f"{letter} ends no word"


def qualities(slot: Slot, free: int) -> list[Callable[[str], float]]:
    """For each cell of a kind, how well it suits a text: 0 to 1.

    ``free`` is the number of cells for words that are no letters.
    """
    cells: Sequence[str]
    if slot is Slot.FINAL:
        cells, fit = [LETTER_DOTS[letter] for letter in FINAL_LETTERS], _final
    elif slot is Slot.WORD:
        cells, fit = [LETTER_DOTS[letter] for letter in WORD_LETTERS] + [""] * free, _word
    else:
        cells, fit = _two_cells(), _start_letter if slot is Slot.START else _ending_letter

    def of(dots: str) -> Callable[[str], float]:
        return lambda text: max(0.0, 1 - fit(Sign(slot, Opcode.WORD, text), dots)[0] / 12)

    return [of(dots) for dots in cells]


def _word(sign: Sign, dots: str) -> tuple[float, str]:
    return _by_letter(sign.text, _letter(dots)) if dots else (1, "a free cell")


def _start_letter(sign: Sign, dots: str) -> tuple[float, str]:
    return _by_letter(sign.text, _split(dots)[1])


def _ending_letter(sign: Sign, dots: str) -> tuple[float, str]:
    return _by_sound(sign.text, _split(dots)[1])
