"""Files of drivers by name: those that ship, and a user's own over them.

Each kind ("embossers", "displays", "charsets") is a folder of TOML files in ``drivers``.
"""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches
from pathlib import Path

from brailledesk.errors import BrailledeskError
from brailledesk.resources import config_path, data_path

Missing = Callable[[str, tuple[str, ...]], BrailledeskError]
"""Makes the error for a name that is not there, from it and the names that are much like it."""


def driver_files(kind: str) -> dict[str, Path]:
    """Names and files of a kind, in order; a user's file takes the place of a shipped one."""
    folders = [Path(data_path("drivers")), Path(config_path("drivers"))]
    found = {path.stem: path for folder in folders for path in (folder / kind).glob("*.toml")}
    return dict(sorted(found.items()))


def find_driver(kind: str, name: str, missing: Missing) -> Path:
    """The file of a name, or the one that a path leads to. Raises what ``missing`` makes."""
    files = driver_files(kind)
    path = files.get(name.lower())
    if path is None and name.endswith(".toml"):
        path = Path(name)
    if path is None:
        raise missing(name, tuple(get_close_matches(name.lower(), files, 4, 0.4)))
    return path
