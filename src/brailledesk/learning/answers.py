"""Answers: in what form they are written, whether they are right, and where they first differ.

What is compared are cells. So print is a right reading if it gives the Braille that was shown, and
the form of written Braille does not matter: Unicode Braille from a Braille keyboard, dot numbers
("14-135 1"), or ASCII Braille (charset mit) from an ordinary keyboard.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from brailledesk.cells import (
    BLANK,
    UNICODE_BLANK,
    NotACell,
    cells_from_ascii,
    cells_from_dots,
    cells_from_unicode,
)
from brailledesk.learning.course import Course
from brailledesk.learning.drill import Exercise, ExerciseKind
from brailledesk.learning.signs import spelled
from brailledesk.translate import Step

_DOTS = re.compile(r"[0-8]+(?:[\s-]+[0-8]+)*")
_UNICODE = re.compile(r"[\u2800-\u28ff]")
_APOSTROPHES = str.maketrans("’‘`´", "''''")


class Form(StrEnum):
    """In what form an answer was written; NONE is not Braille where Braille was asked for."""

    PRINT = "print"
    UNICODE = "unicode"
    DOTS = "dots"
    ASCII = "ascii"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to be said of an answer.

    ``answer`` is what was typed, tidied; ``cells`` is what that is in Braille. ``place`` is where
    it first differs, counted from 0: the character of the exercise's text for a reading, the cell
    for written Braille; ``step`` is the rule that applies there. An answer that goes on behind the
    end differs there and has no step. ``is_spelled``: what the step writes as a sign was written
    letter by letter. All that is of no meaning for a right answer. For Form.NONE ``place`` is the
    character of the answer that is no Braille.
    """

    is_right: bool
    form: Form
    answer: str
    cells: bytes = b""
    place: int = 0
    step: Step | None = None
    is_spelled: bool = False

    @property
    def is_skipped(self) -> bool:
        """Whether nothing was typed."""
        return not self.answer


@dataclass(frozen=True, slots=True)
class Interpretation:
    """An answer as Braille, by one form that it may be written in."""

    form: Form
    cells: bytes


def check(exercise: Exercise, answer: str, course: Course) -> Verdict:
    """Judge an answer to an exercise of ``course``."""
    if exercise.kind is ExerciseKind.READ:
        return _check_reading(exercise, answer, course)
    return _check_writing(exercise, answer, course)


def _check_reading(exercise: Exercise, answer: str, course: Course) -> Verdict:
    expected = exercise.usage
    tidy = " ".join(unicodedata.normalize("NFC", answer).translate(_APOSTROPHES).split())
    cells = course.translator.translate(tidy).cells
    place = _first_difference(expected.text, tidy)
    is_right = cells == expected.translation.cells
    return Verdict(is_right, Form.PRINT, tidy, cells, place, _step_at_character(exercise, place))


def _check_writing(exercise: Exercise, answer: str, course: Course) -> Verdict:
    expected = exercise.usage.translation.cells
    tidy = " ".join(answer.split()).strip(f" {UNICODE_BLANK}")
    try:
        readings = interpretations(tidy)
    except NotACell as error:
        return Verdict(is_right=False, form=Form.NONE, answer=tidy, place=error.place)
    for reading in readings:
        if reading.cells == expected:
            return Verdict(True, reading.form, tidy, reading.cells)
    form, cells = readings[0].form, readings[0].cells
    place = _first_difference(expected, cells)
    spelled_step = _spelled_step(exercise, cells, place, course)
    step = spelled_step or _step_at_cell(exercise, place)
    return Verdict(False, form, tidy, cells, place, step, is_spelled=spelled_step is not None)


def interpretations(answer: str) -> Sequence[Interpretation]:
    """The Braille that an answer may be, the likeliest first; blanks at the ends do not count.

    Digits alone are dots before they are the lower cells of ASCII Braille; blanks between dots part
    words where cells are joined by hyphens, and may part cells. Raises NotACell where it is none.
    """
    return tuple(
        Interpretation(form, _single_blanks(cells)) for form, cells in _interpretations(answer)
    )


def _interpretations(answer: str) -> Iterator[tuple[Form, bytes]]:
    if _UNICODE.search(answer):
        yield Form.UNICODE, cells_from_unicode(answer)
        return
    if _DOTS.fullmatch(answer):
        yield from ((Form.DOTS, cells) for cells in _from_dots(answer))
    yield Form.ASCII, cells_from_ascii(answer)


def _from_dots(answer: str) -> Iterator[bytes]:
    """Dots with words parted by blanks, then with cells parted by blanks; not what is no cell."""
    for notation in ("-0-".join(answer.split()), "-".join(re.split(r"[\s-]+", answer))):
        try:
            yield cells_from_dots(notation)
        except ValueError:
            return


def _single_blanks(cells: bytes) -> bytes:
    words = filter(None, cells.split(bytes([BLANK])))
    return bytes([BLANK]).join(words)


def _first_difference(expected: Sequence[object], given: Sequence[object]) -> int:
    pairs = enumerate(zip(expected, given, strict=False))
    shorter = min(len(expected), len(given))
    return next((place for place, (one, other) in pairs if one != other), shorter)


def _step_at_character(exercise: Exercise, place: int) -> Step | None:
    steps = exercise.usage.translation.steps or ()
    return next(
        (step for step in steps if step.start <= place < step.end and _has_cells(step)), None
    )


def _step_at_cell(exercise: Exercise, place: int) -> Step | None:
    steps = exercise.usage.translation.steps or ()
    return next((step for step in steps if step.cell_start <= place < step.cell_end), None)


def _spelled_step(exercise: Exercise, cells: bytes, place: int, course: Course) -> Step | None:
    """The sign that ``cells`` spell letter by letter where they first differ.

    The cell that differs may be the second letter, where a sign has the cell of the first.
    """
    translation = exercise.usage.translation
    for step in translation.steps or ():
        if course.is_sign(step.rule):
            letters = spelled(translation.text[step.start : step.end], course.table)
            end = step.cell_start + len(letters)
            if step.cell_start <= place < end and cells[step.cell_start : end] == letters:
                return step
    return None


def _has_cells(step: Step) -> bool:
    return step.cell_end > step.cell_start
