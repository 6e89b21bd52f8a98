"""The pages together as a document: headings, paragraphs over page ends, lists, tables, notes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from brailledesk.document import (
    Block,
    Document,
    Heading,
    Image,
    Note,
    PageMark,
    Paragraph,
    Table,
    TableCell,
    TableRow,
)
from brailledesk.ingest.pdf.furniture import PageText
from brailledesk.ingest.pdf.lines import Grid, GridCell, Item, Line
from brailledesk.ingest.pdf.lists import OpenItem, nested
from brailledesk.ingest.pdf.marking import is_bullet, marker_of
from brailledesk.ingest.pdf.measure import Measure
from brailledesk.ingest.pdf.notes import FoundNote, split_notes
from brailledesk.ingest.pdf.page import BOLD, About
from brailledesk.ingest.pdf.paragraphs import Group, goes_over_page, groups_of, joined
from brailledesk.ingest.pdf.placing import PlacedGrid, PlacedPicture, with_pictures
from brailledesk.ingest.pdf.runs import Placed, runs_of
from brailledesk.ingest.pdf.words import WordJoiner
from brailledesk.text import Origin, plain_text

_NEAR = 4
"""Groups from one item to the next, its further paragraphs and inner items between."""
_EDGES = 3.0
"""Points that the columns of a table and of its continuation may differ."""


@dataclass(frozen=True, slots=True)
class _Start:
    """Where a page begins."""

    page: PageText
    origin: Origin


Part = _Start | PlacedGrid | PlacedPicture | Group


def assemble(
    pages: Sequence[PageText],
    about: About,
    path: str,
    language: str,
    pictures: frozenset[int],
    *,
    knows: Callable[[str], bool] | None = None,
) -> Document:
    """The document of pages that have no furniture any more; ``pictures`` are pages without text.

    ``path`` is the name of the source, for origins; ``knows`` is a list of words, for those that
    the end of a line divides.
    """
    measure = Measure([page.items for page in pages], about.bookmarks)
    joiner = WordJoiner(_all_lines(pages), language, knows)
    builder = _Builder(measure, joiner, path, pictures)
    parts = builder.parts(pages)
    measure.learn_levels(
        (part.bare, part.page)
        for part in parts
        if isinstance(part, Group) and not part.marker and measure.is_candidate(part.bare)
    )
    builder.find_levels(parts)
    blocks = tuple(builder.blocks(parts))
    if all(isinstance(block, PageMark) for block in blocks):
        # Blank pages: a document without text is empty.
        blocks = ()
    title = about.title.strip() or _first_heading(blocks)
    return Document(blocks, title, language, tuple(builder.notes), path)


def _all_lines(pages: Sequence[PageText]) -> Iterator[Line]:
    for page in pages:
        for item in (*page.items, *page.turned):
            if isinstance(item, Line):
                yield item
            else:
                for cell in item.cells:
                    yield from cell.lines


def _first_heading(blocks: Sequence[Block]) -> str:
    heading = next((block for block in blocks if isinstance(block, Heading)), None)
    return plain_text(heading.runs) if heading else ""


class _Builder:
    """Turns lines into blocks, and counts the notes."""

    def __init__(
        self, measure: Measure, joiner: WordJoiner, path: str, pictures: frozenset[int]
    ) -> None:
        self._measure = measure
        self._joiner = joiner
        self._path = path
        self._pictures = pictures
        self._levels_below: dict[int, int] = {}
        self._lone: frozenset[int] = frozenset()
        self.notes: list[Note] = []

    # -- from lines to groups --------------------------------------------------------------------

    def parts(self, pages: Sequence[PageText]) -> list[Part]:
        """Groups, tables and beginnings of pages, in order; what goes over a page end is joined."""
        parts: list[Part] = []
        for page in pages:
            origin = Origin(self._path, f"page {page.number}", page.label or str(page.number))
            items, found = split_notes(page.items, self._measure.body, page.height)
            labels = self._add_notes(found, origin)
            mine = list(self._page_parts((*items, *page.turned), page.number, origin, labels))
            start = _Start(page, origin)
            if mine and parts:
                mine = _continued(parts, mine)
            shown = () if page.number in self._pictures else page.pictures
            parts += [start, *(with_pictures(mine, shown, origin) if shown else mine)]
        self._lone = frozenset(_lone_items([part for part in parts if isinstance(part, Group)]))
        return parts

    def _page_parts(
        self, items: Sequence[Item], page: int, origin: Origin, labels: Mapping[str, str]
    ) -> Iterator[Part]:
        waiting: list[Placed] = []
        for item in items:
            if isinstance(item, Line):
                waiting.append(Placed(item, origin, labels))
                continue
            yield from groups_of(waiting, page, self._measure)
            waiting = []
            yield PlacedGrid(item, origin)
        yield from groups_of(waiting, page, self._measure)

    def _add_notes(self, found: Sequence[FoundNote], origin: Origin) -> dict[str, str]:
        """Keep the notes of a page; what print calls them, and what the document calls them."""
        labels: dict[str, str] = {}
        for note in found:
            lines = tuple(Placed(line, origin) for line in note.lines)
            runs = runs_of(lines, self._joiner, skip=note.skip)
            if runs:
                label = str(len(self.notes) + 1)
                labels.setdefault(note.label, label)
                self.notes.append(Note(label, (Paragraph(runs, origin),)))
        return labels

    # -- from groups to blocks -------------------------------------------------------------------

    def blocks(self, parts: Sequence[Part]) -> Iterator[Block]:
        """The blocks; a mark inside of a list follows it, for lists hold no marks."""
        items: list[OpenItem] = []
        marks: list[Block] = []
        for part in parts:
            if isinstance(part, _Start):
                marks.append(PageMark(part.origin.page, part.origin))
                if part.page.number in self._pictures:
                    data = part.page.pictures[0].data if part.page.pictures else b""
                    marks.append(Image("", origin=part.origin, data=data))
                continue
            if isinstance(part, PlacedPicture):
                marks.append(part.block)
                continue
            if not items:
                yield from marks
                marks = []
            if not (isinstance(part, Group) and self._take_item(part, items)):
                yield from nested(items)
                yield from marks
                items, marks = [], []
                yield from self._block(part)
        yield from nested(items)
        yield from marks

    def _take_item(self, group: Group, items: list[OpenItem]) -> bool:
        """Whether a group is an item, or belongs to the last one."""
        origin = group.lines[0].origin
        if group.marker and id(group) not in self._lone and not self._level(group):
            runs = runs_of(group.lines, self._joiner, skip=group.marker)
            item = OpenItem(marker_of(group.first.text), group.first.left, origin)
            item.blocks += [Paragraph(runs, origin)] if runs else []
            items.append(item)
            return True
        if not items or self._level(group) or group.first.is_turned:
            return False
        is_inside = group.first.left > items[-1].left + 0.5 * group.first.size
        is_same_page = items[-1].origin == origin
        if is_inside and is_same_page and not group.first.has_style(BOLD):
            items[-1].blocks += self._paragraph(group)
            return True
        return False

    def find_levels(self, parts: Sequence[Part]) -> None:
        """Remember, of headings right above a heading that a bookmark names, that one's level."""
        groups = [part for part in parts if isinstance(part, Group)]
        for above, below in pairwise(groups):
            level = self._measure.bookmark_level(below.bare, below.page)
            if level and above.page == below.page:
                self._levels_below[id(above)] = level

    def _level(self, group: Group) -> int:
        if not self._measure.is_candidate(group.bare):
            return 0
        if group.marker and not self._measure.bookmark_level(group.bare, group.page):
            return 0
        return self._measure.level(group.bare, group.page)

    def _block(self, part: Group | PlacedGrid) -> Iterator[Block]:
        if isinstance(part, PlacedGrid):
            yield self._table(part)
            return
        level = self._level(part)
        if level:
            # "Capitolo 3" stands above the title that the bookmark names.
            level = min(level, self._levels_below.get(id(part), level))
            runs = runs_of(part.lines, self._joiner, has_emphasis=False)
            yield Heading(level, runs, part.lines[0].origin)
        else:
            yield from self._paragraph(part)

    def _paragraph(self, group: Group) -> list[Block]:
        runs = runs_of(group.lines, self._joiner, has_emphasis=not group.is_fixed)
        return [Paragraph(runs, group.lines[0].origin)] if runs else []

    # -- tables ----------------------------------------------------------------------------------

    def _table(self, placed: PlacedGrid) -> Table:
        grid = placed.grid
        heads = _header_rows(grid)
        rows: list[list[TableCell]] = [[] for _ in range(grid.rows)]
        for cell in grid.cells:
            rows[cell.row].append(self._cell(cell, placed.origin, is_header=cell.row < heads))
        return Table(tuple(TableRow(tuple(row)) for row in rows), heads, origin=placed.origin)

    def _cell(self, cell: GridCell, origin: Origin, *, is_header: bool) -> TableCell:
        lines = [Placed(line, origin) for line in cell.lines]
        blocks: list[Block] = []
        for group in groups_of(lines, 0, self._measure):
            runs = runs_of(group.lines, self._joiner, has_emphasis=not is_header)
            if runs:
                blocks.append(Paragraph(runs, origin))
        return TableCell(tuple(blocks), cell.column_span, cell.row_span, is_header)


