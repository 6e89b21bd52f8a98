"""The rows of a catalogue: CSV, JSON, or the first table of any document, as of a workbook.

A catalogue is an iterator of ordered mappings from field names to texts. A row that is not what it
should be comes out with its fault, and the rest goes on.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from brailledesk.document import Block, Heading, Remark, Table, block_runs
from brailledesk.errors import N_, SettingsFault, SourceDamaged, SourceEmpty
from brailledesk.ingest import read_document
from brailledesk.ingest.delimited import parted
from brailledesk.ingest.encoding import decode
from brailledesk.sheets.tables import cell_text
from brailledesk.sources import MAX_SIZE, take_source
from brailledesk.struck import tell_struck
from brailledesk.text import Origin

_DEEPEST = 6


@dataclass(frozen=True, slots=True)
class CatalogueRow:
    """One row: its fields in the order of the catalogue, and where it stands.

    ``number`` counts rows from 1. A row with a ``fault`` must not become a sheet.
    """

    number: int
    values: Mapping[str, str]
    origin: Origin
    fault: SettingsFault | None = None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """A catalogue: the names of its fields, its rows, and what its reader had to leave out."""

    path: str
    fields: tuple[str, ...]
    rows: tuple[CatalogueRow, ...] = field(repr=False)
    remarks: tuple[Remark, ...] = ()


def read_catalogue(path: Path, *, max_size: int = MAX_SIZE, kind: str | None = None) -> Catalogue:
    """The catalogue in a file; ``kind`` is "csv", "json" or a kind of document.

    Raises an IngestError: also where the file has no rows, or two columns of one name.
    """
    suffix = PurePath(path).suffix.lower()
    chosen = kind or {".csv": "csv", ".tsv": "csv", ".tab": "csv", ".json": "json"}.get(suffix, "")
    if chosen not in {"csv", "json"}:
        return _of_document(path, max_size, kind)
    label, data = take_source(path, max_size=max_size)
    text = decode(data, label).text
    if not text.strip():
        raise SourceEmpty(label)
    return _of_csv(text, label) if chosen == "csv" else _of_json(text, label)


# -- CSV ---------------------------------------------------------------------------------------


def _of_csv(text: str, path: str) -> Catalogue:
    rows, delimiter, first_line = parted(text.removeprefix("\ufeff"))
    reader = csv.reader(io.StringIO(rows, newline=""), delimiter=delimiter, strict=True)
    lines = _csv_lines(reader, first_line)
    first = next((cells for _, cells, fault in lines if fault is None and any(cells)), None)
    if first is None:
        raise SourceEmpty(path)
    fields = _fields(first, path)
    return Catalogue(path, fields, tuple(_csv_rows(lines, fields, path)))


CsvLine = tuple[int, list[str], str | None]
"""The line where a row begins, its cells, and the reader's word for what is wrong."""


def _csv_lines(reader: Iterator[list[str]], first: int) -> Iterator[CsvLine]:
    while True:
        start = getattr(reader, "line_num", 0) + first
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield start, [], str(error)
            continue
        yield start, [cell.strip() for cell in cells], None


def _csv_rows(lines: Iterable[CsvLine], fields: Sequence[str], path: str) -> Iterator[CatalogueRow]:
    number = 0
    for line, cells, fault in lines:
        if fault is None and not any(cells):
            continue
        number += 1
        found = None
        if fault is not None:
            found = _fault(line, N_("it cannot be read: {reason}"), reason=fault)
        elif len(cells) != len(fields):
            found = _fault(
                line,
                N_("it has {count} cells, and the first row has {expected}"),
                count=len(cells),
                expected=len(fields),
            )
        values = dict(zip(fields, cells, strict=False)) if found is None else {}
        yield CatalogueRow(number, values, Origin(path, f"line {line}"), found)


def _fault(line: int, problem: str, **values: object) -> SettingsFault:
    return SettingsFault(f"line {line}", problem, values)


def _fields(cells: Sequence[str], path: str) -> tuple[str, ...]:
    """The names of columns; a column without a name is called by its number."""
    fields = tuple(cell or f"#{place}" for place, cell in enumerate(cells, 1))
    for name in fields:
        if fields.count(name) > 1:
            raise SourceDamaged(path, N_("two columns have the same name"), name)
    return fields


# -- JSON --------------------------------------------------------------------------------------


class _Repeated(dict[str, object]):
    """An object in which a name stands twice: one of its values would be lost."""


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    values = dict(pairs)
    return values if len(values) == len(pairs) else _Repeated(pairs)


