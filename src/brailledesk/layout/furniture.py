"""Page furniture in pages that were read: the running lines, by the page numbers that they hold.

The rule. Looked at are the first and the last row of each page, and in them a number (3456 and
digits, or what reads as digits) that stands alone, or at the left or right end with two blanks at
least between it and the rest, which is then a title. Such a row is a running line if the number
rises with the pages: from the page before or to the page after, by one or by two a page; two pages
away where the page between shows none. One blank is enough where that other page repeats the same
words. At least half of a volume's pages must have such rows at that end, two at the least: so a
row is never dropped merely because it holds a number.

A volume of a single page can show no rise. There the first row is a running line only if it ends
with the number 1 at the right edge of the widest row, and other rows follow; the last row only if
it holds nothing but 1 and a blank row stands before it.

A rule belongs to the page, too: a row of nothing but hyphens (36) from the left margin, six at
least, as under the heading of a table and over notes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from brailledesk.pages import Publication, Volume

Read = Callable[[bytes], str]
"""Back-translates a short stretch of cells."""

NUMBER_SIGN = 0x3C
_DIGITS = {cell: digit for digit, cell in enumerate(b"\x1a\x01\x03\x09\x19\x11\x0b\x1b\x13\x0a")}
_MOST_DIGITS = 6

_HYPHEN = b"\x24"
_SHORTEST_RULE = 6
"""Hyphens, as over notes; fewer may be what an author typed."""

_APART = 2
"""Blanks between a page number and a title; one could be a blank between words."""


class Place(NamedTuple):
    """A row of a publication: volume, section, page and row, each counted from 0."""

    volume: int
    section: int
    page: int
    row: int


@dataclass(frozen=True, slots=True)
class Furniture:
    """A row that belongs to its page and not to the text."""

    place: Place
    cells: bytes


class _Label(NamedTuple):
    """A number at the end of a row; ``words`` is the rest, ``is_apart`` whether blanks part it."""

    number: int
    words: tuple[bytes, ...]
    is_apart: bool


class _Edge(NamedTuple):
    """The first or last row of a page, with the numbers at its ends."""

    place: Place
    cells: bytes
    labels: tuple[_Label, ...]
    has_gap: bool
    """Whether a blank row stands between this row and the rest of the page."""


def find_furniture(publication: Publication, read: Read) -> tuple[list[Furniture], set[Place]]:
    """The running lines of a publication in its order, and the blank rows that belong to them.

    A blank row beside the running line belongs to it if every page with a running line has one.
    """
    found: list[Furniture] = []
    blanks: set[Place] = set()
    for number, volume in enumerate(publication.volumes):
        for is_top in (True, False):
            edges = _edges(volume, number, read, is_top=is_top)
            running = _running(edges, volume, is_top=is_top)
            found.extend(Furniture(edge.place, edge.cells) for edge in running)
            if len(running) > 1 and all(edge.has_gap for edge in running):
                step = 1 if is_top else -1
                blanks.update(e.place._replace(row=e.place.row + step) for e in running)
    unique = {one.place: one for one in found}
    return [unique[place] for place in sorted(unique)], blanks


def find_rules(publication: Publication) -> list[Furniture]:
    """The rules across the pages of a publication, in its order."""
    found: list[Furniture] = []
    for volume_number, volume in enumerate(publication.volumes):
        for section_number, section in enumerate(volume.sections):
            for page_number, page in enumerate(section.pages):
                for row_number, row in enumerate(page.rows):
                    cells = row.cells.rstrip(b"\0")
                    if len(cells) >= _SHORTEST_RULE and not cells.strip(_HYPHEN):
                        place = Place(volume_number, section_number, page_number, row_number)
                        found.append(Furniture(place, cells))
    return found


def _edges(volume: Volume, number: int, read: Read, *, is_top: bool) -> list[_Edge]:
    """The first or last row of each page that is not blank."""
    edges: list[_Edge] = []
    for section_number, section in enumerate(volume.sections):
        for page_number, page in enumerate(section.pages):
            rows = [row.cells.rstrip(b"\0") for row in page.rows]
            while rows and not rows[-1]:
                rows.pop()
            if not rows:
                continue
            row = 0 if is_top else len(rows) - 1
            beside = rows[1:2] if is_top else rows[-2:-1]
            place = Place(number, section_number, page_number, row)
            labels = tuple(_labels(rows[row], read))
            edges.append(_Edge(place, rows[row], labels, beside == [b""]))
    return edges


def _labels(cells: bytes, read: Read) -> Iterator[_Label]:
    words = cells.split(b"\0")
    shown = tuple(filter(None, words))
    if not shown:
        return
    right = _number(shown[-1], read)
    if right is not None:
        yield _Label(right, shown[:-1], len(shown) == 1 or not words[-_APART])
    left = _number(shown[0], read) if len(shown) > 1 else None
    if left is not None:
        after = words.index(shown[0]) + 1
        yield _Label(left, shown[1:], not words[after])


def _number(word: bytes, read: Read) -> int | None:
    digits = word[1:] if word[0] == NUMBER_SIGN else b""
    if 0 < len(digits) <= _MOST_DIGITS and all(cell in _DIGITS for cell in digits):
        return int("".join(str(_DIGITS[cell]) for cell in digits))
    text = read(word) if len(word) <= _MOST_DIGITS else ""
    return int(text) if text.isascii() and text.isdecimal() else None


def _running(edges: Sequence[_Edge], volume: Volume, *, is_top: bool) -> list[_Edge]:
    if len(edges) == 1:
        return [edge for edge in edges if _is_lone_running(edge, volume, is_top=is_top)]
    running = [edge for place, edge in enumerate(edges) if _rises(edges, place)]
    return running if len(running) >= max(2, len(edges) / 2) else []


def _rises(edges: Sequence[_Edge], place: int) -> bool:
    """Whether a number of this page and one of a neighbour rise from page to page."""
    edge = edges[place]
    for step in (-1, 1, -2, 2):
        if not 0 <= place + step < len(edges):
            continue
        if abs(step) > 1 and edges[place + step // 2].labels:
            continue
        other = edges[place + step]
        if any(_follow(one, two, step) for one in edge.labels for two in other.labels):
            return True
    return False


def _follow(one: _Label, two: _Label, pages: int) -> bool:
    is_title = (one.is_apart and two.is_apart) or one.words == two.words
    rise = two.number - one.number if pages > 0 else one.number - two.number
    return is_title and 1 <= rise <= 2 * abs(pages)


def _is_lone_running(edge: _Edge, volume: Volume, *, is_top: bool) -> bool:
    rows = [
        row.cells.rstrip(b"\0")
        for section in volume.sections
        for page in section.pages
        for row in page.rows
    ]
    ones = [label for label in edge.labels if label.number == 1 and label.is_apart]
    if is_top:
        right = ones and ones[0] is edge.labels[0] and len(edge.cells) == max(map(len, rows))
        return bool(right) and sum(map(bool, rows)) > 1
    return bool(ones) and not ones[0].words and edge.has_gap
