"""The lines around a window, for people who look on: a developer's page, a teacher."""

from __future__ import annotations

from dataclasses import dataclass, field

from brailledesk.desk.layout import Place, Shown, Strip
from brailledesk.desk.printed import printed
from brailledesk.desk.window import Window


@dataclass(frozen=True, slots=True)
class SurveyedLine:
    """A line in cells, and its print; with a table of one cell a character they are one for one."""

    cells: bytes
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Survey:
    """``lines`` begin at the line numbered ``first`` of ``total``, from 0. The window begins at
    ``place``, whose item is the number of a line.
    """

    lines: tuple[SurveyedLine, ...]
    first: int
    total: int
    place: Place


def survey(window: Window, before: int, after: int) -> Survey:
    """The line of a window, and so many before and after it."""
    buffer, place = window.buffer, window.place
    first = max(place.item - before, 0)
    last = min(place.item + after + 1, len(buffer.items))
    lines = tuple(_line(window, item) for item in range(first, last))
    return Survey(lines, first, len(buffer.items), place)


def _line(window: Window, item: int) -> SurveyedLine:
    line = window.buffer.line(item, window.told if item == window.place.item else ())
    strip = Strip(0, 0, item, line, 0, len(line.cells))
    return SurveyedLine(line.cells, printed(Shown((strip,), None, item), 1)[0])
