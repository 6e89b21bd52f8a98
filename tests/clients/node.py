"""Node, and the programs of the JavaScript judges."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.judges import require, require_program

ROOT = Path(__file__).parents[2]
CLIENT = ROOT / "clients" / "js" / "brailledesk.js"
HERE = Path(__file__).parent


def judges() -> Path:
    """The folder of what tests/clients/fetch.sh brought."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = cache / "brailledesk-clients" / "node_modules"
    require(folder.is_dir(), "what tests/clients/fetch.sh brings", "npm")
    return folder


def run_node(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    program = require_program("node", "nodejs")
    return subprocess.run(
        [program, *arguments], cwd=cwd, capture_output=True, text=True, check=False, timeout=120
    )


class Steps:
    """A program that does what it is told, a line of JSON each: see steps.mjs."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def __call__(self, step: str, **given: Any) -> Any:
        """Do a step; what it gives. An error is given as ``{"error": name, "kind": ...}``."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"step": step, **given}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, "the steps ended"
        answer = json.loads(line)
        assert step != "wait" or "error" not in answer, answer
        return answer


@contextmanager
def steps(script: str = "steps.mjs") -> Iterator[Steps]:
    program = require_program("node", "nodejs")
    with subprocess.Popen(
        [program, str(HERE / script)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield Steps(process)
        finally:
            process.kill()
