"""A TCP port: what it acknowledged, what it read, and what becomes of a job when it breaks."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brailledesk.devices.jobs.job import START, Place, State
from brailledesk.devices.jobs.run import pause
from brailledesk.devices.jobs.send import Sender
from brailledesk.devices.transport.tcp import TcpTransport
from brailledesk.errors import DeviceBusy, DeviceLost, DeviceNotFound, DeviceStalled
from tests.devices.killing import Killer
from tests.devices.plain import (
    add_job,
    begun_pages,
    encoded,
    journal_in,
    memory_folder,
    page,
    whole_bytes,
    whole_pages,
)
from tests.devices.sinks import Sink, listening
from tests.ports import refusing_port

PAGES = 12
SIZE = 300
JOB = encoded(PAGES, SIZE)
LENGTH = len(whole_bytes(JOB))
ROOM = 16384
"""Of a machine's buffer; the system takes up to twice as much."""
BUFFER = 2 * ROOM


@pytest.fixture(scope="module")
def killer() -> Iterator[Killer]:
    made = Killer()
    yield made
    made.close()


def test_a_whole_job(tmp_path: Path) -> None:
    with listening() as sink, journal_in(tmp_path) as journal:
        number = add_job(journal, 2)
        way = TcpTransport("127.0.0.1", sink.port)
        assert Sender(journal, number, JOB, 2).run(way).state is State.DONE
        assert sink.last == whole_bytes(JOB, 2)


@given(st.integers(1, LENGTH))
@settings(max_examples=25, deadline=None)
def test_a_reset_after_any_number_of_bytes(count: int) -> None:
    """Nothing of a connection that was reset is certain, however much was acknowledged."""
    with (
        listening(reset_after=count) as sink,
        memory_folder() as folder,
        journal_in(folder) as journal,
    ):
        number = add_job(journal)
        first = TcpTransport("127.0.0.1", sink.port, timeout=5)
        assert Sender(journal, number, JOB, 1).run(first).state is State.FAILED
        job = journal.job(number)
        assert job.state is State.FAILED
        assert job.out == START
        assert max(begun_pages(sink.last), default=0) <= job.begun.page
        again = TcpTransport("127.0.0.1", sink.port)
        assert Sender(journal, number, JOB, 1).run(again, job.out).state is State.DONE
        assert whole_pages(sink.last) == list(range(1, PAGES + 1))


LONG = encoded(60, 2000)


@given(st.integers(1, len(whole_bytes(LONG)) - 1))
@settings(max_examples=10, deadline=None)
def test_a_reset_of_a_machine_whose_buffer_is_known(count: int) -> None:
    """Pages that it can no longer hold are out, and are not sent again; none is lost."""
    with (
        listening(reset_after=count, room=ROOM) as sink,
        memory_folder() as folder,
        journal_in(folder) as journal,
    ):
        number = add_job(journal)
        first = TcpTransport("127.0.0.1", sink.port, timeout=5, buffer=BUFFER)
        assert Sender(journal, number, LONG, 1).run(first).state is State.FAILED
        out = journal.job(number).out
        read = whole_pages(sink.last)
        assert read[: out.page] == list(range(1, out.page + 1))
        assert out.page * len(page(9, 2000)) >= count - BUFFER - 2 * len(page(9, 2000))
        again = TcpTransport("127.0.0.1", sink.port)
        assert Sender(journal, number, LONG, 1).run(again, out).state is State.DONE
        assert whole_pages(sink.last) == list(range(out.page + 1, 61))


def test_a_reader_that_stalls(tmp_path: Path) -> None:
    big = encoded(200, 50_000)
    with listening(stall_after=70_000, room=8192) as sink, journal_in(tmp_path) as journal:
        number = add_job(journal)
        way = TcpTransport("127.0.0.1", sink.port, timeout=0.5)
        outcome = Sender(journal, number, big, 1).run(way)
        assert outcome.state is State.FAILED
        assert isinstance(outcome.reason, DeviceStalled)
        job = journal.job(number)
        assert job.begun.page < 200
        assert job.begun.page >= 2


