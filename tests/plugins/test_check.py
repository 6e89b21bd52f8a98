"""What ``brailledesk plugins`` says of plugins: which hook is wrong, and at which line."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from brailledesk.plugin_check import check_plugin, choose_plugins
from brailledesk.plugins import open_door
from tests.plugins.conftest import GOOD

PROGRAM = str(Path(sys.executable).parent / "brailledesk")

FAULTY = """\
from types import SimpleNamespace

from brailledesk.devices.protocols.offers import DisplayProtocol
from brailledesk.plugins import hookimpl
from brailledesk.screen import Node, build_screen
from brailledesk.translate.base import Translation


@hookimpl
def brailledesk_filter_screen(screen):
    return build_screen([Node(id="mine")])


@hookimpl
def brailledesk_filter_message(message):
    return message.words


@hookimpl
def brailledesk_filter_document(document):
    return document.blocks


@hookimpl
def brailledesk_lookup_caller(number):
    return int(number)


class Short:
    is_contracted = False

    def translate(self, text, typeforms=None, *, trace=False):
        return Translation(text, b"x", [0], [1])


class Mute:
    geometry = None

    def questions(self):
        return ["?"]


def explode(table):
    raise ZeroDivisionError


@hookimpl
def brailledesk_offer_translators():
    return {"short": lambda table: Short(), "explode": explode}


@hookimpl
def brailledesk_offer_display_protocols():
    return {"mute": DisplayProtocol(Mute, frozenset()), "none": 3}


@hookimpl
def brailledesk_offer_speech():
    return [1]


@hookimpl
def brailledesk_offer_calls():
    return {"sync": lambda words: SimpleNamespace(wrap_up=0.0, run=lambda tell: None)}
"""
EXPECTED = {
    ("filter_screen", 9, "it made nodes that the host does not know: mine"),
    ("filter_message", 16, "it raised AttributeError: 'Message' object has no attribute 'words'"),
    ("filter_document", 19, "it gave tuple; wanted is Document"),
    ("lookup_caller", 24, "it gave int; wanted is str | None"),
    ("lookup_caller", 26, "it raised ValueError: invalid literal for int() with base 10: ''"),
    (
        "lookup_caller",
        26,
        "it raised ValueError: invalid literal for int() with base 10: 'anonymous'",
    ),
    ("offer_translators", 47, "short: char_to_cell has 1 places, not 22"),
    ("offer_translators", 44, "explode: it raised ZeroDivisionError"),
    ("offer_display_protocols", 52, "mute: questions() gave no tuple of bytes"),
    ("offer_display_protocols", 52, "none: it is int, not DisplayProtocol"),
    ("offer_speech", 57, "it gave list; wanted is dict[str, …]"),
    ("offer_calls", 62, "sync: its run() is not async"),
}


@pytest.mark.usefixtures("installed")
def test_a_sound_plugin_has_no_problems() -> None:
    door, plugins = choose_plugins([])
    assert [one.name for one in plugins] == ["extras"]
    assert len(plugins[0].hooks) == 13
    assert list(check_plugin(door, plugins[0])) == []
    assert door.faults == ()


def test_our_own_plugins_are_sound() -> None:
    door = open_door()
    assert [one.name for one in door.plugins if one.is_ours] == ["screens", "speech", "telephony"]
    for plugin in door.plugins:
        assert list(check_plugin(door, plugin)) == []
    assert door.faults == ()


def test_each_fault_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "faulty.py"
    path.write_text(FAULTY, encoding="utf-8")
    door, plugins = choose_plugins([str(path)])
    found = set()
    for problem in check_plugin(door, plugins[0]):
        match = re.fullmatch(r"faulty, brailledesk_(\w+), (.*):(\d+): (.*)", problem.describe())
        assert match is not None, problem.describe()
        assert match[2] == str(path)
        found.add((match[1], int(match[3]), match[4]))
    assert found == EXPECTED


def run(*arguments: str, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join([str(folder)] if folder else [])
    return subprocess.run(
        [PROGRAM, *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "LANG": "it_IT.UTF-8", "LC_ALL": "", "PYTHONPATH": path},
    )


def test_the_commands(tmp_path: Path, installed: Path) -> None:
    done = run("plugins", "list", folder=installed)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0] == "screens (brailledesk): offer_screens"
    assert lines[3].startswith("extras (desk-extras 1.2): ")
    done = run("plugins", "check", folder=installed)
    assert done.stdout.startswith("extras (desk-extras 1.2): ")
    assert done.stdout.endswith(": a posto\n")
    path = tmp_path / "faulty.py"
    path.write_text(FAULTY, encoding="utf-8")
    done = run("plugins", "check", str(path))
    assert done.returncode == 22
    assert f"{path}:62: sync: its run() is not async" in done.stdout
    assert done.stderr == "brailledesk: Difetti trovati nei plugin: 12.\n"
    path.write_text("def (", encoding="utf-8")
    done = run("plugins", "check", str(path))
    assert done.returncode == 22
    assert "SyntaxError" in done.stdout
    done = run("plugins", "check", "nobody")
    assert done.returncode == 2
    assert "nobody" in done.stderr
    done = run("plugins", "check", str(tmp_path / "absent.py"))
    assert done.returncode == 3


def test_a_file_is_a_plugin_like_an_installed_one(tmp_path: Path) -> None:
    path = tmp_path / "extras.py"
    path.write_text(GOOD.read_text(encoding="utf-8"), encoding="utf-8")
    done = run("plugins", "check", str(path))
    assert done.returncode == 0, done.stdout


@pytest.mark.usefixtures("installed")
def test_a_filter_of_documents_by_the_command(tmp_path: Path, installed: Path) -> None:
    source, target = tmp_path / "a.txt", tmp_path / "a.brf"
    source.write_text("inizio", encoding="utf-8")
    arguments = ("convert", str(source), "-o", str(target), "--filter", "extras")
    assert run(*arguments, folder=installed).returncode == 0
    assert b"INIZIO" in target.read_bytes()
    assert b"FINE" in target.read_bytes()
