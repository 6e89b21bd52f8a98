"""Bullets, which engines read as "e", "o", "*": known by the place where they all stand."""

from __future__ import annotations

from dataclasses import replace

from brailledesk.ingest.markers import BULLET
from brailledesk.ingest.ocr.page import Line, PageWords
from brailledesk.ingest.pdf.glyphs import BULLETS

_SURE = BULLETS | {"*"}
_LIKE = frozenset("eo°¢©®»«+.,¤0O") | {"(@)", "@", "-"}
"""What Tesseract was seen to make of "•" and "■", beside what is a bullet already."""
_STANDS = 0.4
"""Of the height of the line: what beginnings that stand at one place differ by."""


def with_bullets(page: PageWords) -> PageWords:
    """The page with a bullet for each sign that was read where only bullets stand.

    Another line must begin with a sure bullet at the same place, and its text too.
    """
    sure = [line for line in page.lines if len(line.words) > 1 and line.words[0].text in _SURE]
    if not sure:
        return page
    return replace(page, lines=tuple(_read(line, sure) for line in page.lines))


def _read(line: Line, sure: list[Line]) -> Line:
    if len(line.words) < 2 or line.words[0].text not in _LIKE:
        return line
    if not any(_stand_alike(line, other) for other in sure):
        return line
    first = replace(line.words[0], text=BULLET)
    return replace(line, words=(first, *line.words[1:]))


def _stand_alike(line: Line, other: Line) -> bool:
    most = _STANDS * max(line.box.bottom - line.box.top, other.box.bottom - other.box.top)
    return all(abs(line.words[n].box.left - other.words[n].box.left) <= most for n in range(2))
