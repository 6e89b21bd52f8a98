"""Painting: scenes into a buffer that stays, only what changed, and which rectangles that was."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, compress
from operator import ne
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from brailledesk.magnify.drawn import Coverage
from brailledesk.magnify.frame import Picture, Pixels, Rectangle
from brailledesk.magnify.pictures import TILE, Tiles
from brailledesk.magnify.scene import Band, ColourRange, Fill, Hung, Ink, Pane, Scene
from brailledesk.magnify.style import Rgb
from brailledesk.magnify.words import Word

MOST_KEPT = 96 * 1024 * 1024
"""Bytes of coloured words that are kept."""
MOST_PIXELS = 64 * 1024 * 1024
_FULL = 0.75
"""Coverage from which a pixel has the full colour of ink: thin strokes keep their contrast."""

_FAR = 1 << 30
_NOTHING = Rectangle(0, 0, 0, 0)
Part = TypeVar("Part", Band, Ink)

Pixels32 = NDArray[np.uint32]
"""The same pixels, each as one number."""


def pixel(colour: Rgb) -> int:
    """A colour as a pixel of the buffer: red in the first byte, alpha in the last."""
    red, green, blue = colour
    return red | green << 8 | blue << 16 | 0xFF << 24


@lru_cache(maxsize=64)
def _ramp(ink: Rgb, behind: Rgb) -> Pixels32:
    """The pixel for each coverage."""
    share = np.minimum(np.arange(256) / 255 / _FULL, 1.0)[:, None]
    mixed = np.array(behind) + share * (np.array(ink) - np.array(behind))
    channels = np.full((256, 4), 255, np.uint8)
    channels[:, :3] = mixed.round().astype(np.uint8)
    ramp: Pixels32 = channels.view("<u4").reshape(256)
    return ramp


class Strips:
    """Words in their colours, kept as long as there is room."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[Word, tuple[ColourRange, ...]], Pixels32] = OrderedDict()
        self._bytes = 0

    def strip(self, word: Word, colours: tuple[ColourRange, ...]) -> Pixels32:
        """The pixels of a word."""
        key = word, colours
        strip = self._kept.get(key)
        if strip is not None:
            return strip
        strip = _coloured(word, colours)
        self._kept[key] = strip
        self._bytes += strip.nbytes
        while self._bytes > MOST_KEPT and len(self._kept) > 1:
            _, old = self._kept.popitem(last=False)
            self._bytes -= old.nbytes
        return strip


def _coloured(word: Word, colours: tuple[ColourRange, ...]) -> Pixels32:
    if len(colours) == 1:
        _, ink, behind = colours[0]
        return _ramp(ink, behind).take(word.coverage)
    strip = np.empty((word.rows, word.columns), np.uint32)
    start, last = 0, word.columns
    for number, (end, ink, behind) in enumerate(colours):
        stop = last if number == len(colours) - 1 else min(max(end, start), last)
        strip[:, start:stop] = _ramp(ink, behind).take(word.coverage[:, start:stop])
        start = stop
    return strip


