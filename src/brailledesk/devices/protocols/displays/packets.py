"""Packets out of a stream of bytes, however it was cut into pieces."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from brailledesk.devices.protocols.displays.events import Event, KeyDown, KeyUp

Taken = tuple[int, Iterable[Event]]
"""How many bytes were used, and what they mean; 0 bytes: the packet is not complete yet."""

WAIT: Taken = (0, ())
SKIP: Taken = (1, ())
"""Not the beginning of a packet."""


class Stream:
    """Holds what is not complete. ``take`` looks at the beginning of what is there (not empty).

    ``take`` decides by a beginning of the bytes only, never by where they end: that is why any
    division gives the same events.
    """

    def __init__(self, take: Callable[[bytes], Taken]) -> None:
        self._take = take
        self._held = b""

    def feed(self, data: bytes) -> list[Event]:
        """The events that are complete with ``data``."""
        held, place, events = self._held + data, 0, list[Event]()
        while place < len(held):
            used, found = self._take(held[place:])
            if not used:
                break
            events.extend(found)
            place += used
        self._held = held[place:]
        return events


class Bitmap:
    """Keys that come as the bits of a number: those that changed are pressed or released.

    Releases come first, so that a roll from key to key is not taken for a chord.
    """

    def __init__(self) -> None:
        self._down = 0

    def change(self, bits: int, name: Callable[[int], tuple[str, int] | None]) -> list[Event]:
        """The events of a new state; ``name`` gives name and index of a bit, None for no key."""
        changed, self._down = self._down ^ bits, bits
        places = [place for place in range(changed.bit_length()) if changed >> place & 1]
        ups = [key for place in places if not bits >> place & 1 and (key := name(place))]
        downs = [key for place in places if bits >> place & 1 and (key := name(place))]
        return [*(KeyUp(*key) for key in ups), *(KeyDown(*key) for key in downs)]


def named(names: tuple[str, ...]) -> Callable[[int], tuple[str, int] | None]:
    """For :meth:`Bitmap.change`: the names of the bits from 0; "" is no key."""

    def name(place: int) -> tuple[str, int] | None:
        found = names[place] if place < len(names) else ""
        return (found, 0) if found else None

    return name


def remap(dots: tuple[int, ...]) -> bytes:
    """A table for ``bytes.translate``: ``dots`` are the device's bits of dots 1 to 8."""
    return bytes(sum(bit for dot, bit in enumerate(dots) if cell >> dot & 1) for cell in range(256))


DOTS = tuple(f"dot{number}" for number in range(1, 9))
