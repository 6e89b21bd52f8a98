"""Running heads and feet, and page numbers: found by what successive pages have at one height.

A line at the edge of a page is furniture where a page next to it, or next but one, has the same
line at the same height; numbers in it may differ, but only by as much as the pages do. So
"Codice 123" above "Codice 145" is no furniture, and "12 / 60" above "13 / 60" is. Where the words
differ too, as with the names of chapters, only a line with the page number at its end or beginning
counts, that stands off the text, and that two pages confirm.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple

from brailledesk.ingest.pdf.lines import Item, Line
from brailledesk.ingest.pdf.page import Shown

DEPTH = 3
"""Lines of an edge that may be furniture."""
ZONE = 0.2
"""Of the height of the page, at the top and at the bottom: where running lines stand."""
_SAME_HEIGHT = 4.0
_ONE_HEIGHT = 1.5
_STANDS_OFF = 1.7
"""Of the size: from baseline to baseline, more than lines of text stand apart."""
_MISREAD = 0.85
"""Of the letters of a recognised line: what a second reading has alike."""
_LONGEST = 120
_TOKEN = re.compile(r"\d+|[^\W\d_]+|[^\w\s]+")
_ROMAN = re.compile(r"(?=[ivxlc])(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})$")
_ONLY_NUMBER = re.compile(
    r"\W*(?:(?:pag(?:ina)?|page|p)\b\.?)?\W*(\d{1,4}|[ivxlc]{1,6})\W*(?:(?:di|of|/)\W*\d{1,4})?\W*$",
    re.IGNORECASE,
)
_SAYS_PAGE = re.compile(r"\W*pag(?:ina|e|\.)?\s*\d+\s*(?:(?:di|of|/)\s*\d+)?\W*$", re.IGNORECASE)
_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


@dataclass(frozen=True, slots=True)
class PageText:
    """The items of a page in reading order; ``label`` is its number in print, "" if unknown.

    ``pictures`` stand where their boxes say; of a page that is a picture it is that.
    """

    number: int
    label: str
    height: float
    items: tuple[Item, ...]
    turned: tuple[Line, ...] = ()
    pictures: tuple[Shown, ...] = ()


class _Edge(NamedTuple):
    """A line at the top or the bottom of a page; ``rank`` counts from outside."""

    line: Line
    is_top: bool
    rank: int
    stands_off: bool
    tokens: tuple[str, ...]


class _Match(NamedTuple):
    """What a neighbour says of a line: whether its words are the same, and which token counts."""

    is_same: bool
    counting: str


def without_furniture(pages: Sequence[PageText]) -> list[PageText]:
    """The pages without running lines, labelled by the numbers that print shows."""
    edges = [list(_edges(page)) for page in pages]
    return [_cleaned(page, place, edges) for place, page in enumerate(pages)]


def _edges(page: PageText) -> Iterator[_Edge]:
    lines = sorted((item for item in page.items if isinstance(item, Line)), key=_base)
    for is_top in (True, False):
        ranks = _ranks(lines if is_top else lines[::-1])
        gaps = [
            abs(inner[0].base - outer[0].base) > _STANDS_OFF * max(inner[0].size, outer[0].size)
            for outer, inner in pairwise(ranks)
        ]
        # Running lines stand off the text together: behind the first gap nothing is furniture.
        reached = gaps.index(True) + 1 if True in gaps[:DEPTH] else 1
        for rank, row in enumerate(ranks[:reached]):
            off = True in gaps[:DEPTH]
            for line in row:
                depth = line.base if is_top else page.height - line.base
                if depth > ZONE * page.height:
                    continue
                yield _Edge(line, is_top, rank, off, tuple(_TOKEN.findall(line.text.lower())))


def _ranks(lines: Sequence[Line]) -> list[list[Line]]:
    """The outermost lines, those at one height together; one more than may be furniture."""
    ranks: list[list[Line]] = []
    for line in lines:
        if ranks and abs(line.base - ranks[-1][0].base) <= _ONE_HEIGHT:
            ranks[-1].append(line)
        elif len(ranks) > DEPTH:
            break
        else:
            ranks.append([line])
    return ranks


def _base(line: Line) -> float:
    return line.base


def _apart(one: Line, other: Line) -> float:
    return one.base - other.base


def _cleaned(page: PageText, place: int, edges: Sequence[Sequence[_Edge]]) -> PageText:
    dropped: set[int] = set()
    label = ""
    for is_top in (True, False):
        reached = 0
        for edge in edges[place]:
            # Nothing farther inside than text that stays is furniture.
            if edge.is_top is not is_top or edge.rank > reached:
                continue
            found = _judge(edge, place, edges, page.number)
            if found is not None:
                dropped.add(id(edge.line))
                label = label or found
                reached = edge.rank + 1
    items = tuple(item for item in page.items if id(item) not in dropped)
    return PageText(
        page.number, label or page.label, page.height, items, page.turned, page.pictures
    )


def _judge(edge: _Edge, place: int, edges: Sequence[Sequence[_Edge]], page: int) -> str | None:
    """None for text; else the page's number in print, "" for furniture without it."""
    matches = [
        match
        for apart in (-2, -1, 1, 2)
        if 0 <= place + apart < len(edges)
        for other in edges[place + apart]
        if (match := _compare(edge, other, apart)) is not None
    ]
    counting = [match.counting for match in matches if match.counting]
    if edge.stands_off and any(match.is_same for match in matches):
        return max(counting, key=counting.count) if counting else ""
    is_confirmed = len(counting) >= min(2, len(edges) - 1)
    alone = _ONLY_NUMBER.match(edge.line.text)
    if counting and is_confirmed and (alone or edge.stands_off):
        return counting[0]
    if _SAYS_PAGE.match(edge.line.text) and edge.stands_off:
        return alone[1] if alone else ""
    if len(edges) == 1 and alone and edge.stands_off and alone[1] == str(page):
        return alone[1]
    return None


