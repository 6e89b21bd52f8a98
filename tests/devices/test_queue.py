"""A queue of a real cupsd: what is handed over is never called done; a break is noticed."""

from __future__ import annotations

import struct
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep

import pytest

from brailledesk.devices.embossers.encoded import Encoded
from brailledesk.devices.jobs.hand_over import COMPLETED, hand_over
from brailledesk.devices.jobs.job import START, Job, Place, State, Wish
from brailledesk.devices.jobs.journal import Journal
from brailledesk.devices.jobs.run import Choice, Resumption, Runner
from brailledesk.devices.jobs.send import Outcome, Stop
from brailledesk.devices.transport.connect import Connection, parse_connection
from brailledesk.devices.transport.ipp import (
    JobState,
    Queue,
    Server,
    decode_answer,
    list_queues,
)
from brailledesk.errors import DeviceError, DeviceNotFound, DeviceRefused, UsageError
from tests.devices.cups import add_queue, print_server
from tests.devices.plain import add_job, always, encoded, journal_in, whole_bytes
from tests.devices.sinks import listening

JOB = encoded(40, 2000)
QUICK = 0.02


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)  # what runs the backends is another user, who has to get here
        with print_server(Path(folder)) as server:
            yield server


def _connection(server: Server, name: str, timeout: float = 60) -> Connection:
    place = f"cups://{server.host}:{server.port}/printers/{name}"
    return parse_connection(place, timeout=timeout)


def _hand_over(journal: Journal, job: Job, connection: Connection, pages: Encoded = JOB) -> Outcome:
    return hand_over(journal, job, pages, connection, stop=Stop(), interval=QUICK)


def test_a_job_is_handed_over_whole_and_not_called_done(server: Server, tmp_path: Path) -> None:
    with listening() as sink, journal_in(tmp_path) as journal:
        add_queue(server, "intera", f"socket://127.0.0.1:{sink.port}")
        number = add_job(journal, copies=2)
        outcome = _hand_over(journal, journal.job(number), _connection(server, "intera"))
        assert outcome.state is State.HANDED_OVER
        assert outcome.reason == COMPLETED
        job = journal.job(number)
        assert job.state is State.HANDED_OVER
        assert job.reason is not None
        assert "look at the paper" in job.reason.describe()
        assert sink.last == whole_bytes(JOB, 2)
        assert journal.content(number) is None


def test_a_connection_that_breaks_behind_cups_is_a_failure(server: Server, tmp_path: Path) -> None:
    """The job is larger than all buffers on the way: a small one CUPS itself takes for sent."""
    large = encoded(1000, 4000)
    with listening(reset_after=20_224, room=4096) as sink, journal_in(tmp_path) as journal:
        add_queue(server, "rotta", f"socket://127.0.0.1:{sink.port}")
        number = add_job(journal)
        outcome = _hand_over(journal, journal.job(number), _connection(server, "rotta"), large)
        assert outcome.state is State.FAILED
        job = journal.job(number)
        assert job.doubt is not None
        assert (job.out, job.begun) == (START, Place(1, 1000))
        assert journal.content(number) is not None
        # It does not begin again by itself, and going on is a job of its own.
        again = _hand_over(journal, job, _connection(server, "rotta"), large)
        assert again.state is State.HANDED_OVER
        assert [bytes(one) for one in sink.received[1:]] == [whole_bytes(large)]


def test_what_the_queue_has_already_is_not_sent_again(server: Server, tmp_path: Path) -> None:
    """Killed between handing over and the next line of the journal."""
    with listening() as sink, journal_in(tmp_path) as journal:
        add_queue(server, "presa", f"socket://127.0.0.1:{sink.port}")
        number = add_job(journal)
        queue = Queue(server, "presa")
        journal.start(number, 40, START, START)
        given = queue.create("prova")
        journal.keep_receipt(number, f"{queue.address} {given}")
        queue.send(given, [whole_bytes(JOB)])
        outcome = _hand_over(journal, journal.job(number), _connection(server, "presa"))
        assert outcome.state is State.HANDED_OVER
        assert [bytes(one) for one in sink.received] == [whole_bytes(JOB)]


