"""Characters that no rule of a table can tell apart, so that one of them speaks for all.

An Italian table knows some five hundred characters, and its rules ask some thirty questions of
them. What the machine finds out for one character holds for its whole class.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping

from brailledesk.tables.rules import Kind, Literal, OneOf, Table, Test
from brailledesk.text import normalise


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
    named = {c for rule in table.always for c in rule.text} | set(table.midnums)
    return _Signature([*tests, OneOf(digits)], named, ())


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
