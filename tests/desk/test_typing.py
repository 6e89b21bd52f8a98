"""Typing in Braille: what is pressed becomes the host's text, and the reader sees it at once."""

from __future__ import annotations

from typing import Any, NoReturn

import pytest
from hypothesis import given, settings

from brailledesk.cells import cells_from_unicode, cells_to_unicode
from brailledesk.desk.commands import Action, ActionRequest, Command, Key
from brailledesk.desk.messages import Priority
from brailledesk.desk.profile_file import load_profile
from brailledesk.desk.session import TYPING_SECONDS, DeskSession
from brailledesk.desk.translating import LineTranslator
from brailledesk.desk.typing_table import TypingTable
from brailledesk.desk.typist import Typist
from brailledesk.desk.validation import problem_of
from brailledesk.languages import run_translator
from brailledesk.screen import Caret, Node, Patch, State
from brailledesk.translate import load_back_translator, load_translator
from brailledesk.translate.back.base import BrailleInput, InputState
from tests.desk.fields import TYPEABLE, host_of, row_of, with_caret
from tests.desk.host import Host
from tests.desk.print_cells import cells_of
from tests.desk.screens import Clock, Display, n, screen


def test_each_cell_counts_at_once_and_the_caret_follows() -> None:
    host, display, _ = host_of()
    assert row_of(display) == with_caret("Nome:  ed", 6)
    host.type(cells_of("Ma"))
    assert host.value("Nome") == "Ma"
    assert row_of(display) == with_caret("Nome: Ma ed", 8)
    host.type(cells_of("rio"))
    assert host.value("Nome") == "Mario"
    assert [one.text for one in host.asked] == ["M", "a", "r", "i", "o"]


def test_a_sign_of_two_cells_is_shown_until_it_is_complete() -> None:
    host, display, _ = host_of(table="it-6dot-exact")
    host.type(cells_from_unicode("⠨"))
    assert host.value("Nome") == ""
    assert "⠨" in display.text()
    host.type(cells_from_unicode("⠍⠁⠗⠊⠕"))
    assert host.value("Nome") == "Mario"
    host.press(Key.SPACE)
    host.type(cells_from_unicode("⠼⠁⠃"))
    assert host.value("Nome") == "Mario 12"


@pytest.mark.parametrize("table", ["it-8dot", "it-6dot-exact"])
@settings(max_examples=25, deadline=None)
@given(TYPEABLE)
def test_what_is_typed_is_what_is_there(table: str, text: str) -> None:
    """Word by word, as the space key commits them; blanks come from it alone."""
    host, _, _ = host_of(table=table)
    for place, word in enumerate(text.split(" ")):
        if place:
            host.press(Key.SPACE)
        host.type(load_translator(table).translate(word).cells)
    host.press(Key.COMMIT)
    assert host.value("Nome") == text


@pytest.mark.parametrize(("before", "after"), [("5 ", "5 €"), ("", "E"), ("via ", "via E")])
def test_what_stands_before_a_word_is_read_with_it(before: str, after: str) -> None:
    """46-15 is the euro behind a number, else a capital E: tables.md, 6.5."""
    host, _, _ = host_of(before, table="it-6dot-exact")
    host.type(cells_from_unicode("⠨⠑"))
    host.press(Key.COMMIT)
    assert host.value("Nome") == after


class Failing:
    """A reading of a plugin that fails: at once, or with the third cell of a word."""

    def __init__(self, cells: int) -> None:
        self.cells = cells
        self.own = load_back_translator("it-8dot")

    def back_translate(self, cells: bytes) -> NoReturn:
        raise RuntimeError(cells)

    def begin(self) -> BrailleInput:
        if not self.cells:
            raise RuntimeError
        field: BrailleInput = self.own.begin()  # type: ignore[attr-defined]
        return FailingInput(field, self.cells)


class FailingInput:
    def __init__(self, own: BrailleInput, cells: int) -> None:
        self.own, self.cells = own, cells

    def feed(self, cells: bytes) -> InputState:
        self.cells -= 1
        if self.cells < 0:
            raise RuntimeError
        return self.own.feed(cells)

    def finish(self) -> NoReturn:
        raise RuntimeError


@pytest.mark.parametrize("cells", [0, 3])
def test_no_key_is_lost_where_the_way_back_fails(cells: int) -> None:
    translator = load_translator("it-8dot")
    runs = run_translator("it-8dot")
    table = TypingTable(Failing(cells), translator)
    desk = DeskSession(
        load_profile("it"), LineTranslator(translator, runs), Typist(lambda: table), clock=Clock()
    )
    desk.attach(Display(40))
    host = Host(desk, screen(n("textbox", "Nome"), focus="Nome"))
    host.type(cells_of("Mario 12, via Po"))
    host.press(Key.COMMIT)
    assert host.value("Nome") == "Mario 12, via Po"
    assert {one.text for one in desk.history} == {"the table failed: typing is computer Braille"}


