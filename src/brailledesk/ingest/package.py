"""Open a zip-based office file without being hurt by it: sizes, ratios and counts are checked."""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib

from lxml import etree

from brailledesk.errors import N_, SourceDamaged, SourceTooLarge

MAX_PARTS = 5_000
MAX_TOTAL_SIZE = 200_000_000
"""Bytes of all parts that are read, as they are when they are opened."""
MAX_RATIO = 200
"""Text shrinks to about a tenth; a part that shrinks more than this was made to grow."""
SMALL_PART = 1_000_000
_PIECE = 1 << 20
_DIRECTORY_ENTRY = b"PK\x01\x02"
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
"""The two that Office writes; the others cannot be opened piece by piece."""
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
_STRICT = b"http://purl.oclc.org/ooxml/"
_TRANSITIONAL = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": (
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    ),
    b"http://purl.oclc.org/ooxml/drawingml/": b"http://schemas.openxmlformats.org/drawingml/2006/",
    b"http://purl.oclc.org/ooxml/officeDocument/math": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/math"
    ),
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ),
}
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


class Package:
    """The parts of a zip-based office file, read one by one."""

    def __init__(self, data: bytes, path: str) -> None:
        self._path = path
        self._total = 0
        if data.count(_DIRECTORY_ENTRY) > MAX_PARTS:
            raise SourceDamaged(path, N_("it has too many parts to be an office file"))
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self.names = frozenset(self._zip.namelist())
        except _DAMAGE as error:
            raise SourceDamaged(path, N_("it is cut off or no office file"), str(error)) from None

    def has(self, name: str) -> bool:
        return name in self.names

    def related(self, part: str, kind: str) -> str | None:
        """The name of the part that ``part`` ("" for the package) is related to as ``kind``."""
        folder, name = posixpath.split(part)
        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        if not self.has(relations):
            return None
        for relation in self.xml(relations).iter(_RELATION):
            if str(relation.get("Type") or "").endswith(f"/{kind}"):
                target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", "")))
                return target.lstrip("/") if self.has(target.lstrip("/")) else None
        return None

    def xml(self, name: str) -> etree._Element:
        """The root of an XML part; no entities, no document type. Raises SourceDamaged.

        The parser's own limits (depth 256, no text of more than 10 MB) hold. The strict form of the
        format is brought to the usual names.
        """
        data = self.read(name)
        if b"<!DOCTYPE" in data:
            raise SourceDamaged(self._path, N_("it declares a document type"), name)
        if _STRICT in data:
            for strict, usual in _TRANSITIONAL.items():
                data = data.replace(strict, usual)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            reason = N_("a part of it is not XML")
            raise SourceDamaged(self._path, reason, f"{name}: {error}") from None
        if root.getroottree().docinfo.internalDTD is not None:  # in UTF-16
            raise SourceDamaged(self._path, N_("it declares a document type"), name)
        return root

    def read(self, name: str) -> bytes:
        """The bytes of a part, up to the limits. Raises SourceDamaged or SourceTooLarge."""
        if name not in self.names:
            raise SourceDamaged(self._path, N_("a part is missing"), name)
        info = self._zip.getinfo(name)
        if info.flag_bits & 1:
            raise SourceDamaged(self._path, N_("it is protected by a password"), name)
        if info.compress_type not in _METHODS:
            raise SourceDamaged(self._path, N_("a part is packed in a way unknown to Office"), name)
        try:
            return self._inflate(info)
        except _DAMAGE as error:
            raise SourceDamaged(self._path, N_("a part is damaged"), f"{name}: {error}") from None

    def _inflate(self, info: zipfile.ZipInfo) -> bytes:
        """What really comes out is counted: the sizes that the archive claims may be lies."""
        pieces: list[bytes] = []
        size = 0
        with self._zip.open(info) as stream:
            while piece := stream.read(_PIECE):
                size += len(piece)
                self._total += len(piece)
                if size > max(SMALL_PART, MAX_RATIO * info.compress_size):
                    reason = N_("a part grows beyond measure when it is opened")
                    raise SourceDamaged(self._path, reason, info.filename)
                if self._total > MAX_TOTAL_SIZE:
                    raise SourceTooLarge(self._path, self._total, MAX_TOTAL_SIZE)
                pieces.append(piece)
        return b"".join(pieces)
