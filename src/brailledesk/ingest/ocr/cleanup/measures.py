"""What several steps measure on one picture, each thing once: grey values, pieces of ink, blur."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from brailledesk.ingest.ocr.cleanup.depth import Ink, ink_of
from brailledesk.ingest.ocr.cleanup.pixels import boxes_of, grey, ink, middle, shrunk
from brailledesk.ingest.ocr.page import Pixels

_SMALL = 1_600
"""Pixels of the longer side of the picture in which layout is measured."""
_ENOUGH = 300
"""Letters from which their usual height is sure."""
_PARTS = (1_300, 2_600)
"""Sides of the middle part in which letters are measured; the larger if there are too few."""


@dataclass(frozen=True)
class Measures:
    """The measures of a picture, each taken when it is first asked for."""

    pixels: Pixels

    @cached_property
    def grey(self) -> Pixels:
        """One value a pixel."""
        return grey(self.pixels)

    @cached_property
    def small(self) -> Pixels:
        """Grey values, the longer side at most 1,600 pixels."""
        return shrunk(self.grey, _SMALL)

    @cached_property
    def pieces(self) -> npt.NDArray[np.int32]:
        """The boxes of the pieces of ink in ``small``, as ``boxes_of`` gives them."""
        return boxes_of(ink(self.small))

    @cached_property
    def ink(self) -> Ink:
        """The depth of the print, and how much ink is paler."""
        return ink_of(self.grey)

    @cached_property
    def letter_heights(self) -> npt.NDArray[np.int32]:
        """The heights in pixels of the pieces in the middle that have the shape of a letter."""
        heights = np.zeros(0, np.int32)
        for side in _PARTS:
            heights = _letter_heights(boxes_of(ink(middle(self.grey, side))))
            if len(heights) >= _ENOUGH or max(self.grey.shape) <= side:
                break
        return heights

    @cached_property
    def x_height(self) -> float | None:
        """The height of small letters in pixels; None where there are no letters.

        Heights of the pieces of ink have two peaks, small letters and tall ones; the small letters
        are the more. The peak is widened to hold what blur and noise do to heights.
        """
        heights = self.letter_heights
        if len(heights) < 15:
            return None
        counts = np.bincount(heights, minlength=8).astype(np.float64)
        soft = np.convolve(counts, (0.5, 1, 0.5), mode="same")
        peak = int(soft.argmax())
        near = heights[np.abs(heights - peak) <= max(1, peak // 8)]
        return float(near.mean())


def measured(pixels: Pixels, known: Measures | None) -> Measures:
    """The measures that are known of these pixels, or new ones."""
    return known if known is not None and known.pixels is pixels else Measures(pixels)


def _letter_heights(boxes: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    if not len(boxes):
        return np.zeros(0, np.int32)
    _left, _top, width, height, area = boxes.T
    letters = (height >= 5) & (width >= 3) & (width < 3 * height) & (height < 150)
    letters &= (area > 0.15 * width * height) & (height < 3 * width)
    return np.asarray(height[letters], np.int32)
