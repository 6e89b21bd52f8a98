"""The way back in the words of the crate in ``core/`` (``core/src/back/described.rs``).

Everything that the reference asks of a character is answered here, so that the crate depends on no
version of Unicode but Python's. Costs become whole numbers of 1/256 bit.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from brailledesk.tables.rules import OneOf, Table
from brailledesk.text import normalise
from brailledesk.translate.back.arcs import BRAILLE, EMPHASIS, SPELLED
from brailledesk.translate.back.first_pass import spelling_rules
from brailledesk.translate.back.likelihood import (
    BRACKETS,
    CLOSES,
    DEEPEST,
    LONG_NUMBER,
    OPENS,
    Likelihood,
    character_class,
)
from brailledesk.translate.described import Words, describe_rules

UNITS = 256
"""Of cost in a bit."""


def describe_both(table: Table, likelihood: Likelihood) -> str:
    """The rules of ``table`` as JSON (``core/src/rules.rs``), with all that the way back asks."""
    rules, _ = describe_rules(table)
    return json.dumps({**rules, "reading": describe_reading(table, likelihood)})


def describe_reading(table: Table, likelihood: Likelihood) -> dict[str, Any]:
    """What the way back needs to know of ``table`` beside its rules, ready for JSON."""
    words = Words()
    characters = dict.fromkeys([*table.definitions, "\u2800", *sorted(BRAILLE)])
    choices = spelling_rules(table)
    return {
        "characters": [_character(one, table, likelihood) for one in characters],
        "choices": [
            {
                **words.correct(rule),
                "is_edge": any(
                    isinstance(one, OneOf) and one.is_edge for one in rule.pattern.behind
                ),
            }
            for rule in choices
        ],
        "sets": words.sets,
        "swaps": words.swaps,
        "indicators": [list(one.cells) for one in table.indicators.values()],
        "emphasis": [
            {"bit": int(bit), "begin": list(begin.cells), "end": list(end.cells)}
            for name, bit in EMPHASIS.items()
            if (begin := table.begin_emphasis.get(name)) and (end := table.end_emphasis.get(name))
        ],
        "likelihood": _costs(likelihood),
    }


def cost_in_units(bits: float) -> int:
    """A cost as the crate has it."""
    return round(bits * UNITS)


def _character(character: str, table: Table, likelihood: Likelihood) -> dict[str, Any]:
    return {
        "character": character,
        "is_text": table.has(character) and normalise(character).text == character,
        "is_blank": character.isspace(),
        "class": character_class(character),
        "cost": cost_in_units(likelihood.own(character)),
    }


def _costs(likelihood: Likelihood) -> dict[str, Any]:
    data = likelihood.data
    begin, end, inside = (likelihood.emphasis(one) for one in ("begin", "end", "inside a word"))
    return {
        "before": _by_class(data["before"]),
        "behind": _by_class(data["behind"]),
        "pairs": [
            (*pair, cost_in_units(bits)) for pair, bits in data["pairs"].items() if len(pair) == 2
        ],
        "in_word": _by_character(data["in a word"].items()),
        "in_quotes": _by_character(data["in quotes"].items()),
        "in_number": _by_character(data["behind three digits"].items()),
        "long_number": LONG_NUMBER,
        "balance": {
            **{name: cost_in_units(bits) for name, bits in data["balance"].items()},
            "brackets": BRACKETS,
            "opens": sorted(OPENS),
            "closes": list(CLOSES.items()),
            "deepest": DEEPEST,
        },
        "emphasis": {
            "begin": cost_in_units(begin),
            "end": cost_in_units(end),
            "inside": cost_in_units(inside),
        },
        "spelled": cost_in_units(SPELLED),
    }


def _by_class(
    costs: Mapping[str, Mapping[str, float]],
) -> list[tuple[str, list[tuple[str, int]]]]:
    return [(character, _by_character(some.items())) for character, some in costs.items()]


def _by_character(costs: Iterable[tuple[str, float]]) -> list[tuple[str, int]]:
    return [(character, cost_in_units(bits)) for character, bits in costs]
