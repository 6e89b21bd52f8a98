"""Painting: scenes into a buffer that stays, only what changed, and which rectangles that was."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from brailledesk.magnify.drawn import Coverage
from brailledesk.magnify.frame import Picture, Pixels, Rectangle
from brailledesk.magnify.scene import Band, ColourRange, Fill, Ink, Pane, Scene
from brailledesk.magnify.style import Rgb
from brailledesk.magnify.words import Word

MOST_KEPT = 96 * 1024 * 1024
"""Bytes of coloured words that are kept."""
MOST_PIXELS = 64 * 1024 * 1024
_FULL = 0.75
"""Coverage from which a pixel has the full colour of ink: thin strokes keep their contrast."""

_NOWHERE = -(1 << 30)

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
        self._frame: Pixels32 = np.zeros((height, width), np.dtype("<u4"))
        self._pixels: Pixels = self._frame.view(np.uint8).reshape(height, width, 4)
        self._strips = Strips()
        self._shown: Scene | None = None

    def show(self, scene: Scene) -> Picture:
        """Paint what is not yet as ``scene`` says. The pixels are those of the canvas itself.

        Raises ValueError for a scene of another size.
        """
        if (scene.width, scene.height) != (self.width, self.height):
            raise ValueError("the scene is not as large as the canvas")
        old = self._shown
        if old is not None and _has_same_panes(old, scene):
            changed = [
                rectangle
                for before, pane in zip(old.panes, scene.panes, strict=True)
                for rectangle in self._update(before, pane)
            ]
        else:
            self.redraw(scene)
            changed = [Rectangle(0, 0, self.width, self.height)]
        self._shown = scene
        return Picture(self._pixels, tuple(changed))

    def redraw(self, scene: Scene) -> None:
        """Paint all of a scene, whatever was there."""
        areas = sum(pane.area.width * pane.area.height for pane in scene.panes)
        if areas < self.width * self.height:
            self._frame[:] = pixel(scene.background)
        for pane in scene.panes:
            self._paint(
                pane.area.inside(Rectangle(0, 0, self.width, self.height)), pane, pane.bands
            )

    def _update(self, old: Pane, new: Pane) -> Iterator[Rectangle]:
        """Paint where two panes differ; their areas and backgrounds are the same."""
        if old.bands is new.bands:
            return
        area = new.area.inside(Rectangle(0, 0, self.width, self.height))
        for part, bands in _differences(old, new):
            rectangle = part.inside(area)
            if not rectangle.is_empty:
                self._paint(rectangle, new, bands)
                yield rectangle

    def _paint(self, clip: Rectangle, pane: Pane, bands: Iterable[Band]) -> None:
        """Paint what of some bands is in ``clip``."""
        frame = self._frame
        left, top, right, bottom = clip.x, clip.y, clip.right, clip.bottom
        frame[top:bottom, left:right] = pixel(pane.background)
        kept = self._strips.strip
        for band in bands:
            for fill in band.fills:
                self._fill(clip, fill)
            edge = _NOWHERE
            for x, y, word, colours in band.words:
                columns = word.columns
                if x < right and x + columns > left:
                    strip = kept(word, colours)
                    if x < edge:
                        self._put(clip, x, y, strip, word.coverage)
                    elif (
                        x >= left and y >= top and x + columns <= right and y + word.rows <= bottom
                    ):
                        frame[y : y + word.rows, x : x + columns] = strip
                    else:
                        self._put(clip, x, y, strip, None)
                edge = max(edge, x + columns)
            for fill in band.signs:
                self._fill(clip, fill)

    def _fill(self, clip: Rectangle, fill: Fill) -> None:
        part = Rectangle(*fill[:4]).inside(clip)
        if not part.is_empty:
            self._frame[part.y : part.bottom, part.x : part.right] = pixel(fill.colour)

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
        if was is not now and (was.area != now.area or was.background != now.background):
            return False
    return True


def _differences(old: Pane, new: Pane) -> Iterator[tuple[Rectangle, tuple[Band, ...]]]:
    """What has to be painted anew of a pane, and the bands that are in it; nothing twice."""
    changed = _in_place(old.bands, new.bands)
    if changed is not None:
        for one, other in changed:
            yield _extent(one, other), (other,)
        return
    before = {(band.y, band.height): band for band in old.bands}
    moved: list[tuple[int, int]] = []
    for band in new.bands:
        same = before.pop((band.y, band.height), None)
        if same is None:
            moved.append((band.y, band.y + band.height))
        elif same is not band and same != band:
            yield _extent(same, band), (band,)
    moved += [(band.y, band.y + band.height) for band in before.values()]
    for top, bottom in _joined(moved):
        bands = tuple(b for b in new.bands if b.y < bottom and b.y + b.height > top)
        yield Rectangle(new.area.x, top, new.area.width, bottom - top), bands


def _in_place(old: Sequence[Band], new: Sequence[Band]) -> list[tuple[Band, Band]] | None:
    """The bands that differ, if all stand where they stood; else None."""
    if len(old) != len(new):
        return None
    changed = []
    for one, other in zip(old, new, strict=True):
        if one is not other:
            if one.y != other.y or one.height != other.height:
                return None
            if one != other:
                changed.append((one, other))
    return changed


def _extent(old: Band, new: Band) -> Rectangle:
    """The columns of a band in which it has something else than before."""
    edges: list[int] = []
    if old.fills != new.fills or old.signs != new.signs:
        for fill in set(old.fills) ^ set(new.fills) | set(old.signs) ^ set(new.signs):
            edges += (fill.x, fill.x + fill.width)
    for ink in _differing(old.words, new.words):
        edges += (ink.x, ink.x + ink.word.columns)
    left = min(edges, default=0)
    return Rectangle(left, new.y, max(edges, default=0) - left, new.height)


def _differing(old: Sequence[Ink], new: Sequence[Ink]) -> Iterator[Ink]:
    """The words of both between those that they begin and those that they end with alike."""
    least = min(len(old), len(new))
    start = 0
    while start < least and old[start] == new[start]:
        start += 1
    end = 0
    while end < least - start and old[-1 - end] == new[-1 - end]:
        end += 1
    yield from old[start : len(old) - end]
    yield from new[start : len(new) - end]


def _joined(parts: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches that overlap or touch as one."""
    joined: list[tuple[int, int]] = []
    for top, bottom in sorted(parts):
        if joined and top <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], bottom)
        else:
            joined.append((top, bottom))
    return joined
