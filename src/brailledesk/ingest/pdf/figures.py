"""The pictures of a page as files of PNG, and what the tags of the file say of them. In the worker.

A picture is what the page shows in its box: programs cut one into strips, lay words over it, and
mask its edges, and all of that is to be seen. Calls and meanings: pdfium's public headers
fpdf_edit.h, fpdfview.h and fpdf_structtree.h.
"""

from __future__ import annotations

import ctypes
import io
from collections.abc import Iterator
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium
from PIL import Image

from brailledesk.ingest.pdf.drawings import MAX_OBJECTS, Box, area, bounds_of, objects_of

MOST_IMAGES = 400
"""Images of one page that are looked at; programs cut pictures into strips."""
MOST_FIGURES = 24
MOST_PIXELS = 4_000_000
"""Of one picture; a whole page has as many at 190 dots an inch."""
MOST_PIXELS_OF_PAGE = 8_000_000
LEAST = 18.0
"""Points: what is smaller is an ornament, or a bullet."""
COVERS = 0.6
"""Of the page: a picture behind the text."""
_TOUCHING = 1.0
_FEWEST_DOTS, _MOST_DOTS = 2.0, 8.0
"""Pixels to a point: 144 and 576 dots an inch."""
_DEEPEST, _MOST_TAGS = 60, 20_000
_LONGEST_ALTERNATIVE = 4_000
_TURNS = {
    1: Image.Transpose.ROTATE_270,
    2: Image.Transpose.ROTATE_180,
    3: Image.Transpose.ROTATE_90,
}


class Figure(NamedTuple):
    """A picture: its box in the coordinates of the file, what the tags call it, its file."""

    box: Box
    alternative: str
    data: bytes


class _Found(NamedTuple):
    box: Box
    dots: float
    alternative: str


def read_figures(page: Any, bounds: Box, turn: int, *, is_picture: bool) -> list[Figure]:  # noqa: ANN401
    """The pictures of a page, or the page itself where it ``is_picture``, turned upright.

    The page cannot be used for anything else afterwards.
    """
    found = [_Found(bounds, _FEWEST_DOTS, "")] if is_picture else _found(page, bounds)
    pdfium.FPDFPage_SetRotation(page, 0)
    figures: list[Figure] = []
    left = MOST_PIXELS_OF_PAGE
    for one in found[:MOST_FIGURES]:
        image = _shown(page, bounds, one, min(MOST_PIXELS, left))
        if image is None:
            continue
        left -= image.width * image.height
        upright = image.transpose(_TURNS[turn]) if turn in _TURNS else image
        out = io.BytesIO()
        upright.save(out, "PNG", compress_level=1)
        figures.append(Figure(one.box, one.alternative, out.getvalue()))
    return figures


def _found(page: Any, bounds: Box) -> list[_Found]:  # noqa: ANN401
    """The boxes of pictures, those that touch as one."""
    named = _alternatives(page)
    found: list[_Found] = []
    seen = 0
    for count, (target, matrix) in enumerate(objects_of(page)):
        if count >= MAX_OBJECTS or seen >= MOST_IMAGES:
            break
        if pdfium.FPDFPageObj_GetType(target) != pdfium.FPDF_PAGEOBJ_IMAGE:
            continue
        seen += 1
        box = _inside(bounds_of(target, matrix), bounds)
        if box[0] < box[2] and box[1] < box[3]:
            number = pdfium.FPDFPageObj_GetMarkedContentID(target)
            one = _Found(box, _dots(target, box), named.get(number, ""))
            found = _joined(found, one)
    return [
        one
        for one in found
        if min(one.box[2] - one.box[0], one.box[3] - one.box[1]) >= LEAST
        and area(one.box) < COVERS * area(bounds)
    ]


def _inside(box: Box, bounds: Box) -> Box:
    return (
        max(box[0], bounds[0]),
        max(box[1], bounds[1]),
        min(box[2], bounds[2]),
        min(box[3], bounds[3]),
    )


