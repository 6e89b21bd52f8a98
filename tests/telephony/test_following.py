"""What calls do to a desk: cell, messages, the work after a call."""

from __future__ import annotations

import threading
from collections.abc import Callable

from brailledesk.call import IDLE, Call, CallNews, Linked, Missed, Transferred, Unlinked
from brailledesk.desk.messages import Priority
from brailledesk.desk.profile_file import load_profile
from brailledesk.desk.session import DeskSession, open_desk
from brailledesk.errors import CallsLost, CallsRefused
from brailledesk.frame import Frame, Geometry
from brailledesk.telephony.following import CallDesk
from brailledesk.telephony.running import CallThread

RINGING = Call("ringing", "1.1", "0861555123", "Mario Rossi", "vendite", 3)
TALK = Call("talk", "1.1", "0861555123", "Mario Rossi", "vendite")


class _Display:
    geometry = Geometry(40, 1, 1)

    def __init__(self) -> None:
        self.frame: Frame | None = None

    def show(self, frame: Frame) -> None:
        self.frame = frame


class _Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def _desk() -> tuple[DeskSession, _Display, _Clock]:
    clock, display = _Clock(), _Display()
    desk = open_desk(clock=clock, language="it")
    desk.attach(display)
    return desk, display, clock


def _cell(display: _Display) -> str:
    """The call state that the status cell shows."""
    assert display.frame is not None
    calls = load_profile("nvda-it").calls
    return next(name for name, cell in calls.items() if bytes([cell]) == display.frame.status[:1])


def test_a_call_from_ring_to_the_end_of_the_work() -> None:
    desk, display, clock = _desk()
    states: list[str] = []
    follower = CallDesk(desk, wrap_up=20.0, clock=clock, on_state=states.append)
    follower.hear(RINGING)
    assert _cell(display) == "ringing"
    assert desk.history[-1].text == "Call: Mario Rossi 0861555123, queue vendite, 3 waiting"
    assert desk.history[-1].channel == "tel"
    for call in (TALK, Call("hold", "1.1"), Call("transfer", "1.1"), Call("talk", "1.1")):
        follower.hear(call)
        assert _cell(display) == call.state
        assert follower.tick() is None
    follower.hear(IDLE)
    assert _cell(display) == "wrap-up"
    assert follower.tick() == 1020.0
    clock.now = 1019.9
    follower.tick()
    assert _cell(display) == "wrap-up"
    clock.now = 1020.0
    assert follower.tick() is None
    assert _cell(display) == "idle"
    assert states == ["ringing", "talk", "hold", "transfer", "talk", "wrap-up", "idle"]
    assert len(desk.history) == 1


def test_a_new_call_ends_the_work_after_the_last() -> None:
    desk, display, clock = _desk()
    follower = CallDesk(desk, wrap_up=20.0, clock=clock)
    for call in (TALK, IDLE, IDLE):
        follower.hear(call)
    assert _cell(display) == "wrap-up"
    follower.hear(RINGING)
    assert _cell(display) == "ringing"
    clock.now += 100
    follower.tick()
    assert _cell(display) == "ringing"


def test_how_long_the_work_lasts() -> None:
    """The call's own word goes before the settings; a call that was never taken has none."""
    for wrap_up, call, due in (
        (20.0, TALK, 1020.0),
        (0.0, TALK, None),
        (20.0, Call("talk", "1", wrap_up=5.0), 1005.0),
        (20.0, Call("talk", "1", wrap_up=0.0), None),
        (20.0, RINGING, None),
    ):
        desk, _, clock = _desk()
        follower = CallDesk(desk, wrap_up=wrap_up, clock=clock)
        follower.hear(call)
        follower.hear(IDLE)
        assert follower.tick() == due
    desk, display, clock = _desk()
    follower = CallDesk(desk, clock=clock)
    follower.hear(Call("wrap-up", "1", wrap_up=8.0))
    assert (_cell(display), follower.tick()) == ("wrap-up", 1008.0)
    follower.hear(Call("wrap-up", "1"))
    assert (_cell(display), follower.tick()) == ("wrap-up", None), "until the source ends it"


def test_who_calls_is_asked_in_a_thread() -> None:
    desk, display, clock = _desk()
    may_answer, asked = threading.Event(), []

    def lookup(number: str) -> str | None:
        asked.append(number)
        assert may_answer.wait(60)
        return "Scheda 4471: M. Rossi"

    follower = CallDesk(desk, clock=clock, lookup=lookup)
    follower.hear(RINGING)
    assert _cell(display) == "ringing", "the cell does not wait"
    assert not desk.history
    may_answer.set()
    _wait_for_threads()
    assert asked == ["0861555123"]
    assert desk.history[-1].text.startswith("Call: Scheda 4471: M. Rossi 0861555123, queue")


def test_who_calls_where_nobody_knows() -> None:
    desk, _, clock = _desk()
    follower = CallDesk(desk, clock=clock, lookup=lambda _number: None)
    follower.hear(RINGING)
    _wait_for_threads()
    assert desk.history[-1].text.startswith("Call: Mario Rossi 0861555123")
    follower.hear(Call("ringing", "2"))
    assert desk.history[-1].text == "Call: unknown"
    follower.hear(Call("ringing", "3", "\x1b[2J" + "9" * 500, "a\nb"))
    _wait_for_threads()
    assert desk.history[-1].text == f"Call: a b [2J{'9' * 77}"


def _wait_for_threads() -> None:
    for thread in threading.enumerate():
        if thread.name == "caller":
            thread.join(60)


def test_a_call_that_rings_on_is_told_once() -> None:
    desk, _, clock = _desk()
    follower = CallDesk(desk, clock=clock)
    follower.hear(RINGING)
    follower.hear(Call("ringing", "1.1", "0861555123", "Mario Rossi", "vendite", 4))
    assert len(desk.history) == 1
    follower.hear(Call("ringing", "1.2", "0555"))
    assert len(desk.history) == 2


class _Refusing:
    wrap_up = 0.0

    async def run(self, _tell: Callable[[CallNews], None]) -> None:
        raise CallsRefused("pbx:5038", "the password is wrong")


def test_a_desk_ends_though_its_source_has_ended_for_good() -> None:
    desk, _, clock = _desk()
    with CallThread(_Refusing(), CallDesk(desk, clock=clock)) as calls:
        calls._thread.join(60)
        assert not calls._thread.is_alive()
    assert "the password is wrong" in desk.history[-1].text


def test_other_news() -> None:
    desk, _, clock = _desk()
    follower = CallDesk(desk, clock=clock)
    follower.hear(Linked())
    assert not desk.history, "that all is well is no news"
    follower.hear(Missed("0555", "", "vendite"))
    follower.hear(Transferred("205"))
    follower.hear(Transferred())
    lost = CallsLost("pbx:5038", "it does not answer")
    follower.hear(Unlinked(lost))
    follower.hear(Linked())
    assert "pbx:5038 cannot be heard: it does not answer" in desk.history[-2].text
    assert [(one.text, one.priority) for one in desk.history] == [
        ("Missed call: 0555", Priority.NOTIFICATION),
        ("Handed over to 205", Priority.TEXT),
        ("Handed over", Priority.TEXT),
        (lost.describe(), Priority.MESSAGE),
        ("The telephone exchange is heard again.", Priority.TEXT),
    ]
