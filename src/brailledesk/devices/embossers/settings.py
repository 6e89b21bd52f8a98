"""What someone chooses for a job: paper, copies, pages, sides, folding, alignment and more."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from brailledesk.errors import N_, UsageError

INCH = 25.4
"""Millimetres."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A size in millimetres.

    A sheet has the width and the length of the page as one reads it; continuous paper and rolls are
    ``width`` across the feed, and ``length`` from one cut to the next.
    """

    width: float
    length: float

    def __str__(self) -> str:
        return f"{self.width:g} x {self.length:g} mm"


_NAMED = {
    "a3": Paper(297, 420),
    "a4": Paper(210, 297),
    "a5": Paper(148, 210),
    "b4": Paper(250, 353),
    "b5": Paper(176, 250),
    "letter": Paper(8.5 * INCH, 11 * INCH),
    "legal": Paper(8.5 * INCH, 14 * INCH),
    "tabloid": Paper(11 * INCH, 17 * INCH),
    "11.5x11in": Paper(11.5 * INCH, 11 * INCH),
}
_NUMBER = r"([0-9]{1,5}(?:\.[0-9]{0,5})?)"
_SIZE = re.compile(rf"{_NUMBER}\s*(mm|cm|in)?\s*x\s*{_NUMBER}\s*(mm|cm|in)?")
_MOST = 10_000
"""Millimetres: no paper is as large."""

_UNITS = {"mm": 1.0, "cm": 10.0, "in": INCH}


def parse_paper(text: str) -> Paper:
    """A paper from a name ("a4", "letter") or a size ("210x297", "240mm x 12in").

    Without a unit a number has that of the other one, else it is millimetres.
    Raises UsageError.
    """
    wanted = text.strip().lower().replace(",", ".").replace("×", "x")
    paper = _NAMED.get(wanted) or _sized(wanted)
    if not (0 < paper.width < _MOST and 0 < paper.length < _MOST):
        raise UsageError(
            N_("{paper} is no paper size."),
            N_("Write it as 210x297, 240mm x 12in, or one of: {known}."),
            paper=text,
            known=", ".join(_NAMED),
        )
    return paper


def _sized(text: str) -> Paper:
    """The paper of a size; one of 0 by 0 where it is none."""
    found = _SIZE.fullmatch(text)
    if found is None:
        return Paper(0, 0)
    width, first, length, second = found.groups()
    return Paper(
        float(width) * _UNITS[first or second or "mm"],
        float(length) * _UNITS[second or first or "mm"],
    )


class Alignment(Enum):
    """Where pages stand that are narrower than the paper has cells.

    ``INNER`` is at the binding, ``OUTER`` away from it: on backs the other way round.
    """

    LEFT = "left"
    RIGHT = "right"
    INNER = "inner"
    OUTER = "outer"
    CENTRE_INNER = "centre-inner"
    CENTRE_OUTER = "centre-outer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The choices for one job.

    ``copies`` are made by the machine, where it can. ``page_range`` is first and last page, from 1;
    the pages in it are the job, counted from 1. ``sides``, ``dots`` and ``charset`` None are what
    the model and the pages ask for. ``offset`` moves aligned pages by cells, away from the side
    they stand at.
    """

    paper: Paper
    copies: int = 1
    page_range: tuple[int, int] | None = None
    sides: int | None = None
    z_fold: bool = False
    saddle_stitch: bool = False
    alignment: Alignment = Alignment.INNER
    offset: int = 0
    dots: int | None = None
    charset: str | None = None
