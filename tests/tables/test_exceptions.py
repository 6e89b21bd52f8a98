"""The exceptions that tables declare: lines ``#+same`` and ``#+raw``, in includes too."""

from __future__ import annotations

from pathlib import Path

import pytest

from brailledesk.errors import TableFaulty
from brailledesk.tables import load_table, parse_table
from brailledesk.tables.rules import Same

LETTERS = "lowercase a 1\nlowercase á 1\nlowercase à 1\nlowercase æ 1-15\nlowercase e 15\n"


def _write(folder: Path, text: str, name: str = "t.utb") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_lines_anywhere_in_a_table_and_its_includes(tmp_path: Path) -> None:
    _write(tmp_path, "#+same: á\\x00E0 a as in print\n", "i.uti")
    path = _write(
        tmp_path,
        f"#+raw: \\x2801-\\x2803 Braille\n#+raw: %\ninclude i.uti\n{LETTERS}#+same: æ ae\n",
    )
    table = parse_table(path)
    assert table.same == {
        "á": Same("á", "a", "as in print"),
        "à": Same("à", "a", "as in print"),
        "æ": Same("æ", "ae", ""),
    }
    assert table.raw == frozenset("\u2801\u2802\u2803%")
    assert not table.metadata.keys() & {"same", "raw"}


@pytest.mark.parametrize(
    ("line", "start", "end", "problem"),
    [
        ("#+same: ó a", 9, 10, "ó is not defined anywhere"),
        ("#+same: á ao", 11, 13, "o is not defined anywhere"),
        ("#+same: á", 3, 7, "same needs 2 operands"),
        ("# + same : æ á", 14, 15, "it comes back as another text itself"),
        ("#+same: à a again", 9, 10, "à comes back as another text already"),
        ("#+same: \\q a", 9, 11, "the escape"),
        ("#+raw:", 3, 6, "raw needs 1 operands"),
        ("#+raw: ab", 8, 10, "one character is expected"),
        ("#+raw: b-a", 8, 11, "a span has its first character first"),
        ("#+raw: \\x0000-\\xFFFF", 8, 21, "and 256 at most"),
    ],
)
def test_faults_at_their_place(
    line: str, start: int, end: int, problem: str, tmp_path: Path
) -> None:
    first = "#+same: áà a" if "à a" in line or "æ á" in line else ""
    path = _write(tmp_path, f"{LETTERS}{first}\n{line}\n")
    with pytest.raises(TableFaulty, match=problem) as caught:
        parse_table(path)
    (fault,) = caught.value.faults
    assert (fault.line, fault.start, fault.end) == (7, start, end)


def test_marks_of_rules_are_private(tmp_path: Path) -> None:
    """What a rule puts into the text by itself is in no text, as what a swap brings."""
    source = (
        "sign \\xE000 56\nsign \\xE001 6\nlowercase a 1\nswapcc same a a\n"
        'noback correct `["a"] "\\xE000"%same\nnoback correct ["aa"] "\\xE001"\n'
    )
    table = parse_table(_write(tmp_path, source))
    assert table.private == {"\ue000", "\ue001"}
    assert not table.has("\ue000")


@pytest.mark.parametrize("name", ["it-6dot", "it-6dot-exact", "it-8dot"])
def test_our_tables_say_why(name: str) -> None:
    table = load_table(name)
    assert table.same["’"].text == "'"
    assert all(one.reason for one in table.same.values())
    assert ("á" in table.same) == (name == "it-6dot")
    assert len(table.raw) == (255 if name == "it-8dot" else 63)
