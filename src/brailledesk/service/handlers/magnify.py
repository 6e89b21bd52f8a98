"""``magnify/render``: the client's screen drawn large, in a process beside the service."""

from __future__ import annotations

import re
from importlib.util import find_spec
from typing import cast

from brailledesk.errors import N_, MagnificationNotAvailable, PathNotAllowed, UsageError
from brailledesk.screen_json import format_screen
from brailledesk.service.handling import Handler, Handlers, Task
from brailledesk.service.wire.magnify import Render, Rendered
from brailledesk.service.work.processes import Processes

PACKAGES = ("numpy", "fontTools")
"""What drawing needs, of the extra ``magnify``."""
MOST_PIXELS = 4096 * 4096
_NAME = re.compile(r"[A-Za-z0-9_-]+")


def magnify_handlers(processes: Processes) -> Handlers:
    """The handlers, whose work is done by ``processes``."""

    def render(task: Task, params: Render) -> Rendered:
        if any(find_spec(name) is None for name in PACKAGES):
            raise MagnificationNotAvailable
        if params.width * params.height > MOST_PIXELS:
            raise UsageError(
                N_("A picture of this size is too large: {limit} pixels are the most."),
                limit=MOST_PIXELS,
            )
        named = params.colours
        if named is not None and not task.rights.may_name_paths and not _NAME.fullmatch(named):
            raise PathNotAllowed
        screen = format_screen(task.screen)
        return cast("Rendered", processes.run(task, _LABEL, "draw", screen, params))

    return {"magnify/render": Handler(long=render)}


_LABEL = N_("the screen")
