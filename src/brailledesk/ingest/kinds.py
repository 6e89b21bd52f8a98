"""Kinds of files: those that are read, and by whom; those that are refused, and with what advice.

The content decides against the name where it is sure (a PDF called .txt); where it is not (a text
that is also HTML) the name decides, and without a name the content again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePath
from types import MappingProxyType
from typing import NamedTuple

from brailledesk.errors import N_, FormatNotSupported


class Kind(NamedTuple):
    """A format that is read: the suffixes of its files, and where its reader is.

    ``has_progress`` says that the reader tells how far it is, for formats of many pages;
    ``has_recognition`` that it may have to read pictures; ``has_pictures`` that it can hand over
    those of a document.
    """

    suffixes: tuple[str, ...]
    module: str
    function: str
    has_progress: bool = False
    has_recognition: bool = False
    has_pictures: bool = False


def _pictures(*suffixes: str) -> Kind:
    return Kind(suffixes, "ocr.read", "read_pictures", has_progress=True, has_recognition=True)


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "text": Kind((".txt", ".text", ".asc"), "plain", "read_plain"),
        "markdown": Kind((".md", ".markdown"), "markdown", "read_markdown", has_pictures=True),
        "html": Kind((".html", ".htm", ".xhtml", ".xht"), "html", "read_html", has_pictures=True),
        "docx": Kind((".docx", ".docm", ".dotx", ".dotm"), "docx", "read_docx", has_pictures=True),
        "odt": Kind((".odt", ".ott", ".fodt"), "odt", "read_odt", has_pictures=True),
        "pdf": Kind(
            (".pdf",),
            "pdf.read",
            "read_pdf",
            has_progress=True,
            has_recognition=True,
            has_pictures=True,
        ),
        "rtf": Kind((".rtf",), "rtf", "read_rtf"),
        "xlsx": Kind((".xlsx", ".xlsm", ".xltx", ".xltm"), "xlsx", "read_xlsx"),
        "ods": Kind((".ods", ".ots", ".fods"), "ods", "read_ods"),
        "csv": Kind((".csv", ".tsv", ".tab"), "delimited", "read_csv"),
        "epub": Kind((".epub",), "epub", "read_epub", has_pictures=True),
        "eml": Kind((".eml",), "mail", "read_eml"),
        "png": _pictures(".png"),
        "jpeg": _pictures(".jpg", ".jpeg"),
        "tiff": _pictures(".tif", ".tiff"),
        "webp": _pictures(".webp"),
        "gif": _pictures(".gif"),
        "bmp": _pictures(".bmp"),
    }
)


class Refused(NamedTuple):
    """A format that is known and not read: its suffixes, its name, and what to do instead."""

    suffixes: tuple[str, ...]
    name: str
    advice: str


_AS_DOCX = N_("Save it as DOCX, ODT or HTML in the program that made it.")
_SHEET = N_("Save it as XLSX, ODS or CSV in the program that made it.")
_PICTURE = N_("Save it as JPEG or PNG in the program that shows it.")
_OUTLOOK = N_(
    "In Outlook open the message and save it as EML, or, where that is not offered, as HTML."
)
_FOLDER = N_("Save the single messages as EML.")

REFUSED: Mapping[str, Refused] = MappingProxyType(
    {
        "doc": Refused((".doc", ".dot"), "DOC", _AS_DOCX),
        "pages": Refused((".pages",), "Pages", _AS_DOCX),
        "pptx": Refused((".pptx", ".pptm", ".ppt", ".odp"), "PPTX", _AS_DOCX),
        "xls": Refused((".xls", ".xlt"), "XLS", _SHEET),
        "xlsb": Refused((".xlsb",), "XLSB", _SHEET),
        "numbers": Refused((".numbers",), "Numbers", _SHEET),
        "msg": Refused((".msg",), "MSG", _OUTLOOK),
        "mbox": Refused((".mbox",), "MBOX", _FOLDER),
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
        "archive": Refused(
            (".zip", ".7z", ".rar"), N_("archives"), N_("Unpack it and convert the files in it.")
        ),
    }
)


def locked(path: str) -> FormatNotSupported:
    """The refusal of a file whose password was found only when it was opened."""
    return refusal(path, "locked")


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
_RIFF = re.compile(rb"RIFF.{4}WEBP", re.DOTALL)
_BITMAP = re.compile(rb"BM.{4}\0\0\0\0", re.DOTALL)
"""Two letters could begin a text; the four empty bytes behind the size are reserved."""
_ZIP = b"PK\x03\x04"
# Names of parts stand uncompressed in a zip archive, and "mimetype" is its first part, stored.
_PARTS = (
    (b"word/document.xml", "docx"),
    (b"xl/workbook.bin", "xlsb"),
    (b"xl/workbook.", "xlsx"),
    (b"ppt/presentation.xml", "pptx"),
    (b"Index/Document.iwa", "pages"),
)
_MIMETYPES = (
    (b"application/vnd.oasis.opendocument.text", "odt"),
    (b"application/vnd.oasis.opendocument.spreadsheet", "ods"),
    (b"application/vnd.oasis.opendocument.presentation", "pptx"),
    (b"application/epub+zip", "epub"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS = (
    ("EncryptedPackage", "locked"),
    ("__substg1.0_", "msg"),
    ("WordDocument", "doc"),
    ("PowerPoint Document", "pptx"),
    ("Workbook", "xls"),
)
"""Names of streams, in UTF-16, that tell what an OLE file is."""
_EXPORTED = frozenset(["doc", "xls"])
"""Programs give these suffixes to HTML and to tables of text, because Office opens them."""
_BLANKS = b"\xef\xbb\xbf \t\r\n\f"
_HTML_BEGINNINGS = (b"<!doctype html", b"<html", b"<head", b"<body", b"<?xml", b"<title", b"<meta")


def refusal(name: str, kind: str) -> FormatNotSupported:
    """The refusal of a file of one of the kinds of REFUSED."""
    refused = REFUSED[kind]
    return FormatNotSupported(name, refused.name, refused.advice)


def suffix_of(name: str) -> str:
    return PurePath(name).suffix.lower()


def identify(name: str, data: bytes) -> str:
    """What a file is: a name of KINDS or of REFUSED."""
    by_content = _kind_of_content(data)
    by_name = kind_of_suffix(suffix_of(name))
    if (by_content == "archive" and by_name) or (by_content == "office 97" and by_name in REFUSED):
        by_content = by_name
    if by_name in _EXPORTED and not by_content:
        by_name = _sniff_export(data)
    return by_content or by_name or _sniff_text(data)


def kind_of_suffix(suffix: str) -> str:
    """The kind, read or refused, that a suffix belongs to; empty for unknown ones."""
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
    if _RIFF.match(data):
        return "webp"
    if _BITMAP.match(data):
        return "bmp"
    if data.startswith(_OLE):
        return _kind_of_ole(data)
    if data.startswith(_ZIP):
        return _kind_of_archive(data)
    return ""


def _kind_of_ole(data: bytes) -> str:
    for name, kind in _OLE_STREAMS:
        if name.encode("utf-16-le") in data:
            return kind
    return "office 97"


def _kind_of_archive(data: bytes) -> str:
    for mimetype, kind in _MIMETYPES:
        if mimetype in data[:200]:
            return kind
    for part, kind in _PARTS:
        if part in data:
            return kind
    return "archive"


def _sniff_export(data: bytes) -> str:
    """The kind of a text that calls itself a file of Office; a table where it is no HTML."""
    kind = _sniff_text(data)
    return "csv" if kind == "text" and (b"\t" in data or b";" in data) else kind


_FLAT = rb"office:mimetype=[\"']application/vnd\.oasis\.opendocument\.(text|spreadsheet)"
_HEADER = rb"(?:[A-Za-z][\w-]*:[^\n]*\n(?:[ \t][^\n]*\n)*){2,}"
_OF_MAIL = rb"(?im)^(?:received|message-id|mime-version):"


def _sniff_text(data: bytes) -> str:
    head = data[:4096].lstrip(_BLANKS)
    flat = re.search(_FLAT, head)
    if flat and head.startswith(b"<"):
        return "odt" if flat[1] == b"text" else "ods"
    header = re.match(_HEADER, head)
    if header and re.search(_OF_MAIL, header[0]):
        return "eml"
    return "html" if head.lower().startswith(_HTML_BEGINNINGS) else "text"
