"""The whole screen, line under line, and the reading column: the same in a narrow column."""

from __future__ import annotations

from collections.abc import Sequence

from brailledesk.magnify.flow import Flow, Place
from brailledesk.magnify.frame import Rectangle
from brailledesk.magnify.lines import TextLine
from brailledesk.magnify.markers import NO_MARKS, Marks
from brailledesk.magnify.scene import Scene
from brailledesk.magnify.views.rows import side_margin, text_panes
from brailledesk.magnify.words import Words


def page_flow(
    lines: Sequence[TextLine], words: Words, width: int, *, earlier: Flow | None = None
) -> Flow:
    """Lines laid out for a view so many pixels wide."""
    room = width - 2 * side_margin(words.atlas.metrics)
    return Flow(lines, words, room, earlier=earlier)


def whole_screen(
    flow: Flow, place: Place, width: int, height: int, marks: Marks = NO_MARKS
) -> Scene:
    """All lines from a place on, over the whole width."""
    return _page(flow, place, Rectangle(0, 0, width, height), marks, is_centred=False)


def reading_column(
    flow: Flow, place: Place, width: int, height: int, marks: Marks = NO_MARKS
) -> Scene:
    """The same in a column in the middle, as wide as the style's number of characters is."""
    return _page(flow, place, Rectangle(0, 0, width, height), marks, is_centred=True)


def column_width(words: Words, width: int) -> int:
    """Pixels of a view that a column of the style's number of characters takes at most."""
    metrics = words.atlas.metrics
    columns = words.atlas.style.columns
    wanted = round(columns * metrics.character) + 2 * side_margin(metrics)
    return min(wanted, width) if columns else width


def _page(flow: Flow, place: Place, area: Rectangle, marks: Marks, *, is_centred: bool) -> Scene:
    margin = side_margin(flow.words.atlas.metrics)
    left = max((area.width - flow.width) // 2, 0) if is_centred else margin
    column = Rectangle(area.x + left, area.y, flow.width, area.height)
    panes = text_panes(flow, place, area, column, marks)
    return Scene(area.width, area.height, panes[0].background, panes)
