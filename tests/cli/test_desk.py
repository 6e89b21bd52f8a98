"""``brailledesk screen`` and ``brailledesk desk`` as people use them: processes and pipes."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest

from brailledesk.cells import cells_to_unicode
from brailledesk.cli.desk_keys import Keyboard, key_names
from brailledesk.desk.commands import Command, Key
from tests.desk.print_cells import cells_of
from tests.devices.displays.brltty import virtual
from tests.judges import require_program

PROGRAM = str(Path(sys.executable).parent / "brailledesk")
PAGE = """<title>Cliente</title><label for=n>Nome</label><input id=n value="Rossi">
<label><input type=checkbox> Consenso</label><button>Salva</button>"""


def run(*arguments: str, keys: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [PROGRAM, *arguments],
        input=keys,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "LANG": "it_IT.UTF-8", "LC_ALL": "", "PYTHONIOENCODING": "utf-8"},
    )


@pytest.fixture
def page(tmp_path: Path) -> str:
    path = tmp_path / "p.html"
    path.write_text(PAGE, encoding="utf-8")
    return str(path)


def _braille(text: str) -> str:
    return cells_to_unicode(cells_of(text)).rstrip("⠀")


def test_a_screen_as_lines(page: str) -> None:
    done = run("screen", page, "--cells", "30", "--profile", "it")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0::2] == [_braille(text) for text in lines[1::2]]
    assert lines[1::2] == ["Cliente doc Nome: Rossi ed", "Consenso ⣏⣀⣹ cas", "Salva pul"]


def test_a_desk_by_piped_keys(page: str, tmp_path: Path) -> None:
    recording = tmp_path / "r.jsonl"
    keys = "\x1b[B\r\x1b[Ar8\rix!\x7f\x1b\x1b[Bq"
    done = run("desk", page, "--profile", "it", "--record", str(recording), keys=keys)
    assert done.returncode == 0, done.stderr
    blocks = done.stdout.rstrip("\n").split("\n\n")
    assert blocks[0].splitlines()[1] == "Cliente doc Nome: Rossi ed"
    assert "Consenso ⣏⣿⣹ cas" in blocks[2]  # Enter ticked it
    assert "Rxossi" in blocks[-1] or "Rxossi" in blocks[-2]
    assert recording.read_text().count("\n") > 10
    assert "ossi" not in recording.read_text()
    played = run("desk", "--play", str(recording))
    assert played.returncode == 0, played.stderr
    assert "Xxxxxxx doc Xxxx: Xxxxx" in played.stdout
    again = run("desk", page, "--record", str(recording))
    assert again.returncode == 4


@pytest.mark.parametrize(
    ("arguments", "status", "word"),
    [
        (["desk"], 2, "schermata"),
        (["screen", "http://example.invalid/"], 2, "--remote"),
        (["screen", "/nothing/there"], 3, "/nothing/there"),
        (["desk", "--play", "/nothing/there"], 3, "/nothing/there"),
    ],
)
def test_what_is_refused_is_told(arguments: list[str], status: int, word: str) -> None:
    done = run(*arguments)
    assert done.returncode == status, done.stderr
    assert word in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["screen", "desk"])
@pytest.mark.parametrize("content", ["", " \n", "<html><body></body></html>"])
def test_a_screen_with_nothing_on_it_is_empty(tmp_path: Path, command: str, content: str) -> None:
    path = tmp_path / "p.html"
    path.write_text(content, encoding="utf-8")
    done = run(command, str(path))
    assert (done.returncode, done.stdout) == (3, "")
    assert f"brailledesk: {path} è vuoto" in done.stderr


def test_a_desk_in_a_terminal(page: str) -> None:
    """Keys one by one, redrawn in place; nothing that a page says commands the terminal."""
    Path(page).write_text("<p>uno\x1b]2;x\x07</p><p>due</p>", encoding="utf-8")
    parent, child = pty.openpty()
    process = subprocess.Popen(
        [PROGRAM, "desk", page],
        stdin=child, stdout=child, stderr=child,
    )  # fmt: skip
    os.close(child)
    seen = _until(parent, "uno")
    os.write(parent, b"\x1b[B")
    seen += _until(parent, "due")
    os.write(parent, b"q")
    assert process.wait(60) == 0
    os.close(parent)
    commands = set(re.findall(r"\x1b.[^\x1b]?", seen))
    assert commands <= {"\x1b[H", "\x1b[2"}, commands


def _until(number: int, word: str) -> str:
    text = ""
    while word not in text:
        ready, _, _ = select.select([number], [], [], 60)
        assert ready, text
        text += os.read(number, 65536).decode(errors="replace")
    return text


def test_keys_of_a_terminal() -> None:
    assert list(key_names("\x1b[A\x1bOBx\t\r\x7f\x1b[1~\x1b[99;5Zè\x1b")) == [
        "up", "down", "x", "tab", "enter", "backspace", "home", "è", "escape",
    ]  # fmt: skip
    keyboard = Keyboard(cells_of)

    def heard(text: str) -> list[Command]:
        return [one for name in key_names(text) for one in keyboard.hear(name)]

    assert heard("r12\rR2,3\rrx") == [
        Command(Key.ROUTE, 11),
        Command(Key.ROUTE_TWICE, 2, 1),
    ]
    assert heard("iA \x1b[D⠿\r\x1bd") == [
        Command(Key.TYPE, dots=0x41),
        Command(Key.SPACE),
        Command(Key.CARET_LEFT),
        Command(Key.TYPE, dots=0x3F),
        Command(Key.ENTER),
        Command(Key.DISMISS),
    ]
    assert not keyboard.is_ended
    assert heard("q") == []
    assert keyboard.is_ended


def test_a_desk_on_a_display_of_brltty(page: str, tmp_path: Path) -> None:
    """The cells come to the device, and its keys move the window."""
    with virtual(tmp_path) as (brltty, device):
        server = f"brlapi:{brltty.server.host}:{brltty.server.number}"
        process = subprocess.Popen(
            [PROGRAM, "desk", page, "--profile", "it", "--display", server],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            env={**os.environ, "WINDOWPATH": "", "WINDOWID": "", "XDG_VTNR": "", "CONTROLVT": ""},
        )  # fmt: skip
        try:
            device.wait_for(_row("Cliente doc Nome: Rossi ed"))
            device.press("FWINRT")
            device.wait_for(_row("Consenso ⣏⣀⣹ cas"))
            device.press("ROUTE 2")
            device.wait_for(_row("Consenso ⣏⣿⣹ cas"))
        finally:
            output, _ = process.communicate(b"q", timeout=60)
        assert process.returncode == 0
        assert "Consenso ⣏⣿⣹ cas" in output.decode()


def _row(text: str) -> bytes:
    return cells_of(text).ljust(40, b"\0")


def test_a_desk_that_speaks_when_asked(page: str, tmp_path: Path) -> None:
    require_program("espeak-ng", "espeak-ng")
    player, heard = tmp_path / "aplay", tmp_path / "heard"
    player.write_text(f"#!/bin/sh\ncat >> {heard}\n", encoding="utf-8")
    player.chmod(0o700)
    path = f"{tmp_path}:/usr/bin:/bin"
    with subprocess.Popen(
        [PROGRAM, "desk", page, "--speak", "asked", "--engine", "espeak", "--ear", "right"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        env={**os.environ, "PATH": path},
    ) as child:
        assert child.stdin is not None
        child.stdin.write(b"\x1b[B")
        child.stdin.flush()
        time.sleep(0.5)
        assert not heard.exists()
        child.stdin.write(b"s")
        child.stdin.flush()
        deadline = time.monotonic() + 60
        while not heard.exists() or heard.stat().st_size < 10_000:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        child.stdin.write(b"q")
        child.stdin.flush()
        assert child.wait(60) == 0
    samples = heard.read_bytes()
    assert any(samples[2::4])
    assert not any(samples[0::4])


def test_a_desk_without_a_voice_is_told_so_at_once(page: str) -> None:
    done = run("desk", page, "--speak", "focus", "--rate", "7", keys="q")
    assert done.returncode == 2
    assert "50" in done.stderr
