"""Answers that come late, get lost, or say no: every line is done, in order, none is skipped."""

from __future__ import annotations

from collections import deque
from itertools import groupby

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brailledesk.devices.embossers import Paper, Settings, encode, find_model
from brailledesk.devices.jobs.job import State
from brailledesk.devices.jobs.send import Sender
from brailledesk.devices.transport.handshake import TRIES, Handshake
from brailledesk.errors import DeviceRefused, DeviceStalled
from tests.devices.braillerap import BrailleRap
from tests.devices.plain import add_job, journal_in, memory_folder
from tests.formats.publications import make_publication

SILENCE = 20.0
LINES = [b"G28 X", b"G1 X1 Y2", b"M3 S1", b"M3 S0", b"G1 X3 Y2", b"M3 S1", b"M3 S0", b"M84"]
JOB = b"".join(line + b"\r\n" for line in LINES)


class Clock:
    """Time that passes only while somebody waits: however busy the computer is."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Machine:
    """Does each line it gets, and answers as a script says; one word an answer.

    ``lost`` the answer is not sent; ``late`` it comes with the next one; ``deaf`` the line itself
    does not arrive; ``busy`` it says so first; ``resend`` it wants the line again, and says so
    ``late resend`` with the next answer; ``error`` it refuses.
    """

    address = "machine:"
    is_exact = False
    has_confirmation = True

    def __init__(self, *script: str) -> None:
        self.clock = Clock()
        self.done: list[bytes] = []
        self._script = deque(script)
        self._answers: deque[bytes] = deque()
        self._late: list[bytes] = []
        self.is_open = False
        self.is_out = False
        self.is_noisy = False

    def identity(self) -> tuple[str, ...]:
        return (self.address,)

    def open(self, offset: int = 0) -> int:
        self.is_open = True
        self._answers.append(b"start\necho: ready\n")
        return offset

    def send(self, data: bytes) -> None:
        if self.is_out:
            return
        assert data.endswith(b"\n")
        assert data.count(b"\n") == 1
        line = data.strip()
        if line == b"M114":
            self._say(b"X:1.00 Y:2.00 Z:0.00 E:0.00 Count X:80 Y:160\nok\n")
            return
        word = self._script.popleft() if self._script else "ok"
        if word == "late resend":
            self._late.append(b"Resend: 1\nok\n")
            return
        if word in {"resend", "error", "deaf"}:
            answer = {"resend": b"Resend: 1\nok\n", "error": b"Error: no\x1b[2J\n", "deaf": b""}[
                word
            ]
            self._say(answer)
            return
        self.done.append(line)
        if word == "late":
            self._late.append(b"ok\n")
        elif word != "lost":
            self._say(b"busy: processing\nok\n" if word == "busy" else b"ok T:0\n")

    def _say(self, answer: bytes) -> None:
        self._answers.extend([*self._late, answer])
        self._late.clear()

    def read(self, seconds: float) -> bytes:
        if self.is_noisy:
            return b"\xff" * 3000
        if not self._answers:
            self.clock.now += min(seconds, SILENCE / 4)
            return b""
        answer = self._answers.popleft()
        self._answers.extendleft([answer[3:]] if len(answer) > 3 else [])  # in pieces
        return answer[:3]

    def close(self) -> None:
        self.is_open = False

    def abort(self) -> None:
        self.is_open = False

    def discard(self) -> None:
        self.is_open = False

    def certain(self) -> int:
        return 0


@given(st.lists(st.sampled_from(["ok", "lost", "late", "deaf", "busy"]), max_size=len(LINES)))
@settings(max_examples=40, deadline=None)
def test_late_and_lost_answers(script: list[str]) -> None:
    """Three silences in turn are a machine that is gone; so no three bad words stand together."""
    tame = [word if i % 3 else "ok" for i, word in enumerate(script)]
    machine = Machine(*tame)
    way = Handshake(machine, SILENCE, machine.clock)
    way.open()
    way.send(JOB)
    way.close()
    assert [line for line, _ in groupby(machine.done)] == LINES
    assert way.certain() == len(JOB)
    again = len(machine.done) - len(LINES)
    assert again <= tame.count("lost")  # a late answer is known by its place: nothing is done twice


def test_an_answer_that_was_lost_is_not_counted_for_ever() -> None:
    """After a lost answer each line has its own again: the machine is never a line behind."""
    machine = Machine("lost")
    way = Handshake(machine, SILENCE, machine.clock)
    way.open()
    for line in LINES:
        way.send(line + b"\n")
        assert machine.done[-1] == line
        assert not machine._answers  # nothing is left to be taken for the next line's


@pytest.mark.parametrize("word", ["resend", "late resend"])
def test_a_machine_that_wants_a_line_again(word: str) -> None:
    """The ok behind its wish is none for the line, however late both come."""
    machine = Machine("ok", word)
    way = Handshake(machine, SILENCE, machine.clock)
    way.open()
    way.send(JOB)
    assert machine.done == LINES


def test_a_machine_that_refuses() -> None:
    machine = Machine("ok", "error")
    way = Handshake(machine, SILENCE, machine.clock)
    way.open()
    with pytest.raises(
        DeviceRefused, match=r"Error: no\[2J\. Look"
    ):  # without what would clear a screen
        way.send(JOB)


def test_a_machine_that_says_nothing_more() -> None:
    machine = Machine()
    way = Handshake(machine, SILENCE, machine.clock)
    way.open()
    way.send(LINES[0])
    machine.is_out = True
    with pytest.raises(DeviceStalled):
        way.send(LINES[1])
    with pytest.raises(DeviceStalled):
        way.open()
    assert not machine.is_open
    assert TRIES == 3


def test_noise_without_an_end_is_refused() -> None:
    machine = Machine()
    way = Handshake(machine, SILENCE, machine.clock)
    way.open()
    machine.is_noisy = True
    with pytest.raises(DeviceRefused):
        way.send(LINES[0])


class _Plotter:
    """The BrailleRAP of the tests as a way that brings answers; late ones come after a silence."""

    address = "braillerap:"
    is_exact = False
    has_confirmation = True

    def __init__(self, machine: BrailleRap) -> None:
        self.clock = Clock()
        self._machine = machine
        self._said = b""

    def identity(self) -> tuple[str, ...]:
        return (self.address,)

    def open(self, offset: int = 0) -> int:
        return offset

    def send(self, data: bytes) -> None:
        self._said += self._machine.feed(data)

    def read(self, seconds: float) -> bytes:
        said, self._said = self._said, b""
        if not said:
            self.clock.now += min(seconds, SILENCE / 2)
            said = self._machine.tick()
        return said

    def close(self) -> None:
        assert not self._said

    def abort(self) -> None:
        pass

    def discard(self) -> None:
        pass

    def certain(self) -> int:
        return 0


@given(
    st.lists(st.binary(min_size=1, max_size=4), min_size=1, max_size=3),
    st.frozensets(st.integers(0, 30), max_size=2),
    st.frozensets(st.integers(0, 30), max_size=2),
)
@settings(max_examples=25, deadline=None)
def test_a_braillerap_plots_the_page_whatever_becomes_of_its_answers(
    rows: list[bytes], lost: frozenset[int], late: frozenset[int]
) -> None:
    model, paper = find_model("braillerap"), Settings(paper=Paper(210, 297))
    job = encode(make_publication([rows, rows[:1]]), model, paper)
    calm, troubled = BrailleRap(), BrailleRap(lost=lost, late=late - lost)
    for machine in (calm, troubled):
        with memory_folder() as folder, journal_in(folder) as journal:
            number = add_job(journal)
            plotter = _Plotter(machine)
            way = Handshake(plotter, SILENCE, plotter.clock)
            sender = Sender(journal, number, job, 1, feed=lambda _place, _is_asked: True)
            assert sender.run(way).state is State.DONE
    assert troubled.dots == calm.dots
    assert [line for line, _ in groupby(troubled.lines)] == [
        line for line, _ in groupby(calm.lines)
    ]
