"""Text that runs askew: how far, and set level again.

Lines of print that are level give a profile of rows with high peaks. The angle is the one at which
the pieces of ink, counted by the row on which their lower edges stand, give the sharpest profile
(projection profile of components, after H. S. Baird, The skew angle of printed documents, 1987).
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from brailledesk.ingest.ocr.cleanup.measures import Measures, measured
from brailledesk.ingest.ocr.cleanup.pixels import Matrix, warped
from brailledesk.ingest.ocr.cleanup.steps import Done, with_pixels
from brailledesk.ingest.ocr.page import Picture, Pixels

WIDEST = 16.0
"""Degrees that are looked for to either side."""
LEAST = 0.2
"""Degrees under which lines of print are level enough."""
_FEWEST = 12
"""Pieces of ink under which an angle means nothing."""


def level(picture: Picture, known: Measures | None = None, /) -> Done | None:
    """The picture turned so that its lines are level."""
    angle = skew(picture.pixels, known)
    if abs(angle) < LEAST:
        return None
    height, width = picture.pixels.shape[:2]
    matrix, wide, high = _turn(width, height, angle)
    return Done(with_pixels(picture, warped(picture.pixels, matrix, wide, high)), matrix)


def skew(pixels: Pixels, known: Measures | None = None) -> float:
    """Degrees by which lines rise to the right (counter-clockwise); 0 where nothing tells it."""
    return angle_of(feet(measured(pixels, known).pieces))


def feet(boxes: npt.NDArray[np.int32]) -> npt.NDArray[np.float64]:
    """The middle of the lower edge of each piece of ink that has the size of a letter."""
    if not len(boxes):
        return np.zeros((0, 2))
    left, top, width, height, area = boxes.T
    small = (area >= 6) & (height >= 4) & (width < 12 * np.maximum(height, 1))
    if not small.any():
        return np.zeros((0, 2))
    usual = np.median(height[small])
    kept = small & (height < 3.5 * usual) & (height > 0.35 * usual)
    return np.asarray(np.column_stack([left + width / 2, top + height])[kept], np.float64)


def angle_of(points: npt.NDArray[np.float64]) -> float:
    """The angle at which the points lie in the sharpest rows."""
    if len(points) < _FEWEST:
        return 0.0
    best = _sharpest(points, np.arange(-WIDEST, WIDEST + 0.1, 0.5), 3.0)
    best = _sharpest(points, best + np.arange(-0.5, 0.51, 0.1), 1.5)
    return _sharpest(points, best + np.arange(-0.1, 0.11, 0.02), 1.0)


def sharpness(points: npt.NDArray[np.float64]) -> float:
    """How sharp the rows of the points are at their best angle, for each point; 0 for too few."""
    if len(points) < _FEWEST:
        return 0.0
    coarse = _sharpest(points, np.arange(-WIDEST, WIDEST + 0.1, 0.5), 3.0)
    return _profile(points, _sharpest(points, coarse + np.arange(-0.4, 0.41, 0.1), 1.5), 1.5) / len(
        points
    )


def _sharpest(
    points: npt.NDArray[np.float64], angles: npt.NDArray[np.float64], row: float
) -> float:
    """Of ``angles``, the one with the sharpest profile; ``row`` is the height of a row."""
    profiles = [_profile(points, float(angle), row) for angle in angles]
    found = np.flatnonzero(np.array(profiles) >= max(profiles))
    return float(angles[found[len(found) // 2]])


def _profile(points: npt.NDArray[np.float64], angle: float, row: float) -> float:
    """The sum of squares of what stands in each row, the rows running at an angle."""
    rows = (points[:, 1] + points[:, 0] * np.tan(np.radians(angle))) / row
    counts = np.bincount((rows - rows.min()).astype(np.int64)).astype(np.float64)
    return float((np.convolve(counts, (0.25, 0.5, 0.25)) ** 2).sum())


def _turn(width: int, height: int, degrees: float) -> tuple[Matrix, int, int]:
    """A turn clockwise about the middle, and the size that holds all of it."""
    turned = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1)
    cos, sin = abs(turned[0, 0]), abs(turned[0, 1])
    wide, high = round(height * sin + width * cos), round(height * cos + width * sin)
    turned[:, 2] += (wide / 2 - width / 2, high / 2 - height / 2)
    return np.vstack([turned, (0, 0, 1)]).astype(np.float64), wide, high
