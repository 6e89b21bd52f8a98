"""Kinds of files: those that are read, and by whom; those that are refused, and with what advice.

The content decides against the name where it is sure (a PDF called .txt); where it is not (a text
that is also HTML) the name decides, and without a name the content again.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from types import MappingProxyType
from typing import NamedTuple

from brailledesk.errors import N_, FormatNotSupported


class Kind(NamedTuple):
    """A format that is read: the suffixes of its files, and where its reader is.

    ``has_progress`` says that the reader tells how far it is, for formats of many pages.
    """

    suffixes: tuple[str, ...]
    module: str
    function: str
    has_progress: bool = False


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "text": Kind((".txt", ".text", ".asc"), "plain", "read_plain"),
        "markdown": Kind((".md", ".markdown"), "markdown", "read_markdown"),
        "html": Kind((".html", ".htm", ".xhtml", ".xht"), "html", "read_html"),
        "docx": Kind((".docx", ".docm", ".dotx"), "docx", "read_docx"),
        "pdf": Kind((".pdf",), "pdf.read", "read_pdf", has_progress=True),
    }
)


class Refused(NamedTuple):
    """A format that is known and not read: its suffixes, its name, and what to do instead."""

    suffixes: tuple[str, ...]
    name: str
    advice: str


_AS_DOCX = N_("Save it as DOCX or HTML in the program that made it.")
_ORIGINAL = N_("Save the original as DOCX or HTML.")
_SHEET = N_("Save the sheet as HTML.")
_PICTURE = N_("It is a picture; type its text or use a text recognition program.")
_MESSAGE = N_("Save the message as HTML.")

REFUSED: Mapping[str, Refused] = MappingProxyType(
    {
        "odt": Refused((".odt", ".ott", ".fodt"), "ODT", _AS_DOCX),
        "doc": Refused((".doc", ".dot"), "DOC", _AS_DOCX),
        "rtf": Refused((".rtf",), "RTF", _AS_DOCX),
        "pages": Refused((".pages",), "Pages", _AS_DOCX),
        "epub": Refused((".epub",), "EPUB", _ORIGINAL),
        "pptx": Refused((".pptx", ".ppt", ".odp"), "PPTX", _AS_DOCX),
        "xlsx": Refused((".xlsx", ".xlsm", ".xls", ".ods"), "XLSX", _SHEET),
        "msg": Refused((".msg",), "MSG", _MESSAGE),
        "eml": Refused((".eml", ".mbox"), "EML", _MESSAGE),
        "png": Refused((".png",), "PNG", _PICTURE),
        "jpeg": Refused((".jpg", ".jpeg"), "JPEG", _PICTURE),
        "tiff": Refused((".tif", ".tiff"), "TIFF", _PICTURE),
        "gif": Refused((".gif",), "GIF", _PICTURE),
        "bmp": Refused((".bmp",), "BMP", _PICTURE),
        "webp": Refused((".webp",), "WebP", _PICTURE),
        "heic": Refused((".heic", ".heif"), "HEIC", _PICTURE),
        "office 97": Refused(
            (),
            N_("files with a password or of Office 97"),
            N_("Remove the password, or save it as DOCX."),
        ),
        "locked": Refused(
            (),
            N_("files that are protected by a password"),
            N_("Remove the password in the program that made it, then save it again."),
        ),
    }
)

_SIGNATURES = (
    (b"%PDF-", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG\r\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
)
_ZIP = b"PK\x03\x04"
# Names of parts stand uncompressed in a zip archive, and "mimetype" is its first part, stored.
_PARTS = (
    (b"word/document.xml", "docx"),
    (b"xl/workbook.", "xlsx"),
    (b"ppt/presentation.xml", "pptx"),
    (b"Index/Document.iwa", "pages"),
)
_MIMETYPES = (
    (b"application/vnd.oasis.opendocument.text", "odt"),
    (b"application/vnd.oasis.opendocument.spreadsheet", "xlsx"),
    (b"application/vnd.oasis.opendocument.presentation", "pptx"),
    (b"application/epub+zip", "epub"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_BLANKS = b"\xef\xbb\xbf \t\r\n\f"
_HTML_BEGINNINGS = (b"<!doctype html", b"<html", b"<head", b"<body", b"<?xml", b"<title", b"<meta")


def find_kind(name: str, data: bytes) -> str:
    """A name of KINDS; ``name`` is the file's, "" if nobody knows. Raises FormatNotSupported."""
    suffix = PurePath(name).suffix.lower()
    by_content = _kind_of_content(data)
    by_name = _kind_of_suffix(suffix)
    if by_content == "office 97" and by_name in REFUSED:
        by_content = by_name
    found = by_content or by_name or _sniff_text(data)
    if found in REFUSED:
        refused = REFUSED[found]
        raise FormatNotSupported(name, refused.name, refused.advice)
    return found


def _kind_of_suffix(suffix: str) -> str:
    for group in (KINDS, REFUSED):
        for name, kind in group.items():
            if suffix in kind.suffixes:
                return name
    return ""


def _kind_of_content(data: bytes) -> str:
    """The kind of a file that is surely no text; empty where the content is not sure."""
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            return kind
    if data.startswith(_OLE):
        return "locked" if _OLE_ENCRYPTED in data else "office 97"
    if data.startswith(_ZIP):
        return _kind_of_archive(data)
    return ""


def _kind_of_archive(data: bytes) -> str:
    for mimetype, kind in _MIMETYPES:
        if mimetype in data[:200]:
            return kind
    for part, kind in _PARTS:
        if part in data:
            return kind
    return "docx"


def _sniff_text(data: bytes) -> str:
    head = data[:1024].lstrip(_BLANKS).lower()
    return "html" if head.startswith(_HTML_BEGINNINGS) else "text"
