"""Small contracted tables made by hand, and their courses."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from brailledesk.learning.course import Course, course_of
from brailledesk.learning.material import italian_material
from brailledesk.resources import data_folder
from brailledesk.tables import Table, load_table, parse_table
from brailledesk.translate.reference import ReferenceTranslator

BASE = "\n".join(
    f"include {data_folder('tables') / name}"
    for name in ("it-capitals6.uti", "it-g2-base.uti", "it-exact6.uti")
)
"""Italian without a contraction, with what keeps contractions from foreign words."""

SIGNS = """
#+level: 1
word che 14 first letter; saves 1.2
word non 1345 first letter; saves 3.5
word per 1234
word tutto 16 saves 0.4
#+level: 2
always ar 16
word ar 1-1235
always er 12456
always re 345
always qu 12345
always q 12345-6
after plain midword ss 2
after plain midword gn 2356
after plain midword zion 3456 saves 0.9 %
midword zion 3456
#+level: 3
after space begword con 25
after space begword pro 235
midendword ment 4-134
endword ando 5-145
word questo 5-12345
#+level: 0
word c 56-14
word n 56-1345
word p 56-1234
"""
HEAD = """#+language: it
#+display-name: Sample
#+version: 0.3
#+notice: Prova 0.3, sistema non ufficiale.
#+author: The brailledesk developers
"""
SHIPPED = sorted(str(path) for path in data_folder("tables").glob("it-g2*.ctb"))
"""The contracted tables of the project."""


def write_table(folder: Path, *, signs: str = SIGNS, head: str = HEAD) -> Path:
    """A contracted table with ``signs`` in ``folder``."""
    path = folder / "sample.ctb"
    path.write_text(f"{head}{BASE}\n{signs}", encoding="utf-8")
    return path


def sample_table(*, signs: str = SIGNS, head: str = HEAD) -> Table:
    with TemporaryDirectory() as folder:
        return parse_table(write_table(Path(folder), signs=signs, head=head))


@lru_cache(maxsize=1)
def sample_course() -> Course:
    return _course(sample_table())


@lru_cache(maxsize=8)
def shipped_course(path: str) -> Course:
    return _course(load_table(path))


def _course(table: Table) -> Course:
    return course_of(table, ReferenceTranslator(table), italian_material())
