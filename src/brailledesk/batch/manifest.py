"""A list of documents, each with its output and options: CSV, TOML or a line of JSON each.

::

    file,output,cells,table             [[file]]
    lettera.html,lettera.brf,32,it-g2   file = "lettera.html"
                                        cells = 32

Only ``file`` must be there. The other names are those of the command line's options.
"""

from __future__ import annotations

import csv
import json
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from brailledesk.errors import N_, SourceDamaged, UsageError
from brailledesk.ingest.encoding import decode
from brailledesk.sources import take_source

Value = str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A document of a manifest.

    ``place`` is where it stands there: "line 3", or "[[file]] 3" in TOML. The value of a flag is
    "true" or "false", as in JSON.
    """

    place: str
    file: str
    output: str | None
    options: Mapping[str, Value]


def read_manifest(path: Path) -> list[Entry]:
    """The documents of a manifest; its suffix (.csv .toml .jsonl) says what it is.

    Raises SourceNotFound, SourceNotReadable, SourceDamaged with the place, or UsageError.
    """
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise UsageError(
            N_("The name {path} does not say what kind of manifest it is."),
            N_("Use one of {suffixes}."),
            path=str(path),
            suffixes=" ".join(_READERS),
        )
    label, data = take_source(path)
    text = decode(data, label).text
    return [_entry(label, place, row) for place, row in reader(label, text)]


_Rows = Iterator[tuple[str, Mapping[str, object]]]


def _read_csv(label: str, text: str) -> _Rows:
    first = text.partition("\n")[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","  # Excel's in Italian
    rows = csv.DictReader(text.splitlines(keepends=True), delimiter=delimiter, strict=True)
    try:
        for row in rows:
            if None in row:
                raise SourceDamaged(label, N_("it has more values than names"), _line(rows))
            yield _line(rows), {key.strip(): value for key, value in row.items() if value}
    except csv.Error as error:
        raise SourceDamaged(label, str(error), f"after {_line(rows)}") from None


def _line(rows: csv.DictReader[str]) -> str:
    return f"line {rows.line_num}"


def _read_json_lines(label: str, text: str) -> _Rows:
    for number, line in enumerate(text.splitlines(), 1):
        place = f"line {number}"
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise SourceDamaged(label, str(error), place) from None
        if not isinstance(row, dict):
            raise SourceDamaged(label, N_("it is no object with names"), place)
        yield place, row


def _read_toml(label: str, text: str) -> _Rows:
    try:
        tables = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise SourceDamaged(label, str(error)) from None
    files = tables.get("file", [])
    if set(tables) != {"file"} or not isinstance(files, list):
        raise SourceDamaged(label, N_("it has other tables than [[file]]"))
    for number, row in enumerate(files, 1):
        if not isinstance(row, dict):
            raise SourceDamaged(label, N_("it has other tables than [[file]]"))
        yield f"[[file]] {number}", row


_READERS: Mapping[str, Callable[[str, str], _Rows]] = {
    ".csv": _read_csv,
    ".toml": _read_toml,
    ".jsonl": _read_json_lines,
    ".ndjson": _read_json_lines,
}


def _entry(label: str, place: str, row: Mapping[str, object]) -> Entry:
    options = {
        name.lower().replace("_", "-"): _value(label, place, value)
        for name, value in row.items()
        if value is not None
    }
    file, output = options.pop("file", ""), options.pop("output", None)
    if not file or not isinstance(file, str):
        raise SourceDamaged(label, N_("no file is named"), place)
    if isinstance(output, tuple):
        raise SourceDamaged(label, N_("more than one output is named"), place)
    return Entry(place, file, output, options)


def _value(label: str, place: str, value: object) -> Value:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int):
        return str(value)
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return tuple(value)
    raise SourceDamaged(label, N_("a value is neither text nor number nor a list of texts"), place)
