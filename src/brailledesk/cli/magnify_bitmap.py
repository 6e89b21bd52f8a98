"""A picture, or a screen of which there is nothing but a picture, in the magnifier's window."""

from __future__ import annotations

import os
import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from brailledesk.cli.console import translator
from brailledesk.errors import BrailledeskError
from brailledesk.magnify.bitmap_screens import (
    BitmapScreen,
    PictureFile,
    Receiver,
    open_bitmaps,
)
from brailledesk.magnify.frame import Rectangle
from brailledesk.magnify.window.bitmap_reader import BitmapReader
from brailledesk.magnify.window.settings import Settings
from brailledesk.schemes import Scheme

if TYPE_CHECKING:
    from collections.abc import Callable

    from brailledesk.cli.magnify import MagnifyChoices

DESKTOP = "desktop"
_PERIOD = 1 / 15
"""Seconds between two looks at a screen that changes."""


class _Source(Protocol):
    """A screen that gives what is new."""

    def next(self) -> BitmapScreen | None: ...

    def close(self) -> None: ...


class BitmapHost:
    """Looks at a source from time to time; there is nobody who takes plain keys."""

    has_desk = False

    def __init__(self, source: _Source, *, is_still: bool) -> None:
        self._source = source
        self._is_still = is_still
        self._next = 0.0

    def press(self, key: str) -> bool:  # noqa: ARG002
        """Go on."""
        return True

    def refresh(self, reader: BitmapReader, now: float) -> None:
        """Show what is new; a source that fails is told of, and not asked again."""
        if self._is_still or now < self._next:
            return
        self._next = now + _PERIOD
        try:
            screen = self._source.next()
        except BrailledeskError as error:
            self._is_still = True
            reader.tell(error.describe(translator()), now)
            return
        if screen is not None:
            reader.show(screen, now)

    def due(self) -> float | None:
        """In how many seconds the source is to be looked at again."""
        return None if self._is_still else _PERIOD


def bitmap_source(
    words: str, *, is_screen: bool, covered: Callable[[], Rectangle | None]
) -> _Source:
    """What the words of the user stand for: a file, a desktop, a source of a plugin."""
    if not is_screen:
        from brailledesk.sources import MAX_SIZE, take_source

        name, data = take_source(Path(words), max_size=MAX_SIZE)
        return Receiver(PictureFile(data), name)
    if words in {"", DESKTOP} or words.startswith(":"):
        from brailledesk.magnify.desktop import Desktop

        name = words if words.startswith(":") else ""
        is_own = name in {"", os.environ.get("DISPLAY", "")}
        return Desktop(name, covered if is_own else lambda: None)
    from brailledesk.plugins.door import open_door

    return open_bitmaps(words, open_door())


def frames_of_bitmap(source: str, chosen: MagnifyChoices, reader: BitmapReader) -> None:
    """Have a reader show a picture without a window."""
    opened = bitmap_source(source, is_screen=chosen["screen"], covered=lambda: None)
    try:
        screen = opened.next()
    finally:
        opened.close()
    if screen is not None:
        reader.show(screen, 0.0)


def show_bitmap(
    source: str, chosen: MagnifyChoices, settings: Settings, schemes: list[Scheme]
) -> Settings:
    """The window until it is closed; the choices as they are then."""
    from brailledesk.magnify.window.display_scale import display_scale
    from brailledesk.magnify.window.loop import Loop
    from brailledesk.magnify.window.opening import open_window

    scale = display_scale(chosen["display_scale"])
    title = Path(source).name or DESKTOP
    size = round(settings.width * scale), round(settings.height * scale)
    reader = BitmapReader(settings, schemes, size, say=translator(), scale=scale)
    places: list[Callable[[], Rectangle | None]] = []
    with ExitStack() as stack:
        opened = bitmap_source(
            source, is_screen=chosen["screen"], covered=lambda: places[0]() if places else None
        )
        stack.callback(opened.close)
        # Before there is a window of ours that could be in it.
        first = opened.next()
        window = open_window(title, size, is_fullscreen=settings.is_fullscreen)
        stack.callback(window.close)
        places.append(lambda: window.place)
        reader.resize(*window.size, time.monotonic())
        if first is not None:
            reader.show(first, time.monotonic())
        host = BitmapHost(opened, is_still=not chosen["screen"])
        Loop(window, reader, host, title=title).run()
        return reader.settings.sized(window.size, scale)
