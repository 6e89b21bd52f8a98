"""Pages as their cells alone: a byte a cell, made into :class:`Page` when they are asked for.

A page takes several bytes of memory a cell with all that a row may know; here it takes one, for
long books that are only to be embossed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import overload

from brailledesk.pages import Page, Row

_SIZE = 4
"""Bytes of the length before each row."""


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
        return _unpack(self._packed[place])


def pack(page: Page) -> bytes:
    """The cells of a page, each row with its length before it."""
    return b"".join(len(row.cells).to_bytes(_SIZE, "little") + row.cells for row in page.rows)


def _unpack(packed: bytes) -> Page:
    rows = []
    start, end = 0, len(packed)
    while start < end:
        start += _SIZE
        stop = start + int.from_bytes(packed[start - _SIZE : start], "little")
        rows.append(Row(packed[start:stop]))
        start = stop
    return Page(tuple(rows))
