"""The quick way to a shipped table: its name, and no look at any other table."""

from __future__ import annotations

import os

from brailledesk.resources import data_path

SUFFIXES = (".utb", ".ctb")
SEARCH_VARIABLE = "BRAILLEDESK_TABLES"
"""Environment variable: folders searched before the shipped ones, separated as in PATH."""


def shipped_table(name: str) -> str | None:
    """The path of the shipped table ``name``, where that is certainly what is meant.

    None for paths, queries and unknown names, and where the user has folders of tables that come
    first: the catalogue knows what those are.
    """
    is_name = name.replace("-", "").isalnum()
    if not is_name or os.environ.get(SEARCH_VARIABLE):
        return None
    path = _found.get(name) or _path_of(name)
    if path is not None:
        _found[name] = path
    return path


_found: dict[str, str] = {}
"""The shipped tables that were asked for."""


def _path_of(name: str) -> str | None:
    folder = data_path("tables")
    for suffix in sorted(SUFFIXES):
        path = os.path.join(folder, name + suffix)
        if os.path.isfile(path):
            return path
    return None
