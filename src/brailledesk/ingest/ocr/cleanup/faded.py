"""Faded print: pale letters made as dark as those beside them once were.

The depth of ink is measured place by place and stretched to black, at most so far that grain stays
pale. Engines read even, pale print as it is; patches of very pale print gain. Blur, which
is pale too, is left to another step.
"""

from __future__ import annotations

import cv2
import numpy as np

from brailledesk.ingest.ocr.cleanup.measures import Measures, measured
from brailledesk.ingest.ocr.cleanup.pixels import WHITE
from brailledesk.ingest.ocr.cleanup.sharpness import BLURRED, blur_of
from brailledesk.ingest.ocr.cleanup.steps import Done, with_pixels
from brailledesk.ingest.ocr.page import Picture, Pixels

_FADED = 165
"""Depth (white less grey) of the print under which it counts as faded."""
_WANTED = 200
_GRAIN = 6
"""Times the grain of the paper that counts as ink at least."""


def deepen(picture: Picture, known: Measures | None = None, /) -> Done | None:
    """The picture with faded print made dark."""
    known = measured(picture.pixels, known)
    if not 0 < known.ink.depth < _FADED or blur_of(known.grey) >= BLURRED:
        return None
    return Done(with_pixels(picture, _deepened(known.grey)))


def _deepened(plain: Pixels) -> Pixels:
    depth = WHITE - cv2.GaussianBlur(plain, (3, 3), 0)
    floor = max(16.0, _GRAIN * grain(plain))
    strongest = _strongest(np.asarray(depth, np.uint8))
    height, width = plain.shape
    around = cv2.resize(np.maximum(strongest, floor), (width, height))
    gain = _WANTED / around.astype(np.float32)
    stretched = np.maximum(depth.astype(np.float32) - floor / 3, 0) * gain
    return np.asarray(WHITE - np.minimum(stretched, WHITE), np.uint8)


def _strongest(depth: Pixels, cell: int = 24) -> Pixels:
    """The deepest ink in each cell and its neighbours, softened; one value a cell."""
    rows, places = -(-depth.shape[0] // cell), -(-depth.shape[1] // cell)
    padded = np.zeros((rows * cell, places * cell), np.uint8)
    padded[: depth.shape[0], : depth.shape[1]] = depth
    cells = padded.reshape(rows, cell, places, cell).max(axis=(1, 3))
    wide = cv2.dilate(cells, np.ones((3, 3), np.uint8), borderType=cv2.BORDER_REPLICATE)
    return np.asarray(cv2.blur(wide, (3, 3), borderType=cv2.BORDER_REPLICATE), np.uint8)


def grain(plain: Pixels) -> float:
    """The deviation of the paper's grain (median of differences of neighbours)."""
    rows = plain[:: max(1, plain.shape[0] // 500)].astype(np.int16)
    if rows.shape[1] < 2:
        return 0.0
    return float(np.mean(np.minimum(np.abs(np.diff(rows, axis=1)), 20)) / 1.13)
