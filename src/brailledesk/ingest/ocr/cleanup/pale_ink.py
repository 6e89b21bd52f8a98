"""Ink that is paler than the print: the other side showing through, stamps in grey.

The print is the darkest even ink; what is evenly inked but clearly paler is taken for another
layer and made white. Faded print has no dark ink to be compared with, and is left alone.
"""

from __future__ import annotations

import cv2
import numpy as np

from brailledesk.ingest.ocr.cleanup.pixels import WHITE, grey
from brailledesk.ingest.ocr.cleanup.steps import Done, with_pixels
from brailledesk.ingest.ocr.page import Picture, Pixels

_DARK = 170
"""Depth (white less grey) that print must have before paler ink counts as another layer."""
_SHARE = 0.3
"""The share of evenly inked pixels that are pale, from which there is such a layer."""
_WHITE_TO, _BLACK_FROM = 0.4, 0.78
"""What part of the print's depth becomes white, and black; between them it is stretched."""
_STRIP = 24
"""Rows of a strip."""
_EVEN = 30
"""Grey values that differ at most inside evenly inked places."""


def clear_pale_ink(picture: Picture) -> Done | None:
    """The picture without the paler layer, where it has one."""
    plain = grey(picture.pixels)
    depth, share = pale_share(plain)
    if depth < _DARK or share < _SHARE:
        return None
    return Done(with_pixels(picture, without_pale(plain, depth)))


def without_pale(plain: Pixels, depth: float) -> Pixels:
    """Pale ink white and print black, by the depth of the print."""
    white, black = WHITE - _WHITE_TO * depth, WHITE - _BLACK_FROM * depth
    values = np.clip((np.arange(256) - black) / (white - black), 0, 1) * WHITE
    return np.asarray(cv2.LUT(plain, values.astype(np.uint8)), np.uint8)


def pale_share(plain: Pixels) -> tuple[float, float]:
    """The depth of the print, and the share of evenly inked pixels that are much paler.

    Every third strip of the page is measured: stamps and lines of print are higher than two.
    """
    plain = np.ascontiguousarray(plain[np.arange(len(plain)) // _STRIP % 3 == 0])
    counts = np.bincount(plain.ravel(), minlength=256)[::-1].cumsum()
    inked = counts[-1] - counts[40]
    if inked < 100:
        return 0.0, 0.0
    depth = float(np.searchsorted(counts, counts[-1] - 0.02 * inked))
    square = np.ones((3, 3), np.uint8)
    even = cv2.subtract(cv2.dilate(plain, square), cv2.erode(plain, square)) < _EVEN
    evenly = np.bincount(plain[np.asarray(even)], minlength=256)[::-1]
    pale = float(evenly[round(0.14 * depth) : round(0.62 * depth)].sum())
    dark = float(evenly[round(0.75 * depth) :].sum())
    return depth, pale / max(1.0, pale + dark)
