"""The examples of docs/embedding.md: they run, and its plugin is sound."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from brailledesk.plugin_check import check_plugin, choose_plugins
from brailledesk.plugins import HOOKS
from brailledesk.plugins.door import open_door
from brailledesk.plugins.found import in_file

PAGE = Path(__file__).parents[1] / "docs" / "embedding.md"
BLOCKS = re.findall(r"^```python\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)


def _is_file(block: str) -> bool:
    return block.startswith("# file: ")


def test_examples_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    examples = [block for block in BLOCKS if not _is_file(block)]
    assert len(examples) >= 4
    for block in examples:
        exec(compile(block, str(PAGE), "exec"), names)
    assert (tmp_path / "listino.brf").stat().st_size > 0


def test_its_plugin_is_sound(tmp_path: Path) -> None:
    [block] = [block for block in BLOCKS if _is_file(block)]
    path = tmp_path / block.partition("\n")[0].removeprefix("# file: ")
    path.write_text(block, encoding="utf-8")
    door, [plugin] = choose_plugins([str(path)])
    assert list(check_plugin(door, plugin)) == []
    assert door.faults == ()
    again = open_door([in_file(path)])
    found = again.answer("brailledesk_lookup_caller", str, {"number": "+390255501234"})
    assert found == "Rossi Mario, contratto 4471"


def test_its_table_has_every_hook() -> None:
    assert set(re.findall(r"^\| `(brailledesk_\w+)`", PAGE.read_text("utf-8"), re.MULTILINE)) == (
        set(HOOKS)
    )
