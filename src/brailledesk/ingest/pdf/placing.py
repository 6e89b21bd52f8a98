"""Where the pictures of a page stand among its text: behind the paragraph that begins above them.

Text is put into order before, and does not change for a picture: what is read is the same with
pictures and without.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from brailledesk.document import Image
from brailledesk.ingest.pdf.lines import Grid
from brailledesk.ingest.pdf.page import Shown
from brailledesk.ingest.pdf.paragraphs import Group
from brailledesk.text import Origin


@dataclass(frozen=True, slots=True)
class PlacedGrid:
    """A table with its origin."""

    grid: Grid
    origin: Origin


@dataclass(frozen=True, slots=True)
class PlacedPicture:
    """A picture with its origin."""

    shown: Shown
    origin: Origin

    @property
    def block(self) -> Image:
        """The picture as a document has it."""
        return Image(self.shown.alternative, origin=self.origin, data=self.shown.data)


_Part = TypeVar("_Part")


def with_pictures(
    parts: Sequence[_Part], pictures: Sequence[Shown], origin: Origin
) -> list[_Part | PlacedPicture]:
    """The parts of a page, its pictures between them, from the top."""
    after: dict[int, list[PlacedPicture]] = {}
    for one in sorted(pictures, key=lambda one: (one.top, one.left)):
        after.setdefault(_place(parts, one), []).append(PlacedPicture(one, origin))
    found: list[_Part | PlacedPicture] = [*after.get(0, ())]
    for number, part in enumerate(parts, 1):
        found += [part, *after.get(number, ())]
    return found


def _place(parts: Sequence[object], picture: Shown) -> int:
    """How many parts stand before a picture: up to the last in its column that begins above."""
    place = 0
    for number, part in enumerate(parts, 1):
        top, left, right = _box(part)
        is_beside = left < picture.right and picture.left < right
        if top <= picture.top and (is_beside or not place):
            place = number
    return place


def _box(part: object) -> tuple[float, float, float]:
    """The top of a part, and its sides."""
    if isinstance(part, Group):
        first = part.first
        return first.base - first.size, *first.column
    if isinstance(part, PlacedGrid):
        return part.grid.top, part.grid.edges[0], part.grid.edges[-1]
    return float("inf"), 0.0, 0.0
