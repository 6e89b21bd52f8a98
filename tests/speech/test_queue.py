"""The queue with a fake voice: order, silence in calls, marks, and cancelling at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from brailledesk.call import CALLS
from brailledesk.desk import messages
from brailledesk.errors import SpeechEngineLost
from brailledesk.speech.audio import Audio, Ear, mix_down
from brailledesk.speech.choice import (
    PRIORITIES,
    SILENT_STATES,
    Shown,
    SpeechChoice,
    follow_call,
)
from brailledesk.speech.engine import Cancellation, Voice, VoiceSettings
from brailledesk.speech.order import Priority, Utterance
from brailledesk.speech.outputs import EngineOutput
from brailledesk.speech.player import NullPlayer
from brailledesk.speech.queue import Outcome, Progress, Report, SpeechQueue
from brailledesk.text import Run


class FakeEngine:
    """Each text is a beep; "boom" kills it, "crash" is a fault of a program, "wait" waits."""

    name = "fake"

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.begun = threading.Event()

    def voices(self) -> tuple[Voice, ...]:
        return (Voice("beep", "it"),)

    def synthesise(
        self, text: str, settings: VoiceSettings, cancellation: Cancellation | None = None
    ) -> Audio:
        assert cancellation is not None
        assert settings.language == "it"
        self.texts.append(text)
        if text == "boom":
            raise SpeechEngineLost(self.name, -9)
        if text == "crash":
            raise ZeroDivisionError
        if text == "wait":
            stopped = threading.Event()
            with cancellation.watching(stopped.set):
                self.begun.set()
                assert stopped.wait(60)
            cancellation.check()
        return Audio(b"\1\0" * 10, 8000)


class Desk:
    """A queue with all that comes out of it."""

    def __init__(self) -> None:
        self.engine = FakeEngine()
        self.player = NullPlayer()
        self.reports: list[Report] = []
        self.marks: list[Progress] = []
        self.queue = SpeechQueue(
            EngineOutput(self.engine, self.player), self.reports.append, self.marks.append
        )

    def say(self, text: str, priority: Priority = Priority.MESSAGE, *, asked: bool = False) -> None:
        self.queue.say(Utterance((Run(text),), priority, is_asked=asked))

    def outcomes(self) -> list[tuple[str, Outcome]]:
        return [(one.utterance.runs[0].text, one.outcome) for one in self.reports]


@pytest.fixture
def desk() -> Iterator[Desk]:
    made = Desk()
    with made.queue:
        yield made


def test_messages_are_spoken_in_order(desk: Desk) -> None:
    for number in ["uno", "due", "tre"]:
        desk.say(number)
    assert desk.queue.wait(60)
    assert desk.engine.texts == ["uno", "due", "tre"]
    assert desk.outcomes() == [(word, Outcome.SPOKEN) for word in ("uno", "due", "tre")]


def test_cancelling_ends_the_engine_and_the_rest_at_once(desk: Desk) -> None:
    desk.say("wait")
    assert desk.engine.begun.wait(60)
    desk.say("never")
    desk.queue.cancel()
    assert desk.queue.wait(60)
    assert desk.engine.texts == ["wait"]
    assert not desk.player.played
    assert desk.outcomes() == [("wait", Outcome.CANCELLED), ("never", Outcome.CANCELLED)]


def test_stopping_lets_the_next_follow(desk: Desk) -> None:
    desk.say("wait")
    assert desk.engine.begun.wait(60)
    desk.say("next")
    desk.queue.stop()
    assert desk.queue.wait(60)
    assert desk.engine.texts == ["wait", "next"]


def test_an_important_utterance_breaks_in(desk: Desk) -> None:
    desk.say("wait", Priority.TEXT)
    assert desk.engine.begun.wait(60)
    desk.say("alarm", Priority.IMPORTANT)
    assert desk.queue.wait(60)
    assert desk.outcomes() == [("wait", Outcome.CANCELLED), ("alarm", Outcome.SPOKEN)]


def test_a_call_silences_and_a_message_begins_anew_after_it(desk: Desk) -> None:
    desk.say("wait")
    assert desk.engine.begun.wait(60)
    desk.engine.begun.clear()
    desk.queue.begin_call()
    desk.say("letto", Priority.TEXT)
    desk.say("chiesto", Priority.TEXT, asked=True)
    assert desk.queue.wait(60)
    assert desk.engine.texts == ["wait", "chiesto"]
    desk.queue.end_call()
    assert desk.engine.begun.wait(60)
    desk.queue.cancel()
    assert desk.queue.wait(60)
    assert desk.outcomes() == [
        ("letto", Outcome.CANCELLED),
        ("chiesto", Outcome.SPOKEN),
        ("wait", Outcome.CANCELLED),
    ]


def test_a_failure_is_reported_and_the_voice_goes_on(desk: Desk) -> None:
    for text in ("boom", "crash", "bene"):
        desk.say(text)
    assert desk.queue.wait(60)
    assert [outcome for _, outcome in desk.outcomes()] == [
        Outcome.FAILED,
        Outcome.FAILED,
        Outcome.SPOKEN,
    ]
    assert "fake" in str(desk.reports[0].error)
    assert "ZeroDivisionError" in str(desk.reports[1].error)


def test_marks_lead_back_to_the_text(desk: Desk) -> None:
    text = "Costa € 5. Il Sig. Rossi paga."
    desk.say(text)
    assert desk.queue.wait(60)
    assert [text[mark.start : mark.end] for mark in desk.marks] == [
        "Costa € 5.",
        "Il Sig. Rossi paga.",
    ]
    assert desk.engine.texts == ["Costa cinque euro.", "Il signor Rossi paga."]


def test_the_next_sentence_is_made_while_one_is_heard(desk: Desk) -> None:
    """And it is stopped with it."""
    playing = threading.Event()

    class SlowPlayer:
        def play(self, audio: Audio, cancellation: Cancellation) -> None:
            del audio
            playing.set()
            assert desk.engine.begun.wait(60)
            cancellation.check()

    with SpeechQueue(EngineOutput(desk.engine, SlowPlayer()), desk.reports.append) as queue:
        queue.say(Utterance((Run("Uno.\nwait\nTre."),), Priority.MESSAGE))
        assert playing.wait(60)
        assert desk.engine.begun.wait(60)
        queue.cancel()
        assert queue.wait(60)
    assert desk.engine.texts == ["Uno.", "wait"]
    assert [report.outcome for report in desk.reports] == [Outcome.CANCELLED]


def test_one_ear(desk: Desk) -> None:
    for ear in (Ear.LEFT, Ear.RIGHT):
        desk.queue.say(Utterance((Run("uno"),), Priority.MESSAGE, ear=ear))
    assert desk.queue.wait(60)
    left, right = desk.player.played
    assert left.samples == b"\1\0\0\0" * 10
    assert right.samples == b"\0\0\1\0" * 10
    assert left.seconds == right.seconds == 10 / 8000
    assert mix_down(Audio(b"\2\0\4\0", 8000, 2)).samples == b"\3\0"


def test_a_thousand_utterances_from_several_threads(desk: Desk) -> None:
    """Each comes to one end; no thread is left over and nothing hangs."""
    before = set(threading.enumerate())

    def send(name: int) -> None:
        for number in range(250):
            desk.say(f"{name} {number}", list(Priority)[number % 5])

    threads = [threading.Thread(target=send, args=(name,)) for name in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert desk.queue.wait(60)
    assert len(desk.reports) == 1000
    assert len({id(report.utterance) for report in desk.reports}) == 1000
    assert not set(threading.enumerate()) - before


def test_closing_ends_the_thread_in_the_middle_of_a_word() -> None:
    before = set(threading.enumerate())
    desk = Desk()
    with desk.queue:
        desk.say("wait")
        assert desk.engine.begun.wait(60)
    assert desk.outcomes() == [("wait", Outcome.CANCELLED)]
    assert not set(threading.enumerate()) - before


def test_the_reader_chooses_what_is_spoken() -> None:
    choice = SpeechChoice(frozenset({Shown.ALERT}), VoiceSettings(rate=200), Ear.LEFT)
    alert = choice.utterance(Shown.ALERT, [Run("caduta")])
    assert alert is not None
    assert (alert.priority, alert.ear, alert.settings.rate) == (Priority.IMPORTANT, Ear.LEFT, 200)
    assert choice.utterance(Shown.LINE, [Run("riga")]) is None
    asked = choice.utterance(Shown.LINE, [Run("riga")], is_asked=True)
    assert asked is not None
    assert (asked.priority, asked.is_asked) == (Priority.TEXT, True)
    assert PRIORITIES.keys() == set(Shown)
    assert SpeechChoice().utterance(Shown.ALERT, [Run("caduta")]) is None


def test_messages_of_the_desk_keep_their_priority() -> None:
    everything = SpeechChoice(frozenset(Shown))
    for priority in messages.Priority:
        utterance = everything.of_message(messages.Message("testo", priority))
        assert utterance is not None
        assert utterance.priority.name == priority.name
        assert utterance.runs == (Run("testo"),)
    alerts = SpeechChoice(frozenset({Shown.ALERT}))
    assert alerts.of_message(messages.Message("a", messages.Priority.IMPORTANT))
    assert alerts.of_message(messages.Message("a", messages.Priority.TEXT)) is None


def test_the_state_of_the_telephone_silences(desk: Desk) -> None:
    assert set(CALLS) > SILENT_STATES
    desk.queue.begin_call()
    for state in CALLS:
        follow_call(desk.queue, state)
        desk.say(state, Priority.TEXT)
        assert desk.queue.wait(60)
    assert desk.engine.texts == ["idle", "ringing", "wrap-up"]


def test_cancellation_reaches_who_watches_late() -> None:
    wish = Cancellation()
    wish.cancel()
    heard: list[float] = []
    with wish.watching(lambda: heard.append(time.monotonic())):
        assert len(heard) == 1
