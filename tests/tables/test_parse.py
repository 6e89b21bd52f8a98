"""The table parser: every fault at once, each at its place; the search for tables."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brailledesk.errors import TableFaulty, TableNotFound
from brailledesk.tables import find_table, list_tables, parse_table
from brailledesk.tables.opcodes import OPCODES


def _write(folder: Path, text: str, name: str = "t.utb") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_all_faults_at_once_with_line_and_caret(tmp_path: Path) -> None:
    path = _write(
        tmp_path,
        "lowercase a 1\n"
        "lowercase b 19\n"
        "largesign ab 12\n"
        "lowercase a 12\n"
        "include none.uti\n"
        "sign \\q 4\n"
        'context _2$d["a"] @1\n'
        'context ["a"]%no @1\n',
    )
    with pytest.raises(TableFaulty) as caught:
        parse_table(path)
    assert [(f.line, f.start, f.end) for f in caught.value.faults] == [
        (2, 13, 15),
        (3, 1, 10),
        (4, 11, 12),
        (5, 9, 17),
        (6, 6, 8),
        (7, 9, 18),
        (8, 14, 17),
    ]
    text = str(caught.value)
    assert f"{path}:3:1: the opcode largesign is outside the subset" in text
    assert "    largesign ab 12\n    ^^^^^^^^^\n" in text
    assert "    lowercase b 19\n                ^^\n" in text


def test_a_pipe_or_a_device_is_no_include(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.uti")
    (tmp_path / "zero.uti").symlink_to("/dev/zero")
    (tmp_path / "folder.uti").mkdir()
    names = ("pipe.uti", "zero.uti", "folder.uti", "x" * 300)
    path = _write(tmp_path, "".join(f"include {name}\n" for name in names))
    with pytest.raises(TableFaulty) as caught:
        parse_table(path)
    assert [(one.line, one.problem) for one in caught.value.faults] == [
        (number, "there is no file {name} beside this table") for number in range(1, 5)
    ]


def test_a_pipe_in_the_folder_of_tables_holds_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(tmp_path / "pipe.utb")
    monkeypatch.setenv("BRAILLEDESK_TABLES", str(tmp_path))
    with pytest.raises(TableNotFound):
        find_table("language:none")


def test_what_cannot_be_read_is_a_fault_of_its_file(tmp_path: Path) -> None:
    path = _write(tmp_path, "sign a 1\n")

    def read(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    with pytest.raises(TableFaulty, match="it cannot be read: Permission denied"):
        parse_table(path, read=read)


def test_includes_that_go_round(tmp_path: Path) -> None:
    _write(tmp_path, "include b.uti\n", "a.utb")
    _write(tmp_path, "include a.utb\n", "b.uti")
    with pytest.raises(TableFaulty, match="includes itself"):
        parse_table(tmp_path / "a.utb")


def test_a_table_that_is_not_utf8_names_the_line(tmp_path: Path) -> None:
    path = tmp_path / "x.utb"
    path.write_bytes(b"space \\s 0\nlowercase \xe0 1\n")
    with pytest.raises(TableFaulty, match=r"x\.utb:2:1: the file is not UTF-8"):
        parse_table(path)


def test_escapes_and_metadata(tmp_path: Path) -> None:
    table = parse_table(
        _write(
            tmp_path, "#+language: it\n#+dots: 6\nspace \\s 0\nsign \\\\ 34\nsign \\x0023 3456\n"
        )
    )
    assert table.metadata == {"language": "it", "dots": "6"}
    assert {c: d.cells for c, d in table.definitions.items()} == {
        " ": b"\0",
        "\\": b"\x0c",
        "#": b"\x3c",
    }


def test_tables_are_found_by_name_path_and_metadata(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = _write(tmp_path, "#+language: it\n#+dots: 6\n#+system: mine\nspace \\s 0\n", "mine.utb")
    monkeypatch.setenv("BRAILLEDESK_TABLES", str(tmp_path))
    assert find_table("mine") == own
    assert find_table(str(own)) == own
    assert find_table("language:it system:mine") == own
    assert find_table("language:it dots:8").stem == "it-8dot"
    assert {"it-6dot", "it-6dot-exact", "it-8dot", "mine"} <= {e.name for e in list_tables()}
    with pytest.raises(TableNotFound):
        find_table("language:xx")


_WORDS = st.one_of(
    st.sampled_from([*OPCODES, "noback", "a", "1-2", "%a", '["a"]', "@1", "`[]$d", "\\x00", "_9["]),
    st.text(max_size=6),
)


@given(st.lists(st.lists(_WORDS, max_size=4).map(" ".join), max_size=6))
def test_random_lines_give_a_table_or_faults(lines: list[str]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = _write(Path(folder), "\n".join(lines).encode("utf-8", "replace").decode())
        try:
            assert parse_table(path).name == "t"
        except TableFaulty as error:
            assert error.faults  # noqa: PT017 - either outcome is right
