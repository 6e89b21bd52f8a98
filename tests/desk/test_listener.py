"""What who listens to a desk is told, word for word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from brailledesk.desk.commands import Command, Key
from brailledesk.desk.listener import Arrival
from brailledesk.desk.messages import Message, Priority
from brailledesk.desk.session import DeskSession, open_desk
from brailledesk.screen import Change, Patch, Screen
from brailledesk.text import Run, plain_text
from tests.desk.crm import cliente, ordini, pratiche
from tests.desk.screens import Clock, Display, n, screen


@dataclass
class Heard:
    """Everything, one line each."""

    lines: list[str] = field(default_factory=list)

    def posted(self, message: Message) -> None:
        self.lines.append(f"{message.priority.name.lower()}: {message.text}")

    def reached(self, line: Sequence[Run], arrival: Arrival) -> None:
        self.lines.append(f"{arrival.value}: {plain_text(line)}")

    def typed(self, text: str) -> None:
        self.lines.append(f"typed: {text}")

    def asked(self, line: Sequence[Run]) -> None:
        self.lines.append(f"asked: {plain_text(line)}")

    def pressed(self) -> None:
        self.lines.append("key")

    def called(self, state: str) -> None:
        self.lines.append(f"call: {state}")

    def take(self) -> list[str]:
        found, self.lines = self.lines, []
        return [one for one in found if one != "key"]


def _desk(shown: Screen, columns: int = 20) -> tuple[DeskSession, Heard]:
    desk = open_desk(clock=Clock(), profile="it")
    desk.attach(Display(columns, 1, 0))
    heard = Heard()
    desk.listen(heard)
    desk.publish(shown)
    return desk, heard


def _focus(desk: DeskSession, node: str) -> None:
    now = desk.screen.revision
    desk.patch(Patch(now, now + 1, (), node, moves_focus=True))


@pytest.mark.parametrize(
    ("node", "line"),
    [
        ("Cognome", "Cognome: Rossi, casella di testo, obbligatorio"),
        (
            "E-mail",
            "E-mail: m.rossi@esempio.it, errore: dominio sconosciuto, casella di testo",
        ),
        ("Stato", "Stato: In attesa, casella combinata, compresso, 3 di 6"),
        ("Consenso privacy", "Consenso privacy, casella, attivato"),
        ("Newsletter", "Newsletter, casella, non attivato"),
        ("Carta", "Carta: nascosto, casella di testo"),
        ("Annulla", "Annulla, pulsante, non disponibile"),
    ],
)
def test_the_focus_in_whole_words(node: str, line: str) -> None:
    desk, heard = _desk(cliente())
    _focus(desk, "Codice fiscale")
    assert heard.take() == [
        (
            "focus: Anagrafica, modulo, Codice fiscale: RSSMRA80A01H501U, "
            "casella di testo, obbligatorio"
        )
    ]
    _focus(desk, node)
    assert heard.take() == [f"focus: {line}"]
    _focus(desk, node)
    assert heard.take() == []  # it has not moved


def test_lines_that_the_reader_goes_to() -> None:
    desk, heard = _desk(ordini())
    desk.command(Command(Key.LINE_DOWN))
    assert heard.take() == ["reading: Numero, Data, Importo, Stato"]
    desk.command(Command(Key.LINE_DOWN))
    assert heard.take() == [
        "reading: 2024-00173, 12/05/2026, € 1.249,90, spedito",
    ]
    desk.command(Command(Key.PAN_RIGHT))
    assert heard.take() == []  # the same line goes on
    desk.command(Command(Key.SPEAK))
    assert heard.take() == ["asked: 2024-00173, 12/05/2026, € 1.249,90, spedito"]
    desk.command(Command(Key.TABLE_VIEW))
    desk.command(Command(Key.CELL_RIGHT))
    assert heard.take() == ["reading: Data: 12/05/2026", "reading: Importo: € 1.249,90"]


def test_text_with_links_in_it() -> None:
    desk, heard = _desk(pratiche())
    desk.command(Command(Key.LINE_DOWN))
    assert heard.take() == ["reading: Pratica 2024-121, collegamento, rimborso, 2 di 3"]


def test_messages_from_everywhere() -> None:
    desk, heard = _desk(screen(n("status", "", n("text", "pronto", id="t"), id="s", live="polite")))
    heard.take()
    desk.post("Cliente in linea", Priority.IMPORTANT)
    now = desk.screen.revision
    desk.patch(Patch(now, now + 1, (Change("t", {"name": "ordine salvato"}),)))
    assert heard.take() == ["important: Cliente in linea", "text: ordine salvato"]
    desk.command(Command(Key.SPEAK))
    assert heard.take() == ["asked: Cliente in linea"]  # it covers the window, and stays
    desk.command(Command(Key.DISMISS))
    heard.take()
    desk.command(Command(Key.HISTORY_OLDER))
    desk.command(Command(Key.HISTORY_OLDER))
    newer, older = heard.take()
    assert newer.startswith("reading: ")
    assert newer.endswith(": ordine salvato")
    assert older.endswith(": Cliente in linea")


def test_what_is_typed_but_not_what_is_hidden() -> None:
    desk, heard = _desk(cliente())
    for node in ("Cognome", "Carta"):
        _focus(desk, node)
        heard.take()
        desk.command(Command(Key.TYPE, dots=0b11))
        assert heard.take() == (["typed: b"] if node == "Cognome" else [])


def test_the_telephone() -> None:
    desk, heard = _desk(cliente())
    desk.set_call("ringing")
    assert heard.take()[-1] == "call: ringing"


def test_a_key_is_told_before_what_it_does() -> None:
    desk, heard = _desk(cliente())
    desk.command(Command(Key.LINE_DOWN))
    assert heard.lines[0] == "key"
    assert heard.lines[1].startswith("reading: ")


def test_without_a_voice_the_key_that_speaks_says_so() -> None:
    desk = open_desk(clock=Clock(), profile="it", language="it")
    desk.attach(Display(40, 1, 0))
    desk.publish(cliente())
    desk.command(Command(Key.SPEAK))
    assert desk.history[-1].text == "non c'è una voce"


def test_a_listener_that_fails_is_left_alone_and_the_desk_goes_on() -> None:
    class Faulty(Heard):
        def pressed(self) -> None:
            self.lines.append("key")
            raise ZeroDivisionError

    desk, heard = _desk(cliente())
    faulty = Faulty()
    desk.listen(faulty)
    for _ in range(3):
        desk.command(Command(Key.LINE_DOWN))
    assert faulty.lines == ["key"]
    assert len([one for one in heard.take() if one.startswith("reading: ")]) == 3