def _joined(found: list[_Found], one: _Found) -> list[_Found]:
    """All boxes with one more, which takes in those that it touches."""
    apart: list[_Found] = []
    for other in found:
        if _touches(one.box, other.box):
            box = (
                min(one.box[0], other.box[0]),
                min(one.box[1], other.box[1]),
                max(one.box[2], other.box[2]),
                max(one.box[3], other.box[3]),
            )
            names = dict.fromkeys(filter(None, (other.alternative, one.alternative)))
            one = _Found(box, max(one.dots, other.dots), " ".join(names))
        else:
            apart.append(other)
    return [*apart, one]


def _touches(one: Box, other: Box) -> bool:
    return (
        one[0] <= other[2] + _TOUCHING
        and other[0] <= one[2] + _TOUCHING
        and one[1] <= other[3] + _TOUCHING
        and other[1] <= one[3] + _TOUCHING
    )


def _dots(target: Any, box: Box) -> float:  # noqa: ANN401
    """Pixels that an image has to a point of the page."""
    width, height = ctypes.c_uint(), ctypes.c_uint()
    if not pdfium.FPDFImageObj_GetImagePixelSize(target, width, height):
        return _FEWEST_DOTS
    dots = max(width.value / (box[2] - box[0]), height.value / (box[3] - box[1]))
    return min(max(dots, _FEWEST_DOTS), _MOST_DOTS)


def _shown(page: Any, bounds: Box, one: _Found, most: int) -> Image.Image | None:  # noqa: ANN401
    """What the page shows in a box, in no more than so many pixels."""
    dots = min(one.dots, (most / max(area(one.box), 1.0)) ** 0.5)
    width, height = (int((one.box[n + 2] - one.box[n]) * dots) for n in (0, 1))
    if width < 1 or height < 1:
        return None
    bitmap = pdfium.FPDFBitmap_CreateEx(width, height, pdfium.FPDFBitmap_BGRx, None, 0)
    if not bitmap:
        return None
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
        x = -round((one.box[0] - bounds[0]) * dots)
        y = -round((bounds[3] - one.box[3]) * dots)
        across, down = ((bounds[n + 2] - bounds[n]) * dots for n in (0, 1))
        size = round(across), round(down)
        pdfium.FPDF_RenderPageBitmap(bitmap, page, x, y, *size, 0, pdfium.FPDF_ANNOT)
        stride = pdfium.FPDFBitmap_GetStride(bitmap)
        buffer = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * height)
        return Image.frombuffer("RGB", (width, height), buffer, "raw", "BGRX", stride, 1).copy()
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)


def _alternatives(page: Any) -> dict[int, str]:  # noqa: ANN401
    """What the tags of a page say of each marked content; empty where it is not tagged."""
    tree = pdfium.FPDF_StructTree_GetForPage(page)
    if not tree:
        return {}
    try:
        return dict(_tagged(tree))
    finally:
        pdfium.FPDF_StructTree_Close(tree)


def _tagged(tree: Any) -> Iterator[tuple[int, str]]:  # noqa: ANN401
    count = pdfium.FPDF_StructTree_CountChildren(tree)
    waiting = [
        (pdfium.FPDF_StructTree_GetChildAtIndex(tree, place), "", 0)
        for place in range(min(count, _MOST_TAGS))
    ]
    seen = 0
    while waiting and seen < _MOST_TAGS:
        element, above, depth = waiting.pop()
        if not element:
            continue
        seen += 1
        text = _alternative(element) or above
        if text:
            numbers = pdfium.FPDF_StructElement_GetMarkedContentIdCount(element)
            for place in range(min(numbers, _MOST_TAGS)):
                number = pdfium.FPDF_StructElement_GetMarkedContentIdAtIndex(element, place)
                if number >= 0:
                    yield number, text
        inner = pdfium.FPDF_StructElement_CountChildren(element) if depth < _DEEPEST else 0
        waiting += [
            (pdfium.FPDF_StructElement_GetChildAtIndex(element, place), text, depth + 1)
            for place in range(min(inner, _MOST_TAGS))
        ]


def _alternative(element: Any) -> str:  # noqa: ANN401
    size = pdfium.FPDF_StructElement_GetAltText(element, None, 0)
    if not 2 < size <= 2 * _LONGEST_ALTERNATIVE:
        return ""
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDF_StructElement_GetAltText(element, buffer, size)
    return " ".join(buffer.raw[:size].decode("utf-16-le", "replace").split("\0")[0].split())
