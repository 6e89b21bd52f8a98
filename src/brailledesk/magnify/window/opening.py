"""Open the window, with what SDL has to know before it is loaded."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from brailledesk.errors import N_, WindowNotAvailable

if TYPE_CHECKING:
    from brailledesk.magnify.window.sdl import Window

_ENVIRONMENT = {
    # Without it Windows enlarges our frames on screens of many pixels, and blurs them.
    "SDL_WINDOWS_DPI_AWARENESS": "permonitorv2",
    "SDL_VIDEO_ALLOW_SCREENSAVER": "1",
    "PYGAME_HIDE_SUPPORT_PROMPT": "1",
}


def open_window(title: str, size: tuple[int, int], *, is_fullscreen: bool = False) -> Window:
    """A window; raises WindowNotAvailable where there is no screen, or no pygame."""
    for name, value in _ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    try:
        from brailledesk.magnify.window.sdl import Window  # noqa: PLC0415 - an extra
    except ImportError:
        raise WindowNotAvailable(
            N_('the package pygame-ce is missing (pip install "brailledesk[magnify]")')
        ) from None
    return Window(title, size, is_fullscreen=is_fullscreen)
