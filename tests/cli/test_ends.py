"""How commands end when their output is full, or when they are stopped."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from .test_commands import FIXTURES

LETTER = str(FIXTURES / "letters" / "reclamo.md")
PROGRAM = [sys.executable, "-c", "from brailledesk.cli import main; main()"]
ITALIAN = {**os.environ, "LANGUAGE": "it", "PYTHONUTF8": "1"}
STOPPED = "brailledesk: Interrotto prima della fine; nessun file incompleto è rimasto.\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["convert", "--help"],
        ["--version"],
        ["doctor"],
        ["convert", LETTER, "-o", "-"],
        ["convert", LETTER, "--show"],
        ["translate", "ciao"],
        ["trace", "ciao"],
        ["table", "list"],
        ["driver", "list"],
        ["serve", "--schema"],
        ["speak", "--words", "ciao"],
    ],
)
def test_a_full_output_is_one_sentence(arguments: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*PROGRAM, *arguments],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            env=ITALIAN,
            timeout=60,
        )
    said = done.stderr.decode()
    assert done.returncode == 4, said
    assert said.startswith("brailledesk: Impossibile scrivere lo standard output: ")
    assert said.count("\n") == 1


def test_a_reader_that_goes_is_no_fault() -> None:
    """More than a pipe holds, of which one line is read."""
    with subprocess.Popen(
        [*PROGRAM, "driver", "list"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


@pytest.mark.parametrize(
    ("command", "target"), [("convert", "a.brf"), ("largeprint", "a.html"), ("book", "a.zip")]
)
def test_who_is_stopped_says_so_and_leaves_nothing(
    tmp_path: Path, command: str, target: str
) -> None:
    """While the document is read, of a pipe that does not end."""
    source = tmp_path / "lettera"
    os.mkfifo(source)
    arguments = [command, str(source), "--from", "text", "-o", str(tmp_path / target)]
    with subprocess.Popen([*PROGRAM, *arguments], stderr=subprocess.PIPE, env=ITALIAN) as process:
        assert process.stderr is not None
        with source.open("wb"):  # it waits until the command reads
            process.send_signal(signal.SIGINT)
            assert process.stderr.read().decode() == STOPPED
    assert process.returncode == 130
    assert [path.name for path in tmp_path.iterdir()] == ["lettera"]
