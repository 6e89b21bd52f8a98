"""The journal tells the truth, whatever was cut off, edited or changed since."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from brailledesk.batch.jobs import Failed, Job, Made
from brailledesk.batch.journal import HEADER, Journal
from brailledesk.batch.recipe import Recipe, mark_of
from brailledesk.batch.work import run_job, run_job_elsewhere
from brailledesk.errors import (
    BatchRunning,
    SourceNotReadable,
    UsageError,
    WorkerDiffers,
    WorkerLost,
)
from brailledesk.layout import HeadingStyle, LayoutOptions
from brailledesk.translate.contraction import Contraction


def _done(folder: Path, name: str, text: str = "ciao") -> tuple[Job, Made]:
    """A document that is converted and written."""
    source = folder / f"{name}.txt"
    source.write_text(text, encoding="utf-8")
    job = Job(source, folder / "uscita" / f"{name}.brf", Recipe(), "mark")
    made = run_job(job)
    assert isinstance(made, Made)
    job.target.parent.mkdir(exist_ok=True)
    job.target.write_bytes(made.data)
    return job, made


def test_what_is_done_is_known_until_anything_changes(tmp_path: Path) -> None:
    path = tmp_path / "uscita" / "j.jsonl"
    job, made = _done(tmp_path, "a")
    with Journal(path) as journal:
        assert not journal.is_done(job)
        journal.add([(job, made)])
        assert journal.is_done(job)
    with Journal(path) as journal:
        assert journal.is_done(job)
        assert not journal.is_done(Job(job.source, job.target, job.recipe, "other mark"))
        assert not journal.is_done(
            Job(job.source, job.target.with_name("b.brf"), job.recipe, "mark")
        )
        job.target.write_bytes(made.data[:-1])
        assert not journal.is_done(job)
        job.target.unlink()
        assert not journal.is_done(job)
        job.target.write_bytes(made.data)
        assert journal.is_done(job)
        job.source.write_text("ciao!", encoding="utf-8")
        assert not journal.is_done(job)
        job.source.unlink()
        assert not journal.is_done(job)


def test_the_folder_can_be_moved(tmp_path: Path) -> None:
    before = tmp_path / "prima"
    before.mkdir()
    job, made = _done(before, "a")
    with Journal(before / "uscita" / "j.jsonl") as journal:
        journal.add([(job, made)])
    after = before.rename(tmp_path / "dopo")
    with Journal(after / "uscita" / "j.jsonl") as journal:
        assert journal.is_done(
            Job(after / "a.txt", after / "uscita" / "a.brf", job.recipe, job.mark)
        )


def test_wherever_the_journal_is_cut_off_it_tells_of_whole_lines_alone(tmp_path: Path) -> None:
    path = tmp_path / "uscita" / "j.jsonl"
    jobs = [_done(tmp_path, "a"), _done(tmp_path, "b")]
    with Journal(path) as journal:
        journal.add(jobs)
    whole = path.read_bytes()
    ends = [place + 1 for place, byte in enumerate(whole) if byte == ord("\n")]
    third, made = _done(tmp_path, "c")
    near = {end + step for end in ends for step in (-2, -1, 0, 1)} | set(range(0, len(whole), 17))
    for cut in sorted(near & set(range(len(whole)))):
        path.write_bytes(whole[:cut])
        with Journal(path) as journal:
            known = [journal.is_done(job) for job, _ in jobs]
            # A line without its end is whole, so it may be believed; less is not.
            assert known == [cut >= end - 1 for end in ends[1:]], cut
            journal.add([(third, made)])
        with Journal(path) as journal:  # what came behind the cut is not lost with it
            assert journal.is_done(third)


def test_lines_that_are_none_are_not_read(tmp_path: Path) -> None:
    path = tmp_path / "uscita" / "j.jsonl"
    job, made = _done(tmp_path, "a")
    with Journal(path) as journal:
        journal.add([(job, made)])
    line = json.loads(path.read_bytes().splitlines()[1])
    for key in line:
        for value in (None, 3, ["x"]):
            path.write_bytes(HEADER + json.dumps({**line, key: value}).encode() + b"\n")
            with Journal(path) as journal:
                assert not journal.is_done(job)
    path.write_bytes(HEADER + b"[" * 100_000 + b"\n\xff\xfe\n" + json.dumps(line).encode() + b"\n")
    with Journal(path) as journal:
        assert journal.is_done(job)


def test_a_failure_is_no_success(tmp_path: Path) -> None:
    job, _ = _done(tmp_path, "a")
    with Journal(tmp_path / "uscita" / "j.jsonl") as journal:
        journal.add([(job, Failed(WorkerLost("a.txt")))])
        assert not journal.is_done(job)
    with Journal(tmp_path / "uscita" / "j.jsonl") as journal:
        assert not journal.is_done(job)


def test_one_run_at_a_time(tmp_path: Path) -> None:
    with Journal(tmp_path / "j.jsonl"), pytest.raises(BatchRunning):
        Journal(tmp_path / "j.jsonl")
    Journal(tmp_path / "j.jsonl").__exit__(None, None, None)


def test_a_file_that_is_no_journal_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "lettera.txt"
    path.write_text("Gentile cliente,\n", encoding="utf-8")
    with pytest.raises(UsageError):
        Journal(path)
    assert path.read_text(encoding="utf-8") == "Gentile cliente,\n"


def test_the_mark_changes_with_every_option_and_with_the_table(tmp_path: Path) -> None:
    table = tmp_path / "mia.utb"
    part = tmp_path / "parte.uti"
    part.write_text("space \\s 0\nlowercase a 1\n", encoding="utf-8")
    table.write_text("include parte.uti\n", encoding="utf-8")
    recipe = Recipe(table=str(table))
    marks = [
        mark_of(one)
        for one in (
            recipe,
            Recipe(),
            Recipe(table="it-g2"),
            Recipe(format="pef"),
            Recipe(charset="nabcc"),
            Recipe(kind="text"),
            Recipe(has_emphasis=True),
            Recipe(foreign=(("en", "it-8dot"),)),
            Recipe(contraction=Contraction(level=1)),
            Recipe(contraction=Contraction(without=frozenset({"zion"}))),
            Recipe(options=LayoutOptions(is_hyphenated=False)),
            Recipe(options=LayoutOptions(headings=(HeadingStyle(indent=3),))),
            Recipe(max_size=1),
        )
    ]
    assert len(set(marks)) == len(marks)
    assert mark_of(recipe) == marks[0]
    part.write_text("space \\s 0\nlowercase a 12\n", encoding="utf-8")
    assert mark_of(recipe) != marks[0]


def test_a_worker_with_another_table_says_so(tmp_path: Path) -> None:
    job, made = _done(tmp_path, "a")
    other = run_job_elsewhere(job)
    assert isinstance(other, Failed)
    assert isinstance(other.error, WorkerDiffers)
    same = Job(job.source, job.target, job.recipe, mark_of(job.recipe))
    assert run_job_elsewhere(same) == made


def test_what_is_no_file_is_not_opened(tmp_path: Path) -> None:
    """A pipe would be waited for without end."""
    import os

    os.mkfifo(tmp_path / "a.txt")
    result = run_job(Job(tmp_path / "a.txt", tmp_path / "a.brf", Recipe()))
    assert isinstance(result, Failed)
    assert isinstance(result.error, SourceNotReadable)
