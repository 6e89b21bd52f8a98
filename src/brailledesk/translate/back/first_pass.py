"""The pass of the ``correct`` rules, walked one character at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from brailledesk.tables.rules import Table
from brailledesk.translate.back.classes import Backdrop
from brailledesk.translate.back.levels import Level, Starts, go_on, joined, refused, split
from brailledesk.translate.back.patterns import chain_of

_MOST_KEPT = 50_000
"""Ways that are kept; hostile text could ask for any number."""


class Corrected(NamedTuple):
    """One way to go on: where the pass stands then, and what it writes.

    ``rule`` is the number of the rule whose focus the text is in, if that may go on. ``text`` is
    written first; then the character itself, exchanged by ``swap``, unless it ``is_replaced``.
    """

    level: Level
    rule: int | None
    text: str = ""
    swap: Mapping[str, str] | None = None
    is_replaced: bool = False


class FirstPass:
    """The rules that change the text before anything is written."""

    def __init__(self, table: Table, speakers: Mapping[str, str]) -> None:
        self._rules = table.corrects
        self._chains = [chain_of(rule.pattern) for rule in table.corrects]
        self._backdrop = Backdrop(self._chains, speakers)
        self._starts = Starts(self._chains)
        self._ways: dict[tuple[Level, int | None, str], tuple[Corrected, ...]] = {}
        self.has_deletions = any(rule.replacement == "" for rule in table.corrects)
        """Whether there is text that writes nothing at all."""

    def ways(self, level: Level, rule: int | None, character: str) -> tuple[Corrected, ...]:
        """All ways to go on with a character, which speaks for its class."""
        key = level, rule, character
        found = self._ways.get(key)
        if found is None:
            if len(self._ways) >= _MOST_KEPT:
                self._ways.clear()
            found = self._ways[key] = tuple(self._find(level, rule, character))
        return found

    def is_replacing(self, level: Level, rule: int | None) -> bool:
        """Whether the text stands in the focus of a rule whose own text is written already."""
        return level.focus is not None and rule is not None and self._replaces(rule)

    def _replaces(self, rule: int) -> bool:
        return isinstance(self._rules[rule].replacement, str)

    def _find(self, level: Level, rule: int | None, character: str) -> Iterator[Corrected]:
        going = go_on(level, character, self._backdrop)
        if going is None:
            return
        after, is_inside = going
        if is_inside and rule is not None:
            yield self._written(after, rule, is_first=False)
            return
        behind, pending = after.behind, after.pending
        for number, rest, taker in self._starts.at(level.behind, character):
            if not 0 <= taker < self._chains[number].focus:
                continue  # a rule of this pass without a character of its own does nothing
            focus, added = split(rest)
            if (chosen := joined(pending, added)) is not None:
                yield self._written(Level(behind, focus, chosen), number, is_first=True)
            without = refused(pending, rest)
            if without is None:
                return
            pending = without
        yield Corrected(Level(behind, None, pending), None)

    def _written(self, level: Level, number: int, *, is_first: bool) -> Corrected:
        """What a rule writes for a character of its focus."""
        replacement, mark = self._rules[number].replacement, self._rules[number].mark
        going_on = number if level.focus else None
        if isinstance(replacement, str):
            text = replacement if is_first else ""
            return Corrected(level, going_on, text, is_replaced=True)
        return Corrected(level, going_on, mark if is_first else "", replacement)
