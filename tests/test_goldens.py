"""Translations typed by hand from the code, for each table; lou_checkyaml judges the same."""

from __future__ import annotations

import os
import subprocess

import pytest

from brailledesk import Run, Typeform, translate
from brailledesk.cells import dots_from_cells
from tests.goldens import CASES, Case, dots_of
from tests.judges import require_program
from tests.specs import TABLES, spec

ALL = [
    pytest.param(table, case, id=f"{table}: {case['text']}")
    for table, cases in CASES.items()
    for case in cases
]


def _runs(case: Case) -> list[Run]:
    text = case["text"]
    if "emphasis" not in case:
        return [Run(text)]
    start, end, name = case["emphasis"]
    return [Run(text[:start]), Run(text[start:end], Typeform[name.upper()]), Run(text[end:])]


@pytest.mark.parametrize(("table", "case"), ALL)
def test_golden(table: str, case: Case) -> None:
    shown = translate(_runs(case), table, has_emphasis=True)
    assert dots_from_cells(shown.cells) == dots_of(case)
    assert shown.undefined == ()


@pytest.mark.parametrize("table", sorted(CASES))
def test_spec_beside_the_table(table: str) -> None:
    path = TABLES / f"{table}.yaml"
    assert path.read_text(encoding="utf-8") == spec(table), "run: python -m tests.specs"
    judged = subprocess.run(
        [require_program("lou_checkyaml", "liblouis-bin"), path.name],
        cwd=TABLES,
        env={**os.environ, "LOUIS_TABLEPATH": f"{TABLES},/usr/share/liblouis/tables"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert judged.returncode == 0, judged.stdout + judged.stderr
