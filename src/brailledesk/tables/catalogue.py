"""Find tables: by name, by path, or by a metadata query such as ``language:it dots:6``."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from io import TextIOWrapper
from pathlib import Path

from brailledesk.errors import TableNotFound
from brailledesk.regular_file import open_regular
from brailledesk.resources import data_folder
from brailledesk.tables.names import SEARCH_VARIABLE, SUFFIXES
from brailledesk.tables.opcodes import METADATA
from brailledesk.tables.parse import parse_table
from brailledesk.tables.rules import Table


@dataclass(frozen=True, slots=True)
class TableEntry:
    """A table that can be loaded: its name, its file and the metadata of its first lines."""

    name: str
    path: Path
    metadata: Mapping[str, str]


def search_path() -> list[Path]:
    """The folders that tables are looked for in, first come first served."""
    own = [Path(p) for p in os.environ.get(SEARCH_VARIABLE, "").split(os.pathsep) if p]
    return [*own, data_folder("tables")]


def list_tables() -> list[TableEntry]:
    """All tables of the search path by name; a name that comes twice counts once."""
    entries: dict[str, TableEntry] = {}
    for folder in search_path():
        for path in sorted(folder.glob("*")):
            if path.suffix in SUFFIXES and path.stem not in entries:
                entries[path.stem] = TableEntry(path.stem, path, _read_metadata(path))
    return [entries[name] for name in sorted(entries)]


def find_table(query: str) -> Path:
    """The file of the table that ``query`` names: a path, a name, or ``key:value`` pairs.

    All pairs of a query must hold; of several tables that fit it the first by name is taken.
    Raises TableNotFound, which lists the known names.
    """
    if (os.sep in query or query.endswith(SUFFIXES)) and _is_file(Path(query)):
        return Path(query)
    named = _find_name(query)
    if named is not None:
        return named
    entries = list_tables()
    wanted = [pair.partition(":")[::2] for pair in query.split()] if ":" in query else []
    for entry in entries:
        if wanted and all(entry.metadata.get(key) == value for key, value in wanted):
            return entry.path
    raise TableNotFound(query, tuple(entry.name for entry in entries))


def _find_name(name: str) -> Path | None:
    """The file of a table that ``name`` is the name of; no table is opened for it."""
    if Path(name).name != name or "\0" in name:
        return None
    for folder in search_path():
        for suffix in sorted(SUFFIXES):
            path = folder / f"{name}{suffix}"
            if _is_file(path):
                return path
    return None


def _is_file(path: Path) -> bool:
    """Whether it is one; a name that is too long, or none at all, is none."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def load_table(query: str) -> Table:
    """The parsed table that ``query`` names; parsed anew only when one of its files has changed."""
    path = find_table(query)
    folder_stamp = tuple(
        (file.name, file.stat().st_mtime_ns) for file in sorted(path.parent.glob("*.[uc]t[bi]"))
    )
    return _load(path, folder_stamp)


@lru_cache(maxsize=64)
def _load(path: Path, folder_stamp: tuple[tuple[str, int], ...]) -> Table:
    # The stamp is part of the key: includes lie beside their table, so a change there counts too.
    del folder_stamp
    return parse_table(path)


def _read_metadata(path: Path) -> dict[str, str]:
    metadata: dict[str, str] = {}
    with suppress(OSError), TextIOWrapper(open_regular(path), "utf-8", "replace") as lines:
        for line in lines:
            match = METADATA.match(line.strip())
            if match and match[1] != "source":
                metadata.setdefault(match[1], match[2])
            elif line.strip() and not line.startswith("#"):
                break
    return metadata
