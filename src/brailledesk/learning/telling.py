"""What is said to a learner: lessons, tasks, verdicts, the end. Every value is one plain line.

A line of Braille stands alone, so that a Braille display shows nothing but its cells.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from brailledesk.cells import cells_to_unicode, dots_from_cells
from brailledesk.errors import N_
from brailledesk.learning.answers import Form, Verdict
from brailledesk.learning.course import Course, Lesson, Scope
from brailledesk.learning.drill import Exercise, ExerciseKind, Tally
from brailledesk.learning.material import Length
from brailledesk.learning.wording import (
    Words,
    dots_in_words,
    kinds_in_words,
    places_in_words,
    sign_in_words,
)
from brailledesk.translate import Step

_FORMS: Mapping[Form, str] = {
    Form.UNICODE: N_("Braille characters"),
    Form.DOTS: N_("dot numbers"),
    Form.ASCII: N_("ASCII Braille"),
}


def tell_lessons(course: Course, _: Words) -> Iterator[str]:
    """All lessons: what is new, and how many texts there are for it."""
    for lesson in course.lessons:
        yield _lesson_in_words(course, lesson, _)


def _lesson_in_words(course: Course, lesson: Lesson, _: Words) -> str:
    scope = Scope(lesson.signs[0].number, lesson.signs[-1].number)
    lengths = [usage.length for usage in course.offered(scope)]
    return _(
        "Lesson {number}, level {level} ({kinds}): {signs}."
        " {words} words, {phrases} phrases, {sentences} sentences."
    ).format(
        number=lesson.number,
        level=lesson.level,
        kinds=kinds_in_words(lesson.signs, _),
        signs=", ".join(f"{sign.text} {cells_to_unicode(sign.cells)}" for sign in lesson.signs),
        words=lengths.count(Length.WORD),
        phrases=lengths.count(Length.PHRASE),
        sentences=lengths.count(Length.SENTENCE),
    )


def tell_scope(course: Course, scope: Scope, _: Words) -> Iterator[str]:
    """What is to be practised: the signs of a lesson one by one, of a whole level their number."""
    signs = course.signs[scope.first - 1 : scope.last]
    lesson = next((one for one in course.lessons if one.signs == signs), None)
    if lesson is None:
        yield _("Level {level}, {count} signs.").format(level=signs[0].level, count=len(signs))
        return
    yield _("Lesson {number}, level {level}. New signs:").format(
        number=lesson.number, level=lesson.level
    )
    for sign in signs:
        yield sign_in_words(sign, _)


def tell_how(_: Words) -> str:
    """How to answer and how to stop."""
    return _(
        "Type each answer on a line of its own; an empty line shows the solution, Ctrl-D ends."
        " Braille may be typed as Braille characters, as dots (14-135 1) or as ASCII Braille."
    )


def tell_none(_: Words) -> str:
    """What is said where no text serves the lesson."""
    return _("There are no words for this lesson yet.")


def tell_task(exercise: Exercise, number: int, count: int, _: Words) -> Iterator[str]:
    """The number and the kind of an exercise, then what is to be read or written."""
    is_reading = exercise.kind is ExerciseKind.READ
    task = _("Read, and type it in print:") if is_reading else _("Write in Braille:")
    yield _("{number} of {count}. {task}").format(number=number, count=count, task=task)
    usage = exercise.usage
    yield cells_to_unicode(usage.translation.cells) if is_reading else usage.text


def tell_verdict(exercise: Exercise, verdict: Verdict, course: Course, _: Words) -> Iterator[str]:
    """Right; or the solution, what differs first, and the rule that applies there."""
    if verdict.is_right:
        yield _right(exercise, verdict, _)
        return
    if verdict.form is Form.NONE:
        yield _("{character} is no Braille, and no dot number.").format(
            character=verdict.answer[verdict.place]
        )
    yield from _solution(exercise, _)
    if verdict.is_skipped or verdict.form is Form.NONE:
        return
    if verdict.form in _FORMS:
        yield _("Your answer, taken as {form}:").format(form=_(_FORMS[verdict.form]))
        yield cells_to_unicode(verdict.cells)
    yield _difference(exercise, verdict, _)
    if verdict.step is not None:
        yield from _rule(exercise, verdict.step, course, _, is_spelled=verdict.is_spelled)


def _right(exercise: Exercise, verdict: Verdict, _: Words) -> str:
    if verdict.form is Form.PRINT and verdict.answer != exercise.usage.text:
        return _("Right; it was meant as: {text}").format(text=exercise.usage.text)
    return _("Right.")


def _solution(exercise: Exercise, _: Words) -> Iterator[str]:
    usage = exercise.usage
    if exercise.kind is ExerciseKind.READ:
        yield _("The solution is: {text}").format(text=usage.text)
        return
    cells = usage.translation.cells
    yield _("The solution is: {dots}").format(dots=dots_by_words(cells))
    yield cells_to_unicode(cells)


def _difference(exercise: Exercise, verdict: Verdict, _: Words) -> str:
    """The first place where the answer differs, counted from 1, with both sides of it."""
    place = verdict.place
    if exercise.kind is ExerciseKind.READ:
        text = exercise.usage.text
        message = _("The first difference is at character {place}: {expected}, not {given}.")
        expected, given = text[place : place + 1], verdict.answer[place : place + 1]
        both = [_quoted(one, _) for one in (expected, given)]
    else:
        cells = exercise.usage.translation.cells
        message = _("The first difference is at cell {place}: {expected}, not {given}.")
        pair = (cells[place : place + 1], verdict.cells[place : place + 1])
        both = [dots_in_words(one, _) if one else _("the end") for one in pair]
    return message.format(place=place + 1, expected=both[0], given=both[1])


def _quoted(character: str, _: Words) -> str:
    if character.isspace():
        return _("blank")
    return f"«{character}»" if character else _("the end")


def _rule(
    exercise: Exercise, step: Step, course: Course, _: Words, *, is_spelled: bool
) -> Iterator[str]:
    """The rule that wrote the place where the answer differs."""
    translation = exercise.usage.translation
    sign = course.sign_of(step.rule)
    text = translation.text[step.start : step.end]
    cells = translation.cells[step.cell_start : step.cell_end]
    fields = {
        "text": sign.text if sign else text if text.strip() else _("blank"),
        "cells": cells_to_unicode(cells),
        "dots": dots_in_words(cells, _),
        "places": places_in_words(sign, _) if sign else "",
    }
    if is_spelled:
        yield _("{text} was written letter by letter.").format(**fields)
    if sign is None:
        yield _("The rule: {text} is written {cells} ({dots}).").format(**fields)
    elif sign.number:
        yield _("The rule: {text} is one sign, {cells} ({dots}): {places}.").format(**fields)
    else:
        yield _("The exception: {text} is written {cells} ({dots}): {places}.").format(**fields)


def dots_by_words(cells: bytes) -> str:
    """Dots as they may be typed: cells joined by hyphens, words parted by blanks."""
    return " ".join(dots_from_cells(word) for word in cells.split(b"\0") if word)


def missed_sign(verdict: Verdict, course: Course) -> int | None:
    """The number of the sign that an answer got wrong, where it was a sign."""
    if verdict.is_right or verdict.step is None:
        return None
    sign = course.sign_of(verdict.step.rule)
    return sign.number if sign else None


def tell_end(tally: Tally, course: Course, _: Words) -> Iterator[str]:
    """How it went, and the signs to look at again, those missed most often first."""
    yield _("{right} of {answered} right.").format(right=tally.right, answered=tally.answered) + (
        " " + _("{left} not answered.").format(left=tally.asked - tally.answered)
        if tally.answered < tally.asked
        else ""
    )
    if tally.missed:
        yield _("Look at these again:")
        for number, _count in tally.missed.most_common():
            yield sign_in_words(course.signs[number - 1], _)
