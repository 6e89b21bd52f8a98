"""The benchmark of builds has another module in brailledesk's place: so it must be this one."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from brailledesk.translate.native import import_native, is_available

ROOT = Path(__file__).parent.parent


pytestmark = pytest.mark.skipif(not is_available(), reason="the native core was not built")


def timed(module: Path, lines: Path, commands: str) -> subprocess.CompletedProcess[str]:
    """What the worker answers, started as the benchmark starts it."""
    command = [sys.executable, "-m", "benchmarks.build_worker", str(module), "it-6dot", str(lines)]
    return subprocess.run(
        command, input=commands, capture_output=True, text=True, cwd=ROOT, check=False
    )


def test_the_worker_times_a_module_beside_the_installed_one(tmp_path: Path) -> None:
    own = Path(str(import_native().__file__))
    module, lines = tmp_path / own.name, tmp_path / "lines.txt"
    shutil.copyfile(own, module)
    lines.write_text("una riga\nPerché no?\n", encoding="utf-8")
    done = timed(module, lines, "line\nscreen\nall\n")
    assert done.returncode == 0, done.stderr
    times = [[float(time) for time in line.split()] for line in done.stdout.splitlines()]
    assert len(times) == 3
    assert all(clock > 0 and processors > 0 for clock, processors in times)


def test_the_installed_module_is_never_timed_in_its_stead(tmp_path: Path) -> None:
    module = tmp_path / Path(str(import_native().__file__)).name
    module.write_bytes(b"no module")
    done = timed(module, module, "line\n")
    assert done.returncode != 0
    assert done.stdout == ""
