"""Sheets that somebody puts in by hand: asked for at a terminal, one at a time elsewhere."""

from __future__ import annotations

import select
import sys
from collections.abc import Callable

from brailledesk.cli.console import say, translator
from brailledesk.devices.jobs.job import Place
from brailledesk.devices.jobs.send import Feed

INTERVAL = 0.25
"""Seconds between looks whether somebody asked for a stop."""


def feed_for(*, is_in: bool) -> Feed:
    """Who puts in sheets. ``is_in``: the first one is in already, where nobody can be asked."""
    if sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty():
        return _ask
    sheets = iter([is_in])
    return lambda _place, _is_asked: next(sheets, False)


def _ask(place: Place, is_asked: Callable[[], bool]) -> bool:
    """Wait for Enter, or for a wish to stop."""
    _ = translator()
    told = _("Put in a sheet of paper and press Enter. Out: {page} pages. To pause: Ctrl-C.")
    say(told.format(page=place.page), sys.stderr)
    while sys.platform != "win32" and not select.select([sys.stdin], [], [], INTERVAL)[0]:
        if is_asked():
            return False
    return sys.stdin.readline() != "" and not is_asked()