def _lone_items(groups: Sequence[Group]) -> Iterator[int]:
    """Groups that begin with a number or letter as items do, and have no other item near.

    A number can also begin a sentence, so it takes two for a list; a bullet is one.
    """
    items = [n for n, group in enumerate(groups) if group.marker]
    for before, place, after in zip([-_NEAR, *items], items, [*items[1:], -_NEAR], strict=False):
        is_near = place - before < _NEAR or 0 < after - place < _NEAR
        if not is_near and not is_bullet(groups[place].first.text):
            yield id(groups[place])


def _header_rows(grid: Grid) -> int:
    """One, where the cells of the first row are bold and others are not.

    Recognition does not tell what is bold: there, words over a column with numbers are a heading.
    """
    first = [line for cell in grid.cells if cell.row == 0 for line in cell.lines]
    rest = [line for cell in grid.cells if cell.row > 0 for line in cell.lines]
    is_head = bool(first) and all(line.has_style(BOLD) for line in first)
    if first and all(piece.reading for line in first for piece in line.pieces):
        is_filled = len({cell.column for cell in grid.cells if cell.row == 0 and cell.lines})
        return int(
            is_filled == grid.columns
            and not any(_has_digit(line) for line in first)
            and any(all(map(_has_digit, column)) for column in _columns_below(grid))
        )
    return int(is_head and any(not line.has_style(BOLD) for line in rest))


