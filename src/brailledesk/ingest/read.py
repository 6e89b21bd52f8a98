"""Open a source, find out what it is, and hand it to its reader."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from brailledesk.document import Document
from brailledesk.errors import (
    N_,
    SourceEmpty,
    SourceNotFound,
    SourceNotReadable,
    SourceTooLarge,
    UsageError,
)
from brailledesk.ingest.kinds import KINDS, find_kind

MAX_SIZE = 64_000_000
STANDARD_INPUT = "standard input"
_PIECE = 1 << 20


class ByteStream(Protocol):
    """What is read piece by piece: an open file, a pipe, a socket's file."""

    def read(self, size: int, /) -> bytes: ...


def read_document(
    source: Path | bytes | ByteStream,
    *,
    name: str = "",
    kind: str | None = None,
    max_size: int = MAX_SIZE,
    language: str = "it",
) -> Document:
    """Read a document of any known kind.

    ``source`` is a path, an open binary stream, or bytes that were read already; a stream and bytes
    are called ``name`` in messages, and its suffix counts. ``kind`` is a name of KINDS; None asks
    the content, then the suffix. ``language`` holds where the document names none. ``max_size`` is
    bytes; of a stream no more than that is ever held.
    Raises an IngestError that names the source and the fault, or UsageError for an unknown kind.
    """
    reader = _find_reader(kind) if kind is not None else None
    label, data = _take(source, name, max_size)
    if not data.strip(b"\xef\xbb\xbf \t\r\n\f\0"):
        raise SourceEmpty(label)
    reader = reader or _find_reader(find_kind(label, data))
    document = reader(data, label, language)
    if not document.blocks and not document.notes:
        raise SourceEmpty(label)
    return document


def _take(source: Path | bytes | ByteStream, name: str, max_size: int) -> tuple[str, bytes]:
    """What the source is called, and its bytes."""
    if isinstance(source, Path):
        label = name or str(source)
        return label, _read_file(source, label, max_size)
    label = name or STANDARD_INPUT
    if not isinstance(source, bytes):
        return label, _read_stream(source, label, max_size)
    if len(source) > max_size:
        raise SourceTooLarge(label, len(source), max_size)
    return label, source


def _read_file(path: Path, label: str, max_size: int) -> bytes:
    try:
        with path.open("rb") as stream:
            size = path.stat().st_size
            if size > max_size:
                raise SourceTooLarge(label, size, max_size)
            return _read_stream(stream, label, max_size)
    except (FileNotFoundError, NotADirectoryError):
        raise SourceNotFound(label) from None
    except (OSError, ValueError) as error:
        raise _not_readable(label, error) from None


def _read_stream(stream: ByteStream, label: str, max_size: int) -> bytes:
    """All bytes of a stream; a pipe gives less at a time than it is asked for."""
    pieces: list[bytes] = []
    size = 0
    try:
        while piece := stream.read(_PIECE):
            size += len(piece)
            if size > max_size:
                raise SourceTooLarge(label, size, max_size)
            pieces.append(piece)
    except (OSError, ValueError) as error:
        raise _not_readable(label, error) from None
    return b"".join(pieces)


def _not_readable(label: str, error: OSError | ValueError) -> SourceNotReadable:
    return SourceNotReadable(label, getattr(error, "strerror", None) or str(error))


def _find_reader(kind: str) -> Callable[[bytes, str, str], Document]:
    """The reader of a kind; its module, and the libraries behind it, are imported only now."""
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
