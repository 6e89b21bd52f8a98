"""How deep the ink of a page is, and how much of it is paler than the print."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np

from brailledesk.ingest.ocr.page import Pixels

_STRIP = 24
"""Rows of a strip."""
_EVEN = 30
"""Grey values that differ at most inside evenly inked places."""


class Ink(NamedTuple):
    """The ink of a page.

    ``depth`` is that of the print (white less grey), 0 where there is none. ``pale`` is the share
    of evenly inked pixels that are much paler, ``layer`` their number by that of dark pixels: soft
    or coarse print has hardly an evenly inked pixel, whatever share of those few is pale.
    """

    depth: float
    pale: float
    layer: float


def ink_of(plain: Pixels) -> Ink:
    """How deep the ink is.

    Every third strip of the page is measured: stamps and lines of print are higher than two.
    """
    plain = np.ascontiguousarray(plain[np.arange(len(plain)) // _STRIP % 3 == 0])
    counts = np.bincount(plain.ravel(), minlength=256)[::-1].cumsum()
    inked = counts[-1] - counts[40]
    if inked < 100:
        return Ink(0.0, 0.0, 0.0)
    depth = float(np.searchsorted(counts, counts[-1] - 0.02 * inked))
    square = np.ones((3, 3), np.uint8)
    even = cv2.subtract(cv2.dilate(plain, square), cv2.erode(plain, square)) < _EVEN
    evenly = np.bincount(plain[np.asarray(even)], minlength=256)[::-1]
    pale = float(evenly[round(0.14 * depth) : round(0.62 * depth)].sum())
    dark = float(evenly[round(0.75 * depth) :].sum())
    all_dark = float(counts[-1] - counts[min(255, round(0.75 * depth))])
    return Ink(depth, pale / max(1.0, pale + dark), pale / max(1.0, all_dark))