def test_what_the_queue_is_sending_is_not_sent_again(server: Server, tmp_path: Path) -> None:
    """While it works it has a message, which tells what it does: that is no fault."""
    with listening(pause=0.02, room=2048) as sink, journal_in(tmp_path) as journal:
        add_queue(server, "mezza", f"socket://127.0.0.1:{sink.port}")
        number = add_job(journal)
        queue = Queue(server, "mezza")
        journal.start(number, 40, START, START)
        given = queue.create("prova")
        journal.keep_receipt(number, f"{queue.address} {given}")
        queue.send(given, [whole_bytes(JOB)])
        _wait_at_work(queue, given)
        outcome = _hand_over(journal, journal.job(number), _connection(server, "mezza"))
        assert outcome.state is State.HANDED_OVER
        assert [bytes(one) for one in sink.received] == [whole_bytes(JOB)]


def _wait_at_work(queue: Queue, number: int) -> None:
    """Wait until a job is being sent, and the queue says what it does."""
    until = monotonic() + 60
    while True:
        found = queue.look(number)
        assert found is not None
        message = found.get("job-printer-state-message")
        if found["job-state"] == [JobState.PROCESSING] and message and message[0]:
            return
        assert monotonic() < until, found
        sleep(QUICK)


@pytest.mark.parametrize(
    ("resumption", "told"),
    [
        (Resumption(page=3), "cannot go on with page 3"),
        (Resumption(page=1, copy=2), "cannot go on with page 1"),
        (Resumption(Choice.SKIP), "Nothing is left to send"),
    ],
)
def test_a_queue_gets_no_part_of_a_job(tmp_path: Path, resumption: Resumption, told: str) -> None:
    """Sent whole again, pages would be doubled that the user said are there."""
    with journal_in(tmp_path) as journal:
        number = add_job(journal, copies=2)
        journal.stop(number, State.FAILED, START, Place(2, 40))
        runner = Runner(journal, always(JOB), Stop())
        with pytest.raises(UsageError, match=told):
            runner.run(number, parse_connection("cups:nessuna"), resumption)
        job = journal.job(number)
        assert (job.state, job.begun, job.receipt) == (State.FAILED, Place(2, 40), "")


def test_a_small_job_that_is_lost_behind_cups_is_never_called_done(
    server: Server, tmp_path: Path
) -> None:
    """It fits into the buffers on the way: CUPS may see nothing of the reset, and so do we."""
    with listening(reset_after=20_224) as sink, journal_in(tmp_path) as journal:
        add_queue(server, "piccola", f"socket://127.0.0.1:{sink.port}")
        number = add_job(journal)
        outcome = _hand_over(journal, journal.job(number), _connection(server, "piccola"))
        assert outcome.state in {State.FAILED, State.HANDED_OVER}
        assert outcome.reason is not None


def test_a_job_without_its_document_is_made_anew(server: Server, tmp_path: Path) -> None:
    """Killed between the number and the document."""
    with listening() as sink, journal_in(tmp_path) as journal:
        add_queue(server, "vuota", f"socket://127.0.0.1:{sink.port}")
        number = add_job(journal)
        queue = Queue(server, "vuota")
        given = queue.create("prova")
        journal.keep_receipt(number, f"{queue.address} {given}")
        outcome = _hand_over(journal, journal.job(number), _connection(server, "vuota"))
        assert outcome.state is State.HANDED_OVER
        assert [bytes(one) for one in sink.received] == [whole_bytes(JOB)]
        left = queue.look(given)
        assert left is None or left["job-state"] == [7]  # cancelled