def test_contracted_cells_are_text_at_the_space() -> None:
    host, display, _ = host_of(table="it-6dot-exact", contracted="it-g2")
    host.press(Key.CONTRACTION)
    cells = load_translator("it-g2").translate("perché non").cells
    word, _, other = cells.partition(b"\0")
    assert len(word) < len("perché")
    host.type(word)
    assert host.value("Nome") == ""
    assert f"⣏{cells_to_unicode(word)}" in display.text().replace("⣀", "")
    host.press(Key.SPACE)
    assert host.value("Nome") == "perché "
    host.type(other)
    host.press(Key.COMMIT)
    assert host.value("Nome") == "perché non"


def test_fields_of_numbers_and_addresses_are_typed_uncontracted() -> None:
    for kind in ("tel", "email", "number", "date"):
        host, _, _ = host_of(table="it-8dot", contracted="it-g2", input_type=kind)
        host.press(Key.CONTRACTION)
        host.type(cells_of("12"))
        assert host.value("Nome") == "12"


def test_the_word_at_the_caret_is_read_uncontracted() -> None:
    host, display, _ = host_of("perché non", table="it-6dot", contracted="it-g2", offset=3)
    plain = load_translator("it-6dot").translate("perché").cells
    host.press(Key.CONTRACTION)
    cells = bytes(one & 0x3F for one in row_of(display))
    assert plain in cells
    host.publish({}, "Nome", Caret("Nome", 9))
    cells = bytes(one & 0x3F for one in row_of(display))
    assert plain not in cells
    assert load_translator("it-6dot").translate("non").cells in cells


def test_erasing_takes_back_a_cell_then_characters_with_their_accents() -> None:
    host, _, _ = host_of("Noe\u0301", table="it-6dot-exact")
    host.press(Key.ERASE)
    assert host.value("Nome") == "No"
    host.type(cells_from_unicode("⠼⠁⠃"))
    host.press(Key.ERASE)
    assert host.value("Nome") == "No1"
    host.press(Key.ERASE, Key.ERASE)
    assert host.value("Nome") == "No"
    host.press(Key.ERASE, Key.ERASE, Key.ERASE)
    assert host.value("Nome") == ""


def test_undo_goes_back_word_by_word_to_the_beginning() -> None:
    host, _, _ = host_of("abc")
    host.type(cells_of(" uno due"))
    host.press(Key.UNDO)
    assert host.value("Nome") == "abc uno "
    host.press(Key.ERASE, Key.UNDO, Key.UNDO, Key.UNDO)
    assert host.value("Nome") == "abc "
    host.press(Key.UNDO, Key.UNDO)
    assert host.value("Nome") == "abc"


def test_enter_commits_judges_and_submits() -> None:
    host, _, _ = host_of(input_type="email", contracted="it-g2")
    host.type(cells_of("mario@"))
    host.press(Key.ENTER)
    assert host.asked[-1].action is Action.SUBMIT
    assert host.desk.history[-1].text == "non è un indirizzo e-mail"


def test_a_field_of_several_lines_takes_enter_as_a_line() -> None:
    host, display, _ = host_of("uno", states="multiline")
    host.press(Key.ENTER)
    host.type(cells_of("due"))
    assert host.value("Nome") == "uno\ndue"
    assert row_of(display) == with_caret("due ", 3)
    host.press(*[Key.CARET_LEFT] * 4)
    assert row_of(display) == with_caret("Nome: uno rig ed", 9)


def test_what_is_selected_gives_way_to_what_is_typed() -> None:
    host, _, _ = host_of("Mario Rossi")
    host.publish({}, "Nome", Caret("Nome", 5, 0))
    host.type(cells_of("Anna"))
    assert host.value("Nome") == "Anna Rossi"
    host.publish({}, "Nome", Caret("Nome", 4, 10))
    host.press(Key.ERASE)
    assert host.value("Nome") == "Anna"
    host.press(Key.UNDO, Key.UNDO, Key.UNDO)
    assert host.value("Nome") == "Mario Rossi"


def test_a_selection_is_cut_once_by_a_host_that_is_silent_about_its_caret() -> None:
    host, _, _ = host_of("Mario Rossi")
    host.publish({}, "Nome", Caret("Nome", 5, 0))
    for dots in cells_of("Anna"):
        for request in host.desk.command(Command(Key.TYPE, dots=dots)):
            value = host.value("Nome")
            value = value[: request.start] + request.text + value[request.end :]
            host.publish({"value": value}, "Nome", None)
    assert host.value("Nome") == "Anna Rossi"


