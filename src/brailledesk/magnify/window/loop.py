"""The window at work: events to the reader or to the desk, pictures to the screen."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

from brailledesk.magnify.window.events import (
    Closed,
    Event,
    Exposed,
    Key,
    Resized,
    WindowPort,
    Woken,
)
from brailledesk.magnify.window.keys import Action, action_of
from brailledesk.magnify.window.viewer import Viewer

_Shown_contra = TypeVar("_Shown_contra", bound=Viewer, contravariant=True)


class Host(Protocol[_Shown_contra]):
    """What has the plain keys: a desk, or for a document nobody."""

    @property
    def has_desk(self) -> bool:
        """Whether plain keys are its own."""

    def press(self, key: str) -> bool:
        """Take a key; whether to go on."""

    def refresh(self, reader: _Shown_contra, now: float) -> None:
        """Give the reader what is to be read now, if it is something else."""

    def due(self) -> float | None:
        """In how many seconds it has something to do; None if never."""


class NoHost:
    """A document changes by nothing and has no keys."""

    has_desk = False

    def press(self, key: str) -> bool:  # noqa: ARG002
        """Go on."""
        return True

    def refresh(self, reader: Viewer, now: float) -> None:
        """Nothing is new."""

    def due(self) -> float | None:
        """Never."""
        return None


_FRAME = 1 / 60


_Seen = TypeVar("_Seen", bound=Viewer)


class Loop(Generic[_Seen]):
    """Runs until the reader closes the window."""

    def __init__(
        self,
        window: WindowPort,
        reader: _Seen,
        host: Host[_Seen],
        *,
        title: str = "",
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._window = window
        self._reader = reader
        self._host = host
        self._title = title
        self._clock = clock
        self._is_whole = True
        self._said = ""

    def run(self) -> None:
        """Until the window is closed."""
        is_going = True
        while is_going:
            now = self._clock()
            self._host.refresh(self._reader, now)
            self._draw(now)
            for event in self._window.events(self._patience()):
                if not self._take(event):
                    is_going = False
                    break

    def _draw(self, now: float) -> None:
        self._window.show(self._reader.picture(now), is_whole=self._is_whole)
        self._is_whole = False
        if self._reader.message != self._said:
            self._said = self._reader.message
            self._window.set_title(" – ".join(filter(None, (self._said, self._title))))

    def _patience(self) -> float | None:
        waits = [self._reader.due(self._clock()), self._host.due()]
        known = [max(one, _FRAME) for one in waits if one is not None]
        return min(known) if known else None

    def _take(self, event: Event) -> bool:
        """Whether to go on."""
        match event:
            case Closed():
                return False
            case Key(name):
                return self._press(name)
            case Resized(width, height):
                if (width, height) != self._reader.size:
                    self._reader.resize(width, height, self._clock())
                self._is_whole = True
            case Exposed():
                self._is_whole = True
            case Woken():
                pass
        return True

    def _press(self, name: str) -> bool:
        reader, now = self._reader, self._clock()
        if reader.prompt is not None and name not in {"escape", "f3"}:
            reader.type(name, now)
            return True
        has_desk = self._host.has_desk and not reader.is_helping
        action = action_of(name, has_desk=has_desk)
        if action is None or (action is Action.ESCAPE and has_desk and not reader.has_open):
            return self._host.press(name)
        if action is Action.QUIT:
            return False
        reader.act(action, now)
        if action is Action.FULLSCREEN:
            self._window.set_fullscreen(is_fullscreen=reader.settings.is_fullscreen)
            self._is_whole = True
            reader.resize(*self._window.size, now)
        return True
