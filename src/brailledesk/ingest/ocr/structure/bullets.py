"""Bullets, which engines read as "e", "o", "*", "®": known by their shape and by where they stand.

Every letter stands on the baseline or reaches below it. A mark that is no higher than a small
letter, about as wide as high, and floats above the baseline at the beginning of a line is a dot. A
square or a ring stands as a letter does: it is known where it begins three lines at one place.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from statistics import median

from brailledesk.ingest.markers import BULLET
from brailledesk.ingest.ocr.page import Line, PageWords
from brailledesk.ingest.ocr.structure.pieces import X_HEIGHT, ink_size, rests
from brailledesk.ingest.pdf.glyphs import BULLETS

_SURE = BULLETS | {"*"}
_LIKE = frozenset("eo°¢©®»«+.,¤0O") | {"(@)", "@", "-"}
"""What Tesseract was seen to make of "•" and "■", beside what is a bullet already."""
_NO_WORD = frozenset({"m", "M", "O", "BM", "MB", "©", "®", "¢", "¤", "»", "+", "@", "°", "(@)"})
"""What it was seen to make of squares and rings that is no word by itself: "e" and "o" are."""
_NO_DOT = frozenset("'\"-–—_’‘“”`~=^")
"""Marks that are read well and float as well."""
_STANDS = 0.4
"""Of the height of the line: what beginnings that stand at one place differ by."""
_HIGHEST = 0.95
"""Of an x: the height of a dot."""
_SMALLEST = 0.3
_FLOATS = 0.2
"""Of an x: how far above the baseline a dot begins."""
_TOP = 1.25
"""Of an x above the baseline: signs of degrees, asterisks and raised letters reach higher."""
_ROUND = 1.5
"""How much wider than high, or higher than wide, a dot may be."""
_DOTS, _SQUARES = 2, 3
"""Lines that begin with such a mark at one place, the line itself included."""
_SAME_SIZE = 0.2
"""Of the height of a mark: what marks of one list differ by."""


def with_bullets(page: PageWords) -> PageWords:
    """The page with a bullet for each sign that was read where only bullets stand.

    Another line must begin alike at the same place, with its text at the same place too: with a
    sure bullet, with a dot that floats, or, for squares and rings, three with marks of its size.
    """
    begun = [line for line in page.lines if len(line.words) > 1]
    groups = [
        (_is_like, [line for line in begun if line.words[0].text in _SURE], 1),
        (_is_dot, [line for line in begun if _is_dot(line)], _DOTS),
        (_is_short, [line for line in begun if line.words[0].text in _NO_WORD], _SQUARES),
    ]
    known = [group for group in groups if group[1]]
    if not known:
        return page
    return replace(page, lines=tuple(_read(line, known) for line in page.lines))


_Group = tuple[Callable[[Line], bool], list[Line], int]
"""What a line must be, the lines that it is compared with, and how many of them must agree."""


def _read(line: Line, groups: Sequence[_Group]) -> Line:
    if len(line.words) < 2 or line.words[0].text in BULLETS:
        return line
    if not any(_agrees(line, *group) for group in groups):
        return line
    first = replace(line.words[0], text=BULLET)
    return replace(line, words=(first, *line.words[1:]))


def _agrees(line: Line, fits: Callable[[Line], bool], others: list[Line], least: int) -> bool:
    if not fits(line):
        return False
    alike = 0
    for other in others:
        alike += _stand_alike(line, other) and (fits is _is_like or _same_size(line, other))
        if alike >= least:
            return True
    return False


def _is_like(line: Line) -> bool:
    return line.words[0].text in _LIKE


def _is_dot(line: Line) -> bool:
    """Whether a line begins with a mark that no letter can be: small, round, above the baseline."""
    first = line.words[0]
    if len(first.text) > 2 or first.text in _NO_DOT:
        return False
    x, baseline = _letters_of(line)
    width, height = first.box.right - first.box.left, first.box.bottom - first.box.top
    return (
        0 < _SMALLEST * x <= height <= _HIGHEST * x
        and max(width, height) <= _ROUND * min(width, height)
        and baseline - first.box.bottom >= _FLOATS * x
        and baseline - first.box.top <= _TOP * x
    )


def _letters_of(line: Line) -> tuple[float, float]:
    """The height of an x and the baseline; from the words where the engine tells no heights."""
    if line.x_height > 0:
        return line.x_height, line.baseline
    sizes = [size for word in line.words[1:] if (size := ink_size(word)) is not None]
    feet = [word.box.bottom for word in line.words[1:] if rests(word)]
    return (X_HEIGHT * median(sizes), median(feet)) if feet else (0.0, 0.0)


def _is_short(line: Line) -> bool:
    """Whether the first word may be a mark, if its box is that of three that are no words."""
    return len(line.words[0].text) <= 3


def _stand_alike(line: Line, other: Line) -> bool:
    most = _STANDS * max(line.box.bottom - line.box.top, other.box.bottom - other.box.top)
    return all(abs(line.words[n].box.left - other.words[n].box.left) <= most for n in range(2))


def _same_size(line: Line, other: Line) -> bool:
    one, two = line.words[0].box, other.words[0].box
    most = max(2.0, _SAME_SIZE * max(one.bottom - one.top, two.bottom - two.top))
    return (
        abs((one.bottom - one.top) - (two.bottom - two.top)) <= most
        and abs((one.right - one.left) - (two.right - two.left)) <= most
    )