def test_a_machine_that_hangs_up_before_the_end(tmp_path: Path) -> None:
    with listening(close_after=700) as sink, journal_in(tmp_path) as journal:
        number = add_job(journal)
        way = TcpTransport("127.0.0.1", sink.port, timeout=5)
        outcome = Sender(journal, number, encoded(4000, 400), 1).run(way)
        assert outcome.state is State.FAILED
        assert isinstance(outcome.reason, DeviceLost)


def test_a_machine_that_never_says_that_it_has_read_all(tmp_path: Path) -> None:
    """All is acknowledged, but the end is not: that is not done."""
    with listening(hangs_up=False) as sink, journal_in(tmp_path) as journal:
        number = add_job(journal)
        way = TcpTransport("127.0.0.1", sink.port, timeout=0.3, end_timeout=0.3)
        outcome = Sender(journal, number, JOB, 1).run(way)
        assert outcome.state is State.FAILED
        assert isinstance(outcome.reason, DeviceStalled)
        assert "had read all" in outcome.reason.describe()


def test_a_machine_that_reads_its_last_bytes_slowly_is_waited_for(tmp_path: Path) -> None:
    """All is acknowledged at once, and read in more time than a machine may take nothing."""
    with listening(pause=0.15) as sink, journal_in(tmp_path) as journal:
        number = add_job(journal)
        way = TcpTransport("127.0.0.1", sink.port, timeout=0.3)
        assert Sender(journal, number, JOB, 1).run(way).state is State.DONE
        assert sink.last == whole_bytes(JOB)


def test_bytes_that_were_only_queued_are_not_confirmed() -> None:
    """The other side's system takes no more than its buffer; the rest stands in ours."""
    with listening(stall_after=0, room=4096) as sink:
        way = TcpTransport("127.0.0.1", sink.port, timeout=0.3)
        way.open()
        heard = 0

        def hear(count: int) -> None:
            nonlocal heard
            heard += count

        way._heard = hear
        with pytest.raises(DeviceStalled):
            way.send(b"x" * 100_000)
        assert heard > 4096  # our system took more than theirs has room for
        assert way.certain() == 0
        way.abort()


def test_answers_do_not_stand_in_the_way_and_can_be_read() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        way = TcpTransport("127.0.0.1", server.getsockname()[1], timeout=2)
        way.open()
        machine, _ = server.accept()
        machine.sendall(b"ready\n")
        way.send(b"text")
        assert machine.recv(9) == b"text"
        assert way.read(1.0) == b"ready\n"
        assert way.read(0.01) == b""
        machine.close()
        with pytest.raises(DeviceLost):
            way.read(1.0)
        way.abort()


def test_what_is_not_there() -> None:
    with refusing_port() as port, pytest.raises(DeviceBusy, match="takes no connection"):
        TcpTransport("127.0.0.1", port).open()
    with pytest.raises(DeviceNotFound):
        TcpTransport("nowhere.invalid").identity()


def test_two_names_of_a_machine_have_an_identity_in_common() -> None:
    numbered = TcpTransport("127.0.0.1", 9100).identity()
    assert set(numbered) & set(TcpTransport("localhost", 9100).identity())
    assert not set(numbered) & set(TcpTransport("127.0.0.1", 9101).identity())


