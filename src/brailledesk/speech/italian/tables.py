"""The tables of rules and words, read once, and the patterns that come of them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_FOLDER = Path(__file__).parent
_NAMED_GROUP = re.compile(r"\(\?P<\w+>")


@dataclass(frozen=True, slots=True)
class Words:
    """words.toml. Values of ``units`` are one and several; of ``currencies`` also of hundredths."""

    months: tuple[str, ...]
    short_months: tuple[str, ...]
    spelled: tuple[str, ...]
    ending: frozenset[str]
    feminine: frozenset[str]
    roman_nouns: tuple[str, ...]
    letters: dict[str, str]
    signs: dict[str, str]
    symbols: dict[str, str]
    fractions: dict[str, str]
    laws: dict[str, str]
    articles: dict[str, str]
    currencies: dict[str, list[str]]
    periods: dict[str, str]
    units: dict[str, list[str]]
    abbreviations: dict[str, str]
    before_numbers: dict[str, str]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: where ``pattern`` matches, the function ``say`` may have something to say."""

    name: str
    say: str
    pattern: re.Pattern[str]
    example: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules in their order; ``candidates`` matches where any of them does."""

    rules: tuple[Rule, ...]
    candidates: re.Pattern[str]


@lru_cache(maxsize=1)
def load_words() -> Words:
    """The words as the file has them."""
    table = tomllib.loads((_FOLDER / "words.toml").read_text(encoding="utf-8"))
    return Words(
        months=tuple(table.pop("months")),
        short_months=tuple(table.pop("short_months")),
        spelled=tuple(table.pop("spelled")),
        ending=frozenset(table.pop("ending")),
        feminine=frozenset(table.pop("feminine")),
        roman_nouns=tuple(table.pop("roman_nouns")),
        **table,
    )


@lru_cache(maxsize=1)
def load_rules() -> Rules:
    """The rules with their patterns built."""
    table = tomllib.loads((_FOLDER / "rules.toml").read_text(encoding="utf-8"))
    pieces = _pieces(load_words(), table["pieces"])
    rules = tuple(
        Rule(
            entry["name"],
            entry["say"],
            re.compile(_build(entry["pattern"], pieces)),
            (entry["example"][0], entry["example"][1]),
        )
        for entry in table["rule"]
    )
    # A name of a group may stand once in a pattern, so the groups of the rules lose theirs; a rule
    # that refers back to one is asked by a shorter form of itself.
    merged = "|".join(
        _NAMED_GROUP.sub("(?:", rule.pattern.pattern).replace("(?P=sign)", "[/.-]")
        for rule in rules
    )
    return Rules(rules, re.compile(merged))


def _pieces(words: Words, pieces: dict[str, str]) -> dict[str, str]:
    """What stands for each name in braces."""
    lists: dict[str, Iterable[str]] = {
        "months": words.months,
        "short_months": words.short_months,
        "spelled": words.spelled,
        "currencies": words.currencies,
        "periods": words.periods,
        "units": words.units,
        "abbreviations": words.abbreviations,
        "before_numbers": words.before_numbers,
        "symbols": words.symbols,
        "roman_nouns": words.roman_nouns,
        "articles": words.articles,
    }
    return {**{name: _alternatives(values) for name, values in lists.items()}, **pieces}


def _alternatives(values: Iterable[str]) -> str:
    """The longest first, for the first that matches counts."""
    longest_first = sorted(values, key=lambda value: (-len(value), value))
    return "(?:" + "|".join(re.escape(value) for value in longest_first) + ")"


def _build(pattern: str, pieces: dict[str, str]) -> str:
    """The pattern with its pieces; pieces may have pieces."""
    for _level in range(2):
        for name, piece in pieces.items():
            pattern = pattern.replace("{" + name + "}", piece)
    return pattern
