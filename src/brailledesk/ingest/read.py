"""Open a source, find out what it is, and hand it to its reader."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from brailledesk.document import Document
from brailledesk.errors import (
    N_,
    FormatNotSupported,
    SourceDamaged,
    SourceNotFound,
    SourceNotReadable,
    SourceTooLarge,
    UsageError,
)

MAX_SIZE = 64_000_000
STANDARD_INPUT = "standard input"


class Kind(NamedTuple):
    """A format: the suffixes of its files, and where its reader is."""

    suffixes: tuple[str, ...]
    module: str
    function: str


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "text": Kind((".txt", ".text", ".asc"), "plain", "read_plain"),
        "markdown": Kind((".md", ".markdown"), "markdown", "read_markdown"),
        "html": Kind((".html", ".htm", ".xhtml"), "html", "read_html"),
        "docx": Kind((".docx", ".docm"), "docx", "read_docx"),
    }
)

_SAVE_AS_DOCX = N_("Save it as DOCX or HTML in the program that made it.")
_NOT_SUPPORTED: Mapping[str, tuple[str, str]] = {
    ".pdf": ("PDF", N_("Save the original as DOCX or HTML.")),
    ".odt": ("ODT", _SAVE_AS_DOCX),
    ".doc": ("DOC", _SAVE_AS_DOCX),
    ".rtf": ("RTF", _SAVE_AS_DOCX),
    ".xlsx": ("XLSX", N_("Save the sheet as HTML.")),
    ".msg": ("MSG", N_("Save the message as HTML.")),
    ".png": ("PNG", N_("It is a picture; type its text or use a text recognition program.")),
    ".jpg": ("JPEG", N_("It is a picture; type its text or use a text recognition program.")),
    ".tif": ("TIFF", N_("It is a picture; type its text or use a text recognition program.")),
}
_SIGNATURES = (
    (b"%PDF-", ".pdf"),
    (b"{\\rtf", ".rtf"),
    (b"\x89PNG", ".png"),
    (b"\xff\xd8\xff", ".jpg"),
    (b"II*\0", ".tif"),
    (b"MM\0*", ".tif"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_document(
    source: Path | bytes,
    *,
    name: str = "",
    kind: str | None = None,
    max_size: int = MAX_SIZE,
    language: str = "it",
) -> Document:
    """Read a document of any known kind.

    ``source`` is a path, or bytes that were read already (standard input) and are called ``name``
    in messages. ``kind`` is a name of KINDS; None asks the suffix, then the content. ``language``
    holds where the document names none. ``max_size`` is bytes.
    Raises an IngestError that names the source and the fault, or UsageError for an unknown kind.
    """
    if isinstance(source, bytes):
        label, data = name or STANDARD_INPUT, source
        if len(data) > max_size:
            raise SourceTooLarge(label, len(data), max_size)
    else:
        label, data = name or str(source), _read_file(source, max_size)
    if not data.strip(b"\xef\xbb\xbf \t\r\n\f\0"):
        raise SourceDamaged(label, N_("it is empty"))
    reader = _find_reader(kind or _find_kind(label, data))
    return reader(data, label, language)


def _read_file(path: Path, max_size: int) -> bytes:
    try:
        with path.open("rb") as stream:
            size = path.stat().st_size
            if size > max_size:
                raise SourceTooLarge(str(path), size, max_size)
            data = stream.read(max_size + 1)
    except FileNotFoundError:
        raise SourceNotFound(str(path)) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise SourceNotReadable(str(path), reason) from None
    if len(data) > max_size:
        raise SourceTooLarge(str(path), len(data), max_size)
    return data


def _find_reader(kind: str) -> Callable[[bytes, str, str], Document]:
    entry = KINDS.get(kind)
    if entry is None:
        raise UsageError(
            N_("There is no document format {kind}."),
            N_("Known formats: {known}."),
            kind=kind,
            known=", ".join(KINDS),
        )
    module = importlib.import_module(f"brailledesk.ingest.{entry.module}")
    reader: Callable[[bytes, str, str], Document] = getattr(module, entry.function)
    return reader


def _find_kind(label: str, data: bytes) -> str:
    suffix = Path(label).suffix.lower()
    _refuse_foreign(label, suffix, data)
    for name, kind in KINDS.items():
        if suffix in kind.suffixes:
            return name
    return _sniff(data)


def _refuse_foreign(label: str, suffix: str, data: bytes) -> None:
    """Refuse what is known and not read: by its content first, which does not lie."""
    found = next((s for signature, s in _SIGNATURES if data.startswith(signature)), None)
    if found is None and suffix in _NOT_SUPPORTED:
        found = suffix
    if found is not None:
        kind, advice = _NOT_SUPPORTED[found]
        raise FormatNotSupported(label, kind, advice)
    if data.startswith(_OLE):
        raise FormatNotSupported(
            label,
            N_("files with a password or of Office 97"),
            N_("Remove the password, or save it as DOCX."),
        )


def _sniff(data: bytes) -> str:
    if data.startswith(b"PK\x03\x04"):
        return "docx"
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<?xml")):
        return "html"
    return "text"
