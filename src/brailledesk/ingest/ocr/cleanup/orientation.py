"""Which side of the picture is up: print stands on its baseline.

In Latin print nine letters of ten end on the baseline, while their upper edges are spread over the
heights of small letters, capitals and ascenders. So of the four ways to turn a page, the right one
has the sharpest rows of lower edges. Capitals and digits alone do not tell up from down: then the
measure says so, and reading decides.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from brailledesk.ingest.ocr.cleanup.measures import Measures, measured
from brailledesk.ingest.ocr.cleanup.pixels import Matrix
from brailledesk.ingest.ocr.cleanup.skew import feet, sharpness
from brailledesk.ingest.ocr.cleanup.steps import Done
from brailledesk.ingest.ocr.page import Picture, Pixels

_TURNED = 1.2
"""How much sharper another way must be than the page as it is."""
_SURE = 1.12
"""How much sharper the best way must be than the one upside down."""


class Orientation(NamedTuple):
    """Quarter turns counter-clockwise that set the page upright, and whether that is sure."""

    turns: int
    is_sure: bool


def upright(picture: Picture, known: Measures | None = None, /) -> Done | None:
    """The picture with its text upright."""
    return turned(picture, orientation(picture.pixels, known).turns)


def turned(picture: Picture, turns: int) -> Done | None:
    """The picture after so many quarter turns counter-clockwise; None after none."""
    if turns % 4 == 0:
        return None
    pixels = np.ascontiguousarray(np.rot90(picture.pixels, turns))
    resolution = picture.resolution
    if resolution and turns % 2:
        resolution = (resolution[1], resolution[0])
    height, width = picture.pixels.shape[:2]
    made = replace(picture, pixels=pixels, resolution=resolution)
    return Done(made, _matrix(width, height, turns % 4))


def orientation(pixels: Pixels, known: Measures | None = None) -> Orientation:
    """Which way is up, measured by the sharpness of rows of lower edges."""
    boxes = measured(pixels, known).pieces
    ways = [sharpness(feet(_turned_boxes(boxes, turns))) for turns in range(4)]
    best = int(np.argmax(ways))
    opposite = ways[(best + 2) % 4]
    if ways[best] == 0 or (best and ways[best] < _TURNED * ways[0]):
        return Orientation(0, is_sure=False)
    return Orientation(best, is_sure=ways[best] > _SURE * opposite)


def _turned_boxes(boxes: npt.NDArray[np.int32], turns: int) -> npt.NDArray[np.int32]:
    """Boxes (left, top, width, height, area) as they stand after quarter turns."""
    left, top, width, height, area = boxes.T
    right, bottom = left + width, top + height
    ways = (
        (left, top, width, height),
        (top, -right, height, width),
        (-right, -bottom, width, height),
        (-bottom, left, height, width),
    )
    return np.column_stack([*ways[turns], area]).astype(np.int32)


def _matrix(width: int, height: int, turns: int) -> Matrix:
    return np.array(
        {
            1: [(0, 1, 0), (-1, 0, width), (0, 0, 1)],
            2: [(-1, 0, width), (0, -1, height), (0, 0, 1)],
            3: [(0, -1, height), (1, 0, 0), (0, 0, 1)],
        }[turns],
        np.float64,
    )
