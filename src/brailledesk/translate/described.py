"""A table in the words of the crate in ``core/``: its rules as JSON (``core/src/rules.rs``)."""

from __future__ import annotations

import json
from typing import Any

from brailledesk.tables.rules import (
    Beside,
    Correct,
    Indicator,
    Kind,
    Literal,
    Pattern,
    RuleOrigin,
    Table,
    Test,
)
from brailledesk.text import UNTOUCHED
from brailledesk.translate.reference import EMPHASIS

_MOST = 2**32 - 1


def describe(table: Table) -> tuple[str, list[RuleOrigin]]:
    """The rules of ``table`` as JSON (``core/src/rules.rs``), and the origins by rule number."""
    rules, origins = describe_rules(table)
    return json.dumps(rules), origins


def describe_rules(table: Table) -> tuple[dict[str, Any], list[RuleOrigin]]:
    """The rules of ``table``, ready for JSON, and the origins by rule number."""
    words = Words()
    rules = {
        "definitions": [
            {
                "character": one.character,
                "is_digit": bool(one.kind & Kind.DIGIT),
                "is_plain": bool(UNTOUCHED.fullmatch(one.character)) and table.has(one.character),
                **words.sign(one.cells, one.origin),
            }
            for one in table.definitions.values()
        ],
        "strings": [
            {
                "text": one.text,
                "before": words.beside(one.before),
                "after": words.beside(one.after),
                "is_always": one.origin.opcode == "always",
                **words.sign(one.cells, one.origin),
            }
            for one in table.strings
        ],
        "midnums": [
            {"character": one.character, **words.sign(one.cells, one.origin)}
            for one in table.midnums.values()
        ],
        "contexts": [
            {"pattern": words.pattern(one.pattern), **words.sign(one.cells, one.origin)}
            for one in table.contexts
        ],
        "corrects": [words.correct(one) for one in table.corrects],
        "numsign": words.indicator(table.indicators.get("numsign")),
        "emphasis": [
            {"bit": int(bit), "begin": words.indicator(begin), "end": words.indicator(end)}
            for name, bit in EMPHASIS.items()
            if (begin := table.begin_emphasis.get(name)) and (end := table.end_emphasis.get(name))
        ],
    }
    return {**rules, "sets": words.sets, "swaps": words.swaps}, words.origins


class Words:
    """Puts rules into the words of the crate; sets and swaps are listed once."""

    def __init__(self) -> None:
        self.sets: list[str | None] = []
        self.swaps: list[tuple[str, str]] = []
        self.origins: list[RuleOrigin] = []
        self._numbers: dict[object, int] = {}

    def sign(self, cells: bytes, origin: RuleOrigin) -> dict[str, Any]:
        self.origins.append(origin)
        return {"cells": list(cells), "rule": len(self.origins) - 1}

    def indicator(self, indicator: Indicator | None) -> dict[str, Any] | None:
        return None if indicator is None else self.sign(indicator.cells, indicator.origin)

    def beside(self, beside: Beside | None) -> dict[str, Any] | None:
        if beside is None:
            return None
        return {"set": self._set(beside.characters), "is_edge": beside.is_edge}

    def pattern(self, pattern: Pattern) -> dict[str, Any]:
        return {
            "behind": [self._test(test) for test in pattern.behind],
            "focus": [self._test(test) for test in pattern.focus],
            "ahead": [self._test(test) for test in pattern.ahead],
            "is_at_start": pattern.is_at_start,
        }

    def correct(self, rule: Correct) -> dict[str, Any]:
        is_text = isinstance(rule.replacement, str)
        return {
            "pattern": self.pattern(rule.pattern),
            "text": rule.replacement if is_text else rule.mark,
            "swap": None if isinstance(rule.replacement, str) else self._swap(rule.replacement),
            "rule": self.sign(b"", rule.origin)["rule"],
        }

    def _test(self, test: Test) -> dict[str, Any]:
        if isinstance(test, Literal):
            return {"Text": test.text}
        least, most = min(test.least, _MOST), min(test.most, _MOST)
        return {"OneOf": (self._set(test.characters), least, most)}

    def _set(self, characters: frozenset[str] | None) -> int:
        if characters not in self._numbers:
            self._numbers[characters] = len(self.sets)
            self.sets.append(None if characters is None else "".join(sorted(characters)))
        return self._numbers[characters]

    def _swap(self, swap: Any) -> int:  # noqa: ANN401 - a mapping of characters
        key = ("swap", id(swap))  # the table keeps it
        if key not in self._numbers:
            self._numbers[key] = len(self.swaps)
            self.swaps.append(("".join(swap.keys()), "".join(swap.values())))
        return self._numbers[key]
