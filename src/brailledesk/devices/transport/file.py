"""A file that another program will bring to a machine, whole or not at all.

The bytes go to a file beside it, ``.NAME.brailledesk``; a clean close gives it its name. It is the
one way that can be taken up again at any byte: what is beyond the offset is cut off, so that the
file in the end is the same as if nothing had happened.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from brailledesk.devices.transport.base import Heard, opening_error, sending_error
from brailledesk.errors import N_, DeviceNotFound

_BINARY = getattr(os, "O_BINARY", 0)


def _ignore(count: int) -> None:
    del count


class FileTransport:
    """See the module. ``path`` is the file in the end.

    ``before_end`` is called with it when all is on the disk and the file has not got its name yet;
    what it raises is raised by ``close``.
    """

    is_exact = True
    has_confirmation = True

    def __init__(
        self,
        path: Path,
        heard: Heard = _ignore,
        *,
        before_end: Callable[[Path], None] | None = None,
    ) -> None:
        self.address = f"file:{path}"
        self._path = path.resolve()
        self._part = self._path.with_name(f".{self._path.name[:200]}.brailledesk")
        self._heard = heard
        self._before_end = before_end
        self._descriptor: int | None = None
        self._sent = 0

    def identity(self) -> tuple[str, ...]:
        """The file that the name leads to."""
        return (f"file:{self._path}",)

    def open(self, offset: int = 0) -> int:
        """Go on behind ``offset`` where the part has as many bytes; else at the beginning."""
        self._sent = 0
        try:
            if self._path.exists() and not self._path.is_file():
                raise DeviceNotFound(
                    self.address, N_("it is no file"), N_("A device is written as usb:PATH.")
                )
            flags = os.O_WRONLY | os.O_CREAT | _BINARY | getattr(os, "O_NOFOLLOW", 0)
            descriptor = os.open(self._part, flags, 0o666)
            try:
                size = os.fstat(descriptor).st_size
                start = offset if size >= offset else 0
                os.ftruncate(descriptor, start)
                os.lseek(descriptor, start, os.SEEK_SET)
            except BaseException:
                os.close(descriptor)
                raise
        except OSError as error:
            raise opening_error(self.address, error) from error
        self._descriptor = descriptor
        return start

    def send(self, data: bytes) -> None:
        """Write, and wait for the disk."""
        assert self._descriptor is not None
        view = memoryview(data)
        try:
            while view:
                count = os.write(self._descriptor, view)
                view = view[count:]
                self._heard(count)
            os.fsync(self._descriptor)
        except OSError as error:
            raise sending_error(self.address, error) from error
        self._sent += len(data)

    def close(self) -> None:
        """Give the part its name. The rename is on the disk when this returns."""
        assert self._descriptor is not None
        try:
            os.fsync(self._descriptor)
            os.close(self._descriptor)
            self._descriptor = None
            # Before, so that whoever sees the file has what belongs to it.
            if self._before_end is not None:
                self._before_end(self._path)
            self._part.replace(self._path)
            _sync_folder(self._path.parent)
        except OSError as error:
            self.abort()
            raise sending_error(self.address, error) from error

    def abort(self) -> None:
        """Leave the part for the job to go on."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            with suppress(OSError):
                os.close(descriptor)

    def discard(self) -> None:
        """Remove the part: nobody will go on."""
        self.abort()
        with suppress(OSError):
            self._part.unlink()

    def certain(self) -> int:
        """All that was sent: it is on the disk."""
        return self._sent


def _sync_folder(folder: Path) -> None:
    """Bring a rename to the disk, on systems where a folder can be opened."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
