"""Put a result together: both position maps from the cells' own, in compact buffers."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

NARROW = 256
"""Places under this one fit a byte."""


def compact(places: array[int]) -> Sequence[int]:
    """A map as results have it: ``bytes`` where each of its places fits one, else the array."""
    return bytes(places.tolist()) if max(places, default=0) < NARROW else places


def map_characters(cell_to_char: Sequence[int], length: int) -> array[int]:
    """``char_to_cell`` of a text of ``length`` characters, the counterpart of ``cell_to_char``.

    A character that no cell points at takes the cell of the one before it; at the beginning, 0.
    """
    places = array("I", bytes(4 * length))
    cell, count = 0, len(cell_to_char)
    last = 0
    for position in range(length):
        while cell < count and cell_to_char[cell] < position:
            cell += 1
        if cell < count and cell_to_char[cell] == position:
            last = cell
        places[position] = last
    return places
