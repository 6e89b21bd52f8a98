"""Pages as their cells alone: a byte a cell, made into :class:`Page` when they are asked for.

A page takes several bytes of memory a cell with all that a row may know; here it takes one, for
long books that are only to be embossed.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from typing import overload

from brailledesk.pages import Page, Row

_NUMBER = struct.Struct("<I")


class CellPages(Sequence[Page]):
    """What is kept of a row is its cells."""

    __slots__ = ("_packed",)

    def __init__(self, packed: Iterable[bytes]) -> None:
        self._packed = tuple(packed)

    def __len__(self) -> int:
        return len(self._packed)

    @overload
    def __getitem__(self, place: int) -> Page: ...
    @overload
    def __getitem__(self, place: slice) -> CellPages: ...
    def __getitem__(self, place: int | slice) -> Page | CellPages:
        if isinstance(place, slice):
            return CellPages(self._packed[place])
        return Page(tuple(map(Row, _unpack(self._packed[place]))))

    def cells(self, place: int) -> list[bytes]:
        """The cells of the rows of one page."""
        return _unpack(self._packed[place])


def cells_of(pages: Sequence[Page], place: int) -> list[bytes]:
    """The cells of the rows of one page, of which no :class:`Page` is made where none is kept."""
    if isinstance(pages, CellPages):
        return pages.cells(place)
    return [row.cells for row in pages[place].rows]


def pack(rows: Iterable[bytes]) -> bytes:
    """The rows of a page: how many, the length of each, and their cells."""
    kept = tuple(rows)
    return struct.pack(f"<I{len(kept)}I", len(kept), *map(len, kept)) + b"".join(kept)


def _unpack(packed: bytes) -> list[bytes]:
    (count,) = _NUMBER.unpack_from(packed)
    start = _NUMBER.size * (count + 1)
    rows = []
    for length in struct.unpack_from(f"<{count}I", packed, _NUMBER.size):
        rows.append(packed[start : start + length])
        start += length
    return rows
