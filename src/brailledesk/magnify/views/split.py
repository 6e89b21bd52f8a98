"""A view beside an overview: all of the screen small on the left, what is read large beside it."""

from __future__ import annotations

from dataclasses import replace

from brailledesk.magnify.flow import Flow, Place
from brailledesk.magnify.frame import Rectangle
from brailledesk.magnify.markers import NO_MARKS, Marks
from brailledesk.magnify.scene import Band, Fill, Pane, Scene
from brailledesk.magnify.style import Em, Style
from brailledesk.magnify.views.rows import side_margin, text_pane, text_panes

LEAST_OVERVIEW_EM = 12.0
"""Pixels: an overview is to be looked at, and still to be read with a glass."""
_SHARE = 0.3
"""What of the width the overview takes."""


def overview_style(style: Style, em: float, fraction: float = 0.33) -> Style:
    """The style of an overview beside text with an em of so many pixels."""
    size = max(em * fraction, LEAST_OVERVIEW_EM)
    return replace(style, size=Em(size), columns=0, line_spacing=1.0)


def split_widths(width: int) -> tuple[int, int]:
    """Pixels of the overview and of the view beside it; what is left parts them."""
    overview = round(width * _SHARE)
    rule = max(width // 240, 2)
    return overview, width - overview - rule


def split(
    overview: Flow,
    detail: Flow,
    place: Place,
    width: int,
    height: int,
    marks: Marks = NO_MARKS,
) -> Scene:
    """Two flows of the same lines, laid out for :func:`split_widths`: an overview, and the detail.

    The detail begins at ``place``. In the overview a bar in the margin stands beside the lines that
    are in the detail, and they are in view.
    """
    colours = detail.words.atlas.style.colours
    small, large = split_widths(width)
    seen = [one.line for one in detail.seen(place, height)]
    lines = (min(seen), max(seen)) if seen else (place.line, place.line)
    left = Rectangle(0, 0, small, height)
    right = Rectangle(width - large, 0, large, height)
    from_place = _overview_place(overview, lines, height)
    pane = text_pane(overview, from_place, left, _column(overview, left), _small(marks))
    pane = _with_bar(pane, overview, from_place, lines)
    return Scene(
        width,
        height,
        colours.dimmed,
        (pane, *text_panes(detail, place, right, _column(detail, right), marks)),
    )


def _column(flow: Flow, area: Rectangle) -> Rectangle:
    margin = side_margin(flow.words.atlas.metrics)
    return Rectangle(area.x + margin, area.y, flow.width, area.height)


def _small(marks: Marks) -> Marks:
    """What an overview marks: where the focus is, and what changed."""
    return Marks(focus=marks.focus, changes=marks.changes)


def _overview_place(overview: Flow, lines: tuple[int, int], height: int) -> Place:
    """From the beginning, if the lines are in view then; else with them in the middle."""
    first = Place(lines[0])
    below = overview.distance(Place(), Place(lines[1]), limit=height * 4)
    if not overview.lines or not overview.is_higher(lines[1], height - below):
        return Place()
    return overview.move(first, -height // 3)


def _with_bar(pane: Pane, overview: Flow, place: Place, lines: tuple[int, int]) -> Pane:
    """A bar at the left edge beside some lines, inside their bands."""
    seen = list(overview.seen(place, pane.area.height))
    thick = max(side_margin(overview.words.atlas.metrics) // 4, 2)
    colour = overview.words.atlas.style.colours.text
    bands: list[Band] = []
    for band, one in zip(pane.bands, seen, strict=True):
        if lines[0] <= one.line <= lines[1]:
            bar = Fill(pane.area.x, band.y, thick, band.height, colour)
            bands.append(band._replace(signs=(bar, *band.signs)))
        else:
            bands.append(band)
    return replace(pane, bands=tuple(bands))
