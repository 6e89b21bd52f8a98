"""Footnotes: small lines at the end of a page that begin with a sign that the text shows raised."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from brailledesk.ingest.pdf.lines import Item, Line
from brailledesk.ingest.pdf.runs import is_raised

SMALLER = 0.93
"""Of the size of the text: what a footnote has at most."""
_LABEL = re.compile(r"(\d{1,3}|[*†‡§]{1,3})(?=[\s.)]|[^\W\d])")


class FoundNote(NamedTuple):
    """A footnote: what print calls it, how many characters that is, and its lines."""

    label: str
    skip: int
    lines: tuple[Line, ...]


def split_notes(
    items: Sequence[Item], body: float, height: float
) -> tuple[list[Item], list[FoundNote]]:
    """The items of a page without its footnotes, and these; ``body`` is the size of the text."""
    marks = _marks(items)
    notes: list[FoundNote] = []
    kept: list[Item] = []
    place = 0
    while place < len(items):
        label = _label_at(items[place], body, height)
        if not label or label not in marks:
            kept.append(items[place])
            place += 1
            continue
        end = place + 1
        while end < len(items) and _goes_on(items[end], items[place], body, height):
            end += 1
        lines = tuple(item for item in items[place:end] if isinstance(item, Line))
        notes.append(FoundNote(label, _skip(lines[0], label), lines))
        place = end
    return kept, notes


def _marks(items: Iterable[Item]) -> set[str]:
    """The raised signs of a page's lines."""
    return {
        piece.text
        for item in items
        if isinstance(item, Line)
        for piece in item.pieces[1:]
        if is_raised(piece, item)
    }


def _is_small(item: Item, body: float, height: float) -> bool:
    return isinstance(item, Line) and item.size <= SMALLER * body and item.base > height / 3


def _label_at(item: Item, body: float, height: float) -> str:
    if not isinstance(item, Line) or not _is_small(item, body, height):
        return ""
    match = _LABEL.match(item.text)
    return match[1] if match else ""


def _goes_on(item: Item, first: Item, body: float, height: float) -> bool:
    """Whether a line belongs to the footnote that ``first`` began."""
    if not isinstance(item, Line) or not isinstance(first, Line):
        return False
    is_near = 0 < item.base - first.base < height / 2
    return is_near and _is_small(item, body, height) and not _label_at(item, body, height)


def _skip(line: Line, label: str) -> int:
    """The characters before the note's own text: the label, a point, a blank."""
    rest = line.text[len(label) :]
    return len(label) + len(rest) - len(rest.lstrip(" .)"))
