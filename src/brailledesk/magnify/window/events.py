"""What a window tells, and what is asked of one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from brailledesk.magnify.frame import Picture


@dataclass(frozen=True, slots=True)
class Key:
    """A key by its name: "ctrl+alt+i", "f1", "wheel-up", or the character that it gives."""

    name: str


@dataclass(frozen=True, slots=True)
class Resized:
    """The window has another size, in pixels."""

    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Exposed:
    """What was drawn is lost, as behind another window."""


@dataclass(frozen=True, slots=True)
class Closed:
    """The reader closed the window."""


@dataclass(frozen=True, slots=True)
class Woken:
    """Something is new that is no event of the window."""


Event: TypeAlias = Key | Resized | Exposed | Closed | Woken


class WindowPort(Protocol):
    """A window, whatever draws it."""

    @property
    def size(self) -> tuple[int, int]:
        """Pixels of the window that are drawn: width and height."""

    def set_title(self, title: str) -> None:
        """The words in the frame of the window, which screen readers speak, too."""

    def set_fullscreen(self, *, is_fullscreen: bool) -> None:
        """Fill the screen, or have the size again that it had before."""

    def show(self, picture: Picture, *, is_whole: bool = False) -> None:
        """Bring what changed of a picture to the screen, or all of it."""

    def events(self, patience: float | None) -> Iterator[Event]:
        """What happened; waits up to so many seconds for something, None until there is."""
