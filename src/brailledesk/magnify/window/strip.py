"""A strip at the lower edge, in the colours of the text turned round, for a word of the window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from brailledesk.magnify.atlas import Look
from brailledesk.magnify.flow import Flow, Place
from brailledesk.magnify.frame import Rectangle
from brailledesk.magnify.lines import TextLine
from brailledesk.magnify.markers import NO_MARKS
from brailledesk.magnify.scene import Scene
from brailledesk.magnify.style import Em, PlainColours, Style
from brailledesk.magnify.views.page import page_flow
from brailledesk.magnify.views.rows import side_margin, text_pane
from brailledesk.magnify.words import Words

_LEAST_EM = 24.0
_SHARE = 8
"""The em is at most this part of the window's height: the text above has to stay in view."""


def plain_line(text: str) -> TextLine:
    """A line of the window's own words."""
    return TextLine(text, ((len(text), Look.PLAIN),))


@dataclass(frozen=True, slots=True)
class Strip:
    """The words laid out, and the pixels that they take."""

    flow: Flow
    height: int

    def under(self, scene: Scene) -> Scene:
        """A scene with the strip below it."""
        y = scene.height
        area = Rectangle(0, y, scene.width, self.height)
        margin = side_margin(self.flow.words.atlas.metrics)
        column = Rectangle(margin, y, self.flow.width, self.height)
        pane = text_pane(self.flow, Place(), area, column, NO_MARKS)
        height = scene.height + self.height
        return replace(scene, height=height, panes=(*scene.panes, pane))


def strip(
    said: str, style: Style, em: float, size: tuple[int, int], words_of: Callable[[Style], Words]
) -> Strip:
    """The strip with some words for a window of a size; ``em`` is that of the text above."""
    width, height = size
    colours = style.colours
    turned = PlainColours(
        text=colours.background,
        background=colours.text,
        focus=colours.background,
        caret=colours.background,
        selection=colours.background,
        selected_text=colours.text,
        changes=colours.background,
        dimmed=colours.background,
    )
    fitting = max(min(em, height / _SHARE), min(_LEAST_EM, em))
    own = replace(style, size=Em(fitting), colours=turned, columns=0, line_spacing=1.25)
    flow = page_flow([plain_line(said)], words_of(own), width)
    return Strip(flow, min(flow.height(0), height // 2))
