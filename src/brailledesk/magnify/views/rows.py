"""Rows of a flow as bands of a pane: their words in their colours, with their markers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from brailledesk.magnify.atlas import Look, Metrics
from brailledesk.magnify.flow import Flow, Place, SeenRow
from brailledesk.magnify.frame import Rectangle
from brailledesk.magnify.markers import NO_MARKS, Marks, RowPlace, in_row, row_signs
from brailledesk.magnify.reflow import Row, SetWord
from brailledesk.magnify.scene import Band, ColourRange, Fill, Hung, Ink, Pane
from brailledesk.magnify.style import Colours, Rgb

_TO_THE_END = 1 << 30


def side_margin(metrics: Metrics) -> int:
    """Pixels left and right of a text, for the markers beside it."""
    return round(metrics.em * 0.75)


def pinned_height(flow: Flow, place: Place, height: int) -> int:
    """Pixels that the headings of a table take which stay above a view; see :func:`text_panes`."""
    head = flow.pinned(place, height)
    return sum(flow.rows(one).height for one in head) + _rule_height(flow) if head else 0


def _rule_height(flow: Flow) -> int:
    metrics = flow.words.atlas.metrics
    return metrics.stroke + metrics.margin


def text_panes(
    flow: Flow, place: Place, area: Rectangle, column: Rectangle, marks: Marks
) -> tuple[Pane, ...]:
    """What of a flow is seen from a place on, as :func:`text_pane`.

    Where the view is in the columns of a table, its headings stay above it, with a line below them.
    """
    top = pinned_height(flow, place, area.height)
    if not top:
        return (text_pane(flow, place, area, column, marks),)
    head = flow.pinned(place, area.height)
    above = area._replace(height=top)
    pinned = text_pane(flow, Place(head.start, flow.gap(head.start)), above, column, marks)
    y = top - _rule_height(flow)
    bands = tuple(band for band in pinned.bands if band.y + band.height <= area.y + y)
    stroke = flow.words.atlas.metrics.stroke
    rule = Fill(area.x, area.y + y, area.width, stroke, flow.words.atlas.style.colours.dimmed)
    pinned = replace(pinned, bands=(*bands, Band(rule.y, stroke, signs=(rule,))))
    below = Rectangle(area.x, area.y + top, area.width, area.height - top)
    return pinned, text_pane(flow, place, below, column._replace(y=below.y), marks)


def text_pane(flow: Flow, place: Place, area: Rectangle, column: Rectangle, marks: Marks) -> Pane:
    """A pane with what of a flow is seen from a place on.

    The rows stand in ``column``, which is inside the area and as high as it.
    """
    own = marks.by_line()
    bands: list[Band] = []
    for seen in flow.seen(place, area.height):
        found = own.get(seen.line, NO_MARKS)
        bands.append(_band(flow, seen, column, area.y + seen.y, found))
    return Pane(area, flow.words.atlas.style.colours.background, tuple(bands))


def _band(flow: Flow, seen: SeenRow, column: Rectangle, y: int, marks: Marks) -> Band:
    row, atlas = seen.row, flow.words.atlas
    x = column.x + flow.indent(seen.line)
    margin = side_margin(atlas.metrics)
    at = RowPlace(row, x, y, column.x - margin, column.right + margin)
    return flow.band(
        (row, x, y, column, marks),
        lambda: row_band(at, marks, atlas.metrics, atlas.style.colours),
    )


def row_band(
    at: RowPlace,
    marks: Marks,
    metrics: Metrics,
    colours: Colours,
    *,
    within: tuple[int, int] | None = None,
) -> Band:
    """The band of one row; ``marks`` are those of its line.

    Of a very long row only the words that are ``within`` two columns of the frame.
    """
    row = at.row
    if row.picture is not None:
        return Band(at.y, row.height, pictures=(Hung(at.x, at.y, row.picture),))
    words = row.words
    if within is not None:
        left, right = within[0] - at.x, within[1] - at.x
        words = tuple(one for one in words if one.x < right and one.x + one.word.columns >= left)
    selected = list(in_row(marks.selection, row))
    return Band(
        y=at.y,
        height=row.height,
        fills=tuple(fill for span in selected for fill in _blocks(at, *span, colours.selection)),
        words=tuple(
            Ink(
                at.x + one.x + one.word.left,
                at.y + row.above - one.word.top,
                one.word,
                _colours(one, selected, colours),
            )
            for one in (*row.labels, *words)
        ),
        signs=tuple(row_signs(at, marks, metrics, colours)),
    )


def _blocks(at: RowPlace, start: int, end: int, colour: Rgb) -> Iterator[Fill]:
    """What stands behind selected characters: behind each word, and between words."""
    for left, right in _stretches(at.row, start, end):
        yield Fill(at.x + left, at.y, right - left, at.row.height, colour)


def _stretches(row: Row, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The columns of selected characters: of words, of blanks between them, of those behind."""
    last = max((one.end for one in row.words), default=row.start)
    logical = {one.start: place for place, one in enumerate(sorted(row.words, key=_start))}
    before: SetWord | None = None
    for one in row.words:
        if before is not None and abs(logical[one.start] - logical[before.start]) == 1:
            blanks = min(one.end, before.end), max(one.start, before.start)
            if start < blanks[1] and end > blanks[0]:
                yield before.x + before.word.width, one.x
        first, stop = max(start, one.start), min(end, one.end)
        if first < stop:
            edges = one.word.edges[first - one.start], one.word.edges[stop - one.start]
            yield one.x + min(edges), one.x + max(edges)
        before = one
    if end > last:
        edges = row.x_of(max(start, last)), row.x_of(end)
        yield min(edges), max(edges)


def _start(word: SetWord) -> int:
    return word.start


@lru_cache(maxsize=256)
def _in_one_colour(ink: Rgb, behind: Rgb) -> tuple[ColourRange]:
    """The colours of a word without a selection: one object, which is quickly compared."""
    return ((_TO_THE_END, ink, behind),)


def _colours(
    one: SetWord, selected: list[tuple[int, int]], colours: Colours
) -> tuple[ColourRange, ...]:
    """The colours of a word, range by range; ranges end where its pixels do."""
    plain = colours.dimmed if one.look & Look.DIMMED else colours.text
    if not selected:
        return _in_one_colour(plain, colours.background)
    word = one.word
    width = word.columns
    ranges: list[tuple[int, int]] = []
    for start, end in selected:
        first, last = max(start, one.start), min(end, one.end)
        if first < last:
            edges = word.edges[first - one.start], word.edges[last - one.start]
            ranges.append((min(edges) - word.left, max(edges) - word.left))
    found: list[ColourRange] = []
    place = 0
    for left, right in sorted(ranges):
        if left > place:
            found.append((left, plain, colours.background))
        found.append((right, colours.selected_text, colours.selection))
        place = right
    if not found:
        return _in_one_colour(plain, colours.background)
    if place < width:
        found.append((width, plain, colours.background))
    return tuple(found)
