"""Dirt and grain: dots smaller than any dot of print are taken out of paper and ink."""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt

from brailledesk.ingest.ocr.cleanup.measures import Measures, measured
from brailledesk.ingest.ocr.cleanup.pixels import WHITE, boxes_of, middle
from brailledesk.ingest.ocr.cleanup.steps import Done, with_pixels
from brailledesk.ingest.ocr.page import Picture, Pixels

_EVERYWHERE = 0.6
"""The share of empty places with specks from which a page is dirty."""
_DIRTY = 0.5
"""Specks for each letter, besides."""
_PLACES = 24
"""A page is looked at in so many places across and down."""
_RIM = np.pad(np.zeros((_PLACES - 4,) * 2, bool), 2, constant_values=True).ravel()
"""The places of the margins: the middle holds fragments of letters where print is thin."""


def remove_specks(picture: Picture, known: Measures | None = None, /) -> Done | None:
    """The picture without specks, where they are all over it."""
    plain = measured(picture.pixels, known).grey
    part = middle(plain)
    if _dark_share_of_rim(part) < _EVERYWHERE:
        return None
    dark = np.asarray(cv2.compare(part, WHITE // 2, cv2.CMP_LT), np.uint8)
    largest = speck_size(boxes_of(dark), dark.shape)
    if largest == 0:
        return None
    cleared = cv2.medianBlur(_without(plain, largest + 3), 3)
    soft = np.asarray(cv2.GaussianBlur(cleared, (0, 0), 0.8), np.uint8)
    return Done(with_pixels(picture, soft))


def speck_size(boxes: npt.NDArray[np.int32], shape: tuple[int, ...]) -> int:
    """The area up to which a piece of ink is a speck; 0 where the page is not dirty.

    Dirt lies where no print is too; fragments of blurred or pale letters do not.
    """
    height, area = boxes[:, 3], boxes[:, 4]
    is_letter = (height >= 9) & (area > 30)
    if is_letter.sum() < 20:
        return 0
    largest = max(2, int(np.median(area[is_letter]) / 14))
    is_speck = area <= largest
    places = _places(boxes, shape)
    printed = np.zeros(_PLACES**2, bool)
    printed[places[is_letter]] = True
    dirty = np.zeros(_PLACES**2, bool)
    dirty[places[is_speck]] = True
    empty = ~printed & _RIM
    everywhere = (dirty & empty).sum() > _EVERYWHERE * max(1, empty.sum())
    return largest if everywhere and is_speck.sum() > _DIRTY * is_letter.sum() else 0


def _dark_share_of_rim(part: Pixels) -> float:
    """The share of places in the margins where anything is dark: quick, and few on clean pages."""
    height, width = part.shape
    if min(part.shape) < _PLACES:
        return 0.0
    rows = np.arange(_PLACES + 1) * height // _PLACES
    strips = [part[top:bottom].min(axis=0) for top, bottom in pairwise(rows.tolist())]
    columns = np.arange(_PLACES) * width // _PLACES
    darkest = np.minimum.reduceat(np.array(strips), columns, axis=1)
    return float((darkest.ravel()[_RIM] < WHITE // 2).mean())


def _places(boxes: npt.NDArray[np.int32], shape: tuple[int, ...]) -> npt.NDArray[np.int64]:
    across = boxes[:, 0].astype(np.int64) * _PLACES // shape[1]
    return across + _PLACES * (boxes[:, 1].astype(np.int64) * _PLACES // shape[0])


def _without(plain: Pixels, largest: int) -> Pixels:
    """Specks of ink made white, and holes in ink made dark."""
    cleaned = plain.copy()
    for colour in (WHITE, 0):
        marks = cleaned if colour == 0 else np.asarray(WHITE - cleaned, np.uint8)
        bright = np.where(marks > 127, WHITE, 0).astype(np.uint8)
        _count, labels, stats, _centres = cv2.connectedComponentsWithStats(bright, connectivity=8)
        small = stats[:, cv2.CC_STAT_AREA] <= (largest if colour else largest // 2)
        small[0] = False
        cleaned[small[labels]] = colour
    return cleaned
