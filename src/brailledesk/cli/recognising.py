"""What the command ocr does, once its arguments are parsed."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from brailledesk.cli.console import progress_style, say, translator
from brailledesk.cli.pacing import pace_for
from brailledesk.cli.printing import whole_of, write_documents
from brailledesk.cli.reviewing import Keeper, ReviewOutputs, keeper
from brailledesk.cli.writing import STANDARD, make_folder, report_remarks, write_output
from brailledesk.document import Document
from brailledesk.errors import (
    N_,
    BrailledeskError,
    RecognitionIncomplete,
    SourceNotReadable,
    UsageError,
)
from brailledesk.ingest import KINDS, read_document
from brailledesk.ingest.ocr.engines import require_libraries
from brailledesk.ingest.ocr.faults import BLANK
from brailledesk.ingest.ocr.options import Recognition
from brailledesk.ingest.ocr.pool import WorkerPool
from brailledesk.progress import Progress, silent
from brailledesk.sources import take_source
from brailledesk.system_errors import reason_of
from brailledesk.text import Doubts

if TYPE_CHECKING:
    from brailledesk.cli.digesting import Laying
    from brailledesk.ingest.ocr.mend import Recognised
    from brailledesk.ingest.ocr.page import Picture
    from brailledesk.ingest.ocr.wire import PageLost

STAGE = N_("Reading files")
_NOT_IN_NAMES = re.compile(r"[^\w.-]+")


@dataclass(frozen=True, slots=True)
class Reading:
    """How sources are read; ``steps`` is a folder for pictures of the clean-up.

    ``review`` is what is made for a person who looks at a single source.
    """

    recognition: Recognition
    kind: str | None = None
    max_size: int = 64_000_000
    style: str | None = None
    steps: str | None = None
    review: ReviewOutputs = field(default_factory=ReviewOutputs)

    def pool(self) -> WorkerPool:
        """The processes that read. Raises RecognitionNotAvailable."""
        require_libraries()
        return WorkerPool(self.recognition.jobs)

    def read(
        self, source: str, pool: WorkerPool | None, progress: Progress = silent
    ) -> tuple[Document, int]:
        """The document of one source, and how many of its pages were lost."""
        given = sys.stdin.buffer if source == STANDARD else Path(source)
        label, data = take_source(given, max_size=self.max_size)
        pages = Pages("stdin" if source == STANDARD else PurePath(source).stem, self.steps)
        with keeper() if self.review.is_wanted else nullcontext() as kept:
            pages.keeper = kept
            document = read_document(
                data,
                name=label,
                kind=self.kind,
                max_size=self.max_size,
                progress=progress,
                recognition=replace(
                    self.recognition, keeps_pictures=self.steps is not None or kept is not None
                ),
                on_page=pages,
                pool=pool,
            )
            if kept is not None:
                kept.write(self.review, label, data, document.language)
        return document, pages.lost


@dataclass(slots=True)
class Pages:
    """Hears of the pages of one source: counts those that were lost, keeps pictures."""

    name: str
    steps: str | None
    lost: int = 0
    keeper: Keeper | None = None

    def __call__(self, page: Recognised | PageLost) -> None:
        """See :data:`~brailledesk.ingest.ocr.listen.PageListener`."""
        from brailledesk.ingest.ocr.wire import PageLost

        if isinstance(page, PageLost):
            self.lost += page.fault.name != BLANK
            return
        if self.steps is not None:
            keep_pictures(self.steps, self.name, page.words.number, page.pictures)
        if self.keeper is not None:
            self.keeper.keep(page)


def run_ocr(
    sources: Sequence[str],
    outputs: Sequence[tuple[str, str]],
    reading: Reading,
    laying: Laying | None,
    *,
    doubts: Doubts,
    is_shown: bool,
) -> None:
    """Read all sources and write them to outputs with their formats.

    What cannot be read is told, and the others go on. Raises RecognitionIncomplete at the end where
    something is missing; of a single source its own error.
    """
    if not sources:
        raise UsageError(N_("No file was named."), N_("Name scans, a folder, or - ."))
    found = list(files_of(sources))
    if len(found) > 1 and (reading.review.is_wanted or reading.recognition.corrections):
        raise UsageError(
            N_("Review and corrections are of one document."), N_("Name a single file.")
        )
    _refuse_overwriting(found, outputs)
    documents: list[tuple[str, Document]] = []
    missing = 0
    for source, result in zip(found, _results(found, reading), strict=True):
        if isinstance(result, BrailledeskError):
            if len(found) == 1:
                raise result
            say(f"brailledesk: {result.describe(translator())}", sys.stderr)
            missing += 1
            continue
        document, lost = result
        missing += lost
        report_remarks(document.remarks)
        documents.append((source, document))
    if documents:
        write_documents(_named(documents), outputs, laying, doubts)
        if is_shown and laying is not None:
            from brailledesk.cli.converting import show_pages

            show_pages(laying.lay(whole_of(documents)))
    if missing:
        raise RecognitionIncomplete(missing)


def _results(
    sources: Sequence[str], reading: Reading
) -> Iterator[tuple[Document, int] | BrailledeskError]:
    """What came of each source, in order; several are read side by side."""
    style = progress_style(reading.style)
    if len(sources) == 1:
        with pace_for(style) as progress:
            yield reading.read(sources[0], None, progress)
        return

    def read(source: str) -> tuple[Document, int] | BrailledeskError:
        try:
            return reading.read(source, pool)
        except BrailledeskError as error:
            return error

    with reading.pool() as pool, pace_for(style) as progress:
        progress(STAGE, 0, len(sources))
        with ThreadPoolExecutor(pool.count) as threads:
            # Not all at once, for what was read waits in memory; and what fails ends the rest.
            try:
                for start in range(0, len(sources), _ROUND):
                    some = sources[start : start + _ROUND]
                    for done, result in enumerate(threads.map(read, some), start + 1):
                        progress(STAGE, done, len(sources))
                        yield result
            except BaseException:  # Ctrl-C, above all: what is being read is not waited for
                threads.shutdown(wait=False, cancel_futures=True)
                pool.kill()
                raise


_ROUND = 64


def checked_steps(names: Sequence[str]) -> tuple[str, ...]:
    """Steps of the clean-up. Raises UsageError for one that there is not."""
    if names:
        require_libraries()
        from brailledesk.ingest.ocr.cleanup import NAMES

        for name in names:
            if name not in NAMES:
                raise UsageError(
                    N_("There is no step of the clean-up {name}."),
                    N_("Known steps: {known}."),
                    name=name,
                    known=", ".join(NAMES),
                )
    return tuple(names)


def files_of(sources: Sequence[str]) -> Iterator[str]:
    """The sources; in place of a folder its pictures and PDFs, by their names."""
    if sources.count(STANDARD) > 1:
        raise UsageError(N_("Standard input can be read once only."), N_("Name - a single time."))
    for source in sources:
        if source == STANDARD or not Path(source).is_dir():
            yield source
        else:
            yield from _files_in(source)


def picture_suffixes() -> frozenset[str]:
    """The suffixes of files that may be pictures of pages."""
    kinds = [kind for kind in KINDS.values() if kind.has_recognition]
    return frozenset(suffix for kind in kinds for suffix in kind.suffixes)


def _files_in(folder: str) -> list[str]:
    suffixes = picture_suffixes()
    try:
        paths = sorted(Path(folder).iterdir())
    except OSError as error:
        raise SourceNotReadable(folder, reason_of(error)) from None
    inside = [
        str(path)
        for path in paths
        if path.suffix.lower() in suffixes and not path.name.startswith(".")
    ]
    if not inside:
        raise UsageError(
            N_("There are no pictures and no PDFs in {path}."),
            N_("Known suffixes: {known}."),
            path=folder,
            known=" ".join(sorted(suffixes)),
        )
    return inside


def _refuse_overwriting(sources: Sequence[str], outputs: Sequence[tuple[str, str]]) -> None:
    if all(output == STANDARD for output, _ in outputs):
        return
    from brailledesk.conversion import refuse_overwriting

    for output, _ in outputs:
        for source in sources:
            if STANDARD not in {source, output}:
                refuse_overwriting(source, output)


def _named(documents: Sequence[tuple[str, Document]]) -> list[tuple[str, Document]]:
    """The documents by names of files of their own, those of their sources."""
    taken: set[str] = set()
    named = []
    for number, (source, document) in enumerate(documents, 1):
        path = PurePath(source)
        stem = f"stdin-{number}" if source == STANDARD else path.stem
        for name in (stem, path.name, f"{stem}-{number}"):
            if name.lower() not in taken:
                break
        taken.add(name.lower())
        named.append((name, document))
    return named


def keep_pictures(
    folder: str, name: str, number: int, pictures: Sequence[tuple[str, Picture]]
) -> None:
    """The pictures of a page's clean-up as PNG, numbered in their order."""
    import io

    from PIL import Image

    make_folder(folder)
    stem = _NOT_IN_NAMES.sub("-", name)
    for place, (step, picture) in enumerate(pictures):
        stream = io.BytesIO()
        Image.fromarray(picture.pixels).save(stream, "PNG", compress_level=1)
        path = Path(folder) / f"{stem}-{number:04}-{place}-{_NOT_IN_NAMES.sub('-', step)}.png"
        write_output(str(path), stream.getvalue())
