"""What steps need of OpenCV, with types, and measures that several of them take."""

from __future__ import annotations

from typing import TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from brailledesk.ingest.ocr.page import Pixels

Matrix: TypeAlias = npt.NDArray[np.float64]
"""Three by three: where a pixel of one picture lies in another (homogeneous, x before y)."""

WHITE = 255


def grey(pixels: Pixels) -> Pixels:
    """One value a pixel: brightness."""
    return pixels if pixels.ndim == 2 else _bytes(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY))


def resized(pixels: Pixels, width: int, height: int) -> Pixels:
    """Sampled anew: means where it shrinks, cubic where it grows."""
    grows = width > pixels.shape[1] or height > pixels.shape[0]
    size = (max(1, width), max(1, height))
    how = cv2.INTER_CUBIC if grows else cv2.INTER_AREA
    return _bytes(cv2.resize(pixels, size, interpolation=how))


def shrunk(pixels: Pixels, longest: int) -> Pixels:
    """The picture with its longer side at most ``longest`` pixels."""
    height, width = pixels.shape[:2]
    factor = longest / max(height, width)
    if factor >= 1:
        return pixels
    return resized(pixels, round(width * factor), round(height * factor))


def warped(pixels: Pixels, matrix: Matrix, width: int, height: int) -> Pixels:
    """The picture moved by a matrix; what comes from outside is white."""
    return _bytes(
        cv2.warpPerspective(
            pixels,
            matrix,
            (max(1, width), max(1, height)),
            flags=cv2.INTER_CUBIC,
            borderMode=cv2.BORDER_CONSTANT,
            borderValue=(WHITE, WHITE, WHITE),
        )
    )


def middle(plain: Pixels, most: int = 2_600) -> Pixels:
    """The middle of a large picture: enough to measure letters in."""
    height, width = plain.shape
    top, left = max(0, (height - most) // 2), max(0, (width - most) // 2)
    return np.ascontiguousarray(plain[top : top + most, left : left + most])


def is_bilevel(pixels: Pixels) -> bool:
    """Whether only black and white occur, as in a fax."""
    part = pixels[:: max(1, pixels.shape[0] // 400)]
    return bool(np.isin(part, (0, WHITE)).all())


def ink(pixels: Pixels) -> Pixels:
    """A map of ink, 255 where it is: darker than its surroundings (an adaptive threshold)."""
    plain = grey(pixels)
    side = max(plain.shape) // 40 | 1
    if side < 3:
        return np.zeros(plain.shape, np.uint8)
    darker = cv2.subtract(cv2.blur(plain, (side, side)), plain)
    return _bytes(cv2.threshold(darker, 18, WHITE, cv2.THRESH_BINARY)[1])


def boxes_of(marks: Pixels) -> npt.NDArray[np.int32]:
    """Left, top, width, height and area of each connected piece of ink; a row a piece."""
    _count, _labels, stats, _centres = cv2.connectedComponentsWithStats(
        marks, connectivity=8, ltype=cv2.CV_32S
    )
    return np.asarray(stats[1:], np.int32)


def _bytes(array: object) -> Pixels:
    return np.asarray(array, np.uint8)
