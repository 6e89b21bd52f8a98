"""The back-translator of the project's own tables: the lattice, made into a result."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from threading import Lock

from brailledesk.tables import Table
from brailledesk.text import Typeform
from brailledesk.translate.assemble import map_characters
from brailledesk.translate.back.arcs import ArcSource
from brailledesk.translate.back.base import BackTranslation, Doubt, DoubtReason, InputState
from brailledesk.translate.back.branches import Arc
from brailledesk.translate.back.lattice import Lattice
from brailledesk.translate.back.likelihood import Likelihood, italian
from brailledesk.translate.back.restore import restore_unknown
from brailledesk.translate.back.rivals import Rival, find_rivals


class InverseTranslator:
    """A table read backwards.

    What it learns of a table it keeps, so that it is slow at first and fast for the rest of its
    life; a lock keeps threads apart.
    """

    def __init__(self, table: Table, likelihood: Likelihood | None = None) -> None:
        self._table = table
        self._likelihood = likelihood or italian()
        self._source = ArcSource(table, self._likelihood)
        self._lock = Lock()

    @property
    def table(self) -> str:
        return self._table.name

    def back_translate(self, cells: bytes) -> BackTranslation:
        """See :meth:`brailledesk.translate.back.base.BackTranslator.back_translate`."""
        with self._lock:
            if self._source.is_full:
                self._source = ArcSource(self._table, self._likelihood)
            lattice = Lattice(self._source)
            lattice.extend(cells)
            arcs = lattice.finish()
            rivals = find_rivals(self._source, arcs, cells)
        return restore_unknown(_assemble(cells, arcs, rivals), self._table.has)

    def begin(self) -> InverseInput:
        """See :meth:`brailledesk.translate.back.base.ReadingEngine.begin`."""
        return InverseInput(self._source, self._lock)


class InverseInput:
    """See :class:`brailledesk.translate.back.base.BrailleInput`."""

    def __init__(self, source: ArcSource, lock: Lock) -> None:
        self._source = source
        self._lock = lock
        self._lattice = Lattice(source)
        self._cells = bytearray()
        self._told = 0

    def feed(self, cells: bytes) -> InputState:
        """See :meth:`brailledesk.translate.back.base.BrailleInput.feed`."""
        with self._lock:
            self._cells += cells
            self._lattice.extend(cells)
            drained = self._lattice.drain()
            certain = [*drained, *self._lattice.certain()]
            best = [*drained, *self._lattice.best()]
        settled = _text(certain[self._told :])
        pending = _text(best[len(certain) :])
        self._told = len(certain) - len(drained)
        return InputState(settled, pending)

    def finish(self) -> BackTranslation:
        """See :meth:`brailledesk.translate.back.base.BrailleInput.finish`."""
        with self._lock:
            lattice = Lattice(self._source)
            lattice.extend(bytes(self._cells))
            arcs = lattice.finish()
            rivals = find_rivals(self._source, arcs, bytes(self._cells))
        return _assemble(bytes(self._cells), arcs, rivals)


def _text(arcs: Sequence[tuple[int, Arc]]) -> str:
    return "".join(arc.text for _, arc in arcs)


def _assemble(
    cells: bytes, arcs: Sequence[tuple[int, Arc]], rivals: Sequence[Rival]
) -> BackTranslation:
    pieces: list[str] = []
    cell_to_char = array("I")
    typeforms = array("I")
    foreign: list[tuple[int, int, int, int]] = []
    starts: list[int] = []
    length = emphasis = 0
    for place, arc in arcs:
        starts.append(length)
        anchor = length
        if arc.emphasis:
            anchor = max(length - 1, 0) if emphasis & arc.emphasis else length
            emphasis ^= arc.emphasis
        last = max(len(arc.text) - 1, 0)
        offsets = arc.anchors or [0] * len(arc.cells)
        cell_to_char.extend(anchor + min(offset, last) for offset in offsets)
        form = emphasis | (Typeform.UNCONTRACTED if arc.is_spelled else 0)
        typeforms.extend([form] * len(arc.text))
        pieces.append(arc.text)
        end = length + len(arc.text)
        if arc.is_fault:
            foreign.append((length, end, place, place + len(arc.cells)))
        length = end
    text = "".join(pieces)
    for number in range(len(cell_to_char) - 1, -1, -1):
        if cell_to_char[number] < max(length, 1):
            break
        cell_to_char[number] = max(length - 1, 0)  # a sign of emphasis at the very end
    starts.append(length)
    char_to_cell = map_characters(cell_to_char, length)
    doubts = _foreign_doubts(foreign, char_to_cell, len(cells))
    for rival in rivals:
        start, end = starts[rival.first], starts[rival.last]
        doubts.append(
            Doubt(start, end, rival.cell_start, rival.cell_end, DoubtReason.AMBIGUOUS, rival.texts)
        )
    return BackTranslation(
        cells=cells,
        text=text,
        cell_to_char=cell_to_char,
        char_to_cell=char_to_cell,
        typeforms=typeforms,
        doubts=tuple(sorted(doubts, key=lambda one: (one.cell_start, one.cell_end))),
        cost=sum(arc.cost for _, arc in arcs),
    )


def _foreign_doubts(
    spans: Sequence[tuple[int, int, int, int]], char_to_cell: Sequence[int], cells: int
) -> list[Doubt]:
    """The spans that no text gives; what has no character itself is told by those beside it."""
    length = len(char_to_cell)
    doubts = []
    for start, end, cell_start, cell_end in spans:
        if start < end:
            doubts.append(Doubt(start, end, cell_start, cell_end, DoubtReason.FOREIGN))
            continue
        # What was asked for did not follow: the neighbours are in doubt.
        first, last = max(start - 1, 0), min(end + 1, length)
        first_cell = min(char_to_cell[first], cell_start) if first < length else 0
        last_cell = max(char_to_cell[last], cell_end) if last < length else cells
        doubts.append(Doubt(first, last, first_cell, last_cell, DoubtReason.FOREIGN))
    return doubts
