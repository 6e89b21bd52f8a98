"""A key that is held down, which then counts again and again.

pygame repeats keys by a thread of its own, also while we are still busy with the first: of one
press there were eight. Here a key counts again only after all that happened has been looked at, and
it was not let go.
"""

from __future__ import annotations

FIRST = 0.4
"""Seconds until a key that is held counts again."""
NEXT = 0.05
"""Seconds until it counts once more."""


class Held:
    """The key that was pressed last, as long as it is held. ``now`` is in seconds."""

    def __init__(self) -> None:
        self._key = 0
        self._name = ""
        self._at = 0.0

    def press(self, key: int, name: str, now: float) -> None:
        """A key goes down; one without a name ends the one before it, too."""
        self._key, self._name, self._at = key, name, now + FIRST

    def release(self, key: int) -> None:
        """A key goes up."""
        if key == self._key:
            self._name = ""

    def forget(self) -> None:
        """The window does not have the keyboard any longer, and will not hear of the release."""
        self._name = ""

    def due(self, now: float) -> float | None:
        """In how many seconds it counts again; None where none is held."""
        return max(self._at - now, 0.0) if self._name else None

    def repeated(self, now: float) -> str:
        """The name of the key if it counts again now, else ""."""
        if not self._name or now < self._at:
            return ""
        self._at = now + NEXT
        return self._name
