"""What stands under the fingers, against what was typed by hand."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from brailledesk.cells import cells_from_unicode
from brailledesk.desk.commands import Command, Key
from brailledesk.desk.messages import Priority
from brailledesk.desk.session import DeskSession, open_desk
from tests.desk.crm import SCREENS
from tests.desk.print_cells import EIGHT_DOTS, cells_of, six_dot_cells_of
from tests.desk.screens import Clock, Display
from tests.judges import require_program

GOLDENS = yaml.safe_load(
    (Path(__file__).parent.parent / "goldens" / "desk.yaml").read_text(encoding="utf-8")
)


def _name(golden: dict[str, Any]) -> str:
    keys = "-".join(golden.get("keys", []))
    size = f"{golden['cells']}x{golden.get('rows', 1)}"
    post = "-post" if "post" in golden else ""
    table = golden.get("table", "")
    return f"{table}{golden['screen']}-{golden['profile']}-{size}-{golden['skip']}{keys}{post}"


def _start(golden: dict[str, Any]) -> tuple[DeskSession, Display]:
    desk = open_desk(table=golden.get("table", "it-8dot"), profile=golden["profile"], clock=Clock())
    display = Display(golden["cells"], golden.get("rows", 1))
    desk.attach(display)
    desk.publish(SCREENS[golden["screen"]]())
    for _ in range(golden["skip"]):
        desk.command(Command(Key.LINE_DOWN))
    for key in golden.get("keys", []):
        desk.command(Command(Key(key)))
    if "post" in golden:
        desk.post(golden["post"], Priority.MESSAGE)
    return desk, display


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize("golden", GOLDENS, ids=_name)
def test_windows(golden: dict[str, Any]) -> None:
    desk, display = _start(golden)
    spell = six_dot_cells_of if "table" in golden else cells_of
    for place, shown in enumerate(golden["shows"]):
        if place:
            desk.command(Command(Key.PAN_RIGHT))
        rows = [one.ljust(golden["cells"]) for one in shown.split("\n")]
        wanted = b"".join(map(spell, rows)).ljust(len(display.cells), b"\0")
        assert display.cells == wanted, f"window {place}: {display.text()}"


def test_there_are_sixty() -> None:
    assert len(GOLDENS) >= 60
    assert {one["cells"] for one in GOLDENS} == {20, 40, 80}


def test_the_map_of_the_goldens_is_liblouis() -> None:
    """Where liblouis' Italian computer Braille has the character at all."""
    program = require_program("lou_translate", "liblouis-bin")
    letters = "".join(one for one in EIGHT_DOTS if one != "€")
    done = subprocess.run(
        [program, "--forward", "unicode.dis,it-it-comp8.utb"],
        input="\n".join(letters) + "\n",
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )
    theirs = [cells_from_unicode(line) for line in done.stdout.splitlines()]
    wrong = [one for one, cells in zip(letters, theirs, strict=True) if cells != cells_of(one)]
    assert wrong == []
