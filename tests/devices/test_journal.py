"""The journal: who may have a job, what is wiped, versions, and what cannot be used."""

from __future__ import annotations

import sqlite3
import stat
from pathlib import Path

import pytest

from brailledesk.devices.jobs.job import START, Place, Request, State, Wish
from brailledesk.devices.jobs.journal import Journal
from brailledesk.devices.jobs.schema import STEPS, VERSION
from brailledesk.errors import DeviceStalled, JobNotFound, JournalFaulty
from brailledesk.i18n import catalogue
from tests.devices.plain import add_job, journal_in

SECRET = b"SEGRETO-DEL-CLIENTE"


def _on_disk(journal: Journal) -> bytes:
    return b"".join(path.read_bytes() for path in journal.path.parent.iterdir())


@pytest.mark.parametrize("state", [State.DONE, State.CANCELLED, State.HANDED_OVER])
def test_contents_are_wiped_from_all_files_at_the_end(tmp_path: Path, state: State) -> None:
    with journal_in(tmp_path) as journal:
        number = journal.add(Request("uno", "a.pef"), SECRET * 5000, {"charset": SECRET.decode()})
        other = journal.add(Request("uno", "b.pef"), b"ANCORA-DA-FARE", {})
        assert SECRET in _on_disk(journal)
        assert journal.content(number) == (SECRET * 5000, {"charset": SECRET.decode()})
        journal.end(number, state)
        assert SECRET not in _on_disk(journal)
        assert journal.content(number) is None
        assert journal.job(number).state is state
        assert journal.content(other) is not None
        journal.wipe(other)
        assert b"ANCORA-DA-FARE" not in _on_disk(journal)


def test_contents_stay_where_that_was_asked_for_and_while_a_job_may_go_on(tmp_path: Path) -> None:
    with journal_in(tmp_path) as journal:
        kept = journal.add(Request("uno", "a.pef", is_kept=True), SECRET, {})
        journal.end(kept, State.DONE)
        assert journal.content(kept) is not None
        failed = add_job(journal)
        journal.stop(failed, State.FAILED, START, START)
        assert journal.content(failed) is not None


def test_it_is_for_its_user_alone(tmp_path: Path) -> None:
    with journal_in(tmp_path) as journal:
        assert stat.S_IMODE(journal.path.stat().st_mode) == 0o600
        assert stat.S_IMODE(journal.path.parent.stat().st_mode) == 0o700


def test_every_change_is_on_the_disk_before_it_counts(tmp_path: Path) -> None:
    with journal_in(tmp_path) as journal:
        assert journal._sql.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert journal._sql.execute("PRAGMA synchronous").fetchone() == (2,)  # FULL


def test_a_job_is_one_processs(tmp_path: Path) -> None:
    with journal_in(tmp_path) as journal, journal_in(tmp_path) as other:
        number = add_job(journal)
        journal.start(number, 3, START, START)
        assert other.job(number).is_interrupted
        with journal.held(number) as is_ours:
            assert is_ours
            assert not other.job(number).is_interrupted
            with other.held(number) as is_theirs:
                assert not is_theirs
        assert other.job(number).is_interrupted


def test_what_others_ask_is_heard_at_the_next_page(tmp_path: Path) -> None:
    with journal_in(tmp_path) as journal, journal_in(tmp_path) as other:
        number = add_job(journal)
        journal.start(number, 3, START, START)
        assert journal.turn(number, START, Place(1, 1)) is Wish.NONE
        other.ask(number, Wish.CANCEL)
        assert journal.turn(number, Place(1, 1), Place(1, 2)) is Wish.CANCEL
        journal.start(number, 3, Place(1, 1), Place(1, 1))  # whoever asked before it is heard, too
        assert journal.turn(number, Place(1, 1), Place(1, 2)) is Wish.CANCEL


def test_a_reason_is_told_in_any_language_later(tmp_path: Path) -> None:
    with journal_in(tmp_path) as journal:
        number = add_job(journal)
        error = DeviceStalled("tcp://a:9100", "it took nothing", 300)
        journal.stop(number, State.FAILED, Place(1, 2), Place(1, 3), error)
        reason = journal.job(number).reason
    assert reason is not None
    assert reason.describe() == error.describe()
    assert reason.describe(catalogue("it")) == error.describe(catalogue("it"))
    assert reason.describe(catalogue("it")) != error.describe()


def test_a_journal_of_an_older_version_is_brought_forward(tmp_path: Path) -> None:
    path = tmp_path / "jobs.sqlite3"
    with sqlite3.connect(path) as old:
        old.executescript(STEPS[0])
        old.execute("PRAGMA user_version = 1")
        old.execute(
            "INSERT INTO jobs (created, embosser, title, copies, is_kept, state, out_page)"
            " VALUES ('2026-01-01T00:00:00+00:00', 'uno', 'a.pef', 1, 0, 'failed', 7)"
        )
        old.execute("INSERT INTO contents VALUES (1, x'0102', x'7b7d')")
    old.close()
    with Journal(path) as journal:
        job = journal.job(1)
        assert (job.out, job.offset, job.receipt) == (Place(1, 7), 0, "")
        assert job.sure == Place(1, 7)
        assert journal.content(1) == (b"\x01\x02", {})
        assert journal._sql.execute("PRAGMA user_version").fetchone() == (VERSION,)


def test_of_an_old_job_that_was_being_sent_nothing_is_sure(tmp_path: Path) -> None:
    path = tmp_path / "jobs.sqlite3"
    with sqlite3.connect(path) as old:
        old.executescript(STEPS[0] + STEPS[1])
        old.execute("PRAGMA user_version = 2")
        old.execute(
            "INSERT INTO jobs (created, embosser, title, copies, is_kept, state, out_page)"
            " VALUES ('2026-01-01T00:00:00+00:00', 'uno', 'a.pef', 1, 0, 'sending', 7)"
        )
    old.close()
    with Journal(path) as journal:
        assert journal.job(1).sure == START
        assert journal.job(1).is_unsure


def test_a_journal_of_a_later_version_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "jobs.sqlite3"
    with Journal(path) as journal:
        journal._sql.execute(f"PRAGMA user_version = {VERSION + 1}")
    with pytest.raises(JournalFaulty, match="later version"), Journal(path):
        pass


def test_what_is_no_journal(tmp_path: Path) -> None:
    path = tmp_path / "jobs.sqlite3"
    path.write_bytes(b"not a database, but long enough to be looked at" * 50)
    with pytest.raises(JournalFaulty), Journal(path):
        pass
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(JournalFaulty), Journal(tmp_path / "file" / "jobs.sqlite3"):
        pass


def test_a_disk_without_room_is_an_error_and_changes_nothing(tmp_path: Path) -> None:
    with journal_in(tmp_path) as journal:
        add_job(journal)
        pages = journal._sql.execute("PRAGMA page_count").fetchone()[0]
        journal._sql.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(JournalFaulty, match="full"):
            journal.add(Request("uno", "a.pef"), b"x" * 100_000, {})
        assert [job.number for job in journal.jobs()] == [1]


def test_unknown_jobs(tmp_path: Path) -> None:
    with journal_in(tmp_path) as journal, pytest.raises(JobNotFound, match="no job 4"):
        journal.job(4)
