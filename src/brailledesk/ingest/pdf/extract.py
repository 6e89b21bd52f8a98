"""A PDF as messages: what it says of itself, then its pages, one by one. For the worker only."""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pypdfium2.raw as pdfium

from brailledesk.ingest.pdf.characters import ASKEW, CharacterReader, Found, TooMuch
from brailledesk.ingest.pdf.drawings import Box, Drawn, area, read_drawings
from brailledesk.ingest.pdf.page import (
    DAMAGED,
    LOCKED,
    TOO_LARGE,
    About,
    Bookmark,
    Fault,
    Message,
    Page,
    Piece,
    Rule,
    Shown,
)

MAX_PAGES = 20_000
MAX_BOOKMARKS = 20_000
FEW_CHARACTERS = 200
"""On a page that one picture covers: a stamp or a line of a fax machine over a scan."""
_COVERED = 0.6
"""Of the page, by one picture: so much a scanned page has, and few illustrations."""
_DEEPEST_BOOKMARK = 12
_LONGEST_NAME = 2_000

Point = Callable[[float, float], tuple[float, float]]


def read_messages(data: bytes, *, has_pictures: bool = False) -> Iterator[Message]:
    """About and all pages, or what there was until a Fault; with their pictures if asked for."""
    pdfium.FPDF_InitLibrary()
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        locked = {pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY}
        yield Fault(LOCKED if pdfium.FPDF_GetLastError() in locked else DAMAGED)
        return
    about = _about(document)
    yield Fault(TOO_LARGE) if about.pages > MAX_PAGES else about
    if about.pages > MAX_PAGES:
        return
    if not about.pages:
        yield Fault(DAMAGED)
    reader = CharacterReader()
    for index in range(about.pages):
        message = _read_page(document, index, reader, has_pictures=has_pictures)
        yield message
        if isinstance(message, Fault):
            return


def _read_page(
    document: Any,  # noqa: ANN401
    index: int,
    reader: CharacterReader,
    *,
    has_pictures: bool,
) -> Page | Fault:
    page = pdfium.FPDF_LoadPage(document, index)
    if not page:
        return Fault(DAMAGED, index + 1)
    text_page = pdfium.FPDFText_LoadPage(page)
    try:
        if not text_page:
            return Fault(DAMAGED, index + 1)
        found = list(reader.read(text_page))
        drawn = read_drawings(page)
        label = _wide(pdfium.FPDF_GetPageLabel, document, index)
        bounds = _bounds(page)
        read, turn = _page(index + 1, label, bounds, found, drawn)
        if not (has_pictures and drawn.has_picture):
            return read
        # Pillow, which writes their files, is loaded for nobody else.
        from brailledesk.ingest.pdf.figures import read_figures  # noqa: PLC0415

        figures = read_figures(page, bounds, turn, is_picture=read.is_picture)
        point = _turned(bounds, turn)
        shown = tuple(Shown(*_rule(box, point), text, file) for box, text, file in figures)
        return read._replace(pictures=shown)
    except TooMuch:
        return Fault(TOO_LARGE, index + 1)
    finally:
        reader.forget_fonts()
        pdfium.FPDFText_ClosePage(text_page)
        pdfium.FPDF_ClosePage(page)


def _bounds(page: Any) -> Box:  # noqa: ANN401
    """The part of the page that is shown."""
    box = pdfium.FS_RECTF()
    if not pdfium.FPDF_GetPageBoundingBox(page, box):
        return (0.0, 0.0, pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page))
    return (box.left, box.bottom, box.right, box.top)


def _page(
    number: int,
    label: str,
    bounds: Box,
    found: Sequence[Found],
    drawn: Drawn,
) -> tuple[Page, int]:
    """The page turned so that most of its text stands upright, y growing down from its top.

    And how it was turned.
    """
    shown = [one for one in found if _is_on(one, bounds)]
    hidden = sum(len(one.piece.text) for one in shown if one.is_hidden)
    # Invisible text over a scanned picture is the text; else nobody is to see it.
    keeps_hidden = 2 * hidden > sum(len(one.piece.text) for one in shown)
    shown = [one for one in shown if keeps_hidden or not one.is_hidden]
    counts = Counter[int]()
    for one in shown:
        counts[one.turn] += len(one.piece.text)
    main = max(range(4), key=lambda turn: (counts[turn], -turn))
    point = _turned(bounds, main)
    corners = [point(*corner) for corner in (bounds[:2], bounds[2:])]
    (x0, y0), (x1, y1) = corners
    page = Page(
        number,
        label,
        abs(x1 - x0),
        abs(y1 - y0),
        tuple(_upright(one, bounds) for one in shown if one.turn == main),
        tuple(_rule(box, point) for box in drawn.rules),
        tuple(_others(shown, main, bounds)),
        is_picture=drawn.has_picture and (not shown or _is_scan(shown, drawn, bounds)),
    )
    return page, main


