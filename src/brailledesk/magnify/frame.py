"""What a view gives out: the pixels and what of them changed.

The pixels belong to the canvas that drew them, and are not copied: they are those of this picture
until the canvas draws the next one.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

Pixels: TypeAlias = NDArray[np.uint8]
"""Rows of pixels of red, green, blue and alpha (always 255): height x width x 4, contiguous."""


class Rectangle(NamedTuple):
    """Pixels from column ``x`` and row ``y`` on, both from 0 at the upper left corner."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """The column behind the last."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """The row behind the last."""
        return self.y + self.height

    def inside(self, other: Rectangle) -> Rectangle:
        """The part of it that is in another; without any, of size 0."""
        x, y = max(self.x, other.x), max(self.y, other.y)
        right, bottom = min(self.right, other.right), min(self.bottom, other.bottom)
        return Rectangle(x, y, max(right - x, 0), max(bottom - y, 0))

    @property
    def is_empty(self) -> bool:
        """Whether it has no pixels."""
        return self.width <= 0 or self.height <= 0


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """``pixels`` as they are now, and the rectangles of them that differ from the picture before.

    A first picture has one rectangle with all of it; one that changed nothing has none. The
    rectangles do not overlap.
    """

    pixels: Pixels
    changed: tuple[Rectangle, ...]

    @property
    def width(self) -> int:
        """Pixels of a row."""
        return int(self.pixels.shape[1])

    @property
    def height(self) -> int:
        """Rows."""
        return int(self.pixels.shape[0])

    @property
    def buffer(self) -> memoryview:
        """The bytes themselves, row by row, four a pixel: no copy."""
        return self.pixels.data.cast("B")

    def copy(self) -> Picture:
        """The same with pixels of its own, for those who keep it."""
        return Picture(self.pixels.copy(), self.changed)

    def png(self, *, level: int = 1) -> bytes:
        """The picture as a PNG file, without alpha. ``level`` is zlib's, 0 to 9.

        It takes longer than all drawing: 1 is the quickest that still compresses.
        """
        from PIL import Image  # noqa: PLC0415 - only those who want files pay for it

        out = io.BytesIO()
        image = Image.fromarray(self.pixels[:, :, :3])
        image.save(out, "PNG", compress_level=level)
        return out.getvalue()
