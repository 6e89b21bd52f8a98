"""Pictures enlarged: those in documents, and screens of which there is nothing but a picture.

Only the part that is seen is enlarged, so that any factor costs the same. Colours are changed
before the enlargement, where there are fewest pixels. A picture of text becomes grey first, which
takes the coloured fringes away that screens put around letters; then the greys between ink and
paper, which enlarging makes wide, are made as narrow again as they were, so that edges stay sharp
at 36 times.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from brailledesk.magnify.colour import ColourTable
from brailledesk.magnify.frame import Pixels
from brailledesk.magnify.style import Colours
from brailledesk.magnify.tracking import Area
from brailledesk.picture_file import on_white, opened, reduced

MAX_SCREEN = 64_000_000
"""Pixels of a screen of which there is only a picture: eight of 4K beside each other."""
MAX_VIEW = 32_000_000
"""Pixels of an enlarged part: a screen of 8K has as many."""


class Quality(StrEnum):
    """How pixels between those of the picture are made up."""

    QUICK = "quick"
    """Squares, as they are."""
    SMOOTH = "smooth"
    """Lanczos: for photographs."""
    FAST = "fast"
    """Bicubic: nearly as good, and half the time."""


_RESAMPLING = {
    Quality.QUICK: Image.Resampling.NEAREST,
    Quality.SMOOTH: Image.Resampling.LANCZOS,
    Quality.FAST: Image.Resampling.BICUBIC,
}


def open_picture(data: bytes, path: str = "-") -> Pixels:
    """The pixels of a picture from anywhere, on white where it lets light through.

    ``path`` is what errors call it. Raises SourceTooLarge before anything large is unpacked, and
    SourceDamaged for what is no picture of the known formats, or is cut off.
    """
    with opened(data, path) as image:
        return _pixels(on_white(image))


def open_reduced(data: bytes, path: str = "-") -> Pixels:
    """The same, upright, and no larger than a picture among text has to be."""
    return _pixels(reduced(data, path))


def _pixels(image: Image.Image) -> Pixels:
    pixels = np.full((image.height, image.width, 4), 255, np.uint8)
    pixels[..., :3] = np.asarray(image)
    return pixels


@dataclass(frozen=True, slots=True)
class Photograph:
    """A picture whose colours are ready; see :func:`photograph`."""

    image: Image.Image

    def view(self, scale: float, area: Area, quality: Quality = Quality.SMOOTH) -> Pixels:
        """The part ``area`` (pixels of the enlarged picture) at ``scale``.

        What of it lies outside the picture is transparent. Raises ValueError for an area that no
        screen has.
        """
        result = _empty(area)
        part = _seen(self.image, scale, area, _RESAMPLING[quality])
        if part is not None:
            seen = result[part.rows, part.columns]
            seen[..., :3] = part.pixels
            seen[..., 3] = 255
        return result

    def rows(
        self, size: tuple[int, int], top: int, bottom: int, quality: Quality = Quality.SMOOTH
    ) -> Pixels:
        """Some rows of the picture enlarged to ``size``: the same whichever rows are asked for."""
        pixels = np.full((bottom - top, size[0], 4), 255, np.uint8)
        pixels[..., :3] = _rows(self.image, size, top, bottom, _RESAMPLING[quality])
        return pixels


def photograph(picture: Pixels, colours: ColourTable | None = None) -> Photograph:
    """A picture to be seen as it is, or with its colours changed, as by an inversion."""
    changed = picture if colours is None else colours.apply(picture)
    return Photograph(Image.fromarray(np.ascontiguousarray(changed[..., :3])))


@dataclass(frozen=True, slots=True)
class TextPicture:
    """A picture of text as greys; see :func:`text_picture`.

    ``threshold`` is between ink and paper; ``contrast`` is how much darker ink is than paper, as a
    difference of greys: negative where it is lighter, and 0 where there is no ink.
    """

    grey: Image.Image
    threshold: float
    contrast: float

    def view(self, scale: float, area: Area, scheme: Colours) -> Pixels:
        """The part ``area`` (pixels of the enlarged picture) at ``scale``, in a scheme's colours.

        Raises ValueError for an area that no screen has.
        """
        palette = self._palette(scale, scheme).view("<u4")[:, 0]
        result = _empty(area).view("<u4")[..., 0]
        result[:] = palette[255 if self.contrast >= 0 else 0]
        part = _seen(self.grey, scale, area, Image.Resampling.BICUBIC)
        if part is not None:
            result[part.rows, part.columns] = palette.take(part.pixels)
        return result[..., None].view(np.uint8)

    def rows(self, size: tuple[int, int], top: int, bottom: int, colours: Colours) -> Pixels:
        """Some rows of the picture enlarged to ``size``: the same whichever rows are asked for."""
        grey = _rows(self.grey, size, top, bottom, Image.Resampling.BICUBIC)
        return self.coloured(grey, size[0] / self.grey.width, colours)

    def coloured(self, grey: NDArray[np.uint8], scale: float, colours: Colours) -> Pixels:
        """Greys of the picture, enlarged by bicubic resampling, in the colours of text."""
        palette = self._palette(scale, colours).view("<u4")[:, 0]
        return palette.take(grey)[..., None].view(np.uint8)

    def _palette(self, scale: float, scheme: Colours) -> NDArray[np.uint8]:
        """What each grey becomes: the slope between the two colours is as steep as enlarging made
        it flat, so that an edge is a pixel and a half wide at any scale.
        """
        ink = np.zeros(256)
        if self.contrast:
            steepness = max(scale / _EDGE, 1.0) / self.contrast
            ink = np.clip(0.5 + (self.threshold - np.arange(256)) * steepness, 0, 1)
        colours = np.full((256, 4), 255, np.uint8)
        text, background = np.array(scheme.text), np.array(scheme.background)
        colours[:, :3] = np.rint(background + ink[:, None] * (text - background))
        return colours


_EDGE = 1.5


def text_picture(picture: Pixels) -> TextPicture:
    """A picture of text, with what in it is paper (there is more of it) and what is ink.

    The threshold is Otsu's (1979): the one whose two classes differ most.
    """
    grey = Image.fromarray(np.ascontiguousarray(picture[..., :3])).convert("L")
    counts = np.array(grey.histogram(), np.float64)
    levels = np.arange(256)
    below = counts.cumsum()
    above = below[-1] - below
    light_below = (counts * levels).cumsum()
    light_above = light_below[-1] - light_below
    mean_below = np.divide(light_below, below, out=np.zeros(256), where=below > 0)
    mean_above = np.divide(light_above, above, out=np.zeros(256), where=above > 0)
    between = below * above * (mean_above - mean_below) ** 2
    best = int(between.argmax())
    if between[best] == 0:
        return TextPicture(grey, 0.0, 0.0)
    contrast = mean_above[best] - mean_below[best]
    threshold = (mean_above[best] + mean_below[best]) / 2
    is_dark_on_light = above[best] >= below[best]
    return TextPicture(grey, float(threshold), float(contrast if is_dark_on_light else -contrast))


_CHROMA, _ON_PAGE, _NEAR = 20.0, 0.85, 48
"""How grey a picture of text is on average, and how much of it is within so many greys of ink or
of paper.
"""


def is_text(picture: Pixels) -> bool:
    """Whether a picture is one of text: grey, nearly all of it ink or paper, and mostly paper."""
    sample = picture[:: max(picture.shape[0] // 512, 1), :: max(picture.shape[1] // 512, 1), :3]
    channels = sample.astype(np.int16)
    if (channels.max(axis=2) - channels.min(axis=2)).mean() > _CHROMA:
        return False
    found = text_picture(np.ascontiguousarray(picture))
    if not found.contrast:
        return False
    greys = np.asarray(found.grey).astype(np.int16)
    half = abs(found.contrast) / 2
    ends = found.threshold - half, found.threshold + half
    is_near = (abs(greys - ends[0]) <= _NEAR) | (abs(greys - ends[1]) <= _NEAR)
    share = float((greys < found.threshold).mean())
    return abs(found.contrast) > 2 * _NEAR and is_near.mean() >= _ON_PAGE and not 0.4 < share < 0.6


def _rows(
    image: Image.Image, size: tuple[int, int], top: int, bottom: int, how: Image.Resampling
) -> NDArray[np.uint8]:
    """Rows of an image at another size."""
    scale = image.height / size[1]
    box = 0, top * scale, image.width, min(bottom * scale, image.height)
    return np.asarray(image.resize((size[0], bottom - top), how, box))


@dataclass(frozen=True, slots=True)
class _Part:
    """Enlarged pixels, and the rows and columns of the view where they belong."""

    pixels: NDArray[np.uint8]
    rows: slice
    columns: slice


def _empty(area: Area) -> Pixels:
    width, height = round(area.width), round(area.height)
    if width < 0 or height < 0 or width * height > MAX_VIEW:
        raise ValueError(f"a view of {width} x {height} pixels")
    return np.zeros((height, width, 4), np.uint8)


def _seen(
    image: Image.Image, scale: float, area: Area, resampling: Image.Resampling
) -> _Part | None:
    """What is seen of an image; None where the view is beside it."""
    if not 0.01 <= scale <= 100:
        raise ValueError(f"a scale of {scale}")
    left, right = _span(area.x, round(area.width), image.width * scale)
    top, bottom = _span(area.y, round(area.height), image.height * scale)
    if left >= right or top >= bottom:
        return None
    box = (
        (area.x + left) / scale,
        (area.y + top) / scale,
        min((area.x + right) / scale, image.width),
        min((area.y + bottom) / scale, image.height),
    )
    part = image.resize((right - left, bottom - top), resampling, box)
    return _Part(np.asarray(part), slice(top, bottom), slice(left, right))


def _span(start: float, size: int, end: float) -> tuple[int, int]:
    """Which of the ``size`` pixels from ``start`` on lie whole between 0 and ``end``."""
    return max(0, ceil(-start)), min(size, floor(end - start + 1e-6))
