"""Lessons and the texts that they may use."""

from __future__ import annotations

import random
import re
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from brailledesk.errors import UsageError
from brailledesk.learning.course import Course, Scope, course_of
from brailledesk.learning.drill import ExerciseKind, exercises_of
from brailledesk.learning.material import Length, Material, italian_material
from brailledesk.learning.signs import spelled
from brailledesk.tables import parse_table
from brailledesk.translate.reference import ReferenceTranslator
from tests.learning.sample import SHIPPED, sample_course, shipped_course

LETTERS = re.compile("[abcdefghilmnopqrstuvzàèéìòù]+")


def _lesson_scopes(course: Course) -> list[Scope]:
    return [course.scope(lesson=lesson.number) for lesson in course.lessons]


def _signs_in(course: Course, text: str) -> set[str]:
    """The signs in a text, told from the rules of the table and by no way of the course."""
    table = course.table
    contractions = {
        rule.origin: rule.text
        for rule in table.strings
        if rule.level and rule.cells != spelled(rule.text, table)
        if len(rule.cells) <= len(rule.text)
    }
    steps = course.translator.translate(text, trace=True).steps or ()
    return {
        contractions[step.rule]
        for step in steps
        if step.rule is not None and step.rule in contractions
    }


def test_the_material_is_large_clean_and_contractible() -> None:
    material = italian_material()
    assert len(material.words) >= 600
    assert len(material.sentences) >= 120
    assert all(LETTERS.fullmatch(word) for word in material.words)
    for texts in (material.words, material.phrases, material.sentences):
        assert len(set(texts)) == len(texts)
        assert all(text == " ".join(text.split()) for text in texts)
    connected = " ".join((*material.phrases, *material.sentences)).lower()
    assert not set("jkwxy").intersection(connected)


def test_lessons_are_even_parts_of_a_level() -> None:
    lessons = sample_course().lessons
    assert [(one.number, one.level, len(one.signs)) for one in lessons] == [
        (1, 1, 4),
        (2, 2, 7),
        (3, 3, 5),
    ]
    assert [sign.number for one in lessons for sign in one.signs] == list(range(1, 17))


def test_a_scope_is_a_lesson_a_level_or_the_first_lesson() -> None:
    course = sample_course()
    assert course.scope() == Scope(1, 4)
    assert course.scope(level=2) == course.scope(level=2, lesson=2) == Scope(5, 11)
    assert course.scope(lesson=3) == Scope(12, 16)
    for wrong in ({"lesson": 4}, {"level": 4}, {"level": 1, "lesson": 2}):
        with pytest.raises(UsageError, match="no such lesson"):
            course.scope(**wrong)


def test_only_what_was_learned_occurs_and_something_new_always_does() -> None:
    course = sample_course()
    texts = {sign.text: sign.number for sign in course.signs}
    for scope in _lesson_scopes(course):
        for seed in range(20):
            for exercise in exercises_of(course, scope, count=12, seed=seed):
                numbers = {texts[one] for one in _signs_in(course, exercise.usage.text)}
                assert max(numbers) <= scope.last, exercise.usage.text
                assert max(numbers) >= scope.first, exercise.usage.text


@pytest.mark.parametrize("path", SHIPPED)
def test_the_shipped_tables_have_texts_for_every_lesson(path: str) -> None:
    course = shipped_course(path)
    learned: set[str] = set()
    for lesson, scope in zip(course.lessons, _lesson_scopes(course), strict=True):
        new = {sign.text for sign in lesson.signs}
        learned |= new
        exercises = exercises_of(course, scope, count=10, seed=1)
        assert len(exercises) == 10, lesson
        for exercise in exercises:
            signs = _signs_in(course, exercise.usage.text)
            assert signs <= learned, exercise.usage.text
            assert signs & new, exercise.usage.text


def test_texts_with_characters_that_the_table_lacks_are_left_out() -> None:
    letters = "space \\s 0\nlowercase a 1\nlowercase c 14\nlowercase h 125\nlowercase e 15\n"
    with TemporaryDirectory() as folder:
        path = Path(folder) / "small.utb"
        path.write_text(f"{letters}always ch 16\n", encoding="utf-8")
        table = parse_table(path)
    material = Material(words=("che", "chi", "ehe", "perché"), phrases=("che ha", "chi è"))
    course = course_of(table, ReferenceTranslator(table), material)
    assert [usage.text for usage in course.usages] == ["che", "ehe", "che ha"]
    assert [usage.text for usage in course.offered(course.scope())] == ["che", "che ha"]


def test_exceptions_are_met_when_their_sign_is_known() -> None:
    course = sample_course()
    assert course.usage("c", Length.WORD).hardest == 2  # che
    assert course.usage("q", Length.WORD).hardest == 9  # qu
    assert course.usage("ar", Length.WORD).hardest == 0  # spelled: nothing to know


def test_the_same_seed_gives_the_same_exercises_from_words_to_sentences() -> None:
    course = sample_course()
    scope = course.scope(lesson=2)
    state = random.getstate()
    first = exercises_of(course, scope, count=10, seed=7)
    assert random.getstate() == state
    assert first == exercises_of(course, scope, count=10, seed=7)
    assert first != exercises_of(course, scope, count=10, seed=8)
    lengths = [one.usage.length for one in first]
    assert lengths == sorted(lengths)
    assert lengths.count(Length.SENTENCE) == lengths.count(Length.PHRASE) == 2
    kinds = [one.kind for one in first]
    assert kinds == [ExerciseKind.READ, ExerciseKind.WRITE] * 5


def test_every_new_sign_comes_in_turn() -> None:
    course = sample_course()
    exercises = exercises_of(course, course.scope(lesson=2), count=20, seed=3)
    assert {number for one in exercises for number in one.usage.signs} >= set(range(5, 12))


def test_few_words_are_put_in_series() -> None:
    course = sample_course()
    scope = course.scope(lesson=1)
    available = len(course.offered(scope))
    exercises = exercises_of(course, scope, count=available + 5, seed=1)
    series = [one.usage.text for one in exercises if one.usage.length is Length.SERIES]
    assert len(series) == 5
    assert all(1 < len(text.split()) <= 3 for text in series)


def test_an_example_shows_the_sign_in_a_text_that_is_not_the_sign() -> None:
    course = sample_course()
    for sign in course.signs:
        example = course.example(sign)
        assert example is not None
        assert sign.text in example.text.lower()
        assert sign.text != example.text
        assert sign.number in example.signs
