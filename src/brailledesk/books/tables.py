"""Tables to the ear: how large they are, and each cell with the heading of its column."""

from __future__ import annotations

from dataclasses import dataclass, replace

from brailledesk.document import Table, TableCell, block_runs
from brailledesk.layout.grid import cell_columns
from brailledesk.speech.engine import has_speech
from brailledesk.speech.passage import Sentence, sentences
from brailledesk.text import Run

_MOST_LABELS = 4
"""A cell that spans columns is told the headings of so many at most; of all columns, none."""
_LONGEST_LABEL = 80
"""Characters of a heading that is worth hearing again at every cell."""


@dataclass(frozen=True, slots=True)
class PlannedCell:
    """A cell and the words before it, which are the headings of its columns.

    ``is_missed`` says that it has no text, and that a listener could not know it otherwise.
    """

    cell: TableCell
    labels: tuple[Sentence, ...] = ()
    is_spoken: bool = True
    is_missed: bool = False


@dataclass(frozen=True, slots=True)
class PlannedRow:
    cells: tuple[PlannedCell, ...]


@dataclass(frozen=True, slots=True)
class PlannedTable:
    rows: tuple[PlannedRow, ...]
    columns: int


def is_spoken(table: Table) -> bool:
    """Whether a table has anything to say."""
    cells = [cell for row in table.rows for cell in row.cells]
    return any(has_speech(run.text) for run in table.caption) or any(map(_has_text, cells))


def plan_table(table: Table, language: str) -> PlannedTable:
    """How a table is spoken in a document of ``language``."""
    places = list(cell_columns(table.rows))
    count = table.header_rows if 0 < table.header_rows < len(table.rows) else 0
    headings: dict[int, list[Sentence]] = {}
    for row, columns in zip(table.rows[:count], places, strict=False):
        for cell, (start, end) in zip(row.cells, columns, strict=True):
            words = _label(cell, language)
            for column in range(start, end):
                headings.setdefault(column, []).extend(words)
    width = max((end for columns in places for _, end in columns), default=0)
    is_quiet = bool(headings) or not is_spoken(table)
    rows: list[PlannedRow] = []
    for number, (row, columns) in enumerate(zip(table.rows, places, strict=True)):
        cells: list[PlannedCell] = []
        for cell, (start, end) in zip(row.cells, columns, strict=True):
            is_unlabelled = number < count or cell.is_header or end - start == width
            labels = () if is_unlabelled else _labels(headings, start, end)
            spoken = _has_text(cell)
            cells.append(PlannedCell(cell, labels, spoken, not spoken and not is_quiet))
        rows.append(PlannedRow(tuple(cells)))
    return PlannedTable(tuple(rows), width)


def _has_text(cell: TableCell) -> bool:
    return any(has_speech(run.text) for run in _runs(cell))


def _runs(cell: TableCell) -> list[Run]:
    """The runs of a cell that a voice may speak."""
    return [run for block in cell.blocks for run in block_runs(block) if run.note is None]


def _labels(headings: dict[int, list[Sentence]], start: int, end: int) -> tuple[Sentence, ...]:
    found: list[Sentence] = []
    for column in range(start, min(end, start + _MOST_LABELS)):
        found += [words for words in headings.get(column, ()) if words not in found]
    return tuple(found)


def _label(cell: TableCell, language: str) -> list[Sentence]:
    """The words of a heading; a colon behind them keeps the voice up."""
    runs = _runs(cell)
    if sum(len(run.text) for run in runs) > _LONGEST_LABEL:
        return []
    return [
        replace(words, text=words.text.rstrip(".:;,") + ":", start=0, end=0)
        for words in sentences(runs, language)
    ]
