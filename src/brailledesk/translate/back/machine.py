"""A table as a machine that reads text one character at a time and writes cells.

It makes the decisions of the reference engine (``correct`` rules, then ``context``, number sign,
strings, ``midnum``, definition) without looking ahead: where a rule depends on what follows, the
machine goes both ways at once, and each way carries what must, or must not, follow. A way that the
text proves wrong ends. So a way through the machine that writes the given cells is a text that
translates to just these cells, and nothing has to be written down for the way back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from brailledesk.tables.rules import Table
from brailledesk.translate.back.classes import classify
from brailledesk.translate.back.first_pass import Corrected, FirstPass, spelling_rules
from brailledesk.translate.back.levels import Level, may_end
from brailledesk.translate.back.second_pass import SecondPass, Written

_MOST_KEPT = 50_000
"""Steps that are kept; hostile text could ask for any number."""


class State(NamedTuple):
    """Both passes; ``correct`` numbers the rule of the first whose focus the text is in."""

    text: Level = Level()
    correct: int | None = None
    written: Level = Level()
    was_midnum: bool = False


class Emission(NamedTuple):
    """Cells for a class of characters: ``cells``, then those of the character's own definition.

    ``is_defined`` says whether that definition is used at all. What the definition is looked up
    for, and neighbours see, is the character exchanged by ``swap`` or replaced by ``written``.
    ``anchors`` says for each cell which of the replaced characters it stands for; empty: the first.
    ``is_spelled``: it stands uncontracted by a writer's choice.
    """

    cells: bytes
    is_defined: bool
    swap: Mapping[str, str] | None
    written: str
    state: State
    anchors: tuple[int, ...] = ()
    is_spelled: bool = False


class Machine:
    """A table, ready to be walked. Steps are worked out once and remembered."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self.speakers, written_speakers = classify(table)
        self._first = FirstPass(table, self.speakers, spelling_rules(table))
        self._second = SecondPass(table, written_speakers)
        self.has_deletions = self._first.has_deletions
        """Whether there is text that writes nothing at all."""
        self._steps: dict[tuple[State, str], tuple[Emission, ...]] = {}

    def step(self, state: State, speaker: str) -> tuple[Emission, ...]:
        """All ways to go on from ``state`` with a character of the class of ``speaker``."""
        key = (state, speaker)
        steps = self._steps.get(key)
        if steps is None:
            if len(self._steps) >= _MOST_KEPT:
                self._steps.clear()
            steps = self._steps[key] = tuple(self._walk(state, speaker))
        return steps

    def can_end(self, state: State) -> bool:
        """Whether the text may end here."""
        return may_end(state.text) and may_end(state.written)

    def forgive(self, state: State) -> State:
        """The state with nothing asked of what follows: for cells that no text gives."""
        return State(Level(state.text.behind), None, Level(state.written.behind), state.was_midnum)

    def parted(self, state: State) -> State:
        """The state behind a sign of emphasis, which no string reaches across."""
        return state._replace(written=self._second.parted(state.written))

    def is_between(self, state: State) -> bool:
        """Whether no rule has written its cells and is still reading its characters."""
        is_replacing = self._first.is_replacing(state.text, state.correct)
        return state.written.focus is None and not is_replacing

    def _walk(self, state: State, speaker: str) -> Iterator[Emission]:
        for way in self._first.ways(state.text, state.correct, speaker):
            after = State(way.level, way.rule, state.written, state.was_midnum)
            if way.is_replaced:
                yield from self._write_text(after, way.text)
            else:
                yield from self._write_swapped(after, way, speaker)

    def _write_swapped(self, state: State, way: Corrected, speaker: str) -> Iterator[Emission]:
        swap = way.swap
        character = speaker if swap is None else swap.get(speaker, speaker)
        for before, _ in self._write_all(state, way.text):
            for own in self._second.ways(before.level, before.was_midnum, character):
                after = State(state.text, state.correct, own.level, own.was_midnum)
                cells = before.cells + own.cells
                yield Emission(cells, own.is_defined, swap, "", after, (), way.is_spelled)

    def _write_text(self, state: State, replacement: str) -> Iterator[Emission]:
        for way, anchors in self._write_all(state, replacement):
            after = State(state.text, state.correct, way.level, way.was_midnum)
            yield Emission(way.cells, False, None, replacement[:1], after, anchors)

    def _write_all(self, state: State, text: str) -> list[tuple[Written, tuple[int, ...]]]:
        """The ways to write a whole text, each with the character that each cell stands for."""
        ways: list[tuple[Written, tuple[int, ...]]] = [
            (Written(state.written, state.was_midnum, b"", is_defined=False), ())
        ]
        for number, character in enumerate(text):
            own = self._table.definitions[character].cells
            ways = [
                (new._replace(cells=way.cells + cells), (*anchors, *[number] * len(cells)))
                for way, anchors in ways
                for new in self._second.ways(way.level, way.was_midnum, character)
                for cells in [new.cells + (own if new.is_defined else b"")]
            ]
        return ways
