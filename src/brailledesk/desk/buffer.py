"""The buffer: all lines of a screen in cells, each made when it is first wanted."""

from __future__ import annotations

from brailledesk.desk.grids import Grid, GridLines
from brailledesk.desk.line import EMPTY_LINE, Line, text_line
from brailledesk.desk.outline import Item, Kind, Outline, context_of
from brailledesk.desk.presentation import Presenter
from brailledesk.desk.profile import Profile
from brailledesk.desk.region import Part, Region, Source
from brailledesk.desk.translating import LineTranslator
from brailledesk.screen import Screen


class Buffer:
    """The lines of one screen for one width. It does not change; another screen has another.

    ``grids`` are layouts of tables that are known already; those that are made are added.
    """

    def __init__(
        self,
        screen: Screen,
        reading: Outline,
        profile: Profile,
        translator: LineTranslator,
        width: int,
        grids: dict[str, Grid] | None = None,
    ) -> None:
        self.screen = screen
        self.items = reading.items
        self.width = width
        self.rules = profile.rules(width)
        self.grids = {} if grids is None else grids
        self._reading = reading
        self._translator = translator
        self._presenter = Presenter(screen, profile, self.rules)
        self._grid_lines = GridLines(self._presenter, translator, width)
        self._lines: dict[tuple[int, tuple[str, ...]], Line] = {}

    def line(self, index: int, context: tuple[str, ...] = ()) -> Line:
        """The line of an item, with the containers that are to be told with it."""
        key = index, context
        line = self._lines.get(key)
        if line is None:
            line = self._lines[key] = self._make(self.items[index], context)
        return line

    def context(self, index: int) -> tuple[str, ...]:
        """The containers around an item."""
        return tuple(context_of(self.screen, self._reading.top, self.items[index]))

    def grid(self, table: str) -> Grid:
        """The layout of a table."""
        if table not in self.grids:
            self.grids[table] = self._grid_lines.grid(table)
        return self.grids[table]

    def header_line(self, index: int) -> Line | None:
        """The headers above a row, in its columns."""
        item = self.items[index]
        if item.kind is not Kind.ROW:
            return None
        grid = self.grid(item.table)
        if not grid.has_header or grid.rows[0][0] == item.node:
            return None
        return self._grid_lines.row(grid, grid.rows[0][1])

    def find(self, source: Source) -> int | None:
        """The item that shows a source; None where no line does."""
        known = self._reading.places.get(source.node)
        if known is None:
            return self._find_above(source)
        for index in known:
            item = self.items[index]
            is_text = source.part in {Part.VALUE, Part.NAME}
            if item.end is None or not is_text or source.offset <= item.end:
                return index
        return known[-1]

    def _find_above(self, source: Source) -> int | None:
        """The line that a node stands in: that of a text, a row, a box with options."""
        items = self._reading.places
        for above in reversed(self.screen.ancestors(source.node) if self._has(source) else []):
            if above in items:
                columns = [one for one in items[above] if self.items[one].kind is Kind.COLUMN]
                if not columns:
                    return items[above][0]
                cell = self._cell_of(source.node)
                place = self.grid(above).place_of(cell) if cell else None
                return columns[min(place[1], len(columns) - 1)] if place else columns[0]
        return None

    def _has(self, source: Source) -> bool:
        return source.node in self.screen.nodes

    def _cell_of(self, node: str) -> str | None:
        """The cell of a table that a node is, or stands in."""
        above = [node, *reversed(self.screen.ancestors(node))]
        roles = {"cell", "gridcell", "columnheader", "rowheader"}
        return next((one for one in above if self.screen.nodes[one].role in roles), None)

    def _make(self, item: Item, context: tuple[str, ...]) -> Line:
        if item.kind is Kind.ROW:
            grid = self.grid(item.table)
            cells = next((cells for row, cells in grid.rows if row == item.node), ())
            return self._grid_lines.row(grid, cells)
        if item.kind is Kind.COLUMN:
            return self._grid_lines.column(self.grid(item.table), item.column)
        if item.kind is Kind.CELL:
            return self._grid_lines.cell(self.grid(item.table), item.node)
        return self._text(item, context)

    def _text(self, item: Item, context: tuple[str, ...]) -> Line:
        regions = self._presenter.line(item, [self.screen.nodes[one] for one in context])
        if not regions:
            return EMPTY_LINE
        translation = self._translator.translate(regions, self._cursor(regions))
        return text_line(regions, translation, self.width)

    def _cursor(self, regions: list[Region]) -> int | None:
        """The character of a line's text where the caret stands, if it stands there."""
        caret = self.screen.caret
        if caret is None:
            return None
        place = 0
        for region in regions:
            if region.node == caret.node and region.part is Part.VALUE and not region.is_whole:
                offset = caret.offset - region.offset
                if 0 <= offset < len(region.text):
                    return place + offset
            place += len(region.text)
        return None
