"""A photographed sheet: its four corners are found and it is laid flat."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import numpy.typing as npt

from brailledesk.ingest.ocr.cleanup.measures import Measures, measured
from brailledesk.ingest.ocr.cleanup.pixels import Matrix, shrunk, warped
from brailledesk.ingest.ocr.cleanup.steps import Done
from brailledesk.ingest.ocr.page import Picture, Pixels

Corners = npt.NDArray[np.float64]
"""Four points (x, y): upper left, upper right, lower right, lower left."""


_BESIDE = 5
"""Pixels to either side of an edge, of a picture of 800, where brightness is compared."""
_FALL = 25


def flatten(picture: Picture, known: Measures | None = None, /) -> Done | None:
    """The sheet alone, its corners at right angles."""
    corners = corners_of(picture.pixels, known)
    if corners is None:
        return None
    matrix, width, height = _flat(corners)
    pixels = warped(picture.pixels, matrix, width, height)
    return Done(replace(picture, pixels=pixels), matrix)


def corners_of(pixels: Pixels, known: Measures | None = None) -> Corners | None:
    """The corners of a bright sheet on a darker ground; None where the sheet fills the picture."""
    small = shrunk(measured(pixels, known).small, 800)
    if min(small.shape) < 40:
        return None
    factor = max(pixels.shape[:2]) / max(small.shape)
    soft = cv2.GaussianBlur(cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((9, 9))), (0, 0), 2)
    for threshold in _thresholds(np.asarray(soft, np.uint8)):
        bright = np.where(soft > threshold, 255, 0).astype(np.uint8)
        found = _largest_quadrilateral(bright)
        if found is not None and _has_edges(small, found):
            return np.asarray(found * factor, np.float64)
    return None


def _thresholds(soft: Pixels) -> list[float]:
    """Brightness between ground and sheet: as Otsu divides all, and as the border is."""
    otsu, _ = cv2.threshold(soft, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    rim = np.concatenate(
        [soft[:3].ravel(), soft[-3:].ravel(), soft[:, :3].ravel(), soft[:, -3:].ravel()]
    )
    ground = float(np.percentile(rim, 90))
    sheet = float(np.median(soft))
    return [float(otsu), (ground + sheet) / 2] if sheet > ground + 15 else [float(otsu)]


def _largest_quadrilateral(bright: Pixels) -> Corners | None:
    contours, _ = cv2.findContours(bright, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not contours:
        return None
    outline = cv2.convexHull(max(contours, key=cv2.contourArea))
    area, whole = cv2.contourArea(outline), float(bright.size)
    if area < 0.25 * whole or area > 0.97 * whole:
        return None
    length = cv2.arcLength(outline, closed=True)
    for share in (0.01, 0.02, 0.03, 0.05):
        corners = cv2.approxPolyDP(outline, share * length, closed=True)[:, 0]
        if len(corners) == 4:
            quadrilateral = _ordered(corners.astype(np.float64))
            fills = area / max(1.0, cv2.contourArea(corners))
            return quadrilateral if 0.94 < fills < 1.06 and _is_sheet(quadrilateral) else None
    return None


def _has_edges(small: Pixels, corners: Corners) -> bool:
    """Whether brightness falls suddenly at all sides, as at the edge of paper, not as in a shadow.

    Sides along the border of the picture show no edge; two of those are allowed.
    """
    height, width = small.shape
    middle = corners.mean(axis=0)
    edges = borders = 0
    for start, end in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        along = start + np.linspace(0.1, 0.9, 40)[:, None] * (end - start)
        normal = np.array([end[1] - start[1], start[0] - end[0]]) / max(
            1.0, float(np.linalg.norm(end - start))
        )
        normal *= np.sign(normal @ (middle - start)) or 1
        outside, inside = (
            np.rint(along + step * normal).astype(int) for step in (-_BESIDE, _BESIDE)
        )
        if not ((outside >= 0) & (outside < (width, height))).all(axis=1).mean() > 0.7:
            borders += 1
            continue
        limits = (width - 1, height - 1)
        outer, inner = (np.clip(one, 0, limits) for one in (outside, inside))
        fall = small[inner[:, 1], inner[:, 0]].astype(int) - small[outer[:, 1], outer[:, 0]]
        edges += float(np.median(fall)) > _FALL
    return edges + borders == 4 and borders <= 2


def _ordered(corners: Corners) -> Corners:
    total, difference = corners.sum(1), np.diff(corners, axis=1)[:, 0]
    order = [total.argmin(), difference.argmin(), total.argmax(), difference.argmax()]
    return corners[order]


def _is_sheet(corners: Corners) -> bool:
    """Whether opposite sides are alike enough for a rectangle seen from aside."""
    if len(np.unique(corners, axis=0)) < 4:
        return False
    upper, right, lower, left = _sides(corners)
    return min(upper, lower) > 0.55 * max(upper, lower) and min(left, right) > 0.55 * max(
        left, right
    )


def _sides(corners: Corners) -> tuple[float, float, float, float]:
    following = np.roll(corners, -1, axis=0)
    upper, right, lower, left = np.linalg.norm(following - corners, axis=1)
    return float(upper), float(right), float(lower), float(left)


def _flat(corners: Corners) -> tuple[Matrix, int, int]:
    upper, right, lower, left = _sides(corners)
    width, height = round(max(upper, lower)), round(max(left, right))
    flat = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), flat)
    return np.asarray(matrix, np.float64), width, height
