"""SSIP's priorities, sentence by sentence of its manual, and as properties of any sequence."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from brailledesk.speech import order as order_module
from brailledesk.speech.order import Order, Priority, Utterance
from brailledesk.text import Run

IMPORTANT, MESSAGE, TEXT, NOTIFICATION, PROGRESS = Priority


def _say(priority: Priority, text: str = "", *, is_asked: bool = False) -> Utterance:
    return Utterance((Run(text or priority.value),), priority, is_asked=is_asked)


def _spoken(order: Order) -> list[str]:
    """Speak until there is nothing left."""
    words: list[str] = []
    while True:
        current = order.current or order.begin()
        if current is None:
            return words
        words.append(current.runs[0].text)
        order.end(current)


def _after(*utterances: Utterance) -> Order:
    """An order in which the first of the utterances is being spoken when the others arrive."""
    order = Order()
    order.arrive(utterances[0])
    order.begin()
    for utterance in utterances[1:]:
        order.arrive(utterance)
    return order


def test_important_cancels_what_is_spoken_and_postpones_what_waits() -> None:
    for spoken in (MESSAGE, TEXT, NOTIFICATION):
        order = _after(_say(spoken), _say(IMPORTANT))
        assert order.current is None
        assert _spoken(order) == ["important"]
    order = _after(_say(MESSAGE, "one"), _say(MESSAGE, "two"), _say(TEXT), _say(IMPORTANT))
    assert _spoken(order) == ["important", "two", "text"]


def test_important_is_never_interrupted() -> None:
    for priority in Priority:
        order = _after(_say(IMPORTANT, "first"), _say(priority, "second"))
        assert order.current is not None
        assert order.current.runs[0].text == "first"
    order = _after(*(_say(IMPORTANT, word) for word in "abc"))
    assert _spoken(order) == ["a", "b", "c"]


def test_messages_do_not_interrupt_each_other() -> None:
    assert _spoken(_after(*(_say(MESSAGE, word) for word in "abc"))) == ["a", "b", "c"]


def test_a_message_cancels_text_and_notification_spoken_or_waiting() -> None:
    assert _spoken(_after(_say(TEXT), _say(MESSAGE))) == ["message"]
    assert _spoken(_after(_say(NOTIFICATION), _say(MESSAGE))) == ["message"]
    order = _after(_say(IMPORTANT), _say(TEXT), _say(MESSAGE))
    assert _spoken(order) == ["important", "message"]


def test_of_texts_the_newest_is_spoken() -> None:
    assert _spoken(_after(_say(TEXT, "a"), _say(TEXT, "b"), _say(TEXT, "c"))) == ["c"]
    order = _after(_say(MESSAGE), _say(TEXT, "a"), _say(TEXT, "b"))
    assert _spoken(order) == ["message", "b"]
    assert _spoken(_after(_say(NOTIFICATION), _say(TEXT))) == ["text"]


def test_a_notification_is_spoken_only_where_nothing_else_is() -> None:
    for other in (IMPORTANT, MESSAGE, TEXT, PROGRESS):
        assert _spoken(_after(_say(other), _say(NOTIFICATION))) == [other.value]
    assert _spoken(_after(_say(NOTIFICATION, "a"), _say(NOTIFICATION, "b"))) == ["b"]


def test_progress_does_not_interrupt_itself_and_its_last_is_heard() -> None:
    order = _after(*(_say(PROGRESS, f"{part} %") for part in (10, 20, 30, 100)))
    assert _spoken(order) == ["10 %", "100 %"]
    order = _after(_say(TEXT), _say(PROGRESS, "50 %"), _say(PROGRESS, "100 %"))
    assert _spoken(order) == ["text", "100 %"]


def test_the_last_progress_is_heard_though_it_was_interrupted() -> None:
    assert _spoken(_after(_say(PROGRESS, "100 %"), _say(MESSAGE))) == ["message", "100 %"]
    assert _spoken(_after(_say(PROGRESS, "100 %"), _say(IMPORTANT))) == ["important", "100 %"]


def test_the_last_progress_has_the_priority_message() -> None:
    order = _after(_say(TEXT), _say(PROGRESS, "99 %"))
    order.stop()
    last = order.begin()
    assert last is not None
    order.arrive(_say(TEXT))
    assert order.current is last


def test_a_pause_loses_nothing_but_what_passes() -> None:
    order = _after(_say(MESSAGE, "one"), _say(MESSAGE, "two"))
    order.pause()
    assert order.current is None
    assert order.begin() is None
    late = _say(NOTIFICATION)
    assert order.arrive(late) == [late]
    order.arrive(_say(TEXT))
    order.resume()
    assert _spoken(order) == ["one", "two", "text"]


def test_in_a_call_only_what_the_reader_asks_for_is_spoken() -> None:
    order = _after(_say(MESSAGE, "news"), _say(TEXT, "line"))
    gone = order.begin_call()
    assert [one.runs[0].text for one in gone] == ["line"]
    assert order.begin() is None
    assert order.arrive(_say(TEXT, "focus"))[0].runs[0].text == "focus"
    order.arrive(_say(IMPORTANT, "alarm"))
    assert order.begin() is None
    order.arrive(_say(TEXT, "asked", is_asked=True))
    asked = order.begin()
    assert asked is not None
    assert asked.is_asked
    order.end(asked)
    assert order.is_idle
    order.end_call()
    assert _spoken(order) == ["alarm", "news"]


def test_whoever_floods_loses_the_least() -> None:
    order = _after(_say(IMPORTANT))
    gone = []
    for number in range(order_module.MOST_WAITING + 5):
        gone += order.arrive(_say(MESSAGE, str(number)))
    assert [one.runs[0].text for one in gone] == ["0", "1", "2", "3", "4"]


_STEPS = st.lists(
    st.sampled_from([*Priority, "begin", "end", "stop", "pause", "resume", "call", "hang up"]),
    max_size=40,
)


@given(_STEPS)
def test_every_utterance_has_one_fate(steps: list[Priority | str]) -> None:  # noqa: C901
    """Spoken once or cancelled once, whatever happens in between; the voice is never stuck."""
    order = Order()
    arrived: list[Utterance] = []
    gone: list[Utterance] = []
    spoken: list[Utterance] = []
    for step in steps:
        match step:
            case Priority():
                arrived.append(_say(step))
                gone += order.arrive(arrived[-1])
            case "begin":
                order.begin()
            case "end" if order.current:
                spoken.append(order.current)
                order.end(order.current)
            case "stop":
                gone += order.stop()
            case "pause":
                order.pause()
            case "resume":
                order.resume()
            case "call":
                gone += order.begin_call()
            case "hang up":
                order.end_call()
    order.resume()
    order.end_call()
    while current := order.current or order.begin():
        spoken.append(current)
        order.end(current)
    assert order.is_idle
    fates = [*gone, *spoken]
    assert len(fates) == len(arrived)
    assert {id(one) for one in fates} == {id(one) for one in arrived}


def test_what_is_given_up_is_gone_wherever_it_is() -> None:
    spoken, waiting, late = _say(MESSAGE, "uno"), _say(MESSAGE, "due"), _say(MESSAGE, "tre")
    order = _after(spoken, waiting, late)
    assert order.give_up(waiting) == [waiting]
    assert order.give_up(waiting) == []
    assert order.give_up(spoken) == [spoken]
    assert _spoken(order) == ["tre"]
    progress = _say(PROGRESS, "99 %")
    order = _after(spoken, progress)
    assert order.give_up(progress) == [progress]
    assert _spoken(order) == ["uno"]
