"""The plain conversion without click does what click's ``convert`` does with the same arguments."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from brailledesk.cli import converting
from brailledesk.cli.app import app
from brailledesk.cli.simple import Simple, convert_simple, parse_simple

WORDS = st.sampled_from(
    ["-o", "--output", "-t", "--table", "convert", "a.txt", "b.brf", "it-g2", "-", "", "--show"]
)


def note(seen: list[Any], patch: pytest.MonkeyPatch) -> None:
    """Have a conversion note its arguments and do nothing else."""
    patch.setattr(converting, "run_conversion", lambda *own, **named: seen.append((own, named)))


def by_click(arguments: list[str]) -> Any:
    """What click's command hands to the conversion; None where it does not come to that."""
    seen: list[Any] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            converting, "run_conversion", lambda *given, **named: seen.append((given, named))
        )
        CliRunner().invoke(app, arguments)
    return seen[0] if seen else None


def by_hand(wanted: Simple) -> Any:
    seen: list[Any] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            converting, "run_conversion", lambda *given, **named: seen.append((given, named))
        )
        convert_simple(wanted)
    return seen[0]


@pytest.mark.parametrize(
    "arguments",
    [
        ["a.txt", "-o", "b.brf"],
        ["-o", "b.brf", "a.txt"],
        ["a.txt", "--output", "b.pef", "-t", "it-g2"],
        ["--table", "it-g2", "a.txt", "-o", "b.brf"],
    ],
)
def test_plain_arguments_are_understood(arguments: list[str]) -> None:
    assert parse_simple(["convert", *arguments]) is not None


@given(st.lists(WORDS, max_size=6))
def test_what_is_understood_means_what_it_means_to_click(words: list[str]) -> None:
    arguments = ["convert", *words]
    wanted = parse_simple(arguments)
    if wanted is not None:
        given_by_click, named = by_click(arguments)
        own, own_named = by_hand(wanted)
        assert own == given_by_click
        assert {"filters": (), **own_named} == named


@pytest.mark.parametrize(
    "arguments",
    [
        ["translate", "a", "-t", "it-g2"],
        ["convert", "a.txt", "b.txt", "-o"],
        ["convert", "a.txt", "-o", "-"],
        ["convert", "a.txt", "-o", "b.brf", "--show"],
        ["convert", "a.txt", "-o", "b.brf", "-o", "c.brf"],
        ["convert", "a.txt", "-ob.brf"],
        ["convert", "-t", "it-g2", "-o", "b.brf"],
        ["convert", "a.txt", "-o", ""],
    ],
)
def test_all_else_is_left_to_click(arguments: list[str]) -> None:
    assert parse_simple(arguments) is None


def test_completion_is_left_to_click(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_BRAILLEDESK_COMPLETE", "bash_complete")
    assert parse_simple(["convert", "a.txt", "-o", "b.brf"]) is None


def test_patterns_of_windows_are_left_to_click(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.name", "nt")
    assert parse_simple(["convert", "a.txt", "-o", "b.brf"]) is None


@pytest.mark.parametrize("name", ["missing.txt", "empty.txt"])
def test_faults_are_told_as_by_click(name: str, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    target = tmp_path / "a.brf"
    program = "from brailledesk.cli import main; main()"
    start = [sys.executable, "-c", program, "convert", str(tmp_path / name), "-o", str(target)]
    # The form that is click's: the charset is what it is without being named.
    plain, full = (
        subprocess.run([*start, *more], capture_output=True, check=False)
        for more in ([], ["--charset", "mit"])
    )
    assert (plain.returncode, plain.stdout, plain.stderr) == (
        full.returncode,
        full.stdout,
        full.stderr,
    )
    assert plain.returncode != 0
    assert not target.exists()
