"""A thousand documents, stopped in every way that a machine knows, and gone on with.

Real processes and real signals. The judge is the file system: what was whole before a stop is the
same file afterwards (number and time), and every file has the bytes that `convert` gives.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import pytest

import brailledesk

_COUNT = 1000
_BAD = range(0, _COUNT, 100)


def start(*arguments: str, language: str = "C.UTF-8") -> subprocess.Popen[bytes]:
    """The command line in a session of its own, as a terminal gives it."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG"))}
    return subprocess.Popen(
        [sys.executable, "-c", "from brailledesk.cli import main; main()", "batch", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**environment, "LANG": language, "PYTHONUTF8": "1"},
        start_new_session=True,
    )


def wait_until(is_so: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.005)


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("documenti")
    for number in range(_COUNT):
        place = folder / f"cartella{number % 7}"
        place.mkdir(exist_ok=True)
        if number in _BAD:
            (place / f"{number}.docx").write_bytes(b"PK\x03\x04 cut off")
        else:
            (place / f"{number}.txt").write_text(f"Città numero {number}.\n", encoding="utf-8")
    return folder


class _Folder:
    """An output folder, and what stands in it at a moment."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def lines(self) -> list[dict[str, str]]:
        journal = self.path / "brailledesk-batch.jsonl"
        if not journal.exists():
            return []
        # A last line without its end is not there yet.
        return [json.loads(line) for line in journal.read_bytes().split(b"\n")[1:-1] if line]

    def count_lines(self) -> int:
        journal = self.path / "brailledesk-batch.jsonl"
        return journal.read_bytes().count(b"\n") if journal.exists() else 0

    def files(self) -> dict[str, tuple[int, int]]:
        return {
            path.relative_to(self.path).as_posix(): (path.stat().st_ino, path.stat().st_mtime_ns)
            for path in self.path.rglob("*.brf")
            if not path.name.startswith(".")
        }


def test_a_thousand_documents_interrupted_and_killed(documents: Path, tmp_path: Path) -> None:
    folder = _Folder(tmp_path / "uscita")
    report = tmp_path / "resoconto.json"
    call = (str(documents), "-o", str(folder.path), "--jobs", "2", "--report", str(report))
    expected = {
        path.relative_to(documents).with_suffix(".brf").as_posix(): _convert(path, tmp_path)
        for path in documents.rglob("*.txt")
    }
    stops = [signal.SIGINT, signal.SIGKILL, signal.SIGKILL, signal.SIGTERM, signal.SIGKILL]
    before: dict[str, tuple[int, int]] = {}
    for number in stops:
        enough = folder.count_lines() + 120
        process = start(*call)
        wait_until(lambda enough=enough: folder.count_lines() >= enough)  # type: ignore[misc]
        if number == signal.SIGKILL:
            children = psutil.Process(process.pid).children(recursive=True)
            process.kill()
            process.communicate()
            psutil.wait_procs(children, timeout=60)
            assert not [child for child in children if _is_alive(child)]
        else:
            os.killpg(process.pid, number)  # as Ctrl-C does: to the workers too
            out, err = process.communicate(timeout=60)
            assert process.returncode == 11, err
            assert b"run the same command again" in err
            _check_report(report, out, folder, before)
        present = folder.files()
        assert len(present) < _COUNT - len(_BAD)
        assert before.items() <= present.items()  # nothing was done twice
        assert all((folder.path / name).read_bytes() == expected[name] for name in present)
        made = {line["target"] for line in folder.lines() if line["state"] == "made"}
        assert present.keys() <= made  # whatever is there, the journal knows
        before = present
    out, err = start(*call).communicate(timeout=120)
    assert b"Documents that could not be converted: 10." in err
    after = folder.files()
    assert before.items() <= after.items()
    assert after.keys() == expected.keys()
    assert all((folder.path / name).read_bytes() == expected[name] for name in after)
    made_often = Counter(line["target"] for line in folder.lines() if line["state"] == "made")
    # A line a document; one more only where a kill fell between the line and the file's name,
    # which can be so for the documents that two workers had just finished.
    assert sum(made_often.values()) <= len(expected) + 2 * 3
    counts = json.loads(report.read_bytes())["counts"]
    assert counts["failed"] == len(_BAD)
    assert counts["done"] == len(after) - len(before)
    assert counts["unchanged"] == len(before)
    # Nothing else stays: no piece of a file, hidden or not.
    left = {path.relative_to(folder.path).as_posix() for path in folder.path.rglob("*.*")}
    assert left == {*expected, "brailledesk-batch.jsonl"}
    # All is done: a further run does nothing but try the ten again.
    start(*call).communicate(timeout=60)
    assert folder.files() == after


def _convert(path: Path, folder: Path) -> bytes:
    target = folder / "einzeln.brf"
    brailledesk.convert(path, target)
    return target.read_bytes()


def _is_alive(process: psutil.Process) -> bool:
    return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)


def _check_report(
    report: Path, out: bytes, folder: _Folder, before: dict[str, tuple[int, int]]
) -> None:
    told = json.loads(report.read_bytes())
    states = Counter(file["state"] for file in told["files"])
    assert told["interrupted"]
    assert len(told["files"]) == _COUNT
    assert states["done"] == len(folder.files()) - len(before)
    assert states["waiting"] == told["counts"]["waiting"] > 0
    assert f"{states['waiting']} still to be done".encode() in out.splitlines()[-1]


@contextmanager
def _running(*arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    process = start(*arguments)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def test_a_second_interrupt_takes_the_document_back(tmp_path: Path) -> None:
    source = tmp_path / "libro.txt"
    source.write_text("Città e campagna, 12 euro.\n\n" * 600_000, encoding="utf-8")
    with _running(str(source), "-o", str(tmp_path / "uscita")) as process:
        assert process.stderr is not None
        wait_until(lambda: _works(process))
        os.killpg(process.pid, signal.SIGINT)
        line = process.stderr.readline()
        assert line.startswith(b"Stopping: ")
        children = psutil.Process(process.pid).children(recursive=True)
        os.killpg(process.pid, signal.SIGINT)
        _, err = process.communicate(timeout=60)
        assert process.returncode == 11
        assert b"still to be done: 1." in err
        psutil.wait_procs(children, timeout=60)
        assert not [child for child in children if _is_alive(child)]
    assert [path.name for path in (tmp_path / "uscita").iterdir()] == ["brailledesk-batch.jsonl"]


def _works(process: subprocess.Popen[bytes]) -> bool:
    """Whether a worker has been at its document for a while."""
    assert process.poll() is None
    children = psutil.Process(process.pid).children(recursive=True)
    return any(_seconds(child) > 0.8 for child in children)


def _seconds(process: psutil.Process) -> float:
    """What it has had of the processor; 0 if it has ended."""
    with suppress(psutil.NoSuchProcess):
        return float(sum(process.cpu_times()[:2]))
    return 0.0


def test_a_worker_that_is_killed_costs_its_document_alone(tmp_path: Path) -> None:
    documents = tmp_path / "documenti"
    documents.mkdir()
    (documents / "libro.txt").write_text("Città e campagna.\n\n" * 600_000, encoding="utf-8")
    for number in range(20):
        (documents / f"z{number}.txt").write_text(f"Numero {number}.\n", encoding="utf-8")
    call = (str(documents), "-o", str(tmp_path / "uscita"), "-j", "1")
    with _running(*call) as process:
        wait_until(lambda: _works(process))
        for child in psutil.Process(process.pid).children(recursive=True):
            if "spawn_main" in " ".join(child.cmdline()):
                child.kill()  # as the system does when memory runs out
        out, _ = process.communicate(timeout=60)
        assert process.returncode == 10
    assert b"libro.txt: the process that converted it died." in out
    assert out.splitlines()[-1].startswith(b"20 converted, 0 done before, 1 failed")
