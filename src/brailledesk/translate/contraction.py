"""What of a table's contractions a reader wants: a level, single signs off, kinds of text left out.

Contraction is the reader's switch, not the document's. A level and single signs make a smaller
table (:func:`reduced`); kinds of text (names, codes, passages in other languages) and the word at
the cursor are marked character by character and written letter by letter by every engine.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from brailledesk.errors import N_, UsageError
from brailledesk.values import dataclass, replace

if TYPE_CHECKING:
    from brailledesk.tables.rules import StringRule, Table


class TextKind(StrEnum):
    """Kinds of text that a reader may want uncontracted.

    Addresses and words with a digit or a sign inside them are never contracted, by the table.
    """

    NAMES = "names"
    """Words with a capital that do not begin a sentence."""
    CODES = "codes"
    """All of a string without blanks that has a digit in it: "rif-22-abc"."""
    FOREIGN = "foreign"
    """Passages that the document gives another language than the table's."""


@dataclass(frozen=True, slots=True)
class Contraction:
    """A reader's choice. ``level`` None is all levels; ``without`` are signs by their text."""

    level: int | None = None
    without: frozenset[str] = frozenset()
    uncontracted: frozenset[TextKind] = frozenset()

    @property
    def is_reducing(self) -> bool:
        """Whether signs of the table are switched off."""
        return self.level is not None or bool(self.without)


ALL_SIGNS = Contraction()


def reduced(table: Table, contraction: Contraction) -> Table:
    """The table without the signs that the reader does not want.

    A rule of level 0 that keeps a text apart from a sign goes with that sign: without "qu" in the
    cell of q, a q is written as it is. Raises UsageError for a sign that the table does not have.
    """
    if not contraction.is_reducing:
        return table
    _check_signs(table, contraction)
    signs = [rule for rule in table.strings if rule.level and _is_wanted(rule, contraction)]
    kept = tuple(
        rule
        for rule in table.strings
        if (rule in signs if rule.level else _is_needed(rule, table, signs))
    )
    return replace(table, strings=kept)


def _check_signs(table: Table, contraction: Contraction) -> None:
    known = {rule.text for rule in table.strings if rule.level}
    unknown = sorted(contraction.without - known)
    if unknown:
        from difflib import get_close_matches  # noqa: PLC0415 - for this message alone

        near = get_close_matches(unknown[0], known, n=5, cutoff=0.3)
        raise UsageError(
            N_("The table {table} has no sign for {sign}."),
            N_("Signs like it: {near}. All: brailledesk table sheet {table}."),
            table=table.name,
            sign=unknown[0],
            near=", ".join(near) or "-",
        )


def _is_wanted(sign: StringRule, contraction: Contraction) -> bool:
    if sign.text in contraction.without:
        return False
    return contraction.level is None or sign.level <= contraction.level


def _is_needed(rule: StringRule, table: Table, signs: Sequence[StringRule]) -> bool:
    """Whether a rule without a level still keeps its text apart from a sign.

    So it is where a sign has the cells of the letters in the same place of a word ("c" alone while
    "come" is a sign), or where the text itself is a sign elsewhere ("qu" alone). A rule of a table
    without signs, such as the ellipsis, is no exception to any.
    """
    if not table.is_contracted or not any(map(str.isalpha, rule.text)):
        return True
    letters = b"".join(table.definitions[character].cells for character in rule.text)
    place = rule.origin.opcode
    return any(
        sign.text == rule.text or (sign.cells == letters and sign.origin.opcode == place)
        for sign in signs
    )


# Compiled when one of them is asked for, as few are.
_NAME = r"[^\W\d_a-zà-öø-ÿ][^\W\d_]*(?:['’][^\W\d_]+)*"
_BEFORE_SENTENCE = r"(?:^|[.!?…]\s+|\n\s*)[\s«“\"'‘(\[–—-]*\Z"
_LOOK_BACK = 16
"""Characters: a sentence does not begin behind more signs than this."""
_UNSPACED = r"\S+"
_WORD = r"[^\W_]+"


def spans_of(kind: TextKind, text: str) -> Iterator[tuple[int, int]]:
    """The spans of ``text`` that are of a kind; FOREIGN is told by the runs, not by the text."""
    if kind is TextKind.NAMES:
        found = re.finditer(_NAME, text)
        yield from (match.span() for match in found if not _begins(match, text))
    elif kind is TextKind.CODES:
        yield from (
            match.span() for match in re.finditer(_UNSPACED, text) if re.search(r"\d", match[0])
        )


def _begins(match: re.Match[str], text: str) -> bool:
    """Whether the word begins a sentence, where any word has a capital."""
    start = match.start()
    before = text[max(start - _LOOK_BACK, 0) : start]
    return re.search(_BEFORE_SENTENCE, before) is not None


def word_at(text: str, place: int) -> tuple[int, int] | None:
    """The span of the word that a cursor at ``place`` stands in or directly behind."""
    for match in re.compile(_WORD).finditer(text, max(place - 64, 0), place + 64):
        if match.start() <= place <= match.end():
            return match.span()
    return None
