"""The lines that are drawn: what they are, and those of a screen, as the desk reads them.

A line of a screen has the text that the desk's line has on a Braille display and that is spoken,
made by the same presenter in the order of the same outline. Of a table's row nothing is cut.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from brailledesk.desk.outline import (
    Item,
    Kind,
    Outline,
    context_of,
    has_same_shape,
    outline,
    table_rows,
)
from brailledesk.desk.presentation import Presenter
from brailledesk.desk.profile import Profile
from brailledesk.desk.profile_file import load_profile
from brailledesk.desk.region import Part, Region, Source
from brailledesk.magnify.atlas import Look
from brailledesk.magnify.pictures import DocumentPicture
from brailledesk.screen import Screen, State

_WIDE = 80
"""The cells of a display on which a line is presented as on paper: nothing is shortened."""
_NO_NODES: frozenset[str] = frozenset()
GAP = "  "
"""Between the cells of a row, as on a Braille display."""


class Cell(NamedTuple):
    """Characters ``start`` to ``end`` of a line as a cell: its first column, and how many it spans.

    ``label`` is the heading over it, where a record may say it.
    """

    start: int
    end: int
    column: int
    span: int = 1
    label: str = ""


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line as it is read, however many rows it takes when it is drawn.

    ``looks`` have the end of each stretch of one look. ``regions``, of a line of a screen, make up
    the text one after another. ``indent`` counts levels of lists and quotes; ``has_gap`` parts the
    line from the one before. ``picture`` stands above the text. Lines that follow each other and
    have one ``table`` are its rows, with their ``cells``; ``is_head`` is a row of headings.
    """

    text: str
    looks: tuple[tuple[int, int], ...]
    regions: tuple[Region, ...] = ()
    indent: int = 0
    has_gap: bool = False
    picture: DocumentPicture | None = None
    table: str = ""
    cells: tuple[Cell, ...] = ()
    is_head: bool = False
    nodes: frozenset[str] = field(init=False, repr=False, compare=False)
    """The nodes that the regions show."""

    def __post_init__(self) -> None:
        shown = frozenset(region.node for region in self.regions) if self.regions else _NO_NODES
        object.__setattr__(self, "nodes", shown)

    def find(self, source: Source) -> int | None:
        """The character that shows a source; behind the end of its part, the end."""
        place = 0
        found: int | None = None
        for region in self.regions:
            if region.node == source.node and region.part is source.part:
                inside = 0 if region.is_whole else source.offset - region.offset
                if 0 <= inside < len(region.text):
                    return place + inside
                if inside >= 0:
                    found = place + len(region.text)
            place += len(region.text)
        return found

    def spans(self, nodes: frozenset[str]) -> Iterator[tuple[int, int]]:
        """The characters that show some nodes, in stretches as long as they can be.

        A gap counts where it is between two characters of such nodes.
        """
        start: int | None = None
        end = place = 0
        for region in self.regions:
            last = place + len(region.text)
            if region.part is not Part.GAP and region.text:
                if region.node in nodes:
                    start, end = place if start is None else start, last
                elif start is not None:
                    yield start, end
                    start = None
            place = last
        if start is not None:
            yield start, end


def add_look(looks: list[tuple[int, int]], end: int, look: int) -> None:
    """Add a stretch up to ``end``; it joins one that looks the same."""
    if looks and looks[-1][1] == look:
        looks.pop()
    if end > (looks[-1][0] if looks else 0):
        looks.append((end, look))


def part_of(line: TextLine, spans: Iterable[tuple[int, int]]) -> TextLine:
    """Stretches of a line, in rising order, as a line of its own."""
    text = ""
    looks: list[tuple[int, int]] = []
    regions: list[Region] = []
    for start, end in spans:
        place = 0
        for region in line.regions:
            first, last = max(start - place, 0), min(end - place, len(region.text))
            if first < last:
                shift = 0 if region.is_whole else first
                regions.append(
                    replace(region, text=region.text[first:last], offset=region.offset + shift)
                )
            place += len(region.text)
        before = 0
        for stop, look in line.looks:
            first, last = max(before, start), min(stop, end)
            if first < last:
                text += line.text[first:last]
                add_look(looks, len(text), look)
            before = stop
    return TextLine(text, tuple(looks), tuple(regions), line.indent)


