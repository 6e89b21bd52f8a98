"""Clean-up of page pictures before recognition."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from brailledesk.ingest.ocr.page import Box, Engine, PageWords, Picture

NAMES = ("grey",)
"""The names of the steps."""
ASSUMED = 300.0
"""Dots an inch of a picture that does not tell."""


@dataclass(frozen=True, slots=True)
class CleanUp:
    """Which steps are done. ``keep`` asks for their pictures."""

    steps: frozenset[str] = frozenset(NAMES)
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A picture upright and clean, with the pictures of the steps where they were asked for."""

    picture: Picture
    steps: tuple[tuple[str, Picture], ...] = ()

    def to_original(self, box: Box) -> Box:
        """A box of the clean picture in pixels of the one that was given."""
        return box


def clean(picture: Picture, options: CleanUp = CleanUp()) -> Cleaned:
    """The picture in grey, with a resolution."""
    pixels = picture.pixels
    if pixels.ndim == 3:
        import cv2  # noqa: PLC0415

        pixels = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8)
    resolution = picture.resolution or (ASSUMED, ASSUMED)
    grey = replace(picture, pixels=pixels, resolution=resolution)
    return Cleaned(grey, (("grey", grey),) if options.keep else ())


def read_best(
    picture: Picture, engine: Engine, languages: tuple[str, ...], options: CleanUp
) -> tuple[PageWords, Cleaned]:
    """The words of the clean-up that reads best."""
    cleaned = clean(picture, options)
    return engine.read(cleaned.picture, languages), cleaned
