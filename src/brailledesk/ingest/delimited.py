"""CSV: encoding, delimiter and header row are found out.

Italian spreadsheets write ``;`` between cells, because the comma is in the amounts; others write
``,`` or a tab. The one wins by which most rows have the same number of cells.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from brailledesk.document import Document
from brailledesk.errors import N_, SourceDamaged
from brailledesk.ingest.encoding import decode
from brailledesk.ingest.sheet import MAX_CELLS, Cell, Sheet, sheets_to_blocks

DELIMITERS = ("\t", ";", ",", "|")
"""In the order in which a tie is decided: a comma may always be one of an amount."""
_SAMPLE = 100
_LONGEST_SAMPLE = 500_000
_DECLARED = re.compile(r'"?sep=([;,\t|])"?[ ;,\t|]*\r?\n', re.IGNORECASE)
_VALUE = re.compile(
    r"(?:€|EUR|\$|£)?\s*[-+(]?\s*\d[\d.,'\s]*(?:%|€|EUR|\$|£|\))?"
    r"|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[T ]\d{1,2}:\d{2}(?::\d{2})?)?|\d{1,2}:\d{2}(?::\d{2})?"
)


def read_csv(data: bytes, path: str, language: str) -> Document:
    """A document of CSV: one table. Its first row is the header where it can be one."""
    text, delimiter, first = parted(decode(data, path).text)
    if text.count(delimiter) > 4 * MAX_CELLS:  # before a row of them fills the memory
        raise SourceDamaged(path, N_("it has more than a million cells"))
    lines: list[int] = []
    """The line of each row: cells in quotes may hold line feeds."""
    sheet = Sheet("", lambda row, column: f"line {lines[row]}, column {column + 1}")
    sheet.has_heading = True
    count = 0
    for number, (line, row) in enumerate(_rows(text, delimiter, path)):
        lines.append(line + first)
        count += len(row)
        if count > MAX_CELLS:
            raise SourceDamaged(path, N_("it has more than a million cells"), f"line {lines[-1]}")
        for column, value in enumerate(row):
            shown = value.replace("\r\n", "\n").strip()
            if shown:
                sheet.cells[number, column] = Cell(shown, _VALUE.fullmatch(shown) is not None)
    blocks, _ = sheets_to_blocks([sheet], path)
    return Document(blocks, language=language, source=path)


class Delimited(NamedTuple):
    """A CSV text without what only declares its delimiter; ``first`` is the line it begins at."""

    text: str
    delimiter: str
    first: int


def parted(text: str) -> Delimited:
    """A CSV text and what stands between its cells, declared in it or found out."""
    declared = _DECLARED.match(text)
    if declared:  # what Excel writes for itself
        return Delimited(text[declared.end() :], declared[1], 2)
    return Delimited(text, find_delimiter(text), 1)


def find_delimiter(text: str) -> str:
    """What stands between the cells of a CSV text; a comma where nothing does."""
    best, best_share = ",", 0.0
    for delimiter in DELIMITERS:
        rows = islice(_parse(text[:_LONGEST_SAMPLE], delimiter), _SAMPLE)
        try:
            widths = Counter(len(row) for _, row in rows if row)
        except csv.Error:
            continue
        width, count = max(widths.items(), key=lambda item: item[1], default=(1, 0))
        share = count / max(widths.total(), 1)
        if width > 1 and share > best_share:
            best, best_share = delimiter, share
    return best


def _rows(text: str, delimiter: str, path: str) -> Iterator[tuple[int, list[str]]]:
    rows = _parse(text, delimiter)
    line = 0
    try:
        for line, row in rows:
            yield line, row
    except csv.Error as error:
        reason = N_("a cell in quotes does not end")
        raise SourceDamaged(path, reason, f"line {line + 1}: {error}") from None


def _parse(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The rows, each with its line counted from 0."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)
    line = 0
    for row in reader:
        yield line, row
        line = reader.line_num
