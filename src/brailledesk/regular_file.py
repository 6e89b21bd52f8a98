"""Files that are files: what is named may be a pipe or a device, which would hold who opens it."""

from __future__ import annotations

import os
import stat

TYPE_CHECKING = False
if TYPE_CHECKING:  # the typing module takes a millisecond to import
    from typing import BinaryIO

_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class NotAFile(OSError):
    """A folder, a pipe, a device: nothing of it was read."""


def open_regular(path: str | os.PathLike[str]) -> BinaryIO:
    """The file at a path, open for reading.

    It is looked at when it is open, so that nobody can exchange it in between, and it is opened
    without waiting for a writer of a pipe. Raises NotAFile, OSError or ValueError.
    """
    opened = os.open(path, _FLAGS)
    if not stat.S_ISREG(os.fstat(opened).st_mode):
        os.close(opened)
        raise NotAFile
    return os.fdopen(opened, "rb")
