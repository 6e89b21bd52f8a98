"""The screen of a desktop as pixels: this one's, or that of another display of X11.

Pillow takes them, which it does on Windows, on macOS and from X11. The magnifier's own window would
show itself in itself without end: what is under it stays as it was seen last.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PIL import Image, ImageGrab

from brailledesk.errors import SourceNotReadable
from brailledesk.magnify.bitmap_screens import BitmapScreen, changed_rectangles
from brailledesk.magnify.frame import Pixels, Rectangle
from brailledesk.magnify.x11 import open_display


class Desktop:
    """A desktop; ``name`` is that of a display of X11, or "" for the one that this program is on.

    ``covered`` tells where the magnifier's own window is. Raises SourceNotReadable.
    """

    def __init__(
        self, name: str = "", covered: Callable[[], Rectangle | None] = lambda: None
    ) -> None:
        self._name = name
        self._covered = covered
        self._pixels: Pixels | None = None
        self._pointer: tuple[int, int] | None = None
        self._display = open_display(name or None)

    def next(self) -> BitmapScreen | None:
        """The screen, if anything of it is new. Raises SourceNotReadable."""
        before, now = self._pixels, _grabbed(self._name)
        covered = self._covered()
        if before is not None and before.shape == now.shape:
            if covered is not None:
                part = covered.inside(Rectangle(0, 0, now.shape[1], now.shape[0]))
                own = np.s_[part.y : part.bottom, part.x : part.right]
                now[own] = before[own]
        else:
            before = None
        changed = changed_rectangles(before, now)
        pointer = None if self._display is None else self._display.pointer()
        if not changed and pointer == self._pointer:
            return None
        self._pixels, self._pointer = now, pointer
        return BitmapScreen(now, changed, pointer)

    def close(self) -> None:
        """Let the display go."""
        display, self._display = self._display, None
        if display is not None:
            display.close()


def _grabbed(name: str) -> Pixels:
    try:
        image = ImageGrab.grab(xdisplay=name or None)
    except (OSError, ValueError) as error:
        raise SourceNotReadable(name or "desktop", str(error)) from None
    return _pixels(image)


def _pixels(image: Image.Image) -> Pixels:
    pixels = np.full((image.height, image.width, 4), 255, np.uint8)
    pixels[..., :3] = np.asarray(image.convert("RGB"))
    return pixels
