"""Pages of a PDF that are pictures: read by recognition, or named in remarks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from brailledesk.document import Remark
from brailledesk.errors import N_, RecognitionNotAvailable
from brailledesk.ingest.ocr.engines import require_libraries
from brailledesk.ingest.ocr.faults import BLANK, WORDLESS, PageFault, remark_of
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

    ``pages`` have what was recognised in ``read``; ``faults`` say what is wrong with others, by
    number. ``is_tried`` says that recognition ran, ``lack`` why it could not; ``knows`` is a list
    of words, ``told`` what is to be said of corrections.
    """

    path: str
    language: str
    pages: Sequence[PageText]
    numbers: Sequence[int]
    read: frozenset[int] = frozenset()
    faults: Mapping[int, PageFault] = field(default_factory=lambda: MappingProxyType({}))
    lack: RecognitionNotAvailable | None = None
    is_tried: bool = False
    knows: Callable[[str], bool] | None = None
    told: tuple[Remark, ...] = ()

    def pictures(self) -> frozenset[int]:
        """The pages that stay pictures; blank ones show nothing."""
        blank = {number for number, fault in self.faults.items() if fault.name == BLANK}
        return frozenset(self._missing()) - blank

    def remarks(self) -> tuple[Remark, ...]:
        """What is to be told of pages that are missing."""
        if self.is_tried:
            lost = [one for one in self.numbers if self._is_lost(one)]
            return (*(remark_of(self.faults[one], self.path, one) for one in lost), *self.told)
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
    from brailledesk.ingest.ocr.mend import Mender  # noqa: PLC0415
    from brailledesk.ingest.ocr.pipeline import no_pages, recognise  # noqa: PLC0415
    from brailledesk.ingest.ocr.structure import page_text_of  # noqa: PLC0415
    from brailledesk.ingest.ocr.wire import Order, PageLost  # noqa: PLC0415

    mender = Mender(data, scans.path, scans.language, recognition)
    order = Order("pdf", scans.path, scans.language, recognition)
    pages = list(scans.pages)
    read: set[int] = set()
    faults: dict[int, PageFault] = {}
    try:
        for page in recognise(data, order, scans.numbers, progress, pool):
            told = page if isinstance(page, PageLost) else mender.mend(page)
            if on_page is not None:
                on_page(told)
            if isinstance(told, PageLost):
                faults[told.number] = told.fault
                continue
            number = told.words.number
            if _letters([told.words.text]) < _MORE * _letters_of(pages[number - 1]):
                continue
            label = pages[number - 1].label
            pages[number - 1] = page_text_of(told.words, scans.language, label)
            read.add(number)
    except RecognitionNotAvailable as lack:
        if is_textless:
            raise
        return replace(scans, lack=lack)
    if is_textless and not read and faults:
        raise no_pages(scans.path, spans(sorted(faults)), faults[min(faults)])
    return replace(
        scans,
        pages=pages,
        read=frozenset(read),
        faults=faults,
        is_tried=True,
        knows=mender.knows,
        told=mender.remarks(),
    )


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
