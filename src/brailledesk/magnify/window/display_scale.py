"""How many pixels a display has for one of those that programs count: 2 on one of 192 dots an inch.

Text at one time is as large as programs draw it, and that is this much larger on such displays.
"""

from __future__ import annotations

import ctypes
import os
import sys

from brailledesk.magnify.x11 import display

PLAIN_DOTS = 96.0
_LEAST, _MOST = 1.0, 4.0


def display_scale(named: str | None = None) -> float:
    """The scale of the display that a window opens on; ``named`` is the words of the user for it.

    On X11 it is what the desktop says (``GDK_SCALE``, the resource ``Xft.dpi``), and where it says
    nothing the dots an inch that the server was told. On macOS the system enlarges itself.
    """
    for words in (named, os.environ.get("GDK_SCALE")):
        scale = _number(words)
        if scale is not None:
            return scale
    if sys.platform == "win32":
        return _bounded(ctypes.windll.user32.GetDpiForSystem() / PLAIN_DOTS)
    with display() as opened:
        dots = None if opened is None else opened.dots()
    return 1.0 if dots is None else _bounded(dots / PLAIN_DOTS)


def _number(words: str | None) -> float | None:
    try:
        return None if not words else _bounded(float(words))
    except ValueError:
        return None


def _bounded(scale: float) -> float:
    """A scale that a display may have, in quarters: what servers say of sizes is not exact."""
    return min(max(round(scale * 4) / 4, _LEAST), _MOST)