def test_when_the_focus_goes_elsewhere_what_was_pending_is_asked_for() -> None:
    host, _, _ = host_of(table="it-6dot", contracted="it-g2", max_length=3)
    host.press(Key.CONTRACTION)
    host.type(load_translator("it-g2").translate("perché").cells)
    asked = host.desk.patch(Patch(1, 2, focus="Salva", moves_focus=True))
    assert [(one.node, one.action, one.text) for one in asked] == [("Nome", Action.EDIT, "perché")]
    assert host.desk.history[-1].text == "troppo lungo"


@pytest.mark.parametrize("change", [{"role": "button"}, {"states": frozenset({State.READONLY})}])
def test_a_field_that_is_none_any_more_is_not_typed_into(change: dict[str, Any]) -> None:
    host, _, _ = host_of()
    host.type(cells_of("a"))
    host.publish(change, "Nome", None)
    host.type(cells_of("b"))
    assert host.value("Nome") == "a"


def test_a_routing_key_in_the_field_puts_the_caret_there() -> None:
    host, display, _ = host_of("Mario")
    host.press(Command(Key.ROUTE, cell=8))
    assert host.asked == [ActionRequest("Nome", Action.SET_CARET, offset=2)]
    assert row_of(display) == with_caret("Nome: Mario ed", 8)
    host.type(cells_of("xy"))
    assert host.value("Nome") == "Maxyrio"
    host.press(Command(Key.ROUTE, cell=13), *[Key.CARET_RIGHT] * 3)
    host.type(cells_of("z"))
    assert host.value("Nome") == "Maxyrioz"


def test_leaving_a_field_commits_and_judges_it() -> None:
    host, _, _ = host_of(table="it-6dot", contracted="it-g2", states="required")
    host.press(Key.CONTRACTION)
    host.type(load_translator("it-g2").translate("casa").cells)
    host.press(Command(Key.LINE_DOWN))
    assert host.value("Nome") == "casa"


def test_where_nothing_can_be_typed_the_reader_is_told() -> None:
    host, _, _ = host_of(states="readonly")
    host.type(cells_of("a"))
    assert host.value("Nome") == ""
    assert host.desk.history[-1].text == "questo non è un campo in cui scrivere"


def test_a_sensitive_field_shows_neither_text_nor_length() -> None:
    shown = []
    for text in ("a", "segreto lungo"):
        host, display, _ = host_of(sensitive=True)
        host.type(cells_of(text.replace(" ", "")))
        assert host.value("Nome") == text.replace(" ", "")
        shown.append(row_of(display))
    assert shown[0] == shown[1] == with_caret("Nome: *** ed", 9)


def test_messages_wait_until_the_typing_has_been_over_for_a_while() -> None:
    host, display, clock = host_of()
    host.type(cells_of("a"))
    host.desk.post("chiamata", Priority.MESSAGE)
    assert row_of(display) == with_caret("Nome: a ed", 7)
    host.desk.post("fuoco", Priority.IMPORTANT)
    assert row_of(display) == cells_of("fuoco")
    host.type(cells_of("b"))
    assert host.value("Nome") == "ab"
    host.press(Key.PAN_RIGHT)
    assert row_of(display) == with_caret("Nome: ab ed", 8)
    clock.now += TYPING_SECONDS
    host.desk.tick()
    assert row_of(display) == cells_of("chiamata")


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("email", ["a@b.it", "m.rossi+x@posta.esempio.com"], ["a", "a@b", "a b@c.it", "@b.it"]),
        ("tel", ["02 1234567", "+39 02/12-34"], ["zero due", "1", "+"]),
        ("number", ["12", "-1.249,90", "1.000.000", "3.5"], ["1,2,3", "dodici", "1.2.3"]),
        ("date", ["29/02/2024", "1.5.2026", "2026-05-01"], ["29/02/2023", "31/4/2026", "ieri"]),
        ("time", ["8:30", "23.59"], ["24:00", "8"]),
        ("url", ["https://a.it/b", "www.a.it"], ["a", "a b.it"]),
        ("text", ["qualunque cosa"], []),
    ],
)
def test_what_a_type_of_field_holds(kind: str, good: list[str], bad: list[str]) -> None:
    node = Node(id="a", role="textbox", input_type=kind)
    assert [one for one in good if problem_of(node, one)] == []
    assert [one for one in bad if not problem_of(node, one)] == []
    required = Node(id="a", role="textbox", input_type=kind, states=frozenset({State.REQUIRED}))
    assert problem_of(node, " ") is None
    assert problem_of(required, " ") == "required"
    assert problem_of(Node(id="a", max_length=3), "abcd") == "too long"
