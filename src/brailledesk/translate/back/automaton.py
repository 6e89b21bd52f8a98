"""A table as a finite automaton over signs: what the proof of unique decodability walks on.

The machine (:mod:`.machine`) finds its states as text asks for them; here all of them are written
out. Each pass of rules is explored and reduced by itself, then both together, so that a contracted
table, whose passes have thousands of states each, takes seconds.

The alphabet is what text may hold by the table: no private character, none that normalisation
changes (:func:`.classes.classify`). What the table does not know is opened before translation and
so is made of the same alphabet. Left out are characters that stand for their own cells (``#+raw``),
marks that normalisation may join to a letter, and emphasis.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Hashable, Iterator, Mapping
from typing import NamedTuple

from brailledesk.errors import N_, TableTooComplex
from brailledesk.progress import Progress
from brailledesk.tables.rules import Table
from brailledesk.translate.back.classes import classify
from brailledesk.translate.back.first_pass import FirstPass
from brailledesk.translate.back.graph import MOST_STEPS, Graph, GraphTooLarge, explore
from brailledesk.translate.back.levels import Level, may_end
from brailledesk.translate.back.sameness import Sameness
from brailledesk.translate.back.second_pass import SecondPass


class Sign(NamedTuple):
    """A character as one way writes it: the ``cells``, and the print that it is the same as.

    ``speaker`` stands for the class of characters that no rule tells from it.
    """

    cells: bytes
    text: str
    character: str
    speaker: str


Choice = tuple[Sign, ...]
"""What a class of characters writes on one way; of signs with the same cells and text only one."""


class Automaton(NamedTuple):
    """``graph`` has numbers of ``choices`` for labels; its start is 0."""

    graph: Graph[int]
    choices: tuple[Choice, ...]


class _Exchange(NamedTuple):
    """What the first pass does with a class of characters; see :class:`.first_pass.Corrected`."""

    speaker: str
    text: str
    swap: int
    is_replaced: bool


class _Writing(NamedTuple):
    """What the second pass does with a class of written characters."""

    speaker: str
    cells: bytes
    is_defined: bool


def build_automaton(table: Table, progress: Progress) -> Automaton:
    """The automaton of a table. Raises TableTooComplex where it would not fit into memory."""
    try:
        return _Builder(table, progress).build()
    except GraphTooLarge:
        raise TableTooComplex(table.name, N_("steps"), MOST_STEPS) from None


class _Builder:
    def __init__(self, table: Table, progress: Progress) -> None:
        self._table = table
        self._progress = progress
        self._sameness = Sameness(table)
        speakers, self._written_speakers = classify(table)
        self._first = FirstPass(table, speakers)
        self._second = SecondPass(table, self._written_speakers)
        self._classes: dict[str, list[str]] = {}
        for character in sorted(speakers, key=_familiarity):
            if character not in table.raw and not _may_join(character):
                self._classes.setdefault(speakers[character], []).append(character)
        self._swaps: list[Mapping[str, str]] = [{}]
        """Those of the rules; the first exchanges nothing."""
        self._choices: dict[Choice, int] = {}
        self._known: dict[Hashable, int] = {}

    def build(self) -> Automaton:
        """Explore the passes, then both together."""
        first = self._explore_first()
        second = self._explore_second(first)
        both = explore(
            (0, 0),
            lambda state: self._together(first, second, *state),
            lambda state: first.may_end[state[0]] and second.may_end[state[1]],
            self._telling(N_("Both passes")),
        )
        return Automaton(both, tuple(self._choices))

    def _telling(self, stage: str) -> Callable[[int, int], None]:
        return lambda done, total: self._progress(stage, done, total)

    # -- each pass -----------------------------------------------------------------------------

    def _explore_first(self) -> Graph[_Exchange]:
        def steps(state: _FirstState) -> Iterator[tuple[_Exchange, _FirstState]]:
            for speaker in self._classes:
                for way in self._first.ways(*state, speaker):
                    swap = self._number(way.swap)
                    label = _Exchange(speaker, way.text, swap, way.is_replaced)
                    yield label, (way.level, way.rule)

        start: _FirstState = (Level(), None)
        return explore(
            start, steps, lambda state: may_end(state[0]), self._telling(N_("First pass"))
        )

    def _number(self, swap: Mapping[str, str] | None) -> int:
        if swap is None:
            return 0
        for number, known in enumerate(self._swaps):
            if swap is known:
                return number
        self._swaps.append(swap)
        return len(self._swaps) - 1

    def _explore_second(self, first: Graph[_Exchange]) -> Graph[_Writing]:
        written = self._written_by(first)

        def steps(state: tuple[Level, bool]) -> Iterator[tuple[_Writing, tuple[Level, bool]]]:
            for speaker in written:
                for way in self._second.ways(*state, speaker):
                    label = _Writing(speaker, way.cells, way.is_defined)
                    yield label, (way.level, way.was_midnum)

        return explore(
            (Level(), False),
            steps,
            lambda state: may_end(state[0]),
            self._telling(N_("Second pass")),
        )

    def _written_by(self, first: Graph[_Exchange]) -> list[str]:
        """The classes of characters that the first pass can write."""
        labels = {label for some in first.steps for label in some}
        written = {one for label in labels for one in label.text}
        written |= {self._exchanged(label) for label in labels if not label.is_replaced}
        return sorted({self._written_speakers[one] for one in written})

    def _exchanged(self, label: _Exchange) -> str:
        return self._swaps[label.swap].get(label.speaker, label.speaker)

    # -- both passes ---------------------------------------------------------------------------

    def _together(
        self, first: Graph[_Exchange], second: Graph[_Writing], place: int, written: int
    ) -> Iterator[tuple[int, tuple[int, int]]]:
        for label, targets in first.steps[place].items():
            # Sorted, so that of examples that are as short the same one is found every time.
            for cells, is_defined, end in sorted(self._write(second, written, label)):
                choice = self._choice(label, cells, is_defined=is_defined)
                for target in targets:
                    yield choice, (target, end)

    def _write(
        self, second: Graph[_Writing], start: int, label: _Exchange
    ) -> set[tuple[bytes, bool, int]]:
        """The ways of the second pass: cells, whether those of the definition follow, the end."""
        ways = {(b"", False, start)}
        for character in label.text:
            own = self._table.definitions[character].cells
            ways = {
                (before + cells + (own if is_defined else b""), False, end)
                for before, _, place in ways
                for cells, is_defined, end in self._ways(second, place, character)
            }
        if label.is_replaced:
            return ways
        return {
            (before + cells, is_defined, end)
            for before, _, place in ways
            for cells, is_defined, end in self._ways(second, place, self._exchanged(label))
        }

    def _ways(
        self, second: Graph[_Writing], place: int, character: str
    ) -> Iterator[tuple[bytes, bool, int]]:
        speaker = self._written_speakers[character]
        for label, targets in second.steps[place].items():
            if label.speaker == speaker:
                yield from ((label.cells, label.is_defined, target) for target in targets)

    def _choice(self, label: _Exchange, cells: bytes, *, is_defined: bool) -> int:
        key = label.speaker, label.swap, cells, is_defined
        number = self._known.get(key)
        if number is None:
            signs = self._signs(label, cells, is_defined=is_defined)
            number = self._choices.setdefault(signs, len(self._choices))
            self._known[key] = number
        return number

    def _signs(self, label: _Exchange, cells: bytes, *, is_defined: bool) -> Choice:
        swap = self._swaps[label.swap]
        signs: dict[tuple[bytes, str], Sign] = {}
        for character in self._classes[label.speaker]:
            written = swap.get(character, character)
            own = self._table.definitions[written].cells if is_defined else b""
            text = self._sameness.of(character, swap)
            signs.setdefault((cells + own, text), Sign(cells + own, text, character, label.speaker))
        return tuple(signs.values())


_FirstState = tuple[Level, int | None]


def _may_join(character: str) -> bool:
    """Whether normalisation may make one of a character and the one before: marks, and Hangul."""
    return unicodedata.category(character)[0] == "M" or "\u1160" <= character <= "\u11ff"


def _familiarity(character: str) -> tuple[bool, bool, bool, str]:
    """The most familiar first, so that examples are easily read: letters, digits, signs, others."""
    return not character.isascii(), not character.isalnum(), not character.islower(), character
