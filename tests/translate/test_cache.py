"""Compiled tables on disk: used when they are right, made anew whenever they are not."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brailledesk.errors import TableFaulty, TableNotFound
from brailledesk.tables import load_table, parse_table
from brailledesk.tables import parse as parse_module
from brailledesk.text import Typeform
from brailledesk.translate import cache, load, load_translator
from brailledesk.translate.cache import Entry, load_entry
from brailledesk.translate.compiled import CompiledTable, pack, to_bytes, unpack
from brailledesk.translate.load import load_description
from brailledesk.translate.native import NativeTranslator, import_native, is_available
from brailledesk.translate.reference import ReferenceTranslator
from tests.corpus import sentences

pytestmark = pytest.mark.skipif(
    not is_available(), reason="the native engine was not built (cargo, https://rustup.rs)"
)

TABLE = """\
#+language: it
#+version: 7
include letters.uti
include signs.uti
"""
LETTERS = """\
space \\s 0
lowercase a 1
lowercase b 12
letter \\xE000 1
letter \\xE001 12
swapcc literal ab \\xE000\\xE001
attribute tied a
correct [%literal]"a" %literal
"""
SIGNS = "#+level: 1\nalways ab 14  a reason\n"
OTHER_SIGNS = "#+level: 1\nalways ab 15  a reason\n"
DAY = 86_400_000_000_000
SHIPPED = ("it-6dot", "it-6dot-exact", "it-8dot", "it-g2-1", "it-g2")


class Workplace:
    """A table of three files, an empty cache, and a count of how often a table is parsed."""

    def __init__(self, root: Path) -> None:
        self.cache = root / "cache"
        self.tables = root / "tables"
        self.tables.mkdir()
        self.table = self.write("mine.ctb", TABLE)
        self.letters = self.write("letters.uti", LETTERS)
        self.signs = self.write("signs.uti", SIGNS)
        self.parsed = 0

    def write(self, name: str, text: str) -> Path:
        path = self.tables / name
        path.write_text(text)
        return path

    def entry(self) -> Entry:
        return load_entry(str(self.table), import_native())

    def cells(self, text: str = "ab") -> bytes:
        return NativeTranslator(self.entry().table).translate(text).cells

    def file(self) -> Path:
        (found,) = self.cache.iterdir()
        return found


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workplace:
    work = Workplace(tmp_path)

    def counted(*args: Any, **named: Any) -> Any:
        work.parsed += 1
        return parse_table(*args, **named)

    monkeypatch.setattr(parse_module, "parse_table", counted)
    monkeypatch.setattr(cache, "SETTLED", -DAY)  # the files have just been written
    monkeypatch.setattr(load, "_ready", {})
    monkeypatch.setenv(cache.VARIABLE, str(work.cache))
    return work


def test_a_table_is_parsed_once(place: Workplace) -> None:
    assert place.cells() == b"\x09"
    assert place.cells() == b"\x09"
    assert place.parsed == 1
    assert place.file().stat().st_mode & 0o777 in {0o600, 0o644, 0o664}
    assert place.cache.stat().st_mode & 0o777 == 0o700


def test_an_entry_tells_what_the_table_tells(place: Workplace) -> None:
    table = parse_table(place.table)
    place.entry()
    kept = place.entry().table
    assert (kept.name, kept.path, kept.metadata) == (table.name, table.path, table.metadata)
    assert kept.is_contracted is True
    assert kept.uncontracted == table.uncontracted
    assert kept.uncontracted is not None
    assert {c for c in map(chr, range(0xE100)) if kept.has(c)} == set(" ab")
    reference = ReferenceTranslator(table)
    for forms in (None, [Typeform.UNCONTRACTED] * 8, [Typeform.BOLD] * 8):
        for text in ("abba ab½", "ab  b a "):
            ours = NativeTranslator(kept).translate(text, forms, trace=True)
            assert ours == reference.translate(text, forms, trace=True)
    assert place.parsed == 1


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_tables_from_an_entry_give_what_the_reference_gives(
    name: str, place: Workplace
) -> None:
    path = load_table(name).path
    load_entry(path, import_native())
    kept = NativeTranslator(load_entry(path, import_native()).table)
    reference = ReferenceTranslator(load_table(name))
    assert place.parsed == 1
    for line in sentences()[::600]:
        assert kept.translate(line, trace=True) == reference.translate(line, trace=True)
        assert kept.translate(line) == reference.translate(line)


def _edit_table(place: Workplace) -> None:
    place.write("mine.ctb", TABLE + "always ab 15\n")
    place.write("signs.uti", "")


def _edit_include(place: Workplace) -> None:
    place.write("signs.uti", OTHER_SIGNS)


def _replace_by_older(place: Workplace) -> None:
    """Another file of the same size with the same time of modification takes its name."""
    before = place.signs.stat()
    older = place.write("older", OTHER_SIGNS)
    os.utime(older, ns=(before.st_atime_ns, before.st_mtime_ns))
    older.replace(place.signs)
    assert place.signs.stat().st_mtime_ns == before.st_mtime_ns
    assert place.signs.stat().st_size == before.st_size


def _change_in_place(place: Workplace) -> None:
    before = place.signs.stat()
    place.write("signs.uti", OTHER_SIGNS)
    os.utime(place.signs, ns=(before.st_atime_ns, before.st_mtime_ns))


@pytest.mark.parametrize("edit", [_edit_table, _edit_include, _replace_by_older, _change_in_place])
def test_a_stale_entry_is_made_anew(place: Workplace, edit: Callable[[Workplace], None]) -> None:
    assert place.cells() == b"\x09"
    assert load_translator(str(place.table)).translate("ab").cells == b"\x09"
    edit(place)
    assert load_translator(str(place.table)).translate("ab").cells == b"\x11"
    assert place.cells() == b"\x11"
    assert place.parsed == 2


def test_a_change_within_one_tick_of_the_clock_is_seen(
    place: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "SETTLED", 2_000_000_000)
    # Times that tell nothing, as on a file system whose clock stands still.
    monkeypatch.setattr(cache, "_stamp", lambda found: (found.st_size,))
    for text, cell in ((SIGNS, b"\x09"), (OTHER_SIGNS, b"\x11"), (SIGNS, b"\x09")):
        place.write("signs.uti", text)
        assert load_translator(str(place.table)).translate("ab").cells == cell
        assert place.cells() == cell


def test_other_times_and_the_same_bytes_are_the_same_table(place: Workplace) -> None:
    place.entry()
    os.utime(place.signs, ns=(DAY, DAY))
    before = place.file().read_bytes()
    assert place.cells() == b"\x09"
    assert place.parsed == 1
    assert place.file().read_bytes() != before  # with the new times, so that next time is quick
    assert place.entry().is_untouched()


def test_a_table_that_became_faulty_is_refused(place: Workplace) -> None:
    place.entry()
    assert load_translator(str(place.table)).translate("ab").cells == b"\x09"
    place.signs.unlink()
    for _ in range(2):
        with pytest.raises(TableFaulty, match=r"signs\.uti"):
            load_translator(str(place.table))
    place.write("signs.uti", SIGNS)
    assert place.cells() == b"\x09"


@pytest.mark.parametrize("name", ["letters", "table"])
def test_a_pipe_in_the_place_of_a_file_holds_nobody(place: Workplace, name: str) -> None:
    place.cells()
    file: Path = getattr(place, name)
    file.unlink()
    os.mkfifo(file)
    with pytest.raises((TableFaulty, TableNotFound)):
        place.cells()


def test_other_code_makes_another_entry(place: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    place.entry()
    monkeypatch.setattr(cache, "_code_stamps", lambda: [("parse.py", (1, 2, 3, 4))])
    assert place.cells() == b"\x09"
    assert place.parsed == 2


def test_a_path_from_another_folder_is_another_table(
    place: Workplace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "mine.ctb").write_text("space \\s 0\nlowercase a 2\nlowercase b 2\n")
    for folder, cells in ((place.tables, b"\x09"), (other, b"\x02\x02"), (place.tables, b"\x09")):
        monkeypatch.chdir(folder)
        translation = load_translator("mine.ctb").translate("ab", trace=True)
        assert translation.cells == cells
        assert (
            translation.steps
            == load_translator("mine.ctb", "reference").translate("ab", trace=True).steps
        )


def test_every_damage_is_noticed(place: Workplace) -> None:
    place.entry()
    data = place.file().read_bytes()
    kept = cache._Place(str(place.table), import_native())
    assert kept._open(data)[0].table.name == "mine"
    for number in range(len(data)):
        damaged = bytearray(data)
        damaged[number] ^= 1 << number % 8
        with pytest.raises(ValueError, match="entry"):
            kept._open(bytes(damaged))
        with pytest.raises(ValueError, match=r"entry|unpack"):
            kept._open(data[:number])


@pytest.mark.parametrize("damage", [b"", b"x", b"brltable", b"brltable" + bytes(4)])
def test_a_damaged_entry_is_made_anew(place: Workplace, damage: bytes) -> None:
    place.entry()
    place.file().write_bytes(damage)
    assert place.cells() == b"\x09"
    assert place.cells() == b"\x09"
    assert place.parsed == 2


def test_a_folder_in_the_place_of_an_entry_is_left_alone(place: Workplace) -> None:
    place.entry()
    path = place.file()
    path.unlink()
    path.mkdir()
    assert place.cells() == b"\x09"
    assert path.is_dir()


@given(st.data())
def test_hostile_bytes_behind_a_right_checksum_do_no_harm(data: st.DataObject) -> None:
    native = import_native()
    good = to_bytes(load_table("it-8dot"), native)
    pieces = unpack(good)
    number = data.draw(st.integers(0, len(pieces) - 1))
    piece = bytearray(pieces[number])
    where = data.draw(st.integers(0, max(len(piece) - 1, 0)))
    piece[where : where + 1] = data.draw(st.binary(max_size=8))
    pieces[number] = bytes(piece)
    hostile = pack(pieces)
    try:
        table = CompiledTable(hostile, native)
    except ValueError:
        return
    try:
        NativeTranslator(table).translate("Ciao 12 ½", trace=True)
        _ = table.uncontracted
    except (ValueError, LookupError):
        return


@pytest.mark.parametrize("data", [b"\xff\xff\xff\xff", b"\1\0\0", b"\2\0\0\0x"])
def test_packed_bytes_that_are_cut_off(data: bytes) -> None:
    with pytest.raises(ValueError, match="cut off"):
        unpack(data)


def test_without_a_folder_the_table_serves(
    place: Workplace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("")
    for folder in ("off", str(blocked), str(blocked / "below")):
        monkeypatch.setenv(cache.VARIABLE, folder)
        monkeypatch.chdir(tmp_path)
        assert place.cells() == b"\x09"
    assert blocked.read_text() == ""


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="Windows has no such permissions")
def test_a_folder_that_others_can_write_to_is_not_believed(place: Workplace) -> None:
    place.entry()
    poisoned = place.file().read_bytes()
    place.write("signs.uti", OTHER_SIGNS)
    place.entry()
    assert place.parsed == 2
    place.cache.chmod(0o777)
    place.file().write_bytes(poisoned)
    assert place.cells() == b"\x11"
    assert place.file().read_bytes() == poisoned  # nor written to
    assert place.parsed == 3


def test_a_table_that_the_crate_does_not_take(place: Workplace) -> None:
    place.write("letters.uti", LETTERS + "sign \\xD800 123456\n")
    assert isinstance(load_translator(str(place.table)), ReferenceTranslator)
    assert load_translator(str(place.table)).translate("ab").cells == b"\x09"
    assert load_description(str(place.table)).metadata["version"] == "7"
    assert not place.cache.exists()
    with pytest.raises(ValueError, match="hex escape"):
        load_translator(str(place.table), "native")


def test_where_the_folder_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(cache.VARIABLE)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("HOME", "/home/anna")
    monkeypatch.setenv("XDG_CACHE_HOME", "/var/anna")
    assert cache.cache_folder() == "/var/anna/brailledesk"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    assert cache.cache_folder() == "/home/anna/.cache/brailledesk"
    monkeypatch.setattr(sys, "platform", "darwin")
    assert cache.cache_folder() == "/home/anna/Library/Caches/brailledesk"
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    assert cache.cache_folder() is None


def test_programs_that_begin_at_once(place: Workplace) -> None:
    program = (
        "import sys; from brailledesk.translate import load_translator\n"
        "print(load_translator(sys.argv[1]).translate('ab').cells.hex())"
    )
    started = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(place.table)], stdout=subprocess.PIPE, text=True
        )
        for _ in range(4)
    ]
    assert [process.communicate()[0].strip() for process in started] == ["09"] * 4
    assert place.cells() == b"\x09"
    assert place.file().suffix == ".table"  # and nothing half-written beside it


def test_the_first_text_needs_few_modules(place: Workplace) -> None:
    """What would make every start slow again: docs/decisions/0008."""
    program = (
        "import sys; before = set(sys.modules)\n"
        "import brailledesk\n"
        "brailledesk.translate('Ciao', 'it-g2')\n"
        "print(*sorted(set(sys.modules) - before))"
    )
    run = [sys.executable, "-c", program]
    subprocess.run(run, check=True, stdout=subprocess.DEVNULL)
    second = subprocess.run(run, check=True, capture_output=True, text=True)
    names = second.stdout.split()
    dear = {"collections", "dataclasses", "enum", "functools", "importlib", "json", "pathlib", "re"}
    assert not {*dear, "typing", "hashlib"} & set(names)
    assert len(names) < 20, names
    assert place.parsed == 0
