"""Open a zip-based office file without being hurt by it: sizes, ratios and counts are checked."""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Collection, Iterator

from lxml import etree

from brailledesk.errors import N_, SourceDamaged, SourceTooLarge
from brailledesk.ingest.kinds import locked
from brailledesk.ingest.safe_xml import Event, parse_xml, walk_xml, without_doctype

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
    b"http://purl.oclc.org/ooxml/spreadsheetml/main": (
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
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

    def __init__(self, data: bytes, path: str, *, has_doctypes: bool = False) -> None:
        """Open an archive; ``has_doctypes`` for formats whose parts may name a document type.

        Such a name is passed over, and nothing is fetched; one that declares anything is refused.
        """
        self._path = path
        self._has_doctypes = has_doctypes
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
        for type_, target in self.relations(part).values():
            if type_.endswith(f"/{kind}"):
                return target if self.has(target) else None
        return None

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """The type and the target of each relation of a part, by identifier; links lead nowhere."""
        folder, name = posixpath.split(part)
        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        if not self.has(relations):
            return {}
        found: dict[str, tuple[str, str]] = {}
        for relation in self.xml(relations).iter(_RELATION):
            if relation.get("TargetMode") == "External":
                continue
            target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", "")))
            identifier = str(relation.get("Id") or len(found))
            found[identifier] = (str(relation.get("Type") or ""), target.lstrip("/"))
        return found

    def xml(self, name: str) -> etree._Element:
        """The root of an XML part, its strict form brought to the usual names.

        Raises SourceDamaged: see :func:`~brailledesk.ingest.safe_xml.parse_xml`.
        """
        return parse_xml(self._markup(name), self._path, name)

    def walk(
        self, name: str, tags: Collection[str], events: tuple[Event, ...] = ("end",)
    ) -> Iterator[tuple[str, etree._Element]]:
        """The elements of an XML part that have one of the tags, one after another.

        For parts that are large: see :func:`~brailledesk.ingest.safe_xml.walk_xml`.
        """
        return walk_xml(self._markup(name), tags, self._path, name, events=events)

    def _markup(self, name: str) -> bytes:
        data = self.read(name)
        if self._has_doctypes:
            data = without_doctype(data)
        if _STRICT in data:
            for strict, usual in _TRANSITIONAL.items():
                data = data.replace(strict, usual)
        return data

    def peek(self, name: str) -> bytes:
        """The bytes of a part that will be read again: they count only then."""
        total = self._total
        data = self.read(name)
        self._total = total
        return data

    def read(self, name: str) -> bytes:
        """The bytes of a part, up to the limits. Raises SourceDamaged or SourceTooLarge."""
        if name not in self.names:
            raise SourceDamaged(self._path, N_("a part is missing"), name)
        info = self._zip.getinfo(name)
        if info.flag_bits & 1:
            raise locked(self._path)
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
