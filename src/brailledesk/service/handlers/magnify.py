"""``magnify/render``: the seam to the room that draws magnified, where it is installed."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import cast

from brailledesk.errors import MagnificationNotAvailable
from brailledesk.service.handling import Handler, Task
from brailledesk.service.wire.magnify import Render, Rendered

RENDERER = "brailledesk.magnify.service"
"""The module that draws for the service. It has ``render(screen, params) -> Rendered``, which may
raise any BrailledeskError, and is called in a thread."""


def render(task: Task, params: Render) -> Rendered:
    """The client's screen, drawn large. Raises MagnificationNotAvailable."""
    if find_spec(RENDERER.rpartition(".")[0]) is None or find_spec(RENDERER) is None:
        raise MagnificationNotAvailable
    try:
        renderer = import_module(RENDERER)
    except ImportError:
        raise MagnificationNotAvailable from None
    return cast("Rendered", renderer.render(task.screen, params))


HANDLERS = {"magnify/render": Handler(long=render)}
