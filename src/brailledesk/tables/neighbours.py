"""String rules and what may stand beside them: read before the characters below are known."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import replace
from typing import NamedTuple

from brailledesk.errors import N_, TableFault
from brailledesk.tables.lexis import FaultAt, Line, Token
from brailledesk.tables.opcodes import DEFINING, POSITIONS, PREFIXES
from brailledesk.tables.rules import Beside, Kind, StringRule


class Unplaced(NamedTuple):
    """A string rule whose neighbours are not known yet, for want of the characters below it."""

    line: Line
    rule: StringRule
    prefixes: tuple[tuple[str, Token], ...]

    def missing(self, defined: Container[str]) -> TableFault | None:
        """A fault where a character of the string is not defined."""
        missing = [c for c in self.rule.text if c not in defined]
        if not missing:
            return None
        origin = self.rule.origin
        return TableFault(
            origin.path,
            origin.line,
            1,
            len(origin.source) + 1,
            origin.source,
            N_("{character} is not defined anywhere in the table"),
            {"character": missing[0]},
        )

    def placed(
        self, kinds: Mapping[Kind, frozenset[str]], classes: Mapping[str, frozenset[str]]
    ) -> StringRule:
        """The rule with its neighbours.

        ``kinds`` is the characters of each kind, ``classes`` those of each named class.
        """
        asked = dict(zip(PREFIXES, POSITIONS[self.rule.origin.opcode], strict=True))
        beside = {side: _beside(kind, kinds) for side, kind in asked.items()}
        for side, name in self.prefixes:
            beside[side] = _both(beside[side], _class_of(name, kinds, classes))
        return replace(self.rule, before=beside["after"], after=beside["before"])


def take_prefixes(tokens: list[Token]) -> tuple[tuple[str, Token], ...]:
    """Take ``after CLASS`` and ``before CLASS`` from the beginning of a line."""
    taken = []
    while tokens[0].text in PREFIXES:
        side = tokens[0]
        if len(tokens) < 3:
            raise FaultAt(side, N_("a class and an opcode are missing behind it"))
        taken.append((side.text, tokens[1]))
        del tokens[:2]
    return tuple(taken)


def _class_of(
    name: Token, kinds: Mapping[Kind, frozenset[str]], classes: Mapping[str, frozenset[str]]
) -> Beside:
    kind = DEFINING.get(name.text)
    characters = classes.get(name.text) if kind is None else kinds.get(kind)
    if characters is None:
        raise FaultAt(name, N_("no class {name} is defined above"), name=name.text)
    return Beside(characters, is_edge=kind is Kind.SPACE)


def _beside(kind: Kind | None, kinds: Mapping[Kind, frozenset[str]]) -> Beside | None:
    if kind is None:
        return None
    characters = frozenset().union(*(kinds[one] for one in kind))
    return Beside(characters, is_edge=Kind.SPACE in kind)


def _both(first: Beside | None, second: Beside) -> Beside:
    if first is None:
        return second
    return Beside(first.characters & second.characters, first.is_edge and second.is_edge)
