"""Italian numbers in words, as the grammar books have them: written in one word up to a million."""

from __future__ import annotations

from collections.abc import Iterable

_SMALL = [
    "zero",
    "uno",
    "due",
    "tre",
    "quattro",
    "cinque",
    "sei",
    "sette",
    "otto",
    "nove",
    "dieci",
    "undici",
    "dodici",
    "tredici",
    "quattordici",
    "quindici",
    "sedici",
    "diciassette",
    "diciotto",
    "diciannove",
]
_TENS = ["venti", "trenta", "quaranta", "cinquanta", "sessanta", "settanta", "ottanta", "novanta"]
_ORDINALS = [
    "primo",
    "secondo",
    "terzo",
    "quarto",
    "quinto",
    "sesto",
    "settimo",
    "ottavo",
    "nono",
    "decimo",
]
LARGEST = 10**12 - 1
"""Above it a number is read digit by digit."""


def cardinal(number: int) -> str:
    """A whole number in words: 1823 is "milleottocentoventitré"; minus comes first."""
    if number < 0:
        return "meno " + cardinal(-number)
    if number > LARGEST:
        return digits(str(number))
    parts: list[str] = []
    for size, one, many in ((10**9, "un miliardo", "miliardi"), (10**6, "un milione", "milioni")):
        count, number = divmod(number, size)
        if count:
            parts.append(one if count == 1 else f"{_accented(_below_million(count))} {many}")
    if number or not parts:
        parts.append(_accented(_below_million(number)))
    return " ".join(parts)


def ordinal(number: int, *, is_feminine: bool = False) -> str:
    """An ordinal in words, from 1: 21 is "ventunesimo", 23 "ventitreesimo", 26 "ventiseiesimo"."""
    if number <= 10:
        word = _ORDINALS[number - 1]
    else:
        stem = cardinal(number)
        if stem.endswith("ré"):
            stem = stem[:-1] + "e"
        elif not stem.endswith("sei"):
            stem = stem.replace("mila", "mill") if stem.endswith("mila") else stem[:-1]
        word = stem + "esimo"
    return word[:-1] + "a" if is_feminine else word


def digits(text: str) -> str:
    """Each digit by its name."""
    return " ".join(_SMALL[int(digit)] for digit in text if digit.isdecimal())


def grouped_digits(groups: Iterable[str]) -> str:
    """Digits by their names, with the pause of a comma between groups."""
    return ", ".join(digits(group) for group in groups)


def group(text: str) -> list[str]:
    """A long number in groups of three; the last has two to four, for one digit alone is lost."""
    groups = [text[start : start + 3] for start in range(0, len(text), 3)]
    if len(groups) > 1 and len(groups[-1]) == 1:
        last = groups.pop()
        groups[-1] += last
    return groups


def parse(text: str) -> tuple[int, str]:
    """What "1.250,50" means: the whole part, and the digits behind the comma as they are."""
    whole, _, fraction = text.partition(",")
    return int(whole.replace(".", "")), fraction


def number(text: str) -> str:
    """A number as Italians write it ("1.250", "0,05"), in words."""
    whole, fraction = parse(text)
    said = cardinal(whole)
    return f"{said} virgola {fraction_digits(fraction)}" if fraction else said


def fraction_digits(fraction: str) -> str:
    """What stands behind a comma: two or three digits as a number, unless they begin with zero."""
    if len(fraction) > 3 or (fraction.startswith("0") and len(fraction) > 1):
        return digits(fraction)
    return cardinal(int(fraction))


def _below_million(value: int) -> str:
    thousands, rest = divmod(value, 1000)
    head = (
        "" if not thousands else "mille" if thousands == 1 else _below_thousand(thousands) + "mila"
    )
    if not rest and head:
        return head
    return head + _below_thousand(rest)


def _below_thousand(value: int) -> str:
    """Before "otto" and "ottanta" the o of "cento" goes."""
    hundreds, rest = divmod(value, 100)
    head = "" if not hundreds else ("" if hundreds == 1 else _SMALL[hundreds]) + "cento"
    if not rest and head:
        return head
    tail = _below_hundred(rest)
    return (head[:-1] if head and tail.startswith("ott") else head) + tail


def _below_hundred(value: int) -> str:
    if value < 20:
        return _SMALL[value]
    tens, ones = divmod(value, 10)
    word = _TENS[tens - 2]
    if not ones:
        return word
    return (word[:-1] if ones in {1, 8} else word) + _SMALL[ones]


def _accented(word: str) -> str:
    """A compound that ends in three has the accent that says where it is stressed."""
    return word[:-1] + "é" if word.endswith("tre") and word != "tre" else word
