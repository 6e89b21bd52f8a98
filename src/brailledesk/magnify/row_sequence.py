"""The rows of one line, set as far as they are looked at: a line may be as long as a book."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import overload

from brailledesk.magnify.reflow import Row


class Rows(Sequence[Row]):
    """Rows that ``coming`` gives, kept when they were given.

    Where ``before``, the rows of the line before it changed, has the same row at the same place, it
    is taken from there: what is the same object needs no comparison further on.
    """

    def __init__(self, coming: Iterator[Row], before: Rows | None = None) -> None:
        self._coming: Iterator[Row] | None = coming
        self._before: Sequence[Row] = () if before is None else before.made
        self._rows: list[Row] = []
        self._starts: list[int] = []
        self._tops = [0]

    @property
    def made(self) -> Sequence[Row]:
        """The rows that were set already, and those that will be."""
        return self._rows

    def __len__(self) -> int:
        self._all()
        return len(self._rows)

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | Sequence[Row]:
        if isinstance(index, slice) or index < 0:
            self._all()
        else:
            while index >= len(self._rows) and self._make():
                pass
        return self._rows[index]

    @property
    def height(self) -> int:
        """Pixels of all rows."""
        self._all()
        return self._tops[-1]

    def is_higher(self, pixels: int) -> bool:
        """Whether the rows have more than so many pixels; no more are set than tell it."""
        while self._tops[-1] <= pixels and self._make():
            pass
        return self._tops[-1] > pixels

    def has(self, number: int) -> bool:
        """Whether there is a row of a number; no more are set than tell it."""
        while number >= len(self._rows) and self._make():
            pass
        return number < len(self._rows)

    def top(self, number: int) -> int:
        """Pixels above a row; of the number behind the last one, those of all."""
        while number >= len(self._tops) and self._make():
            pass
        return self._tops[number]

    def at(self, pixels: int) -> int:
        """The number of the row so many pixels below the first; beyond the ends, the nearest."""
        self.is_higher(pixels)
        return max(min(bisect_right(self._tops, pixels), len(self._rows)) - 1, 0)

    def of(self, character: int) -> int:
        """The number of the row in which a character of the line stands.

        Behind the last character of a row stand the blanks that fell off its end.
        """
        while not (self._starts and self._starts[-1] > character) and self._make():
            pass
        return max(bisect_right(self._starts, character) - 1, 0)

    def _all(self) -> None:
        while self._make():
            pass

    def _make(self) -> bool:
        """Set one more row; whether there was one."""
        row = None if self._coming is None else next(self._coming, None)
        if row is None:
            self._coming, self._before = None, ()
            return False
        number = len(self._rows)
        if number < len(self._before) and _is_same(row, self._before[number]):
            row = self._before[number]
        self._rows.append(row)
        self._starts.append(row.start)
        self._tops.append(self._tops[-1] + row.height)
        return True


def _is_same(row: Row, other: Row) -> bool:
    return (row.start, row.end, row.above, row.below, row.words, row.picture, row.labels) == (
        other.start,
        other.end,
        other.above,
        other.below,
        other.words,
        other.picture,
        other.labels,
    )
