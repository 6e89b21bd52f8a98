"""The container of eBraille, as EPUB has it: a zip archive whose parts refer to each other.

It was read from somewhere, so its parts are hostile until they are checked.
"""

from __future__ import annotations

import posixpath
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml import etree

from brailledesk.archive import Archive, ArchiveFault
from brailledesk.errors import N_, FormatError

MAX_XML_SIZE = 30_000_000
"""Bytes of one part that becomes a tree, which takes several times as much: two long novels."""


class Container:
    """The parts of a container. Raises FormatError for what is none, here and in every method."""

    def __init__(self, data: bytes, path: str) -> None:
        self._path = path
        try:
            self._archive = Archive(data)
        except ArchiveFault as fault:
            raise FormatError(path, fault.reason, fault.where) from None

    def has(self, name: str) -> bool:
        return name in self._archive.names

    def resolve(self, reference: str, base: str = "") -> str:
        """The name of the part that ``reference`` names in the part ``base``, without a fragment.

        References that leave the container are refused: to other hosts, to files, to folders above.
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
            where = f"{name}: {' '.join(str(error).split())}"
            raise FormatError(self._path, N_("it is not well-formed XML"), where) from None
        declared: Any = root.getroottree().docinfo.internalDTD  # the stubs know no DTD
        if declared is not None and (declared.entities() or declared.elements()):
            raise FormatError(self._path, N_("it declares entities, which could be anything"), name)
        return root

    def read(self, name: str) -> bytes:
        """The bytes of a part, up to the limits."""
        try:
            return self._archive.read(name)
        except ArchiveFault as fault:
            raise FormatError(self._path, fault.reason, fault.where) from None
