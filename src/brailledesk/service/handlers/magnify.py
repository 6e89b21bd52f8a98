"""``magnify/render``, ``display/magnify``: screens drawn large, in a process beside the service."""

from __future__ import annotations

import re
from importlib.util import find_spec
from typing import cast

from brailledesk.errors import N_, MagnificationNotAvailable, PathNotAllowed, UsageError
from brailledesk.screen import Screen
from brailledesk.screen_json import format_screen
from brailledesk.service.handling import Handler, Handlers, Task
from brailledesk.service.wire.magnify import Draw, Render, Rendered
from brailledesk.service.work.processes import Processes

PACKAGES = {"numpy": "numpy", "fontTools": "fonttools"}
"""What drawing needs of the extra ``magnify``: modules, and the packages that have them."""
MOST_PIXELS = 4096 * 4096
_NAME = re.compile(r"[A-Za-z0-9_-]+")


def magnify_handlers(processes: Processes) -> Handlers:
    """The handlers, whose work is done by ``processes``."""

    def render(task: Task, params: Render) -> Rendered:
        return drawn(task, task.screen, params)

    def draw(task: Task, params: Draw) -> Rendered:
        return drawn(task, task.service.stack.top.desk.screen, params)

    def drawn(task: Task, screen: Screen, params: Draw) -> Rendered:
        for module, package in PACKAGES.items():
            if find_spec(module) is None:
                raise MagnificationNotAvailable(package)
        if params.width * params.height > MOST_PIXELS:
            raise UsageError(
                N_("A picture of this size is too large: {limit} pixels are the most."),
                limit=MOST_PIXELS,
            )
        named = params.colours
        if named is not None and not task.rights.may_name_paths and not _NAME.fullmatch(named):
            raise PathNotAllowed
        data = format_screen(screen)
        return cast("Rendered", processes.run(task, _LABEL, "draw", data, params))

    return {"magnify/render": Handler(long=render), "display/magnify": Handler(long=draw)}


_LABEL = N_("the screen")
