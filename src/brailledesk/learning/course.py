"""A table as a course: its signs, its lessons, and the texts that each lesson may use.

Whether a text may be used is found by translating it with the whole table and looking at the rules
of its trace: a learner never meets a word in a form that a later lesson would change.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from brailledesk.errors import N_, UsageError
from brailledesk.learning.material import Length, Material
from brailledesk.learning.signs import Sign, Signs, signs_of, spelled
from brailledesk.tables import Table
from brailledesk.tables.rules import RuleOrigin
from brailledesk.translate import Translation, Translator

SIGNS_PER_LESSON = 5
"""About so many signs are new in a lesson; those of a level are divided evenly."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """The signs that are new in a lesson, all of one level; lessons count from 1."""

    number: int
    level: int
    signs: tuple[Sign, ...]


@dataclass(frozen=True, slots=True)
class Usage:
    """A text with its translation, traced, and the signs that it takes.

    ``signs`` are their numbers. ``hardest`` is the number of the last sign that must have been
    learned, which an exception may ask for too; 0 if the text has neither.
    """

    text: str
    length: Length
    translation: Translation
    signs: frozenset[int]
    hardest: int


@dataclass(frozen=True, slots=True)
class Scope:
    """What is to be practised: the signs ``first`` to ``last``; all up to ``last`` are learned."""

    first: int
    last: int

    def offers(self, usage: Usage) -> bool:
        """Whether a text has a sign to practise and none that was not learned."""
        return usage.hardest <= self.last and any(number >= self.first for number in usage.signs)


@dataclass(frozen=True, slots=True)
class Needs:
    """By rule the number of the sign that it is, or that explains it as an exception."""

    signs: Mapping[RuleOrigin, int]
    exceptions: Mapping[RuleOrigin, int]


@dataclass(frozen=True, slots=True)
class Course:
    """A table with its signs, lessons and texts, the shorter sorts of ``usages`` first."""

    table: Table
    translator: Translator
    signs: tuple[Sign, ...]
    exceptions: tuple[Sign, ...]
    lessons: tuple[Lesson, ...]
    usages: tuple[Usage, ...]
    needs: Needs

    def usage(self, text: str, length: Length) -> Usage:
        """How the table writes a text, and what signs that takes."""
        return _usage_of(text, length, self.translator, self.needs)

    def scope(self, *, level: int | None = None, lesson: int | None = None) -> Scope:
        """A lesson by its number, or a whole level; with neither the first lesson.

        Raises UsageError where the table has no such lesson or level, or the lesson is of another.
        """
        number = 1 if level is lesson is None else lesson
        chosen = [
            one
            for one in self.lessons
            if level in {None, one.level} and number in {None, one.number}
        ]
        if not chosen:
            raise UsageError(
                N_("The table {table} has no such lesson: level {level}, lesson {lesson}."),
                N_("To see all lessons: --list."),
                table=self.table.name,
                level="-" if level is None else level,
                lesson="-" if lesson is None else lesson,
            )
        return Scope(chosen[0].signs[0].number, chosen[-1].signs[-1].number)

    def offered(self, scope: Scope) -> tuple[Usage, ...]:
        """The texts that a scope may use."""
        return tuple(usage for usage in self.usages if scope.offers(usage))

    def example(self, sign: Sign) -> Usage | None:
        """The shortest text that shows a sign among as few others as can be; None if none has it.

        The text of the sign alone is no example; a sign for whole words is shown in a phrase.
        """
        found = (
            usage for usage in self.usages if sign.number in usage.signs and usage.text != sign.text
        )
        return min(
            found,
            key=lambda usage: (usage.length, len(usage.signs), len(usage.text)),
            default=None,
        )

    def is_sign(self, rule: RuleOrigin | None) -> bool:
        """Whether a rule writes a sign, and no exception."""
        return rule in self.needs.signs

    def sign_of(self, rule: RuleOrigin | None) -> Sign | None:
        """The sign or the exception that a rule belongs to."""
        known = (one for one in (*self.signs, *self.exceptions) if rule in one.origins)
        return next(known, None)


def course_of(table: Table, translator: Translator, material: Material) -> Course:
    """The course of a table; ``translator`` is the same table in an engine that can trace.

    Texts with characters that the table does not know are left out. Raises TableError for a table
    without contractions.
    """
    found = signs_of(table)
    needs = _needs_of(found, table)
    usages = (
        _usage_of(text, length, translator, needs)
        for length, texts in _texts(material, found.signs)
        for text in texts
    )
    return Course(
        table,
        translator,
        found.signs,
        found.exceptions,
        lessons=tuple(lessons_of(found.signs)),
        usages=tuple(usage for usage in usages if not usage.translation.undefined),
        needs=needs,
    )


def lessons_of(signs: Iterable[Sign]) -> Iterator[Lesson]:
    """The lessons of signs in the order of learning; none goes beyond its level."""
    number = 0
    for level, group in groupby(signs, key=lambda sign: sign.level):
        members = tuple(group)
        count = max(1, round(len(members) / SIGNS_PER_LESSON))
        for part in range(count):
            start, end = (len(members) * edge // count for edge in (part, part + 1))
            number += 1
            yield Lesson(number, level, members[start:end])


def _texts(material: Material, signs: Iterable[Sign]) -> Iterator[tuple[Length, Iterable[str]]]:
    """The material, and with its words the signs for words, which it may lack."""
    whole = (sign.text for sign in signs if any(place.opcode == "word" for place in sign.places))
    yield Length.WORD, dict.fromkeys((*material.words, *whole))
    yield Length.PHRASE, material.phrases
    yield Length.SENTENCE, material.sentences


def _needs_of(found: Signs, table: Table) -> Needs:
    signs = {origin: sign.number for sign in found.signs for origin in sign.origins}
    exceptions = {
        origin: _sign_behind(one, found.signs, table)
        for one in found.exceptions
        for origin in one.origins
    }
    return Needs(signs, exceptions)


def _sign_behind(exception: Sign, signs: Sequence[Sign], table: Table) -> int:
    """The number of the sign that an exception is made for, which explains it.

    What is written as its letters needs no explanation: 0. Else it is the cells of a sign with a
    mark; where no sign has them, the exception can only be told when all signs are known.
    """
    cells = exception.cells
    if cells == spelled(exception.text, table):
        return 0
    behind = (
        sign.number for sign in signs if cells.startswith(sign.cells) or cells.endswith(sign.cells)
    )
    return min(behind, default=len(signs))


def _usage_of(text: str, length: Length, translator: Translator, needs: Needs) -> Usage:
    translation = translator.translate(text, trace=True)
    rules = {step.rule for step in translation.steps or () if step.rule is not None}
    signs = frozenset(needs.signs[rule] for rule in rules if rule in needs.signs)
    explained = {needs.exceptions[rule] for rule in rules if rule in needs.exceptions}
    return Usage(text, length, translation, signs, max(signs | explained, default=0))
