"""Open a zip-based office file without being hurt by it: sizes, ratios and counts are checked."""

from __future__ import annotations

import io
import zipfile
import zlib

from lxml import etree

from brailledesk.errors import N_, SourceDamaged, SourceTooLarge

MAX_PARTS = 5_000
MAX_PART_SIZE = 200_000_000
MAX_RATIO = 200
"""Text shrinks to about a tenth; a part that shrinks more than this was made to grow."""
SMALL_PART = 1_000_000
_PIECE = 1 << 20


class Package:
    """The parts of a zip-based office file, read one by one."""

    def __init__(self, data: bytes, path: str) -> None:
        self._path = path
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self._names = set(self._zip.namelist())
        except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError) as error:
            raise SourceDamaged(path, N_("it is cut off or no office file"), str(error)) from None
        if len(self._names) > MAX_PARTS:
            raise SourceDamaged(path, N_("it has too many parts to be an office file"))

    def has(self, name: str) -> bool:
        return name in self._names

    def xml(self, name: str) -> etree._Element:
        """The root of an XML part; no entities, no document type. Raises SourceDamaged."""
        data = self.read(name)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True
        )
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            reason = N_("a part of it is not XML")
            raise SourceDamaged(self._path, reason, f"{name}: {error}") from None
        if root.getroottree().docinfo.internalDTD is not None:
            raise SourceDamaged(self._path, N_("it declares a document type"), name)
        return root

    def read(self, name: str) -> bytes:
        """The bytes of a part, up to the limits. Raises SourceDamaged or SourceTooLarge."""
        if name not in self._names:
            raise SourceDamaged(self._path, N_("a part is missing"), name)
        info = self._zip.getinfo(name)
        if info.flag_bits & 1:
            raise SourceDamaged(self._path, N_("it is protected by a password"), name)
        pieces: list[bytes] = []
        size = 0
        limit = max(SMALL_PART, MAX_RATIO * info.compress_size)
        try:
            with self._zip.open(info) as stream:
                while piece := stream.read(_PIECE):
                    size += len(piece)
                    if size > limit:
                        reason = N_("a part grows beyond measure when it is opened")
                        raise SourceDamaged(self._path, reason, name)
                    if size > MAX_PART_SIZE:
                        raise SourceTooLarge(self._path, size, MAX_PART_SIZE)
                    pieces.append(piece)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
            raise SourceDamaged(self._path, N_("a part is damaged"), f"{name}: {error}") from None
        return b"".join(pieces)
