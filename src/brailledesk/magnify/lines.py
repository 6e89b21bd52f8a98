"""The lines that are drawn: those of a screen, as the desk reads them, or those of a document.

A line of a screen has the text that the desk's line has on a Braille display and that is spoken,
made by the same presenter in the order of the same outline. Of a table's row nothing is cut.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from brailledesk.desk.outline import Item, Kind, Outline, context_of, outline, table_rows
from brailledesk.desk.presentation import Presenter
from brailledesk.desk.profile import Profile
from brailledesk.desk.profile_file import load_profile
from brailledesk.desk.region import Part, Region, Source
from brailledesk.document import (
    Block,
    Document,
    Heading,
    Image,
    ListBlock,
    PageMark,
    Paragraph,
    Poem,
    Quote,
    Table,
)
from brailledesk.magnify.atlas import Look
from brailledesk.screen import Screen, State
from brailledesk.text import Run, Typeform, split_at_line_feeds

_WIDE = 80
"""The cells of a display on which a line is presented as on paper: nothing is shortened."""
_GAP = "  "
"""Between the cells of a row, as on a Braille display."""


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line as it is read, however many rows it takes when it is drawn.

    ``looks`` have the end of each stretch of one look. ``regions``, of a line of a screen, make up
    the text one after another. ``indent`` counts levels of lists and quotes; ``has_gap`` parts the
    line from the one before.
    """

    text: str
    looks: tuple[tuple[int, Look], ...]
    regions: tuple[Region, ...] = ()
    indent: int = 0
    has_gap: bool = False

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
        """The characters that show some nodes, in stretches as long as they can be."""
        start = place = 0
        is_inside = False
        for region in self.regions:
            is_one = region.node in nodes
            if is_one and not is_inside:
                start = place
            elif is_inside and not is_one:
                yield start, place
            is_inside = is_one
            place += len(region.text)
        if is_inside:
            yield start, place


def part_of(line: TextLine, spans: Iterable[tuple[int, int]]) -> TextLine:
    """Stretches of a line, in rising order, as a line of its own."""
    text = ""
    looks: list[tuple[int, Look]] = []
    regions: list[Region] = []
    for start, end in spans:
        place = 0
        for region in line.regions:
            first, last = max(start - place, 0), min(end - place, len(region.text))
            if first < last:
                shift = 0 if region.is_whole else first
                regions.append(replace(region, text=region.text[first:last], offset=region.offset + shift))
            place += len(region.text)
        before = 0
        for stop, look in line.looks:
            first, last = max(before, start), min(stop, end)
            if first < last:
                text += line.text[first:last]
                _add(looks, len(text), look)
            before = stop
    return TextLine(text, tuple(looks), tuple(regions), line.indent)


@dataclass(frozen=True, slots=True)
class ScreenText:
    """The lines of a screen, and how to find a node in them."""

    screen: Screen
    lines: tuple[TextLine, ...]
    reading: Outline

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


def screen_text(screen: Screen, profile: Profile | None = None) -> ScreenText:
    """The lines of a screen in the words of a profile, None that of the desk by default.

    Containers are told with the first line that is reached from outside, as at the desk.
    """
    words = load_profile() if profile is None else profile
    reading = outline(screen, {})
    presenter = Presenter(screen, words, words.rules(_WIDE))
    cells = _cells_of(screen, reading)
    lines: list[TextLine] = []
    known: list[str] = []
    for item in reading.items:
        around = context_of(screen, reading.top, item)
        new = [screen.nodes[one] for one in around if one not in known]
        known = around
        if item.kind is Kind.ROW:
            regions = _row(presenter, cells.get(item.node, ()))
        else:
            regions = presenter.line(item, new)
        lines.append(_line(screen, item, regions))
    return ScreenText(screen, tuple(lines), reading)


def _cells_of(screen: Screen, reading: Outline) -> dict[str, tuple[str, ...]]:
    tables = {item.table for item in reading.items if item.table}
    return {row: cells for table in tables for row, cells in table_rows(screen, table)}


def _row(presenter: Presenter, cells: Iterable[str]) -> list[Region]:
    regions: list[Region] = []
    for cell in cells:
        if regions:
            regions.append(Region(_GAP, cell, Part.GAP, 0, True))
        regions += presenter.cell(cell)
    return regions


_DIM = frozenset({Part.ROLE, Part.STATE, Part.POSITION, Part.CONTEXT})
"""What the screen itself does not say in words."""


