"""A device of the memory: it keeps what it was sent, and fails where it is told to."""

from __future__ import annotations

from brailledesk.devices.transport.base import Heard
from brailledesk.errors import DeviceError


def _ignore(count: int) -> None:
    del count


class RecordingTransport:
    """``received`` is what the device has. Behind byte ``fails_at`` it raises ``error``.

    ``has_confirmation`` False is a device that confirms nothing before its end.
    """

    is_exact = False

    def __init__(
        self,
        name: str = "recording",
        *,
        fails_at: int | None = None,
        error: DeviceError | None = None,
        has_confirmation: bool = True,
        heard: Heard = _ignore,
    ) -> None:
        self.address = f"recording:{name}"
        self.received = bytearray()
        self.has_confirmation = has_confirmation
        self.is_closed = False
        self._fails_at = fails_at
        self._error = error
        self._heard = heard
        self._confirmed = 0

    def identity(self) -> tuple[str, ...]:
        """Its name."""
        return (self.address,)

    def open(self, offset: int = 0) -> int:
        """Begin."""
        del offset
        self.is_closed = False
        self._confirmed = 0
        return 0

    def send(self, data: bytes) -> None:
        """Keep the data, up to where it fails."""
        room = len(data)
        if self._fails_at is not None:
            room = min(room, self._fails_at - len(self.received))
        self.received += data[:room]
        self._heard(room)
        if room < len(data) and self._error is not None:
            raise self._error
        self._confirmed += len(data)

    def close(self) -> None:
        """End cleanly, unless it is to fail there."""
        if self._fails_at is not None and len(self.received) >= self._fails_at and self._error:
            raise self._error
        self.is_closed = True

    def abort(self) -> None:
        """Nothing is held."""

    def discard(self) -> None:
        """Nothing is kept."""
        self.abort()

    def certain(self) -> int:
        """All that was confirmed."""
        return self._confirmed if self.has_confirmation else 0
