"""The views: what stays, what moves, and markers that are told apart without colour."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from brailledesk.magnify.atlas import Atlas, Look
from brailledesk.magnify.flow import Place
from brailledesk.magnify.lines import ScreenText, TextLine, screen_text
from brailledesk.magnify.markers import Marks, Span, marks_of
from brailledesk.magnify.paint import Canvas
from brailledesk.magnify.scene import Scene
from brailledesk.magnify.style import Em, PlainColours, Style
from brailledesk.magnify.views.field import field_focus, focused_field
from brailledesk.magnify.views.page import column_width, page_flow, reading_column, whole_screen
from brailledesk.magnify.views.split import overview_style, split, split_widths
from brailledesk.magnify.views.ticker import Tape, ticker
from brailledesk.magnify.words import Words
from brailledesk.screen import Caret, Screen
from tests.desk.crm import cliente
from tests.desk.screens import n, screen
from tests.magnify.drawing import ink, shown_text, words_of

WIDTH, HEIGHT = 900, 500
ONE_COLOUR = PlainColours(
    text=(255, 255, 255),
    focus=(255, 255, 255),
    caret=(255, 255, 255),
    changes=(255, 255, 255),
    selection=(255, 255, 255),
)


def _focused(shown: Screen, name: str, offset: int = 0, anchor: int | None = None) -> Screen:
    node = next(one for one in shown.walk() if one.name == name)
    return replace(shown, focus=node.id, caret=Caret(node.id, offset, anchor))


def _long_note(caret: int = 0) -> ScreenText:
    value = " ".join(f"parola{place}" for place in range(60))
    return screen_text(
        screen(
            n("textbox", "Cognome", value="Rossi"),
            n("textbox", "Note", value=value, id="notes"),
            focus="notes",
            caret=Caret("notes", caret),
        )
    )


def test_each_marker_has_a_shape_of_its_own() -> None:
    """All in the colour of text: with one marker each, no two frames are alike, nor like none."""
    words = Words(Atlas(Style(Em(48), ONE_COLOUR)))
    text = screen_text(screen(n("textbox", "Cognome", value="Rossi")))
    flow = page_flow(text.lines, words, WIDTH)
    span = Span(0, 9, 14)
    kinds = {
        "none": Marks(),
        "focus": Marks(focus=(span,)),
        "caret": Marks(caret=Span(0, 11, 11)),
        "selection": Marks(selection=(span,)),
        "changes": Marks(changes=(span,)),
    }
    masks = {
        name: ink(Canvas(WIDTH, 100).show(whole_screen(flow, Place(), WIDTH, 100, marks)))
        for name, marks in kinds.items()
    }
    for one, other in combinations(masks, 2):
        assert (masks[one] ^ masks[other]).sum() > 100, (one, other)


def test_markers_leave_all_letters_as_they_are() -> None:
    words = Words(Atlas(Style(Em(64), ONE_COLOUR, line_spacing=1.0)))
    text = screen_text(screen(n("paragraph", "ÅÀÈgçjpQ|")))
    flow = page_flow(text.lines, words, WIDTH)
    plain = ink(Canvas(WIDTH, 100).show(whole_screen(flow, Place(), WIDTH, 100)))
    marks = Marks(focus=(Span(0, 0, 9),), changes=(Span(0, 0, 9),))
    band = whole_screen(flow, Place(), WIDTH, 100, marks).panes[0].bands[0]
    for sign in band.signs:
        assert not plain[
            max(sign.y, 0) : sign.y + sign.height, max(sign.x, 0) : sign.x + sign.width
        ].any()


def test_the_selection_inverts_exactly_its_characters() -> None:
    text = screen_text(_focused(cliente(), "Cognome", 1, 4))
    words = words_of(48)
    flow = page_flow(text.lines, words, WIDTH)
    marks = marks_of(text)
    (span,) = marks.selection
    assert text.lines[span.line].text[span.start : span.end] == "oss"
    place = flow.place_of(span.line)
    row = flow.rows(span.line)[0]
    picture = Canvas(WIDTH, 80).show(whole_screen(flow, place, WIDTH, 80, replace(marks, focus=())))
    selected = (picture.pixels[3] == (*PlainColours().selection, 255)).all(axis=1)
    margin = round(words.atlas.em * 0.75)
    caret = row.x_of(span.start), row.x_of(span.end)
    lit = np.flatnonzero(selected) - margin
    assert lit.min() == pytest.approx(min(caret), abs=words.atlas.metrics.stroke * 2)
    assert lit.max() == pytest.approx(max(caret), abs=words.atlas.metrics.stroke * 2)


def test_the_label_of_the_field_stays_while_its_value_moves() -> None:
    words = words_of(48)
    scenes = [field_focus(_long_note(caret), words, WIDTH, HEIGHT) for caret in (0, 250, 528)]
    labels = {scene.panes[0] for scene in scenes}
    assert len(labels) == 1
    assert "Note:" in shown_text(Scene(WIDTH, HEIGHT, (0, 0, 0), (scenes[0].panes[0],)))
    values = [shown_text(Scene(WIDTH, HEIGHT, (0, 0, 0), (one.panes[1],))) for one in scenes]
    assert values[0].startswith("parola0 parola1")
    assert "parola59" not in values[0]
    assert "parola59" in values[2]
    assert len(set(values)) == 3


@pytest.mark.parametrize("caret", [0, 100, 300, 520])
def test_the_caret_of_the_field_is_in_view(caret: int) -> None:
    words = words_of(48)
    scene = field_focus(_long_note(caret), words, WIDTH, HEIGHT)
    pane = scene.panes[1]
    bars = [
        one
        for band in pane.bands
        for one in band.signs
        if one.colour == PlainColours().caret and one.height > one.width
    ]
    assert bars
    assert all(pane.area.y <= one.y and one.y + one.height <= HEIGHT for one in bars)


def test_a_button_with_the_focus_is_shown_as_it_is() -> None:
    text = screen_text(replace(_focused(cliente(), "Salva"), caret=None))
    field = focused_field(text)
    assert field is not None
    assert field.value.text == "Salva btn"
    assert field.label.text == ""


def test_no_focus_is_an_empty_field_view() -> None:
    scene = field_focus(screen_text(cliente()), words_of(48), WIDTH, HEIGHT)
    assert scene.panes == ()


def test_the_tape_goes_on_word_by_word_through_all_lines() -> None:
    text = screen_text(screen(n("paragraph", "uno due"), n("paragraph", "tre quattro")))
    tape = Tape(text.lines, words_of(48))
    places = [0]
    while (following := tape.next_word(places[-1])) != places[-1]:
        places.append(following)
    first = [_word_at(tape, place) for place in places]
    assert first == ["uno", "due", "tre", "quattro"]
    back = [places[-1]]
    while back[-1] > 0:
        back.append(tape.word_before(back[-1]))
    assert back == places[::-1]


def _word_at(tape: Tape, offset: int) -> str:
    index = tape.line_at(offset)
    row = tape.row(index)
    return next(one.word.text for one in row.words if tape.start(index) + one.x == offset)


def test_the_tape_moves_smoothly_by_pixels() -> None:
    text = screen_text(screen(n("paragraph", "uno due tre quattro cinque sei sette otto")))
    tape = Tape(text.lines, words_of(48))
    here = ink(Canvas(WIDTH, 100).show(ticker(tape, 10, WIDTH, 100)))
    moved = ink(Canvas(WIDTH, 100).show(ticker(tape, 17, WIDTH, 100)))
    assert np.array_equal(here[:, 7:], moved[:, :-7])
    assert ink(Canvas(WIDTH, 100).show(ticker(tape, -500, WIDTH, 100)))[:, :500].sum() == 0


def test_the_column_stands_in_the_middle_and_is_as_wide_as_asked() -> None:
    words = words_of(32, columns=20)
    width = column_width(words, WIDTH)
    text = screen_text(screen(n("paragraph", "una riga di testo che va a capo più volte " * 3)))
    flow = page_flow(text.lines, words, width)
    mask = ink(Canvas(WIDTH, HEIGHT).show(reading_column(flow, Place(), WIDTH, HEIGHT)))
    columns = np.flatnonzero(mask.any(axis=0))
    assert columns[0] >= (WIDTH - width) // 2
    assert columns[-1] < (WIDTH + width) // 2
    assert abs(columns[0] - round(WIDTH - flow.width) // 2) < 5


def test_the_overview_shows_all_and_where_the_detail_is() -> None:
    style = Style(Em(48), PlainColours())
    small, large = split_widths(WIDTH)
    text = screen_text(cliente())
    overview = page_flow(text.lines, Words(Atlas(overview_style(style, 48))), small)
    detail = page_flow(text.lines, Words(Atlas(style)), large)
    place = detail.place_of(3)
    scene = split(overview, detail, place, WIDTH, HEIGHT)
    seen = {one.line for one in detail.seen(place, HEIGHT)}
    bars = {
        index
        for band, index in zip(
            scene.panes[0].bands, [one.line for one in overview.seen(Place(), HEIGHT)], strict=True
        )
        if band.signs
    }
    assert bars == seen
    assert "Salva" in shown_text(Scene(WIDTH, HEIGHT, (0, 0, 0), (scene.panes[0],)))


@pytest.mark.parametrize(
    ("start", "end", "wanted"),
    [(0, 2, [(1, "אב")]), (3, 5, [(0, "גד")]), (0, 5, [(0, "גד"), (1, "אב")])],
)
def test_a_selection_of_words_that_run_left(
    start: int, end: int, wanted: list[tuple[int, str]]
) -> None:
    """The first word that is read stands at the right; a blank belongs to both only."""
    line = TextLine("אב גד", ((5, Look.PLAIN),))
    words = words_of(48)
    flow = page_flow([line], words, WIDTH)
    band = (
        whole_screen(flow, Place(), WIDTH, 80, Marks(selection=(Span(0, start, end),)))
        .panes[0]
        .bands[0]
    )
    covered = set()
    for fill in band.fills:
        covered |= set(range(fill.x, fill.x + fill.width))
    for place, text in wanted:
        ink_ = band.words[place]
        assert ink_.word.text == text
        left = ink_.x - ink_.word.left
        assert set(range(left, left + ink_.word.width)) <= covered
    total = sum(band.words[place].word.width for place, _ in wanted)
    blank = words.atlas.metrics.blank if len(wanted) == 2 else 0
    assert len(covered) == pytest.approx(total + blank, abs=2)
