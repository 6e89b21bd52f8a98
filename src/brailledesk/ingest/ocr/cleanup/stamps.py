"""Stamps in colour over print: their ink is taken out, what it covers is kept.

A coloured pixel that is brightest in red is white in the red channel, and black print below it is
black there. Coloured ink counts as a stamp where black print stands in the same patch; a coloured
heading or a letter written in blue stands alone and stays.
"""

from __future__ import annotations

import cv2
import numpy as np

from brailledesk.ingest.ocr.cleanup.measures import Measures
from brailledesk.ingest.ocr.cleanup.pixels import WHITE, grey, shrunk
from brailledesk.ingest.ocr.cleanup.steps import Done, with_pixels
from brailledesk.ingest.ocr.page import Picture, Pixels

_COLOURED = 45
"""Difference of the channels, of 255, from which a pixel counts as coloured ink."""


def drop_colour(picture: Picture, _known: Measures | None = None, /) -> Done | None:
    """The picture in grey, without stamps."""
    if picture.pixels.ndim == 2:
        return None
    return Done(with_pixels(picture, without_stamps(picture.pixels)))


def without_stamps(pixels: Pixels) -> Pixels:
    """Grey values; in patches of stamps, those of the brightest channel."""
    plain = grey(pixels)
    small = shrunk(pixels, 1000)
    patches = stamp_patches(small)
    if not patches.any():
        return plain
    height, width = plain.shape
    mask = cv2.resize(patches, (width, height), interpolation=cv2.INTER_NEAREST)
    return np.asarray(np.where(mask > 0, pixels.max(axis=2), plain), np.uint8)


def stamp_patches(small: Pixels) -> Pixels:
    """255 where coloured ink and black print share a patch."""
    balanced = _white_paper(small)
    most, least = balanced.max(axis=2), balanced.min(axis=2)
    coloured = np.where(most - least > _COLOURED, WHITE, 0).astype(np.uint8)
    if coloured.mean() < 0.05:
        return np.zeros(coloured.shape, np.uint8)
    black = (most < 120).astype(np.uint8)
    side = max(small.shape[:2]) // 25 | 1
    joined = cv2.morphologyEx(coloured, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    count, labels = cv2.connectedComponents(np.asarray(joined, np.uint8))
    total = np.bincount(labels.ravel(), minlength=count)
    covered = np.bincount(labels.ravel(), weights=black.ravel(), minlength=count)
    stamp = covered > 0.02 * total
    stamp[0] = False
    grown = cv2.dilate(np.where(stamp[labels], WHITE, 0).astype(np.uint8), np.ones((9, 9)))
    return np.asarray(grown, np.uint8)


def _white_paper(small: Pixels) -> Pixels:
    """The colours as they would be on white paper, so that tinted paper is no ink."""
    paper = np.percentile(small.reshape(-1, 3), 85, axis=0)
    return np.clip(small * (WHITE / np.maximum(paper, 1)), 0, WHITE).astype(np.uint8)
