"""Text drawn for tests, and what is measured on its pixels, by code that draws nothing."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from brailledesk.document import Document, Paragraph
from brailledesk.magnify.atlas import Atlas
from brailledesk.magnify.documents import document_text
from brailledesk.magnify.flow import Place
from brailledesk.magnify.frame import Picture
from brailledesk.magnify.paint import Canvas
from brailledesk.magnify.scene import Scene
from brailledesk.magnify.style import Em, PlainColours, Style
from brailledesk.magnify.views.page import page_flow, whole_screen
from brailledesk.magnify.words import Words
from brailledesk.text import Run

WHITE_ON_BLACK = PlainColours(text=(255, 255, 255))


def words_of(size: float = 48, **choices: object) -> Words:
    """Words with an em of so many pixels."""
    fields = {"colours": WHITE_ON_BLACK, **choices}
    return Words(Atlas(Style(Em(size), **fields)))  # type: ignore[arg-type]


def scene_of(text: str, words: Words, width: int = 1200, height: int = 400) -> Scene:
    """A page with the lines of a text."""
    lines = document_text(Document((Paragraph((Run(text),)),)))
    return whole_screen(page_flow(lines, words, width), Place(), width, height)


def picture_of(text: str, words: Words, width: int = 1200, height: int = 400) -> Picture:
    return Canvas(width, height).show(scene_of(text, words, width, height))


def ink(picture: Picture) -> NDArray[np.bool_]:
    """Which pixels are not the most frequent colour, the background."""
    pixels = np.ascontiguousarray(picture.pixels).view(np.uint32)[:, :, 0]
    values, counts = np.unique(pixels, return_counts=True)
    found: NDArray[np.bool_] = pixels != values[counts.argmax()]
    return found


def strong(picture: Picture) -> NDArray[np.bool_]:
    """Which pixels of white text on black are more ink than background."""
    found: NDArray[np.bool_] = picture.pixels[:, :, 0] >= 128
    return found


def rows_of_ink(mask: NDArray[np.bool_]) -> tuple[int, int]:
    """The first row with ink, and the one behind the last."""
    rows = np.flatnonzero(mask.any(axis=1))
    return int(rows[0]), int(rows[-1]) + 1


def luminance(pixels: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Relative luminance by WCAG 2.2."""
    channels = pixels[..., :3].astype(np.float64) / 255
    low, high = channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4
    linear = np.where(channels <= 0.04045, low, high)
    found: NDArray[np.float64] = linear @ np.array([0.2126, 0.7152, 0.0722])
    return found


def contrast(one: NDArray[np.float64], other: float) -> NDArray[np.float64]:
    """WCAG's ratio of luminances."""
    lighter, darker = np.maximum(one, other), np.minimum(one, other)
    found: NDArray[np.float64] = (lighter + 0.05) / (darker + 0.05)
    return found


def median_contrast(picture: Picture) -> float:
    """The median ratio of ink to background, ink being what differs by more than 1.2."""
    numbers = np.ascontiguousarray(picture.pixels).view(np.uint32)
    values, counts = np.unique(numbers, return_counts=True)
    luminances = luminance(values[:, None].view(np.uint8))
    ratios = contrast(luminances, float(luminances[counts.argmax()]))
    is_ink = ratios > 1.2
    return float(np.median(np.repeat(ratios[is_ink], counts[is_ink])))


def shown_text(scene: Scene) -> str:
    """The words of a scene as they stand in it; those that touch are one."""
    text = ""
    for band in (band for pane in scene.panes for band in pane.bands):
        right = -(1 << 30)
        for one in band.words:
            left = one.x - one.word.left
            text += one.word.text if left - right <= 2 else f" {one.word.text}"
            right = left + one.word.width
    return text.strip()


def joined(texts: Iterable[str]) -> str:
    return " ".join(" ".join(texts).split())
