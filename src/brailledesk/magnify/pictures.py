"""The pictures of a document among its lines: as large as the text, at most as wide as a row.

A picture is opened when it is looked at, and only the rows of it that are seen are enlarged. What
is a picture of text is drawn in the colours of the text; a drawing on white paper changes light
and dark where the text stands on a dark ground, so that it does not dazzle; of a photograph colours
are changed only as the reader wants it of all.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from brailledesk.errors import BrailledeskError
from brailledesk.magnify.bitmap import (
    Photograph,
    TextPicture,
    is_text,
    open_reduced,
    photograph,
    text_picture,
)
from brailledesk.magnify.colour import ColourFilter, ColourTable, linear
from brailledesk.magnify.frame import Pixels
from brailledesk.magnify.style import PLAIN_SIZE, Colours, Style
from brailledesk.picture_file import picture_size

MOST_KEPT = 96 * 1024 * 1024
"""Bytes of opened pictures that are kept."""
TILE = 128
"""Rows of an enlarged picture that are made at once."""
_LEAST_WIDTH = 8
"""Pixels of a row: in less there is nothing to see."""
_HIGHEST = 60_000
"""Pixels: what is higher is no picture, and its width is made less."""
_PAPER, _OF_PAPER = 235, 0.4
"""How light paper is in all channels, and how much of a drawing it is."""
_DARK = 0.18
"""Relative luminance up to which a ground is dark."""

Prepared = Photograph | TextPicture


class Gallery:
    """The pictures of one document, opened and coloured; what was used longest ago goes first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[object, tuple[Prepared | None, int]] = OrderedDict()
        self._bytes = 0
        self._filter: ColourFilter | None = None
        self._table: ColourTable | None = None

    def hang(self, data: bytes) -> DocumentPicture | None:
        """A picture of the document by its file; None where it cannot be shown at all."""
        try:
            size = picture_size(data)
        except BrailledeskError:
            return None
        return DocumentPicture(data, size, self)

    def prepared(self, picture: DocumentPicture, style: Style) -> Prepared | None:
        """A picture in the colours of a style; None where it is damaged."""
        key = picture, style.colours, style.filter
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key][0]
        try:
            pixels: Pixels | None = open_reduced(picture.data)
        except BrailledeskError:
            pixels = None
        made = None if pixels is None else self._coloured(pixels, style)
        size = 0 if pixels is None else pixels.nbytes
        self._kept[key] = made, size
        self._bytes += size
        while self._bytes > MOST_KEPT and len(self._kept) > 1:
            _, (_, gone) = self._kept.popitem(last=False)
            self._bytes -= gone
        return made

    def _coloured(self, pixels: Pixels, style: Style) -> Prepared:
        if is_text(pixels):
            return text_picture(pixels)
        wanted = style.filter
        if has_paper(pixels):
            wanted = replace(wanted, is_inverted=is_dark(style.colours))
        if not wanted:
            return photograph(pixels)
        if self._table is None or self._filter != wanted:
            self._filter, self._table = wanted, ColourTable(wanted)
        return photograph(pixels, self._table)


@dataclass(frozen=True, slots=True, eq=False)
class DocumentPicture:
    """A picture of a document: its file, and its width and height in its own pixels."""

    data: bytes
    size: tuple[int, int]
    gallery: Gallery

    def enlarged(self, style: Style, em: float, room: int) -> EnlargedPicture | None:
        """The picture as large as text with an em of so many pixels, if there is ``room`` for it.

        None where there is no room at all.
        """
        width, height = self.size
        scale = min(em / PLAIN_SIZE, room / width, _HIGHEST / height)
        if room < _LEAST_WIDTH:
            return None
        size = max(round(width * scale), 1), max(round(height * scale), 1)
        return EnlargedPicture(self, *size, style)


@dataclass(frozen=True, slots=True)
class EnlargedPicture:
    """A picture at a size: ``width`` and ``height`` are those of the frame's pixels."""

    picture: DocumentPicture
    width: int
    height: int
    style: Style

    def tile(self, number: int) -> NDArray[np.uint32]:
        """Rows ``number * TILE`` to the next tile, each pixel one number.

        A picture that is damaged is a frame in the colour of what is not in use.
        """
        top, bottom = number * TILE, min((number + 1) * TILE, self.height)
        made = self.picture.gallery.prepared(self.picture, self.style)
        if made is None:
            return _frame(self.width, self.height, self.style.colours)[top:bottom]
        size = self.width, self.height
        if isinstance(made, TextPicture):
            pixels = made.rows(size, top, bottom, self.style.colours)
        else:
            pixels = made.rows(size, top, bottom)
        return np.ascontiguousarray(pixels).view("<u4")[..., 0]


def _frame(width: int, height: int, colours: Colours) -> NDArray[np.uint32]:
    pixels = np.full((height, width, 4), 255, np.uint8)
    pixels[..., :3] = colours.dimmed
    thick = max(min(width, height) // 40, 1)
    pixels[thick : height - thick, thick : width - thick, :3] = colours.background
    frame: NDArray[np.uint32] = pixels.view("<u4")[..., 0]
    return frame


def has_paper(pixels: Pixels) -> bool:
    """Whether a picture is a drawing on white, or nearly: much of it is as light as paper."""
    return bool((pixels[::2, ::2, :3].min(axis=2) >= _PAPER).mean() >= _OF_PAPER)


def is_dark(colours: Colours) -> bool:
    """Whether text stands on a dark ground."""
    light = linear(np.array([colours.background], np.uint8)) @ np.array([0.2126, 0.7152, 0.0722])
    return bool(light[0] <= _DARK)


class Tiles:
    """Parts of enlarged pictures, kept as long as there is room."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[EnlargedPicture, int], NDArray[np.uint32]] = OrderedDict()
        self._bytes = 0

    def tile(self, picture: EnlargedPicture, number: int) -> NDArray[np.uint32]:
        """See :meth:`EnlargedPicture.tile`."""
        key = picture, number
        tile = self._kept.get(key)
        if tile is not None:
            self._kept.move_to_end(key)
            return tile
        tile = self._kept[key] = picture.tile(number)
        self._bytes += tile.nbytes
        while self._bytes > MOST_KEPT and len(self._kept) > 1:
            _, old = self._kept.popitem(last=False)
            self._bytes -= old.nbytes
        return tile
