"""What a host says of a field while it is typed into: answers, late ones, and words of its own."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brailledesk.desk.commands import ActionRequest, Command, Key
from brailledesk.desk.session import TYPING_SECONDS
from brailledesk.screen import Caret, Change, Patch
from brailledesk.translate import load_translator
from tests.desk.fields import TYPEABLE, host_of, row_of, with_caret
from tests.desk.host import Host
from tests.desk.print_cells import cells_of
from tests.desk.screens import Display


@settings(max_examples=15, deadline=None)
@given(TYPEABLE, st.integers(0, 14), TYPEABLE)
def test_a_slow_host_loses_nothing(value: str, place: int, text: str) -> None:
    """All is typed before the host has answered once; its answers come late, and in order."""
    offset = min(place, len(value))
    host, display, _ = host_of(value, offset=offset)
    host.late = []
    host.type(cells_of(text))
    shown = row_of(display)
    late, host.late = host.late, None
    for request in late:
        host.perform(request)
    assert host.value("Nome") == value[:offset] + text + value[offset:]
    if len(value) + len(text) < 28:
        assert row_of(display) == shown


@settings(max_examples=60, deadline=None)
@given(TYPEABLE, st.integers(0, 14), TYPEABLE, st.randoms(use_true_random=False))
def test_a_slow_host_whose_screen_lives_loses_nothing(
    value: str, place: int, text: str, random: Random
) -> None:
    """Between keys it answers one of them, or none, or tells what else there is on the screen."""
    offset = min(place, len(value))
    host, _, _ = host_of(value, offset=offset)
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
    host, display, _ = host_of("ora e ", contracted=contracted)
    if contracted is not None:
        host.press(Key.CONTRACTION)
    host.late = []
    host.type(load_translator(contracted or "it-8dot").translate("ma ci").cells)
    host.press(*keys, Key.LINE_DOWN, Key.PAN_LEFT, Key.LINE_DOWN)
    shown = row_of(display)
    _tick(host, "")
    for request in host.late:
        ANSWERS[answer](host, request)
        _tick(host, "")
    assert host.value("Nome").rstrip() == "ora e ma ci"
    assert row_of(display) == shown
    end = len(host.value("Nome"))
    whole = Caret("Nome", end, anchor=end)  # a host that always says where a selection would begin
    host.publish({}, "Nome", whole)
    assert row_of(display) == shown
    for caret in (Caret("Nome", 1), Caret("Nome", 4, anchor=0)):  # its own doing
        host.press(Key.LINE_DOWN)
        assert row_of(display) == shown
        host.publish({}, "Nome", caret)
        assert row_of(display) != shown
        assert display.frames[-1].cursor is not None


@pytest.mark.parametrize("key", [Key.CARET_LEFT, Key.ERASE])
def test_nor_by_those_to_carets_and_selections(key: Key) -> None:
    host, display, _ = host_of("Mario")
    host.publish({}, "Nome", Caret("Nome", 0, anchor=5))
    host.late = []
    host.press(Key.CARET_LEFT, Key.CARET_RIGHT, Key.CARET_RIGHT, key, Key.LINE_DOWN)
    shown = row_of(display)
    for request in host.late:
        _tick(host, "")
        host.perform(request)
    assert row_of(display) == shown


def test_what_a_host_has_not_taken_in_ten_seconds_it_has_refused() -> None:
    host, display, clock = host_of("12", input_type="number")
    host.late = []
    host.type(cells_of("x"))
    _tick(host, "1")
    assert "12x" in host.desk.texts()[0]
    clock.now += TYPING_SECONDS
    host.desk.tick()
    assert "12x" in host.desk.texts()[0]  # a host that says nothing may not have seen it yet
    _tick(host, "2")
    assert host.desk.texts()[0] == "Nome: 12 ed"
    assert row_of(display) == with_caret("Nome: 12 ed", 8)
    host.late = None
    host.type(cells_of("3"))
    assert host.value("Nome") == "123"


def test_a_host_that_names_a_value_has_the_last_word_also_where_it_is_the_old_one() -> None:
    host, _, _ = host_of("1234", offset=2)
    host.late = []
    host.type(cells_of("x"))
    host.publish({"value": "1234"}, "Nome", None)
    host.late = None
    host.type(cells_of("5"))
    assert host.value("Nome") == "12534"


def test_what_was_sent_off_may_be_gone() -> None:
    """The host performs, sends and clears at once: for its screen nothing has changed."""
    host, _, _ = host_of()
    host.late = []
    host.type(cells_of("ciao"))
    host.press(Key.ENTER)
    _tick(host, "sent")
    host.late = None
    host.type(cells_of("ok"))
    assert host.value("Nome") == "ok"


def test_a_host_that_does_two_edits_at_once_keeps_its_say() -> None:
    host, display, _ = host_of("Mario")
    host.late = []
    host.type(cells_of("x"))
    host.press(Key.ERASE, Key.LINE_DOWN)  # in one turn it inserts and takes out
    shown = row_of(display)
    host.late = None
    host.publish({}, "Nome", Caret("Nome", 1))
    assert row_of(display) != shown
    host.type(cells_of("z"))
    assert host.value("Nome") == "Mzario"


@pytest.mark.parametrize("at_once", [False, True])
def test_a_host_that_writes_capitals_takes_nobody_back(*, at_once: bool) -> None:
    host, display, _ = host_of()
    host.late = []
    host.type(cells_of("rss"))
    host.press(Key.LINE_DOWN)
    shown = row_of(display)
    for end in [3] if at_once else [1, 2, 3]:
        host.publish({"value": "RSS"[:end]}, "Nome", Caret("Nome", end))
        assert row_of(display) == shown
    host.press(Key.TO_FOCUS)
    assert host.desk.texts()[0] == "Nome: RSS ed"
    host.late = None
    host.type(cells_of("m"))
    assert host.value("Nome") == "RSSm"


@pytest.mark.parametrize("way", ["route", "keys"])
def test_a_caret_that_a_silent_or_slow_host_was_asked_for_stays(way: str) -> None:
    host, display, _ = host_of("Mario")
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
    host, _, _ = host_of()
    host.late = []
    host.type(cells_of("cas"))
    host.desk.end_typing()
    _tick(host, "1")
    host.type(cells_of("a"))
    for request in host.late:
        host.perform(request)
    assert host.value("Nome") == "casa"


def test_a_word_that_waited_long_is_not_refused_when_it_is_asked_for() -> None:
    host, display, clock = host_of(table="it-6dot", contracted="it-g2")
    host.press(Key.CONTRACTION)
    host.type(load_translator("it-g2").translate("perché").cells)
    clock.now += TYPING_SECONDS + 2
    host.late = []
    host.press(Key.LINE_DOWN)
    shown = row_of(display)
    _tick(host, "")
    for request in host.late:
        host.perform(request)
    assert host.value("Nome") == "perché"
    assert row_of(display) == shown


def test_undo_puts_the_hosts_caret_back_too() -> None:
    host, _, _ = host_of("abb", offset=2)
    host.press(Key.ERASE, Key.UNDO)
    assert host.value("Nome") == "abb"
    assert host.desk.screen.caret == Caret("Nome", 2)
    host.type(cells_of("x"))
    assert host.value("Nome") == "abxb"


def test_a_password_that_the_host_does_not_tell_is_not_taken_for_refused() -> None:
    host, _, clock = host_of(sensitive=True)
    host.late = []
    host.type(cells_of("se"))
    clock.now += TYPING_SECONDS
    host.desk.tick()
    _tick(host, "1")
    host.type(cells_of("gr"))
    assert [(one.start, one.text) for one in host.late] == list(enumerate("segr"))


def test_the_hosts_own_word_wins_and_typing_goes_on_behind_it() -> None:
    host, display, _ = host_of()
    host.type(cells_of("ab"))
    host.publish({"value": "AB-"}, "Nome", Caret("Nome", 3))
    assert row_of(display) == with_caret("Nome: AB- ed", 9)
    host.type(cells_of("c"))
    assert host.value("Nome") == "AB-c"


def test_cells_of_a_contracted_word_outlive_a_change_by_the_host() -> None:
    host, _, _ = host_of(table="it-6dot", contracted="it-g2")
    host.press(Key.CONTRACTION)
    host.type(load_translator("it-g2").translate("perché").cells)
    host.publish({"value": "Sì "}, "Nome", Caret("Nome", 3))
    host.press(Key.COMMIT)
    assert host.value("Nome") == "Sì perché"


def test_a_caret_that_is_routed_takes_the_other_display_along() -> None:
    long = "uno due tre quattro cinque sei sette otto nove"
    host, display, _ = host_of(long, offset=len(long))
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
