"""Markers: focus, caret, selection and changes, each with a shape of its own besides its colour.

The focus has a frame around it, and an arrow in the margin; the caret is a bar with feet; what is
selected stands on a block; what changed has a broken line under it, and a square in the other
margin.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from brailledesk.desk.region import Part, Source
from brailledesk.magnify.atlas import Metrics
from brailledesk.magnify.lines import ScreenText
from brailledesk.magnify.reflow import Row
from brailledesk.magnify.scene import Fill
from brailledesk.magnify.shaping import runs_left
from brailledesk.magnify.style import Colours, Rgb


class Span(NamedTuple):
    """Characters ``start`` to ``end`` of a line."""

    line: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Marks:
    """What is marked in a text; ``caret`` is a span without characters."""

    focus: tuple[Span, ...] = ()
    caret: Span | None = None
    selection: tuple[Span, ...] = ()
    changes: tuple[Span, ...] = ()

    def in_line(self, line: int) -> Marks:
        """The marks of one line, counted as if it were the first."""

        def own(spans: Iterable[Span]) -> tuple[Span, ...]:
            return tuple(Span(0, one.start, one.end) for one in spans if one.line == line)

        caret = None if self.caret is None else next(iter(own([self.caret])), None)
        return Marks(own(self.focus), caret, own(self.selection), own(self.changes))

    def by_line(self) -> dict[int, Marks]:
        """The marks of each line that has some, as :meth:`in_line` gives them."""
        spans = [*self.focus, *self.selection, *self.changes]
        if self.caret is not None:
            spans.append(self.caret)
        return {line: self.in_line(line) for line in {one.line for one in spans}}


NO_MARKS = Marks()


def marks_of(text: ScreenText, changed: Iterable[str] = ()) -> Marks:
    """The marks of a screen: its focus, its caret with what is selected, and nodes that changed."""
    screen = text.screen
    focus = () if screen.focus is None else tuple(_spans(text, frozenset({screen.focus})))
    changes = tuple(_spans(text, frozenset(changed)))
    caret = screen.caret
    if caret is None:
        return Marks(focus, changes=changes)
    place = text.find(Source(caret.node, Part.VALUE, caret.offset))
    selection: tuple[Span, ...] = ()
    start, end = caret.selection()
    if start < end and not screen.nodes[caret.node].sensitive:
        selection = tuple(_selected(text, caret.node, start, end))
    return Marks(focus, None if place is None else Span(*place, place[1]), selection, changes)


def _spans(text: ScreenText, nodes: frozenset[str]) -> Iterator[Span]:
    if not nodes:
        return
    for index, line in enumerate(text.lines):
        if nodes.isdisjoint(line.nodes):
            continue
        for start, end in line.spans(nodes):
            yield Span(index, start, _without_blanks(line.text, start, end))


def _without_blanks(text: str, start: int, end: int) -> int:
    return max(start + len(text[start:end].rstrip()), min(start + 1, end))


def _selected(text: ScreenText, node: str, start: int, end: int) -> Iterator[Span]:
    """The selected characters of a value, in all lines that it takes."""
    for index, line in enumerate(text.lines):
        if node not in line.nodes:
            continue
        place = 0
        for region in line.regions:
            if region.node == node and region.part is Part.VALUE and not region.is_whole:
                first = max(start, region.offset) - region.offset
                last = min(end, region.offset + len(region.text)) - region.offset
                if first < last:
                    yield Span(index, place + first, place + last)
            place += len(region.text)


def in_row(spans: Iterable[Span], row: Row) -> Iterator[tuple[int, int]]:
    """What of some spans of a line stands in a row of it, as characters of the line."""
    for one in spans:
        start, end = max(one.start, row.start), min(one.end, row.end)
        if start < end:
            yield start, end


@dataclass(frozen=True, slots=True)
class RowPlace:
    """A row on the frame: its left end and its top, and the margins beside it."""

    row: Row
    x: int
    y: int
    margin_left: int
    margin_right: int


def focus_frame(at: RowPlace, span: Span, metrics: Metrics, colour: Rgb) -> list[Fill]:
    """A frame around what of the focus is in a row; where it goes on in another row, it is open."""
    row = at.row
    left, right = _edges(at, max(span.start, row.start), min(span.end, row.end))
    thick, height = metrics.stroke, row.height
    left, right = left - thick * 2, right + thick * 2
    frame = [
        Fill(left, at.y, right - left, thick, colour),
        Fill(left, at.y + height - thick, right - left, thick, colour),
    ]
    if span.start >= row.start:
        frame.append(Fill(left, at.y, thick, height, colour))
    if span.end <= row.end:
        frame.append(Fill(right - thick, at.y, thick, height, colour))
    return frame


def focus_arrow(at: RowPlace, metrics: Metrics, colour: Rgb) -> list[Fill]:
    """An arrow in the left margin that points at the row, of lines one pixel high."""
    size = max(round(metrics.em * 0.3), 3)
    middle = at.y + at.row.above - round(metrics.em * 0.25)
    left = at.margin_left
    return [
        Fill(left, middle + shift, max(size - abs(shift) * size // (size + 1), 1), 1, colour)
        for shift in range(-size, size + 1)
    ]


def caret_bar(at: RowPlace, character: int, metrics: Metrics, colour: Rgb) -> list[Fill]:
    """A bar between two characters with a foot at each end, as high as the row."""
    thick = max(metrics.stroke, 2)
    x = at.x + at.row.x_of(character) - thick // 2
    foot = thick * 3
    return [
        Fill(x, at.y, thick, at.row.height, colour),
        Fill(x - thick, at.y, foot, thick, colour),
        Fill(x - thick, at.y + at.row.height - thick, foot, thick, colour),
    ]


def change_line(at: RowPlace, start: int, end: int, metrics: Metrics, colour: Rgb) -> list[Fill]:
    """A broken line under characters of a row."""
    left, right = _edges(at, start, end)
    thick = metrics.stroke
    y = at.y + at.row.height - metrics.margin - thick // 2
    return [
        Fill(x, y, min(thick * 3, right - x), thick, colour) for x in range(left, right, thick * 5)
    ]


def change_square(at: RowPlace, metrics: Metrics, colour: Rgb) -> list[Fill]:
    """A square in the right margin."""
    size = max(round(metrics.em * 0.25), 3)
    y = at.y + at.row.above - round(metrics.em * 0.25) - size // 2
    return [Fill(at.margin_right - size, y, size, size, colour)]


def _edges(at: RowPlace, start: int, end: int) -> tuple[int, int]:
    """The left and the right end of characters of a row, on the frame."""
    edges = [at.row.x_of(start), at.row.x_of(end)]
    words = at.row.words
    if not any(runs_left(one.word.text) for one in words):
        words = ()
    for one in words:  # where some run left, the outermost are not the first and the last
        first, last = max(start, one.start), min(end, one.end)
        if first < last:
            edges += [one.x + one.word.edges[place - one.start] for place in (first, last)]
    return at.x + min(edges), at.x + max(edges)


def row_signs(at: RowPlace, marks: Marks, metrics: Metrics, colours: Colours) -> Iterator[Fill]:
    """All signs that are drawn over the words of a row; ``marks`` are those of its line."""
    row = at.row
    changes = list(in_row(marks.changes, row))
    for start, end in changes:
        yield from change_line(at, start, end, metrics, colours.changes)
    if changes:
        yield from change_square(at, metrics, colours.changes)
    focus = [one for one in marks.focus if any(in_row([one], row))]
    for span in focus:
        yield from focus_frame(at, span, metrics, colours.focus)
    if focus:
        yield from focus_arrow(at, metrics, colours.focus)
    caret = marks.caret
    if caret is not None and row.start <= caret.start <= row.end:
        yield from caret_bar(at, caret.start, metrics, colours.caret)
