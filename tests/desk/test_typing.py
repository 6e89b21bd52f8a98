"""Typing in Braille: what is pressed becomes the host's text, and the reader sees it at once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from random import Random
from typing import Any, NoReturn

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brailledesk.cells import cells_from_unicode, cells_to_unicode
from brailledesk.desk.commands import Action, ActionRequest, Command, Key
from brailledesk.desk.messages import Priority
from brailledesk.desk.profile_file import load_profile
from brailledesk.desk.session import TYPING_SECONDS, DeskSession, open_desk
from brailledesk.desk.translating import LineTranslator
from brailledesk.desk.typing_table import TypingTable
from brailledesk.desk.typist import Typist
from brailledesk.desk.validation import problem_of
from brailledesk.languages import run_translator
from brailledesk.screen import Caret, Change, Node, Patch, State
from brailledesk.translate import load_back_translator, load_translator
from brailledesk.translate.back.base import BrailleInput, InputState
from tests.desk.host import Host
from tests.desk.print_cells import cells_of
from tests.desk.screens import Clock, Display, n, screen

TYPEABLE = st.text("abcdefghilmnopqrstuvzABCDEFGZ0123456789,.:;-@ àèéìòù", max_size=14)


def _host(
    value: str = "",
    *,
    table: str = "it-8dot",
    contracted: str | None = None,
    offset: int | None = None,
    **fields: Any,
) -> tuple[Host, Display, Clock]:
    clock = Clock()
    desk = open_desk(table=table, contracted=contracted, profile="it", clock=clock)
    display = Display(40, status=4)
    desk.attach(display)
    caret = Caret("Nome", len(value) if offset is None else offset)
    shown = screen(
        n("textbox", "Nome", value=value, **fields), n("button", "Salva"), focus="Nome", caret=caret
    )
    return Host(desk, shown), display, clock


def _row(display: Display) -> bytes:
    return display.frames[-1].rows[0].rstrip(b"\0")


def _with_caret(text: str, place: int) -> bytes:
    cells = bytearray(cells_of(text))
    cells[place] |= 0xC0
    return bytes(cells)


def test_each_cell_counts_at_once_and_the_caret_follows() -> None:
    host, display, _ = _host()
    assert _row(display) == _with_caret("Nome:  ed", 6)
    host.type(cells_of("Ma"))
    assert host.value("Nome") == "Ma"
    assert _row(display) == _with_caret("Nome: Ma ed", 8)
    host.type(cells_of("rio"))
    assert host.value("Nome") == "Mario"
    assert [one.text for one in host.asked] == ["M", "a", "r", "i", "o"]


def test_a_sign_of_two_cells_is_shown_until_it_is_complete() -> None:
    host, display, _ = _host(table="it-6dot-exact")
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
    host, _, _ = _host(table=table)
    for place, word in enumerate(text.split(" ")):
        if place:
            host.press(Key.SPACE)
        host.type(load_translator(table).translate(word).cells)
    host.press(Key.COMMIT)
    assert host.value("Nome") == text


@settings(max_examples=15, deadline=None)
@given(TYPEABLE, st.integers(0, 14), TYPEABLE)
def test_a_slow_host_loses_nothing(value: str, place: int, text: str) -> None:
    """All is typed before the host has answered once; its answers come late, and in order."""
    offset = min(place, len(value))
    host, display, _ = _host(value, offset=offset)
    host.late = []
    host.type(cells_of(text))
    shown = _row(display)
    late, host.late = host.late, None
    for request in late:
        host.perform(request)
    assert host.value("Nome") == value[:offset] + text + value[offset:]
    if len(value) + len(text) < 28:
        assert _row(display) == shown


@settings(max_examples=60, deadline=None)
@given(TYPEABLE, st.integers(0, 14), TYPEABLE, st.randoms(use_true_random=False))
def test_a_slow_host_whose_screen_lives_loses_nothing(
    value: str, place: int, text: str, random: Random
) -> None:
    """Between keys it answers one of them, or none, or tells what else there is on the screen."""
    offset = min(place, len(value))
    host, _, _ = _host(value, offset=offset)
    host.late = []
    for cell in cells_of(text):
        host.type([cell])
        while random.random() < 0.5:
            if host.late and random.random() < 0.5:
                host.perform(host.late.pop(0))
            else:
                _tick(host, str(random.random()))
    for request in host.late:
        _tick(host, request.text)
        host.perform(request)
    assert host.value("Nome") == value[:offset] + text + value[offset:]
    assert host.desk._desk.screen.nodes["Nome"].value == host.value("Nome")


def _tick(host: Host, text: str) -> None:
    """Something else on the screen changes."""
    now = host.desk.screen.revision
    host.desk.patch(Patch(now, now + 1, (Change("Salva", {"description": text}),)))


def _in_two(host: Host, request: ActionRequest, *, caret_first: bool) -> None:
    """Perform an edit, and tell its value and its caret one after the other."""
    old = host.value("Nome")
    value = old[: request.start] + request.text + old[request.end :]
    caret = Caret("Nome", request.start + len(request.text))
    if caret_first and caret.offset <= len(old):
        host.publish({}, "Nome", caret)
    host.publish({"value": value}, "Nome", None)
    host.publish({}, "Nome", caret)


ANSWERS: dict[str, Callable[[Host, ActionRequest], None]] = {
    "whole": Host.perform,
    "value first": partial(_in_two, caret_first=False),
    "caret first": partial(_in_two, caret_first=True),
}


@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize("contracted", [None, "it-g2"])
@pytest.mark.parametrize("keys", [(), (Key.COMMIT,), (Key.SPACE,)], ids=["word", "commit", "space"])
def test_a_reader_who_types_and_reads_on_is_not_taken_back_by_the_answers(
    keys: tuple[Key, ...], contracted: str | None, answer: str
) -> None:
    host, display, _ = _host("ora e ", contracted=contracted)
    if contracted is not None:
        host.press(Key.CONTRACTION)
    host.late = []
    host.type(load_translator(contracted or "it-8dot").translate("ma ci").cells)
    host.press(*keys, Key.LINE_DOWN, Key.PAN_LEFT, Key.LINE_DOWN)
    shown = _row(display)
    _tick(host, "")
    for request in host.late:
        ANSWERS[answer](host, request)
        _tick(host, "")
    assert host.value("Nome").rstrip() == "ora e ma ci"
    assert _row(display) == shown
    end = len(host.value("Nome"))
    whole = Caret("Nome", end, anchor=end)  # a host that always says where a selection would begin
    host.publish({}, "Nome", whole)
    assert _row(display) == shown
    for caret in (Caret("Nome", 1), Caret("Nome", 4, anchor=0)):  # its own doing
        host.press(Key.LINE_DOWN)
        assert _row(display) == shown
        host.publish({}, "Nome", caret)
        assert _row(display) != shown
        assert display.frames[-1].cursor is not None


@pytest.mark.parametrize("key", [Key.CARET_LEFT, Key.ERASE])
def test_nor_by_those_to_carets_and_selections(key: Key) -> None:
    host, display, _ = _host("Mario")
    host.publish({}, "Nome", Caret("Nome", 0, anchor=5))
    host.late = []
    host.press(Key.CARET_LEFT, Key.CARET_RIGHT, Key.CARET_RIGHT, key, Key.LINE_DOWN)
    shown = _row(display)
    for request in host.late:
        _tick(host, "")
        host.perform(request)
    assert _row(display) == shown


def test_what_a_host_has_not_taken_in_ten_seconds_it_has_refused() -> None:
    host, display, clock = _host("12", input_type="number")
    host.late = []
    host.type(cells_of("x"))
    _tick(host, "1")
    assert "12x" in host.desk.texts()[0]
    clock.now += TYPING_SECONDS
    host.desk.tick()
    assert "12x" in host.desk.texts()[0]  # a host that says nothing may not have seen it yet
    _tick(host, "2")
    assert host.desk.texts()[0] == "Nome: 12 ed"
    assert _row(display) == _with_caret("Nome: 12 ed", 8)
    host.late = None
    host.type(cells_of("3"))
    assert host.value("Nome") == "123"


def test_a_host_that_names_a_value_has_the_last_word_also_where_it_is_the_old_one() -> None:
    host, _, _ = _host("1234", offset=2)
    host.late = []
    host.type(cells_of("x"))
    host.publish({"value": "1234"}, "Nome", None)
    host.late = None
    host.type(cells_of("5"))
    assert host.value("Nome") == "12534"


def test_what_was_sent_off_may_be_gone() -> None:
    """The host performs, sends and clears at once: for its screen nothing has changed."""
    host, _, _ = _host()
    host.late = []
    host.type(cells_of("ciao"))
    host.press(Key.ENTER)
    _tick(host, "sent")
    host.late = None
    host.type(cells_of("ok"))
    assert host.value("Nome") == "ok"


def test_a_host_that_does_two_edits_at_once_keeps_its_say() -> None:
    host, display, _ = _host("Mario")
    host.late = []
    host.type(cells_of("x"))
    host.press(Key.ERASE, Key.LINE_DOWN)  # in one turn it inserts and takes out
    shown = _row(display)
    host.late = None
    host.publish({}, "Nome", Caret("Nome", 1))
    assert _row(display) != shown
    host.type(cells_of("z"))
    assert host.value("Nome") == "Mzario"


@pytest.mark.parametrize("at_once", [False, True])
def test_a_host_that_writes_capitals_takes_nobody_back(*, at_once: bool) -> None:
    host, display, _ = _host()
    host.late = []
    host.type(cells_of("rss"))
    host.press(Key.LINE_DOWN)
    shown = _row(display)
    for end in [3] if at_once else [1, 2, 3]:
        host.publish({"value": "RSS"[:end]}, "Nome", Caret("Nome", end))
        assert _row(display) == shown
    host.press(Key.TO_FOCUS)
    assert host.desk.texts()[0] == "Nome: RSS ed"
    host.late = None
    host.type(cells_of("m"))
    assert host.value("Nome") == "RSSm"


@pytest.mark.parametrize("way", ["route", "keys"])
def test_a_caret_that_a_silent_or_slow_host_was_asked_for_stays(way: str) -> None:
    host, display, _ = _host("Mario")
    host.late = []
    if way == "route":
        host.press(Command(Key.ROUTE, cell=display.frames[-1].cursor[1] - 3))  # type: ignore[index]
    else:
        host.press(*[Key.CARET_LEFT] * 3)
    _tick(host, "1")
    host.type(cells_of("x"))
    for request in host.late:
        host.perform(request)
        _tick(host, request.text)
    assert host.value("Nome") == "Maxrio"


def test_what_was_typed_before_the_reader_went_elsewhere_is_still_on_its_way() -> None:
    host, _, _ = _host()
    host.late = []
    host.type(cells_of("cas"))
    host.desk.end_typing()
    _tick(host, "1")
    host.type(cells_of("a"))
    for request in host.late:
        host.perform(request)
    assert host.value("Nome") == "casa"


def test_a_word_that_waited_long_is_not_refused_when_it_is_asked_for() -> None:
    host, display, clock = _host(table="it-6dot", contracted="it-g2")
    host.press(Key.CONTRACTION)
    host.type(load_translator("it-g2").translate("perché").cells)
    clock.now += TYPING_SECONDS + 2
    host.late = []
    host.press(Key.LINE_DOWN)
    shown = _row(display)
    _tick(host, "")
    for request in host.late:
        host.perform(request)
    assert host.value("Nome") == "perché"
    assert _row(display) == shown


def test_undo_puts_the_hosts_caret_back_too() -> None:
    host, _, _ = _host("abb", offset=2)
    host.press(Key.ERASE, Key.UNDO)
    assert host.value("Nome") == "abb"
    assert host.desk.screen.caret == Caret("Nome", 2)
    host.type(cells_of("x"))
    assert host.value("Nome") == "abxb"


def test_a_password_that_the_host_does_not_tell_is_not_taken_for_refused() -> None:
    host, _, clock = _host(sensitive=True)
    host.late = []
    host.type(cells_of("se"))
    clock.now += TYPING_SECONDS
    host.desk.tick()
    _tick(host, "1")
    host.type(cells_of("gr"))
    assert [(one.start, one.text) for one in host.late] == list(enumerate("segr"))


@pytest.mark.parametrize(("before", "after"), [("5 ", "5 €"), ("", "E"), ("via ", "via E")])
def test_what_stands_before_a_word_is_read_with_it(before: str, after: str) -> None:
    """46-15 is the euro behind a number, else a capital E: tables.md, 6.5."""
    host, _, _ = _host(before, table="it-6dot-exact")
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
    host, display, _ = _host(table="it-6dot-exact", contracted="it-g2")
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
        host, _, _ = _host(table="it-8dot", contracted="it-g2", input_type=kind)
        host.press(Key.CONTRACTION)
        host.type(cells_of("12"))
        assert host.value("Nome") == "12"


def test_the_word_at_the_caret_is_read_uncontracted() -> None:
    host, display, _ = _host("perché non", table="it-6dot", contracted="it-g2", offset=3)
    plain = load_translator("it-6dot").translate("perché").cells
    host.press(Key.CONTRACTION)
    cells = bytes(one & 0x3F for one in _row(display))
    assert plain in cells
    host.publish({}, "Nome", Caret("Nome", 9))
    cells = bytes(one & 0x3F for one in _row(display))
    assert plain not in cells
    assert load_translator("it-6dot").translate("non").cells in cells


def test_erasing_takes_back_a_cell_then_characters_with_their_accents() -> None:
    host, _, _ = _host("Noe\u0301", table="it-6dot-exact")
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
    host, _, _ = _host("abc")
    host.type(cells_of(" uno due"))
    host.press(Key.UNDO)
    assert host.value("Nome") == "abc uno "
    host.press(Key.ERASE, Key.UNDO, Key.UNDO, Key.UNDO)
    assert host.value("Nome") == "abc "
    host.press(Key.UNDO, Key.UNDO)
    assert host.value("Nome") == "abc"


def test_enter_commits_judges_and_submits() -> None:
    host, _, _ = _host(input_type="email", contracted="it-g2")
    host.type(cells_of("mario@"))
    host.press(Key.ENTER)
    assert host.asked[-1].action is Action.SUBMIT
    assert host.desk.history[-1].text == "non è un indirizzo e-mail"


def test_a_field_of_several_lines_takes_enter_as_a_line() -> None:
    host, display, _ = _host("uno", states="multiline")
    host.press(Key.ENTER)
    host.type(cells_of("due"))
    assert host.value("Nome") == "uno\ndue"
    assert _row(display) == _with_caret("due ", 3)
    host.press(*[Key.CARET_LEFT] * 4)
    assert _row(display) == _with_caret("Nome: uno rig ed", 9)


def test_what_is_selected_gives_way_to_what_is_typed() -> None:
    host, _, _ = _host("Mario Rossi")
    host.publish({}, "Nome", Caret("Nome", 5, 0))
    host.type(cells_of("Anna"))
    assert host.value("Nome") == "Anna Rossi"
    host.publish({}, "Nome", Caret("Nome", 4, 10))
    host.press(Key.ERASE)
    assert host.value("Nome") == "Anna"
    host.press(Key.UNDO, Key.UNDO, Key.UNDO)
    assert host.value("Nome") == "Mario Rossi"


def test_a_selection_is_cut_once_by_a_host_that_is_silent_about_its_caret() -> None:
    host, _, _ = _host("Mario Rossi")
    host.publish({}, "Nome", Caret("Nome", 5, 0))
    for dots in cells_of("Anna"):
        for request in host.desk.command(Command(Key.TYPE, dots=dots)):
            value = host.value("Nome")
            value = value[: request.start] + request.text + value[request.end :]
            host.publish({"value": value}, "Nome", None)
    assert host.value("Nome") == "Anna Rossi"


def test_the_hosts_own_word_wins_and_typing_goes_on_behind_it() -> None:
    host, display, _ = _host()
    host.type(cells_of("ab"))
    host.publish({"value": "AB-"}, "Nome", Caret("Nome", 3))
    assert _row(display) == _with_caret("Nome: AB- ed", 9)
    host.type(cells_of("c"))
    assert host.value("Nome") == "AB-c"


def test_cells_of_a_contracted_word_outlive_a_change_by_the_host() -> None:
    host, _, _ = _host(table="it-6dot", contracted="it-g2")
    host.press(Key.CONTRACTION)
    host.type(load_translator("it-g2").translate("perché").cells)
    host.publish({"value": "Sì "}, "Nome", Caret("Nome", 3))
    host.press(Key.COMMIT)
    assert host.value("Nome") == "Sì perché"


def test_when_the_focus_goes_elsewhere_what_was_pending_is_asked_for() -> None:
    host, _, _ = _host(table="it-6dot", contracted="it-g2", max_length=3)
    host.press(Key.CONTRACTION)
    host.type(load_translator("it-g2").translate("perché").cells)
    asked = host.desk.patch(Patch(1, 2, focus="Salva", moves_focus=True))
    assert [(one.node, one.action, one.text) for one in asked] == [("Nome", Action.EDIT, "perché")]
    assert host.desk.history[-1].text == "troppo lungo"


@pytest.mark.parametrize("change", [{"role": "button"}, {"states": frozenset({State.READONLY})}])
def test_a_field_that_is_none_any_more_is_not_typed_into(change: dict[str, Any]) -> None:
    host, _, _ = _host()
    host.type(cells_of("a"))
    host.publish(change, "Nome", None)
    host.type(cells_of("b"))
    assert host.value("Nome") == "a"


def test_a_routing_key_in_the_field_puts_the_caret_there() -> None:
    host, display, _ = _host("Mario")
    host.press(Command(Key.ROUTE, cell=8))
    assert host.asked == [ActionRequest("Nome", Action.SET_CARET, offset=2)]
    assert _row(display) == _with_caret("Nome: Mario ed", 8)
    host.type(cells_of("xy"))
    assert host.value("Nome") == "Maxyrio"
    host.press(Command(Key.ROUTE, cell=13), *[Key.CARET_RIGHT] * 3)
    host.type(cells_of("z"))
    assert host.value("Nome") == "Maxyrioz"


def test_a_caret_that_is_routed_takes_the_other_display_along() -> None:
    long = "uno due tre quattro cinque sei sette otto nove"
    host, display, _ = _host(long, offset=len(long))
    narrow = Display(20)
    host.desk.attach(narrow)
    host.press(Key.TO_FOCUS, Key.PAN_LEFT)
    place = display.geometry.columns - 1
    while host.desk.source_at(0, place) is None:
        place -= 1
    host.press(Command(Key.ROUTE, cell=place))
    offset = host.asked[-1].offset
    assert 20 < offset < len(long)
    for one in (display, narrow):
        assert sum(cell & 0xC0 == 0xC0 for cell in one.frames[-1].rows[0]) == 1


def test_leaving_a_field_commits_and_judges_it() -> None:
    host, _, _ = _host(table="it-6dot", contracted="it-g2", states="required")
    host.press(Key.CONTRACTION)
    host.type(load_translator("it-g2").translate("casa").cells)
    host.press(Command(Key.LINE_DOWN))
    assert host.value("Nome") == "casa"


def test_where_nothing_can_be_typed_the_reader_is_told() -> None:
    host, _, _ = _host(states="readonly")
    host.type(cells_of("a"))
    assert host.value("Nome") == ""
    assert host.desk.history[-1].text == "questo non è un campo in cui scrivere"


def test_a_sensitive_field_shows_neither_text_nor_length() -> None:
    shown = []
    for text in ("a", "segreto lungo"):
        host, display, _ = _host(sensitive=True)
        host.type(cells_of(text.replace(" ", "")))
        assert host.value("Nome") == text.replace(" ", "")
        shown.append(_row(display))
    assert shown[0] == shown[1] == _with_caret("Nome: *** ed", 9)


def test_messages_wait_until_the_typing_has_been_over_for_a_while() -> None:
    host, display, clock = _host()
    host.type(cells_of("a"))
    host.desk.post("chiamata", Priority.MESSAGE)
    assert _row(display) == _with_caret("Nome: a ed", 7)
    host.desk.post("fuoco", Priority.IMPORTANT)
    assert _row(display) == cells_of("fuoco")
    host.type(cells_of("b"))
    assert host.value("Nome") == "ab"
    host.press(Key.PAN_RIGHT)
    assert _row(display) == _with_caret("Nome: ab ed", 8)
    clock.now += TYPING_SECONDS
    host.desk.tick()
    assert _row(display) == cells_of("chiamata")


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
