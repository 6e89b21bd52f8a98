"""What is said of an offered thing that is not what it has to be."""

from __future__ import annotations


class Wrong(Exception):
    """``str`` of it says what is wrong, for the developer of the plugin, in English."""


def need(*, is_so: bool, otherwise: str) -> None:
    """Raise Wrong with these words where something is not so."""
    if not is_so:
        raise Wrong(otherwise)
