"""Where one pass of rules stands in the text: what is behind, and what is asked of what follows.

The machine goes from left to right and never looks ahead. Where a rule asks for what follows, a way
carries the question along, and the following characters, or the end of the text, answer it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from brailledesk.translate.back.classes import Backdrop
from brailledesk.translate.back.patterns import (
    Chain,
    Residual,
    advance,
    holds_at_end,
    holds_behind,
    in_focus,
    is_certain,
)

Pending = frozenset[tuple[Residual, bool]]
"""What is still asked of the text: a residual that must hold (True) or must not (False)."""

NOTHING: Pending = frozenset()


class Level(NamedTuple):
    """Where one pass of rules stands: ``behind`` is the text before, as far as rules look back.

    Of a character behind only its class counts, the more roughly the farther back it stands.
    ``focus`` is the rule whose focus the text is in, if that may still go on.
    """

    behind: str = ""
    focus: Residual | None = None
    pending: Pending = NOTHING


class Start(NamedTuple):
    """A rule that may begin at a place: its number, what is left of it, and the test that began."""

    number: int
    rest: Residual
    taker: int


class Starts:
    """The rules of a list that may begin with a character behind some text, in their order.

    The text before is told as roughly as a backdrop tells it, so that few combinations are met.
    """

    def __init__(self, chains: Sequence[Chain]) -> None:
        self._chains = chains
        self._known: dict[tuple[str, str], tuple[Start, ...]] = {}
        self._behind: dict[str, frozenset[int]] = {}
        self._with: dict[str, tuple[Start, ...]] = {}

    def at(self, behind: str, character: str) -> tuple[Start, ...]:
        """The rules that may begin with ``character`` behind ``behind``."""
        key = behind, character
        found = self._known.get(key)
        if found is None:
            allowed = self._allowed(behind)
            found = self._known[key] = tuple(
                start for start in self._starting(character) if start.number in allowed
            )
        return found

    def _allowed(self, behind: str) -> frozenset[int]:
        found = self._behind.get(behind)
        if found is None:
            found = self._behind[behind] = frozenset(
                number
                for number, chain in enumerate(self._chains)
                if holds_behind(chain, behind, is_at_start=not behind)
            )
        return found

    def _starting(self, character: str) -> tuple[Start, ...]:
        found = self._with.get(character)
        if found is None:
            begun = (
                (number, advance(Residual(chain), character))
                for number, chain in enumerate(self._chains)
            )
            found = self._with[character] = tuple(
                Start(number, *going) for number, going in begun if going is not None
            )
        return found


def go_on(level: Level, character: str, backdrop: Backdrop) -> tuple[Level, bool] | None:
    """The level after a character, and whether that was in the focus of a rule begun before.

    None where the character is not what was asked for.
    """
    pending = _answer(level.pending, character)
    if pending is None:
        return None
    behind = backdrop.add(level.behind, character)
    if level.focus is None:
        return Level(behind, None, pending), False
    going = advance(level.focus, character)
    if going is None:
        return None
    rest, taker = going
    if 0 <= taker < rest.chain.focus:
        focus, added = split(rest)
        return Level(behind, focus, pending | added), True
    return Level(behind, None, pending | _still(rest)), False


def joined(pending: Pending, added: Pending) -> Pending | None:
    """Both together; None where the same is asked for and forbidden."""
    for residual, must_hold in added:
        if (residual, not must_hold) in pending:
            return None
    return pending | added


def refused(pending: Pending, rest: Residual) -> Pending | None:
    """What is asked where a rule that might have begun does not hold; None if it must hold."""
    return None if is_certain(rest) else joined(pending, frozenset({(rest, False)}))


def split(rest: Residual) -> tuple[Residual | None, Pending]:
    """A rule that was chosen: its focus, if that may go on, else what it still asks for."""
    if in_focus(rest):
        return rest, NOTHING
    return None, _still(rest)


def may_end(level: Level) -> bool:
    """Whether the end of the text is a good answer to all that is asked."""
    if level.focus is not None and not holds_at_end(level.focus):
        return False
    return all(holds_at_end(residual) == must_hold for residual, must_hold in level.pending)


def _answer(pending: Pending, character: str) -> Pending | None:
    """What is still asked after ``character``; None if it is not what was asked."""
    if not pending:
        return pending
    rest: set[tuple[Residual, bool]] = set()
    for residual, must_hold in pending:
        going = advance(residual, character)
        if going is not None and not is_certain(going[0]):
            rest.add((going[0], must_hold))
        elif (going is not None) != must_hold:
            return None
    if any((residual, False) in rest for residual, must_hold in rest if must_hold):
        return None  # the same is asked for and forbidden
    return frozenset(rest)


def _still(rest: Residual) -> Pending:
    return NOTHING if is_certain(rest) else frozenset({(rest, True)})
