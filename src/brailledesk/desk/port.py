"""What programs around a desk need of it: a session, or one that is recorded."""

from __future__ import annotations

from typing import Protocol

from brailledesk.desk.commands import ActionRequest, Command
from brailledesk.desk.messages import Priority
from brailledesk.frame import DisplayPort, Frame
from brailledesk.screen import Patch, Screen


class DeskPort(Protocol):
    """The methods of :class:`~brailledesk.desk.session.DeskSession` that a host uses."""

    @property
    def screen(self) -> Screen:
        """The screen as it was published last."""

    def attach(self, display: DisplayPort) -> Frame:
        """Take a display into use."""

    def publish(self, screen: Screen) -> list[ActionRequest]:
        """Show another screen."""

    def patch(self, patch: Patch) -> list[ActionRequest]:
        """Change the screen."""

    def command(self, command: Command, display: DisplayPort | None = None) -> list[ActionRequest]:
        """Do what a key means."""

    def post(
        self,
        text: str,
        priority: Priority = Priority.TEXT,
        *,
        channel: str = "",
        key: str = "",
        seconds: float | None = None,
    ) -> None:
        """Post a message."""

    def set_call(self, state: str) -> None:
        """What the telephone does."""

    def tick(self) -> float | None:
        """Let time pass."""

    def frame(self, display: DisplayPort | None = None) -> Frame | None:
        """The frame that a display shows."""

    def texts(self, display: DisplayPort | None = None) -> tuple[str, ...]:
        """The print of each row of it."""