def test_giving_up_takes_the_job_back(server: Server, tmp_path: Path) -> None:
    """A machine that reads nothing more: the queue stands until somebody gives the job up."""
    with (
        listening(stall_after=1000, room=4096) as sink,
        journal_in(tmp_path) as journal,
        journal_in(tmp_path) as other,
    ):
        add_queue(server, "ferma", f"socket://127.0.0.1:{sink.port}")
        number = add_job(journal)

        class Asked(Journal):
            def job(self, number: int) -> Job:
                if sink.received:
                    other.ask(number, Wish.CANCEL)
                return super().job(number)

        with Asked(journal.path) as asked:
            outcome = hand_over(
                asked,
                journal.job(number),
                encoded(4000, 2000),
                _connection(server, "ferma"),
                stop=Stop(),
                interval=QUICK,
            )
        assert outcome.state is State.CANCELLED
        assert journal.job(number).state is State.CANCELLED


def test_nobody_waits_for_a_queue_for_ever(server: Server, tmp_path: Path) -> None:
    with listening(stall_after=1000, room=4096) as sink, journal_in(tmp_path) as journal:
        add_queue(server, "lenta", f"socket://127.0.0.1:{sink.port}")
        number = add_job(journal)
        connection = _connection(server, "lenta", timeout=0.5)
        big = encoded(4000, 2000)
        outcome = hand_over(
            journal, journal.job(number), big, connection, stop=Stop(), interval=QUICK
        )
        assert outcome.state is State.HANDED_OVER
        assert outcome.reason is not None
        assert "has not sent it yet" in outcome.reason.describe()


def test_queues_are_listed_and_what_is_not_there_is_told(server: Server, tmp_path: Path) -> None:
    add_queue(server, "elenco", "socket://127.0.0.1:9")
    assert ["elenco"] in [one["printer-name"] for one in list_queues(server)]
    with journal_in(tmp_path) as journal:
        number = add_job(journal)
        nowhere = _connection(server, "nessuna")
        outcome = _hand_over(journal, journal.job(number), nowhere)
        assert isinstance(outcome.reason, DeviceRefused)
        assert journal.job(number).doubt is None
    with pytest.raises(DeviceNotFound, match="systemctl status cups"):
        list_queues(Server("127.0.0.1", 9))
    with pytest.raises(DeviceNotFound):
        list_queues(Server(path=str(tmp_path / "cups.sock")))


def test_a_server_that_speaks_nonsense() -> None:
    with listening(close_after=10) as sink, pytest.raises(DeviceError):
        list_queues(Server("127.0.0.1", sink.port, timeout=2))
    whole = b"\x01\x01\0\0\0\0\0\x01\x01\x47\0\x01a\0\x01b\x03"
    assert decode_answer(whole) == (0, [{"a": ["b"]}])
    for end in range(len(whole)):
        with pytest.raises((ValueError, struct.error)):
            decode_answer(whole[:end])


def test_a_machine_that_answers_each_line_needs_another_way(tmp_path: Path) -> None:
    from dataclasses import replace

    with journal_in(tmp_path) as journal:
        job = journal.job(add_job(journal))
        connection = parse_connection("cups:braille")
        with pytest.raises(UsageError, match="brings no answers"):
            hand_over(journal, job, replace(JOB, reply="ok"), connection, stop=Stop())


@pytest.mark.parametrize(("size", "is_filled"), [(26, True), (27, False)])
def test_a_queue_s_usb_cable_gets_no_job_of_full_packets(
    server: Server, tmp_path: Path, size: int, is_filled: bool
) -> None:
    """As Debian's driver has it for Index; the jobs have 64 and 66 bytes."""
    from dataclasses import replace

    job = replace(encoded(2, size), filler=b"\x1a")
    assert (len(whole_bytes(job)) % 64 == 0) == is_filled
    with listening() as sink, journal_in(tmp_path) as journal:
        add_queue(server, f"usb{size}", f"socket://127.0.0.1:{sink.port}")
        number = add_job(journal)
        _hand_over(journal, journal.job(number), _connection(server, f"usb{size}"), job)
        assert sink.last == whole_bytes(job) + b"\x1a" * is_filled
