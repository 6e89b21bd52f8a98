"""SIGKILL at any moment and behind any byte: never a wrong "done", no page lost or doubled unsaid.

What that means: a file is in the end the same as if nothing had happened. On any other way each
page came whole at least once, and what came twice is what the journal said to be in doubt.
"""

from __future__ import annotations

import os
import random
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from brailledesk.devices.jobs.job import Job, Place, State
from brailledesk.devices.jobs.journal import Journal
from tests.devices.killing import Killer
from tests.devices.plain import (
    add_job,
    begun_pages,
    encoded,
    memory_folder,
    whole_bytes,
    whole_pages,
)
from tests.devices.sinks import Sink, listening

PAGES = 25
SIZE = 200
WHOLE = whole_bytes(encoded(PAGES, SIZE))
KILLED = -9
KILLS = {"file": 70, "tcp": 70, "usb": 60}


@pytest.fixture(scope="module")
def killer() -> Iterator[Killer]:
    killer = Killer()
    yield killer
    killer.close()


class Machine(Protocol):
    connection: str

    def received(self) -> list[bytes]:
        """What came, a piece for each time that a process sent."""


class FileMachine:
    def __init__(self, path: Path) -> None:
        self.connection = f"file:{path}"
        self._path = path

    def received(self) -> list[bytes]:
        for path in (self._path, self._path.with_name(f".{self._path.name}.brailledesk")):
            if path.exists():
                return [path.read_bytes()]
        return [b""]


class TcpMachine:
    def __init__(self, sink: Sink) -> None:
        self.connection = f"tcp://127.0.0.1:{sink.port}"
        self._sink = sink
        self._before = len(sink.received)

    def received(self) -> list[bytes]:
        # The sink takes one connection after another: when this one is through, all before it are.
        with socket.create_connection(("127.0.0.1", self._sink.port)) as last:
            last.shutdown(socket.SHUT_WR)
            assert last.recv(1) == b""
        return [bytes(one) for one in self._sink.received[self._before :]]


class PipeMachine:
    """A named pipe in the place of a printer device; its reader begins again after each end."""

    def __init__(self, path: Path) -> None:
        os.mkfifo(path)
        self.connection = f"usb:{path}"
        self._path = path
        self._pieces: list[bytearray] = []
        self._is_over = False
        self._ended = threading.Semaphore(0)
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while not self._is_over:
            with self._path.open("rb", buffering=0) as pipe:  # waits for a writer
                self._pieces.append(bytearray())
                while data := pipe.read(4096):
                    self._pieces[-1] += data
            self._ended.release()

    def received(self) -> list[bytes]:
        # The end of the one that was killed is seen, or that of a writer of our own behind it.
        while self._ended.acquire(blocking=False):
            pass
        os.close(os.open(self._path, os.O_WRONLY))
        assert self._ended.acquire(timeout=60)
        return [bytes(one) for one in self._pieces]

    def close(self) -> None:
        self._is_over = True
        os.close(os.open(self._path, os.O_WRONLY))
        self._thread.join(60)


@contextmanager
def machine(kind: str, folder: Path, sink: Sink, number: int) -> Iterator[Machine]:
    if kind == "file":
        yield FileMachine(folder / f"out-{number}.prn")
    elif kind == "tcp":
        yield TcpMachine(sink)
    else:
        pipe = PipeMachine(folder / f"lp{number}")
        yield pipe
        pipe.close()


@pytest.fixture
def places() -> Iterator[tuple[Path, Sink]]:
    with memory_folder() as folder, listening() as sink:
        yield folder, sink


@pytest.mark.parametrize("kind", KILLS)
def test_killed_at_random_moments(kind: str, killer: Killer, places: tuple[Path, Sink]) -> None:
    folder, sink = places
    dice = random.Random(8)
    kills = 0
    usual = 0.02
    while kills < KILLS[kind]:
        with Journal(folder / "jobs.sqlite3") as journal:
            number = add_job(journal)
            with machine(kind, folder, sink, number) as device:
                story = Story(journal, number, device, killer)
                limit = usual
                while story.job.state is not State.DONE:
                    answer = story.send(after=dice.random() * limit)
                    kills += answer == KILLED
                    if answer == 0:
                        usual = 0.8 * usual + 0.2 * story.seconds
                    limit *= 1.3  # or a busy machine would never come to the end
                story.check_end()


@given(st.lists(st.integers(1, len(WHOLE) + 2), max_size=3), st.sampled_from(list(KILLS)))
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_power_behind_any_byte(killer: Killer, cuts: list[int], kind: str) -> None:
    with (
        memory_folder() as folder,
        listening() as sink,
        Journal(folder / "jobs.sqlite3") as journal,
    ):
        number = add_job(journal)
        with machine(kind, folder, sink, number) as device:
            story = Story(journal, number, device, killer)
            for cut in cuts:
                if story.job.state is not State.DONE:
                    story.send(at=cut)
            if story.job.state is not State.DONE:
                assert story.send() == 0
            story.check_end()


