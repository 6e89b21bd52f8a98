"""Regions: stretches of a line's text that come from one place, as screen readers call them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from brailledesk.text import Run, Typeform


class Part(StrEnum):
    """What a region shows of its node. The names stand in profiles, too."""

    NAME = "name"
    VALUE = "value"
    STATE = "state"
    ROLE = "role"
    ERROR = "error"
    DESCRIPTION = "description"
    POSITION = "position"
    OPTIONS = "options"
    CONTEXT = "context"
    """What stands around the node: the dialog, the list; its text is that node's name."""
    GAP = "gap"
    """A blank or a colon between two parts, which no text has."""


@dataclass(frozen=True, slots=True)
class Source:
    """The character that a cell shows: ``offset`` counts in the text that ``part`` has in full.

    That is the node's name or value for NAME and VALUE; for words that the profile adds it is the
    profile's word.
    """

    node: str
    part: Part
    offset: int


@dataclass(frozen=True, slots=True)
class Region:
    """``text`` shows ``node`` from character ``offset`` of a part's text, one for one.

    Where ``is_whole`` the text stands for all of it (an abbreviation, a mask), and every cell
    points at ``offset``.
    """

    text: str = field(repr=False)
    node: str
    part: Part
    offset: int = 0
    is_whole: bool = False
    language: str | None = None
    typeform: Typeform = Typeform.PLAIN

    def run(self) -> Run:
        """The region as translation takes it."""
        return Run(self.text, self.typeform, self.language)


_WHITE = re.compile(r"\s{2,}|[^\S ]")


def squeezed(text: str, offset: int = 0) -> Iterator[tuple[int, str]]:
    """``text`` without white space that says nothing: pieces, and where each stands.

    White space at the ends goes, any other is one blank; text in one line is one piece.
    """
    end = len(text.rstrip())
    start = end - len(text[:end].lstrip())
    for white in _WHITE.finditer(text, start, end):
        yield start + offset, f"{text[start : white.start()]} "
        start = white.end()
    if end > start:
        yield start + offset, text[start:end]
