"""Blur: measured by what a little more blur does to edges, and undone by an unsharp mask.

An edge blurred by a Gaussian of deviation s has a slope in proportion to 1 / s; blurred once more
by a known deviation, it tells s (X. Zhuo and T. Sim, Defocus map estimation, 2011).
Contrast cancels.
"""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from brailledesk.ingest.ocr.cleanup.measures import Measures, measured
from brailledesk.ingest.ocr.cleanup.pixels import grey, resized
from brailledesk.ingest.ocr.cleanup.steps import Done, with_pixels
from brailledesk.ingest.ocr.page import Picture, Pixels

BLURRED = 1.3
"""Deviation in pixels from which letters are blurred; sharp scans have under 0.8.

A low resolution that was raised lies between: sharpening would show its pixels."""
_KEPT = 1.35
"""Deviation in pixels that a blurred page keeps when it is made smaller."""
_SMALLEST = 13.0
"""Pixels of an x that stay when a blurred page, which has no fine detail, is made smaller."""
_KNOWN = 1.5
_GRAIN = 1.0
"""The blur that is added first, so that grain does not count as edges."""


def sharpen(picture: Picture, known: Measures | None = None, /) -> Done | None:
    """A blurred picture made smaller, as far as it holds no detail, and sharp."""
    known = measured(picture.pixels, known)
    plain = known.grey
    blur = blur_of(plain)
    if blur < BLURRED:
        return None
    seen = known.x_height or 2 * _SMALLEST
    factor = min(1.0, max(_KEPT / blur, _SMALLEST / seen))
    height, width = plain.shape
    small = resized(plain, round(width * factor), round(height * factor))
    sharp = unsharp(small, max(1.5, 1.7 * blur * factor), 3)
    before = picture.resolution
    resolution = (before[0] * factor, before[1] * factor) if before else None
    made = replace(picture, pixels=sharp, resolution=resolution)
    return Done(made, None if factor == 1.0 else np.diag((factor, factor, 1.0)))


def a_little_sharper(picture: Picture) -> Picture:
    """What may read better where soft edges are not blurred enough to be sure of it."""
    return with_pixels(picture, unsharp(grey(picture.pixels), 2.5, 1.5))


def unsharp(plain: Pixels, deviation: float, amount: float) -> Pixels:
    """The picture and ``amount`` times what blur takes from it."""
    soft = cv2.GaussianBlur(plain, (0, 0), deviation)
    return np.asarray(cv2.addWeighted(plain, 1 + amount, soft, -amount, 0), np.uint8)


def blur_of(plain: Pixels, most: int = 1_400) -> float:
    """The deviation in pixels of the blur at the strongest edges; 0 where they are sharp.

    Strokes that are thin beside their blur have two edges in one: there it says about 0.6 of it.
    """
    height, width = plain.shape
    top, left = max(0, (height - most) // 2), max(0, (width - most) // 2)
    part = plain[top : top + most, left : left + most].astype(np.float32)
    if min(part.shape) < 16:
        return 0.0
    first = cv2.GaussianBlur(part, (0, 0), _GRAIN)
    second = cv2.GaussianBlur(first, (0, 0), _KNOWN)
    slope, softer = np.abs(np.diff(first, axis=1)), np.abs(np.diff(second, axis=1))
    strong = slope >= max(1.0, float(np.percentile(slope[::4], 98.5)))
    if not strong.any():
        return 0.0
    ratio = float(slope[strong].mean() / max(1e-6, float(softer[strong].mean())))
    square = _KNOWN**2 / max(ratio**2 - 1, 1e-6) - _GRAIN**2
    return float(np.sqrt(max(0.0, square)))
