"""A scanner's folder: whole files are taken, once, by a program that may be ended at any time."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from brailledesk.batch.drop import MEMORY, DropFolder, Memory, Stamp
from brailledesk.errors import BatchRunning, OutputError, SourceNotReadable, UsageError

from .scans import saved, scan

SUFFIXES = frozenset({".png", ".pdf"})


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Memory]:
    with Memory(tmp_path / "out" / MEMORY) as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    return tmp_path / "in"


def names(found: list[tuple[Path, Stamp]]) -> list[str]:
    return [path.name for path, _ in found]


def test_a_file_is_taken_when_it_has_stopped_growing(folder: Path, memory: Memory) -> None:
    drop = DropFolder(folder, memory, SUFFIXES, settling=5)
    (folder / "a.png").write_bytes(b"1")
    assert drop.look(now=0) == []
    assert drop.look(now=4.9) == []
    (folder / "a.png").write_bytes(b"12")  # it grows
    assert drop.look(now=5) == []
    assert drop.look(now=9.9) == []
    ((path, stamp),) = drop.look(now=10)
    assert (path.name, stamp.size) == ("a.png", 2)
    drop.pass_over(path, stamp)
    assert drop.look(now=99) == []
    (folder / "a.png").write_bytes(b"123")  # and is another now
    drop.look(now=100)
    assert names(drop.look(now=105)) == ["a.png"]


def test_what_is_no_scan_is_left_alone(folder: Path, memory: Memory) -> None:
    for name in (".a.png", "~a.png", "a.png.part", "a.txt", "a"):
        (folder / name).write_bytes(b"1")
    (folder / "vuoto.png").touch()
    (folder / "cartella.png").mkdir()
    (folder / "LETTERA.PDF").write_bytes(b"1")
    drop = DropFolder(folder, memory, SUFFIXES, settling=0)
    assert names(drop.look(now=0)) == ["LETTERA.PDF"]


def test_what_is_done_stays_done(folder: Path, tmp_path: Path) -> None:
    path = folder / "a.png"
    path.write_bytes(b"uno")
    place = tmp_path / "out" / MEMORY
    with Memory(place) as memory:
        ((path, stamp),) = DropFolder(folder, memory, SUFFIXES, settling=0).look(now=0)
        memory.add(path, stamp, "a.txt")
    with Memory(place) as memory:
        drop = DropFolder(folder, memory, SUFFIXES, settling=0)
        assert drop.look(now=0) == []
        os.utime(path, (1, 1))  # copied back: another time, the same bytes
        assert drop.look(now=1) == []
        path.write_bytes(b"due")  # as many bytes, and others
        assert names(drop.look(now=2)) == ["a.png"]
        assert memory.output_of("a.png") == "a.txt"
        assert memory.outputs() == {"a.txt": "a.png"}


@pytest.mark.parametrize("cut", range(1, 40, 3))
def test_a_memory_that_was_cut_off(folder: Path, tmp_path: Path, cut: int) -> None:
    place = tmp_path / "out" / MEMORY
    for name in ("a.png", "b.png"):
        (folder / name).write_bytes(name.encode())
        with Memory(place) as memory:
            stamp = Stamp(5, (folder / name).stat().st_mtime_ns)
            memory.add(folder / name, stamp, f"{name}.txt")
    place.write_bytes(place.read_bytes()[:-cut])
    with Memory(place) as memory:
        # A line without its end is a line all the same; one that lost more is done again.
        left = ["b.png"] if cut > 1 else []
        assert names(DropFolder(folder, memory, SUFFIXES, settling=0).look(now=0)) == left
        memory.add(folder / "b.png", Stamp(5, (folder / "b.png").stat().st_mtime_ns), "b.txt")
    with Memory(place) as memory:
        assert memory.outputs().keys() == {"a.png.txt", "b.txt"}


def test_a_memory_has_one_owner_and_is_no_other_file(tmp_path: Path) -> None:
    place = tmp_path / MEMORY
    with Memory(place), pytest.raises(BatchRunning):
        Memory(place)
    place.write_text("lista della spesa\n")
    with pytest.raises(UsageError, match="is no memory of a drop folder"):
        Memory(place)
    place.unlink()
    place.mkdir()
    with pytest.raises(OutputError):
        Memory(place)


def test_a_folder_that_goes_away(folder: Path, memory: Memory) -> None:
    drop = DropFolder(folder, memory, SUFFIXES, settling=0)
    folder.rmdir()
    with pytest.raises(SourceNotReadable):
        drop.look()


@contextmanager
def watching(folder: Path, output: Path) -> Iterator[subprocess.Popen[bytes]]:
    command = "from brailledesk.cli import main; main()"
    process = subprocess.Popen(
        [
            sys.executable, "-c", command, "ocr", "--watch", str(folder), "-o", str(output),
            "--settle", "0.2", "--jobs", "1",
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "LANG": "C.UTF-8", "LANGUAGE": "", "PYTHONUTF8": "1"},
    )  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def wait_for(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 90
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_scanner_drops_files(folder: Path, tmp_path: Path) -> None:
    output = tmp_path / "testi"
    whole = saved(scan(("Prima lettera",)))
    (folder / "rotto.png").write_bytes(whole[:200])
    with watching(folder, output) as process:
        time.sleep(0.3)
        with (folder / "a.png").open("wb") as stream:
            stream.write(whole[:100])
            stream.flush()
            time.sleep(0.1)
            stream.write(whole[100:])
        wait_for((output / "a.txt").exists)
        (folder / "a.pdf").write_bytes(b"%PDF-1.4 nulla")
        (folder / "b.png").write_bytes(saved(scan(("Seconda lettera",))))
        wait_for((output / "b.txt").exists)
        process.send_signal(signal.SIGTERM)
        said, told = process.communicate(timeout=60)
    assert process.returncode == 0
    assert (output / "a.txt").read_text() == "Prima lettera\n"
    assert (output / "b.txt").read_text() == "Seconda lettera\n"
    assert [line.rpartition("/")[2] for line in said.decode().splitlines()] == ["a.txt", "b.txt"]
    assert "rotto.png: the picture is damaged or cut off." in told.decode()
    assert told.decode().count("rotto.png") == 1
    # Taken away, and the program started anew: what is done is not done again, what failed is.
    (output / "a.txt").unlink()
    (folder / "rotto.png").write_bytes(saved(scan(("Terza lettera",))))
    with watching(folder, output) as process:
        wait_for((output / "rotto.txt").exists)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
    assert process.returncode == 0
    made = sorted(path.name for path in output.iterdir())
    assert made == sorted([MEMORY, "b.txt", "rotto.txt"])
