"""What a page draws beside text: the lines that may rule a table, and whether there are pictures.

Calls and meanings: pdfium's public header fpdf_edit.h. Only lines along the page count, and thin
filled rectangles, which is how many programs draw lines.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

MAX_OBJECTS = 20_000
MAX_SEGMENTS = 2_000
MAX_RULES = 4_000
_DEEPEST_FORM = 4
_THICKEST = 3.0
_SHORTEST = 4.0

Box = tuple[float, float, float, float]
"""Left, bottom, right, top, in the coordinates of the file."""
Matrix = tuple[float, float, float, float, float, float]
_UNCHANGED: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Drawn(NamedTuple):
    """``has_picture`` is of images and of drawings that are no rules; ``largest`` is the box of the
    largest image, all 0 where there is none.
    """

    rules: tuple[Box, ...]
    has_picture: bool
    largest: Box = (0.0, 0.0, 0.0, 0.0)


def read_drawings(page: Any) -> Drawn:  # noqa: ANN401 - a pointer of ctypes
    """The rules of a page; the first MAX_RULES, of the first MAX_OBJECTS objects."""
    rules: list[Box] = []
    has_picture = False
    largest: Box = (0.0, 0.0, 0.0, 0.0)
    for count, (target, matrix) in enumerate(objects_of(page)):
        if count >= MAX_OBJECTS or len(rules) >= MAX_RULES:
            break
        kind = pdfium.FPDFPageObj_GetType(target)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            found = [rule for rule in _rules(target, matrix) if _is_rule(rule)]
            has_picture = has_picture or not found
            rules += found
        elif kind in {pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING}:
            has_picture = True
            largest = max(largest, bounds_of(target, matrix), key=area)
    return Drawn(tuple(rules[:MAX_RULES]), has_picture, largest)


def area(box: Box) -> float:
    """Square points."""
    return (box[2] - box[0]) * (box[3] - box[1])


def bounds_of(target: Any, form: Matrix) -> Box:  # noqa: ANN401
    """The box of an object, in the coordinates of the file."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not pdfium.FPDFPageObj_GetBounds(target, left, bottom, right, top):
        return (0.0, 0.0, 0.0, 0.0)
    a, b, c, d, e, f = form
    corners = [
        (a * x + c * y + e, b * x + d * y + f)
        for x in (left.value, right.value)
        for y in (bottom.value, top.value)
    ]
    across, up = zip(*corners, strict=True)
    return (min(across), min(up), max(across), max(up))


def objects_of(page: Any) -> Iterator[tuple[Any, Matrix]]:  # noqa: ANN401
    """The objects of a page and of its forms, each with the matrix of its form."""
    for place in range(pdfium.FPDFPage_CountObjects(page)):
        yield from _inner(pdfium.FPDFPage_GetObject(page, place), _UNCHANGED, 0)


def _inner(target: Any, matrix: Matrix, depth: int) -> Iterator[tuple[Any, Matrix]]:  # noqa: ANN401
    if not target:
        return
    if pdfium.FPDFPageObj_GetType(target) != pdfium.FPDF_PAGEOBJ_FORM:
        yield target, matrix
        return
    if depth < _DEEPEST_FORM:
        inside = _times(_matrix_of(target), matrix)
        for place in range(pdfium.FPDFFormObj_CountObjects(target)):
            yield from _inner(pdfium.FPDFFormObj_GetObject(target, place), inside, depth + 1)


def _matrix_of(target: Any) -> Matrix:  # noqa: ANN401
    read = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(target, read):
        return _UNCHANGED
    return (read.a, read.b, read.c, read.d, read.e, read.f)


def _times(first: Matrix, second: Matrix) -> Matrix:
    """The matrix that does the first and then the second (ISO 32000-1, 8.3.4)."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


def _rules(target: Any, form: Matrix) -> Iterator[Box]:  # noqa: ANN401
    """The straight lines of a path: its strokes, or the whole where it is a thin filled box."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not pdfium.FPDFPath_GetDrawMode(target, fill, stroke):
        return
    count = pdfium.FPDFPath_CountSegments(target)
    if not 2 <= count <= MAX_SEGMENTS or not (fill.value or stroke.value):
        return
    strokes = list(_strokes(target, count, _times(_matrix_of(target), form)))
    if stroke.value:
        yield from strokes
    elif strokes:
        edges = list(zip(*strokes, strict=True))
        box = (min(edges[0]), min(edges[1]), max(edges[2]), max(edges[3]))
        if min(box[2] - box[0], box[3] - box[1]) <= _THICKEST:
            yield box


def _strokes(target: Any, count: int, matrix: Matrix) -> Iterator[Box]:  # noqa: ANN401
    x, y = ctypes.c_float(), ctypes.c_float()
    a, b, c, d, e, f = matrix
    start = last = (0.0, 0.0)
    for place in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(target, place)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            yield _box(last, point)
        if pdfium.FPDFPathSegment_GetClose(segment) and point != start:
            yield _box(point, start)
        last = point


def _box(one: tuple[float, float], other: tuple[float, float]) -> Box:
    return (
        min(one[0], other[0]),
        min(one[1], other[1]),
        max(one[0], other[0]),
        max(one[1], other[1]),
    )


def _is_rule(box: Box) -> bool:
    width, height = box[2] - box[0], box[3] - box[1]
    is_thin = min(width, height) <= _THICKEST and max(width, height) >= _SHORTEST
    return is_thin and max(map(abs, box)) < _FARTHEST


_FARTHEST = 15_000.0
