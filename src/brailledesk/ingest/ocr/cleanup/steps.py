"""What a step of the clean-up is, and what the whole gives."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple, Protocol

import numpy as np

from brailledesk.ingest.ocr.cleanup.measures import Measures
from brailledesk.ingest.ocr.cleanup.pixels import Matrix
from brailledesk.ingest.ocr.page import Box, Picture, Pixels


class Done(NamedTuple):
    """What a step made: the picture, and how its places follow from those before.

    ``matrix`` is None where every pixel stays in its place.
    """

    picture: Picture
    matrix: Matrix | None = None


class Run(Protocol):
    """What a step does: None where there is nothing to do.

    Measures that are known of the picture are not taken again.
    """

    def __call__(self, picture: Picture, known: Measures | None = None, /) -> Done | None: ...


@dataclass(frozen=True, slots=True)
class Step:
    """A step with its name."""

    name: str
    run: Run


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A clean picture and its way there.

    ``names`` are the steps that changed something, in their order; ``steps`` has the picture after
    each of them where it was asked for. ``matrix`` leads from the original's pixels to these.
    """

    picture: Picture
    names: tuple[str, ...]
    matrix: Matrix
    width: int
    height: int
    steps: tuple[tuple[str, Picture], ...] = ()

    def to_original(self, box: Box) -> Box:
        """Where a box of the clean picture stands in the original, at most as large as that."""
        back = np.linalg.inv(self.matrix)
        corners = [(x, y, 1.0) for x in (box.left, box.right) for y in (box.top, box.bottom)]
        moved = back @ np.array(corners).T
        x, y = moved[0] / moved[2], moved[1] / moved[2]
        return Box(
            int(np.clip(np.floor(x.min()), 0, self.width)),
            int(np.clip(np.floor(y.min()), 0, self.height)),
            int(np.clip(np.ceil(x.max()), 0, self.width)),
            int(np.clip(np.ceil(y.max()), 0, self.height)),
        )


def with_pixels(picture: Picture, pixels: Pixels) -> Picture:
    return replace(picture, pixels=pixels)
