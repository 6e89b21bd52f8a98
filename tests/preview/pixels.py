"""Dots read back from a picture, without knowing how it was drawn.

The picture shows rows whose first cell, and a row whose every cell, has all dots. Where those dots
are tells where all others can be: the columns and rows of the picture that have the colour of
raised dots are the columns and rows of dots.
"""

from __future__ import annotations

from itertools import groupby

from PIL import Image, ImageChops, ImageColor

_TOLERANCE = 24

# ISO 11548-1, typed here: dots 1 2 3 7 down the left column, 4 5 6 8 down the right one.
_BITS = {6: ((0, 3), (1, 4), (2, 5)), 8: ((0, 3), (1, 4), (2, 5), (6, 7))}


def read_dots(picture: Image.Image, colour: str, dots: int) -> list[bytes]:
    """The cells of each row of a picture that shows raised dots in ``colour``."""
    ground = Image.new("RGB", picture.size, ImageColor.getrgb(colour))
    difference = ImageChops.difference(picture.convert("RGB"), ground)
    channels = [band.point([0 if v > _TOLERANCE else 255 for v in range(256)]) for band in
                difference.split()]  # fmt: skip
    mask = channels[0]
    for channel in channels[1:]:
        mask = ImageChops.darker(mask, channel)
    across, down = mask.getprojection()
    columns, lines = _centres(list(across)), _centres(list(down))
    height = dots // 2
    assert len(columns) % 2 == 0
    assert len(lines) % height == 0
    raised = {
        (x, y): mask.getpixel((column, line)) == 255
        for x, column in enumerate(columns)
        for y, line in enumerate(lines)
    }
    return [
        bytes(
            sum(
                raised[2 * cell + side, row + place] << bit
                for place, bits in enumerate(_BITS[dots])
                for side, bit in enumerate(bits)
            )
            for cell in range(len(columns) // 2)
        )
        for row in range(0, len(lines), height)
    ]


def _centres(projection: list[int]) -> list[int]:
    """The middle of each run of places that are not empty."""
    centres: list[int] = []
    place = 0
    for is_used, group in groupby(projection, bool):
        length = len(list(group))
        if is_used:
            centres.append(place + length // 2)
        place += length
    return centres
