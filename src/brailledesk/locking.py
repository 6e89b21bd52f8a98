"""A lock on an open file. The system takes it back when the process ends, however it ends."""

from __future__ import annotations

import os
import sys

_FAR = 1 << 40
"""Windows locks bytes and keeps others from reading them; nothing ever stands so far behind."""


def lock_file(descriptor: int) -> bool:
    """Lock the file until it is closed; False where another process has it locked."""
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415 - a module of this system alone

            os.lseek(descriptor, _FAR, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415 - a module of the other systems

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
