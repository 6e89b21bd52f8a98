"""Screens drawn magnified. Needs the extra ``magnify``."""

from __future__ import annotations

from dataclasses import replace

from brailledesk.errors import N_, UsageError
from brailledesk.magnify.export import render
from brailledesk.magnify.style import MOST_ZOOM, Style, Zoom
from brailledesk.progress import Progress
from brailledesk.scheme_file import load_scheme
from brailledesk.screen_json import parse_screen
from brailledesk.service.wire.magnify import Draw, Render, Rendered


def draw(screen_json: bytes, params: Draw, tell: Progress) -> Rendered:
    """See ``magnify/render`` and ``display/magnify``.

    A screen comes as JSON: it goes to another process.
    """
    del tell  # there is nothing to tell of a single picture
    screen = parse_screen(screen_json)
    if isinstance(params, Render) and params.node is not None:
        if params.node not in screen.nodes:
            raise UsageError(N_("The screen has no node {node}."), node=params.node)
        screen = replace(screen, focus=params.node, caret=None)
    scheme = load_scheme(params.colours) if params.colours is not None else load_scheme()
    style = Style(Zoom(min(params.scale, MOST_ZOOM)), scheme)
    picture = render(screen, style, (params.width, params.height))
    return Rendered(png=picture.png(), width=params.width, height=params.height)
