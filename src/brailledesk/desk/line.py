"""A line in cells, and where each of them comes from."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from brailledesk.cells import BLANK
from brailledesk.desk.region import Part, Region, Source
from brailledesk.layout.protected import protected_spans
from brailledesk.translate.base import Translation


class Segment:
    """Translated regions at a place in a line: ``start`` is their first cell.

    Of the translation the first ``length`` cells are shown, None is all.
    """

    __slots__ = ("_bounds", "end", "regions", "start", "translation")

    def __init__(
        self,
        start: int,
        regions: Sequence[Region],
        translation: Translation,
        length: int | None = None,
    ) -> None:
        self.start = start
        self.regions = regions
        self.translation = translation
        self.end = start + (len(translation.cells) if length is None else length)
        bounds = array("I")
        place = 0
        for region in regions:
            bounds.append(place)
            place += len(region.text)
        self._bounds = bounds

    def source(self, cell: int) -> Source | None:
        """The character that a cell of the line shows; None where the segment has no text."""
        if not self.regions:
            return None
        places = self.translation.cell_to_char
        last = len(self.translation.text) - 1
        char = min(places[min(cell - self.start, len(places) - 1)], last) if places else 0
        which = bisect_right(self._bounds, max(char, 0)) - 1
        region = self.regions[which]
        offset = 0 if region.is_whole else max(char, 0) - self._bounds[which]
        return Source(region.node, region.part, region.offset + offset)

    def cell(self, source: Source, *, is_exact: bool = False) -> int | None:
        """The first cell that shows a source, or the nearest to it in the same part.

        None where nothing of the part is shown; with ``is_exact`` also where just that is not.
        """
        found: int | None = None
        for bound, region in zip(self._bounds, self.regions, strict=True):
            if region.node != source.node or region.part is not source.part:
                continue
            if is_exact and not _has(region, source.offset):
                continue
            if found is not None and region.offset > source.offset:
                break
            offset = 0 if region.is_whole else source.offset - region.offset
            char = bound + min(max(offset, 0), max(len(region.text) - 1, 0))
            found = self.start + self.translation.cell_of(char)
        return None if found is None else min(found, max(self.end - 1, self.start))

    def is_boundary(self, cell: int) -> bool:
        """Whether a character begins at a cell, so that cells before it can stand without it."""
        places = self.translation.cell_to_char
        inside = cell - self.start
        if not 0 < inside < len(places):
            return True
        char = places[inside]
        chars = self.translation.char_to_cell
        return char != places[inside - 1] and (char >= len(chars) or chars[char] == inside)

    def protected(self) -> Iterable[tuple[int, int]]:
        """The cells of numbers, dates, codes and the like, which are not divided."""
        for start, end in protected_spans(self.translation.text):
            yield (
                self.start + self.translation.cell_of(start),
                self.start + self.translation.cell_of(end),
            )


def _has(region: Region, offset: int) -> bool:
    """Whether a region shows a character; what stands for all of a part shows what follows, too."""
    if region.is_whole:
        return region.offset <= offset
    return region.offset <= offset < region.offset + len(region.text)


@dataclass(frozen=True, slots=True)
class Line:
    """All cells of a line.

    ``whole`` are spans of cells that are not divided if they fit, ``stops`` are cells where the
    window best begins (the columns of a table). The first ``pinned`` cells stay while the rest is
    panned. Of the cells ``edited``, a text that the reader types, every blank counts.
    """

    cells: bytes
    segments: tuple[Segment, ...]
    whole: tuple[tuple[int, int], ...] = ()
    stops: tuple[int, ...] = ()
    pinned: int = 0
    edited: tuple[int, int] = (0, 0)

    def source(self, cell: int) -> Source | None:
        """What a cell shows: of a gap the text before it, behind the end the last character."""
        before = None
        for segment in self.segments:
            if segment.start > cell and before is not None:
                break
            before = segment
        if before is None:
            return None
        return before.source(max(min(cell, before.end - 1), before.start))

    def cell(self, source: Source, *, is_exact: bool = False) -> int | None:
        """The cell of a source: see :meth:`Segment.cell`."""
        for segment in self.segments:
            cell = segment.cell(source, is_exact=is_exact)
            if cell is not None:
                return cell
        return None

    def is_boundary(self, cell: int) -> bool:
        """Whether a window may begin at a cell without dividing a character."""
        for segment in self.segments:
            if segment.start < cell < segment.end:
                return segment.is_boundary(cell)
        return True


EMPTY_LINE = Line(b"", ())


def text_line(regions: Sequence[Region], translation: Translation, width: int) -> Line:
    """A line of one text. What may not be divided is looked for where the line is too long."""
    segment = Segment(0, regions, translation)
    cells = translation.cells
    whole = (*segment.protected(), *_together(regions, translation)) if len(cells) > width else ()
    return Line(cells, (segment,), whole, edited=_edited(regions, translation))


def _together(regions: Sequence[Region], translation: Translation) -> Iterator[tuple[int, int]]:
    """The cells of "2 di 3", and of a choice with the number that chooses it."""
    place = begin = 0
    choice: str | None = None
    for one in (*regions, Region("", "", Part.GAP)):
        if choice is not None and (one.node != choice or one.part is not Part.NAME):
            yield translation.cell_of(begin), translation.cell_of(place)
            choice = None
        if one.part is Part.OPTIONS:
            choice, begin = one.node, place + len(one.text) - len(one.text.lstrip())
        elif one.part is Part.POSITION:
            yield translation.cell_of(place), translation.cell_of(place + len(one.text))
        place += len(one.text)


def _edited(regions: Sequence[Region], translation: Translation) -> tuple[int, int]:
    """The cells of a text that is typed: its region ends with a place for the caret."""
    place = 0
    for one in regions:
        end = place + len(one.text)
        if one.part is Part.VALUE and one.text.endswith(" "):
            return translation.cell_of(place), translation.cell_of(end)
        place = end
    return 0, 0


def columns_line(
    segments: Sequence[Segment], stops: Sequence[int], width: int, pinned: int = 0
) -> Line:
    """A line of segments at their places, blank between them; ``stops`` begin the columns."""
    length = max((one.end for one in segments), default=0)
    cells = bytearray([BLANK]) * length
    for one in segments:
        cells[one.start : one.end] = one.translation.cells[: one.end - one.start]
    wide = segments if length > width else ()
    whole = tuple(span for one in wide for span in one.protected() if span[1] <= one.end)
    return Line(bytes(cells), tuple(segments), whole, tuple(stops), pinned)