def _is_scan(shown: Sequence[Found], drawn: Drawn, bounds: Box) -> bool:
    """Whether a page is one picture with little more than a stamp over it."""
    characters = sum(len(one.piece.text) for one in shown)
    is_layer = any(one.is_hidden for one in shown)
    covered = area(drawn.largest) >= _COVERED * area(bounds)
    return covered and characters <= FEW_CHARACTERS and not is_layer


def _others(shown: Sequence[Found], main: int, bounds: Box) -> Iterator[Piece]:
    """Text that stands otherwise; what is askew has no lines, so it stays in the file's order."""
    yield from (_upright(one, bounds) for one in shown if one.turn not in {main, ASKEW})
    for place, one in enumerate(one for one in shown if one.turn == ASKEW):
        left = place * _FAR
        piece = one.piece
        yield piece._replace(left=left, right=left + 1, base=bounds[3] - bounds[1], size=10.0)


_FAR = 20.0
"""Points that askew words are put apart, in place of the place that they have not."""


def _is_on(one: Found, bounds: Box) -> bool:
    piece = one.piece
    middle = (piece.left + piece.right) / 2
    x, y = (piece.base, middle) if one.turn in {1, 3} else (middle, piece.base)
    return bounds[0] <= x <= bounds[2] and bounds[1] <= y <= bounds[3]


def _turned(bounds: Box, turn: int) -> Point:
    """From the coordinates of the file to those of a page turned upright."""
    left, bottom, right, top = bounds
    return {
        1: lambda x, y: (y - bottom, x - left),
        2: lambda x, y: (right - x, y - bottom),
        3: lambda x, y: (top - y, right - x),
    }.get(turn, lambda x, y: (x - left, top - y))


def _upright(one: Found, bounds: Box) -> Piece:
    piece, point = one.piece, _turned(bounds, one.turn)
    if one.turn in {1, 3}:
        ends = (point(piece.base, piece.left), point(piece.base, piece.right))
    else:
        ends = (point(piece.left, piece.base), point(piece.right, piece.base))
    (x0, base), (x1, _) = ends
    return piece._replace(
        left=round(min(x0, x1), 2),
        right=round(max(x0, x1), 2),
        base=round(base, 2),
        size=round(piece.size, 2),
    )


def _rule(box: Box, point: Point) -> Rule:
    (x0, y0), (x1, y1) = point(box[0], box[1]), point(box[2], box[3])
    return Rule(
        round(min(x0, x1), 1), round(min(y0, y1), 1), round(max(x0, x1), 1), round(max(y0, y1), 1)
    )


def _about(document: Any) -> About:  # noqa: ANN401
    return About(
        max(pdfium.FPDF_GetPageCount(document), 0),
        _wide(pdfium.FPDF_GetMetaText, document, b"Title"),
        _wide(pdfium.FPDFCatalog_GetLanguage, document),
        tuple(_bookmarks(document)),
    )


def _wide(function: Callable[..., int], *arguments: object) -> str:
    """A text that pdfium gives as UTF-16 into a buffer of ours; it tells the size it needs."""
    size = function(*arguments, None, 0)
    if not 2 < size <= _LONGEST_NAME:
        return ""
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    function(*arguments, buffer, size)
    return bytes(buffer).decode("utf-16-le", "replace").split("\0")[0]


def _bookmarks(document: Any) -> Iterator[Bookmark]:  # noqa: ANN401
    """The outline in reading order. A damaged one may go in circles, so it is bounded twice."""
    waiting = [(pdfium.FPDFBookmark_GetFirstChild(document, None), 1)]
    count = 0
    while waiting and count < MAX_BOOKMARKS:
        mark, level = waiting.pop()
        if not mark:
            continue
        count += 1
        target = pdfium.FPDFBookmark_GetDest(document, mark)
        page = pdfium.FPDFDest_GetDestPageIndex(document, target) + 1 if target else 0
        yield Bookmark(level, max(page, 0), _wide(pdfium.FPDFBookmark_GetTitle, mark))
        waiting.append((pdfium.FPDFBookmark_GetNextSibling(document, mark), level))
        if level < _DEEPEST_BOOKMARK:
            waiting.append((pdfium.FPDFBookmark_GetFirstChild(document, mark), level + 1))
