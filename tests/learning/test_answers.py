"""Answers: every form is accepted, and a wrong one is explained."""

from __future__ import annotations

import pytest

from brailledesk.cells import cells_from_dots, cells_to_unicode
from brailledesk.learning.answers import Form, Verdict, check
from brailledesk.learning.drill import Exercise, ExerciseKind
from brailledesk.learning.material import Length
from brailledesk.learning.telling import missed_sign, tell_verdict
from tests.learning.sample import sample_course


def _exercise(kind: ExerciseKind, text: str) -> Exercise:
    return Exercise(kind, sample_course().usage(text, Length.PHRASE))


def _write(text: str, answer: str) -> Verdict:
    return check(_exercise(ExerciseKind.WRITE, text), answer, sample_course())


def _read(text: str, answer: str) -> Verdict:
    return check(_exercise(ExerciseKind.READ, text), answer, sample_course())


def _told(kind: ExerciseKind, text: str, answer: str) -> list[str]:
    exercise = _exercise(kind, text)
    verdict = check(exercise, answer, sample_course())
    return list(tell_verdict(exercise, verdict, sample_course(), str))


@pytest.mark.parametrize(
    ("answer", "form"),
    [
        ("⠝⠀⠎⠕", Form.UNICODE),
        ("⠝ ⠎⠕\n", Form.UNICODE),
        ("1345 234-135\n", Form.DOTS),
        ("1345-0-234-135", Form.DOTS),
        ("1345 0 234 135", Form.DOTS),
        ("n so", Form.ASCII),
        ("  N  SO\r\n", Form.ASCII),
    ],
)
def test_written_braille_is_taken_in_every_form(answer: str, form: Form) -> None:
    verdict = _write("non so", answer)
    assert (verdict.is_right, verdict.form) == (True, form)


def test_signs_beyond_letters_in_ascii_and_in_bare_dots() -> None:
    assert _write("ogni", "o(i").cells == cells_from_dots("135-12356-24")
    assert _write("ogni", "o7i").is_right
    assert _write("ogni", "135 2356 24").is_right
    assert _write("ogni", "135-2356-24").is_right


def test_print_is_right_if_it_gives_the_braille_that_was_shown() -> None:
    assert _read("per un'ora", "per  un’ora\n").is_right
    assert not _read("Non lo so.", "non lo so.").is_right
    assert not _read("non lo so", "non lo").is_right


def test_what_was_spelled_is_told_with_its_sign() -> None:
    assert _told(ExerciseKind.WRITE, "che ora", "che ora") == [
        "The solution is: 14 135-1235-1",
        "⠉⠀⠕⠗⠁",
        "Your answer, taken as ASCII Braille:",
        "⠉⠓⠑⠀⠕⠗⠁",
        "The first difference is at cell 2: blank, not dots 1 2 5.",
        "che was written letter by letter.",
        "The rule: che is one sign, ⠉ (dots 1 4): whole word.",
    ]


def test_a_wrong_cell_is_told_with_place_and_rule() -> None:
    assert _told(ExerciseKind.WRITE, "azione", "1-3456-1") == [
        "The solution is: 1-3456-15",
        "⠁⠼⠑",
        "Your answer, taken as dot numbers:",
        "⠁⠼⠁",
        "The first difference is at cell 3: dots 1 5, not dot 1.",
        "The rule: e is written ⠑ (dots 1 5).",
    ]
    assert _told(ExerciseKind.WRITE, "c", "⠉")[-1] == (
        "The exception: c is written ⠰⠉ (dots 5 6, dots 1 4): whole word."
    )


def test_an_answer_that_is_too_long_or_too_short() -> None:
    assert _told(ExerciseKind.WRITE, "che", "⠉⠁")[-1] == (
        "The first difference is at cell 2: the end, not dot 1."
    )
    assert _told(ExerciseKind.WRITE, "ora", "⠕⠗")[-2:] == [
        "The first difference is at cell 3: dot 1, not the end.",
        "The rule: a is written ⠁ (dot 1).",
    ]


def test_a_wrong_reading_is_told_with_the_sign_that_was_misread() -> None:
    assert _told(ExerciseKind.READ, "mare", "mari") == [
        "The solution is: mare",
        "The first difference is at character 4: «e», not «i».",
        "The rule: e is written ⠑ (dots 1 5).",
    ]
    assert _told(ExerciseKind.READ, "che ora", "c ora")[-1] == (
        "The rule: che is one sign, ⠉ (dots 1 4): whole word."
    )


def test_what_is_no_braille_is_named() -> None:
    verdict = _write("perché", "perché")
    assert (verdict.form, verdict.answer[verdict.place]) == (Form.NONE, "é")
    told = _told(ExerciseKind.WRITE, "perché", "perché")
    assert told[0] == "é is no Braille, and no dot number."
    assert len(told) == 3


@pytest.mark.parametrize("kind", list(ExerciseKind))
@pytest.mark.parametrize("answer", ["", "\n", " \t ", "⠀"])
def test_nothing_shows_the_solution_alone(kind: ExerciseKind, answer: str) -> None:
    if kind is ExerciseKind.READ and answer == "⠀":
        answer = ""
    told = _told(kind, "tutto", answer)
    assert told[0].startswith("The solution is: ")
    assert len(told) == (1 if kind is ExerciseKind.READ else 2)


def test_the_sign_that_was_missed_is_remembered() -> None:
    course = sample_course()
    assert missed_sign(_write("che ora", "che ora"), course) == 2
    assert missed_sign(_write("che ora", "⠉⠀⠁"), course) is None
    assert missed_sign(_write("che", "⠉"), course) is None


def test_every_usage_is_right_in_every_form() -> None:
    course = sample_course()
    for usage in course.usages[::25]:
        exercise = Exercise(ExerciseKind.WRITE, usage)
        assert check(exercise, cells_to_unicode(usage.translation.cells), course).is_right
        assert check(Exercise(ExerciseKind.READ, usage), usage.text, course).is_right
