"""What every engine takes and gives: the protocol, the result, the steps of a trace.

In: one text with a typeform for each character. Out: a :class:`Translation`, which always carries
both position maps and the undefined spans. ``translate`` is ``trace`` without the explanation.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from brailledesk.text import Run
from brailledesk.values import dataclass

if TYPE_CHECKING:
    from brailledesk.tables.rules import RuleOrigin
    from brailledesk.translate.native import NativeTranslator


@dataclass(frozen=True, slots=True)
class Undefined:
    """Characters ``start`` to ``end``, which no rule covers, and what was shown instead."""

    start: int
    end: int
    text: str
    shown_as: str


@dataclass(frozen=True, slots=True)
class Step:
    """One applied rule: characters ``start`` to ``end`` gave cells ``cell_start`` to ``cell_end``.

    An indicator (capital, number, emphasis) covers no character: its ``start`` equals its ``end``.
    ``rule`` is None where no rule of a table stands behind it.
    """

    start: int
    end: int
    cell_start: int
    cell_end: int
    rule: RuleOrigin | None


@dataclass(frozen=True, slots=True)
class Translation:
    """Cells with both position maps.

    ``cell_to_char[i]`` is the character that cell ``i`` stands for (an indicator's cell points at
    the character it announces); ``char_to_cell[j]`` is the first cell that stands for character
    ``j``, its indicators included, as liblouis counts; a character without cells of its own points
    at the cell that covers it, or where its cells would be.
    Both are buffers of unsigned integers, never falling, not to be changed: ``bytes`` where each
    number fits one, as in any line, else an ``array``. ``steps`` is None without a trace.
    """

    text: str
    cells: bytes
    cell_to_char: Sequence[int]
    char_to_cell: Sequence[int]
    undefined: tuple[Undefined, ...] = ()
    steps: tuple[Step, ...] | None = None

    def cell_of(self, character: int) -> int:
        """The first cell of a character: where a cursor in the text stands on a display.

        Behind the last character it stands behind the last cell. Raises IndexError beyond.
        """
        return _at(self.char_to_cell, character, len(self.cells))

    def char_of(self, cell: int) -> int:
        """The character of a cell: what a routing key means.

        Behind the last cell that is behind the last character. Raises IndexError beyond.
        """
        return _at(self.cell_to_char, cell, len(self.char_to_cell))


def _at(places: Sequence[int], place: int, end: int) -> int:
    if not 0 <= place <= len(places):
        raise IndexError(place)
    return end if place == len(places) else places[place]


class Translator(Protocol):
    """A table made ready by an engine. Immutable, usable from any thread."""

    @property
    def table(self) -> str:
        """The name of the table."""

    @property
    def is_contracted(self) -> bool:
        """Whether cells may stand for several letters, so that no sign may be put inside a word."""

    def translate(
        self, text: str, typeforms: Sequence[int] | None = None, *, trace: bool = False
    ) -> Translation:
        """Translate ``text``; ``typeforms`` has one ``Typeform`` for each character.

        Never raises for what the text holds: a character without a rule is shown in a readable
        form and reported in ``undefined``.
        """

    def translate_many(self, texts: Sequence[str]) -> list[Translation]:
        """Translate each of ``texts``, in one call: the lines of a screen, the cells of a table."""


def cells_of_many(translator: Translator, texts: Sequence[str]) -> list[bytes]:
    """The cells alone of each of ``texts``, in one call: what a printer is sent.

    The native engine makes no maps then; another translator is asked for whole translations.
    """
    quick: Callable[[Sequence[str]], list[bytes]] | None = getattr(
        translator, "translate_cells", None
    )
    if quick is None:
        return [made.cells for made in translator.translate_many(texts)]
    return quick(texts)


class RunTranslator(Protocol):
    """Runs to cells, each language by its own table: what layout is given."""

    def __call__(self, runs: Sequence[Run]) -> Translation:
        """Positions in the result refer to the text of all runs joined."""


@runtime_checkable
class PlainRunTranslator(RunTranslator, Protocol):
    """One that can say which runs are written by their text alone, and by which engine."""

    def native(self, language: str | None) -> NativeTranslator | None:
        """The engine of a language's plain text; None where no native one serves it alone.

        Of text that this engine takes as it is nothing is undefined.
        """

    def is_plain(self, run: Run) -> bool:
        """Whether its typeform changes nothing of how a run is written."""