class Canvas:
    """A buffer of ``width`` x ``height`` pixels that shows one scene after another.

    Raises ValueError for a size that no screen has.
    """

    def __init__(self, width: int, height: int) -> None:
        if not (width > 0 and height > 0 and width * height <= MOST_PIXELS):
            raise ValueError(f"no frame has {width} x {height} pixels")
        self.width = width
        self.height = height
        self._whole = Rectangle(0, 0, width, height)
        self._frame: Pixels32 = np.zeros((height, width), np.dtype("<u4"))
        self._pixels: Pixels = self._frame.view(np.uint8).reshape(height, width, 4)
        self._strips = Strips()
        self._tiles = Tiles()
        self._shown: Scene | None = None

    def show(self, scene: Scene) -> Picture:
        """Paint what is not yet as ``scene`` says. The pixels are those of the canvas itself.

        Raises ValueError for a scene of another size.
        """
        if scene.width != self.width or scene.height != self.height:
            raise ValueError("the scene is not as large as the canvas")
        old = self._shown
        changed: list[Rectangle] = []
        if old is not None and _has_same_panes(old, scene):
            for before, pane in zip(old.panes, scene.panes, strict=True):
                if before.bands is not pane.bands:
                    self._update(before, pane, changed)
        else:
            self.redraw(scene)
            changed.append(self._whole)
        self._shown = scene
        return Picture(self._pixels, tuple(changed))

    def redraw(self, scene: Scene) -> None:
        """Paint all of a scene, whatever was there."""
        areas = sum(pane.area.width * pane.area.height for pane in scene.panes)
        if areas < self.width * self.height:
            self._frame[:] = pixel(scene.background)
        for pane in scene.panes:
            self._paint(pane.area.inside(self._whole), pane, pane.bands)

    def _update(self, old: Pane, new: Pane, changed: list[Rectangle]) -> None:
        """Paint where two panes differ, and add what was painted; their areas are the same."""
        whole = self._whole
        area = whole if new.area == whole else new.area.inside(whole)
        pairs = _in_place(old.bands, new.bands)
        if pairs is None:
            parts = _moved(old, new)
        else:
            if len(pairs) == 1:
                ink = _exchanged(*pairs[0])
                if ink is not None and self._exchange(ink, area, changed):
                    return
            parts = ((_extent(one, other), (other,)) for one, other in pairs)
        for part, bands in parts:
            rectangle = part.inside(area)
            if not rectangle.is_empty:
                self._paint(rectangle, new, bands)
                changed.append(rectangle)

    def _exchange(self, ink: Ink, area: Rectangle, changed: list[Rectangle]) -> bool:
        """Paint a word that covers all that changed; False where not all of it is in the area."""
        x, y, word, colours = ink
        left, top, width, height = area
        end, below = x + word.columns, y + word.rows
        if x < left or y < top or end > left + width or below > top + height:
            return False
        self._frame[y:below, x:end] = self._strips.strip(word, colours)
        changed.append(Rectangle(x, y, word.columns, word.rows))
        return True

    def _paint(self, clip: Rectangle, pane: Pane, bands: Sequence[Band]) -> None:
        """Paint what of some bands is in ``clip``."""
        left, top, width, height = clip
        right, bottom = left + width, top + height
        self._frame[top:bottom, left:right].fill(pixel(pane.background))
        for band in bands:
            for fill in band.fills:
                self._fill(clip, fill)
            for hung in band.pictures:
                self._hang(clip, hung)
            self._write(clip, band.words)
            for fill in band.signs:
                self._fill(clip, fill)

    def _write(self, clip: Rectangle, words: Iterable[Ink]) -> None:
        """Paint the words of a band of which something is in ``clip``."""
        frame, kept = self._frame, self._strips.strip
        left, top, width, height = clip
        right, bottom = left + width, top + height
        edge = -_FAR
        for x, y, word, colours in words:
            end, below = x + word.columns, y + word.rows
            if x < right and end > left:
                strip = kept(word, colours)
                if x < edge:
                    self._put(clip, x, y, strip, word.coverage)
                elif x >= left and y >= top and end <= right and below <= bottom:
                    frame[y:below, x:end] = strip
                else:
                    self._put(clip, x, y, strip, None)
            edge = max(edge, end)

    def _fill(self, clip: Rectangle, fill: Fill) -> None:
        x, y, width, height, colour = fill
        left, top, columns, rows = clip
        first, end = max(x, left), min(x + width, left + columns)
        upper, lower = max(y, top), min(y + height, top + rows)
        if first < end and upper < lower:
            self._frame[upper:lower, first:end] = pixel(colour)

    def _hang(self, clip: Rectangle, hung: Hung) -> None:
        """The part of a picture that is in ``clip``."""
        x, y, picture = hung
        part = Rectangle(x, y, picture.width, picture.height).inside(clip)
        if part.is_empty:
            return
        inside = slice(part.x - x, part.right - x)
        for number in range((part.y - y) // TILE, (part.bottom - y - 1) // TILE + 1):
            tile = self._tiles.tile(picture, number)
            top = y + number * TILE
            first, last = max(part.y, top), min(part.bottom, top + len(tile))
            target = self._frame[first:last, part.x : part.right]
            target[:] = tile[first - top : last - top, inside]

    def _put(self, clip: Rectangle, x: int, y: int, strip: Pixels32, over: Coverage | None) -> None:
        """A word of which a part is not seen. ``over`` is the coverage of one that may touch the
        word before it: there only its ink is painted, so that the ink of both stays.
        """
        rows, columns = strip.shape
        part = Rectangle(x, y, columns, rows).inside(clip)
        if part.is_empty:
            return
        inside = slice(part.y - y, part.bottom - y), slice(part.x - x, part.right - x)
        target = self._frame[part.y : part.bottom, part.x : part.right]
        if over is None:
            target[:] = strip[inside]
        else:
            np.copyto(target, strip[inside], where=over[inside] > 0)


def _has_same_panes(old: Scene, new: Scene) -> bool:
    if old.background != new.background or len(old.panes) != len(new.panes):
        return False
    for was, now in zip(old.panes, new.panes, strict=True):
        if was.area != now.area or was.background != now.background:
            return False
    return True


def _in_place(old: Sequence[Band], new: Sequence[Band]) -> list[tuple[Band, Band]] | None:
    """The bands that differ, if all stand where they stood; else None."""
    if len(old) != len(new):
        return None
    pairs = list(_unlike(old, new))
    for one, other in pairs:
        if one.y != other.y or one.height != other.height:
            return None
    return pairs


def _exchanged(old: Band, new: Band) -> Ink | None:
    """The word that stands just where another one stood, if nothing else of a band changed.

    That is what typing and counting mostly do. Its pixels cover all that has to be painted, if no
    sign stands on it and no other word touches it.
    """
    words = new.words
    if new.signs or old.signs or old.fills != new.fills or len(old.words) != len(words):
        return None
    if new.pictures or old.pictures:
        return None
    differ = list(map(ne, old.words, words))
    if differ.count(True) != 1:
        return None
    place = differ.index(True)
    ink = x, y, word, _ = words[place]
    left, top, before, _ = old.words[place]
    columns = word.columns
    if (left, top, before.columns, before.rows) != (x, y, columns, word.rows):
        return None
    end = x + columns
    near = [one for one in words if one[0] < end and one[0] + one[2].columns > x]
    return ink if near == [ink] else None


def _moved(old: Pane, new: Pane) -> Iterator[tuple[Rectangle, tuple[Band, ...]]]:
    """The same of panes whose bands stand at other places."""
    before = {(band.y, band.height): band for band in old.bands}
    moved: list[tuple[int, int]] = []
    for band in new.bands:
        same = before.pop((band.y, band.height), None)
        if same is None:
            moved.append((band.y, band.y + band.height))
        elif same != band:
            yield _extent(same, band), (band,)
    moved += [(band.y, band.y + band.height) for band in before.values()]
    for top, bottom in _joined(moved):
        bands = tuple(b for b in new.bands if b.y < bottom and b.y + b.height > top)
        yield Rectangle(new.area.x, top, new.area.width, bottom - top), bands


def _extent(old: Band, new: Band) -> Rectangle:
    """The rectangle of a band in which it has something else than before."""
    left = top = _FAR
    right = bottom = -_FAR
    for x, y, word, _ in _differing(old.words, new.words):
        left, right = min(left, x), max(right, x + word.columns)
        top, bottom = min(top, y), max(bottom, y + word.rows)
    if old.fills != new.fills or old.signs != new.signs:
        for fill in set(old.fills) ^ set(new.fills) | set(old.signs) ^ set(new.signs):
            left, right = min(left, fill.x), max(right, fill.x + fill.width)
            top, bottom = min(top, fill.y), max(bottom, fill.y + fill.height)
    if old.pictures != new.pictures:
        for x, y, picture in set(old.pictures) ^ set(new.pictures):
            left, right = min(left, x), max(right, x + picture.width)
            top, bottom = min(top, y), max(bottom, y + picture.height)
    if left >= right or top >= bottom:
        return _NOTHING
    return Rectangle(left, top, right - left, bottom - top)


def _unlike(old: Sequence[Part], new: Sequence[Part]) -> Iterable[tuple[Part, Part]]:
    """The pairs that differ; nearly all are alike, and passed over without a step of Python."""
    return compress(zip(old, new, strict=True), map(ne, old, new))


def _differing(old: Sequence[Ink], new: Sequence[Ink]) -> Iterable[Ink]:
    """The words that only one of two bands has at their places in the row."""
    if len(old) == len(new):
        return chain.from_iterable(_unlike(old, new))
    least = min(len(old), len(new))
    start = 0
    while start < least and old[start] == new[start]:
        start += 1
    end = 0
    while end < least - start and old[-1 - end] == new[-1 - end]:
        end += 1
    return [*old[start : len(old) - end], *new[start : len(new) - end]]


def _joined(parts: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches that overlap or touch as one."""
    joined: list[tuple[int, int]] = []
    for top, bottom in sorted(parts):
        if joined and top <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], bottom)
        else:
            joined.append((top, bottom))
    return joined
