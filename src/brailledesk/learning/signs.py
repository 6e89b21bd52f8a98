"""The signs of a table in the order of learning, and the exceptions that keep others from them.

A sign is a contraction: a text with letters that has other cells than its letters have. Rules that
give one text the same cells at several places of a word are one sign to learn.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from brailledesk.errors import N_, TableError
from brailledesk.tables.opcodes import PREFIXES
from brailledesk.tables.rules import Kind, RuleOrigin, StringRule, Table

_SAVING = re.compile(r"saves (\d+(?:\.\d+)?)|(\d+(?:\.\d+)?) ?%")
"""How our tables tell what a sign saves, and how others may."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a word a rule holds, in the table's own words.

    ``opcode`` is one of liblouis' ("word", "begword", ...). ``behind`` and ``ahead`` name the
    classes of characters that the rule asks for beside its text; empty: none.
    """

    opcode: str
    behind: str = ""
    ahead: str = ""


@dataclass(frozen=True, slots=True)
class Sign:
    """What ``cells`` stand for, and where.

    ``number`` counts the signs of a table in the order of learning, from 1; ``level`` counts from 1
    too. An exception, which is no sign, has 0 for both. ``reason`` is what the table says of the
    sign in free English; ``saving`` is the measured saving that it tells, in the table's own
    unit, or None. ``origins`` are the rules that it was made of.
    """

    text: str
    cells: bytes
    places: tuple[Place, ...]
    level: int
    origins: tuple[RuleOrigin, ...]
    number: int = 0
    reason: str = ""
    saving: float | None = None


@dataclass(frozen=True, slots=True)
class Signs:
    """The signs of a table in the order of learning, then the exceptions in the table's order.

    An exception keeps a text apart from a sign: it is written as its letters, or with a mark more.
    """

    signs: tuple[Sign, ...]
    exceptions: tuple[Sign, ...] = ()


def signs_of(table: Table) -> Signs:
    """The signs of ``table``: by level, then by what they save, then in the order of the table.

    Signs without a measured saving come behind those with one. In a table that names no levels all
    signs are of level 1. Raises TableError where there is none.
    """
    has_levels = any(rule.level for rule in table.strings)
    signs: list[StringRule] = []
    exceptions: list[StringRule] = []
    for rule in table.strings:
        if _has_letters(rule, table):
            (signs if _is_sign(rule, table, has_levels=has_levels) else exceptions).append(rule)
    if not signs:
        raise TableError(
            N_("The table {table} has no contractions, so there are no signs to learn."),
            N_("Choose a contracted table, such as it-g2."),
            table=table.name,
        )
    ordered = sorted(_merged(signs), key=_learning_order)
    return Signs(
        tuple(replace(sign, number=number) for number, sign in enumerate(ordered, 1)),
        tuple(replace(one, level=0) for one in _merged(exceptions)),
    )


def spelled(text: str, table: Table) -> bytes:
    """The cells of a text letter by letter."""
    return b"".join(table.definitions[character].cells for character in text)


def _has_letters(rule: StringRule, table: Table) -> bool:
    return any(
        character in table.definitions and table.definitions[character].kind & Kind.LETTER
        for character in rule.text
    )


def _is_sign(rule: StringRule, table: Table, *, has_levels: bool) -> bool:
    """Whether a rule contracts; one with more cells than letters is a mark, whatever its level."""
    plain = spelled(rule.text, table)
    if rule.level:
        return rule.cells != plain and len(rule.cells) <= len(plain)
    return not has_levels and len(rule.cells) < len(plain)


def _merged(rules: Iterable[StringRule]) -> list[Sign]:
    """One sign for all rules with the same text, cells and level; the first reason holds."""
    found: dict[tuple[str, bytes, int], Sign] = {}
    for rule in rules:
        key = (rule.text, rule.cells, rule.level)
        known = found.get(key) or Sign(rule.text, rule.cells, (), max(rule.level, 1), ())
        place = _place_of(rule.origin)
        found[key] = replace(
            known,
            places=known.places if place in known.places else (*known.places, place),
            origins=(*known.origins, rule.origin),
            reason=known.reason or rule.reason,
            saving=_saving_of(rule.reason) if known.saving is None else known.saving,
        )
    return list(found.values())


def _place_of(origin: RuleOrigin) -> Place:
    """The place that a line of a table names: its opcode, and the prefixes before that."""
    words = origin.source.split()
    classes = dict.fromkeys(PREFIXES, "")
    for place, word in enumerate(words[: words.index(origin.opcode)]):
        if word in classes:
            classes[word] = words[place + 1]
    return Place(origin.opcode, *classes.values())


def _saving_of(reason: str) -> float | None:
    match = _SAVING.search(reason)
    return float(match[1] or match[2]) if match else None


def _learning_order(sign: Sign) -> tuple[int, bool, float]:
    return sign.level, sign.saving is None, -(sign.saving or 0.0)
