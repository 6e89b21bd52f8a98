"""Where the files that ship with brailledesk are, tables and device profiles, and the user's own.

In an installed package they lie under ``brailledesk/data``; in a checkout (editable install) they
stand at the top of the repository.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False  # as in brailledesk.lazy
if TYPE_CHECKING:
    from pathlib import Path

PACKAGE = os.path.dirname(os.path.abspath(__file__))
"""The folder of the package itself."""


def data_path(name: str) -> str:
    """The path of the folder ``name`` ("tables", "drivers") of the shipped data."""
    installed = os.path.join(PACKAGE, "data", name)
    if os.path.isdir(installed):
        return installed
    return os.path.join(os.path.dirname(os.path.dirname(PACKAGE)), name)


def data_folder(name: str) -> Path:
    """The same as :func:`data_path`, for those who have paid for paths anyway."""
    from pathlib import Path

    return Path(data_path(name))


def state_path(name: str) -> str:
    """The path of the file ``name`` of what the program has to remember; it may not be there."""
    if os.name == "nt":
        base = os.environ.get("LOCALAPPDATA", "")
    else:
        base = os.environ.get("XDG_STATE_HOME", "")
    if not os.path.isabs(base):
        base = os.path.join(os.path.expanduser("~"), ".local", "state")
    return os.path.join(base, "brailledesk", name)


def config_path(name: str) -> str:
    """The path of the folder ``name`` of what the user has set up; it may not be there."""
    if os.name == "nt":
        base = os.environ.get("APPDATA", "")
    else:
        base = os.environ.get("XDG_CONFIG_HOME", "")
    # The specification of the base directories: a path that is not absolute does not count.
    if not os.path.isabs(base):
        base = os.path.join(os.path.expanduser("~"), ".config")
    return os.path.join(base, "brailledesk", name)
