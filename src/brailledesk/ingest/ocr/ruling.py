"""Drawn lines of a page, from its pixels: what is long, straight and thin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brailledesk.ingest.ocr.page import Box, Pixels

if TYPE_CHECKING:
    import numpy as np

_SHORTEST = 0.25
"""Inches: longer than any stroke of a letter in text."""
_THICKEST = 0.05
"""Inches: what is thicker is an area, not a line."""
_GAP = 0.06
"""Inches: a hole that print or a fax left in a line."""
_USUAL = 200.0
"""Dots an inch where the page does not tell."""
MOST_RULES = 4_000
"""As a page of PDF may have; a page with more is a picture."""


def find_rules(pixels: Pixels, resolution: float = _USUAL) -> tuple[Box, ...]:
    """The lines across and upright of a page that stands straight, dark on light.

    ``pixels`` are grey or colours; ``resolution`` is in dots an inch. None at all where there are
    more than a page of text could have.
    """
    import cv2  # noqa: PLC0415 - slow to import, and few pages need it
    import numpy as np  # noqa: PLC0415

    grey = pixels if pixels.ndim == 2 else cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    dots = resolution if resolution > 0 else _USUAL
    # Odd, so that what is opened or closed stays where it is.
    shortest, gap = max(int(_SHORTEST * dots), 8) | 1, int(_GAP * dots) | 1
    if min(grey.shape) < 3 or max(grey.shape) < shortest:
        return ()
    _, ink = cv2.threshold(
        np.ascontiguousarray(grey), 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU
    )
    found: list[Box] = []
    for is_level in (True, False):
        found += _lines(
            np.asarray(ink, np.uint8), shortest, gap, _THICKEST * dots, is_level=is_level
        )
    return tuple(sorted(found)) if len(found) <= MOST_RULES else ()


def _lines(
    ink: np.typing.NDArray[np.uint8], shortest: int, gap: int, thickest: float, *, is_level: bool
) -> list[Box]:
    """The lines of one direction: ink that a long bar fits into, once small holes are closed."""
    import cv2  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    long = np.ones((1, shortest) if is_level else (shortest, 1), np.uint8)
    hole = np.ones((1, gap) if is_level else (gap, 1), np.uint8)
    kept = cv2.morphologyEx(ink, cv2.MORPH_OPEN, long)
    kept = cv2.morphologyEx(kept, cv2.MORPH_CLOSE, hole)
    _, _, stats, _ = cv2.connectedComponentsWithStats(kept, connectivity=8)
    boxes = []
    for left, top, width, height, _ in stats[1:].tolist():
        if (height if is_level else width) <= max(thickest, 3):
            boxes.append(Box(left, top, left + width, top + height))
    return boxes
