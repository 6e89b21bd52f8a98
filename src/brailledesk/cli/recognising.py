"""What the command ocr does, once its arguments are parsed."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from brailledesk.cli.console import progress_style, say, translator
from brailledesk.cli.converting import (
    STANDARD,
    report_remarks,
    report_undefined,
    show_pages,
    write_output,
)
from brailledesk.cli.digesting import Laying, is_folder
from brailledesk.cli.pacing import pace_for
from brailledesk.conversion import refuse_overwriting
from brailledesk.document import Document
from brailledesk.errors import (
    N_,
    BrailledeskError,
    OutputError,
    RecognitionIncomplete,
    SourceNotReadable,
    UsageError,
)
from brailledesk.formats import FORMATS, format_of
from brailledesk.formats.prose import format_html, format_text
from brailledesk.ingest import KINDS, read_document
from brailledesk.ingest.ocr.faults import BLANK
from brailledesk.ingest.ocr.options import Recognition
from brailledesk.sheets.catalogue import FileNames
from brailledesk.sheets.volume import join

if TYPE_CHECKING:
    from brailledesk.ingest.ocr.wire import PageLost, PageRead

TEXT = "text"
HTML = "html"
_PRINT = {".txt": TEXT, ".text": TEXT, ".html": HTML, ".htm": HTML}
SUFFIXES = {TEXT: ".txt", HTML: ".html", "brf-plain": ".brf"}
_NOT_IN_NAMES = re.compile(r"[^\w.-]+")


@dataclass(frozen=True, slots=True)
class Reading:
    """How sources are read; ``steps`` is a folder for pictures of the clean-up."""

    recognition: Recognition
    kind: str | None = None
    max_size: int = 64_000_000
    style: str | None = None
    steps: str | None = None


@dataclass(slots=True)
class Pages:
    """Hears of the pages of one source: counts those that were lost, keeps pictures."""

    name: str
    steps: str | None
    lost: int = 0

    def __call__(self, page: PageRead | PageLost) -> None:
        """See :data:`~brailledesk.ingest.ocr.listen.PageListener`."""
        fault = getattr(page, "fault", None)
        if fault is not None:
            self.lost += fault.name != BLANK
            return
        words = getattr(page, "words", None)
        if self.steps is not None and words is not None:
            _keep(self.steps, self.name, words.number, getattr(page, "pictures", ()))


def run_ocr(
    sources: Sequence[str],
    outputs: Sequence[str],
    reading: Reading,
    laying: Laying,
    *,
    is_shown: bool,
) -> None:
    """Read all sources and write them. What cannot be read is told, and the others go on.

    Raises RecognitionIncomplete at the end where something is missing; of a single source its own
    error.
    """
    if not sources:
        raise UsageError(N_("No file was named."), N_("Name scans, a folder, or - ."))
    found = list(_files(sources))
    for output in outputs:
        for source in found:
            if STANDARD not in {source, output}:
                refuse_overwriting(source, output)
    formats = [_format(output, laying) for output in outputs]
    documents: list[tuple[str, Document]] = []
    names = FileNames()
    missing = 0
    for number, source in enumerate(found, 1):
        try:
            document, lost = read_source(source, reading)
        except BrailledeskError as error:
            if len(found) == 1:
                raise
            say(f"brailledesk: {error.describe(translator())}", sys.stderr)
            missing += 1
            continue
        missing += lost
        report_remarks(document.remarks)
        stem = "" if source == STANDARD else PurePath(source).stem
        documents.append((names.take(stem, number), document))
    if documents:
        _give(documents, outputs, formats, laying, is_shown=is_shown)
    if missing:
        raise RecognitionIncomplete(missing)


def read_source(source: str, reading: Reading) -> tuple[Document, int]:
    """The document of one source, and how many of its pages were lost."""
    is_standard = source == STANDARD
    pages = Pages("stdin" if is_standard else PurePath(source).stem, reading.steps)
    with pace_for(progress_style(reading.style)) as progress:
        document = read_document(
            sys.stdin.buffer if is_standard else Path(source),
            kind=reading.kind,
            max_size=reading.max_size,
            progress=progress,
            recognition=reading.recognition,
            on_page=pages,
        )
    return document, pages.lost


def format_document(document: Document, name: str, laying: Laying) -> bytes:
    """A document as text, HTML or Braille; of Braille, unknown characters are told."""
    if name == TEXT:
        return format_text(document)
    if name == HTML:
        return format_html(document)
    conversion = laying.lay(document)
    report_undefined(conversion)
    return laying.format(conversion, name)


def folder_format(laying: Laying) -> str:
    """The format of files in a folder: what --format says, else text."""
    name = laying.format_name or TEXT
    if name not in {TEXT, HTML, *FORMATS}:
        raise UsageError(
            N_("There is no format {name}."),
            N_("Known formats: {known}."),
            name=name,
            known=", ".join([TEXT, HTML, *FORMATS]),
        )
    return name


def suffix_of(name: str) -> str:
    """The suffix of files of a format."""
    return SUFFIXES.get(name, f".{name}")


def picture_suffixes() -> frozenset[str]:
    """The suffixes of files that may be pictures of pages."""
    kinds = [kind for kind in KINDS.values() if kind.has_recognition]
    return frozenset(suffix for kind in kinds for suffix in kind.suffixes)


def _files(sources: Sequence[str]) -> Iterator[str]:
    """The sources; in place of a folder its pictures and PDFs, by their names."""
    if sources.count(STANDARD) > 1:
        raise UsageError(N_("Standard input can be read once only."), N_("Name - a single time."))
    suffixes = picture_suffixes()
    for source in sources:
        if source == STANDARD or not Path(source).is_dir():
            yield source
            continue
        try:
            paths = sorted(Path(source).iterdir())
        except OSError as error:
            raise SourceNotReadable(source, error.strerror or str(error)) from None
        inside = [
            str(path)
            for path in paths
            if path.suffix.lower() in suffixes and not path.name.startswith(".")
        ]
        if not inside:
            raise UsageError(
                N_("There are no pictures and no PDFs in {path}."),
                N_("Known suffixes: {known}."),
                path=source,
                known=" ".join(sorted(suffixes)),
            )
        yield from inside


def _format(output: str, laying: Laying) -> str:
    if is_folder(output) or output == STANDARD:
        return folder_format(laying)
    if laying.format_name:
        return folder_format(laying)
    return _PRINT.get(PurePath(output).suffix.lower()) or format_of(output)


def _give(
    documents: Sequence[tuple[str, Document]],
    outputs: Sequence[str],
    formats: Sequence[str],
    laying: Laying,
    *,
    is_shown: bool,
) -> None:
    """All is made before anything is written."""
    whole = documents[0][1] if len(documents) == 1 else join([one for _, one in documents])
    made: list[tuple[str, bytes]] = []
    for output, name in zip(outputs, formats, strict=True):
        if is_folder(output):
            make_folder(output)
            for stem, document in documents:
                path = str(Path(output) / f"{stem}{suffix_of(name)}")
                made.append((path, format_document(document, name, laying)))
        else:
            made.append((output, format_document(whole, name, laying)))
    if not outputs and not is_shown:
        made.append((STANDARD, format_document(whole, folder_format(laying), laying)))
    for output, data in made:
        write_output(output, data)
    if is_shown:
        show_pages(laying.lay(whole))


def make_folder(folder: str) -> None:
    """A folder for results. Raises OutputError."""
    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(folder, error.strerror or str(error)) from None


def _keep(folder: str, name: str, number: int, pictures: Sequence[tuple[str, object]]) -> None:
    """The pictures of a page's clean-up as PNG, numbered in their order."""
    import io

    from PIL import Image

    make_folder(folder)
    stem = _NOT_IN_NAMES.sub("-", name)
    for place, (step, picture) in enumerate(pictures):
        stream = io.BytesIO()
        Image.fromarray(picture.pixels).save(stream, "PNG", compress_level=1)  # type: ignore[attr-defined]
        step_name = _NOT_IN_NAMES.sub("-", step)
        path = Path(folder) / f"{stem}-{number:04}-{place}-{step_name}.png"
        write_output(str(path), stream.getvalue())
