"""The service as a process, which ends with the test, however that ends."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

SERVE = [str(Path(sys.executable).with_name("brailledesk")), "serve"]


@contextmanager
def ended(process: subprocess.Popen[Any]) -> Iterator[None]:
    """Whatever happens, the process does not live on."""
    try:
        yield
    finally:
        process.kill()


@contextmanager
def served(path: str | Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """A service at a socket, when it is there."""
    command = [*SERVE, "--socket", str(path), *arguments]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            assert str(path) in process.stderr.readline()
            yield process
            process.terminate()
            assert process.wait(60) == 0
        finally:
            process.kill()
