"""OpenDocument files, zipped or flat: their parts, what protects them, how their text is spelt.

Source: OASIS OpenDocument 1.3, parts 2 (packages) and 3 (schema).
"""

from __future__ import annotations

import re

from lxml import etree

from brailledesk.errors import N_, SourceDamaged
from brailledesk.ingest.kinds import locked
from brailledesk.ingest.macros import refuse_macros
from brailledesk.ingest.package import Package
from brailledesk.ingest.safe_xml import parse_xml

_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE = f"{{{_OASIS}office:1.0}}"
TEXT = f"{{{_OASIS}text:1.0}}"
TABLE = f"{{{_OASIS}table:1.0}}"
STYLE = f"{{{_OASIS}style:1.0}}"
DRAW = f"{{{_OASIS}drawing:1.0}}"
FO = f"{{{_OASIS}xsl-fo-compatible:1.0}}"
SVG = f"{{{_OASIS}svg-compatible:1.0}}"
MATH = "{http://www.w3.org/1998/Math/MathML}"
XLINK = "{http://www.w3.org/1999/xlink}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_SCRIPT = b"urn:oasis:names:tc:opendocument:xmlns:script:1.0"
_BLANKS = re.compile(r"[ \t\r\n]+")


class OdfFile:
    """The parts of an OpenDocument file. Raises SourceDamaged or FormatNotSupported."""

    def __init__(self, data: bytes, path: str) -> None:
        self._path = path
        self._flat: etree._Element | None = None
        self._package: Package | None = None
        if data.startswith(b"PK"):
            self._package = Package(data, path, has_doctypes=True)
            self._refuse(self._package)
            self.content = self._package.xml("content.xml")
        else:
            self._flat = parse_xml(data, path)
            self.content = self._flat

    def _refuse(self, package: Package) -> None:
        refuse_macros(package, self._path)
        manifest = "META-INF/manifest.xml"
        # As bytes: manifests of old versions need their document type to be XML.
        if package.has(manifest) and b"encryption-data" in package.read(manifest):
            raise locked(self._path)

    def body(self, kind: str) -> etree._Element:
        """The element of the body that holds a ``kind`` ("text", "spreadsheet")."""
        body = self.content.find(f"{OFFICE}body/{OFFICE}{kind}")
        if body is None:
            raise SourceDamaged(self._path, N_("it has no text body"), "content.xml")
        return body

    def style_roots(self) -> list[etree._Element]:
        """The roots that hold styles, the common ones first."""
        if self._package is not None and self._package.has("styles.xml"):
            return [self._package.xml("styles.xml"), self.content]
        return [self.content]

    def formula(self, reference: str) -> etree._Element | None:
        """The root of an embedded object; None where there is none, or none with XML."""
        name = f"{reference.removeprefix('./').strip('/')}/content.xml"
        if self._package is None or not self._package.has(name):
            return None
        return self._package.xml(name)

    def picture(self, name: str) -> bytes:
        """The file of a picture that is in the archive; nothing where it is not."""
        package = self._package
        return package.peek(name) if package is not None and package.has(name) else b""

    def title(self) -> str:
        """The title of the metadata; empty where there is none."""
        root = self._flat
        if self._package is not None and self._package.has("meta.xml"):
            root = self._package.xml("meta.xml")
        found = None if root is None else root.findtext(f"{OFFICE}meta/{_DC}title")
        return " ".join((found or "").split())


def integer(text: str | None, default: int) -> int:
    """A whole number of an attribute, from 0 to 99,999,999; ``default`` where it is none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else default


def collapse(text: str | None, before: str) -> str:
    """Text with its blanks as OpenDocument counts them; ``before`` is the character before it."""
    found = _BLANKS.sub(" ", text or "")
    return found.removeprefix(" ") if before in {"", " ", "\n"} else found