def _of_json(text: str, path: str) -> Catalogue:
    try:
        data = json.loads(
            text.removeprefix("\ufeff"),
            parse_float=str,
            parse_int=str,
            object_pairs_hook=_object,
        )
    except json.JSONDecodeError as error:
        raise SourceDamaged(path, N_("it is no JSON"), f"line {error.lineno}") from None
    except RecursionError:
        reason = N_("it is nested more deeply than any page for people")
        raise SourceDamaged(path, reason) from None
    if isinstance(data, dict):
        lists = [value for value in data.values() if isinstance(value, list)]
        data = lists[0] if len(lists) == 1 else data
    if not isinstance(data, list):
        raise SourceDamaged(path, N_("it has no list of objects"))
    if not data:
        raise SourceEmpty(path)
    rows = tuple(_json_row(number, entry, path) for number, entry in enumerate(data, 1))
    fields = tuple(dict.fromkeys(name for row in rows for name in row.values))
    return Catalogue(path, fields, rows)


def _json_row(number: int, entry: object, path: str) -> CatalogueRow:
    origin = Origin(path, f"item {number}")
    if not isinstance(entry, dict):
        fault = SettingsFault(origin.place, N_("it is no object with fields"), {})
        return CatalogueRow(number, {}, origin, fault)
    values: dict[str, str] = {}
    problem = _flatten(entry, "", values, 0)
    if problem is None:
        return CatalogueRow(number, values, origin)
    name, words = problem
    fault = SettingsFault(origin.place, words, {"name": name})
    return CatalogueRow(number, {}, origin, fault)


def _flatten(
    entry: Mapping[str, object], prefix: str, values: dict[str, str], depth: int
) -> tuple[str, str] | None:
    """Puts the fields of an object into ``values``, inner ones as "outer.inner"; else a fault."""
    if isinstance(entry, _Repeated):
        return prefix.rstrip(".") or "-", N_("a name stands twice in {name}")
    for name, value in entry.items():
        full = f"{prefix}{name}"
        if isinstance(value, dict) and depth < _DEEPEST:
            problem = _flatten(value, f"{full}.", values, depth + 1)
            if problem is not None:
                return problem
            continue
        text = _json_text(value)
        if text is None:
            return full, N_("the field {name} is neither text nor a list of texts")
        if full in values:
            return full, N_("a name stands twice in {name}")
        values[full] = text
    return None


def _json_text(value: object) -> str | None:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        parts = [_json_text(one) if not isinstance(one, list) else None for one in value]
        texts = [part for part in parts if part is not None]
        return ", ".join(texts) if len(texts) == len(parts) else None
    return value.strip() if isinstance(value, str) else None


# -- the first table of a document ---------------------------------------------------------------


def _of_document(path: Path, max_size: int, kind: str | None) -> Catalogue:
    document = tell_struck(read_document(path, kind=kind, max_size=max_size))
    name = document.source or str(path)
    tables = _first_tables(document.blocks)
    rows = [entry for table in tables for entry in _placed_rows(table, name)]
    if len(rows) < 2:
        raise SourceDamaged(name, N_("it has no table with rows"))
    fields = _fields(rows[0][1], name)
    found = (entry for entry in rows[1:] if any(entry[1]) and entry[1] != rows[0][1])
    numbered = (_table_row(n, *entry, fields) for n, entry in enumerate(found, 1))
    return Catalogue(name, fields, tuple(numbered), document.remarks)


def _first_tables(blocks: Iterable[Block]) -> list[Table]:
    """The first table, and those below it: an empty row may part a table of a sheet.

    A heading ends them, as that of the next sheet does.
    """
    tables: list[Table] = []
    for block in blocks:
        if isinstance(block, Table):
            tables.append(block)
        elif tables and isinstance(block, Heading):
            break
    return tables


def _placed_rows(table: Table, path: str) -> Iterator[tuple[Origin, list[str]]]:
    """The texts of each row, and where it stands."""
    place = table.origin.place if table.origin else "table 1"
    for number, row in enumerate(table.rows, 1):
        runs = (run for cell in row.cells for block in cell.blocks for run in block_runs(block))
        own = next((run.origin for run in runs if run.origin), None)
        yield own or Origin(path, f"{place}, row {number}"), [cell_text(c) for c in row.cells]


def _table_row(
    number: int, origin: Origin, cells: Sequence[str], fields: Sequence[str]
) -> CatalogueRow:
    if len(cells) == len(fields):
        return CatalogueRow(number, dict(zip(fields, cells, strict=True)), origin)
    problem = N_("it has {count} cells, and the first row has {expected}")
    counts: dict[str, object] = {"count": len(cells), "expected": len(fields)}
    return CatalogueRow(number, {}, origin, SettingsFault(origin.place, problem, counts))
