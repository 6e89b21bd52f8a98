"""The door of pictures: bytes to a document, page by page."""

from __future__ import annotations

from brailledesk.document import Block, Document, PageMark, Remark
from brailledesk.errors import SourceWithoutText
from brailledesk.ingest.ocr.engines import require_libraries
from brailledesk.ingest.ocr.faults import PageFault, blocks_without, origin_of, remark_of
from brailledesk.ingest.ocr.listen import PageListener
from brailledesk.ingest.ocr.options import RECOGNITION, Recognition
from brailledesk.ingest.ocr.pool import WorkerPool
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
    from brailledesk.ingest.ocr.pipeline import no_pages, recognise  # noqa: PLC0415
    from brailledesk.ingest.ocr.structure import blocks_of  # noqa: PLC0415
    from brailledesk.ingest.ocr.wire import Order, PageLost  # noqa: PLC0415

    order = Order(PICTURES, path, language, recognition)
    blocks: list[Block] = []
    remarks: list[Remark] = []
    faults: list[PageFault] = []
    count = 0
    for count, page in enumerate(recognise(data, order, progress=progress, pool=pool), 1):
        if on_page is not None:
            on_page(page)
        blocks.append(PageMark(str(count), origin_of(path, count)))
        if isinstance(page, PageLost):
            faults.append(page.fault)
            remarks.append(remark_of(page.fault, path, count))
            blocks.extend(blocks_without(page.fault, path, count))
        else:
            blocks.extend(blocks_of(page.words, language))
    if len(faults) == count and faults:
        raise no_pages(path, f"1-{count}" if count > 1 else "", faults[0])
    if count == 1:
        del blocks[0]  # a picture alone has no pages to turn
    return Document(
        tuple(blocks), language=language, source=path, has_ocr=True, remarks=tuple(remarks)
    )
