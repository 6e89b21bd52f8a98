"""What a desk does not do again: lines of a screen like the last one, frames that nobody sees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from brailledesk.desk.commands import Command, Key
from brailledesk.desk.outline import outline
from brailledesk.desk.session import DeskSession, open_desk
from brailledesk.screen import Node, Screen, State, build_screen
from tests.desk.random_screens import COMMANDS, STRANGE, TEXT, screens
from tests.desk.screens import Clock, Display

_RELAXED = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
_TEXTS = TEXT | STRANGE | st.sampled_from(["", "y" * 499, "y " * 251, "y " * 499, "y " * 501])
_FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "name": _TEXTS,
        "value": _TEXTS,
        "error": TEXT,
        "description": TEXT,
        "states": st.frozensets(st.sampled_from(State), max_size=3),
        "sensitive": st.booleans(),
        "role": st.sampled_from(["textbox", "button", "paragraph", "text", "group", "cell", "row"]),
    },
)
"""What of a node may be another thing on the next screen."""


def _desk() -> tuple[DeskSession, Display]:
    desk, display = open_desk(clock=Clock()), Display(40, 2, status=4)
    desk.attach(display)
    return desk, display


def _lines(desk: DeskSession) -> list[bytes]:
    """All lines of a desk, whatever its window shows."""
    buffer = desk._desk.views[0].window.buffer
    return [buffer.line(place).cells for place in range(len(buffer.items))]


def _changed(screen: Screen, changes: Mapping[int, dict[str, Any]]) -> Screen:
    """The next screen: some nodes have other fields."""
    nodes = list(screen.walk())
    for place, fields in changes.items():
        node = nodes[place % len(nodes)]
        nodes[place % len(nodes)] = msgspec.structs.replace(node, **fields)
    return build_screen(nodes, focus=screen.focus, caret=screen.caret, revision=2)


@_RELAXED
@given(
    screens(),
    st.lists(COMMANDS, max_size=3),
    st.dictionaries(st.integers(0, 30), _FIELDS, max_size=5),
)
def test_a_screen_like_the_last_one_is_read_as_a_new_one_would_be(
    screen: Screen, commands: list[Command], changes: dict[int, dict[str, Any]]
) -> None:
    desk, _ = _desk()
    desk.publish(screen)
    _lines(desk)  # all are laid out, also the tables that may be kept
    for command in commands:
        desk.command(command)
    desk.publish(_changed(screen, changes))
    of_desk = desk._desk
    assert of_desk.reading.items == outline(of_desk.screen, of_desk.table_views).items
    again, _ = _desk()
    again._desk.table_views = of_desk.table_views
    if of_desk.translator.is_contracted == again._desk.translator.is_contracted:
        again.publish(of_desk.screen)
        assert _lines(desk) == _lines(again)


def test_lines_that_were_typed_and_never_published_are_gone_when_the_focus_is() -> None:
    nodes = [
        Node(id="0", role="document", children=("1", "2")),
        Node(id="1", role="textbox", states=frozenset({State.MULTILINE})),
        Node(id="2", role="button", name="Salva"),
    ]
    desk, _ = _desk()
    desk.publish(build_screen(nodes, focus="1"))
    for key in (Key.TYPE, Key.ENTER, Key.TYPE):
        desk.command(Command(key, dots=1))
    assert len(_lines(desk)) == 3
    desk.publish(build_screen(nodes, focus="2", revision=2))
    assert len(_lines(desk)) == 2


@_RELAXED
@given(screens(), st.lists(screens(), max_size=3), screens(), st.data())
def test_a_desk_that_rested_shows_what_it_would_have_shown(
    first: Screen, between: list[Screen], last: Screen, data: st.DataObject
) -> None:
    """It was not told of those in between, as it drew none of them."""
    focus = data.draw(st.sampled_from(sorted(last.nodes)))
    first, last = replace(first, focus=None, caret=None), replace(last, focus=focus, caret=None)
    (resting, one), (seen, other) = _desk(), _desk()
    for desk in (resting, seen):
        desk.publish(first)
    resting.rest()
    frames = len(one.frames)
    for number, screen in enumerate([*between, last]):
        resting.publish(replace(screen, revision=number + 2))
    assert len(one.frames) == frames
    resting.wake()
    seen.publish(last)
    assert len(one.frames) <= frames + 1
    if not resting.history:  # a message of a live region covers the last row
        assert one.frames[-1].rows == other.frames[-1].rows


def test_messages_of_a_desk_that_rests_are_not_lost() -> None:
    desk, _ = _desk()
    status = Node(id="0", role="status", live="polite", name="aperta")
    desk.publish(build_screen([status]))
    desk.rest()
    desk.publish(build_screen([msgspec.structs.replace(status, name="chiusa")], revision=2))
    assert [one.text for one in desk.history] == ["chiusa"]
