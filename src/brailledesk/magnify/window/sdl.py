"""The window itself, by SDL: pixels to the screen, keys from the keyboard.

Only the rectangles that changed go to the screen. pygame is imported here and nowhere else.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pygame

from brailledesk.errors import N_, WindowNotAvailable
from brailledesk.magnify.frame import Picture, Rectangle
from brailledesk.magnify.window.events import Closed, Event, Exposed, Key, Resized, Woken
from brailledesk.magnify.window.held import Held

LEAST_SIZE = (160, 120)

_NAMES = {
    pygame.K_RETURN: "enter",
    pygame.K_KP_ENTER: "enter",
    pygame.K_TAB: "tab",
    pygame.K_BACKSPACE: "backspace",
    pygame.K_ESCAPE: "escape",
    pygame.K_UP: "up",
    pygame.K_DOWN: "down",
    pygame.K_LEFT: "left",
    pygame.K_RIGHT: "right",
    pygame.K_HOME: "home",
    pygame.K_END: "end",
    pygame.K_PAGEUP: "pageup",
    pygame.K_PAGEDOWN: "pagedown",
    pygame.K_KP_PLUS: "+",
    pygame.K_KP_MINUS: "-",
    **{pygame.K_F1 + number: f"f{number + 1}" for number in range(12)},
}


def key_name(key: int, modifiers: int, character: str) -> str:
    """The name of a key of SDL; "" of one that means nothing alone, as Shift.

    With Ctrl the key counts and not what it writes; plus is a plus wherever it is on the keyboard.
    AltGr, which SDL calls the mode key and Windows Ctrl with Alt, writes characters.
    """
    has_ctrl = bool(modifiers & pygame.KMOD_CTRL)
    has_alt = bool(modifiers & pygame.KMOD_ALT)
    has_shift = bool(modifiers & pygame.KMOD_SHIFT)
    is_character = len(character) == 1 and character.isprintable()
    writes = is_character and (has_ctrl == has_alt or bool(modifiers & pygame.KMOD_MODE))
    if key not in _NAMES and writes and (not has_ctrl or not character.isalpha()):
        return f"shift+{character}" if character == " " and has_shift else character
    name = _NAMES.get(key, "")
    if not name and 32 < key < 127:
        name = chr(key)
        if name == "=" and (has_shift or has_ctrl):  # plus is there on many keyboards
            name, has_shift = "+", False
    elif not name and is_character:
        name = character
    if not name:
        return ""
    if name == "tab" and has_shift and not (has_ctrl or has_alt):
        return "backtab"
    is_plain = name in {"+", "-"}
    parts = [
        *(["ctrl"] if has_ctrl else []),
        *(["alt"] if has_alt else []),
        *(["shift"] if has_shift and not is_plain else []),
    ]
    return "+".join([*parts, name])


def _require_screen() -> None:
    """Without a screen SDL takes a driver that shows nothing, and nobody could close the window."""
    driver = pygame.display.get_driver()
    if driver in {"offscreen", "dummy", "evdev"} and driver != os.environ.get("SDL_VIDEODRIVER"):
        raise pygame.error(N_("there is no display"))


@contextmanager
def _quiet_libraries() -> Iterator[None]:
    """What Wayland's library writes to standard error by itself; the reason is told by SDL, too."""
    try:
        kept = os.dup(2)
    except OSError:  # there is no standard error
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


