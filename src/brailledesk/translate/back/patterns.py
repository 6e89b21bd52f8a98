"""Patterns read one character at a time: what a rule still asks of the text that follows.

A rule of a table looks ahead. A search that builds text from left to right cannot look ahead, so it
carries what the rule still asks for as a *residual* and lets the following characters answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from brailledesk.tables.patterns import UNLIMITED
from brailledesk.tables.rules import Literal, OneOf, Pattern, StringRule, Test


@dataclass(frozen=True, slots=True, eq=False)
class Chain:
    """The tests of one rule from its place on: its focus, then what stands ahead.

    Each is one rule of one table and compared as such, which keeps residuals cheap to look up.

    ``focus`` is the number of tests that belong to the focus. ``behind`` is tested on the text
    before the place, of which it needs ``behind_length`` characters.
    """

    tests: tuple[Test, ...]
    focus: int
    behind: tuple[Test, ...] = ()
    behind_length: int = 0
    is_at_start: bool = False


class Residual(NamedTuple):
    """A chain, the test that comes next and how much of that test is done."""

    chain: Chain
    test: int = 0
    done: int = 0


def chain_of(pattern: Pattern) -> Chain:
    """The chain of a pattern."""
    return Chain(
        pattern.focus + pattern.ahead,
        len(pattern.focus),
        pattern.behind,
        pattern.behind_length,
        pattern.is_at_start,
    )


def string_chain(rule: StringRule) -> Chain:
    """The chain of a string with its neighbours."""
    tests: tuple[Test, ...] = (Literal(rule.text),)
    if rule.after is not None:
        tests += (OneOf(rule.after.characters, is_edge=rule.after.is_edge),)
    if rule.before is None:
        return Chain(tests, 1)
    before = OneOf(rule.before.characters, is_edge=rule.before.is_edge)
    return Chain(tests, 1, (before,), 1)


def advance(residual: Residual, character: str) -> tuple[Residual, int] | None:
    """What is left after ``character``, and the test that took it; None if the rule fails.

    The test is -1 where the chain was complete before the character. As in liblouis, a test with a
    range takes as many characters as it can and never gives one back.
    """
    chain, number, done = residual
    tests = chain.tests
    while number < len(tests):
        test = tests[number]
        if isinstance(test, Literal):
            if test.text[done] != character:
                return None
            return _taken(chain, number, done + 1, len(test.text)), number
        if done < test.most and (test.characters is None or character in test.characters):
            # Beyond the least, the number no longer matters where there is no most.
            count = min(done + 1, test.least) if test.most >= UNLIMITED else done + 1
            return _taken(chain, number, count, test.most), number
        if done < test.least:
            return None
        number, done = number + 1, 0
    return Residual(chain, number, 0), -1


def _taken(chain: Chain, number: int, done: int, most: int) -> Residual:
    return Residual(chain, number, done) if done < most else Residual(chain, number + 1, 0)


def is_certain(residual: Residual) -> bool:
    """Whether the rule holds whatever follows, the end of the text included."""
    return _asks_for_nothing(residual, is_end=False)


def holds_at_end(residual: Residual) -> bool:
    """Whether the rule holds if the text ends here."""
    return _asks_for_nothing(residual, is_end=True)


def _asks_for_nothing(residual: Residual, *, is_end: bool) -> bool:
    chain, number, done = residual
    for test in chain.tests[number:]:
        if isinstance(test, Literal):
            return False
        if test.least > done and not (is_end and test.is_edge):
            return False
        done = 0
    return True


def in_focus(residual: Residual) -> bool:
    """Whether the next character may still belong to the focus."""
    return residual.test < residual.chain.focus


def holds_behind(chain: Chain, behind: str, *, is_at_start: bool) -> bool:
    """Whether the text before the place is what the chain asks for."""
    if chain.is_at_start:
        return is_at_start
    if chain.behind_length > len(behind):
        return not behind and _is_edge(chain.behind)
    text = behind[len(behind) - chain.behind_length :]
    return not chain.behind or _matches_all(chain.behind, text)


def _is_edge(tests: Sequence[Test]) -> bool:
    """Whether the beginning of the text is as good as what is asked for."""
    return len(tests) == 1 and isinstance(tests[0], OneOf) and tests[0].is_edge


def _matches_all(tests: Sequence[Test], text: str) -> bool:
    place = 0
    for test in tests:
        if isinstance(test, Literal):
            if not text.startswith(test.text, place):
                return False
            place += len(test.text)
            continue
        end = place + test.least  # behind a place the length is fixed
        if end > len(text):
            return False
        if test.characters is not None and not test.characters.issuperset(text[place:end]):
            return False
        place = end
    return place == len(text)
