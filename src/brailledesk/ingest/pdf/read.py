"""The door of PDF: bytes to a document, page by page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING

from brailledesk.document import Document
from brailledesk.errors import N_, SourceDamaged, SourceWithoutText
from brailledesk.ingest.ocr.listen import PageListener
from brailledesk.ingest.ocr.options import RECOGNITION, Recognition
from brailledesk.ingest.ocr.pool import WorkerPool
from brailledesk.ingest.pdf.assemble import assemble
from brailledesk.ingest.pdf.columns import reading_order
from brailledesk.ingest.pdf.furniture import PageText, without_furniture
from brailledesk.ingest.pdf.grids import ruled_tables
from brailledesk.ingest.pdf.lines import lines_of
from brailledesk.ingest.pdf.page import About, Page, Shown
from brailledesk.ingest.pdf.process import LIMITS, Limits, read_pages
from brailledesk.ingest.pdf.scans import Scans, recognise_scans, spans
from brailledesk.progress import Progress, silent

if TYPE_CHECKING:
    from brailledesk.ingest.pictures import Pictures

_TAIL = 4_096
"""Bytes at the end within which the mark of the end stands; mailers may put something behind it."""
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_NO_TITLE = re.compile(
    r"untitled|senza (titolo|nome)|(microsoft )?(word|excel|powerpoint) - .*|document\d*"
    r"|.*\.(docx?|odt|pdf|xlsx?|tex|dvi|indd|qxd|html?)",
    re.IGNORECASE,
)


def read_pdf(
    data: bytes,
    path: str,
    language: str,
    *,
    progress: Progress = silent,
    recognition: Recognition = RECOGNITION,
    on_page: PageListener | None = None,
    pool: WorkerPool | None = None,
    limits: Limits = LIMITS,
    pictures: Pictures | None = None,
) -> Document:
    """A document of a PDF's text; ``language`` holds where the file names none.

    Pages that are pictures are recognised, if ``recognition`` is on; those that cannot be are
    pictures in the document too, and remarks say which. ``on_page`` hears of those; ``pool`` are
    processes that other files use too. ``pictures`` collects those that stand among the text.
    Raises SourceDamaged, FormatNotSupported for a password; where no page has text
    SourceWithoutText, PagesNotRecognised or RecognitionNotAvailable.
    """
    if b"%%EOF" not in data[-_TAIL:]:
        # pdfium would mend it silently, and nobody would know what is missing.
        raise SourceDamaged(path, N_("it is cut off: its end is missing"))
    about, pages, scanned = About(0), list[PageText](), list[int]()
    for message in read_pages(data, path, limits, has_pictures=pictures is not None):
        if isinstance(message, About):
            about = message
            continue
        pages.append(_text_of(message, pictures))
        if message.is_picture:
            scanned.append(message.number)
        progress(N_("Reading"), message.number, about.pages)
    about = about._replace(title="" if _NO_TITLE.fullmatch(about.title.strip()) else about.title)
    named = about.language if _LANGUAGE.fullmatch(about.language) else language
    scans = Scans(path, named, pages, scanned)
    if scanned and recognition.is_on:
        scans = recognise_scans(data, scans, recognition, progress, on_page, pool)
    elif scanned and not any(page.items or page.turned for page in pages):
        raise SourceWithoutText(path, spans(scanned))
    texts = without_furniture(scans.pages)
    document = assemble(texts, about, path, named, scans.pictures(), knows=scans.knows)
    return replace(document, has_ocr=bool(scans.read), remarks=scans.remarks())


def _text_of(page: Page, pictures: Pictures | None) -> PageText:
    grids, rest = ruled_tables(page.pieces, page.rules)
    turned = tuple(replace(line, is_turned=True) for line in lines_of(page.turned))
    items = tuple(reading_order([*rest, *grids]))
    kept = () if pictures is None else tuple(_kept(page.pictures, pictures))
    return PageText(page.number, page.label, page.height, items, turned, kept)


def _kept(shown: Iterable[Shown], pictures: Pictures) -> Iterator[Shown]:
    """Those that there is room for; what stands on page after page, as a logo does, once."""
    for one in shown:
        name = f"{one[:4]} {sha256(one.data).hexdigest()}"
        if not pictures.has(name) and pictures.take(name, partial(bytes, one.data)):
            yield one
