"""The specs beside the tables are those of the goldens, and lou_checkyaml agrees with them."""

from __future__ import annotations

import os
import subprocess

import pytest

from tests.judges import require_program
from tests.specs import NAMES, TABLES, spec


@pytest.mark.parametrize("table", NAMES)
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
