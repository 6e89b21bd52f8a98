"""The voice beside the fingers: which of a desk's news is heard, and when it is silent."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from brailledesk.desk.commands import Command, Key
from brailledesk.desk.messages import Priority
from brailledesk.desk.session import DeskSession, open_desk
from brailledesk.screen import Patch
from brailledesk.speech.choice import Shown, SpeechChoice
from brailledesk.speech.desk_voice import DeskVoice
from brailledesk.speech.outputs import EngineOutput
from brailledesk.speech.player import NullPlayer
from brailledesk.speech.queue import SpeechQueue
from tests.desk.crm import cliente
from tests.desk.screens import Clock, Display
from tests.speech.test_queue import FakeEngine


@contextmanager
def _desk(*kinds: Shown) -> Iterator[tuple[DeskSession, SpeechQueue, FakeEngine]]:
    engine = FakeEngine()
    desk = open_desk(clock=Clock(), profile="it")
    desk.attach(Display(40, 1, 0))
    desk.publish(cliente())
    with SpeechQueue(EngineOutput(engine, NullPlayer())) as queue:
        desk.listen(DeskVoice(queue, SpeechChoice(frozenset(kinds))))
        yield desk, queue, engine


def _focus(desk: DeskSession, node: str) -> None:
    now = desk.screen.revision
    desk.patch(Patch(now, now + 1, (), node, moves_focus=True))


@pytest.mark.parametrize(
    ("kind", "heard"),
    [
        (Shown.FOCUS, "Cognome: Rossi, casella di testo, obbligatorio"),
        (Shown.ALERT, "linea caduta"),
        (Shown.MESSAGE, "posta"),
        (Shown.STATUS, "un fax"),
        (Shown.LINE, "Codice fiscale:"),
        (None, None),
    ],
)
def test_only_what_was_chosen_is_heard(kind: Shown | None, heard: str | None) -> None:
    with _desk(*([] if kind is None else [kind])) as (desk, queue, engine):
        for happen in (
            lambda: _focus(desk, "Telefono"),
            lambda: _focus(desk, "Cognome"),
            lambda: desk.command(Command(Key.LINE_UP)),
            lambda: desk.post("un fax", Priority.NOTIFICATION),
            lambda: desk.post("posta", Priority.MESSAGE),
            lambda: desk.post("linea caduta", Priority.IMPORTANT),
        ):
            happen()
            assert queue.wait(60)
        said = [one for one in engine.texts if heard is not None and one.startswith(heard)]
        others = ["un fax", "posta", "linea caduta"]
        assert len(said) == (0 if heard is None else 1)
        assert [one for one in engine.texts if one in others] == [
            one for one in others if one == heard
        ]


def test_a_key_silences_the_line_but_no_message() -> None:
    with _desk(Shown.ALERT, Shown.FOCUS, Shown.LINE) as (desk, queue, engine):
        desk.post("wait", Priority.IMPORTANT)
        assert engine.begun.wait(60)
        desk.command(Command(Key.LINE_DOWN))
        assert not queue.wait(0.1)  # it is still spoken
        queue.cancel()
        engine.begun.clear()
        desk.command(Command(Key.DISMISS))
        desk.command(Command(Key.LINE_DOWN))
        assert queue.wait(60)
        before = len(engine.texts)
        desk.command(Command(Key.TO_FOCUS))
        assert queue.wait(60)
        assert len(engine.texts) == before


def test_a_call_is_silent_but_for_the_key_that_speaks() -> None:
    with _desk(*Shown) as (desk, queue, engine):
        desk.set_call("talk")
        _focus(desk, "Cognome")
        assert queue.wait(60)
        assert engine.texts == []
        desk.command(Command(Key.SPEAK))
        assert queue.wait(60)
        assert "Cognome: Rossi" in engine.texts[0]
        desk.set_call("idle")
        desk.command(Command(Key.LINE_DOWN))
        assert queue.wait(60)
        assert engine.texts[-1].startswith("Telefono zero due")
