"""The window of one display: where it stands, how it is panned, how it keeps its place."""

from __future__ import annotations

from collections.abc import Callable

from brailledesk.desk.buffer import Buffer
from brailledesk.desk.layout import Layout, Place, Shown, Strip
from brailledesk.desk.outline import Kind
from brailledesk.desk.region import Part, Source
from brailledesk.frame import Geometry


class Window:
    """The part of a buffer that one display shows.

    It stands at a place and remembers what of the context was told when it came there. When the
    buffer is exchanged it stays with the character under the first cell.
    """

    def __init__(self, buffer: Buffer, geometry: Geometry) -> None:
        self.geometry = geometry
        self._layout = Layout(buffer, geometry)
        self._place = Place(0, 0)
        self._told: tuple[str, ...] = self._arrival(0, None)
        self._shown: Shown | None = None

    @property
    def buffer(self) -> Buffer:
        return self._layout.buffer

    @property
    def place(self) -> Place:
        """Where the window begins."""
        return self._place

    @property
    def told(self) -> tuple[str, ...]:
        """The containers that are told with the line of the window."""
        return self._told

    @property
    def shown(self) -> Shown:
        """The window laid out."""
        if self._shown is None:
            self._shown = self._layout.show(self._place, self._told)
        return self._shown

    @property
    def has_more_left(self) -> bool:
        """Whether the line of the window begins before it."""
        return self._place.cell > 0

    @property
    def has_more_right(self) -> bool:
        """Whether the last line in the window goes on behind it."""
        following = self.shown.following
        return following is not None and following.cell > 0

    def switch_words(self) -> None:
        """Pan by cells instead of words, or by words again."""
        self._layout = Layout(self.buffer, self.geometry, by_words=not self._layout.by_words)
        self._shown = None

    def anchor(self) -> Source | None:
        """The character under the first cell; where there are no cells, the node."""
        if not self.buffer.items:
            return None
        line = self.buffer.line(self._place.item, self._told)
        node = self.buffer.items[self._place.item].node
        return line.source(self._place.cell) or Source(node, Part.NAME, 0)

    def header(self) -> list[Strip]:
        """The headers of the table in the window, above its columns; empty elsewhere."""
        return self._layout.header(self._place)

    def pan_right(self) -> bool:
        """Go on; False at the end of the buffer."""
        following = self.shown.following
        if following is None:
            return False
        if following.cell and following.item != self._place.item:  # in a line already begun
            told = self._layout.new_context(following.item, following.item - 1)
            self._place, self._told, self._shown = following, told, None
        else:
            self._move(following, self.shown.last_item)
        return True

    def pan_left(self) -> bool:
        """Go back to the window that ends where this one begins; False at the beginning."""
        best: Place | None = None
        here = self._place
        for _ in range(self.geometry.rows * self.buffer.rules.fields):
            before = self._before(here)
            if before is None:
                break
            following = self._layout.show(before, self._told_at(before)).following
            if best is not None and following is not None and following < self._place:
                break
            best = here = before
        if best is None:
            return False
        self._move(best, self._place.item)
        return True

    def move(self, lines: int) -> bool:
        """Go to the line so many further down, or up; False where there is none."""
        item = self._place.item + lines
        if not 0 <= item < len(self.buffer.items):
            return False
        self._move(Place(item, 0), self._place.item)
        return True

    def go(self, item: int, cell: int = 0) -> None:
        """Go to a place."""
        if 0 <= item < len(self.buffer.items):
            self._move(Place(item, cell), self._place.item)

    def reveal(self, source: Source) -> bool:
        """Go where a source is shown, unless it is in the window; False where nothing shows it."""
        if self.shown.find(source) is not None:
            return True
        item = self.buffer.find(source)
        if item is None:
            return False
        told = self._told_at(Place(item, 0))
        cell = self.buffer.line(item, told).cell(source) or 0
        begin = max(one for one in self._layout.starts(item, told) if one <= cell)
        self._move(Place(item, begin), self._place.item)
        return True

    def reveal_line(self, node: str) -> bool:
        """Go to the beginning of the line of a node, unless that is in the window."""
        item = self.buffer.find(Source(node, Part.NAME, 0))
        if item is None:
            return False
        if not any(one.item == item and one.start == 0 for one in self.shown.strips):
            self._move(Place(item, 0), self._place.item)
        return True

    def subject(self) -> Source | None:
        """What the window is about: the first character in it that is no context and no header."""
        if not self.buffer.items:
            return None
        item = self.buffer.items[self._place.item]
        if item.kind is Kind.CELL:
            return Source(item.node, Part.NAME, 0)
        line = self.buffer.line(self._place.item, self._told)
        for cell in range(self._place.cell, len(line.cells)):
            source = line.source(cell)
            if source is None or source.node in self._told or source.part is Part.GAP:
                continue
            return source
        return Source(item.node, Part.NAME, 0)

    def exchange(self, buffer: Buffer, moved: Callable[[Source], Source | None]) -> None:
        """Take another buffer and keep the place.

        ``moved`` says where a character of the old screen is in the new one, None if it is gone;
        then the window stands at what followed it, else at what was before.
        """
        anchor, old, old_told = self.anchor(), self.buffer, self._told
        is_at_start = self._place.cell == 0
        self._layout = Layout(buffer, self.geometry, by_words=self._layout.by_words)
        self._shown = None
        nodes = buffer.screen.nodes
        self._told = tuple(one for one in old_told if one in nodes)
        new = None if anchor is None else moved(anchor)
        found = None
        if new is not None and old.items:
            node = old.items[self._place.item].node
            found = self._place_of(new, node, is_at_start=is_at_start)
        if found is None:
            found = self._neighbour(old, self._place.item)
        was = old.items[self._place.item].node if old.items else None
        if not buffer.items or buffer.items[found.item].node != was:
            self._told = self._arrival(found.item, None)
        self._place = found

    def _place_of(self, source: Source, node: str, *, is_at_start: bool) -> Place | None:
        """The place of a source; context is read in the line of ``node``."""
        is_context = source.part is Part.CONTEXT
        item = self.buffer.find(Source(node, Part.NAME, 0) if is_context else source)
        if item is None:
            return None
        cell = 0 if is_at_start else self.buffer.line(item, self._told).cell(source)
        return Place(item, cell or 0)

    def _neighbour(self, old: Buffer, item: int) -> Place:
        """The nearest line of the old buffer whose node is still there."""
        order = [*range(item, len(old.items)), *range(item - 1, -1, -1)]
        for one in order:
            found = self.buffer.find(Source(old.items[one].node, Part.NAME, 0))
            if found is not None:
                return Place(found, 0)
        return Place(0, 0)

    def _before(self, place: Place) -> Place | None:
        if place.cell:
            told = self._told_at(place)
            begins = [one for one in self._layout.starts(place.item, told) if one < place.cell]
            return Place(place.item, begins[-1])
        if place.item == 0:
            return None
        item = place.item - 1
        return Place(item, self._layout.starts(item, self._told_at(Place(item, 0)))[-1])

    def _told_at(self, place: Place) -> tuple[str, ...]:
        """The context that would be told at a place if the window went there."""
        if place.item == self._place.item:
            return self._told
        return self._arrival(place.item, self._place.item)

    def _arrival(self, item: int, before: int | None) -> tuple[str, ...]:
        if not self.buffer.items:
            return ()
        return self._layout.new_context(item, before)

    def _move(self, place: Place, before: int) -> None:
        if place.item != self._place.item:
            self._told = self._arrival(place.item, before)
        self._place = place
        self._shown = None
