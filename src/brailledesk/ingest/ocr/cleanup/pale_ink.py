"""Ink that is paler than the print: the other side showing through, stamps in grey.

The print is the darkest even ink; what is evenly inked but clearly paler is taken for another
layer and made white. Faded print has no dark ink to be compared with, and is left alone; blurred
print is pale at its edges, and is left to another step.
"""

from __future__ import annotations

import cv2
import numpy as np

from brailledesk.ingest.ocr.cleanup.measures import Measures, measured
from brailledesk.ingest.ocr.cleanup.pixels import WHITE
from brailledesk.ingest.ocr.cleanup.sharpness import BLURRED, blur_of
from brailledesk.ingest.ocr.cleanup.steps import Done, with_pixels
from brailledesk.ingest.ocr.page import Picture, Pixels

_DARK = 170
"""Depth (white less grey) that print must have before paler ink counts as another layer."""
_SHARE = 0.3
"""The share of evenly inked pixels that are pale, from which there is such a layer."""
_LAYER = 0.03
"""Evenly inked pale pixels for each dark one, from which there is one: blocks of JPEG have 0.002 at
most, stamps and the other side over 0.1."""
_WHITE_TO, _BLACK_FROM = 0.4, 0.78
"""What part of the print's depth becomes white, and black; between them it is stretched."""


def clear_pale_ink(picture: Picture, known: Measures | None = None, /) -> Done | None:
    """The picture without the paler layer, where it has one."""
    known = measured(picture.pixels, known)
    found = known.ink
    if found.depth < _DARK or found.pale < _SHARE or found.layer < _LAYER:
        return None
    if blur_of(known.grey) >= BLURRED:
        return None
    return Done(with_pixels(picture, without_pale(known.grey, found.depth)))


def without_pale(plain: Pixels, depth: float) -> Pixels:
    """Pale ink white and print black, by the depth of the print."""
    white, black = WHITE - _WHITE_TO * depth, WHITE - _BLACK_FROM * depth
    values = np.clip((np.arange(256) - black) / (white - black), 0, 1) * WHITE
    return np.asarray(cv2.LUT(plain, values.astype(np.uint8)), np.uint8)
