"""Where a service of this user is reached if nobody says otherwise."""

from __future__ import annotations

import getpass
import os
import sys
from pathlib import Path

from brailledesk.resources import state_path


def default_place() -> str:
    """The path of the socket; on Windows the name of the pipe."""
    if sys.platform == "win32":
        return rf"\\.\pipe\brailledesk-{getpass.getuser()}"
    runtime = Path(os.environ.get("XDG_RUNTIME_DIR", ""))
    if runtime.is_absolute():
        return str(runtime / "brailledesk" / "service.sock")
    return state_path(str(Path("run", "service.sock")))
