"""The time of one connection, from open to lost."""

from __future__ import annotations

from collections.abc import Callable

from brailledesk.devices.displays.chords import Chords
from brailledesk.devices.displays.connection import Changed, Connection, Lost, Notice
from brailledesk.devices.displays.flow import PATIENCE, Flow
from brailledesk.devices.displays.slot import Inbox, Slot
from brailledesk.devices.displays.told import Connected, Tell, Waiting
from brailledesk.devices.protocols.displays.events import (
    Acknowledged,
    Answer,
    KeyDown,
    KeyUp,
    PoweredOff,
    Refused,
)
from brailledesk.devices.transport.base import NO_ANSWER
from brailledesk.errors import N_, DeviceLost, DeviceStalled
from brailledesk.frame import Frame

_SETTLE = 0.05
"""Seconds without another word of a change before it is looked at."""


class Service:
    """Frames to the display, keys from it. ``name`` is for people."""

    def __init__(
        self,
        name: str,
        connection: Connection,
        inbox: Inbox,
        slot: Slot,
        tell: Tell,
        clock: Callable[[], float],
    ) -> None:
        self._name = name
        self._connection = connection
        self._inbox = inbox
        self._slot = slot
        self._tell = tell
        self._clock = clock
        self._flow = Flow()
        self._chords: Chords | None = None

    def run(self) -> None:
        """Until the slot is closed. Raises a DeviceError when the connection is lost."""
        self._meet()
        while True:
            deadline = self._flow.deadline()
            left = None if deadline is None else max(0.0, deadline - self._clock())
            self._slot.wait(self._has_work, left)
            if self._slot.is_closed:
                return
            self._hear(self._inbox.take())
            if self._flow.is_lost(self._clock()):
                raise DeviceStalled(self._name, NO_ANSWER, PATIENCE)
            self._send(self._slot.frame)

    def _has_work(self) -> bool:
        return bool(self._inbox) or self._is_due(self._slot.frame)

    def _send(self, frame: Frame | None) -> None:
        if frame is not None and self._is_due(frame):
            owed = self._connection.send(frame, self._flow.before)
            self._flow.sent(frame, owed, self._clock())

    def _is_due(self, frame: Frame | None) -> bool:
        return frame is not None and self._fits(frame) and self._flow.wants(frame)

    def _fits(self, frame: Frame) -> bool:
        """A frame that was made for another display is not for this one."""
        size = self._connection.geometry
        return (
            size is not None
            and len(frame.rows) == size.rows
            and all(len(row) == size.columns for row in frame.rows)
            and len(frame.status) == size.status
        )

    def _hear(self, notices: list[Notice]) -> None:
        for notice in notices:
            self._hear_one(notice)
        if not any(isinstance(notice, Changed) for notice in notices):
            return
        # A change comes in several pieces (the size, that it is gone): what counts is the last.
        self._slot.wait(lambda: False, _SETTLE)
        rest = self._inbox.take()
        if any(isinstance(notice, Changed) for notice in rest):
            self._hear(rest)
            return
        self._connection.refresh()
        self._flow = Flow()
        self._meet()
        if self._connection.geometry is None:
            self._connection.release()
        self._hear(rest)

    def _hear_one(self, notice: Notice) -> None:
        match notice:
            case Lost(error):
                raise error
            case PoweredOff():
                raise DeviceLost(self._name, N_("it was switched off"))
            case KeyDown() | KeyUp():
                command = self._chords.hear(notice) if self._chords else None
                if command is not None:
                    self._tell(command)
            case Acknowledged():
                self._flow.acknowledged()
            case Refused():
                self._flow.refused()
            case Answer(data, is_confirmed):
                self._connection.answer(data)
                self._flow.owe(int(is_confirmed), self._clock())
            case _:
                pass

    def _meet(self) -> None:
        """Tell who is there, or that nobody is."""
        size = self._connection.geometry
        if size is None:
            self._chords = None
            self._tell(Waiting())
            return
        self._chords = Chords(self._connection.model, size)
        self._tell(Connected(size, self._connection.model.title))