def test_two_faults_at_once(tmp_path: Path, killer: Killer) -> None:
    """Killed, then reset by the other side: what it had acknowledged and not read is lost.

    Nobody is there to see the reset, so ``out`` is too high. It is never done; that no page is sure
    stands in the journal; the page that the paper shows brings all.
    """
    with listening(stall_after=1000) as sink, journal_in(tmp_path) as journal:
        number = add_job(journal)
        request = {
            "journal": str(journal.path),
            "number": number,
            "pages": PAGES,
            "size": SIZE,
            "connection": f"tcp://127.0.0.1:{sink.port}",
        }
        assert killer.run(**request, at=LENGTH - 200)["result"] == -9
        sink.go_on.set()  # it goes away with what it has not read: that is a reset
        job = journal.job(number)
        assert job.is_interrupted
        _wait_for_pages(sink, 3)
        read = whole_pages(sink.last)
        assert read == [1, 2, 3]
        assert job.out.page > len(read)
        assert job.sure == START
        assert job.is_unsure
        again = TcpTransport("127.0.0.1", sink.port)
        sender = Sender(journal, number, JOB, 1)
        assert sender.run(again, Place(1, len(read)), is_seen=True).state is State.DONE
        assert whole_pages(sink.last) == list(range(len(read) + 1, PAGES + 1))


@given(st.integers(1, len(whole_bytes(LONG)) - 1), st.integers(1, 40_000))
@settings(max_examples=10, deadline=None)
def test_what_is_sure_was_read_whichever_two_faults_there_are(
    killer: Killer, killed_at: int, read: int
) -> None:
    """Killed at a byte, then reset with all lost that was not read; the machine's buffer is known.

    Pages that are sure came whole, and going back to them loses none.
    """
    with (
        listening(stall_after=read, room=ROOM) as sink,
        memory_folder() as folder,
        journal_in(folder) as journal,
    ):
        number = add_job(journal)
        connection = f"tcp://127.0.0.1:{sink.port}"
        request = {"number": number, "pages": 60, "size": 2000, "connection": connection}
        killed = killer.run(
            **request, journal=str(journal.path), at=killed_at, buffer=BUFFER, first=0.4
        )
        sink.go_on.set()
        assert killed["result"] == -9
        job = journal.job(number)
        assert job.sure <= job.out
        _wait_for_pages(sink, job.sure.page)
        way = TcpTransport("127.0.0.1", sink.port)
        assert Sender(journal, number, LONG, 1).run(way, job.sure).state is State.DONE
        assert whole_pages(sink.last) == list(range(job.sure.page + 1, 61))


def _wait_for_pages(sink: Sink, last: int) -> None:
    """Wait until the machine, which reads on what it has got, has read all pages up to one."""
    wanted = list(range(1, last + 1))
    until = monotonic() + 60
    while last and not (sink.received and whole_pages(bytes(sink.received[0]))[:last] == wanted):
        assert monotonic() < until
        sleep(0.01)


def test_pages_are_sure_beyond_what_the_machine_may_hold(tmp_path: Path, killer: Killer) -> None:
    """With its buffer known a job need not begin anew: that is what the number is for."""
    with listening(stall_after=100_000, room=ROOM) as sink, journal_in(tmp_path) as journal:
        number = add_job(journal)
        connection = f"tcp://127.0.0.1:{sink.port}"
        request = {"number": number, "pages": 60, "size": 2000, "connection": connection}
        killer.run(**request, journal=str(journal.path), at=99_000, buffer=BUFFER)
        sink.go_on.set()
        job = journal.job(number)
        assert START < job.sure < job.out
        assert job.sure.page >= (99_000 - BUFFER) // 2010 - 2


def test_what_is_not_sure_is_not_forgotten_when_going_on_fails(tmp_path: Path) -> None:
    """Paused, and gone on with while the machine is off: the question is asked again."""
    with journal_in(tmp_path) as journal, refusing_port() as port:
        number = add_job(journal)
        journal.start(number, PAGES, START, START)
        journal.turn(number, Place(1, 5), Place(1, 6), sure=Place(1, 2))
        pause(journal, number)
        assert journal.job(number).is_unsure
        gone = TcpTransport("127.0.0.1", port)
        assert Sender(journal, number, JOB, 1).run(gone, Place(1, 2)).state is State.FAILED
        job = journal.job(number)
        assert (job.out, job.begun, job.sure) == (Place(1, 5), Place(1, 6), Place(1, 2))
        assert job.is_unsure
