"""The room of learning: a contracted table as something that people can learn.

In: a parsed :class:`~brailledesk.tables.rules.Table` with contractions, and the material that
lies beside this file (``texts/``: Italian words, phrases and sentences, written for this project).
Out: the signs in the order of learning; the sheet of reference as text, HTML and Braille pages; and
a drill: lessons, exercises that use only what was learned so far, and what is to be said of an
answer. Nothing here reads a terminal or writes a file.
"""

from brailledesk.learning.answers import Form, Verdict, check
from brailledesk.learning.course import Course, Lesson, Scope, course_of
from brailledesk.learning.drill import Exercise, ExerciseKind, Tally, exercises_of
from brailledesk.learning.files import format_sheet
from brailledesk.learning.sheet import Sheet, sheet_of
from brailledesk.learning.signs import Sign, signs_of

__all__ = [
    "Course",
    "Exercise",
    "ExerciseKind",
    "Form",
    "Lesson",
    "Scope",
    "Sheet",
    "Sign",
    "Tally",
    "Verdict",
    "check",
    "course_of",
    "exercises_of",
    "format_sheet",
    "sheet_of",
    "signs_of",
]
