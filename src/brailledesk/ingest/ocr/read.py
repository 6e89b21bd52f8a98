"""The door of pictures: bytes to a document, page by page."""

from __future__ import annotations

from dataclasses import replace

from brailledesk.document import Document
from brailledesk.errors import SourceWithoutText
from brailledesk.ingest.ocr.engines import require_libraries
from brailledesk.ingest.ocr.faults import BLANK, PageFault, remark_of
from brailledesk.ingest.ocr.listen import PageListener
from brailledesk.ingest.ocr.options import RECOGNITION, Recognition
from brailledesk.ingest.ocr.pool import WorkerPool
from brailledesk.ingest.pdf.assemble import assemble
from brailledesk.ingest.pdf.furniture import PageText, without_furniture
from brailledesk.ingest.pdf.page import About
from brailledesk.progress import Progress, silent

PICTURES = "pictures"


def read_pictures(
    data: bytes,
    path: str,
    language: str,
    *,
    progress: Progress = silent,
    recognition: Recognition = RECOGNITION,
    on_page: PageListener | None = None,
    pool: WorkerPool | None = None,
) -> Document:
    """A document of the text in pictures (PNG, JPEG, WebP, TIFF of many pages, GIF, BMP).

    ``language`` is what they are read in, where ``recognition`` names none. ``on_page`` hears of
    every page; ``pool`` are processes that other files use too.
    Raises RecognitionNotAvailable, SourceWithoutText where recognition is off, PagesNotRecognised
    where no page has text; of several pages those that fail are remarks.
    """
    if not recognition.is_on:
        raise SourceWithoutText(path, "1")
    require_libraries()
    from brailledesk.ingest.ocr.mend import Mender  # noqa: PLC0415
    from brailledesk.ingest.ocr.pipeline import no_pages, recognise  # noqa: PLC0415
    from brailledesk.ingest.ocr.structure import page_text_of  # noqa: PLC0415
    from brailledesk.ingest.ocr.wire import Order, PageLost  # noqa: PLC0415

    mender = Mender(data, path, language, recognition)
    order = Order(PICTURES, path, language, recognition)
    pages: list[PageText] = []
    faults: dict[int, PageFault] = {}
    for number, page in enumerate(recognise(data, order, progress=progress, pool=pool), 1):
        told = page if isinstance(page, PageLost) else mender.mend(page)
        if on_page is not None:
            on_page(told)
        if isinstance(told, PageLost):
            faults[number] = told.fault
            pages.append(PageText(number, "", 0.0, ()))
        else:
            pages.append(page_text_of(told.words, language))
    count = len(pages)
    if faults and len(faults) == count:
        raise no_pages(path, f"1-{count}" if count > 1 else "", faults[1])
    missing = frozenset(number for number, fault in faults.items() if fault.name != BLANK)
    document = assemble(
        without_furniture(pages), About(count), path, language, missing, knows=mender.knows
    )
    # A picture alone has no pages to turn.
    blocks = document.blocks[count == 1 :]
    lost = tuple(remark_of(fault, path, number) for number, fault in faults.items())
    return replace(document, blocks=blocks, has_ocr=True, remarks=(*lost, *mender.remarks()))