def _compare(edge: _Edge, other: _Edge, apart: int) -> _Match | None:
    """What a line ``apart`` pages away says of this one."""
    if edge.is_top is not other.is_top or abs(_apart(edge.line, other.line)) > _SAME_HEIGHT:
        return None
    counting = next(
        (
            one
            for one, two in zip(edge.tokens, other.tokens, strict=False)
            if _counts(one, two, apart)
        ),
        "",
    )
    is_same = 0 < len(edge.tokens) == len(other.tokens) and all(
        one == two or _counts(one, two, apart)
        for one, two in zip(edge.tokens, other.tokens, strict=True)
    )
    is_same = is_same or _is_misread(edge, other, apart)
    if is_same:
        return _Match(is_same=True, counting=counting)
    for at in (0, -1):
        for far in (0, -1):
            if edge.tokens and other.tokens and _counts(edge.tokens[at], other.tokens[far], apart):
                return _Match(is_same=False, counting=edge.tokens[at])
    return None


def _is_misread(edge: _Edge, other: _Edge, apart: int) -> bool:
    """Whether two recognised lines differ by no more than recognition errs, numbers by nothing."""
    if not all(piece.reading for line in (edge.line, other.line) for piece in line.pieces):
        return False
    ones, others = _numbers(edge), _numbers(other)
    are_one = len(ones) == len(others) and all(
        one == two or _counts(one, two, apart) for one, two in zip(ones, others, strict=True)
    )
    return are_one and _likeness(edge.tokens, other.tokens) >= _MISREAD


def _numbers(edge: _Edge) -> list[str]:
    return [token for token in edge.tokens if token.isdigit()]


def _likeness(one: Sequence[str], other: Sequence[str]) -> float:
    first, second = (
        " ".join(token for token in tokens if not token.isdigit())[:_LONGEST]
        for tokens in (one, other)
    )
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


def _counts(token: str, other: str, apart: int) -> bool:
    """Whether two numbers of one kind differ as their pages do."""
    one, two = _value(token), _value(other)
    is_one_kind = token.isdigit() == other.isdigit()
    return is_one_kind and one is not None and two is not None and two - one == apart


def _value(token: str) -> int | None:
    if token.isdigit() and len(token) <= 5 and token.isascii():
        return int(token)
    if not _ROMAN.match(token):
        return None
    values = [_VALUES[letter] for letter in token]
    return sum(
        -value if any(value < later for later in values[place + 1 : place + 2]) else value
        for place, value in enumerate(values)
    )
