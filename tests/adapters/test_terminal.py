"""A terminal's grid as a screen; the emulator is pyte, which nobody here wrote."""

from __future__ import annotations

import pyte
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brailledesk.adapters.terminal import (
    MAX_ROWS,
    Grid,
    change_grid,
    grid_of,
    place_of,
    read_grid,
    row_id,
)
from brailledesk.desk.commands import Action, Command, Key
from brailledesk.desk.session import open_desk
from brailledesk.errors import ScreenTooLarge
from brailledesk.screen import Caret, apply_patch
from tests.desk.print_cells import cells_of
from tests.desk.screens import Clock, Display


def emulated(text: str, columns: int = 20, rows: int = 6) -> Grid:
    screen = pyte.Screen(columns, rows)
    pyte.Stream(screen).feed(text)
    lines = tuple(
        tuple(screen.buffer[row][column].data for column in range(columns)) for row in range(rows)
    )
    cursor = None if screen.cursor.hidden else (screen.cursor.y, screen.cursor.x)
    return Grid(lines, cursor, title=screen.title)


MENU = "\x1b]2;Gestione\x07\x1b[2J\x1b[1;1HCLIENTE: Rossi\x1b[2;1H1) Ordini\x1b[4;1HScelta: "


def test_rows_cursor_and_title() -> None:
    screen = read_grid(emulated(MENU))
    texts = [node.value for node in screen.walk()][1:]
    assert texts == ["CLIENTE: Rossi", "1) Ordini", "", "Scelta: ", "", ""]
    assert screen.nodes["terminal"].name == "Gestione"
    assert screen.caret == Caret("row-4", 8)
    assert read_grid(emulated(MENU + "\x1b[?25l")).caret is None


def test_a_desk_shows_the_cursor_where_it_stands_and_sends_it_where_a_key_is_pressed() -> None:
    grid = emulated(MENU)
    desk = open_desk(profile="it", clock=Clock())
    display = Display(20)
    desk.attach(display)
    desk.publish(read_grid(grid))
    assert display.cells[:8] == cells_of("Scelta: ")
    assert display.cells[8] == 0xC0
    (request,) = desk.command(Command(Key.ROUTE, 3), display)
    assert request.action is Action.SET_CARET
    assert place_of(grid, request.node, request.offset) == (3, 3)


def test_wide_characters_count_as_the_cells_that_they_take() -> None:
    grid = emulated("日本 ok\x1b[1;6H")
    assert grid.rows[0][:4] == ("日", "", "本", "")
    screen = read_grid(grid)
    assert screen.nodes["row-1"].value == "日本 ok"
    assert screen.caret == Caret("row-1", 3)
    assert place_of(grid, "row-1", 3) == (0, 5)
    assert place_of(grid, "row-9", 0) is None
    assert place_of(grid, "elsewhere", 0) is None


def test_what_is_selected_in_the_row_of_the_cursor_is_marked() -> None:
    rows = grid_of(["uno due", "tre quattro"]).rows
    grid = Grid(rows, cursor=(1, 3), selection=((0, 4), (1, 3)))
    caret = read_grid(grid).caret
    assert caret is not None
    assert caret.selection() == (0, 3)


_OUTPUT = st.lists(
    st.one_of(
        st.text("ab è1日\r\n", max_size=8),
        st.builds("\x1b[{};{}H".format, st.integers(1, 7), st.integers(1, 22)),
        st.sampled_from(["\x1b[2J", "\x1b[K", "\x1b[?25l", "\x1b[?25h", "\x1b[L"]),
    ),
    max_size=12,
).map("".join)


@settings(max_examples=100, deadline=None)
@given(_OUTPUT, _OUTPUT)
def test_a_patch_makes_the_screen_of_the_new_grid(before: str, after: str) -> None:
    old, new = emulated(before), emulated(before + after)
    screen = read_grid(old)
    patched = apply_patch(screen, change_grid(screen, new))
    fresh = read_grid(new, revision=2)
    assert dict(patched.nodes) == dict(fresh.nodes)
    assert (patched.focus, patched.caret) == (fresh.focus, fresh.caret)
    same = change_grid(patched, new)
    assert same.changes == ()
    changed = {one.node for one in change_grid(screen, new).changes}
    assert all(
        row_id(number) in changed or old.cursor != new.cursor or row == old.rows[number]
        for number, row in enumerate(new.rows)
        if "".join(row).rstrip() != "".join(old.rows[number]).rstrip()
    )


@settings(max_examples=100, deadline=None)
@given(_OUTPUT)
def test_every_character_knows_its_cell(text: str) -> None:
    grid = emulated(text)
    for node in read_grid(grid).walk():
        for offset, character in enumerate(node.value):
            place = place_of(grid, node.id, offset)
            assert place is not None
            if character != " ":
                assert character in grid.rows[place[0]][place[1]]


def test_a_grid_that_is_too_large_is_refused() -> None:
    with pytest.raises(ScreenTooLarge):
        grid_of([""] * (MAX_ROWS + 1))
