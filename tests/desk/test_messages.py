"""The five priorities, rule by rule as SSIP has them; showing is what speaking is there."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brailledesk.desk.messages import HISTORY, Message, Messages, Priority

IMPORTANT, MESSAGE, TEXT, NOTIFICATION, PROGRESS = Priority


class Box:
    """Messages with a clock that is moved by hand."""

    def __init__(self) -> None:
        self.messages = Messages(seconds=5.0, progress_seconds=1.0)
        self.now = 100.0

    def post(self, text: str, priority: Priority, **fields: object) -> str | None:
        self.messages.post(Message(text, priority, time=self.now, **fields))  # type: ignore[arg-type]
        return self.shown

    def after(self, seconds: float) -> str | None:
        self.now += seconds
        self.messages.tick(self.now)
        return self.shown

    def dismiss(self) -> str | None:
        self.messages.dismiss(self.now)
        return self.shown

    def typing(self, *, on: bool) -> str | None:
        self.messages.typing(self.now, is_typing=on)
        return self.shown

    @property
    def shown(self) -> str | None:
        return None if self.messages.shown is None else self.messages.shown.text


@pytest.fixture
def box() -> Box:
    return Box()


def test_an_important_message_stays_until_a_key(box: Box) -> None:
    assert box.post("fuoco", IMPORTANT) == "fuoco"
    assert box.after(10_000) == "fuoco"
    assert box.messages.due() is None
    assert box.dismiss() is None


def test_important_messages_come_one_after_another(box: Box) -> None:
    box.post("uno", IMPORTANT)
    assert box.post("due", IMPORTANT) == "uno"
    assert box.post("tre", IMPORTANT) == "uno"
    assert [box.dismiss(), box.dismiss(), box.dismiss()] == ["due", "tre", None]


@pytest.mark.parametrize("lower", [MESSAGE, TEXT, PROGRESS])
def test_an_important_message_cancels_what_is_shown(box: Box, lower: Priority) -> None:
    assert box.post("prima", lower) == "prima"
    assert box.post("fuoco", IMPORTANT) == "fuoco"
    assert box.dismiss() is None


def test_messages_and_texts_that_wait_are_postponed_by_an_important_one(box: Box) -> None:
    box.post("uno", MESSAGE)
    box.post("due", MESSAGE)
    box.post("testo", TEXT)
    assert box.post("fuoco", IMPORTANT) == "fuoco"
    assert [box.dismiss(), box.dismiss(), box.dismiss()] == ["due", "testo", None]


def test_messages_wait_for_each_other_and_end_after_their_time(box: Box) -> None:
    box.post("uno", MESSAGE)
    assert box.post("due", MESSAGE) == "uno"
    assert box.after(4.9) == "uno"
    assert box.after(0.1) == "due"
    assert box.messages.due() == box.now + 5
    assert box.after(5) is None


def test_a_message_cancels_text_and_progress(box: Box) -> None:
    box.post("testo", TEXT)
    assert box.post("uno", MESSAGE) == "uno"
    assert box.dismiss() is None
    box.post("10%", PROGRESS)
    assert box.post("due", MESSAGE) == "due"
    assert box.dismiss() is None


def test_a_text_replaces_a_text_and_waits_for_messages(box: Box) -> None:
    box.post("uno", TEXT)
    assert box.post("due", TEXT) == "due"
    box.post("messaggio", MESSAGE)
    assert box.post("tre", TEXT) == "messaggio"
    assert box.post("quattro", TEXT) == "messaggio"
    assert [box.dismiss(), box.dismiss()] == ["quattro", None]


def test_a_text_cancels_progress(box: Box) -> None:
    box.post("10%", PROGRESS)
    box.post("20%", PROGRESS)
    assert box.post("testo", TEXT) == "testo"
    assert box.dismiss() is None


def test_notifications_are_counted_and_never_take_the_display(box: Box) -> None:
    assert box.post("chat", NOTIFICATION, channel="chat") is None
    box.post("mail", NOTIFICATION, channel="mail")
    assert box.messages.waiting == 2
    box.post("mail", NOTIFICATION, channel="mail")
    assert box.messages.waiting == 3
    read = box.messages.read_notifications()
    assert [(one.text, one.count) for one in read] == [("chat", 1), ("mail", 2)]
    assert box.messages.waiting == 0


@pytest.mark.parametrize("higher", [IMPORTANT, MESSAGE, TEXT])
def test_progress_is_cancelled_while_anything_else_is_shown(box: Box, higher: Priority) -> None:
    box.post("altro", higher)
    assert box.post("10%", PROGRESS) == "altro"
    assert box.dismiss() is None


def test_of_progress_the_last_is_shown_and_none_interrupts_another(box: Box) -> None:
    assert box.post("1%", PROGRESS) == "1%"
    for percent in range(2, 101):
        assert box.post(f"{percent}%", PROGRESS) == "1%"
    assert box.after(1) == "100%"
    assert box.after(1) is None


def test_nothing_but_important_messages_comes_over_a_field_being_typed_in(box: Box) -> None:
    assert box.post("prima", MESSAGE) == "prima"
    assert box.typing(on=True) is None
    for priority in (MESSAGE, TEXT, PROGRESS):
        assert box.post(priority.name, priority) is None
    assert box.post("fuoco", IMPORTANT) == "fuoco"
    assert box.dismiss() is None
    assert box.after(1000) is None
    assert box.typing(on=False) == "prima"
    assert [box.dismiss(), box.dismiss(), box.dismiss()] == ["MESSAGE", "TEXT", None]


def test_a_message_may_stay_until_a_key_or_for_its_own_time(box: Box) -> None:
    box.post("conferma", MESSAGE, seconds=0)
    assert box.after(10_000) == "conferma"
    box.dismiss()
    box.post("breve", MESSAGE, seconds=1)
    assert box.after(1) is None


def test_the_same_message_again_is_counted_and_takes_the_place_of_the_first(box: Box) -> None:
    box.post("in coda: 3", MESSAGE, channel="coda", key="coda")
    box.post("altro", MESSAGE)
    box.post("in coda: 4", MESSAGE, channel="coda", key="coda")
    assert (box.shown, box.messages.shown and box.messages.shown.count) == ("in coda: 4", 2)
    assert [box.dismiss(), box.dismiss()] == ["altro", None]


def test_who_posts_too_much_loses_its_own_messages_only(box: Box) -> None:
    for place in range(300):
        box.post(f"muro {place}", IMPORTANT, sender="page https://a.example")
    box.post("Chiamata: Mario", IMPORTANT)
    read = [box.shown]
    while read[-1] is not None:
        read.append(box.dismiss())
    assert read[-2] == "Chiamata: Mario"
    assert len(read) < 150
    assert read[:2] == ["muro 0", "muro 1"]


@pytest.mark.parametrize("text", ["", " \n", "\u202e\u200b"])
def test_a_message_without_a_word_covers_nothing(box: Box, text: str) -> None:
    box.post(text, IMPORTANT)
    assert box.shown is None
    assert not box.messages.history


def test_an_important_message_is_not_lost_behind_many_others(box: Box) -> None:
    box.post("prima", IMPORTANT)
    for place in range(300):
        box.post(f"chat {place}", MESSAGE)
    box.post("incendio", IMPORTANT)
    assert [box.dismiss(), box.dismiss()] == ["incendio", "chat 0"]


def test_what_interrupts_is_shown_at_once_and_gives_back_what_it_covered(box: Box) -> None:
    for place in range(150):
        box.post(f"muro {place}", IMPORTANT)
    codice = Message("codice", IMPORTANT, "desk", box.now, "k", 120)
    box.messages.interrupt(codice)
    assert box.shown == "codice"
    assert box.post("ancora", IMPORTANT) == "codice"
    box.messages.interrupt(Message("finito", IMPORTANT, "desk", box.now, "k", 3))
    assert box.shown == "finito"
    assert box.after(3) == "muro 0"
    assert box.dismiss() == "muro 1"
    assert {one.text for one in box.messages.history}.isdisjoint({"codice", "finito"})


@pytest.mark.parametrize("covered", [IMPORTANT, MESSAGE, TEXT, PROGRESS])
def test_what_interrupts_covers_any_other(box: Box, covered: Priority) -> None:
    box.post("prima", covered)
    box.messages.interrupt(Message("codice", IMPORTANT, "desk", box.now, "k", 120))
    assert box.shown == "codice"
    assert box.after(120) == "prima"


def test_the_history_has_all_with_time_and_channel(box: Box) -> None:
    for place in range(HISTORY + 50):
        box.now += 1
        box.post(str(place), Priority(place % 5 + 1), channel="prova")
    kept = list(box.messages.history)
    assert len(kept) == HISTORY >= 200
    assert (kept[-1].text, kept[-1].time, kept[-1].channel) == ("549", box.now, "prova")
    assert kept[0].text == "50"


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("post"), st.sampled_from(Priority), st.integers(0, 3)),
            st.tuples(st.just("wait"), st.floats(0, 12), st.none()),
            st.tuples(st.just("dismiss"), st.none(), st.none()),
            st.tuples(st.just("typing"), st.booleans(), st.none()),
        ),
        max_size=40,
    )
)
def test_whatever_comes_the_most_urgent_is_shown(steps: list[tuple[str, object, object]]) -> None:
    """No message is shown while a more urgent one waits that may be shown; and all ends."""
    box = Box()
    typing = False
    for what, first, second in steps:
        if what == "post":
            assert isinstance(first, Priority)
            box.post(str(second), first)
        elif what == "wait":
            assert isinstance(first, float)
            box.after(first)
        elif what == "dismiss":
            box.dismiss()
        else:
            typing = bool(first)
            box.typing(on=typing)
        shown = box.messages.shown
        if shown is not None:
            assert shown.priority is not NOTIFICATION
            assert not typing or shown.priority is IMPORTANT
            waiting = [one.priority for one in box.messages._waiting]
            assert IMPORTANT not in waiting or shown.priority is IMPORTANT
    box.typing(on=False)
    for _ in range(200):
        box.dismiss()
    assert box.shown is None
    assert box.messages.waiting == sum(one.count for one in box.messages.unread)
