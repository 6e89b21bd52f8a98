"""``table sheet`` and ``table drill`` as people use them: a process, pipes, an exit status."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.learning.sample import write_table


def _run(
    *arguments: str, stdin: str = "", language: str = "C.UTF-8"
) -> subprocess.CompletedProcess[bytes]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG"))}
    return subprocess.run(
        [sys.executable, "-c", "from brailledesk.cli import main; main()", "table", *arguments],
        input=stdin.encode(),
        capture_output=True,
        check=False,
        env={**environment, "LANG": language, "PYTHONUTF8": "1"},
        timeout=120,
    )


@pytest.fixture(name="table")
def _table(tmp_path: Path) -> str:
    return str(write_table(tmp_path))


def test_sheet_on_standard_output_and_in_files(table: str, tmp_path: Path) -> None:
    plain = _run("sheet", table, language="it_IT.UTF-8")
    assert (plain.returncode, plain.stderr) == (0, b"")
    assert plain.stdout.decode().startswith("Segni della tabella sample\n")
    names = [str(tmp_path / f"a{suffix}") for suffix in (".txt", ".html", ".brf", ".pef")]
    outputs = [part for name in names for part in ("-o", name)]
    done = _run("sheet", table, *outputs, "-o", "-", language="it_IT.UTF-8")
    assert (done.returncode, done.stdout) == (0, plain.stdout)
    assert (tmp_path / "a.txt").read_bytes() == plain.stdout
    assert all(Path(name).stat().st_size for name in names)


def test_nothing_is_written_where_one_name_is_wrong(table: str, tmp_path: Path) -> None:
    done = _run("sheet", table, "-o", str(tmp_path / "a.txt"), "-o", str(tmp_path / "a.odt"))
    assert done.returncode == 2
    assert not (tmp_path / "a.txt").exists()


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["sheet", "it-6dot"], 5),
        (["drill", "it-6dot"], 5),
        (["drill", "klingon"], 5),
        (["sheet", "it-6dot", "--cells", "5", "-o", "a.brf"], 5),
    ],
)
def test_what_is_wrong_is_one_sentence(arguments: list[str], status: int) -> None:
    done = _run(*arguments)
    assert (done.returncode, done.stdout) == (status, b"")
    assert len(done.stderr.decode().splitlines()) == 1
    assert b"Traceback" not in done.stderr


def test_a_lesson_or_page_that_does_not_exist(table: str) -> None:
    assert _run("drill", table, "--lesson", "99").returncode == 2
    assert _run("sheet", table, "--cells", "5", "-o", "a.brf").returncode == 7


def test_lessons_are_listed(table: str) -> None:
    lines = _run("drill", table, "--list").stdout.decode().splitlines()
    assert len(lines) == 3
    assert lines[0].startswith("Lesson 1, level 1 (words): non ⠝, che ⠉, tutto ⠡, per ⠏. ")


def test_the_end_of_input_ends_politely(table: str) -> None:
    for stdin, summary in (
        ("", "0 of 0 right. 10 not answered."),
        ("\n", "0 of 1 right. 9 not answered."),
    ):
        done = _run("drill", table, "--seed", "1", stdin=stdin)
        assert (done.returncode, done.stderr) == (0, b"")
        assert summary in done.stdout.decode().splitlines()


def test_a_whole_drill_by_pipe_in_plain_lines(table: str) -> None:
    arguments = ("drill", table, "--lesson", "1", "--kind", "read", "--count", "4", "--seed", "5")
    asked = _run(*arguments, stdin="\n" * 4).stdout.decode().splitlines()
    solutions = [line.partition(": ")[2] for line in asked if line.startswith("The solution is: ")]
    assert len(solutions) == 4
    done = _run(*arguments, stdin="".join(f"{one}\n" for one in solutions))
    text = done.stdout.decode()
    assert text.splitlines()[-1] == "4 of 4 right."
    assert not set(text) & {"\x1b", "\r", "\b", "\t"}
    braille = [
        line
        for line in text.splitlines()
        if line and set(line) <= set(map(chr, range(0x2800, 0x2900)))
    ]
    assert len(braille) == 4


def test_writing_on_an_ordinary_keyboard_and_in_italian(table: str) -> None:
    arguments = ("drill", table, "--level", "1", "--kind", "write", "--count", "3", "--seed", "5")
    asked = _run(*arguments, stdin="\n" * 3).stdout.decode().splitlines()
    solutions = [line.partition(": ")[2] for line in asked if line.startswith("The solution is: ")]
    done = _run(*arguments, stdin="\n".join(solutions), language="it_IT.UTF-8")
    assert done.stdout.decode().splitlines()[-1] == "Giuste 3 su 3."
    wrong = _run(*arguments, stdin="x\n" * 3, language="it_IT.UTF-8").stdout.decode()
    assert wrong.count("La prima differenza è alla cella") == 3
    assert wrong.count("La regola: ") == 3
    assert "Da ripassare:" in wrong
