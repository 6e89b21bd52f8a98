"""Processes that die, wear out, or lose the run that started them."""

from __future__ import annotations

import os
import signal
import struct
import subprocess
import sys
import threading
import time
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path

import psutil
import pytest

from brailledesk.batch.jobs import Job, Made, Outcome, State
from brailledesk.batch.journal import Journal
from brailledesk.batch.plan import Plan
from brailledesk.batch.recipe import Recipe
from brailledesk.batch.run import Stop, run_plan
from brailledesk.batch.work import run_job
from brailledesk.batch.workers import LocalWorkers, Work
from brailledesk.errors import ConversionBroken, WorkerLost
from brailledesk.ingest.ocr.options import Recognition
from tests.ocr.scans import install_engines, saved, scan


def _plan(folder: Path, *names: str) -> Plan:
    for name in names:
        (folder / name).write_text(f"documento {name}\n", encoding="utf-8")
    return Plan(
        tuple(Job(folder / name, folder / "uscita" / f"{name}.brf", Recipe()) for name in names)
    )


def _run(
    folder: Path, plan: Plan, work: Work, count: int = 2, most: int = 500, stop: Stop | None = None
) -> list[Outcome]:
    with (
        Journal(folder / "uscita" / "j.jsonl") as journal,
        LocalWorkers(count, work, jobs_per_process=most) as workers,
    ):
        return run_plan(plan, journal, workers, stop=stop)


def _die_over_bad(job: Job) -> Made:
    if job.source.name.startswith("bad"):
        os.kill(os.getpid(), signal.SIGKILL)
    return _name_process(job)


def _name_process(job: Job) -> Made:
    return Made(f"{os.getpid()}".encode(), job.source.name, 1)


def _die_in_the_answer(job: Job) -> Made:
    if not job.source.name.startswith("bad"):
        return _name_process(job)

    def send_a_part(connection: Connection, data: bytes) -> None:
        os.write(connection.fileno(), struct.pack("!i", len(data)) + bytes(data[:10]))
        os._exit(1)

    Connection._send_bytes = send_a_part  # type: ignore[attr-defined]
    return _name_process(job)


def _send_nonsense(job: Job) -> Made:
    return Made(threading.Lock(), job.source.name, 1)  # type: ignore[arg-type]


def _wait_for_ever(job: Job) -> Made:
    (job.source.parent / f"{job.source.name}.begun").touch()
    time.sleep(600)
    return Made(b"", "", 0)


def test_only_the_document_over_which_a_process_dies_fails(tmp_path: Path) -> None:
    names = ["bad1", "a", "b", "bad2", "c", "d", "e", "bad3"]
    outcomes = _run(tmp_path, _plan(tmp_path, *names), _die_over_bad)
    assert [outcome.job.source.name for outcome in outcomes] == names
    for outcome in outcomes:
        is_bad = outcome.job.source.name.startswith("bad")
        assert outcome.state is (State.FAILED if is_bad else State.DONE)
        assert isinstance(outcome.error, WorkerLost) is is_bad
        assert outcome.job.target.exists() is not is_bad


def test_a_process_that_dies_in_its_answer_is_told(tmp_path: Path) -> None:
    """The pool waited for ever for the rest of it."""
    outcomes = _run(tmp_path, _plan(tmp_path, "bad", "a"), _die_in_the_answer, count=1)
    assert [outcome.state for outcome in outcomes] == [State.FAILED, State.DONE]
    assert isinstance(outcomes[0].error, WorkerLost)


def test_processes_are_replaced_when_they_are_worn(tmp_path: Path) -> None:
    plan = _plan(tmp_path, *"abcdefg")
    outcomes = _run(tmp_path, plan, _name_process, count=1, most=3)
    processes = [outcome.job.target.read_text(encoding="ascii") for outcome in outcomes]
    assert [len(set(processes[start : start + 3])) for start in (0, 3, 6)] == [1, 1, 1]
    assert len(set(processes)) == 3


def test_a_second_stop_takes_back_what_runs(tmp_path: Path) -> None:
    plan = _plan(tmp_path, "a", "b", "c")
    stop = Stop()
    before = set(psutil.Process().children(recursive=True))  # those of other tests

    def ask_when_both_run() -> None:
        while not all((tmp_path / f"{name}.begun").exists() for name in "ab"):
            time.sleep(0.01)
        stop.ask()
        stop.ask()

    asking = threading.Thread(target=ask_when_both_run)
    asking.start()
    outcomes = _run(tmp_path, plan, _wait_for_ever, stop=stop)
    asking.join()
    assert {outcome.state for outcome in outcomes} == {State.WAITING}
    assert not list((tmp_path / "uscita").glob("*.brf"))
    # Python's own process, which takes care of what processes share, stays until the end.
    left = set(psutil.Process().children(recursive=True)) - before
    assert all("resource_tracker" in line for line in map(_command, left) if line)


def _command(process: psutil.Process) -> str:
    """How it was called; nothing if it has ended."""
    with suppress(psutil.NoSuchProcess):
        return " ".join(process.cmdline())
    return ""


def test_a_result_that_cannot_be_sent_is_a_failure(tmp_path: Path) -> None:
    (outcome,) = _run(tmp_path, _plan(tmp_path, "a"), _send_nonsense, count=1)
    assert isinstance(outcome.error, ConversionBroken)


@pytest.mark.parametrize("content", ["{}", ""])
def test_nothing_that_a_document_does_is_raised(tmp_path: Path, content: str) -> None:
    (tmp_path / "a.docx").write_text(content, encoding="utf-8")
    outcomes = _run(
        tmp_path,
        Plan((Job(tmp_path / "a.docx", tmp_path / "uscita" / "a.brf", Recipe()),)),
        run_job,
        count=1,
    )
    assert outcomes[0].state is State.FAILED
    assert not outcomes[0].job.target.exists()


def test_pictures_of_many_documents_are_read_by_one_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The engine leaves the number of its process behind; texts among them need none."""
    engines, scans = tmp_path / "motori", tmp_path / "scansioni"
    engines.mkdir()
    scans.mkdir()
    install_engines(engines)
    monkeypatch.syspath_prepend(engines)
    recipe = Recipe(recognition=Recognition(engine="engine", jobs=1))
    jobs = []
    for name in ("a.png", "b.txt", "c.png", "d.png"):
        data = saved(scan(("uno",))) if name.endswith("png") else b"uno"
        (scans / name).write_bytes(data)
        jobs.append(Job(scans / name, tmp_path / "uscita" / f"{name}.brf", recipe))
    outcomes = _run(tmp_path, Plan(tuple(jobs)), run_job, count=1)
    assert [outcome.state for outcome in outcomes] == 4 * [State.DONE]
    assert len((engines / "read.txt").read_text().split()) == 3
    assert len(set((engines / "processes.txt").read_text().split())) == 1


def test_who_has_no_pictures_imports_nothing_of_recognition() -> None:
    script = (
        "import sys; from brailledesk.ingest.ocr.pool import WorkerPool\n"
        "with WorkerPool(2): assert not {'numpy', 'cv2', 'PIL'} & sys.modules.keys()"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
