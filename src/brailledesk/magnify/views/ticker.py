"""One line for all: lines one after another on a tape that moves under the eye, or step by step.

A tape has no clock: how far it has moved is a number of pixels that the caller raises, smoothly or
to the next word.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from brailledesk.magnify.frame import Rectangle
from brailledesk.magnify.lines import TextLine
from brailledesk.magnify.markers import NO_MARKS, Marks, RowPlace
from brailledesk.magnify.reflow import Row, SetWord, rows_of
from brailledesk.magnify.scene import Band, Pane, Scene
from brailledesk.magnify.style import MOST_COLUMNS
from brailledesk.magnify.views.rows import row_band, side_margin
from brailledesk.magnify.words import Words

_PIECE = 8_192
"""Pixels of a row that a long line is made of; a longer word is in pieces, which touch."""


class Tape:
    """Lines as one row each, one behind the other; made as far as it was looked at."""

    def __init__(self, lines: Sequence[TextLine], words: Words) -> None:
        self.lines = lines
        self.words = words
        self._rows: list[Row] = []
        self._starts: list[int] = [0]

    @property
    def gap(self) -> int:
        """Pixels between two lines."""
        return round(self.words.atlas.em * 2)

    def row(self, index: int) -> Row:
        """The row of a line."""
        self._make(index)
        return self._rows[index]

    def start(self, index: int) -> int:
        """Where a line begins, in pixels from the beginning of the tape."""
        self._make(index)
        return self._starts[index]

    def line_at(self, offset: int) -> int:
        """The line that is at a place of the tape."""
        while len(self._rows) < len(self.lines) and self._starts[-1] <= offset:
            self._make(len(self._rows))
        return min(max(bisect_right(self._starts, offset) - 1, 0), max(len(self.lines) - 1, 0))

    def offset_of(self, index: int, character: int) -> int:
        """The place of a character of a line."""
        return self.start(index) + self.row(index).x_of(character)

    def next_word(self, offset: int) -> int:
        """The place of the first word that begins behind a place; where there is none, the same."""
        for index in range(self.line_at(offset), len(self.lines)):
            start = self.start(index)
            places = sorted(start + one.x for one in self.row(index).words)
            behind = bisect_right(places, offset)
            if behind < len(places):
                return places[behind]
        return offset

    def word_before(self, offset: int) -> int:
        """The place of the last word that begins before a place; 0 without any."""
        for index in range(self.line_at(offset), -1, -1):
            start = self.start(index)
            before = [start + one.x for one in self.row(index).words if start + one.x < offset]
            if before:
                return max(before)
        return 0

    def _make(self, index: int) -> None:
        while len(self._rows) <= index:
            rows = rows_of(self.lines[len(self._rows)], self.words, _PIECE, MOST_COLUMNS)
            row = _in_one(rows)
            self._rows.append(row)
            self._starts.append(self._starts[-1] + row.width + self.gap)


def _in_one(rows: Sequence[Row]) -> Row:
    """The rows of a long line behind each other."""
    if len(rows) == 1:
        return rows[0]
    words: list[SetWord] = []
    shift, end = 0.0, rows[0].start
    for row in rows:
        shift += (row.start - end) * row.blank if words else 0.0
        words += [one._replace(x=one.x + round(shift)) for one in row.words]
        shift += row.width
        end = max((one.end for one in row.words), default=row.start)
    above, below = max(row.above for row in rows), max(row.below for row in rows)
    return Row(rows[0].start, rows[-1].end, tuple(words), above, below, rows[0].blank)


def ticker(tape: Tape, offset: int, width: int, height: int, marks: Marks = NO_MARKS) -> Scene:
    """The tape from ``offset`` on, in the middle of the height.

    What is at ``offset`` stands a margin from the left end; ``offset`` may be negative, for a tape
    that comes in from the right.
    """
    atlas = tape.words.atlas
    colours, metrics = atlas.style.colours, atlas.metrics
    margin = side_margin(metrics)
    bands: list[Band] = []
    index = tape.line_at(max(offset, 0) - width)
    while index < len(tape.lines):
        x = margin + tape.start(index) - offset
        if x >= width:
            break
        row = tape.row(index)
        if x + row.width + margin > 0:
            y = (height - metrics.pitch) // 2 + metrics.above - row.above
            at = RowPlace(row, x, y, x - margin, x + row.width + margin)
            own = marks.in_line(index)
            bands.append(row_band(at, own, metrics, colours, within=(0, width)))
        index += 1
    band = _joined(bands)
    area = Rectangle(0, 0, width, height)
    pane = Pane(area, colours.background, () if band is None else (band,))
    return Scene(width, height, colours.background, (pane,))


def _joined(bands: Sequence[Band]) -> Band | None:
    """Bands that stand beside each other as one."""
    if not bands:
        return None
    top = min(band.y for band in bands)
    bottom = max(band.y + band.height for band in bands)
    return Band(
        top,
        bottom - top,
        tuple(fill for band in bands for fill in band.fills),
        tuple(ink for band in bands for ink in band.words),
        tuple(fill for band in bands for fill in band.signs),
    )
