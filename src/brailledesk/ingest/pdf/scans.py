"""Pages of a PDF that are pictures: read by recognition, or named in remarks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from brailledesk.document import Block, Image, Remark
from brailledesk.errors import N_, RecognitionNotAvailable
from brailledesk.ingest.ocr.engines import require_libraries
from brailledesk.ingest.ocr.faults import BLANK, WORDLESS, PageFault, origin_of, remark_of
from brailledesk.ingest.ocr.listen import PageListener
from brailledesk.ingest.ocr.options import Recognition
from brailledesk.ingest.ocr.pool import WorkerPool
from brailledesk.ingest.pdf.furniture import PageText
from brailledesk.ingest.pdf.lines import Item, Line
from brailledesk.progress import Progress
from brailledesk.text import Origin

_MORE = 3
"""Times the letters of a page's own text that recognition must find for the page to be a scan."""


@dataclass(frozen=True, slots=True)
class Scans:
    """All pages, and of those that are pictures (``numbers``) what came of them.

    ``read`` has the blocks of the pages that were recognised, ``faults`` what is wrong with those
    that were not, by number; ``is_tried`` says that recognition ran, ``lack`` why it could not.
    """

    path: str
    language: str
    pages: Sequence[PageText]
    numbers: Sequence[int]
    read: Mapping[int, tuple[Block, ...]] = field(default_factory=lambda: MappingProxyType({}))
    faults: Mapping[int, PageFault] = field(default_factory=lambda: MappingProxyType({}))
    lack: RecognitionNotAvailable | None = None
    is_tried: bool = False

    def blocks(self) -> dict[int, tuple[Block, ...]]:
        """The blocks of all pages that have no text of their own: what was read, or a picture."""
        found = dict(self.read)
        for number in self._missing():
            label = self.pages[number - 1].label or str(number)
            origin = replace(origin_of(self.path, number), page=label)
            fault = self.faults.get(number)
            is_blank = fault is not None and fault.name == BLANK
            found[number] = () if is_blank else (Image("", origin=origin),)
        return found

    def remarks(self) -> tuple[Remark, ...]:
        """What is to be told of pages that are missing."""
        if self.is_tried:
            told = [one for one in self.numbers if self._is_lost(one)]
            return tuple(remark_of(self.faults[one], self.path, one) for one in told)
        origin = Origin(self.path)
        missing = self._missing()
        stamped = [one for one in self.numbers if one not in missing]
        remarks = []
        if missing:
            message = N_("these pages are pictures without text, and are missing: {pages}.")
            remarks.append(Remark(message, origin, {"pages": spans(missing)}))
        if stamped:
            message = N_("of these pages, which are pictures, only a few words are there: {pages}.")
            remarks.append(Remark(message, origin, {"pages": spans(stamped)}))
        if self.lack is not None:
            remarks.append(Remark(self.lack.problem, origin, self.lack.fields))
            remarks.append(Remark(self.lack.remedy, origin, self.lack.fields))
        return tuple(remarks)

    def _is_lost(self, number: int) -> bool:
        """Whether something of a page is missing: all of it, or what is behind its few words."""
        fault = self.faults.get(number)
        if fault is None:
            return False
        return not has_text(self.pages[number - 1]) or fault.name not in {BLANK, WORDLESS}

    def _missing(self) -> list[int]:
        return [
            number
            for number in self.numbers
            if number not in self.read and not has_text(self.pages[number - 1])
        ]


def has_text(page: PageText) -> bool:
    """Whether a page has text of its own."""
    return bool(page.items or page.turned)


def recognise_scans(
    data: bytes,
    scans: Scans,
    recognition: Recognition,
    progress: Progress,
    on_page: PageListener | None,
    pool: WorkerPool | None,
) -> Scans:
    """The same with the pages that could be read.

    A page with a few words over its picture is a scan if recognition finds far more of them.
    Raises PagesNotRecognised or RecognitionNotAvailable where no page has text.
    """
    is_textless = not any(map(has_text, scans.pages))
    try:
        require_libraries()
    except RecognitionNotAvailable as lack:
        if is_textless:
            raise
        return replace(scans, lack=lack)
    from brailledesk.ingest.ocr.pipeline import no_pages, recognise  # noqa: PLC0415
    from brailledesk.ingest.ocr.structure import blocks_of  # noqa: PLC0415
    from brailledesk.ingest.ocr.wire import Order, PageLost  # noqa: PLC0415

    order = Order("pdf", scans.path, scans.language, recognition)
    pages = list(scans.pages)
    read: dict[int, tuple[Block, ...]] = {}
    faults: dict[int, PageFault] = {}
    try:
        for page in recognise(data, order, scans.numbers, progress, pool):
            if on_page is not None:
                on_page(page)
            if isinstance(page, PageLost):
                faults[page.number] = page.fault
                continue
            number = page.words.number
            words = (word.text for line in page.words.lines for word in line.words)
            if _letters(words) < _MORE * _letters_of(pages[number - 1]):
                continue
            pages[number - 1] = replace(pages[number - 1], items=(), turned=())
            read[number] = blocks_of(page.words, scans.language)
    except RecognitionNotAvailable as lack:
        if is_textless:
            raise
        return replace(scans, lack=lack)
    if is_textless and not read and faults:
        raise no_pages(scans.path, spans(sorted(faults)), faults[min(faults)])
    return replace(scans, pages=pages, read=read, faults=faults, is_tried=True)


def _letters_of(page: PageText) -> int:
    lines = [line for item in (*page.items, *page.turned) for line in _lines(item)]
    return _letters(line.text for line in lines)


def _lines(item: Item) -> Iterable[Line]:
    if isinstance(item, Line):
        return (item,)
    return (line for cell in item.cells for line in cell.lines)


def _letters(texts: Iterable[str]) -> int:
    return sum(sign.isalnum() for text in texts for sign in text)


def spans(numbers: Iterable[int]) -> str:
    """Rising numbers as people write them: "1-3, 7"."""
    parts: list[tuple[int, int]] = []
    for number in numbers:
        if parts and number == parts[-1][1] + 1:
            parts[-1] = (parts[-1][0], number)
        else:
            parts.append((number, number))
    return ", ".join(str(one) if one == last else f"{one}-{last}" for one, last in parts)
