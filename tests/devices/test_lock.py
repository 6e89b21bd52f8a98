"""One writer for a device, from however many processes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from brailledesk.devices.embossers.encoded import Encoded
from brailledesk.devices.jobs.job import Job, Place, State, Wish
from brailledesk.devices.jobs.journal import Journal
from brailledesk.devices.jobs.run import Choice, Resumption, Runner, cancel, pause
from brailledesk.devices.jobs.send import Stop
from brailledesk.devices.transport.connect import open_way, parse_connection
from brailledesk.devices.transport.lock import VARIABLE, DeviceLock, lock_folder
from brailledesk.errors import DeviceBusy, JobNotPossible, UsageError
from tests.devices.plain import add_job, always, encoded, journal_in, whole_bytes

HOLD = """
import sys
from brailledesk.devices.transport.lock import DeviceLock
with DeviceLock("tcp://a:9100", ("tcp:10.0.0.1:9100", "tcp:10.0.0.2:9100"), "job 7"):
    print(1, flush=True)
    sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def _own_locks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "locks"))


def _hold() -> subprocess.Popen[bytes]:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert holder.stdout
    assert holder.stdout.read(1) == b"1"
    return holder


def test_a_second_process_is_refused_and_told_who_has_it() -> None:
    holder = _hold()
    # Another name of the device has one identity in common.
    with (
        pytest.raises(DeviceBusy, match=rf"job 7 \(process {holder.pid}\)"),
        DeviceLock("tcp://b:9100", ("tcp:10.0.0.2:9100",), "job 8"),
    ):
        pass
    with DeviceLock("tcp://c:9100", ("tcp:10.0.0.3:9100",), "job 9"):
        pass
    holder.kill()
    holder.communicate()
    with DeviceLock("tcp://b:9100", ("tcp:10.0.0.2:9100",), "job 8"):
        pass


def test_what_is_locked_in_part_is_let_go() -> None:
    holder = _hold()
    with (
        pytest.raises(DeviceBusy),
        DeviceLock("x", ("tcp:10.0.0.0:1", "tcp:10.0.0.1:9100"), "job 8"),
    ):
        pass
    with DeviceLock("x", ("tcp:10.0.0.0:1",), "job 8"):
        pass
    holder.kill()
    holder.communicate()


def test_a_lock_is_for_every_user_and_no_link_is_followed(tmp_path: Path) -> None:
    with DeviceLock("x", ("a",), "job 1"):
        (path,) = lock_folder().iterdir()
        assert path.stat().st_mode & 0o666 == 0o666
    path.unlink()
    path.symlink_to(tmp_path / "victim")
    from brailledesk.errors import DeviceNotAllowed

    with pytest.raises(DeviceNotAllowed), DeviceLock("x", ("a",), "job 1"):
        pass
    assert not (tmp_path / "victim").exists()


def test_a_job_for_a_busy_device_stays_in_the_queue(tmp_path: Path) -> None:
    connection = parse_connection(f"file:{tmp_path / 'out.prn'}")
    with journal_in(tmp_path) as journal:
        number = add_job(journal)
        runner = Runner(journal, always(encoded(3)), Stop())
        name = f"file:{tmp_path.resolve() / 'out.prn'}"
        with DeviceLock("x", (name,), "job 9"), pytest.raises(DeviceBusy, match="job 9"):
            runner.run(number, connection)
        assert journal.job(number).state is State.QUEUED
        assert runner.run(number, connection).state is State.DONE
        assert (tmp_path / "out.prn").read_bytes() == whole_bytes(encoded(3))
        with pytest.raises(JobNotPossible, match="it is done"):
            runner.run(number, connection)


def test_several_devices_at_once(tmp_path: Path) -> None:
    with journal_in(tmp_path) as journal:
        first, second = add_job(journal), add_job(journal)
        inner: list[State] = []

        def told(place: Place, pages: int) -> None:
            assert (place, pages) >= (Place(1, 1), 3)
            if not inner:
                runner = Runner(journal, always(encoded(2)), Stop())
                way = parse_connection(f"file:{tmp_path / 'b.prn'}")
                inner.append(runner.run(second, way).state)

        runner = Runner(journal, always(encoded(3)), Stop(), told=told)
        way = parse_connection(f"file:{tmp_path / 'a.prn'}")
        assert runner.run(first, way).state is State.DONE
        assert inner == [State.DONE]


