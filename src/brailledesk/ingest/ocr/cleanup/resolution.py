"""Resolution: unequal ones made square, unknown ones estimated, low ones raised.

What counts for an engine is the height of letters in pixels. The x-height of usual print (8 to 12
points) is about 0.07 inch: 21 pixels at 300 dots an inch.
"""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from brailledesk.ingest.ocr.cleanup.measures import Measures, measured
from brailledesk.ingest.ocr.cleanup.pixels import grey, is_bilevel, resized
from brailledesk.ingest.ocr.cleanup.sharpness import blur_of
from brailledesk.ingest.ocr.cleanup.steps import Done
from brailledesk.ingest.ocr.page import Picture, Pixels

WANTED = 300
_X_HEIGHT = 21
"""Pixels of an x at the wanted resolution, in print of ten points."""
_LARGE = 5_000
"""Pixels of the longer side: A4 has 3,508 at the wanted resolution."""
_SOFTENED = 0.8
"""Deviation in pixels by which a raised picture is softened."""
_SOFT = 1.0
"""Deviation from which it is not: with more it would count as blurred (``sharpness.BLURRED``)."""
_FAX_WIDTHS = (1728, 2048, 2432)
"""Dots in a line of a fax (ITU-T T.4: A4, B4, A3); it has 3.85 lines to the millimetre, or 7.7."""


def square(picture: Picture, _known: Measures | None = None, /) -> Done | None:
    """The picture with as many dots an inch down as across."""
    across, down = told(picture) or (1.0, 1.0)
    if abs(across / down - 1) < 0.03:
        return None
    wide, high = max(1.0, down / across), max(1.0, across / down)
    height, width = picture.pixels.shape[:2]
    size = (round(width * wide), round(height * high))
    if max(size) > 20_000:
        return None
    pixels = resized(picture.pixels, *size)
    one = max(across, down)
    known = (one, one) if picture.resolution else None
    made = replace(picture, pixels=pixels, resolution=known)
    return Done(made, np.diag((wide, high, 1.0)))


def told(picture: Picture) -> tuple[float, float] | None:
    """What the file tells, or the shape of a fax; None where neither is to be believed."""
    if picture.resolution and min(picture.resolution) > 1:
        return picture.resolution
    height, width = picture.pixels.shape[:2]
    if width in _FAX_WIDTHS and height < width and is_bilevel(picture.pixels):
        return (204.0, 98.0)
    return None


def reduce_large(picture: Picture, known: Measures | None = None, /) -> Done | None:
    """A large picture of tall letters made smaller at once, so that all other steps are quick."""
    height, width = picture.pixels.shape[:2]
    if max(height, width) < _LARGE:
        return None
    seen = measured(picture.pixels, known).x_height
    factor = _factor(seen) if seen else 1.0
    if factor >= 1.0:
        return None
    pixels = resized(picture.pixels, round(width * factor), round(height * factor))
    before = picture.resolution
    scaled = (before[0] * factor, before[1] * factor) if before else None
    made = replace(picture, pixels=pixels, resolution=scaled)
    return Done(made, np.diag((factor, factor, 1.0)))


def raise_resolution(picture: Picture, known: Measures | None = None, /) -> Done | None:
    """The picture sampled so that letters have the height that engines read best."""
    height, width = picture.pixels.shape[:2]
    seen = measured(picture.pixels, known).x_height
    across = picture.resolution[0] if picture.resolution else 0
    if seen is None:
        believed = across if 70 < across < 1300 else WANTED
        return _with_resolution(picture, believed)
    factor = _factor(seen)
    if max(height, width) * factor > 12_000:
        factor = 1.0
    resolution = WANTED * seen * factor / _X_HEIGHT
    if factor == 1.0:
        plausible = 0.55 < across / resolution < 1.8
        return _with_resolution(picture, across if plausible else resolution)
    pixels = resized(picture.pixels, round(width * factor), round(height * factor))
    if factor > 1:
        pixels = _without_steps(pixels)
    made = replace(picture, pixels=pixels, resolution=(resolution, resolution))
    return Done(made, np.diag((factor, factor, 1.0)))


def _without_steps(raised: Pixels) -> Pixels:
    """A raised picture a little softer: its old pixels, and blocks of JPEG, are no edges.

    What is soft already is left to the step that sharpens.
    """
    if blur_of(grey(raised)) >= _SOFT:
        return raised
    return np.asarray(cv2.GaussianBlur(raised, (0, 0), _SOFTENED), np.uint8)


def _factor(seen: float) -> float:
    """How much larger letters should be; 1 where it is not worth it."""
    if seen < 17:
        return min(4.0, _X_HEIGHT / seen)
    if seen > 45:
        return 30 / seen
    return 1.0


def _with_resolution(picture: Picture, resolution: float) -> Done | None:
    both = (float(resolution), float(resolution))
    return None if picture.resolution == both else Done(replace(picture, resolution=both))


def x_height(pixels: Pixels) -> float | None:
    """The height of small letters in pixels; None where there are no letters."""
    return Measures(pixels).x_height
