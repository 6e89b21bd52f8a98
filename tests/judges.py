"""Independent judges: programs that our tests call and that nobody here wrote.

Where one is missing a test skips and says which package brings it; with ``BRAILLEDESK_JUDGES`` set
to ``required``, as the test command does, it fails instead: a judge that never judges is no judge.
"""

from __future__ import annotations

import os
import shutil
from typing import NoReturn

import pytest


def require_program(name: str, package: str) -> str:
    """The path of a program, or the end of the test."""
    path = shutil.which(name)
    if path is None:
        _refuse(f"{name} is missing: sudo apt install {package}")
    return path


def require(is_there: bool, what: str, package: str) -> None:
    """End the test where ``what`` is not there."""
    if not is_there:
        _refuse(f"{what} is missing: sudo apt install {package}")


def _refuse(reason: str) -> NoReturn:
    if os.environ.get("BRAILLEDESK_JUDGES") == "required":
        pytest.fail(reason)
    pytest.skip(reason)
