"""A zip archive that somebody else made, opened without being hurt by it.

What comes out is counted, for the sizes that an archive claims may be lies. Nothing is ever written
to disk, so that names can only name parts.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from brailledesk.errors import N_

MAX_PARTS = 5_000
MAX_TOTAL_SIZE = 200_000_000
"""Bytes of all parts that are read, as they are when they are opened."""
MAX_RATIO = 200
"""Text shrinks to about a tenth; a part that shrinks more than this was made to grow."""

_SMALL_PART = 1_000_000
_PIECE = 1 << 20
_DIRECTORY_ENTRY = b"PK\x01\x02"
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
"""The two that office programs write and EPUB allows; others cannot be opened piece by piece."""
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
)


class ArchiveFault(Exception):
    """What is wrong: ``reason`` is a message of the catalogue, ``where`` a part, in its words.

    Whoever opened the archive knows what it should have been, and says so in an error of the tree.
    """

    def __init__(self, reason: str, where: str = "") -> None:
        super().__init__(reason, where)
        self.reason = reason
        self.where = where


class ArchiveLocked(ArchiveFault):
    """A part is protected by a password."""


class ArchiveTooLarge(ArchiveFault):
    """All parts together are larger than MAX_TOTAL_SIZE; ``size`` is as far as they were opened."""

    def __init__(self, reason: str, where: str, size: int) -> None:
        super().__init__(reason, where)
        self.size = size


class Archive:
    """The parts of an archive, read one by one. Raises ArchiveFault, here and in every method."""

    def __init__(self, data: bytes) -> None:
        self._total = 0
        if data.count(_DIRECTORY_ENTRY) > MAX_PARTS:
            raise ArchiveFault(N_("it has too many parts"))
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self.names = frozenset(self._zip.namelist())
        except _DAMAGE as error:  # in English, and no more than this says
            raise ArchiveFault(N_("it is cut off or no archive")) from error

    def peek(self, name: str) -> bytes:
        """The bytes of a part that will be read again: they count only then."""
        total = self._total
        try:
            return self.read(name)
        finally:
            self._total = total

    def read(self, name: str) -> bytes:
        """The bytes of a part, up to the limits."""
        if name not in self.names:
            raise ArchiveFault(N_("a part is missing"), name)
        info = self._zip.getinfo(name)
        if info.flag_bits & 1:
            raise ArchiveLocked(N_("it is protected by a password"), name)
        if info.compress_type not in _METHODS:
            raise ArchiveFault(N_("a part is packed in a way that is not allowed"), name)
        try:
            return self._inflate(info)
        except _DAMAGE as error:
            raise ArchiveFault(N_("a part is damaged"), name) from error

    def _inflate(self, info: zipfile.ZipInfo) -> bytes:
        pieces: list[bytes] = []
        size = 0
        with self._zip.open(info) as stream:
            while piece := stream.read(_PIECE):
                size += len(piece)
                self._total += len(piece)
                reason = N_("a part grows beyond measure when it is opened")
                if size > max(_SMALL_PART, MAX_RATIO * info.compress_size):
                    raise ArchiveFault(reason, info.filename)
                if self._total > MAX_TOTAL_SIZE:
                    raise ArchiveTooLarge(reason, info.filename, self._total)
                pieces.append(piece)
        return b"".join(pieces)