@dataclass(frozen=True, slots=True)
class ScreenText:
    """The lines of a screen, and how to find a node in them.

    ``told`` are the containers that each line tells, in the words of ``profile``.
    """

    screen: Screen
    lines: tuple[TextLine, ...]
    reading: Outline
    told: tuple[tuple[str, ...], ...]
    profile: Profile

    def find(self, source: Source) -> tuple[int, int] | None:
        """The line and the character that show a source; None where no line does."""
        candidates = self.reading.places.get(source.node) or self._above(source.node)
        found: tuple[int, int] | None = None
        for index in candidates:
            place = self.lines[index].find(source)
            if place is not None:
                found = index, place
                if place < len(self.lines[index].text):
                    break
        return found

    def find_node(self, node: str) -> tuple[int, int] | None:
        """The line and the first character that show a node; of a container, its first line."""
        nodes = frozenset({node})
        for index in self.reading.places.get(node) or self._above(node):
            for start, _ in self.lines[index].spans(nodes):
                return index, start
        below = self._below(node)
        return None if below is None else (below, 0)

    def _above(self, node: str) -> list[int]:
        """The lines of what a node stands in."""
        if node not in self.screen.nodes:
            return []
        for above in reversed(self.screen.ancestors(node)):
            if above in self.reading.places:
                return self.reading.places[above]
        return []

    def _below(self, node: str) -> int | None:
        for index, item in enumerate(self.reading.items):
            if node == item.node or node in self.screen.ancestors(item.node):
                return index
        return None


def screen_text(
    screen: Screen, profile: Profile | None = None, *, earlier: ScreenText | None = None
) -> ScreenText:
    """The lines of a screen in the words of a profile, None that of the desk by default.

    Containers are told with the first line that is reached from outside, and a screen without lines
    says that it is empty, as at the desk. ``earlier`` are the lines of the screen before it
    changed: those that stayed are taken from there, and without a profile its profile.
    """
    if profile is None:
        profile = load_profile() if earlier is None else earlier.profile
    is_near = earlier is not None and earlier.profile is profile
    if earlier is None or not is_near or earlier.screen.root != screen.root:
        return _all_lines(_Presented(screen, outline(screen, {}), profile), {})
    changed = _differing(earlier.screen, screen)
    if not changed:
        return replace(earlier, screen=screen)
    stale = changed.union(*map(screen.ancestors, changed))
    if not _has_same_shape(earlier.screen, screen, changed):
        reading = outline(screen, {})
    elif any(screen.nodes[one].children for one in changed):  # it may be told with any line in it
        reading = earlier.reading
    else:
        return _with_lines(earlier, _Presented(screen, earlier.reading, profile), stale)
    before = zip(earlier.reading.items, earlier.told, earlier.lines, strict=False)
    kept = {
        (item, told): line
        for item, told, line in before
        if item.node not in stale and changed.isdisjoint(told)
    }
    return _all_lines(_Presented(screen, reading, profile), kept)


def _differing(old: Screen, new: Screen) -> frozenset[str]:
    """The nodes of a screen that are not as they were."""
    known = old.nodes
    others = [one for one, node in new.nodes.items() if known.get(one) is not node]
    return frozenset(one for one in others if known.get(one) != new.nodes[one])


def _has_same_shape(old: Screen, new: Screen, changed: Iterable[str]) -> bool:
    return all(
        one in old.nodes and has_same_shape(old.nodes[one], new.nodes[one]) for one in changed
    )


