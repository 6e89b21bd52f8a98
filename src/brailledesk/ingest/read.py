"""Open a source, find out what it is, and hand it to its reader."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from functools import partial
from pathlib import Path

from brailledesk.document import Document
from brailledesk.errors import N_, SourceEmpty, UsageError
from brailledesk.ingest.kinds import KINDS, find_kind
from brailledesk.progress import Progress, silent
from brailledesk.sources import MAX_SIZE, ByteStream, take_source


def read_document(
    source: Path | bytes | ByteStream,
    *,
    name: str = "",
    kind: str | None = None,
    max_size: int = MAX_SIZE,
    language: str = "it",
    progress: Progress = silent,
) -> Document:
    """Read a document of any known kind.

    ``source`` is a path, an open binary stream, or bytes that were read already; a stream and bytes
    are called ``name`` in messages, and its suffix counts. ``kind`` is a name of KINDS; None asks
    the content, then the suffix. ``language`` holds where the document names none. ``max_size`` is
    bytes; of a stream no more than that is ever held. ``progress`` hears of pages, where a format
    has them.
    Raises an IngestError that names the source and the fault, or UsageError for an unknown kind.
    """
    reader = _find_reader(kind, progress) if kind is not None else None
    label, data = take_source(source, name, max_size)
    if not data.strip(b"\xef\xbb\xbf \t\r\n\f\0"):
        raise SourceEmpty(label)
    reader = reader or _find_reader(find_kind(label, data), progress)
    document = reader(data, label, language)
    if not document.blocks and not document.notes:
        raise SourceEmpty(label)
    return document


def _find_reader(kind: str, progress: Progress) -> Callable[[bytes, str, str], Document]:
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
    reader: Callable[..., Document] = getattr(module, entry.function)
    return partial(reader, progress=progress) if entry.has_progress else reader
