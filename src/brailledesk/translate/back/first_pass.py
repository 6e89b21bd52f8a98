"""The pass of the ``correct`` rules, walked one character at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from brailledesk.tables.patterns import UNLIMITED
from brailledesk.tables.rules import Correct, Kind, OneOf, Pattern, RuleOrigin, Table
from brailledesk.translate.back.classes import Backdrop
from brailledesk.translate.back.levels import Level, Starts, go_on, joined, refused, split
from brailledesk.translate.back.patterns import Residual, chain_of

_MOST_KEPT = 50_000
"""Ways that are kept; hostile text could ask for any number."""


class Corrected(NamedTuple):
    """One way to go on: where the pass stands then, and what it writes.

    ``rule`` is the number of the rule whose focus the text is in, if that may go on. ``text`` is
    written first; then the character itself, exchanged by ``swap``, unless it ``is_replaced``.
    ``is_spelled``: a writer chose to write it uncontracted, no rule asks for that.
    """

    level: Level
    rule: int | None
    text: str = ""
    swap: Mapping[str, str] | None = None
    is_replaced: bool = False
    is_spelled: bool = False


class FirstPass:
    """The rules that change the text before anything is written.

    ``choices`` are rules that a writer may apply or not (:func:`spelling_rules`).
    """

    def __init__(
        self, table: Table, speakers: Mapping[str, str], choices: Sequence[Correct] = ()
    ) -> None:
        self._rules = (*table.corrects, *choices)
        self._first_choice = len(table.corrects)
        self._chains = [chain_of(rule.pattern) for rule in self._rules]
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
        yield from self._choices(level.behind, after, character)
        behind, pending = after.behind, after.pending
        for number, rest in self._begun(level.behind, character):
            if number >= self._first_choice:
                continue
            focus, added = split(rest)
            if (chosen := joined(pending, added)) is not None:
                yield self._written(Level(behind, focus, chosen), number, is_first=True)
            without = refused(pending, rest)
            if without is None:
                return
            pending = without
        yield Corrected(Level(behind, None, pending), None)

    def _choices(self, before: str, after: Level, character: str) -> Iterator[Corrected]:
        """What a writer may choose to begin with a character; nothing need be refused for it."""
        for number, rest in self._begun(before, character):
            focus, added = split(rest)
            chosen = joined(after.pending, added) if number >= self._first_choice else None
            if chosen is not None:
                yield self._written(Level(after.behind, focus, chosen), number, is_first=True)

    def _begun(self, before: str, character: str) -> Iterator[tuple[int, Residual]]:
        """The rules that may begin here, by number; one without a focus does nothing."""
        for number, rest, taker in self._starts.at(before, character):
            if 0 <= taker < self._chains[number].focus:
                yield number, rest

    def _written(self, level: Level, number: int, *, is_first: bool) -> Corrected:
        """What a rule writes for a character of its focus."""
        replacement, mark = self._rules[number].replacement, self._rules[number].mark
        going_on = number if level.focus else None
        if isinstance(replacement, str):
            text = replacement if is_first else ""
            return Corrected(level, going_on, text, is_replaced=True)
        is_spelled = number >= self._first_choice
        text = mark if is_first else ""
        return Corrected(level, going_on, text, replacement, is_spelled=is_spelled)


def spelling_rules(table: Table) -> tuple[Correct, ...]:
    """What forward translation does to a word that is to stay uncontracted, as rules.

    Small letters behind the mark, with a capital before them or not; not behind what makes letters
    uncontracted without a mark (see :mod:`brailledesk.translate.prepare`).
    """
    how = table.uncontracted
    if how is None or not how.mark:
        return ()
    outside = frozenset(c for c, one in table.definitions.items() if not one.kind & Kind.LETTER)
    behind = (OneOf(outside - how.tied, is_edge=True),)
    small = frozenset(how.letters)
    origin = RuleOrigin("correct", "", table.path, 0)
    words = Pattern((OneOf(small, 2, UNLIMITED),), (), behind, 1)
    rules = [Correct(words, how.letters, origin, how.mark)]
    for swap in _capital_swaps(table, how.mark):
        capitals = Pattern((OneOf(frozenset(swap)), OneOf(small, 1, UNLIMITED)), (), behind, 1)
        rules.append(Correct(capitals, {**swap, **how.letters}, origin, how.mark))
    return tuple(rules)


def _capital_swaps(table: Table, mark: str) -> list[Mapping[str, str]]:
    """The swaps, other than that of small letters, that the mark stands before; each once."""
    found: list[Mapping[str, str]] = []
    small = table.uncontracted.letters if table.uncontracted else {}
    for rule in table.corrects:
        swap = rule.replacement
        if rule.mark == mark and not isinstance(swap, str) and swap not in (small, *found):
            found.append(swap)
    return found
