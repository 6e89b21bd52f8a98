"""The parts of a zip-based office file: what they say, and what they have to do with each other."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Collection, Iterator

from lxml import etree

from brailledesk import archive
from brailledesk.archive import Archive, ArchiveFault, ArchiveLocked, ArchiveTooLarge
from brailledesk.errors import SourceDamaged, SourceTooLarge
from brailledesk.ingest.kinds import locked
from brailledesk.ingest.safe_xml import Event, parse_xml, walk_xml, without_doctype

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
        try:
            self._archive = Archive(data)
        except ArchiveFault as fault:
            raise SourceDamaged(path, fault.reason, fault.where) from None
        self.names = self._archive.names

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
        return self._checked(self._archive.peek, name)

    def read(self, name: str) -> bytes:
        """The bytes of a part, up to the limits. Raises SourceDamaged or SourceTooLarge."""
        return self._checked(self._archive.read, name)

    def _checked(self, read: Callable[[str], bytes], name: str) -> bytes:
        try:
            return read(name)
        except ArchiveLocked:
            raise locked(self._path) from None
        except ArchiveTooLarge as fault:
            raise SourceTooLarge(self._path, fault.size, archive.MAX_TOTAL_SIZE) from None
        except ArchiveFault as fault:
            raise SourceDamaged(self._path, fault.reason, fault.where) from None
