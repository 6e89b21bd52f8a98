"""One profile, three ways: what is drawn, what is under the fingers and what is spoken is the same.

A pause is spoken as a comma where the fingers find a blank; so no text here has a comma at the end
of a word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from brailledesk.desk.commands import Command, Key
from brailledesk.desk.listener import Arrival
from brailledesk.desk.messages import Message
from brailledesk.desk.profile_file import SPOKEN, load_profile
from brailledesk.desk.session import DeskSession, open_desk
from brailledesk.magnify.flow import Place
from brailledesk.magnify.lines import ScreenText, screen_text
from brailledesk.magnify.views.page import page_flow, whole_screen
from brailledesk.screen import Screen, build_screen
from brailledesk.text import Run, plain_text
from tests.desk.crm import cliente, ordini, pratiche
from tests.desk.print_cells import cells_of
from tests.desk.random_screens import LETTERS, screens
from tests.desk.screens import Clock, Display, n, screen
from tests.magnify.drawing import shown_text, words_of

_WIDE = 1000
_PAUSE = re.compile(r",(?=\s|$)")
_WORDS = words_of(24)
_WORD = st.text(LETTERS.replace(",", ""), min_size=1, max_size=9)
_TEXT = st.lists(_WORD, max_size=9).map(" ".join)


class Ear:
    """Keeps the line that was asked for."""

    def __init__(self) -> None:
        self.line = ""

    def posted(self, message: Message) -> None: ...
    def reached(self, line: Sequence[Run], arrival: Arrival) -> None: ...
    def typed(self, text: str) -> None: ...
    def asked(self, line: Sequence[Run]) -> None:
        self.line = plain_text(line)

    def pressed(self) -> None: ...
    def called(self, state: str) -> None: ...


def _desk(shown: Screen, profile: str) -> tuple[DeskSession, Display, Ear]:
    desk, display, ear = open_desk(clock=Clock(), profile=profile), Display(_WIDE, 1), Ear()
    desk.attach(display)
    desk.listen(ear, profile)
    desk.publish(shown)
    desk.command(Command(Key.TOP), display)
    return desk, display, ear


def _read_and_spoken(shown: Screen, profile: str) -> list[tuple[list[bytes], list[str]]]:
    """Line by line from the top: the words under the fingers, and those that are spoken."""
    desk, display, ear = _desk(shown, profile)
    window = desk._desk.views[0].window
    lines: list[tuple[list[bytes], list[str]]] = []
    while True:
        desk.command(Command(Key.SPEAK), display)
        cells = [word for word in display.frames[-1].rows[0].split(b"\0") if word]
        lines.append((cells, _PAUSE.sub("", ear.line).split()))
        before = window.place
        desk.command(Command(Key.LINE_DOWN), display)
        if window.place == before:
            return lines


def _drawn(text: ScreenText) -> list[list[str]]:
    """The words of each line, as they are drawn."""
    found: list[list[str]] = []
    for line in text.lines:
        flow = page_flow([line], _WORDS, 30_000)
        found.append(shown_text(whole_screen(flow, Place(), 30_000, 400)).split())
    return found


def _check(shown: Screen, profile: str) -> None:
    still = build_screen(shown.walk(), revision=1)  # a caret would raise dots 7 and 8
    drawn = _drawn(screen_text(still, load_profile(profile)))
    both = _read_and_spoken(still, profile)
    assert [words for _, words in both] == drawn
    assert [cells for cells, _ in both] == [list(map(cells_of, words)) for words in drawn]


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(screens(_TEXT))
def test_drawn_and_read_and_spoken_words_are_the_same(shown: Screen) -> None:
    _check(shown, SPOKEN)


@pytest.mark.parametrize("profile", [SPOKEN, "nvda-it"])
def test_forms_and_tables_of_the_house(profile: str) -> None:
    for shown in (cliente(), ordini(), pratiche()):
        _check(shown, profile)


def test_a_line_in_all_three_by_hand() -> None:
    shown = screen(n("textbox", "Cognome", value="Rossi", states="required"))
    wanted = ["Cognome:", "Rossi", "casella", "di", "testo", "obbligatorio"]
    assert _drawn(screen_text(shown, load_profile(SPOKEN))) == [wanted]
    assert _read_and_spoken(shown, SPOKEN) == [(list(map(cells_of, wanted)), wanted)]


def test_what_is_secret_is_so_in_all_three() -> None:
    shown = screen(n("textbox", "Carta", value="4111", sensitive=True))
    wanted = ["Carta:", "nascosto", "casella", "di", "testo"]
    assert _drawn(screen_text(shown, load_profile(SPOKEN))) == [wanted]
    assert _read_and_spoken(shown, SPOKEN) == [(list(map(cells_of, wanted)), wanted)]
