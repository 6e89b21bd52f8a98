"""Lines of print: pieces that stand on one baseline, and tables, in the order in which one reads.

What this room knows of a page ends here as :class:`Line` and :class:`Grid`; no piece is lost and
none is said twice.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from brailledesk.ingest.pdf.page import Piece

_SAME_LINE = 0.35
"""Of the larger size: what baselines of one line may differ, not counting raised signs."""
_RAISED = 0.6
_OPEN_ROWS = 3
"""Rows that a piece may still belong to: baselines of one line differ by a little."""
_SMALLER = 0.85
_DRAWN_AGAIN = 0.15
_TOUCHING = 0.05
MOST_PAIRS = 100_000
"""Of the pieces of two lines: a line of text has 100, and pages made to hurt have any number."""
LEADER = "…"
LEAST_LEADER = 4
LEAST_DOTS = LEAST_LEADER * "."
_LEADER = re.compile(r"\.{4,}")


@dataclass(frozen=True, slots=True)
class Line:
    """Pieces of one line from left to right; ``left`` to ``right`` of it, and of its column.

    ``is_alone`` says that it is a paragraph by itself, as a label with its value is.
    """

    pieces: tuple[Piece, ...]
    size: float
    base: float
    column: tuple[float, float]
    is_turned: bool = False
    is_alone: bool = False

    @property
    def left(self) -> float:
        return self.pieces[0].left

    @property
    def right(self) -> float:
        return max(piece.right for piece in self.pieces)

    @property
    def text(self) -> str:
        return text_of(self.pieces)

    def has_style(self, bit: int) -> bool:
        """Whether nearly all of the line is in a style."""
        with_it = sum(len(piece.text) for piece in self.pieces if piece.style & bit)
        return 10 * with_it >= 9 * sum(len(piece.text) for piece in self.pieces)


class GridCell(NamedTuple):
    """A cell of a table, with the row and column where it begins, counted from 0."""

    row: int
    column: int
    row_span: int
    column_span: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; ``edges`` are the x of its columns' sides, by which a continuation is known."""

    cells: tuple[GridCell, ...]
    rows: int
    columns: int
    edges: tuple[float, ...]
    top: float
    bottom: float

    @property
    def base(self) -> float:
        return self.bottom


Item = Line | Grid


def text_of(pieces: Iterable[Piece]) -> str:
    """The characters, with a blank where pieces are parted."""
    text: list[str] = []
    for piece in pieces:
        if text and not piece.is_glued:
            text.append(" ")
        text.append(piece.text)
    return "".join(text)


def lines_of(pieces: Iterable[Piece], column: tuple[float, float] | None = None) -> list[Line]:
    """The lines of pieces that stand in one column, from top to bottom."""
    found = [_line(row, column) for row in rows_of(pieces)]
    return sorted(found, key=lambda line: line.base)


def rows_of(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """Pieces by baseline; what is raised or lowered beside a word belongs to the word's line."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: (piece.base, piece.left)):
        row = next((row for row in reversed(rows[-_OPEN_ROWS:]) if _is_of(piece, row)), None)
        if row is None:
            rows.append([piece])
        else:
            row.append(piece)
    for place, row in enumerate(rows):
        for other in (*rows[max(place - 1, 0) : place], *rows[place + 1 : place + 2]):
            _give_scripts(row, other)
    return [_in_order(row) for row in rows if row]


def _is_of(piece: Piece, row: Sequence[Piece]) -> bool:
    return abs(piece.base - row[-1].base) <= _SAME_LINE * min(piece.size, row[-1].size)


def _give_scripts(row: list[Piece], other: list[Piece]) -> None:
    """Move the pieces of a row that are raised or lowered signs of another row."""
    if not row or not other or len(row) * len(other) > MOST_PAIRS:
        return
    size = max(piece.size for piece in other)
    if abs(row[0].base - other[0].base) > _RAISED * size:
        return
    moved = [
        piece
        for piece in row
        if piece.size < _SMALLER * size and any(_is_beside(piece, one) for one in other)
    ]
    other += moved
    taken = set(map(id, moved))
    row[:] = [piece for piece in row if id(piece) not in taken]


def _is_beside(one: Piece, other: Piece) -> bool:
    gap = max(one.left, other.left) - min(one.right, other.right)
    return gap < 0.4 * max(one.size, other.size)


def _in_order(row: list[Piece]) -> list[Piece]:
    """From left to right, without what was drawn again over itself."""
    row.sort(key=lambda piece: piece.left)
    kept = row[:1]
    for piece in row[1:]:
        last = kept[-1]
        near = abs(piece.left - last.left) < _DRAWN_AGAIN * piece.size
        if near and piece.text == last.text and abs(piece.base - last.base) < 1:
            continue
        # pdfium puts a blank behind a raised sign even where what follows touches it.
        is_touching = -_TOUCHING < (piece.left - last.right) / piece.size < _TOUCHING
        kept.append(piece._replace(is_glued=piece.is_glued or is_touching))
    return kept


def _line(row: Sequence[Piece], column: tuple[float, float] | None) -> Line:
    row = list(_without_leaders(row))
    sizes = Counter[float]()
    for piece in row:
        sizes[piece.size] += len(piece.text)
    size = sizes.most_common(1)[0][0]
    # The baseline is that of the text, not of a sign raised above it.
    base = max((p for p in row if p.size == size), key=lambda p: len(p.text)).base
    span = column or (row[0].left, max(piece.right for piece in row))
    first = row[0]._replace(is_glued=False)
    return Line((first, *row[1:]), size, base, span)


def _without_leaders(row: Sequence[Piece]) -> Iterator[Piece]:
    """The pieces of a line, leader dots as one "…": they lead the eye, and say nothing."""
    for is_dots, group in groupby(row, key=lambda piece: not piece.text.strip(".")):
        pieces = list(group)
        if is_dots and sum(len(piece.text) for piece in pieces) >= LEAST_LEADER:
            first, last = pieces[0], pieces[-1]
            yield first._replace(text=LEADER, right=last.right, is_glued=False)
            continue
        for piece in pieces:
            text = _LEADER.sub(LEADER, piece.text) if LEAST_DOTS in piece.text else piece.text
            yield piece._replace(text=text)
