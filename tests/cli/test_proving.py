"""``table check --decodable``: what is printed, in both languages, and the exit status."""

from __future__ import annotations

from pathlib import Path

import pytest

from brailledesk.cli.proving import prove_decodable
from brailledesk.cli.tables import check
from brailledesk.errors import NotDecodable
from brailledesk.tables import load_table, parse_table

TABLE = """
lowercase a 1
lowercase b 12
sign % 12
punctuation “ 3
#+same: “ a  of no use
sign \\x2801 1
sign \\x2802 2
#+raw: \\x2801-\\x2802 their own cells
"""


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "en")


def test_a_decodable_table(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    prove_decodable([load_table("it-8dot")], most=20, has_exceptions=False)
    assert capfdbinary.readouterr().out.decode().splitlines() == [
        "it-8dot: decodable: no two texts have the same cells.",
        "  Declared exceptions: 5 characters come back as others, 255 are their own cells.",
    ]


def test_a_table_that_is_not(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    with pytest.raises(NotDecodable, match=r"Not uniquely decodable: it-6dot\."):
        prove_decodable(
            [load_table("it-6dot"), load_table("it-8dot")], most=1, has_exceptions=False
        )
    lines = capfdbinary.readouterr().out.decode().splitlines()
    assert lines[0] == "it-6dot: not decodable: 4 kinds of ambiguity, each by its shortest texts:"
    assert '"a)"' in lines[1]
    assert lines[1].endswith("are both ⠁⠶ (1-2356)")
    assert lines[2] == "  3 more; --most shows more of them."
    assert lines[4] == "it-8dot: decodable: no two texts have the same cells."


def test_exceptions_are_listed(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    path = tmp_path / "x.utb"
    path.write_text(TABLE, encoding="utf-8")
    with pytest.raises(NotDecodable):
        prove_decodable([parse_table(path)], most=20, has_exceptions=True)
    assert capfdbinary.readouterr().out.decode().splitlines() == [
        "x: not decodable: 1 kinds of ambiguity, each by its shortest texts:",
        '  "b" or "%": "b" and "%" are both ⠃ (12)',
        "  Declared exceptions: 1 characters come back as others, 2 are their own cells.",
        '  "“" comes back as "a": of no use',
        "  U+2801 to U+2802 are their own cells",
    ]


def test_the_exit_status(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    path = tmp_path / "x.utb"
    path.write_text(TABLE, encoding="utf-8")
    assert check.main([str(path), "--decodable"], standalone_mode=False) == 9
    captured = capfdbinary.readouterr()
    assert captured.out.decode().startswith(f"{path}: no faults; 6 characters, 0 rules.\n")
    assert b"declare them with #+same" in captured.err
    assert check.main([str(path)], standalone_mode=False) is None


def test_in_italian(
    monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.setenv("LANGUAGE", "it")
    prove_decodable([load_table("it-8dot")], most=20, has_exceptions=False)
    assert "nessuna coppia di testi" in capfdbinary.readouterr().out.decode()