def test_pausing_and_giving_up_jobs_that_nobody_sends(tmp_path: Path) -> None:
    connection = parse_connection(f"file:{tmp_path / 'out.prn'}")
    with journal_in(tmp_path) as journal:
        number = add_job(journal)
        pause(journal, number)
        assert journal.job(number).state is State.PAUSED
        part = tmp_path / ".out.prn.brailledesk"
        part.write_bytes(b"a part of it")
        cancel(journal, number, connection)
        assert journal.job(number).state is State.CANCELLED
        assert journal.content(number) is None
        assert not part.exists()
        for ask in (pause, cancel):
            with pytest.raises(JobNotPossible, match="cancelled"):
                ask(journal, number)


def test_a_device_that_does_not_open_changes_nothing_of_what_is_known(tmp_path: Path) -> None:
    with journal_in(tmp_path) as journal:
        number = add_job(journal)
        journal.stop(number, State.FAILED, Place(1, 2), Place(1, 3))
        runner = Runner(journal, always(encoded(5)), Stop())
        for resumption in (Resumption(), Resumption(Choice.SKIP), Resumption(page=5)):
            way = parse_connection(f"usb:{tmp_path / 'lp0'}")
            assert runner.run(number, way, resumption).state is State.FAILED
            job = journal.job(number)
            assert (job.out, job.begun) == (Place(1, 2), Place(1, 3))
            assert job.reason is not None


def test_where_a_job_goes_on(tmp_path: Path) -> None:
    from tests.devices.plain import whole_pages
    from tests.devices.sinks import listening

    with listening() as sink, journal_in(tmp_path) as journal:
        way = parse_connection(f"tcp://127.0.0.1:{sink.port}")
        for resumption, pages in (
            (Resumption(), [3, 4, 5]),
            (Resumption(Choice.SKIP), [4, 5]),
            (Resumption(page=2), [2, 3, 4, 5]),
            (Resumption(page=5, copy=1), [5]),
        ):
            number = add_job(journal)
            journal.stop(number, State.FAILED, Place(1, 2), Place(1, 3))
            runner = Runner(journal, always(encoded(5)), Stop())
            assert runner.run(number, way, resumption).state is State.DONE
            assert whole_pages(sink.last) == pages
        number = add_job(journal)
        journal.stop(number, State.FAILED, Place(1, 4), Place(1, 5))
        runner = Runner(journal, always(encoded(5)), Stop())
        for wrong in (Resumption(page=6), Resumption(page=1, copy=2), Resumption(Choice.SKIP)):
            with pytest.raises(UsageError):
                runner.run(number, way, wrong)
        assert journal.job(number).state is State.FAILED


@pytest.mark.parametrize("is_busy", [False, True])
@pytest.mark.parametrize("ask", [pause, cancel])
def test_what_is_asked_before_sending_begins(
    tmp_path: Path, ask: Callable[[Journal, int], Job], *, is_busy: bool
) -> None:
    """While the bytes are made, which may take long: the job has a process and no page yet."""
    target = tmp_path / "out.prn"
    connection = parse_connection(f"file:{target}")

    with journal_in(tmp_path) as journal:
        number = add_job(journal)

        def encode(_braille: bytes, _values: dict[str, Any]) -> Encoded:
            with journal_in(tmp_path) as other:
                ask(other, number)
            return encoded(3)

        identity = (
            open_way(connection, heard=lambda _: None).identity() if is_busy else ("another",)
        )
        with DeviceLock("x", identity, "job 9"):
            outcome = Runner(journal, encode, Stop()).run(number, connection)
        job = journal.job(number)
        assert outcome.state is job.state
        assert job.state is (State.CANCELLED if ask is cancel else State.PAUSED)
        assert job.doubt is None
        assert not target.exists()


def test_what_was_asked_of_a_killed_process_is_over(tmp_path: Path) -> None:
    target = tmp_path / "out.prn"
    with journal_in(tmp_path) as journal:
        number = add_job(journal)
        journal.start(number, 3, Place(1, 0), Place(1, 0))
        journal.ask(number, Wish.PAUSE)
        runner = Runner(journal, always(encoded(3)), Stop())
        assert runner.run(number, parse_connection(f"file:{target}")).state is State.DONE
    assert target.read_bytes() == whole_bytes(encoded(3))


def test_giving_up_leaves_alone_what_another_job_writes(tmp_path: Path) -> None:
    connection = parse_connection(f"file:{tmp_path / 'out.prn'}")
    with journal_in(tmp_path) as journal:
        first, second = add_job(journal), add_job(journal)

        def told(_place: Place, _pages: int) -> None:
            if journal.job(second).state is State.QUEUED:
                cancel(journal, second, connection)

        runner = Runner(journal, always(encoded(3)), Stop(), told=told)
        assert runner.run(first, connection).state is State.DONE
        assert journal.job(second).state is State.CANCELLED
    assert (tmp_path / "out.prn").read_bytes() == whole_bytes(encoded(3))
