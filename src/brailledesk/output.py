"""Write a result whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import IO

from brailledesk.errors import FolderMissing, OutputError
from brailledesk.system_errors import reason_of

_PIECE = 1 << 20
_BINARY = getattr(os, "O_BINARY", 0)  # without it Windows changes line ends
_DESCRIPTORS = {"/dev/stdin": 0, "/dev/stdout": 1, "/dev/stderr": 2}
_DESCRIPTOR = re.compile(r"/(?:dev|proc/self)/fd/([0-9]{1,9})")


def write_atomically(path: Path, data: bytes | memoryview | IO[bytes]) -> None:
    """Put ``data`` at ``path``: whole, or, whatever fails, leaving what was there before.

    Of an open file, which is read to its end, only a piece is held at a time.
    The data goes to a temporary file in the same folder, to the disk, and then to its name. A link
    is followed, and an existing file keeps its permissions and, where possible, its owner; one that
    may not be written is not replaced either. Devices, pipes and the names of open files
    (/dev/stdout) are written directly: of these a part may have gone out when an error is raised,
    and the error says so. Raises FolderMissing, else OutputError with the system's reason.
    """
    descriptor = _open_descriptor(path)
    is_direct = descriptor is not None
    try:
        target = path.resolve()
        is_direct = is_direct or _is_device(target)
        if descriptor is not None:
            _write_all(descriptor, data)
        elif is_direct:
            _write_device(target, data)
        else:
            _replace(target, data)
    except (OSError, ValueError, RuntimeError) as error:
        raise output_fault(path, error, is_partial=is_direct) from error


def output_fault(path: Path, error: BaseException, *, is_partial: bool = False) -> OutputError:
    """The error of ours for what the system says of writing ``path``."""
    if isinstance(error, FileNotFoundError) and not path.parent.is_dir():
        return FolderMissing(str(path), str(path.parent))
    return OutputError(str(path), reason_of(error), is_partial=is_partial)


def _open_descriptor(path: Path) -> int | None:
    """The number of the open file that a name such as /dev/stdout means, else None.

    To open that name again would start at the beginning of a file that others have written to.
    """
    named = _DESCRIPTOR.fullmatch(str(path))
    return int(named[1]) if named else _DESCRIPTORS.get(str(path))


def _is_device(target: Path) -> bool:
    return target.exists() and not target.is_file() and not target.is_dir()


def _write_all(descriptor: int, data: bytes | memoryview | IO[bytes]) -> None:
    for piece in _pieces(data):
        view = memoryview(piece)
        while view:
            view = view[os.write(descriptor, view) :]


def _pieces(data: bytes | memoryview | IO[bytes]) -> Iterable[bytes | memoryview]:
    if isinstance(data, bytes | memoryview):
        return (data,)
    return iter(lambda: data.read(_PIECE), b"")


def _write_device(target: Path, data: bytes | memoryview | IO[bytes]) -> None:
    descriptor = os.open(target, os.O_WRONLY | _BINARY)
    try:
        _write_all(descriptor, data)
    finally:
        os.close(descriptor)


def _replace(target: Path, data: bytes | memoryview | IO[bytes]) -> None:
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    before = target.stat() if target.exists() else None
    if before is not None and not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    beside = target.with_name(f".{target.name[:40]}.{os.urandom(8).hex()}")
    # The system applies the umask to a new file; what replaces a file is closed to others until it
    # has that file's permissions.
    mode = 0o666 if before is None else 0o600
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, mode)
    try:
        _fill(descriptor, data)
        if before is not None:
            _copy_rights(before, beside)
        beside.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise


def _fill(descriptor: int, data: bytes | memoryview | IO[bytes]) -> None:
    try:
        _write_all(descriptor, data)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _copy_rights(before: os.stat_result, beside: Path) -> None:
    if hasattr(os, "chown"):
        with contextlib.suppress(OSError):
            os.chown(beside, before.st_uid, before.st_gid)
    beside.chmod(stat.S_IMODE(before.st_mode))