class _Presented:
    """Makes the lines of one screen."""

    def __init__(self, screen: Screen, reading: Outline, profile: Profile) -> None:
        self.screen = screen
        self.reading = reading
        self.profile = profile
        self._presenter = Presenter(screen, profile, profile.rules(_WIDE))
        self._cells: dict[str, dict[str, tuple[str, ...]]] = {}

    def context(self, item: Item) -> list[str]:
        """The containers around an item."""
        return context_of(self.screen, self.reading.top, item)

    def line(self, item: Item, told: Iterable[str]) -> TextLine:
        """The line of an item with containers that are told with it."""
        if item.kind is Kind.ROW:
            return self._row(item)
        regions = self._presenter.line(item, [self.screen.nodes[one] for one in told])
        return _line(self.screen, item, regions)

    def _row(self, item: Item) -> TextLine:
        """A row of a table with its cells, one behind the other."""
        regions: list[Region] = []
        cells: list[Cell] = []
        nodes = self._cells_of(item)
        place = 0
        for number, one in enumerate(nodes):
            if number:
                regions.append(Region(GAP, one, Part.GAP, 0, True))
                place += len(GAP)
            shown = self._presenter.cell(one)
            regions += shown
            end = place + sum(len(region.text) for region in shown)
            cells.append(Cell(place, end, number))
            place = end
        is_head = bool(nodes) and all(
            self.screen.nodes[one].role == "columnheader" for one in nodes
        )
        line = _line(self.screen, item, regions)
        return replace(line, table=item.table, cells=tuple(cells), is_head=is_head)

    def _cells_of(self, item: Item) -> tuple[str, ...]:
        """The cells of a row, in the order of reading."""
        if item.table not in self._cells:
            self._cells[item.table] = dict(table_rows(self.screen, item.table))
        return self._cells[item.table].get(item.node, ())


def _all_lines(
    new: _Presented, kept: Mapping[tuple[Item, tuple[str, ...]], TextLine]
) -> ScreenText:
    """The lines of all items, those that are ``kept`` from there."""
    lines: list[TextLine] = []
    told: list[tuple[str, ...]] = []
    known: list[str] = []
    for item in new.reading.items:
        around = new.context(item)
        own = tuple(one for one in around if one not in known)
        known = around
        line = kept.get((item, own))
        lines.append(new.line(item, own) if line is None else line)
        told.append(own)
    if not lines:
        empty = new.profile.words["empty"]
        lines.append(TextLine(empty, ((len(empty), Look.DIMMED),)))
    return ScreenText(new.screen, tuple(lines), new.reading, tuple(told), new.profile)


def _with_lines(earlier: ScreenText, new: _Presented, stale: Iterable[str]) -> ScreenText:
    """The same lines, but those of some nodes made anew."""
    lines = list(earlier.lines)
    for node in stale:
        for index in new.reading.places.get(node, ()):
            lines[index] = new.line(new.reading.items[index], earlier.told[index])
    return replace(earlier, screen=new.screen, lines=tuple(lines))


_DIM = frozenset({Part.ROLE, Part.STATE, Part.POSITION, Part.CONTEXT})
"""What the screen itself does not say in words."""


def _line(screen: Screen, item: Item, regions: Sequence[Region]) -> TextLine:
    node = screen.nodes[item.node]
    is_heading = node.role == "heading"
    has_value = any(region.part is Part.VALUE for region in regions)
    looks: list[tuple[int, int]] = []
    place = 0
    for region in regions:
        place += len(region.text)
        is_bold = is_heading or (has_value and region.part is Part.NAME)
        look = Look.BOLD if is_bold else Look.PLAIN
        if region.part in _DIM or State.DISABLED in screen.nodes[region.node].states:
            look = (look & ~Look.BOLD) | Look.DIMMED
        add_look(looks, place, look)
    text = "".join(region.text for region in regions)
    return TextLine(text, tuple(looks), tuple(regions), has_gap=is_heading)
