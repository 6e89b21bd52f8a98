"""What the window shows, whatever it is: a text that is read, or a picture of a screen."""

from __future__ import annotations

from typing import Protocol

from brailledesk.magnify.frame import Picture
from brailledesk.magnify.window.keys import Action
from brailledesk.magnify.window.settings import Settings


class Viewer(Protocol):
    """Takes actions and times, in seconds, and gives pictures."""

    settings: Settings
    message: str
    prompt: str | None

    @property
    def size(self) -> tuple[int, int]:
        """Pixels of the window: width and height."""

    @property
    def is_helping(self) -> bool:
        """Whether the help is shown."""

    @property
    def has_open(self) -> bool:
        """Whether there is something to leave."""

    def act(self, action: Action, now: float) -> None:
        """Do what a key means."""

    def type(self, key: str, now: float) -> None:
        """A key while a text to be found is typed."""

    def tell(self, message: str, now: float) -> None:
        """Say something at the lower edge, for a while."""

    def resize(self, width: int, height: int, now: float) -> None:
        """The window has another size now."""

    def picture(self, now: float) -> Picture:
        """The frame as it is at a time."""

    def due(self, now: float) -> float | None:
        """In how many seconds another picture is needed; None where only keys change it."""
