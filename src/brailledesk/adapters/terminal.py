"""The character grid of a text terminal as a screen, and what changed of it as a patch.

The grid comes from an emulator, which is not ours: pyte, tmux's ``capture-pane``, a terminal's own
interface. A row is a line of text; the row of the cursor is a text field, so that the caret stands
in it exactly, also behind the end of the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from brailledesk.errors import N_, ScreenTooLarge
from brailledesk.screen import Caret, Change, Node, Patch, Screen, build_screen

MAX_ROWS = 1_000
MAX_COLUMNS = 2_000
_ROOT = "terminal"

Place = tuple[int, int]
"""Row and column of a cell, from 0."""


@dataclass(frozen=True, slots=True)
class Grid:
    """What a terminal shows.

    ``rows`` have a text for each cell: a character with what combines with it, "" in the right half
    of a wide one. ``selection`` is from the first cell to the one behind the last, row by row; the
    part of it in the row of the cursor is shown. A cursor that is hidden is None.
    """

    rows: tuple[tuple[str, ...], ...]
    cursor: Place | None = None
    selection: tuple[Place, Place] | None = None
    title: str = ""

    def __post_init__(self) -> None:
        if len(self.rows) > MAX_ROWS:
            raise ScreenTooLarge(N_("rows of a terminal"), MAX_ROWS)
        if any(len(row) > MAX_COLUMNS for row in self.rows):
            raise ScreenTooLarge(N_("columns of a terminal"), MAX_COLUMNS)


def grid_of(lines: Iterable[str], cursor: Place | None = None, title: str = "") -> Grid:
    """A grid of lines in which every character has one cell."""
    return Grid(tuple(map(tuple, lines)), cursor, title=title)


def row_id(row: int) -> str:
    """The id of a row's node."""
    return f"row-{row + 1}"


def read_grid(grid: Grid, *, revision: int = 1) -> Screen:
    """The screen of a terminal. Raises ScreenTooLarge."""
    rows = [_row(grid, number) for number in range(len(grid.rows))]
    root = Node(id=_ROOT, role="document", name=grid.title, children=tuple(one.id for one in rows))
    caret = _caret(grid)
    focus = None if caret is None else caret.node
    return build_screen([root, *rows], revision=revision, focus=focus, caret=caret)


def change_grid(screen: Screen, grid: Grid) -> Patch:
    """The patch that makes the screen of an earlier grid that of ``grid``: the rows that differ."""
    new = read_grid(grid, revision=screen.revision + 1)
    changes = []
    for node in new.walk():
        old = screen.nodes.get(node.id)
        if old != node:
            before = old or Node(id=node.id)
            fields = {
                name: getattr(node, name)
                for name in ("role", "name", "value", "children")
                if old is None or getattr(before, name) != getattr(node, name)
            }
            changes.append(Change(node.id, fields))
    return Patch(
        screen.revision,
        new.revision,
        tuple(changes),
        focus=new.focus,
        moves_focus=new.focus != screen.focus,
        caret=new.caret,
        moves_caret=new.caret != screen.caret,
    )


def place_of(grid: Grid, node: str, offset: int) -> Place | None:
    """The cell that a character of a row's text stands in, for a routing key; None elsewhere."""
    number = node.removeprefix("row-")
    if number == node or not number.isdecimal() or not 0 < int(number) <= len(grid.rows):
        return None
    row = int(number) - 1
    length = 0
    for column, cell in enumerate(grid.rows[row]):
        length += len(cell)
        if offset < length:
            return row, column
    return row, len(grid.rows[row]) + offset - length


def _row(grid: Grid, number: int) -> Node:
    text = "".join(grid.rows[number]).rstrip()
    if grid.cursor is None or grid.cursor[0] != number:
        return Node(id=row_id(number), role="text", value=text)
    length = _offset(grid.rows[number], grid.cursor[1])
    return Node(id=row_id(number), role="textbox", value=text.ljust(length))


def _caret(grid: Grid) -> Caret | None:
    if grid.cursor is None or not 0 <= grid.cursor[0] < len(grid.rows):
        return None
    row, column = grid.cursor
    cells = grid.rows[row]
    offset = _offset(cells, column)
    if grid.selection is None:
        return Caret(row_id(row), offset)
    start, end = grid.selection
    if not start[0] <= row <= end[0]:
        return Caret(row_id(row), offset)
    first = _offset(cells, start[1]) if start[0] == row else 0
    last = _offset(cells, end[1]) if end[0] == row else len("".join(cells).rstrip())
    other = first if offset >= last else last
    return Caret(row_id(row), offset, other)


def _offset(cells: Sequence[str], column: int) -> int:
    """The character of a row's text at a column; behind the last cell one for each column."""
    column = min(max(column, 0), MAX_COLUMNS)
    return sum(map(len, cells[:column])) + max(column - len(cells), 0)
