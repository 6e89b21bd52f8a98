"""Where the files that ship with brailledesk are: tables and, later, device profiles.

In an installed package they lie under ``brailledesk/data``; in a checkout (editable install) they
stand at the top of the repository.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


def data_folder(name: str) -> Path:
    """The folder ``name`` ("tables", "drivers") of the shipped data."""
    package = Path(str(files("brailledesk")))
    installed = package / "data" / name
    if installed.is_dir():
        return installed
    return package.parent.parent / name
