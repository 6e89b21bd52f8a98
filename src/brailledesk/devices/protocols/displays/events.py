"""What a codec understands in the bytes of a display, and what it promises."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from brailledesk.frame import Frame, Geometry

ROUTING = "routing"
"""The name of the routing keys of all displays; ``index`` is the cell, from 0."""

STATUS = "status"
"""The name of the keys above status cells."""


@dataclass(frozen=True, slots=True)
class KeyDown:
    """A key was pressed; ``index`` is its number from 0 where there are many of that name."""

    name: str
    index: int = 0


@dataclass(frozen=True, slots=True)
class KeyUp:
    """A key was released. Displays that tell no releases have one made for them."""

    name: str
    index: int = 0


@dataclass(frozen=True, slots=True)
class Identified:
    """The display said what it is: ``identity`` in the words of its protocol.

    ``geometry`` is None where the protocol does not tell the size; the model's file has it.
    """

    identity: str
    geometry: Geometry | None = None


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """The display took the last packet."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The display did not take the last packet; ``code`` is its reason."""

    code: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """Bytes that the display is owed now; ``is_confirmed`` if it acknowledges them in turn."""

    data: bytes
    is_confirmed: bool = False


@dataclass(frozen=True, slots=True)
class PoweredOff:
    """The display says that it switches itself off."""


Event = KeyDown | KeyUp | Identified | Acknowledged | Refused | Answer | PoweredOff


def click(name: str, index: int = 0) -> tuple[Event, ...]:
    """A key that was pressed and released."""
    return KeyDown(name, index), KeyUp(name, index)


class Codec(Protocol):
    """The protocol of a family, for one connection, without I/O.

    ``geometry`` is known once the display was identified; whoever knows a size that the display
    does not tell sets it. ``is_confirmed`` says that each frame is acknowledged.
    """

    geometry: Geometry | None

    @property
    def is_confirmed(self) -> bool:
        """Whether the display acknowledges each frame, and is not to get the next one before."""

    def questions(self) -> tuple[bytes, ...]:
        """What asks a display who it is: one after the other, until it answers."""

    def receive(self, data: bytes) -> list[Event]:
        """What ``data`` means, behind all that came before. Garbage means nothing."""

    def encode(self, frame: Frame, before: Frame | None) -> tuple[bytes, ...]:
        """The packets that show a frame where ``before`` is shown (None: nobody knows what is).

        Only what differs, where the protocol can; nothing where nothing differs.
        """
