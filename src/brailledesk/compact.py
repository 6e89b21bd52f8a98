"""Sequences whose members are made when they are looked at: much of a long text nobody looks at."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import TypeVar, overload

T = TypeVar("T")


class CompactSequence(Sequence[T]):
    """Like a tuple, and equal to one with the same members; pickled it becomes one."""

    __slots__ = ()

    @abstractmethod
    def make(self, place: int) -> T:
        """The member at ``place``, which is at least 0 and below the length."""

    @overload
    def __getitem__(self, place: int) -> T: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[T, ...]: ...
    def __getitem__(self, place: int | slice) -> T | tuple[T, ...]:
        if isinstance(place, slice):
            return tuple(map(self.make, range(*place.indices(len(self)))))
        number = place + len(self) if place < 0 else place
        if not 0 <= number < len(self):
            raise IndexError(place)
        return self.make(number)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, (tuple, CompactSequence)):
            return NotImplemented
        return len(self) == len(other) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))

    def __reduce__(self) -> tuple[type, tuple[tuple[T, ...]]]:
        return tuple, (tuple(self),)
