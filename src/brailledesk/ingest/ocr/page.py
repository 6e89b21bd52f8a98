"""What the stations of recognition hand to each other: a picture, and the words read in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeAlias

if TYPE_CHECKING:  # who only takes words from a worker needs no numpy
    import numpy as np
    import numpy.typing as npt

Pixels: TypeAlias = "npt.NDArray[np.uint8]"
"""A picture: (rows, columns) of grey, or (rows, columns, 3) of red, green and blue."""


class Box(NamedTuple):
    """A rectangle in pixels of a picture; the right and the lower edge are outside."""

    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Picture:
    """The picture of one page; ``resolution`` is in dots an inch, across and down.

    A resolution of None is not known; a fax has two that differ. ``number`` counts the pages of
    ``source`` from 1.
    """

    pixels: Pixels
    resolution: tuple[float, float] | None = None
    number: int = 1
    source: str = ""


@dataclass(frozen=True, slots=True)
class Word:
    """A word as an engine read it.

    ``confidence`` is the engine's own measure, from 0 to 1. ``others`` are readings that it thought
    of besides, the likeliest first, where it tells.
    """

    text: str
    box: Box
    confidence: float
    language: str = ""
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """Words that stand in one row of print, from left to right.

    ``baseline`` and ``height`` (of a capital letter, if the engine tells it, else of the box) are
    in pixels, and so is ``x_height``, 0 if unknown; ``block`` numbers what the engine takes for one
    body of text.
    """

    words: tuple[Word, ...]
    box: Box
    baseline: float
    height: float
    block: int = 0
    x_height: float = 0.0


@dataclass(frozen=True, slots=True)
class PageWords:
    """All lines of a page, in the engine's order and in pixels of the picture that it was given.

    ``rules`` are drawn lines, across or upright, as ruling.find_rules finds them.
    """

    lines: tuple[Line, ...]
    width: int
    height: int
    resolution: float
    number: int = 1
    source: str = ""
    rules: tuple[Box, ...] = ()

    @property
    def text(self) -> str:
        """The words as they stand, a line feed after every line of print."""
        return "\n".join(" ".join(word.text for word in line.words) for line in self.lines)


class Engine(Protocol):
    """What reads words in a picture; languages are BCP 47 tags."""

    name: str

    def languages(self) -> frozenset[str]:
        """The languages whose data are installed."""

    def read(self, picture: Picture, languages: tuple[str, ...]) -> PageWords:
        """The words of a page, upright and clean.

        Raises RecognitionLanguageMissing, and anything else where it fails over this page.
        """
