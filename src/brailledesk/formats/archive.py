"""A zip archive that was read, opened without being hurt by it.

What comes out is counted, for the sizes that an archive claims may be lies. Nothing is ever written
to disk, so that names can only name parts.
"""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml import etree

from brailledesk.errors import N_, FormatError

MAX_PARTS = 5_000
MAX_TOTAL_SIZE = 200_000_000
"""Bytes of all parts together, opened."""

MAX_XML_SIZE = 30_000_000
"""Bytes of one part that becomes a tree, which takes several times as much: two long novels."""

MAX_RATIO = 200
"""Braille as text shrinks to about a tenth; a part that shrinks more was made to grow."""

_SMALL_PART = 1_000_000
_PIECE = 1 << 20
_DIRECTORY_ENTRY = b"PK\x01\x02"
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
"""The two that EPUB's container allows."""

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


class Archive:
    """The parts of an archive. Raises FormatError for what is none, here and in every method."""

    def __init__(self, data: bytes, path: str) -> None:
        self._path = path
        self._total = 0
        if data.count(_DIRECTORY_ENTRY) > MAX_PARTS:
            raise FormatError(path, N_("it has too many parts"))
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self.names = frozenset(self._zip.namelist())
        except _DAMAGE as error:
            raise FormatError(path, N_("it is cut off or no archive"), _words(error)) from None

    def resolve(self, reference: str, base: str = "") -> str:
        """The name of the part that ``reference`` names in the part ``base``, without a fragment.

        References that leave the archive are refused: to other hosts, to files, to folders above.
        """
        parts = urlsplit(reference)
        name = unquote(parts.path)
        joined = posixpath.normpath(posixpath.join(posixpath.dirname(base), name))
        is_outside = joined.startswith(("/", "..")) or "\\" in joined or "\0" in joined
        if parts.scheme or parts.netloc or not name or is_outside:
            raise FormatError(self._path, N_("it names a part outside of itself"), reference[:80])
        return joined

    def xml(self, name: str) -> etree._Element:
        """The root of an XML part. A document type may be named, but declares nothing."""
        data = self.read(name)
        if len(data) > MAX_XML_SIZE:
            raise FormatError(self._path, N_("a part grows beyond measure when it is opened"), name)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        )
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            where = f"{name}: {_words(error)}"
            raise FormatError(self._path, N_("it is not well-formed XML"), where) from None
        declared: Any = root.getroottree().docinfo.internalDTD  # the stubs know no DTD
        if declared is not None and (declared.entities() or declared.elements()):
            raise FormatError(self._path, N_("it declares entities, which could be anything"), name)
        return root

    def read(self, name: str) -> bytes:
        """The bytes of a part, up to the limits."""
        if name not in self.names:
            raise FormatError(self._path, N_("a part is missing"), name)
        info = self._zip.getinfo(name)
        if info.flag_bits & 1:
            raise FormatError(self._path, N_("it is protected by a password"), name)
        if info.compress_type not in _METHODS:
            raise FormatError(self._path, N_("a part is damaged"), name)
        try:
            return self._inflate(info)
        except _DAMAGE as error:
            where = f"{name}: {_words(error)}"
            raise FormatError(self._path, N_("a part is damaged"), where) from None

    def _inflate(self, info: zipfile.ZipInfo) -> bytes:
        pieces: list[bytes] = []
        size = 0
        with self._zip.open(info) as stream:
            while piece := stream.read(_PIECE):
                size += len(piece)
                self._total += len(piece)
                is_grown = size > max(_SMALL_PART, MAX_RATIO * info.compress_size)
                if is_grown or self._total > MAX_TOTAL_SIZE:
                    reason = N_("a part grows beyond measure when it is opened")
                    raise FormatError(self._path, reason, info.filename)
                pieces.append(piece)
        return b"".join(pieces)


def _words(error: Exception) -> str:
    return " ".join(str(error).split())
