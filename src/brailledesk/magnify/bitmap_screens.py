"""Screens of which there is nothing but a picture: of another computer, of a program, a file.

A source gives frames as frames go out (``export``): in memory that both sides see, or as a file of
PNG. Plugins offer sources, for protocols of remote screens, by ``brailledesk_offer_bitmaps``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, cast, runtime_checkable

import numpy as np

from brailledesk.errors import N_, BrailledeskError, PluginFailed, SourceDamaged, UsageError
from brailledesk.magnify.bitmap import MAX_SCREEN, open_picture
from brailledesk.magnify.export import SentFrame, received
from brailledesk.magnify.frame import Pixels, Rectangle
from brailledesk.plugins.door import Door, words_of

HOOK = "brailledesk_offer_bitmaps"


@dataclass(frozen=True, slots=True)
class SentScreen:
    """What a source has new. ``frame`` is shared memory, or the bytes of a PNG; None: as it was.

    ``pointer`` and ``caret`` are where these are, in pixels of the frame, where the source knows.
    """

    frame: SentFrame | bytes | None = None
    pointer: tuple[int, int] | None = None
    caret: Rectangle | None = None


@runtime_checkable
class BitmapSource(Protocol):
    """A screen that gives its pixels."""

    def next(self) -> SentScreen | None:
        """What is new, at once; None where nothing is. Asked up to thirty times a second."""

    def close(self) -> None:
        """Nobody looks at it any more."""


@dataclass(frozen=True, slots=True, eq=False)
class BitmapScreen:
    """A screen as it is: its pixels, what of them is new, the pointer and the caret."""

    pixels: Pixels
    changed: tuple[Rectangle, ...]
    pointer: tuple[int, int] | None = None
    caret: Rectangle | None = None


class Receiver:
    """The other side of a source: what it sends, checked, as screens."""

    def __init__(self, source: BitmapSource, name: str) -> None:
        self._source = source
        self._name = name
        self._pixels: Pixels | None = None
        self._shared = ""

    def next(self) -> BitmapScreen | None:
        """The screen, if anything of it is new.

        Raises PluginFailed for a source that fails, SourceDamaged and SourceTooLarge for what it
        sends that is no picture.
        """
        try:
            sent = self._source.next()
        except BrailledeskError:
            raise
        except Exception as error:
            raise PluginFailed(self._name, self._name, words_of(error)) from error
        if sent is None:
            return None
        if not isinstance(sent, SentScreen):
            raise PluginFailed(self._name, self._name, f"{type(sent).__name__} is no SentScreen")
        changed = self._take(sent.frame)
        if self._pixels is None:
            return None
        return BitmapScreen(self._pixels, changed, sent.pointer, sent.caret)

    def close(self) -> None:
        """Let the source go, whatever it says."""
        try:
            self._source.close()
        except Exception as error:
            raise PluginFailed(self._name, self._name, words_of(error)) from error

    def _take(self, frame: SentFrame | bytes | None) -> tuple[Rectangle, ...]:
        """Take a frame in; what of it changed."""
        before = self._pixels
        if frame is None:
            return ()
        if isinstance(frame, SentFrame):
            pixels, changed = self._received(frame)
        else:
            pixels = open_picture(frame, self._name)
            same = None if before is None or before.shape != pixels.shape else before
            changed = changed_rectangles(same, pixels)
        self._pixels = pixels
        return changed

    def _received(self, frame: SentFrame) -> tuple[Pixels, tuple[Rectangle, ...]]:
        whole = Rectangle(0, 0, frame.width, frame.height)
        if not (0 < frame.width * frame.height <= MAX_SCREEN and frame.width > 0):
            raise SourceDamaged(self._name, f"{frame.width} x {frame.height}")
        is_same = frame.name == self._shared and self._pixels is not None
        before = self._pixels if is_same else None
        inside = tuple(one.inside(whole) for one in frame.changed)
        changed = tuple(one for one in inside if not one.is_empty)
        try:
            pixels = received(_with(frame, changed), before)
        except (OSError, ValueError, TypeError) as error:  # given back, or not as large as it says
            raise SourceDamaged(self._name, str(error)) from None
        self._shared = frame.name
        return pixels, changed if pixels is before else (whole,)


def _with(frame: SentFrame, changed: tuple[Rectangle, ...]) -> SentFrame:
    return SentFrame(frame.name, frame.process, frame.width, frame.height, changed)


TILE = 128
"""Pixels of a side of the squares by which two frames are compared."""


def changed_rectangles(before: Pixels | None, now: Pixels) -> tuple[Rectangle, ...]:
    """What differs between two frames of a size, in squares; all where there was none before."""
    height, width = now.shape[:2]
    if before is None:
        return (Rectangle(0, 0, width, height),)
    old, new = (np.ascontiguousarray(one).view("<u4")[..., 0] for one in (before, now))
    found: list[Rectangle] = []
    for y in range(0, height, TILE):
        rows = old[y : y + TILE], new[y : y + TILE]
        if np.array_equal(*rows):
            continue
        for x in range(0, width, TILE):
            if np.array_equal(rows[0][:, x : x + TILE], rows[1][:, x : x + TILE]):
                continue
            found.append(Rectangle(x, y, min(TILE, width - x), min(TILE, height - y)))
    return tuple(found)


class PictureFile:
    """A file of a picture as a screen on which nothing happens."""

    def __init__(self, data: bytes) -> None:
        self._data: bytes | None = data

    def next(self) -> SentScreen | None:
        """The picture, once."""
        data, self._data = self._data, None
        return None if data is None else SentScreen(data)

    def close(self) -> None:
        """Nothing is open."""


def open_bitmaps(words: str, door: Door) -> Receiver:
    """The screen that the name of a plugin's offer, and the words behind it, stand for.

    Raises UsageError where there is none, PluginFailed where it cannot be opened.
    """
    name, _, rest = words.partition(":")
    offers = door.offers(HOOK)
    if name not in offers:
        raise UsageError(
            N_("There is no source of pictures of screens {name}."),
            N_("Known: {known}."),
            name=name,
            known=", ".join(["desktop", *offers]),
        )
    offer = offers[name]
    try:
        source = cast("Callable[[str], BitmapSource]", offer.thing)(rest)
    except BrailledeskError:
        raise
    except Exception as error:
        raise PluginFailed(name, offer.plugin, words_of(error)) from error
    if not isinstance(source, BitmapSource):
        raise PluginFailed(name, offer.plugin, f"{type(source).__name__} has no next()")
    return Receiver(source, name)
