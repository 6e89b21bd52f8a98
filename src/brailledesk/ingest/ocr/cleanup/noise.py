"""Dirt and grain: dots smaller than any dot of print are taken out of paper and ink."""

from __future__ import annotations

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
_FEWEST = 20
"""Letters under which nothing can be said."""
_FIRST_LOOK = 1_300
"""Pixels across and down of the middle part, where most pages show at once that they are clean."""
_PLACES = 24
"""A page is looked at in so many places across and down."""
_RIM = np.pad(np.zeros((_PLACES - 4,) * 2, bool), 2, constant_values=True).ravel()
"""The places of the margins: the middle holds fragments of letters where print is thin."""


def remove_specks(picture: Picture, known: Measures | None = None, /) -> Done | None:
    """The picture without specks, where they are all over it."""
    plain = measured(picture.pixels, known).grey
    _, marks = cv2.threshold(middle(plain), WHITE // 2 - 1, WHITE, cv2.THRESH_BINARY_INV)
    dark = np.asarray(marks, np.uint8)
    if _is_free(boxes_of(middle(dark, _FIRST_LOOK))):
        return None
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
    is_letter, is_speck, largest = _told_apart(boxes)
    if is_letter.sum() < _FEWEST:
        return 0
    places = _places(boxes, shape)
    printed = np.zeros(_PLACES**2, bool)
    printed[places[is_letter]] = True
    dirty = np.zeros(_PLACES**2, bool)
    dirty[places[is_speck]] = True
    empty = ~printed & _RIM
    everywhere = (dirty & empty).sum() > _EVERYWHERE * max(1, empty.sum())
    return largest if everywhere and is_speck.sum() > _DIRTY * is_letter.sum() else 0


def _is_free(boxes: npt.NDArray[np.int32]) -> bool:
    """Whether a part of a page has so few specks that the rest need not be looked at."""
    is_letter, is_speck, _largest = _told_apart(boxes)
    return bool(is_letter.sum() >= _FEWEST and is_speck.sum() <= _DIRTY / 2 * is_letter.sum())


def _told_apart(
    boxes: npt.NDArray[np.int32],
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_], int]:
    """Which pieces of ink are letters, which are specks, and the largest area of a speck."""
    height, area = boxes[:, 3], boxes[:, 4]
    is_letter = (height >= 9) & (area > 30)
    largest = max(2, int(np.median(area[is_letter]) / 14)) if is_letter.any() else 2
    return is_letter, area <= largest, largest


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
