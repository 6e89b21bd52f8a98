"""Sheets that somebody puts in: none is begun before it is there, whoever is asked for it."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from brailledesk.devices.embossers import Settings, encode, find_model, parse_paper
from brailledesk.devices.embossers.encoded import Chunk, Encoded
from brailledesk.devices.jobs.hand_over import hand_over
from brailledesk.devices.jobs.job import Place, State, Wish
from brailledesk.devices.jobs.send import NO_SHEET, Feed, Sender, Stop
from brailledesk.devices.transport.connect import parse_connection
from brailledesk.devices.transport.file import FileTransport
from brailledesk.devices.transport.recording import RecordingTransport
from brailledesk.errors import UsageError
from brailledesk.formats import format_pef
from brailledesk.pages import PageFormat
from tests.devices.plain import add_job, encoded, journal_in, whole_bytes, whole_pages
from tests.devices.sinks import Sink, listening
from tests.formats.publications import make_publication

JOB = replace(encoded(3), is_hand_fed=True)


def sheets(*given: bool) -> tuple[Feed, list[Place]]:
    """Somebody who puts in sheets, or does not; and where they were asked for."""
    asked: list[Place] = []
    answers = iter(given)

    def feed(place: Place, is_asked: Callable[[], bool]) -> bool:
        assert not is_asked()
        asked.append(place)
        return next(answers)

    return feed, asked


def test_each_sheet_of_each_copy_is_asked_for(tmp_path: Path) -> None:
    feed, asked = sheets(*[True] * 6)
    with journal_in(tmp_path) as journal:
        device = RecordingTransport()
        sender = Sender(journal, add_job(journal, 2), JOB, 2, feed=feed)
        assert sender.run(device).state is State.DONE
    first = [(1, page) for page in range(3)]
    assert asked == [*first, (2, 0), (2, 1), (2, 2)]
    assert bytes(device.received) == whole_bytes(JOB, 2)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_without_a_sheet_nothing_is_begun(tmp_path: Path, count: int) -> None:
    feed, _ = sheets(*[True] * count, False)
    with journal_in(tmp_path) as journal:
        number = add_job(journal)
        device = RecordingTransport()
        outcome = Sender(journal, number, JOB, 1, feed=feed).run(device)
        job = journal.job(number)
        assert outcome == (State.PAUSED, NO_SHEET)
        assert (job.out, job.doubt, job.pages) == (Place(1, count), None, 3)
        assert whole_pages(bytes(device.received)) == list(range(1, count + 1))
        assert device.received.count(b"<") == count
        assert device.is_closed
        feed, asked = sheets(*[True] * 3)
        rest = RecordingTransport()
        assert Sender(journal, number, JOB, 1, feed=feed).run(rest, job.out).state is State.DONE
    assert asked == [Place(1, page) for page in range(count, 3)]
    assert whole_pages(bytes(rest.received)) == list(range(count + 1, 4))


def test_nothing_is_in_doubt_while_a_sheet_is_waited_for(tmp_path: Path) -> None:
    """Killed there, no page would be called begun of which no byte has left."""
    seen = []
    with journal_in(tmp_path) as journal:
        number = add_job(journal)

        def feed(place: Place, is_asked: Callable[[], bool]) -> bool:
            del is_asked
            job = journal.job(number)
            seen.append((place, job.out, job.doubt))
            return True

        Sender(journal, number, JOB, 1, feed=feed).run(RecordingTransport())
    assert seen == [(Place(1, page), Place(1, page), None) for page in range(3)]


@pytest.mark.parametrize("wish", [Wish.PAUSE, Wish.CANCEL])
def test_somebody_stops_the_job_while_a_sheet_is_waited_for(tmp_path: Path, wish: Wish) -> None:
    with journal_in(tmp_path) as journal, journal_in(tmp_path) as other:
        number = add_job(journal)

        def feed(place: Place, is_asked: Callable[[], bool]) -> bool:
            if place == Place(1, 1):
                other.ask(number, wish)
            return not is_asked()

        outcome = Sender(journal, number, JOB, 1, feed=feed).run(RecordingTransport())
        state = State.PAUSED if wish is Wish.PAUSE else State.CANCELLED
        assert outcome == (state, None)
        assert journal.job(number).out == Place(1, 1)


def test_a_sheet_with_two_sides_is_put_in_once(tmp_path: Path) -> None:
    def make(first: int) -> Iterator[Chunk]:
        for number in range(first - (first + 1) % 2, 6):
            yield Chunk(b"<%d:>\f" % number, number)

    feed, asked = sheets(*[True] * 3)
    with journal_in(tmp_path) as journal:
        job = Encoded(5, make, is_hand_fed=True)
        device = RecordingTransport()
        assert Sender(journal, add_job(journal), job, 1, feed=feed).run(device).state is State.DONE
    assert asked == [Place(1, 0), Place(1, 2), Place(1, 4)]
    assert whole_pages(bytes(device.received)) == [1, 2, 3, 4, 5]


def test_a_file_needs_no_paper_and_a_queue_does_not_wait_for_it(tmp_path: Path) -> None:
    with journal_in(tmp_path) as journal:
        way = FileTransport(tmp_path / "out.prn")
        assert Sender(journal, add_job(journal), JOB, 1).run(way).state is State.DONE
        job = journal.job(add_job(journal))
        with pytest.raises(UsageError, match="a queue does not wait"):
            hand_over(journal, job, JOB, parse_connection("cups:braille"), stop=Stop())


def test_models_that_are_fed_by_hand() -> None:
    settings = Settings(paper=parse_paper("a4"))
    page = make_publication([[b"\x01"]])
    for name, is_hand_fed in (("braillerap", True), ("index-everest-d-v5", False)):
        assert encode(page, find_model(name), settings).is_hand_fed is is_hand_fed
    assert encode(page, find_model("harpo-mountbatten-pro"), settings).is_hand_fed


# -- at a terminal, and where there is none ------------------------------------------------------

MODEL = """\
maker = "Example"
model = "By hand"
protocol = "text"
[paper]
hand-fed = true
[cells]
width = "6 mm"
height = "10 mm"
[source]
protocol = "made up"
paper = "made up"
cells = "made up"
"""
COMMAND = [sys.executable, "-c", "from brailledesk.cli import main; main()"]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[tuple[Path, Sink, dict[str, str]]]:
    """A machine on the network that is fed by hand, set up; a document with three pages."""
    environment = {
        **os.environ,
        "LANGUAGE": "en",
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "BRAILLEDESK_LOCKS": str(tmp_path / "locks"),
    }
    model = tmp_path / "by-hand.toml"
    model.write_text(MODEL, "utf-8")
    document = tmp_path / "tre.pef"
    pages = [[b"\x01" * count] for count in (1, 2, 3)]
    document.write_bytes(format_pef(make_publication(pages, geometry=PageFormat(35, 29))))
    with listening() as sink:
        connection = f"tcp://127.0.0.1:{sink.port}"
        added = ["embosser", "add", "mano", "--model", str(model), "--connection", connection]
        subprocess.run([*COMMAND, *added], env=environment, check=True)
        yield document, sink, environment


def test_without_a_terminal_each_sheet_is_a_command(
    desk: tuple[Path, Sink, dict[str, str]],
) -> None:
    document, sink, environment = desk

    def run(*arguments: object) -> subprocess.CompletedProcess[str]:
        command = [*COMMAND, *map(str, arguments)]
        return subprocess.run(
            command,
            env=environment,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            check=False,
        )

    first = run("emboss", document, "--to", "mano")
    assert first.returncode == 15
    assert "0 of 3 pages are out" in first.stderr
    assert "put in the next sheet" in first.stderr
    assert not b"".join(map(bytes, sink.received))
    for page in (1, 2):
        done = run("jobs", "resume", 1)
        assert done.returncode == 15
        assert f"{page} of 3 pages are out" in done.stderr
        assert b"".join(map(bytes, sink.received)).count(b"\f") == page
    assert run("jobs", "resume", 1).returncode == 0
    assert b"".join(map(bytes, sink.received)) == b"A\fAA\fAAA\f"


def test_at_a_terminal_enter_goes_on_and_ctrl_c_pauses(
    desk: tuple[Path, Sink, dict[str, str]],
) -> None:
    document, sink, environment = desk
    ours, theirs = pty.openpty()
    command = [*COMMAND, "emboss", str(document), "--to", "mano", "--progress", "none"]
    with subprocess.Popen(command, env=environment, stdin=theirs, stderr=theirs) as process:
        os.close(theirs)
        said = b""
        for page in (0, 1):
            said = _hear(ours, said, b"Out: %d pages" % page)
            _wait_for_pages(sink, page)  # the machine has them in its buffer, and reads them
            os.write(ours, b"\n")
        said = _hear(ours, said, b"Out: 2 pages")
        _wait_for_pages(sink, 2)
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 15
    os.close(ours)
    assert b"".join(map(bytes, sink.received)) == b"A\fAA\f"


def _wait_for_pages(sink: Sink, count: int) -> None:
    until = time.monotonic() + 60
    while (read := b"".join(map(bytes, sink.received)).count(b"\f")) < count:
        assert time.monotonic() < until
        time.sleep(0.01)
    assert read == count


def _hear(terminal: int, said: bytes, wanted: bytes) -> bytes:
    """All that was said, up to some words and further."""
    until = time.monotonic() + 60
    while wanted not in said and time.monotonic() < until:
        if select.select([terminal], [], [], 0.5)[0]:
            with suppress(OSError):
                said += os.read(terminal, 4096)
    assert wanted in said
    return said