def test_a_disk_without_room(killer: Killer, places: tuple[Path, Sink]) -> None:
    """What was written stays in its part; with room the file comes to its end, the same as ever."""
    folder, _sink = places
    pages, size = 30, 50_000
    target = folder / "out.prn"
    with Journal(folder / "jobs.sqlite3") as journal:
        number = add_job(journal)
        request = {
            "journal": str(journal.path),
            "number": number,
            "pages": pages,
            "size": size,
            "connection": f"file:{target}",
        }
        assert killer.run(**request, room=1_000_000)["result"] == 0
        job = journal.job(number)
        assert job.state is State.FAILED
        assert job.reason is not None
        assert "no room" in job.reason.describe()
        assert job.out.page == 1_000_000 // (size + 10)
        assert not target.exists()
        assert killer.run(**request)["result"] == 0
        assert journal.job(number).state is State.DONE
    assert target.read_bytes() == whole_bytes(encoded(pages, size))


def test_a_full_disk(killer: Killer, places: tuple[Path, Sink]) -> None:
    """A real one, of 256 kB, that the worker alone sees: it goes away with it; then all is new.

    Where the system lets nobody mount one, the worker says so and the test fails.
    """
    folder, _sink = places
    pages, size = 30, 50_000
    disk = folder / "disk"
    disk.mkdir()
    with Journal(folder / "jobs.sqlite3") as journal:
        number = add_job(journal)
        request = {
            "journal": str(journal.path),
            "number": number,
            "pages": pages,
            "size": size,
            "connection": f"file:{disk / 'out.prn'}",
        }
        assert killer.run(**request, disk=(str(disk), 256 * 1024))["result"] == 0
        job = journal.job(number)
        assert job.state is State.FAILED
        assert job.reason is not None
        assert "no room" in job.reason.describe()
        assert 0 < job.out.page <= 256 * 1024 // size
        assert not list(disk.iterdir())
        assert killer.run(**request)["result"] == 0
        assert journal.job(number).state is State.DONE
    assert (disk / "out.prn").read_bytes() == whole_bytes(encoded(pages, size))


def test_a_file_that_has_its_name_and_is_not_known_to_be_done(
    killer: Killer, places: tuple[Path, Sink]
) -> None:
    """Killed behind the rename, and again while it is made anew: it is the same in the end."""
    folder, sink = places
    with Journal(folder / "jobs.sqlite3") as journal:
        number = add_job(journal)
        with machine("file", folder, sink, number) as device:
            (folder / f"out-{number}.prn").write_bytes(WHOLE)
            journal.stop(number, State.FAILED, Place(1, 24), Place(1, 25))
            story = Story(journal, number, device, killer)
            assert story.send(at=len(WHOLE) // 2) == KILLED
            assert story.job.out.page < 24  # what is not in the part does not count
            assert story.send() == 0
            story.check_end()


class Story:
    """A job that is sent, killed, looked at, and gone on with."""

    def __init__(self, journal: Journal, number: int, device: Machine, killer: Killer) -> None:
        self._journal = journal
        self._number = number
        self._device = device
        self._killer = killer
        self._doubtful: list[int] = []
        self.seconds = 0.0

    @property
    def job(self) -> Job:
        return self._journal.job(self._number)

    def send(self, **when: float) -> int:
        """Send what is left; how the worker ended. What the journal says after it is checked."""
        answer = self._killer.run(
            journal=str(self._journal.path),
            number=self._number,
            pages=PAGES,
            size=SIZE,
            connection=self._device.connection,
            **when,
        )
        result = int(answer["result"])
        assert result in {0, KILLED}
        self.seconds = float(answer["seconds"])
        job = self.job
        if job.state is State.DONE:
            return result  # it may be killed behind its last word; what it said must be true
        assert result == KILLED
        assert job.is_interrupted or job.state is State.QUEUED
        self._check_claim(job)
        if job.doubt is not None:
            self._doubtful += range(job.doubt.first.page, job.doubt.last.page + 1)
        return result

    def _check_claim(self, job: Job) -> None:
        """At most one page is in doubt; those before it came whole, none behind it was begun.

        A file that has its name already, of which the journal did not hear, is made again: until
        then all of it is said to be begun, which it is.
        """
        received = self._device.received()
        assert job.begun.page - job.out.page <= 1 or received == [WHOLE]
        assert set(range(1, job.out.page + 1)) <= set(whole_pages(*received))
        assert max(begun_pages(*received), default=0) <= max(job.begun.page, 0)

    def check_end(self) -> None:
        assert self._journal.content(self._number) is None
        received = self._device.received()
        if self._device.connection.startswith("file:"):
            assert received == [WHOLE]
            return
        got = whole_pages(*received)
        assert set(got) == set(range(1, PAGES + 1))
        for page in range(1, PAGES + 1):
            assert got.count(page) <= 1 + self._doubtful.count(page)
