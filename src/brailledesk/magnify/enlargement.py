"""A picture of a screen enlarged, in squares that are made when they are looked at.

The squares stand fast in the picture, so that what is drawn of a change is what would be drawn of
the whole, to the pixel, wherever the view is.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from math import ceil

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from brailledesk.magnify.bitmap import TextPicture, text_picture
from brailledesk.magnify.colour import ColourFilter, ColourTable
from brailledesk.magnify.frame import Pixels, Rectangle
from brailledesk.magnify.style import Colours

SIDE = 256
"""Pixels of a side of a square, in the enlarged picture."""
MOST_KEPT = 64 * 1024 * 1024
_REACH = 4
"""Pixels around a change that resampling carries it to."""


class Enlargement:
    """``pixels`` enlarged ``scale`` times, in colours that ``wanted`` changes.

    With ``colours`` it is a picture of text, drawn in them.
    """

    def __init__(
        self,
        pixels: Pixels,
        scale: float,
        wanted: ColourFilter,
        table: ColourTable | None,
        colours: Colours | None = None,
    ) -> None:
        self.scale = scale
        self.wanted = wanted
        self.colours = colours
        self._table = table
        self._kept: OrderedDict[tuple[int, int], Pixels] = OrderedDict()
        self._bytes = 0
        self._text: TextPicture | None = None
        self._image = self._prepared(pixels)
        self.width, self.height = (ceil(one * scale) for one in self._image.size)

    def update(self, pixels: Pixels, changed: Iterable[Rectangle]) -> list[Rectangle]:
        """Take in what changed of the picture; where that is in the enlarged one."""
        if self._text is not None:
            before, self._image = self._text, self._prepared(pixels)
            if (before.threshold, before.contrast) != (self._text.threshold, self._text.contrast):
                self._kept.clear()
                return [Rectangle(0, 0, self.width, self.height)]
        found: list[Rectangle] = []
        for one in changed:
            if self._text is None:
                part = pixels[one.y : one.bottom, one.x : one.right]
                self._image.paste(self._prepared(part), (one.x, one.y))
            found += self._stale(one)
        return found

    def _stale(self, changed: Rectangle) -> Iterator[Rectangle]:
        """Forget the squares that a change reaches."""
        reach = _REACH * max(self.scale, 1.0)
        first = [max(int((one * self.scale - reach) // SIDE), 0) for one in (changed.x, changed.y)]
        last = [int((end * self.scale + reach) // SIDE) for end in (changed.right, changed.bottom)]
        whole = Rectangle(0, 0, self.width, self.height)
        for y in range(first[1], last[1] + 1):
            for x in range(first[0], last[0] + 1):
                old = self._kept.pop((x, y), None)
                self._bytes -= 0 if old is None else old.nbytes
                part = Rectangle(x * SIDE, y * SIDE, SIDE, SIDE).inside(whole)
                if not part.is_empty:
                    yield part

    def draw(self, target: Pixels, x: int, y: int, part: Rectangle) -> None:
        """Draw the view whose corner is at ``x``, ``y`` of the enlarged picture, into ``target``.

        Only the ``part`` of the target; where there is no picture it stays as it is.
        """
        whole = Rectangle(-x, -y, self.width, self.height)
        seen = part.inside(whole)
        if seen.is_empty:
            return
        for row in range((seen.y + y) // SIDE, (seen.bottom + y - 1) // SIDE + 1):
            for column in range((seen.x + x) // SIDE, (seen.right + x - 1) // SIDE + 1):
                square = Rectangle(column * SIDE - x, row * SIDE - y, SIDE, SIDE)
                inside = square.inside(seen)
                left, top = inside.x - square.x, inside.y - square.y
                target[inside.y : inside.bottom, inside.x : inside.right] = self._square(
                    column, row
                )[top : top + inside.height, left : left + inside.width]

    def _square(self, column: int, row: int) -> Pixels:
        key = column, row
        kept = self._kept.get(key)
        if kept is None:
            kept = self._kept[key] = self._made(column, row)
            self._bytes += kept.nbytes
            while self._bytes > MOST_KEPT and len(self._kept) > 1:
                _, old = self._kept.popitem(last=False)
                self._bytes -= old.nbytes
        return kept

    def _made(self, column: int, row: int) -> Pixels:
        x, y = column * SIDE, row * SIDE
        right, bottom = min(x + SIDE, self.width), min(y + SIDE, self.height)
        width, height = self._image.size
        box = (
            x / self.scale,
            y / self.scale,
            min(right / self.scale, width),
            min(bottom / self.scale, height),
        )
        how = Image.Resampling.LANCZOS if self._text is None else Image.Resampling.BICUBIC
        size = right - x, bottom - y
        part: NDArray[np.uint8] = np.asarray(self._image.resize(size, how, box))
        if self._text is not None and self.colours is not None:
            return self._text.coloured(part, self.scale, self.colours)
        pixels = np.full((*part.shape[:2], 4), 255, np.uint8)
        pixels[..., :3] = part
        return pixels

    def _prepared(self, pixels: Pixels) -> Image.Image:
        """Colours are changed here, where there are fewest pixels."""
        if self.colours is not None:
            self._text = text_picture(pixels)
            return self._text.grey
        changed = pixels if self._table is None else self._table.apply(pixels)
        return Image.fromarray(np.ascontiguousarray(changed[..., :3]))
