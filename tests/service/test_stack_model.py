"""Any sequence of what clients and the reader do, beside a model of a few lines."""

from __future__ import annotations

from collections import deque

import hypothesis.strategies as st
from hypothesis import settings
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    rule,
)

from brailledesk.commands import Command, Key
from brailledesk.desk.commands import ActionRequest
from brailledesk.desk.messages import Message, Priority
from brailledesk.desk.region import Source
from brailledesk.desk.session import open_desk
from brailledesk.frame import Frame, Geometry
from brailledesk.screen import Node, build_screen
from brailledesk.service.attach import VirtualDisplay
from brailledesk.service.sheet import Sheet
from brailledesk.service.slots import DisplaySlot
from brailledesk.service.stack import Stack
from tests.desk.print_cells import cells_of
from tests.desk.screens import Clock


class Person:
    """An owner that remembers what it was told."""

    sender = ""

    def __init__(self) -> None:
        self.history: deque[Message] = deque()
        self.is_on_top = False
        self.requests = 0

    def told_top(self, *, is_on_top: bool) -> None:
        assert self.is_on_top is not is_on_top  # told once, when it changes
        self.is_on_top = is_on_top

    def asked(self, requests: list[ActionRequest]) -> None:
        assert self.is_on_top
        self.requests += len(requests)

    def heard(self, display: str, command: Command, source: Source | None) -> None:
        raise AssertionError((display, command, source))


class Sheets(RuleBasedStateMachine):
    sheets: Bundle[tuple[Sheet, Person]] = Bundle("sheets")

    @initialize(displays=st.lists(st.integers(8, 80), min_size=1, max_size=3))
    def begin(self, displays: list[int]) -> None:
        self.clock = Clock()
        self.stack = Stack(
            lambda messages: open_desk(profile="it", clock=self.clock, messages=messages), "riposo"
        )
        self.shown: dict[str, str] = {}
        self.order: list[tuple[int, int, Sheet]] = []
        self.count = 0
        self.displays = []
        for number, columns in enumerate(displays):
            display = VirtualDisplay(Geometry(columns))
            slot = DisplaySlot(str(number), display)
            self.stack.add(slot)
            self.stack.connect(slot, "")
            self.displays.append((slot, display))

    def _rank(self, sheet: Sheet, priority: int) -> None:
        self.order = [one for one in self.order if one[2] is not sheet]
        self.count += 1
        self.order.append((priority, self.count, sheet))

    @rule(target=sheets, priority=st.integers(0, 3))
    def claim(self, priority: int) -> tuple[Sheet, Person]:
        person = Person()
        sheet = self.stack.claim(person, "n", priority)
        self._rank(sheet, priority)
        self.shown[str(id(sheet))] = "vuoto"
        return sheet, person

    @rule(one=sheets, priority=st.integers(0, 3))
    def claim_again(self, one: tuple[Sheet, Person], priority: int) -> None:
        self.stack.rename(one[0], "m", priority, ())
        self._rank(one[0], priority)

    @rule(one=consumes(sheets))
    def release(self, one: tuple[Sheet, Person]) -> None:
        sheet, person = one
        self.stack.release(sheet)
        self.stack.release(sheet)
        self.order = [other for other in self.order if other[2] is not sheet]
        assert not person.is_on_top

    @rule(one=sheets, word=st.sampled_from(["uno", "due", "tre"]))
    def publish(self, one: tuple[Sheet, Person], word: str) -> None:
        self.stack.publish(one[0], build_screen([Node(id="r", role="paragraph", name=word)]))
        self.shown[str(id(one[0]))] = word

    @rule(text=st.sampled_from(["chat", "posta"]))
    def post(self, text: str) -> None:
        own: deque[Message] = deque()
        self.stack.post(text, Priority.IMPORTANT, own)
        assert [one.text for one in own] == [text]

    @rule(key=st.sampled_from([Key.DISMISS, Key.ACTIVATE, Key.PAN_RIGHT]), data=st.data())
    def press(self, key: Key, data: st.DataObject) -> None:
        slot, _ = data.draw(st.sampled_from(self.displays))
        self.stack.press(slot, Command(key))

    @rule(seconds=st.floats(0, 20), columns=st.integers(8, 80), data=st.data())
    def resize(self, seconds: float, columns: int, data: st.DataObject) -> None:
        self.clock.now += seconds
        self.stack.tick()
        slot, display = data.draw(st.sampled_from(self.displays))
        display.geometry = Geometry(columns)
        self.stack.connect(slot, "")

    @invariant()
    def the_right_sheet_is_shown_everywhere(self) -> None:
        if not hasattr(self, "stack"):
            return
        top = max(self.order, default=None, key=lambda one: one[:2])
        message = self.stack.messages.shown
        if message is not None:
            text = message.text if message.count == 1 else None
        else:
            text = "riposo" if top is None else self.shown[str(id(top[2]))]
        for slot, display in self.displays:
            frame = display.frame
            assert isinstance(frame, Frame)
            assert len(frame.rows[0]) == slot.geometry.columns
            if text is not None:
                assert frame.rows[0].rstrip(b"\0") == cells_of(text)
        for _, _, sheet in self.order:
            person = sheet.owner
            assert isinstance(person, Person)
            assert person.is_on_top is (top is not None and sheet is top[2])


Sheets.TestCase.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
TestSheets = Sheets.TestCase
