"""Shadows and uneven light: the paper is made equally white everywhere."""

from __future__ import annotations

import cv2
import numpy as np

from brailledesk.ingest.ocr.cleanup.measures import Measures, measured
from brailledesk.ingest.ocr.cleanup.pixels import WHITE, shrunk
from brailledesk.ingest.ocr.cleanup.steps import Done, with_pixels
from brailledesk.ingest.ocr.page import Picture, Pixels

_FLAT = 8
"""Grey values by which paper may differ from white before it matters."""


def even_light(picture: Picture, known: Measures | None = None, /) -> Done | None:
    """Every pixel divided by the brightness of the paper around it."""
    known = measured(picture.pixels, known)
    plain, around = known.grey, paper(known.small)
    low, high = np.percentile(around, (1, 99))
    if WHITE - low < _FLAT and high - low < _FLAT:
        return None if plain is picture.pixels else Done(with_pixels(picture, plain))
    height, width = plain.shape
    field = cv2.resize(around, (width, height), interpolation=cv2.INTER_LINEAR)
    even = np.asarray(cv2.divide(plain, field, scale=WHITE), np.uint8)
    return Done(with_pixels(picture, even))


def paper(plain: Pixels) -> Pixels:
    """The brightness of the paper without its print, on a coarse picture of about 400 pixels."""
    small = shrunk(plain, 500)
    side = max(3, max(small.shape) // 30 | 1)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    closed = cv2.morphologyEx(small, cv2.MORPH_CLOSE, kernel, borderType=cv2.BORDER_REPLICATE)
    return np.asarray(np.maximum(cv2.GaussianBlur(closed, (0, 0), side / 3), 16), np.uint8)