def _has_digit(line: Line) -> bool:
    return any(map(str.isdigit, line.text))


def _columns_below(grid: Grid) -> Iterator[list[Line]]:
    """The lines of each column that has any below the first row."""
    for column in range(grid.columns):
        found = [
            line for cell in grid.cells if cell.column == column and cell.row for line in cell.lines
        ]
        if found:
            yield found


def _continued(parts: list[Part], mine: list[Part]) -> list[Part]:
    """The parts of a page without what only goes on with the last part of the pages before."""
    places = reversed(range(len(parts)))
    place = next((n for n in places if not isinstance(parts[n], _Start | PlacedPicture)), None)
    if place is None:
        return mine
    last, first = parts[place], mine[0]
    if isinstance(last, Group) and isinstance(first, Group) and goes_over_page(last, first):
        parts[place] = joined(last, first)
        return mine[1:]
    if isinstance(last, PlacedGrid) and isinstance(first, PlacedGrid):
        whole = _one_grid(last.grid, first.grid)
        if whole is not None:
            parts[place] = replace(last, grid=whole)
            return mine[1:]
    return mine


def _one_grid(upper: Grid, lower: Grid) -> Grid | None:
    """A table with its continuation, whose repeated heading goes; None where they are two."""
    if upper.columns != lower.columns or any(
        abs(one - other) > _EDGES for one, other in zip(upper.edges, lower.edges, strict=True)
    ):
        return None
    skipped = int(_row_text(upper, 0) == _row_text(lower, 0))
    last = upper.rows - 1
    if _is_rest_of_row(lower, skipped):
        rest = {cell.column: cell.lines for cell in lower.cells if cell.row == skipped}
        above = tuple(
            cell._replace(lines=cell.lines + rest.get(cell.column, ()))
            if cell.row == last
            else cell
            for cell in upper.cells
        )
        upper, skipped = replace(upper, cells=above), skipped + 1
    moved = upper.rows - skipped
    cells = tuple(
        cell._replace(row=cell.row + moved) for cell in lower.cells if cell.row >= skipped
    )
    rows = upper.rows + lower.rows - skipped
    return replace(upper, cells=upper.cells + cells, rows=rows, bottom=lower.bottom)


def _is_rest_of_row(grid: Grid, row: int) -> bool:
    """Whether a row only ends what the end of a page cut: its first cell is empty, the others go
    on in small letters.
    """
    cells = [cell for cell in grid.cells if cell.row == row]
    filled = [cell.lines[0].text for cell in cells if cell.lines]
    is_plain = all(cell.row_span == 1 and cell.column_span == 1 for cell in cells)
    if not filled or not is_plain or cells[0].lines:
        return False
    return all(text[0].islower() for text in filled)


def _row_text(grid: Grid, row: int) -> list[list[str]]:
    return [[line.text for line in cell.lines] for cell in grid.cells if cell.row == row]
