"""What a display takes and gives: the value and the protocol between the desk and a driver."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Geometry:
    """The cells of a display: ``rows`` of ``columns``, and ``status`` cells beside them."""

    columns: int
    rows: int = 1
    status: int = 0

    def __post_init__(self) -> None:
        if not (1 <= self.columns <= 1000 and 1 <= self.rows <= 100 and 0 <= self.status <= 100):
            raise ValueError(f"no display has {self.rows} x {self.columns} + {self.status} cells")


@dataclass(frozen=True, slots=True)
class Frame:
    """All cells that a display is to show at once.

    Each of ``rows`` has as many cells as the display has columns, ``status`` as many as it has
    status cells. ``cursor`` is the (row, column) of the caret, whose dots 7 and 8 are already set.
    """

    rows: tuple[bytes, ...]
    status: bytes = b""
    cursor: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """Cells that differ from those shown before: from ``column`` of ``row``."""

    row: int
    column: int
    cells: bytes


def changed_spans(old: Frame | None, new: Frame) -> Iterator[Span]:
    """For each row that differs, the shortest span that has all its differences.

    For drivers that send only what changed; without an old frame of the same size, all rows.
    """
    for row, cells in enumerate(new.rows):
        before = old.rows[row] if old is not None and row < len(old.rows) else b""
        if before == cells:
            continue
        start, end = 0, len(cells)
        if len(before) == end:
            while before[start] == cells[start]:
                start += 1
            while before[end - 1] == cells[end - 1]:
                end -= 1
        yield Span(row, start, cells[start:end])


class DisplayPort(Protocol):
    """A display as the desk sees it. Keys come back as commands: ``DeskSession.command``."""

    @property
    def geometry(self) -> Geometry:
        """The size at the moment; a display that changes it is attached again."""

    def show(self, frame: Frame) -> None:
        """Show a frame, and not wait for the device: only the last frame given matters.

        An exception means that the display is lost; the desk goes on without it until it is
        attached again, and then gives it the current frame.
        """
