"""What back-translation gives: text with both maps, and what of it is not certain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol


class DoubtReason(Enum):
    """Why a span is doubtful."""

    AMBIGUOUS = "ambiguous"
    """The cells have other readings that are nearly as likely."""
    FOREIGN = "foreign"
    """The table writes no text so: a slip of the typist, or another code."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Characters ``start`` to ``end``, read from cells ``cell_start`` to ``cell_end``.

    ``alternatives`` are other texts for the span, the likeliest first; there are none for cells
    that are foreign to the table.
    """

    start: int
    end: int
    cell_start: int
    cell_end: int
    reason: DoubtReason
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BackTranslation:
    """The likeliest text of some cells.

    ``cell_to_char[i]`` is the character that cell ``i`` stands for, ``char_to_cell[j]`` the first
    cell of character ``j``: the same maps as those of the
    :class:`~brailledesk.translate.base.Translation` of ``text``. ``typeforms`` has one ``Typeform``
    for each character, read from signs of emphasis. ``cost`` is in bits: the less, the likelier.
    Where no doubt is FOREIGN, the table translates ``text`` to ``cells`` again.
    """

    cells: bytes
    text: str
    cell_to_char: Sequence[int]
    char_to_cell: Sequence[int]
    typeforms: Sequence[int]
    doubts: tuple[Doubt, ...] = ()
    cost: float = 0.0

    @property
    def alternatives(self) -> tuple[Doubt, ...]:
        """The doubts that have other readings to offer."""
        return tuple(doubt for doubt in self.doubts if doubt.alternatives)


class BackTranslator(Protocol):
    """A table made ready for back-translation. Usable from any thread."""

    @property
    def table(self) -> str:
        """The name of the table."""

    def back_translate(self, cells: bytes) -> BackTranslation:
        """The text of ``cells``. Never raises for what the cells are, and loses none of them.

        Cells that the table does not write come back as signs of Unicode Braille, in a doubt.
        """


@dataclass(frozen=True, slots=True)
class InputState:
    """``settled``: text that has become certain since the last state, whatever is typed next.

    ``pending``: the best reading of the cells behind it, which may still change. A sign of several
    cells that is not complete stands in it as Unicode Braille.
    """

    settled: str
    pending: str


class BrailleInput(Protocol):
    """Text that is being typed in Braille, read while it grows."""

    def feed(self, cells: bytes) -> InputState:
        """Add cells. The time is that of the new ones, however many came before.

        A caller adds what is settled to the text that it keeps and shows what is pending behind it.
        """

    def finish(self) -> BackTranslation:
        """All that was typed, with maps and doubts.

        What was settled stays: a character's readable form, "[U+65E5]", is not made one character.
        """


class ReadingEngine(BackTranslator, Protocol):
    """A back-translator of the project's own tables, which reads while text is typed, too."""

    def begin(self) -> BrailleInput:
        """An input field, empty: cells are added as they are typed."""
