"""Amounts, quantities, percentages, ordinals, numbers: what a rule found, in words."""

from __future__ import annotations

import re

from brailledesk.speech.italian.numbers import cardinal, fraction_digits, ordinal, parse
from brailledesk.speech.italian.numbers import number as number_words
from brailledesk.speech.italian.tables import Words

_LARGE = {
    "mln": ("un milione di", "milioni di"),
    "milioni": ("un milione di", "milioni di"),
    "mld": ("un miliardo di", "miliardi di"),
    "miliardi": ("un miliardo di", "miliardi di"),
}
_FACTOR = re.compile(r" ?[x×] ?")


def say_amount(found: re.Match[str], words: Words) -> str | None:
    """An amount of money: whole units and hundredths, each only if there are any."""
    groups = found.groupdict()
    one, many, one_part, many_parts = words.currencies[groups["currency"]]
    whole, fraction = parse(groups["number"])
    minus = "meno " if groups.get("minus") or groups.get("minus2") else ""
    period = f" {words.periods[groups['period']]}" if groups["period"] else ""
    if groups["large"]:
        said = _large_amount(groups["number"], groups["large"], many)
    elif len(fraction) > 2:
        said = f"{number_words(groups['number'])} {many}"
    else:
        said = _units_and_parts(
            whole, int(fraction.ljust(2, "0")), (one, many), (one_part, many_parts)
        )
    return minus + said + period


def say_large(found: re.Match[str], _words: Words) -> str | None:
    """Thousands, millions and milliards of something."""
    return _large_amount(found["number"], found["large"], "").strip().removesuffix(" di")


def _large_amount(number: str, large: str, many: str) -> str:
    if large == "mila":
        whole, fraction = parse(number)
        return (
            f"{number_words(number)} mila {many}"
            if fraction
            else f"{cardinal(whole * 1000)} {many}"
        )
    one_large, many_large = _LARGE[large]
    return f"{one_large if number == '1' else f'{number_words(number)} {many_large}'} {many}"


def _units_and_parts(
    whole: int, parts: int, names: tuple[str, str], part_names: tuple[str, str]
) -> str:
    said = []
    if whole or not parts:
        of = "di " if whole and whole % 10**6 == 0 else ""
        said.append(names[0] if whole == 1 else f"{cardinal(whole)} {of}{names[1]}")
    if parts:
        said.append(part_names[0] if parts == 1 else f"{cardinal(parts)} {part_names[1]}")
    return " e ".join(said)


def say_percentage(found: re.Match[str], _words: Words) -> str | None:
    """A share of a hundred or of a thousand."""
    of = "per cento" if found["sign"] == "%" else "per mille"
    return f"{number_words(found['number'])} {of}"


def say_quantity(found: re.Match[str], words: Words) -> str | None:
    """A number with its unit: the unit in the singular for one, with its article."""
    number = re.sub(r"\.(?=\d{1,2}$)", ",", found["number"])
    return _quantity(number, words.units[found["unit"]])


def say_dimensions(found: re.Match[str], words: Words) -> str | None:
    """Length by breadth by height, with the unit of all behind them."""
    said = " per ".join(number_words(factor) for factor in _FACTOR.split(found["numbers"]))
    return f"{said} {words.units[found['unit']][1]}" if found["unit"] else said


def _quantity(number: str, names: list[str]) -> str:
    if number == "1":
        return names[0]
    whole, fraction = parse(number)
    if fraction:
        return f"{cardinal(whole)} virgola {fraction_digits(fraction)} {names[1]}"
    of = "di " if whole and whole % 10**6 == 0 else ""
    return f"{cardinal(whole)} {of}{names[1]}"


def say_ordinal(found: re.Match[str], _words: Words) -> str | None:
    """An ordinal in digits; zero has none."""
    value = int(found["number"])
    return ordinal(value, is_feminine=found["sign"] == "ª") if value else None


def say_fraction(found: re.Match[str], words: Words) -> str | None:
    """A common fraction, alone or behind a whole number."""
    said = words.fractions[found["fraction"]]
    start = found.start("fraction")
    has_whole = bool(re.search(r"\d ?$", found.string[max(0, start - 2) : start]))
    return f" e {said}" if has_whole else said


def say_negative(_found: re.Match[str], _words: Words) -> str | None:
    return "meno "


def say_version(found: re.Match[str], _words: Words) -> str | None:
    """Numbers with points between them; a part that begins with zero is read digit by digit."""
    parts = found["number"].split(".")
    return " punto ".join(
        fraction_digits(part) if part.startswith("0") else cardinal(int(part)) for part in parts
    )


def say_plain_number(found: re.Match[str], _words: Words) -> str | None:
    return number_words(found["number"])
