"""Pairs of label and value in tables: two columns, several pairs of columns, value and unit.

Tables whose columns or rows are products are in ``products``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from brailledesk.document import Block, Paragraph, Table, TableCell, TableRow
from brailledesk.sheets.facts import one_line
from brailledesk.sheets.lines import Pair
from brailledesk.sheets.runs import cell_runs
from brailledesk.sheets.vocabulary import Vocabulary, fold
from brailledesk.text import Run

_COLONS = frozenset(["", ":"])
"""What may stand in the column between a label and its value."""


@dataclass(frozen=True, slots=True)
class TablePair:
    """A pair with its row, and the columns that it takes; ``group`` is the title above it."""

    pair: Pair
    row: int
    columns: tuple[int, ...]
    group: str = ""


def cell_text(cell: TableCell) -> str:
    """The text of a cell in one line; empty if it holds more than paragraphs."""
    runs = cell_runs(cell)
    return one_line(runs) if runs else ""


def table_pairs(table: Table, vocabulary: Vocabulary) -> Iterator[TablePair]:
    """The pairs of a table that is a list of pairs; none of any other."""
    width = _width(table)
    layout = _layout(table, width, vocabulary)
    group = ""
    for number, row in enumerate(table.rows):
        if width > 1 and not any(cell.blocks for cell in row.cells[1:]):
            group = cell_text(row.cells[0])
            continue
        if number == 0 and layout and _is_header(row, vocabulary):
            continue
        for columns in layout:
            if number == 0 and _are_headers([row.cells[column] for column in columns], vocabulary):
                continue
            label = cell_runs(row.cells[columns[0]])
            value = _value([row.cells[column] for column in columns[1:]])
            if label and value:
                yield TablePair(Pair(label, value), number, columns, group)


def _width(table: Table) -> int:
    """Cells of every row that is no group title; 0 where rows differ or cells are joined."""
    widths = set()
    for row in table.rows:
        spans = sum(cell.column_span for cell in row.cells)
        if any(cell.row_span > 1 for cell in row.cells):
            return 0
        if len(row.cells) > 1:
            widths.add(len(row.cells) if spans == len(row.cells) else 0)
    return widths.pop() if len(widths) == 1 else 0


def _layout(table: Table, width: int, vocabulary: Vocabulary) -> list[tuple[int, ...]]:
    """Columns of each pair: its label, its value and, of three columns, the unit."""
    first = next((row for row in table.rows if len(row.cells) > 1), None)
    if first is None or width < 2:
        return []
    is_header = _is_header(first, vocabulary)
    if width == 2:
        kinds = [vocabulary.kind_of(cell_text(cell)) for cell in first.cells]
        is_list = table.header_rows == 1 and not is_header and all(kinds)
        return [] if is_list else [(0, 1)]
    if width == 3:
        if all(cell_text(row.cells[1]) in _COLONS for row in table.rows if len(row.cells) == width):
            return [(0, 2)]
        last = fold(cell_text(first.cells[2]))
        is_unit = is_header and last in vocabulary.words.unit_columns
        return [(0, 1, 2)] if is_unit else []
    if width % 2 or (table.header_rows and not is_header):
        return []
    pairs: list[tuple[int, ...]] = [(column, column + 1) for column in range(0, width, 2)]
    return pairs if _has_pairs(table, pairs, vocabulary) else []


def _is_header(row: TableRow, vocabulary: Vocabulary) -> bool:
    texts = [cell_text(cell) for cell in row.cells]
    return any(texts) and all(vocabulary.is_generic(text) for text in texts)


def _are_headers(cells: Sequence[TableCell], vocabulary: Vocabulary) -> bool:
    """Whether a label and its value at the top are two labels, "Colore" and "Codice"."""
    kinds = [vocabulary.kind_of(cell_text(cell)) for cell in cells[:2]]
    return all(kinds) and kinds[0] is not kinds[1]


def _has_pairs(table: Table, pairs: Sequence[tuple[int, ...]], vocabulary: Vocabulary) -> bool:
    """Whether label columns hold known labels and value columns none."""
    rows = [[vocabulary.kind_of(cell_text(c)) for c in row.cells] for row in table.rows]
    rows = [row for row in rows if len(row) > 1]
    labels = sum(row[pair[0]] is not None for row in rows for pair in pairs)
    values = sum(row[pair[1]] is not None for row in rows for pair in pairs)
    is_everywhere = all(any(row[pair[0]] for row in rows) for pair in pairs)
    return is_everywhere and labels > 3 * values


def _has_more(cell: TableCell) -> bool:
    return cell_runs(cell) is None


def _value(cells: Sequence[TableCell]) -> tuple[Run, ...]:
    parts = [part for part in map(cell_runs, cells) if part]
    joined: list[Run] = []
    for place, part in enumerate(parts):
        joined += [Run(" ", origin=part[0].origin)] if place else []
        joined += part
    is_whole = all(cell_runs(cell) is not None for cell in cells)
    return tuple(joined) if is_whole and parts and cell_runs(cells[0]) else ()


def without_pairs(
    table: Table, taken: Sequence[TablePair], vocabulary: Vocabulary
) -> tuple[Block, ...]:
    """What stays of a table: rows with nothing left go, and a header row that names no fact."""
    gone = {(pair.row, column) for pair in taken for column in pair.columns}
    rows: list[TableRow] = []
    header_rows = 0
    for number, row in enumerate(table.rows):
        cells = tuple(
            replace(cell, blocks=()) if (number, column) in gone else cell
            for column, cell in enumerate(row.cells)
        )
        is_touched = any((number, column) in gone for column in range(len(cells)))
        if is_touched and all(cell_text(c) in _COLONS and not _has_more(c) for c in cells):
            continue
        rows.append(TableRow(cells))
        header_rows += number < table.header_rows
    if gone and rows and len(rows) == 1 and _is_header(rows[0], vocabulary):
        rows = []
    if rows:
        return (replace(table, rows=tuple(rows), header_rows=header_rows),)
    return (Paragraph(table.caption, table.origin),) if table.caption else ()