def _line(screen: Screen, item: Item, regions: Sequence[Region]) -> TextLine:
    node = screen.nodes[item.node]
    is_heading = node.role == "heading"
    looks: list[tuple[int, Look]] = []
    place = 0
    for region in regions:
        place += len(region.text)
        look = Look.BOLD if is_heading or region.part is Part.NAME and _is_label(regions) else Look(0)
        if region.part in _DIM or State.DISABLED in screen.nodes[region.node].states:
            look = (look & ~Look.BOLD) | Look.DIMMED
        _add(looks, place, look)
    text = "".join(region.text for region in regions)
    return TextLine(text, tuple(looks), tuple(regions), has_gap=is_heading)


def _is_label(regions: Sequence[Region]) -> bool:
    """Whether the names of a line stand before values."""
    return any(region.part is Part.VALUE for region in regions)


def _add(looks: list[tuple[int, Look]], end: int, look: Look) -> None:
    """One stretch more; it joins one that looks the same."""
    if looks and looks[-1][1] == look:
        looks.pop()
    if end > (looks[-1][0] if looks else 0):
        looks.append((end, look))


def document_text(document: Document) -> tuple[TextLine, ...]:
    """The lines of a document: its blocks in reading order, notes last.

    Cells of a row stand in one line; a line feed in a paragraph begins a new one.
    """
    lines: list[TextLine] = []
    for block in document.blocks:
        lines += _block_lines(block, 0)
    for note in document.notes:
        inner = [line for block in note.blocks for line in _block_lines(block, 1)]
        lines += _marked(f"{note.label} ", inner)
    return tuple(lines)


def _block_lines(block: Block, indent: int) -> Iterator[TextLine]:
    match block:
        case Heading():
            runs = [Run(run.text.replace("\n", " "), note=run.note) for run in block.runs]
            yield _text_line(runs, indent, Look.BOLD, has_gap=True)
        case Paragraph() | Poem():
            for number, runs in enumerate(split_at_line_feeds(block.runs)):
                yield _text_line(runs, indent, has_gap=number == 0)
        case ListBlock():
            for item in block.items:
                inner = [line for one in item.blocks for line in _block_lines(one, indent + 1)]
                yield from _marked(f"{item.marker} " if item.marker else "", inner)
        case Quote():
            for one in block.blocks:
                yield from _block_lines(one, indent + 1)
        case Table():
            yield from _table_lines(block, indent)
        case Image():
            if block.alternative:
                yield _text_line([Run(block.alternative)], indent, Look.ITALIC, has_gap=True)
        case PageMark():
            yield _text_line([Run(f"[{block.label}]")], indent, Look.DIMMED)


def _table_lines(table: Table, indent: int) -> Iterator[TextLine]:
    if table.caption:
        yield _text_line(table.caption, indent, Look.BOLD, has_gap=True)
    for number, row in enumerate(table.rows):
        text = ""
        looks: list[tuple[int, Look]] = []
        for count, cell in enumerate(row.cells):
            inner = [line.text for block in cell.blocks for line in _block_lines(block, 0)]
            text += (_GAP if count else "") + " ".join(inner)
            is_header = cell.is_header or number < table.header_rows
            _add(looks, len(text), Look.BOLD if is_header else Look.PLAIN)
        yield TextLine(text, tuple(looks), indent=indent, has_gap=number == 0)


def _text_line(
    runs: Iterable[Run], indent: int, look: Look = Look.PLAIN, *, has_gap: bool = False
) -> TextLine:
    text = ""
    looks: list[tuple[int, Look]] = []
    for run in runs:
        text += _in_one_line(run.text)
        bold = Look.BOLD if run.typeform & Typeform.BOLD else Look.PLAIN
        italic = Look.ITALIC if run.typeform & Typeform.ITALIC else Look.PLAIN
        _add(looks, len(text), look | bold | italic)
    return TextLine(text, tuple(looks), indent=indent, has_gap=has_gap)


def _in_one_line(text: str) -> str:
    """White space that would be a line or a column as blanks, one for one."""
    return text if text.isprintable() else "".join(" " if one.isspace() else one for one in text)


def _marked(marker: str, lines: Sequence[TextLine]) -> Iterator[TextLine]:
    """Lines of an item, its marker before the first."""
    for number, line in enumerate(lines or [TextLine("", ())]):
        if number or not marker:
            yield line
            continue
        shift = len(marker)
        looks = [(shift, Look.PLAIN), *((end + shift, look) for end, look in line.looks)]
        yield TextLine(marker + line.text, tuple(looks), indent=line.indent)
