"""A picture of a screen in the window: enlarged, moved, its pointer and its caret followed.

It knows no toolkit and no clock, as the reader of text does, and takes the same actions; those that
are about text do nothing. What the window says itself is text, drawn as everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from brailledesk.errors import N_
from brailledesk.magnify.atlas import Atlas
from brailledesk.magnify.bitmap_screens import BitmapScreen
from brailledesk.magnify.colour import ColourFilter, ColourTable
from brailledesk.magnify.enlargement import Enlargement
from brailledesk.magnify.frame import Picture, Pixels, Rectangle
from brailledesk.magnify.paint import Canvas
from brailledesk.magnify.scene import Scene
from brailledesk.magnify.style import MOST_EM, PLAIN_SIZE, Em, Style
from brailledesk.magnify.tracking import (
    Area,
    Glide,
    Target,
    Targets,
    followed,
    glide,
    wanted,
)
from brailledesk.magnify.window.choices import changed, described
from brailledesk.magnify.window.keys import Action
from brailledesk.magnify.window.reader import TOLD, Reader
from brailledesk.magnify.window.settings import Settings
from brailledesk.magnify.window.strip import Strip, strip
from brailledesk.magnify.words import Words
from brailledesk.schemes import Scheme

_POINTER = 12
"""Pixels of the screen around the pointer that are to be seen."""
_STEPS = {
    Action.LINE_DOWN: (0.0, 0.2),
    Action.LINE_UP: (0.0, -0.2),
    Action.PAGE_DOWN: (0.0, 0.8),
    Action.PAGE_UP: (0.0, -0.8),
    Action.WORD_ON: (0.2, 0.0),
    Action.WORD_BACK: (-0.2, 0.0),
}
"""How far a key moves the view, in widths and heights of it."""
_SEEN = frozenset(
    {
        *(Action.ZOOM_IN, Action.ZOOM_OUT, Action.ZOOM_DEFAULT),
        *(Action.NEXT_SCHEME, Action.PREVIOUS_SCHEME),
        *(Action.INVERT, Action.GREY, Action.NEXT_FILTER),
        *(Action.FOCUS_TRACKING, Action.CARET_TRACKING, Action.GLIDE, Action.FULLSCREEN),
    }
)
"""Choices that change something of a picture."""


class BitmapReader:
    """One reader at one picture of a screen.

    The pointer is followed as the reader wants the focus followed. ``scale`` is how many pixels the
    display has for one of those that programs count.
    """

    def __init__(
        self,
        settings: Settings,
        schemes: Sequence[Scheme],
        size: tuple[int, int],
        *,
        say: Callable[[str], str] = str,
        scale: float = 1.0,
    ) -> None:
        self.settings = settings
        self.message = ""
        self.prompt: str | None = None
        self.is_text = False
        """Whether it is drawn as a picture of text, in the colours of the scheme."""
        self._schemes = {one.name: one for one in schemes}
        self._say = say
        self._scale = scale
        self._help = Reader(settings, schemes, size, say=say, scale=scale)
        self._pixels: Pixels = np.zeros((size[1], size[0], 4), np.uint8)
        self._screen: BitmapScreen | None = None
        self._large: Enlargement | None = None
        self._table: tuple[ColourFilter, ColourTable] | None = None
        self._targets = Targets()
        self._view = Area(0, 0, *size)
        self._glide = Glide(self._view, self._view, 0.0)
        self._started = self._told = 0.0
        self._stale: list[Rectangle] = [Rectangle(0, 0, *size)]
        self._shown: tuple[int, int, str] = (0, 0, "")

    @property
    def size(self) -> tuple[int, int]:
        """Pixels of the window: width and height."""
        return self._pixels.shape[1], self._pixels.shape[0]

    @property
    def is_helping(self) -> bool:
        """Whether the help is shown."""
        return self._help.is_helping

    @property
    def has_open(self) -> bool:
        """Whether there is something to leave: the help, a message."""
        return bool(self.is_helping or self.message)

    def show(self, screen: BitmapScreen, now: float) -> None:
        """Show a screen, or what of it is new; pointer and caret are followed where they moved."""
        before, self._screen = self._screen, screen
        is_same = before is not None and before.pixels.shape == screen.pixels.shape
        if self._large is None or not is_same:
            self._enlarge()
        else:
            x, y = self._corner(now)
            for one in self._large.update(screen.pixels, screen.changed):
                self._stale.append(one._replace(x=one.x - x, y=one.y - y))
        self._follow(now)

    def act(self, action: Action, now: float) -> None:
        """Do what a key means; closing is the caller's."""
        if action is Action.HELP or (self.is_helping and action is Action.ESCAPE):
            self._help.settings = self.settings
            self._help.resize(*self.size, now)
            self._help.act(Action.HELP, now)
            self._all_stale()
        elif self.is_helping:
            self._help.act(action, now)
        elif action in _STEPS:
            across, down = _STEPS[action]
            view = self._rest(now)
            self._move(view.x + across * view.width, view.y + down * view.height, now)
        elif action in {Action.TOP, Action.BOTTOM}:
            self._rest(now)
            is_top = action is Action.TOP
            self._move(0, 0 if is_top else self._content().height, now)
        elif action in {Action.NEXT_VIEW, Action.PREVIOUS_VIEW}:
            self.is_text = not self.is_text
            words = N_("view: as a picture of text") if self.is_text else N_("view: as it is")
            self.tell(self._say(words), now)
            self._enlarge()
        elif action in {Action.FIND, Action.FIND_NEXT, Action.FIND_PREVIOUS}:
            self.tell(self._say(N_("a picture has no text to be found")), now)
        elif action is Action.ESCAPE:
            self.message = ""
        elif action in _SEEN:
            self._choose(changed(self.settings, action, tuple(self._schemes)), now)

    def type(self, key: str, now: float) -> None:
        """Nothing is typed here."""

    def tell(self, message: str, now: float) -> None:
        """Say something at the lower edge, for a while."""
        self.message, self._told = message, now

    def resize(self, width: int, height: int, now: float) -> None:
        """The window has another size now; the middle of what is seen stays in the middle."""
        view = self._rest(now)
        self._pixels = np.zeros((height, width, 4), np.uint8)
        self._all_stale()
        self._view = Area(view.x, view.y, width, height)
        middle = view.x + view.width / 2, view.y + view.height / 2
        self._move(middle[0] - width / 2, middle[1] - height / 2, now)
        if self.is_helping:
            self._help.resize(width, height, now)

    def picture(self, now: float) -> Picture:
        """The frame as it is at a time."""
        if self.is_helping:
            return self._help.picture(now)
        if self.message and now - self._told >= TOLD:
            self.message = ""
        corner = *self._corner(now), self.message
        if corner != self._shown:
            self._all_stale()
        self._shown = corner
        whole = Rectangle(0, 0, *self.size)
        parts = [one.inside(whole) for one in self._stale]
        changed = _apart([one for one in parts if not one.is_empty], whole)
        self._stale = []
        for one in changed:
            self._draw(*corner[:2], one)
        if self.message and changed:
            self._write(changed)
        return Picture(self._pixels, tuple(changed))

    def due(self, now: float) -> float | None:
        """In how many seconds another picture is needed; None where only keys change it."""
        if self.is_helping:
            return self._help.due(now)
        if now < self._started + self._glide.seconds:
            return 0.0
        return max(self._told + TOLD - now, 0.0) if self.message else None

    def _choose(self, settings: Settings, now: float) -> None:
        before, self.settings = self.settings, settings
        scheme = settings.filter.scheme(self._scheme)
        self.tell(described(before, settings, scheme, self._say), now)
        if settings.zoom != before.zoom:
            self._zoom(settings.zoom / before.zoom, now)
        else:
            self._enlarge()

    def _zoom(self, factor: float, now: float) -> None:
        """Another scale: the caret or the pointer in view stays where it is, or else the middle."""
        view = self._rest(now)
        fixed = view.x + view.width / 2, view.y + view.height / 2
        for one in (self._targets.caret, self._targets.focus):
            if one is not None and view.holds(one.area):
                fixed = one.area.x + one.area.width / 2, one.area.y + one.area.height / 2
                break
        self._enlarge()
        self._targets = self._found()
        beside = fixed[0] - view.x, fixed[1] - view.y
        self._move(fixed[0] * factor - beside[0], fixed[1] * factor - beside[1], now, speed=0.0)

    @property
    def _scheme(self) -> Scheme:
        return self._schemes.get(self.settings.scheme) or next(iter(self._schemes.values()))

    def _enlarge(self) -> None:
        """Prepare the screen for a scale and colours; nothing is enlarged before it is seen."""
        self._all_stale()
        if self._screen is None:
            return
        settings = self.settings
        colours = settings.filter.scheme(self._scheme) if self.is_text else None
        table: ColourTable | None = None
        if settings.filter and colours is None:
            if self._table is None or self._table[0] != settings.filter:
                self._table = settings.filter, ColourTable(settings.filter)
            table = self._table[1]
        self._large = Enlargement(
            self._screen.pixels, settings.zoom * self._scale, settings.filter, table, colours
        )

    def _content(self) -> Area:
        large = self._large
        return Area(0, 0, *((0, 0) if large is None else (large.width, large.height)))

    def _found(self) -> Targets:
        """Where the pointer and the caret are, enlarged."""
        screen, scale = self._screen, self.settings.zoom * self._scale
        pointer = caret = None
        if screen is not None and screen.pointer is not None:
            x, y = screen.pointer
            half = _POINTER * scale
            area = Area(x * scale - half, y * scale - half, 2 * half, 2 * half)
            pointer = Target(screen.pointer, area)
        if screen is not None and screen.caret is not None:
            place = screen.caret
            area = Area(*(one * scale for one in place))
            caret = Target(place, area)
        return Targets(pointer, caret)

    def _follow(self, now: float) -> None:
        before, self._targets = self._targets, self._found()
        found = wanted(before, self._targets, self.settings.tracking)
        if found is None:
            return
        target, mode = found
        view = self._rest(now)
        end = followed(view, target, self._content(), mode, self.settings.margin)
        self._move(end.x, end.y, now)

    def _view_at(self, now: float) -> Area:
        return self._glide.at(now - self._started)

    def _corner(self, now: float) -> tuple[int, int]:
        view = self._view_at(now)
        return round(view.x), round(view.y)

    def _rest(self, now: float) -> Area:
        """Make the view as it is now the one from which it moves."""
        self._view = self._view_at(now)
        self._glide = Glide(self._view, self._view, 0.0)
        return self._view

    def _move(self, x: float, y: float, now: float, *, speed: float | None = None) -> None:
        """Move the view, which rests, inside the picture."""
        content, view = self._content(), self._view
        x = max(min(x, content.width - view.width), 0.0)
        y = max(min(y, content.height - view.height), 0.0)
        speed = self.settings.speed if speed is None else speed
        self._glide = glide(view, Area(x, y, view.width, view.height), speed)
        self._view, self._started = self._glide.end, now

    def _all_stale(self) -> None:
        self._stale = [Rectangle(0, 0, *self.size)]

    def _draw(self, x: int, y: int, part: Rectangle) -> None:
        """Draw a part of the frame, with what is beside the picture in the background."""
        background = self.settings.filter.scheme(self._scheme).background
        target = self._pixels[part.y : part.bottom, part.x : part.right]
        target[..., :3] = background
        target[..., 3] = 255
        if self._large is not None:
            self._large.draw(self._pixels, x, y, part)

    def _write(self, changed: list[Rectangle]) -> None:
        """Write the message over the lowest rows."""
        below = self._strip()
        if below is None:
            return
        width, height = self.size
        top = height - below.height
        scene = Scene(width, 0, (0, 0, 0), ())
        drawn = Canvas(width, below.height).show(below.under(scene))
        self._pixels[top:] = drawn.pixels
        if changed != [Rectangle(0, 0, width, height)]:
            rest = [one.inside(Rectangle(0, 0, width, top)) for one in changed]
            changed[:] = [one for one in rest if not one.is_empty]

    def _strip(self) -> Strip | None:
        settings = self.settings
        em = min(PLAIN_SIZE * settings.zoom * self._scale, MOST_EM)
        style = replace(settings.style(self._scheme), size=Em(max(em, 8.0)))
        return strip(self.message, style, em, self.size, _words)


def _words(style: Style) -> Words:
    return Words(Atlas(style))


_MOST_PARTS = 64
"""Rectangles of a frame: of more the whole is quicker."""


def _apart(parts: Sequence[Rectangle], whole: Rectangle) -> list[Rectangle]:
    """Rectangles that do not overlap; all of the frame where they are many."""
    if len(parts) > _MOST_PARTS or whole in parts:
        return [whole]
    found: list[Rectangle] = []
    for part in dict.fromkeys(parts):
        if any(not part.inside(one).is_empty for one in found):
            return [_around(parts)]
        found.append(part)
    return found


def _around(parts: Sequence[Rectangle]) -> Rectangle:
    x, y = min(one.x for one in parts), min(one.y for one in parts)
    right, bottom = max(one.right for one in parts), max(one.bottom for one in parts)
    return Rectangle(x, y, right - x, bottom - y)
