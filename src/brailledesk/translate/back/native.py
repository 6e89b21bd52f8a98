"""The native way back: the same results as the reference, from the Rust crate in ``core/``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from brailledesk.tables import Table
from brailledesk.translate.back.base import BackTranslation, Doubt, DoubtReason, InputState
from brailledesk.translate.back.described import describe_both
from brailledesk.translate.back.likelihood import Likelihood, italian
from brailledesk.translate.back.restore import restore_unknown
from brailledesk.translate.native import import_native

_Fields = tuple[
    str,
    Sequence[int],
    Sequence[int],
    Sequence[int],
    tuple[tuple[tuple[int, int, int, int], tuple[str, ...]], ...],
    float,
]


class NativeBackTranslator:
    """A table read backwards by the crate. Any number of threads may use it at once.

    What it learns of a table it keeps, so that it is slow at first and fast from then on.
    """

    def __init__(self, table: Table, likelihood: Likelihood | None = None) -> None:
        self._core = import_native().BackCore(describe_both(table, likelihood or italian()))
        self._table = table

    @property
    def table(self) -> str:
        return self._table.name

    def back_translate(self, cells: bytes) -> BackTranslation:
        """See :meth:`brailledesk.translate.back.base.BackTranslator.back_translate`."""
        result = _assemble(cells, self._core.back_translate(cells))
        return restore_unknown(result, self._table.has)

    def begin(self) -> NativeInput:
        """See :meth:`brailledesk.translate.back.base.ReadingEngine.begin`."""
        return NativeInput(self._core.begin())


class NativeInput:
    """See :class:`brailledesk.translate.back.base.BrailleInput`."""

    def __init__(self, field: Any) -> None:  # noqa: ANN401 - a class of the compiled module
        self._field = field
        self._cells = bytearray()

    def feed(self, cells: bytes) -> InputState:
        """See :meth:`brailledesk.translate.back.base.BrailleInput.feed`."""
        self._cells += cells
        return InputState(*self._field.feed(cells))

    def finish(self) -> BackTranslation:
        """See :meth:`brailledesk.translate.back.base.BrailleInput.finish`."""
        return _assemble(bytes(self._cells), self._field.finish())


def _assemble(cells: bytes, fields: _Fields) -> BackTranslation:
    text, cell_to_char, char_to_cell, typeforms, doubts, cost = fields
    shown = tuple(
        Doubt(*span, DoubtReason.AMBIGUOUS if alternatives else DoubtReason.FOREIGN, alternatives)
        for span, alternatives in doubts
    )
    return BackTranslation(cells, text, cell_to_char, char_to_cell, typeforms, shown, cost)
