"""Files and folders that only their owner can read: where secrets of the service are.

What is read was checked on the open file, so nothing can be put in its place in between. A link is
never followed, and a file that another user could have read or written is not used at all: a secret
in it may be known, and what it allows may have been written by someone else.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from pathlib import Path

from brailledesk.errors import N_, OutputError, SecretUnsafe
from brailledesk.system_errors import reason_of

_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_FLAGS = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_HAS_OWNERS = hasattr(os, "getuid")
"""On Windows the profile's folders admit the user, administrators and the system alone."""


def private_folder(path: Path) -> Path:
    """Make the folder, mode 0700, where it is not there; raise SecretUnsafe where it is not safe.

    The folders above are looked at, too: whoever may write in one of them could put another folder
    in this one's place. Raises OutputError where it cannot be made.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError):
            path.mkdir(0o700)
        found = path.lstat()
    except OSError as error:
        raise OutputError(str(path), reason_of(error)) from error
    if not stat.S_ISDIR(found.st_mode):
        raise SecretUnsafe(str(path), N_("it is no folder"))
    _check_owner(path, found)
    check_above(path.absolute().parent)
    return path


def read_private(path: Path, most: int = 1 << 20) -> bytes:
    """The content of the file. Raises SecretUnsafe; FileNotFoundError where there is none."""
    descriptor = _open(path)
    try:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            raise SecretUnsafe(str(path), N_("it is no file"))
        _check_owner(path, found)
        if found.st_nlink != 1:
            raise SecretUnsafe(str(path), N_("it has a second name"))
        if found.st_size > most:
            raise SecretUnsafe(str(path), N_("it is too large"))
        return _read(descriptor, most)
    finally:
        os.close(descriptor)


def write_private(
    path: Path, data: bytes, mode: int = 0o600, *, is_shared_folder: bool = False
) -> None:
    """Put ``data`` at ``path``, whole or not at all; a link there is replaced, not followed.

    ``is_shared_folder``: the folder is another program's and has only to be there. Raises
    SecretUnsafe for an unsafe folder, OutputError where it cannot be written.
    """
    if not is_shared_folder:
        private_folder(path.parent)
    beside = path.with_name(f".{os.urandom(8).hex()}")
    try:
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _FLAGS, mode)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(descriptor)
            beside.replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                beside.unlink()
            raise
    except OSError as error:
        raise OutputError(str(path), reason_of(error)) from error


def _open(path: Path) -> int:
    try:
        # Without O_NONBLOCK a pipe that was put there would hold the service for ever.
        return os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | _FLAGS)
    except FileNotFoundError:
        raise
    except OSError as error:
        if error.errno in {errno.ELOOP, errno.EMLINK}:
            raise SecretUnsafe(str(path), N_("it is a link")) from error
        raise SecretUnsafe(str(path), reason_of(error)) from error


def _read(descriptor: int, most: int) -> bytes:
    pieces = []
    left = most
    while left > 0 and (piece := os.read(descriptor, left)):
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces)


def _check_owner(path: Path, found: os.stat_result) -> None:
    if not _HAS_OWNERS:
        return
    if found.st_uid != os.geteuid():
        raise SecretUnsafe(str(path), N_("it belongs to another user"))
    if found.st_mode & _OTHERS:
        raise SecretUnsafe(str(path), N_("others may read or write it"))


def check_above(path: Path) -> None:
    """Raise SecretUnsafe where someone else may rename what is below ``path``.

    The group of the user's own name may write: such groups have one member, and systems that use
    them make the home so.
    """
    if not _HAS_OWNERS:
        return
    for folder in (path, *path.parents):
        found = folder.stat()
        is_mine = found.st_uid in {0, os.geteuid()}
        lax = found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
        if found.st_gid == os.getegid():
            lax &= ~stat.S_IWGRP
        if not is_mine or (lax and not found.st_mode & stat.S_ISVTX):
            raise SecretUnsafe(str(folder), N_("others may write in it"))
