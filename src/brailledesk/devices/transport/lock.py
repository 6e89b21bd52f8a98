"""One writer for a device, whichever process and whichever user it is.

A lock is a file named after the device's identity in a folder that all users share; the system
takes the lock back when its process ends, however it ends. The file also says who has it, for
people; that is never believed, only shown.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Self

from brailledesk.devices.transport.base import printable
from brailledesk.errors import N_, DeviceBusy, DeviceNotAllowed
from brailledesk.locking import lock_file

VARIABLE = "BRAILLEDESK_LOCKS"
"""Environment variable: the folder for locks."""

SHARED = "/run/lock"
"""Where the systems that have it let every user write, and forget it at a restart."""

_MOST = 200
"""Bytes of a lock file that are shown."""


class DeviceLock:
    """The right to write to a device, from ``with`` to its end.

    ``who`` is shown to others, as "job 4". Raises DeviceBusy, with what the holder wrote.
    """

    def __init__(self, address: str, identity: tuple[str, ...], who: str) -> None:
        self._address = address
        self._identity = sorted(set(identity))
        self._who = f"{who} (process {os.getpid()})"
        self._descriptors: list[int] = []

    def __enter__(self) -> Self:
        try:
            for name in self._identity:
                self._lock(name)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        for descriptor in self._descriptors:
            with suppress(OSError):
                os.ftruncate(descriptor, 0)
            os.close(descriptor)
        self._descriptors.clear()

    def _lock(self, name: str) -> None:
        path = lock_folder() / f"brailledesk-{hashlib.sha256(name.encode()).hexdigest()[:24]}.lock"
        try:
            descriptor = _open(path)
        except OSError:
            raise DeviceNotAllowed(str(path), "") from None
        if not lock_file(descriptor):
            holder = os.pread(descriptor, _MOST, 0) if hasattr(os, "pread") else b""
            os.close(descriptor)
            shown = printable(holder.decode("utf-8", "replace"))
            raise DeviceBusy(self._address, shown or N_("another job is sent to it"))
        self._descriptors.append(descriptor)
        os.ftruncate(descriptor, 0)
        os.write(descriptor, self._who.encode())


def lock_folder() -> Path:
    """The folder for locks of all users."""
    chosen = os.environ.get(VARIABLE)
    if chosen:
        Path(chosen).mkdir(parents=True, exist_ok=True)
        return Path(chosen)
    return Path(SHARED if os.access(SHARED, os.W_OK) else tempfile.gettempdir())


def _open(path: Path) -> int:
    """Open a lock, made if need be so that every user can lock it.

    In a folder of everybody Linux does not let a file of another user be opened with O_CREAT, so
    that comes second; a link is not followed.
    """
    flags = os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
    try:
        return os.open(path, flags)
    except FileNotFoundError:
        pass
    try:
        descriptor = os.open(path, flags | os.O_CREAT | os.O_EXCL, 0o666)
    except FileExistsError:  # made by another one meanwhile
        return os.open(path, flags)
    if hasattr(os, "fchmod"):
        os.fchmod(descriptor, 0o666)  # whatever the umask
    return descriptor
