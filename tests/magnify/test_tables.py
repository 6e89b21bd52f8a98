"""Tables: in columns below each other where they fit, else as records; nothing of them is lost."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from brailledesk.adapters.html import read_screen
from brailledesk.document import Document, Paragraph, Table, TableCell, TableRow
from brailledesk.magnify.documents import columns_of, document_text
from brailledesk.magnify.flow import Flow, Place
from brailledesk.magnify.lines import TextLine, screen_text
from brailledesk.magnify.paint import Canvas
from brailledesk.magnify.reflow import Row
from brailledesk.magnify.views.page import page_flow, whole_screen
from brailledesk.magnify.views.rows import pinned_height
from brailledesk.magnify.window.layout import Content, Layout
from brailledesk.magnify.window.settings import ViewName
from brailledesk.text import Run
from tests.magnify.drawing import words_of

HEIGHT = 400
WORDS = words_of(32)
ROWS = [
    ("Data", "Codice", "Importo"),
    *((f"{day:02}/05/2026", f"AB-{day}/C", f"{day * 7},90 €") for day in range(1, 31)),
]


def _cell(words: str, columns: int = 1, rows: int = 1) -> TableCell:
    blocks = (Paragraph((Run(words),)),) if words else ()
    return TableCell(blocks, columns, rows)


def _table(rows: Sequence[tuple[str, ...]], heads: int = 1) -> tuple[TextLine, ...]:
    made = tuple(TableRow(tuple(map(_cell, row))) for row in rows)
    after = Paragraph((Run("Fine della tabella."),))
    return document_text(Document((Table(made, heads), after)))


def _starts(rows: list[Row], line: TextLine) -> list[int]:
    """Where the cells of a line begin."""
    return [rows[0].x_of(cell.start) for cell in line.cells]


def test_columns_begin_below_each_other() -> None:
    lines = _table(ROWS)
    flow = page_flow(lines, WORDS, 1_000)
    places = {tuple(_starts(list(flow.rows(number)), lines[number])) for number in range(len(ROWS))}
    assert len(places) == 1
    (stops,) = places
    for number, row in enumerate(ROWS):
        (only,) = flow.rows(number)
        ends = [only.x_of(cell.end) for cell in lines[number].cells]
        assert all(
            end + WORDS.atlas.em * 0.9 <= stop for end, stop in zip(ends, stops[1:], strict=False)
        )
        assert ends[-1] <= flow.width
        assert lines[number].text == "  ".join(row)


def test_a_table_without_room_becomes_records() -> None:
    lines = _table(ROWS)
    flow = page_flow(lines, WORDS, 330)
    rows = flow.rows(1)
    shown = [[one.word.text for one in (*row.labels, *row.words)] for row in rows]
    assert shown == [["Data:", "01/05/2026"], ["Codice:", "AB-1/C"], ["Importo:", "7,90", "€"]]
    assert flow.gap(1) > 0  # records stand apart
    assert [line.text for line in lines[:2]] == [
        "Data  Codice  Importo",
        "01/05/2026  AB-1/C  7,90 €",
    ]
    for character, word in ((0, "01/05/2026"), (12, "AB-1/C"), (20, "7,90")):
        row = rows[rows.of(character)]
        assert word in [one.word.text for one in row.words]
        assert row.x_of(character) > row.labels[0].x


def test_characters_a_line_are_kept_by_columns_too() -> None:
    narrow = words_of(32, columns=20)
    assert page_flow(_table(ROWS), WORDS, 1_000).table(0).stops is not None
    assert page_flow(_table(ROWS), narrow, 1_000).table(0).stops is None


def test_cells_that_span_leave_their_columns() -> None:
    rows = (
        TableRow((_cell("a", 1, 2), _cell("b", 2))),
        TableRow((_cell("c"), _cell("d"))),
        TableRow((_cell("e"), _cell("f"), _cell("g"))),
    )
    assert list(columns_of(rows)) == [[0, 1], [1, 2], [0, 1, 2]]
    lines = document_text(Document((Table(rows, 0),)))
    flow = page_flow(lines, WORDS, 1_000)
    first, second, third = (_starts(list(flow.rows(n)), lines[n]) for n in range(3))
    assert third[1:] == second
    assert third[:2] == first


def test_headings_stay_above_the_columns() -> None:
    lines = _table(ROWS)
    flow = page_flow(lines, WORDS, 1_000)
    for place in (Place(0), Place(1), Place(7, 5), Place(len(ROWS))):
        scene = whole_screen(flow, place, 1_000, HEIGHT)
        shown = [
            [ink.word.text for ink in band.words] for pane in scene.panes for band in pane.bands
        ]
        is_in = 1 <= place.line < len(ROWS)
        assert (pinned_height(flow, place, HEIGHT) > 0) is is_in
        assert (["Data", "Codice", "Importo"] in shown) is (place.line < len(ROWS))
        if is_in:
            assert [one.word.text for one in flow.rows(place.line)[0].words] in shown
        assert len({(pane.area.y, pane.area.height) for pane in scene.panes}) == len(scene.panes)
        assert sum(pane.area.height for pane in scene.panes) == HEIGHT


@pytest.mark.parametrize("walk", ["step", "page"])
def test_no_row_is_passed_over_below_the_headings(walk: str) -> None:
    lines = _table(ROWS)
    layout = Layout(Content(lines), WORDS.atlas.style, ViewName.SCREEN, 1_000, lambda _one: WORDS)
    place, seen = Place(), set[str]()
    for _ in range(100):
        scene = layout.scene(place, HEIGHT)
        for pane in scene.panes:
            for band in pane.bands:
                if (
                    band.words
                    and band.y >= pane.area.y
                    and band.y + band.height <= pane.area.bottom
                ):
                    seen.add(" ".join(ink.word.text for ink in band.words))
        before, place = place, getattr(layout, walk)(place, HEIGHT, is_up=False)
        if place == before:
            break
    assert seen >= {" ".join(row) for row in ROWS}
    assert "Fine della tabella." in seen
    end = layout.scene(layout.end(HEIGHT), HEIGHT)
    last = end.panes[-1].bands[-1]
    assert "tabella." in [ink.word.text for ink in last.words]
    assert last.y + last.height <= HEIGHT


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(0, 1_800), min_size=2, max_size=5))
def test_what_is_painted_in_steps_is_what_is_painted_at_once(places: list[int]) -> None:
    flow = page_flow(_table(ROWS), WORDS, 700)
    canvas = Canvas(700, HEIGHT)
    for pixels in places:
        scene = whole_screen(flow, flow.move(Place(), pixels), 700, HEIGHT)
        shown = canvas.show(scene).pixels
        assert np.array_equal(shown, Canvas(700, HEIGHT).show(scene).pixels)


_WORDS = st.text(st.sampled_from("abcàè12 -,€שלا"), max_size=14)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(_WORDS, _WORDS, _WORDS), min_size=1, max_size=5),
    st.integers(0, 1),
    st.integers(60, 900),
)
@example([(" 2", "à ", "c1è1€a")], 0, 326)
def test_nothing_of_a_table_is_lost(
    rows: list[tuple[str, str, str]], heads: int, width: int
) -> None:
    lines = _table(list(rows), heads)
    flow = Flow(lines, WORDS, width)
    for number, line in enumerate(lines):
        found = flow.rows(number)
        words = [one for row in found for one in row.words]
        covered = sorted(place for one in words for place in range(one.start, one.end))
        assert covered == [place for place, one in enumerate(line.text) if not one.isspace()]
        assert all(line.text[one.start : one.end] == one.word.text for one in words)
        starts = [row.start for row in found]
        assert starts == sorted(starts)
        assert found[-1].end == len(line.text)


PAGE = """<table><tr><th>Data<th>Importo</tr>
<tr><td>12/05/2026<td>1.249,90 €</tr><tr><td>3/5/26<td>9 €</tr></table>"""


def test_the_rows_of_a_screen_stand_in_columns_and_say_what_they_said() -> None:
    text = screen_text(read_screen(PAGE.encode()))
    rows = [number for number, line in enumerate(text.lines) if line.cells]
    assert len(rows) == 3
    flow = page_flow(text.lines, WORDS, 1_000)
    bodies = [text.lines[number] for number in rows[1:]]
    starts = [_starts(list(flow.rows(n)), text.lines[n]) for n in rows[1:]]
    assert starts[0] == starts[1]
    assert [line.text for line in bodies] == ["12/05/2026  1.249,90 €", "3/5/26  9 €"]
