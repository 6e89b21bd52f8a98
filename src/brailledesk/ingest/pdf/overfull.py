"""Words that are longer than their column and run over the gutter into the next.

An address or a path that nothing divides is printed past the end of its line. One such word would
hide the gutter of a whole page, and the page would be read across. It is told from a heading over
both columns by its length and by its place: in the middle of lines that leave the gutter blank, as
near to them as lines of text are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from brailledesk.ingest.pdf.lines import Grid
from brailledesk.ingest.pdf.page import Piece

Box = Piece | Grid

_MOST_OVER = 0.12
"""Of the lines: so many may run over a gutter, and three in any case."""
_LEAST_LETTERS = 12
_LEADING = 1.8
"""Of the size: baselines of lines of one text are no farther apart."""
_SAME_LINE, _AROUND = 0.4, 4.0
"""Of the size, between baselines."""
_MOST_TRIED = 40
"""Words that are looked at on a page; on a page made to hurt the rest stays as it is."""


def within_columns(boxes: Sequence[Box], least: float) -> list[Box]:
    """The boxes, words that run over a gutter of at least ``least`` ending before it."""
    pieces = [box for box in boxes if isinstance(box, Piece)]
    ends: dict[int, float] = {}
    for left, right in _gutters(pieces, least):
        over = [
            piece
            for piece in pieces
            if piece.left < left < piece.right and len(piece.text) >= _LEAST_LETTERS
        ]
        tried = set(map(id, over[:_MOST_TRIED]))
        others = [piece for piece in pieces if id(piece) not in tried]
        for piece in over[:_MOST_TRIED]:
            if _runs_over(piece, others, (left, right)):
                end = max(left - least / 2, piece.left)
                ends[id(piece)] = min(end, ends.get(id(piece), end))
    if not ends:
        return list(boxes)
    return [
        box._replace(right=ends[id(box)]) if isinstance(box, Piece) and id(box) in ends else box
        for box in boxes
    ]


def _gutters(pieces: Sequence[Piece], least: float) -> Iterator[tuple[float, float]]:
    """Strips that hardly any line enters: the last ``least`` before a column begins.

    What stands before that may be the ragged end of lines.
    """
    edges = [(piece.left, 1) for piece in pieces] + [(piece.right, -1) for piece in pieces]
    steps: list[tuple[float, int]] = []
    count = 0
    for x, changes in groupby(sorted(edges), key=lambda edge: edge[0]):
        count += sum(change for _, change in changes)
        steps.append((x, count))
    most = max(3.0, _MOST_OVER * max((count for _, count in steps), default=0))
    start: float | None = None
    for x, count in steps[:-1]:
        if count > most and start is not None:
            if x - start >= least and start > steps[0][0]:
                yield x - least, x
            start = None
        elif count <= most and start is None:
            start = x


def _runs_over(word: Piece, pieces: Sequence[Piece], gutter: tuple[float, float]) -> bool:
    """Whether the lines right above and below a word leave the gutter blank, with text beside it.

    What stands a little higher or lower is in the word's own line.
    """
    above: list[Piece] = []
    below: list[Piece] = []
    for one in pieces:
        distance = (one.base - word.base) / word.size
        if _SAME_LINE < abs(distance) <= _AROUND:
            (below if distance > 0 else above).append(one)
    return _are_columns(above, word, gutter) and _are_columns(below, word, gutter)


def _are_columns(side: Sequence[Piece], word: Piece, gutter: tuple[float, float]) -> bool:
    left = [one for one in side if one.right <= gutter[1]]
    right = [one for one in side if one.left >= gutter[0]]
    if not left or not right or len(left) + len(right) < len(side):
        return False
    return min(abs(one.base - word.base) for one in left) <= _LEADING * word.size
