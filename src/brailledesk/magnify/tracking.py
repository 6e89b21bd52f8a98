"""Where to look: the part of a large picture that is seen follows the focus and the caret.

Pure functions of rectangles; whoever calls has the clock. What is tracked comes into view; nothing
moves when nothing that is tracked has moved. Coordinates are pixels of the enlarged content.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from enum import StrEnum
from math import hypot


class Mode(StrEnum):
    """How the view follows, as magnifiers have it (GNOME's schema names the same four)."""

    NONE = "none"
    CENTRED = "centred"
    """What is tracked stands in the middle."""
    PROPORTIONAL = "proportional"
    """It stands in the view where it stands in the whole: the edges are reached at the edges."""
    PUSH = "push"
    """The view moves only when it would be left, and no further than it has to."""


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of the content; ``x`` and ``y`` are its upper left corner."""

    x: float
    y: float
    width: float
    height: float

    def holds(self, other: Area) -> bool:
        """Whether all of another is inside."""
        return (
            self.x <= other.x
            and self.y <= other.y
            and other.x + other.width <= self.x + self.width
            and other.y + other.height <= self.y + self.height
        )


@dataclass(frozen=True, slots=True)
class Tracking:
    """What a reader wants followed, and how. ``margin`` is kept around it, as part of the view."""

    focus: Mode = Mode.PUSH
    caret: Mode = Mode.PUSH
    margin: float = 0.1

    def __post_init__(self) -> None:
        if not 0 <= self.margin <= 0.4:
            raise ValueError(f"a margin of {self.margin} is not from 0 to 0.4 of the view")


@dataclass(frozen=True, slots=True)
class Target:
    """Something to be followed: ``key`` says what it is and changes when it moves by itself.

    The area alone would not tell: text that comes in above moves all that is below.
    """

    key: Hashable
    area: Area


@dataclass(frozen=True, slots=True)
class Targets:
    """The focus and the caret, if there are any."""

    focus: Target | None = None
    caret: Target | None = None


def wanted(before: Targets, now: Targets, tracking: Tracking) -> tuple[Area, Mode] | None:
    """What of it the view has to follow: what moved last, and of both the caret, which is in it.

    None where nothing moved that is followed; the view then stays, whatever else has changed.
    """
    for old, new, mode in (
        (before.caret, now.caret, tracking.caret),
        (before.focus, now.focus, tracking.focus),
    ):
        has_moved = new is not None and (old is None or old.key != new.key)
        if new is not None and has_moved and mode is not Mode.NONE:
            return new.area, mode
    return None


def followed(view: Area, target: Area, content: Area, mode: Mode, margin: float = 0.1) -> Area:
    """The view, of the same size, when it follows ``target``; it never leaves the content.

    A target larger than the view is seen from its left and upper edge, where names begin.
    """
    if mode is Mode.NONE:
        return view
    x = _place(
        _Side(view.x, view.width),
        _Side(target.x, target.width),
        _Side(content.x, content.width),
        mode,
        margin,
    )
    y = _place(
        _Side(view.y, view.height),
        _Side(target.y, target.height),
        _Side(content.y, content.height),
        mode,
        margin,
    )
    return Area(x, y, view.width, view.height)


@dataclass(frozen=True, slots=True)
class _Side:
    """One direction of an area."""

    start: float
    size: float


def _place(view: _Side, target: _Side, content: _Side, mode: Mode, margin: float) -> float:
    """The new start of the view in one direction."""
    room = min(margin * view.size, max(view.size - target.size, 0.0) / 2)
    first = target.start + target.size + room - view.size  # the target ends at the view's end
    last = target.start - room  # the target starts at the view's start
    if target.size > view.size:
        first = last
    start = view.start
    if mode is Mode.CENTRED:
        start = target.start + target.size / 2 - view.size / 2
    elif mode is Mode.PROPORTIONAL:
        start = _proportional(view, target, content)
    start = min(max(start, first), last)
    # The end of the content comes last: a margin there has nothing to show.
    return max(min(start, content.start + content.size - view.size), content.start)


def _proportional(view: _Side, target: _Side, content: _Side) -> float:
    rest = content.size - target.size
    part = (target.start - content.start) / rest if rest > 0 else 0.0
    return content.start + part * (content.size - view.size)


@dataclass(frozen=True, slots=True)
class Glide:
    """A move of the view from one place to another in ``seconds``; 0 is a jump."""

    start: Area
    end: Area
    seconds: float

    def at(self, elapsed: float) -> Area:
        """The view so long after the start; it sets off and arrives slowly."""
        if elapsed >= self.seconds or self.seconds <= 0:
            return self.end
        part = max(elapsed, 0.0) / self.seconds
        part = part * part * (3 - 2 * part)
        return Area(
            self.start.x + (self.end.x - self.start.x) * part,
            self.start.y + (self.end.y - self.start.y) * part,
            self.end.width,
            self.end.height,
        )


LONGEST_GLIDE = 0.6
"""Seconds: somebody who reads cannot wait longer."""


def glide(view: Area, end: Area, speed: float) -> Glide:
    """The move to another place at a speed in widths of the view a second; 0 is to jump.

    What is more than a view away is jumped to: text that rushes by makes people sick. A glide that
    is overtaken by another starts where it is: ``glide(old.at(elapsed), new, speed)``.
    """
    way = hypot(end.x - view.x, end.y - view.y)
    if speed <= 0 or way > max(view.width, view.height):
        return Glide(view, end, 0.0)
    return Glide(view, end, min(way / (speed * max(view.width, 1.0)), LONGEST_GLIDE))
