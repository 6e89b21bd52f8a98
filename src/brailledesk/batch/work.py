"""One document, from its file to the bytes of its Braille file. Nothing is written here.

This runs in other processes, on other machines too, and may run twice where a worker was lost: that
does no harm, since only the run that asked for it writes.
"""

from __future__ import annotations

import hashlib
import threading
from functools import lru_cache
from pathlib import Path

from brailledesk.batch.jobs import Failed, Job, Made
from brailledesk.batch.recipe import DIGEST_SIZE, Recipe, mark_of
from brailledesk.conversion import format_conversion, transcribe
from brailledesk.errors import (
    N_,
    BrailledeskError,
    ConversionBroken,
    SourceNotFound,
    SourceNotReadable,
    SourceTooLarge,
    WorkerDiffers,
)
from brailledesk.ingest import read_document
from brailledesk.ingest.ocr.pool import WorkerPool
from brailledesk.system_errors import reason_of


def run_job(job: Job) -> Made | Failed:
    """Convert a document. Whatever is wrong with it, or with us, is the result, never raised."""
    source_digest = ""
    try:
        source_digest = digest_source(job.source, job.recipe.max_size)
        return _make(job, source_digest)
    except BrailledeskError as error:
        return Failed(error, source_digest)
    except (Exception, SystemExit) as error:  # noqa: BLE001 - one document must not end a thousand others
        return Failed(ConversionBroken(str(job.source), type(error).__name__), source_digest)


def run_job_elsewhere(job: Job) -> Made | Failed:
    """The same on another machine, if that has the same program and the same tables."""
    try:
        if _own_mark(job.recipe) != job.mark:
            return Failed(WorkerDiffers(str(job.source)))
    except BrailledeskError as error:
        return Failed(error)
    return run_job(job)


def digest_source(path: Path, max_size: int) -> str:
    """The digest of a document's bytes.

    Raises SourceNotFound, SourceNotReadable (a pipe or a device too: it might never end) or
    SourceTooLarge.
    """
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise SourceNotReadable(str(path), N_("it is no ordinary file"))
        if size > max_size:
            raise SourceTooLarge(str(path), size, max_size)
        return digest_file(path)
    except (FileNotFoundError, NotADirectoryError):
        raise SourceNotFound(str(path)) from None
    except (OSError, ValueError) as error:
        reason = reason_of(error)
        raise SourceNotReadable(str(path), reason) from None


def digest_file(path: Path) -> str:
    """The digest of a file's bytes, read piece by piece. Raises OSError."""
    with path.open("rb") as stream:
        found = hashlib.file_digest(stream, lambda: hashlib.blake2b(digest_size=DIGEST_SIZE))
    return found.hexdigest()


def _make(job: Job, source_digest: str) -> Made:
    recipe = job.recipe
    document = read_document(
        job.source,
        kind=recipe.kind,
        max_size=recipe.max_size,
        recognition=recipe.recognition,
        pool=_pool(threading.get_ident()),
    )
    conversion = transcribe(
        document,
        table=recipe.table,
        options=recipe.options,
        foreign=dict(recipe.foreign),
        has_emphasis=recipe.has_emphasis,
        contraction=recipe.contraction,
    )
    data = format_conversion(conversion, recipe.format, charset=recipe.charset)
    pages = sum(1 for _ in conversion.publication.pages())
    return Made(data, source_digest, pages, conversion.undefined, conversion.remarks)


@lru_cache(maxsize=64)
def _pool(thread: int) -> WorkerPool:
    """What recognises the pictures of a thread's documents, one after another.

    It starts with the first picture and ends with this process, whose pipes it reads.
    """
    del thread
    return WorkerPool(1)


@lru_cache(maxsize=64)
def _own_mark(recipe: Recipe) -> str:
    return mark_of(recipe)