class Window:
    """A window of a size, or the whole screen. Raises WindowNotAvailable where there is none."""

    def __init__(self, title: str, size: tuple[int, int], *, is_fullscreen: bool = False) -> None:
        self._size = size
        try:
            with _quiet_libraries():
                pygame.display.init()
            _require_screen()
            pygame.display.set_caption(title)
            self._surface = self._open(is_fullscreen=is_fullscreen)
        except pygame.error as error:
            pygame.display.quit()
            raise WindowNotAvailable(str(error)) from None
        self._held = Held()
        self._woken = pygame.event.custom_type()

    def _open(self, *, is_fullscreen: bool) -> pygame.Surface:
        flags = pygame.FULLSCREEN if is_fullscreen else pygame.RESIZABLE
        return pygame.display.set_mode((0, 0) if is_fullscreen else self._size, flags)

    @property
    def size(self) -> tuple[int, int]:
        """Pixels of the window that are drawn: width and height."""
        width, height = self._surface.get_size()
        return max(width, LEAST_SIZE[0]), max(height, LEAST_SIZE[1])

    @property
    def place(self) -> Rectangle | None:
        """Where the window is on the desktop; None where the system does not say."""
        try:
            x, y = pygame.display.get_window_position()
        except (pygame.error, AttributeError):
            return None
        return Rectangle(x, y, *self._surface.get_size())

    def set_title(self, title: str) -> None:
        """The words in the frame of the window, which screen readers speak, too."""
        pygame.display.set_caption(title)

    def set_fullscreen(self, *, is_fullscreen: bool) -> None:
        """Fill the screen, or have the size again that it had before."""
        if is_fullscreen:
            self._size = self._surface.get_size()
        self._held.forget()  # the window is made anew, and hears of no release
        self._surface = self._open(is_fullscreen=is_fullscreen)

    def show(self, picture: Picture, *, is_whole: bool = False) -> None:
        """Bring what changed of a picture to the screen, or all of it."""
        size = picture.width, picture.height
        pixels = pygame.image.frombuffer(picture.buffer, size, "RGBX")
        whole = (Rectangle(0, 0, picture.width, picture.height),)
        parts = [
            (one.x, one.y, one.width, one.height)
            for one in (whole if is_whole else picture.changed)
        ]
        for part in parts:
            self._surface.blit(pixels, part[:2], part)
        if parts:
            pygame.display.update(parts)

    def wake(self) -> None:
        """Have :meth:`events` return; any thread may call this."""
        with suppress(pygame.error):  # it is closing, or has enough to do already
            pygame.event.post(pygame.event.Event(self._woken))

    def events(self, patience: float | None) -> Iterator[Event]:
        """What happened; waits up to so many seconds for something, None until there is."""
        again = self._held.due(time.monotonic())
        waits = [one for one in (patience, again) if one is not None]
        first = (
            pygame.event.wait(max(round(min(waits) * 1000), 1)) if waits else pygame.event.wait()
        )
        resized: Resized | None = None
        for one in [first, *pygame.event.get()]:
            if one.type == pygame.KEYUP:
                self._held.release(one.key)
            elif one.type == pygame.WINDOWFOCUSLOST:
                self._held.forget()
            event = self._event(one)
            if isinstance(event, Resized):
                resized = event  # while it is dragged there are many: only the last counts
            elif event is not None:
                yield event
        if resized is not None:
            # What it said may be old: only the surface knows how large it is now.
            self._surface = pygame.display.get_surface() or self._surface
            yield Resized(*self.size)
        # What was done with a key may have taken longer than it was held: its release waits then.
        pygame.event.pump()
        if pygame.event.peek(pygame.KEYUP):
            return
        repeated = self._held.repeated(time.monotonic())
        if repeated:
            yield Key(repeated)

    def _event(self, event: pygame.Event) -> Event | None:
        if event.type == pygame.QUIT:
            return Closed()
        if event.type == pygame.KEYDOWN:
            name = key_name(event.key, event.mod, event.unicode)
            self._held.press(event.key, name, time.monotonic())
            return Key(name) if name else None
        if event.type == pygame.MOUSEWHEEL and event.y:
            name = "wheel-up" if event.y > 0 else "wheel-down"
            return Key(f"ctrl+{name}" if pygame.key.get_mods() & pygame.KMOD_CTRL else name)
        if event.type == pygame.WINDOWSIZECHANGED:
            return Resized(event.x, event.y)
        if event.type in {pygame.WINDOWEXPOSED, pygame.WINDOWSHOWN, pygame.WINDOWRESTORED}:
            return Exposed()
        return Woken() if event.type == self._woken else None

    def close(self) -> None:
        """Give the screen back."""
        pygame.display.quit()
