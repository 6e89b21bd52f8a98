"""The door of PDF: bytes to a document, page by page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from brailledesk.document import Document, Remark
from brailledesk.errors import N_, SourceDamaged, SourceWithoutText
from brailledesk.ingest.pdf.assemble import assemble
from brailledesk.ingest.pdf.columns import reading_order
from brailledesk.ingest.pdf.furniture import PageText, without_furniture
from brailledesk.ingest.pdf.grids import ruled_tables
from brailledesk.ingest.pdf.lines import lines_of
from brailledesk.ingest.pdf.page import About, Page, PagePicture, Piece
from brailledesk.ingest.pdf.process import LIMITS, Limits, read_pages, read_pictures
from brailledesk.progress import Progress, silent
from brailledesk.text import Origin

PageRecogniser = Callable[[PagePicture], Sequence[Piece]]
"""Text recognition: the pieces of a page's picture, with their places in points."""
RECOGNISER: PageRecogniser | None = None
"""What reads pages that are pictures where nothing else is given; there is none yet."""
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
    recognise: PageRecogniser | None = RECOGNISER,
    limits: Limits = LIMITS,
) -> Document:
    """A document of a PDF's text; ``language`` holds where the file names none.

    ``recognise`` reads pages that are pictures; without it they are pictures in the document too,
    and a remark says which.
    Raises SourceDamaged, FormatNotSupported for a password, SourceWithoutText where no page has
    text.
    """
    if b"%%EOF" not in data[-_TAIL:]:
        # pdfium would mend it silently, and nobody would know what is missing.
        raise SourceDamaged(path, N_("it is cut off: its end is missing"))
    about, pages, pictures = About(0), list[PageText](), list[int]()
    for message in read_pages(data, path, limits):
        if isinstance(message, About):
            about = message
            continue
        pages.append(_text_of(message))
        if message.is_picture:
            pictures.append(message.number)
        progress(N_("Reading"), message.number, about.pages)
    found = len(pictures)
    if pictures and recognise is not None:
        for picture in read_pictures(data, path, pictures, limits):
            pages[picture.number - 1] = _recognised(picture, pages[picture.number - 1], recognise)
        pictures = [number for number in pictures if not pages[number - 1].items]
    if pictures and not any(page.items or page.turned for page in pages):
        raise SourceWithoutText(path, spans(pictures))
    about = about._replace(title="" if _NO_TITLE.fullmatch(about.title.strip()) else about.title)
    named = about.language if _LANGUAGE.fullmatch(about.language) else language
    document = assemble(without_furniture(pages), about, path, named, frozenset(pictures))
    remarks = (_remark(path, pictures),) if pictures else ()
    return replace(document, has_ocr=len(pictures) < found, remarks=remarks)


def _remark(path: str, pictures: Iterable[int]) -> Remark:
    message = N_("these pages are pictures without text, and are missing: {pages}.")
    return Remark(message, Origin(path), {"pages": spans(pictures)})


def _recognised(picture: PagePicture, page: PageText, recognise: PageRecogniser) -> PageText:
    pieces = tuple(recognise(picture))
    read = Page(page.number, page.label, picture.width, picture.height, pieces)
    return _text_of(read)


def _text_of(page: Page) -> PageText:
    grids, rest = ruled_tables(page.pieces, page.rules)
    turned = tuple(replace(line, is_turned=True) for line in lines_of(page.turned))
    items = tuple(reading_order([*rest, *grids]))
    return PageText(page.number, page.label, page.height, items, turned)


def spans(numbers: Iterable[int]) -> str:
    """Rising numbers as people write them: "1-3, 7"."""
    parts: list[tuple[int, int]] = []
    for number in numbers:
        if parts and number == parts[-1][1] + 1:
            parts[-1] = (parts[-1][0], number)
        else:
            parts.append((number, number))
    return ", ".join(str(one) if one == last else f"{one}-{last}" for one, last in parts)
