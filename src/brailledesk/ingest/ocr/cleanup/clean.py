"""The steps in their order."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from brailledesk.ingest.ocr.cleanup import (
    dropouts,
    faded,
    keystone,
    light,
    noise,
    orientation,
    page_edges,
    pale_ink,
    resolution,
    sharpness,
    skew,
    stamps,
)
from brailledesk.ingest.ocr.cleanup.measures import Measures
from brailledesk.ingest.ocr.cleanup.steps import Cleaned, Step
from brailledesk.ingest.ocr.page import Picture

STEPS = (
    Step("lines", dropouts.mend_lines),
    Step("square", resolution.square),
    Step("size", resolution.reduce_large),
    Step("page", page_edges.flatten),
    Step("stamps", stamps.drop_colour),
    Step("light", light.even_light),
    Step("specks", noise.remove_specks),
    Step("pale", pale_ink.clear_pale_ink),
    Step("faded", faded.deepen),
    Step("upright", orientation.upright),
    Step("level", skew.level),
    Step("keystone", keystone.straighten),
    Step("resolution", resolution.raise_resolution),
    Step("sharp", sharpness.sharpen),
)
"""All steps, in the order in which they are done."""
NAMES = tuple(step.name for step in STEPS)


@dataclass(frozen=True, slots=True)
class CleanUp:
    """What of the clean-up is wanted: the steps by name, and whether each result is kept."""

    steps: frozenset[str] = frozenset(NAMES)
    keep: bool = False

    def __post_init__(self) -> None:
        unknown = self.steps - set(NAMES)
        if unknown:
            raise ValueError(f"no such step of clean-up: {', '.join(sorted(unknown))}")


ALL = CleanUp()
"""Every step, no result kept."""


def clean(picture: Picture, options: CleanUp = ALL) -> Cleaned:
    """The picture upright and clean."""
    height, width = picture.pixels.shape[:2]
    matrix = np.eye(3)
    known = Measures(picture.pixels)
    names: list[str] = []
    kept: list[tuple[str, Picture]] = []
    for step in STEPS:
        if step.name not in options.steps:
            continue
        done = step.run(picture, known)
        if done is None:
            continue
        picture = done.picture
        if picture.pixels is not known.pixels:
            known = Measures(picture.pixels)
        if done.matrix is not None:
            matrix = done.matrix @ matrix
        names.append(step.name)
        if options.keep:
            kept.append((step.name, picture))
    return Cleaned(picture, tuple(names), matrix, width, height, tuple(kept))
