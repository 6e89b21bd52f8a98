"""Perspective of a photograph without the edges of its sheet, from its lines of print.

Lines of print that are level on paper meet in a point when photographed from aside: their angle
changes from the upper to the lower part. Where it changes evenly they are made level again.
"""

from __future__ import annotations

import cv2
import numpy as np

from brailledesk.ingest.ocr.cleanup.measures import Measures, measured
from brailledesk.ingest.ocr.cleanup.pixels import Matrix, warped
from brailledesk.ingest.ocr.cleanup.skew import angle_of, feet
from brailledesk.ingest.ocr.cleanup.steps import Done, with_pixels
from brailledesk.ingest.ocr.page import Picture, Pixels

_LEAST = 0.6
"""Degrees by which the upper and the lower part must differ."""
_EVENLY = 0.35
"""Degrees by which the middle may be off the mean of both, as a share of the difference."""
_FEWEST = 60
"""Letters in each part."""


def straighten(picture: Picture, known: Measures | None = None, /) -> Done | None:
    """The picture with all its lines level, where they converge."""
    angles = angles_of_parts(picture.pixels, known)
    if angles is None:
        return None
    upper, middle, lower = angles
    spread = abs(upper - lower)
    if spread < _LEAST or abs(middle - (upper + lower) / 2) > _EVENLY * spread:
        return None
    height, width = picture.pixels.shape[:2]
    matrix = _level(width, height, upper, lower)
    return Done(with_pixels(picture, warped(picture.pixels, matrix, width, height)), matrix)


def angles_of_parts(
    pixels: Pixels, known: Measures | None = None
) -> tuple[float, float, float] | None:
    """The angles of lines in the upper, the middle and the lower third; None for too few lines."""
    known = measured(pixels, known)
    small, points = known.small, feet(known.pieces)
    parts = np.minimum(points[:, 1] * 3 / max(1, small.shape[0]), 2).astype(int)
    groups = [points[parts == part] for part in range(3)]
    if min(map(len, groups)) < _FEWEST:
        return None
    upper, middle, lower = (angle_of(group) for group in groups)
    return upper, middle, lower


def _level(width: int, height: int, upper: float, lower: float) -> Matrix:
    rows = (height / 6, height * 5 / 6)
    rises = [np.tan(np.radians(angle)) * width / 2 for angle in (upper, lower)]
    seen = [
        (0, rows[0] + rises[0]),
        (width, rows[0] - rises[0]),
        (width, rows[1] - rises[1]),
        (0, rows[1] + rises[1]),
    ]
    flat = [(0, rows[0]), (width, rows[0]), (width, rows[1]), (0, rows[1])]
    matrix = cv2.getPerspectiveTransform(np.array(seen, np.float32), np.array(flat, np.float32))
    return np.asarray(matrix, np.float64)
