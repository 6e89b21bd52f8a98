"""Write a result whole or not at all."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from pathlib import Path

from brailledesk.errors import OutputError


def write_atomically(path: Path, data: bytes) -> None:
    """Put ``data`` at ``path``: whole, or, whatever fails, leaving what was there before.

    The data goes to a temporary file in the same folder, to the disk, and then to its name. A link
    is followed, an existing file keeps its permissions, and a device or pipe is written directly.
    Raises OutputError with the system's reason.
    """
    try:
        target = path.resolve()
        if target.exists() and not target.is_file():
            _write_special(target, data)
        else:
            _replace(target, data)
    except (OSError, ValueError, RuntimeError) as error:
        raise OutputError(str(path), _reason(error)) from error


def _reason(error: BaseException) -> str:
    return getattr(error, "strerror", None) or str(error)


def _write_special(target: Path, data: bytes) -> None:
    with target.open("wb", buffering=0) as stream:
        view = memoryview(data)
        while view:
            view = view[stream.write(view) :]


def _replace(target: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(prefix=f".{target.name[:40]}.", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(_mode(target))
        Path(name).replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


def _mode(target: Path) -> int:
    """The permissions of the file that is there, else those that a new file would get."""
    if target.exists():
        return stat.S_IMODE(target.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
