"""A scene: all that a frame shows, as values. Two scenes tell what has to be painted again.

A scene has panes that do not overlap, a pane has bands of full width that do not overlap, a band
has what is painted on its background: fills and pictures, words over them, signs over the words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from brailledesk.magnify.frame import Rectangle
from brailledesk.magnify.pictures import EnlargedPicture
from brailledesk.magnify.style import Rgb
from brailledesk.magnify.words import Word

ColourRange: TypeAlias = tuple[int, Rgb, Rgb]
"""The column of a word's pixels where the range ends, the colours of ink and of what is behind.

The last range of a word reaches to its end, wherever it says that it ends.
"""


class Fill(NamedTuple):
    """Pixels of one colour; the place is that in the frame."""

    x: int
    y: int
    width: int
    height: int
    colour: Rgb


class Ink(NamedTuple):
    """A word in its colours: ``x`` and ``y`` are where its first pixel is in the frame."""

    x: int
    y: int
    word: Word
    colours: tuple[ColourRange, ...]


class Hung(NamedTuple):
    """A picture: ``x`` and ``y`` are where its first pixel is in the frame."""

    x: int
    y: int
    picture: EnlargedPicture


class Band(NamedTuple):
    """Rows of pixels from ``y`` on; what is in it does not reach out of it.

    A tuple, as all in it: the bands of two scenes are compared without a step of Python.
    """

    y: int
    height: int
    fills: tuple[Fill, ...] = ()
    words: tuple[Ink, ...] = ()
    signs: tuple[Fill, ...] = ()
    pictures: tuple[Hung, ...] = ()


@dataclass(frozen=True, slots=True)
class Pane:
    """An area with a background. Bands are in rising order; outside the area nothing is seen."""

    area: Rectangle
    background: Rgb
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """All panes of a frame; where there is none, ``background`` is."""

    width: int
    height: int
    background: Rgb
    panes: tuple[Pane, ...]
