"""Open a source, find out what it is, and hand it to its reader."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from brailledesk.document import Document
from brailledesk.errors import N_, SourceEmpty, UsageError
from brailledesk.ingest.kinds import (
    KINDS,
    REFUSED,
    identify,
    kind_of_suffix,
    refusal,
    suffix_of,
)
from brailledesk.ingest.ocr.listen import PageListener
from brailledesk.ingest.ocr.options import RECOGNITION, Recognition
from brailledesk.progress import Progress, silent
from brailledesk.sources import MAX_SIZE, ByteStream, take_source

if TYPE_CHECKING:
    from brailledesk.ingest.ocr.pool import WorkerPool

_NOTHING = b"\xef\xbb\xbf \t\r\n\f\0"
"""Bytes of a source that shows nothing: blanks, line ends, marks of byte order."""
_SAMPLE = 4096

Read = Callable[[bytes, str, str], Document]
"""A reader takes the bytes, the name for messages, and the language where the file names none."""


def read_document(
    source: Path | bytes | ByteStream,
    *,
    name: str = "",
    kind: str | None = None,
    max_size: int = MAX_SIZE,
    language: str = "it",
    progress: Progress = silent,
    recognition: Recognition = RECOGNITION,
    on_page: PageListener | None = None,
    pool: WorkerPool | None = None,
    has_pictures: bool = False,
) -> Document:
    """Read a document of any known kind.

    ``source`` is a path, an open binary stream, or bytes that were read already; a stream and bytes
    are called ``name`` in messages, and its suffix counts. ``kind`` is a name of KINDS or of
    a plugin; None asks the content, then the suffix. ``language`` holds where the document names
    none. ``max_size`` is bytes; of a stream no more than that is ever held. ``progress`` hears of
    pages, where a format has them, else of the beginning and the end. ``recognition`` is how
    pictures of pages are read, ``on_page`` hears of each, and ``pool`` are processes for it that
    many files use. ``has_pictures`` is for those who draw the document: its pictures come with it
    (``Image.data``), those beside a page of HTML only where ``source`` is a path.
    Raises an IngestError that names the source and the fault, UsageError for an unknown kind, or
    RecognitionNotAvailable.
    """
    folder = source.parent if isinstance(source, Path) else None
    how = _How(progress, recognition, on_page, pool, folder, has_pictures)
    reader = _reader_named(kind, how) if kind is not None else None
    label, data = take_source(source, name, max_size)
    if not data[:_SAMPLE].strip(_NOTHING) and not data.strip(_NOTHING):
        raise SourceEmpty(label)
    reader = reader or _reader_for(label, data, how)
    document = reader(data, label, language)
    if not document.blocks and not document.notes:
        raise SourceEmpty(label)
    return document


class _How(NamedTuple):
    """What readers are told that have a use for it."""

    progress: Progress
    recognition: Recognition
    on_page: PageListener | None
    pool: WorkerPool | None
    folder: Path | None
    has_pictures: bool


def _reader_for(name: str, data: bytes, how: _How) -> Read:
    """The reader of a file: of this package, or of a plugin for what this package does not know."""
    kind = identify(name, data)
    suffix = suffix_of(name)
    is_guess = bool(suffix) and kind == "text" and not kind_of_suffix(suffix)
    if kind in KINDS and not is_guess:
        return _find_reader(kind, how)
    from brailledesk.ingest.plugins import plugin_for

    plugin = plugin_for((suffix,) if is_guess else REFUSED[kind].suffixes)
    if plugin is not None:
        return _told(plugin.read, how.progress)
    if kind in REFUSED:
        raise refusal(name, kind)
    return _find_reader(kind, how)


def _reader_named(kind: str, how: _How) -> Read:
    if kind in KINDS:
        return _find_reader(kind, how)
    from brailledesk.ingest.plugins import plugin_named, usable_plugins

    plugin = plugin_named(kind)
    if plugin is not None:
        return _told(plugin.read, how.progress)
    raise UsageError(
        N_("There is no document format {kind}."),
        N_("Known formats: {known}."),
        kind=kind,
        known=", ".join([*KINDS, *(one.name for one in usable_plugins())]),
    )


def _find_reader(kind: str, how: _How) -> Read:
    """The reader of a kind; its module, and the libraries behind it, are imported only now."""
    entry = KINDS[kind]
    module = importlib.import_module(f"brailledesk.ingest.{entry.module}")
    reader: Callable[..., Document] = getattr(module, entry.function)
    if entry.has_recognition:
        reader = partial(reader, recognition=how.recognition, on_page=how.on_page, pool=how.pool)
    if entry.has_pictures and how.has_pictures:
        from brailledesk.ingest.pictures import Pictures

        reader = partial(reader, pictures=Pictures(how.folder))
    if entry.has_progress:
        return partial(reader, progress=how.progress)
    return _told(reader, how.progress)


def _told(reader: Read, progress: Progress) -> Read:
    """A reader that tells nothing itself: its beginning and its end are told."""

    def read(data: bytes, path: str, language: str) -> Document:
        progress(N_("Reading"), 0, 1)
        document = reader(data, path, language)
        progress(N_("Reading"), 1, 1)
        return document

    return read
