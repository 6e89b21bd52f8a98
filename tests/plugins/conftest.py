"""The plugin that has every hook, installed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.plugins.installed import install

GOOD = Path(__file__).with_name("good.py")


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the package desk-extras, which is on the path."""
    folder = install(
        tmp_path / "site",
        "desk-extras",
        {"desk_extras": GOOD.read_text(encoding="utf-8")},
        {"extras": "desk_extras"},
    )
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.delitem(sys.modules, "desk_extras", raising=False)
    return folder
