"""Chords of keys, and when which frame is sent: without any display, with a clock of our own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brailledesk.commands import Command, Key
from brailledesk.devices.displays.catalogue import find_display
from brailledesk.devices.displays.chords import Chords
from brailledesk.devices.displays.flow import MOST_MISSED, PATIENCE, Flow
from brailledesk.devices.protocols.displays.events import KeyDown, KeyUp
from brailledesk.frame import Frame, Geometry
from tests.devices.displays.listening import row

FOCUS = find_display("freedom-focus-40")


def commands(*keys: str, model: str = "freedom-focus-40") -> list[Command]:
    """Keys as "+name" (pressed) and "-name" (released); "routing:4" has an index."""
    chords = Chords(find_display(model), Geometry(40))
    found = []
    for key in keys:
        name, _, index = key[1:].partition(":")
        event = (KeyDown if key[0] == "+" else KeyUp)(name, int(index or 0))
        command = chords.hear(event)
        if command is not None:
            found.append(command)
    return found


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("+pan-left -pan-left", [Command(Key.PAN_LEFT)]),
        ("+dot1 +dot2 -dot1 -dot2", [Command(Key.TYPE, dots=3)]),
        ("+dot7 -dot7", [Command(Key.ERASE)]),
        ("+dot7 +dot8 -dot8 -dot7", [Command(Key.COMMIT)]),
        ("+dot1 +dot7 -dot1 -dot7", [Command(Key.TYPE, dots=0x41)]),
        ("+space +dot1 -space -dot1", [Command(Key.LINE_UP)]),
        ("+space -space", [Command(Key.SPACE)]),
        ("+routing:4 -routing:4", [Command(Key.ROUTE, cell=4)]),
        ("+routing:39 -routing:39", [Command(Key.ROUTE, cell=39)]),
        ("+routing:40 -routing:40", []),
        ("+navigation:3 -navigation:3", [Command(Key.ROUTE_TWICE)]),
        # one more key after a release is a new chord, with what is still held
        (
            "+space +dot1 -dot1 +dot4 -dot4 -space",
            [Command(Key.LINE_UP), Command(Key.LINE_DOWN)],
        ),
        ("-pan-left +pan-left -pan-left", [Command(Key.PAN_LEFT)]),  # held when it was opened
        ("+dot1 +pan-left -dot1 -pan-left", []),
    ],
)
def test_chords(keys: str, expected: list[Command]) -> None:
    assert commands(*keys.split()) == expected


def test_keys_that_a_display_only_numbers_are_dots() -> None:
    found = commands("+b4", "+b3", "-b4", "-b3", model="handytech-active-braille")
    assert found == [Command(Key.TYPE, dots=0b11)]


def test_routing_in_rows() -> None:
    chords = Chords(find_display("hid"), Geometry(10, 3))
    chords.hear(KeyDown("routing", 23))
    assert chords.hear(KeyUp("routing", 23)) == Command(Key.ROUTE, row=2, cell=3)


@given(st.lists(st.tuples(st.booleans(), st.sampled_from(sorted(FOCUS.keys)), st.integers(0, 60))))
def test_any_keys_mean_something_or_nothing(keys: list[tuple[bool, str, int]]) -> None:
    chords = Chords(FOCUS, Geometry(40))
    for is_down, name, index in keys:
        command = chords.hear(KeyDown(name, index) if is_down else KeyUp(name, index))
        assert command is None or (command.cell < 40 and command.row == 0)


FIRST, SECOND = row(b"a"), row(b"b")


def test_the_next_frame_waits_for_the_acknowledgement() -> None:
    flow = Flow()
    assert flow.wants(FIRST)
    flow.sent(FIRST, 1, now=0.0)
    assert not flow.wants(FIRST)
    assert not flow.wants(SECOND)
    flow.acknowledged()
    assert flow.wants(SECOND)
    assert not flow.wants(FIRST)
    assert flow.before == FIRST


def test_after_a_doubt_the_frame_is_sent_whole() -> None:
    flow = Flow()
    flow.sent(FIRST, 1, now=0.0)
    assert flow.deadline() == PATIENCE
    assert not flow.is_lost(PATIENCE)
    assert flow.before is None
    assert flow.wants(FIRST)
    flow.sent(FIRST, 1, now=1.0)
    flow.refused()
    assert flow.before is None
    assert flow.wants(FIRST)


@given(st.lists(st.booleans(), max_size=20))
def test_lost_only_after_so_many_in_a_row(answers: list[bool]) -> None:
    flow, now, missed = Flow(), 0.0, 0
    for is_answered in answers:
        flow.sent(Frame((b"x",)), 1, now)
        now += PATIENCE
        if is_answered:
            flow.acknowledged()
        missed = 0 if is_answered else missed + 1
        is_lost = flow.is_lost(now)
        assert is_lost is (missed >= MOST_MISSED)
        if is_lost:
            return
