"""What the commands sheet and drill do, once their arguments are parsed."""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from brailledesk.cli.console import put, translator
from brailledesk.i18n import choose_language
from brailledesk.learning import (
    Course,
    Exercise,
    ExerciseKind,
    Tally,
    check,
    course_of,
    exercises_of,
    format_sheet,
    sheet_of,
)
from brailledesk.learning.material import italian_material
from brailledesk.learning.telling import (
    missed_sign,
    tell_end,
    tell_how,
    tell_lessons,
    tell_none,
    tell_scope,
    tell_task,
    tell_verdict,
)
from brailledesk.output import write_atomically
from brailledesk.pages import PageFormat
from brailledesk.tables import load_table
from brailledesk.translate import load_translator

STANDARD = "-"


def write_sheet(table: str, outputs: Sequence[str], *, page: PageFormat, charset: str) -> None:
    """Write the sheet of a table to all outputs; nothing is written before all are made."""
    sheet = sheet_of(_course(table))
    language = choose_language(dict(os.environ))
    files = [
        format_sheet(
            sheet,
            f"{STANDARD}.txt" if output == STANDARD else output,
            words=translator(),
            language=language,
            page=page,
            charset=charset,
        )
        for output in outputs
    ]
    for output, data in zip(outputs, files, strict=True):
        if output == STANDARD:
            put(data.decode())
        else:
            write_atomically(Path(output), data)


def _course(table: str) -> Course:
    # liblouis does not tell where a rule began, so the trace is the reference engine's.
    return course_of(load_table(table), load_translator(table, "reference"), italian_material())


def list_lessons(table: str) -> None:
    """The lessons, one a line."""
    _print(tell_lessons(_course(table), translator()))


def run_drill(
    table: str,
    *,
    level: int | None,
    lesson: int | None,
    count: int,
    kinds: Sequence[ExerciseKind],
    seed: int | None,
) -> None:
    """Ask, and answer the answers, until all is asked or the input ends."""
    _ = translator()
    course = _course(table)
    scope = course.scope(level=level, lesson=lesson)
    chosen = secrets.randbelow(1_000_000) if seed is None else seed
    exercises = exercises_of(course, scope, count=count, seed=chosen, kinds=kinds)
    _print(tell_scope(course, scope, _))
    if not exercises:
        _print([tell_none(_)])
        return
    _print([tell_how(_)])
    tally = Tally(asked=len(exercises))
    try:
        _ask(exercises, course, tally)
    except KeyboardInterrupt:
        _print([""])
    _print(tell_end(tally, course, _))


def _ask(exercises: Sequence[Exercise], course: Course, tally: Tally) -> None:
    _ = translator()
    for number, exercise in enumerate(exercises, 1):
        _print(tell_task(exercise, number, len(exercises), _))
        line = sys.stdin.buffer.readline()
        if not line:
            return
        verdict = check(exercise, line.decode("utf-8", "replace"), course)
        tally.count(is_right=verdict.is_right, sign=missed_sign(verdict, course))
        _print(tell_verdict(exercise, verdict, course, _))


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        put(line + "\n")
