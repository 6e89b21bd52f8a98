"""The main pass, walked one character at a time: contexts, number sign, strings, definitions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from brailledesk.tables.rules import Kind, OneOf, Table, by_precedence
from brailledesk.translate.back.classes import Backdrop
from brailledesk.translate.back.levels import (
    Level,
    Pending,
    Starts,
    go_on,
    joined,
    refused,
    split,
)
from brailledesk.translate.back.patterns import Chain, Residual, chain_of, in_focus, string_chain

_MOST_KEPT = 50_000
"""Ways that are kept; hostile text could ask for any number."""


class Written(NamedTuple):
    """One way to go on: where the pass stands then, and the cells that are written.

    Behind ``cells`` stand those of the character's own definition, if it ``is_defined``.
    """

    level: Level
    was_midnum: bool
    cells: bytes
    is_defined: bool


class _Place(NamedTuple):
    """The neighbourhood of a character: ``before`` it, ``behind`` the next one, what is asked."""

    before: str
    behind: str
    pending: Pending
    was_midnum: bool
    cells: bytes = b""
    """Written before it already."""


class SecondPass:
    """The rules that write cells."""

    def __init__(self, table: Table, speakers: Mapping[str, str]) -> None:
        self._table = table
        self._speakers = speakers
        self._contexts = [chain_of(rule.pattern) for rule in table.contexts]
        self._context_starts = Starts(self._contexts)
        self._strings = by_precedence(table.strings)
        strings = [string_chain(rule) for rule in self._strings]
        self._string_starts = Starts(strings)
        self._reaching = frozenset(strings)
        self._digits = frozenset(c for c, one in table.definitions.items() if one.kind & Kind.DIGIT)
        numsign = table.indicators.get("numsign")
        self._number_sign = numsign.cells if numsign else b""
        self._digit_follows = Residual(Chain((OneOf(self._digits),), 0))
        # A digit asks what stands before it.
        behind_digit = Chain((), 0, (OneOf(self._digits),), 1)
        self._backdrop = Backdrop([*self._contexts, *strings, behind_digit], speakers)
        self._ways: dict[tuple[Level, bool, str], tuple[Written, ...]] = {}

    def ways(self, level: Level, was_midnum: bool, character: str) -> tuple[Written, ...]:
        """All ways to go on with a character as the first pass gives it."""
        key = level, was_midnum, self._speakers[character]
        found = self._ways.get(key)
        if found is None:
            if len(self._ways) >= _MOST_KEPT:
                self._ways.clear()
            found = self._ways[key] = tuple(self._find(*key))
        return found

    def parted(self, level: Level) -> Level:
        """The level behind a sign of emphasis, which no string reaches across."""
        pending = frozenset(
            one
            for one in level.pending
            if one[0].chain not in self._reaching or not in_focus(one[0])
        )
        return level._replace(pending=pending)

    def _find(self, level: Level, was_midnum: bool, character: str) -> Iterator[Written]:
        going = go_on(level, character, self._backdrop)
        if going is None:
            return
        after, is_inside = going
        if is_inside:
            yield Written(after, was_midnum, b"", is_defined=False)
            return
        place = _Place(level.behind, after.behind, after.pending, was_midnum)
        yield from self._contextual(place, character)

    def _contextual(self, place: _Place, character: str) -> Iterator[Written]:
        for number, rest, taker in self._context_starts.at(place.before, character):
            cells = self._table.contexts[number].cells
            is_insertion = not 0 <= taker < self._contexts[number].focus
            focus, added = split(rest)
            chosen = joined(place.pending, added)
            if chosen is None:
                pass
            elif is_insertion:
                inserted = place._replace(pending=chosen, cells=cells)
                yield from self._plain(inserted, character)
            else:
                yield Written(Level(place.behind, focus, chosen), False, cells, is_defined=False)
            without = refused(place.pending, rest)
            if without is None:
                return
            place = place._replace(pending=without)
        yield from self._plain(place, character)

    def _plain(self, place: _Place, character: str) -> Iterator[Written]:
        is_after_digit = place.before != "" and place.before[-1] in self._digits
        if character in self._digits and not is_after_digit and not place.was_midnum:
            place = place._replace(cells=place.cells + self._number_sign)
        for number, rest, _ in self._string_starts.at(place.before, character):
            focus, added = split(rest)
            if (chosen := joined(place.pending, added)) is not None:
                level = Level(place.behind, focus, chosen)
                cells = place.cells + self._strings[number].cells
                yield Written(level, False, cells, is_defined=False)
            without = refused(place.pending, rest)
            if without is None:
                return
            place = place._replace(pending=without)
        yield from self._last(place, character, is_after_digit=is_after_digit)

    def _last(self, place: _Place, character: str, *, is_after_digit: bool) -> Iterator[Written]:
        """Where no string is: ``midnum`` between digits, else the definition."""
        behind, pending = place.behind, place.pending
        midnum = self._table.midnums.get(character)
        if midnum is not None and is_after_digit:
            with_digit = Level(behind, None, pending | {(self._digit_follows, True)})
            yield Written(with_digit, True, place.cells + midnum.cells, is_defined=False)
            pending |= {(self._digit_follows, False)}
        yield Written(Level(behind, None, pending), False, place.cells, is_defined=True)
