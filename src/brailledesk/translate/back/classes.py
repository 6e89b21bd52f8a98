"""Characters that no rule of a table can tell apart, so that one of them speaks for all.

An Italian table knows some five hundred characters, and its rules ask some thirty questions of
them. What the machine finds out for one character holds for its whole class.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence

from brailledesk.tables.rules import Kind, Literal, OneOf, Table, Test
from brailledesk.text import normalise
from brailledesk.translate.back.patterns import Chain

_MOST_KEPT = 50_000
"""Texts before a place that are kept; hostile text could ask for any number."""


def classify(table: Table) -> tuple[dict[str, str], dict[str, str]]:
    """For each character the one that speaks for its class: in the text, and after the first rules.

    In the text no character stands that normalisation makes another.
    """
    written = _speakers(table.definitions, _written_signature(table))
    return _speakers(
        (one for one in table.definitions if table.has(one) and normalise(one).text == one),
        _text_signature(table, written),
    ), written


def _speakers(characters: Iterable[str], signature: _Signature) -> dict[str, str]:
    first: dict[Hashable, str] = {}
    return {c: first.setdefault(signature.of(c), c) for c in characters}


class Backdrop:
    """The text before a place, told as roughly as the rules of one pass look back at it.

    ``add`` keeps of each character the one that speaks for all that no rule can tell from it at
    that distance. What is told of a character never grows finer as it moves back.
    """

    def __init__(self, chains: Sequence[Chain], speakers: Mapping[str, str]) -> None:
        characters = sorted(set(speakers.values()))
        # At least one character, so that the beginning of the text is known.
        depth = max([1, *(chain.behind_length for chain in chains)])
        self._speakers: list[dict[str, str]] = []
        tests: list[Test] = []
        for distance in range(depth, 0, -1):
            tests += [test for chain in chains for test in _at(chain, distance)]
            self._speakers.insert(0, _speakers(characters, _Signature(tests, (), ())))
        self._known: dict[tuple[str, str], str] = {}

    def add(self, behind: str, character: str) -> str:
        """The text before the next place; at least one character of it is kept."""
        key = behind, character
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= _MOST_KEPT:
                self._known.clear()
            known = (behind + character)[-len(self._speakers) :]
            last = len(known) - 1
            found = self._known[key] = "".join(
                self._speakers[last - place][one] for place, one in enumerate(known)
            )
        return found


def _at(chain: Chain, distance: int) -> Iterator[Test]:
    """What a chain asks of the character ``distance`` characters before its place."""
    end = 0
    for test in reversed(chain.behind):
        start = end
        if isinstance(test, Literal):
            end += len(test.text)
            if start < distance <= end:
                yield Literal(test.text[end - distance])
        else:
            end += test.least
            if start < distance <= end:
                yield test


class _Signature:
    """The answers of a character to all questions: sets that may hold it, texts that may name it.

    ``parts`` are further answers, by character.
    """

    def __init__(
        self, tests: Iterable[Test], named: Iterable[str], parts: Iterable[Mapping[str, str]]
    ) -> None:
        sets: set[frozenset[str]] = set()
        texts = set(named)
        for test in tests:
            if isinstance(test, OneOf):
                sets.add(test.characters or frozenset())
            elif isinstance(test, Literal):
                texts.update(test.text)
        self._sets = tuple(sets)
        self._named = frozenset(texts)
        self._parts = tuple(parts)

    def of(self, character: str) -> Hashable:
        return (
            tuple(character in one for one in self._sets),
            character if character in self._named else "",
            tuple(part.get(character, "") for part in self._parts),
        )


def _written_signature(table: Table) -> _Signature:
    tests = [
        test
        for rule in table.contexts
        for test in rule.pattern.behind + rule.pattern.focus + rule.pattern.ahead
    ]
    digits = frozenset(c for c, one in table.definitions.items() if one.kind & Kind.DIGIT)
    named = {c for rule in table.strings for c in rule.text} | set(table.midnums)
    beside = [
        OneOf(one.characters)
        for rule in table.strings
        for one in (rule.before, rule.after)
        if one is not None
    ]
    return _Signature([*tests, *beside, OneOf(digits)], named, ())


def _text_signature(table: Table, written: Mapping[str, str]) -> _Signature:
    tests = [
        test
        for rule in table.corrects
        for test in rule.pattern.behind + rule.pattern.focus + rule.pattern.ahead
    ]
    swaps = [
        {old: written.get(new, new) for old, new in rule.replacement.items()}
        for rule in table.corrects
        if not isinstance(rule.replacement, str)
    ]
    return _Signature(tests, (), [written, *swaps])
