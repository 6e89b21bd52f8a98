"""The reader of the window without a window: what is followed is seen, all else stays calm."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brailledesk.adapters.html import read_screen
from brailledesk.i18n import catalogue
from brailledesk.magnify.frame import Pixels
from brailledesk.magnify.lines import ScreenText, screen_text
from brailledesk.magnify.tracking import Mode
from brailledesk.magnify.window.keys import Action
from brailledesk.magnify.window.reader import Reader
from brailledesk.magnify.window.settings import Settings, ViewName
from brailledesk.magnify.window.strip import plain_line
from brailledesk.schemes import SCHEMES, YELLOW_ON_BLACK, Rgb
from brailledesk.screen import Caret, Change, Patch, Screen, apply_patch

FIELDS = 14
PAGE = "<h1>Scheda</h1>" + "".join(
    f"<label for=f{n}>Campo numero {n}</label><input id=f{n} value='valore {n} da leggere'>"
    for n in range(FIELDS)
)
TEXT = [
    f"{n}. Gentile cliente, il prezzo è di 1.250,50 € con la consegna prevista per giovedì."
    for n in range(12)
]
SIZE = (640, 360)


def _screen() -> Screen:
    return read_screen(PAGE)


def _fields(screen: Screen) -> list[str]:
    return [node.id for node in screen.walk() if node.role == "textbox"]


def _moved(screen: Screen, node: str, offset: int | None = None) -> Screen:
    caret = None if offset is None else Caret(node, offset)
    now = screen.revision
    return apply_patch(
        screen, Patch(now, now + 1, (), node, moves_focus=True, caret=caret, moves_caret=True)
    )


def _reader(chosen: Settings, size: tuple[int, int] = SIZE) -> Reader:
    return Reader(chosen, list(SCHEMES.values()), size, say=catalogue("it"))


def _has(pixels: Pixels, colour: Rgb) -> bool:
    return bool((pixels[..., :3] == colour).all(axis=2).any())


views = st.sampled_from(ViewName)
moving = st.sampled_from([Mode.PUSH, Mode.CENTRED, Mode.PROPORTIONAL])


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, FIELDS - 1), st.integers(0, 10)), min_size=1, max_size=4),
    views,
    moving,
    st.sampled_from([2.0, 4.0, 7.0]),
    st.sampled_from([0.0, 3.0]),
)
def test_focus_and_caret_are_always_seen(
    moves: list[tuple[int, int]], view: ViewName, mode: Mode, zoom: float, speed: float
) -> None:
    reader = _reader(Settings(view=view, focus=mode, caret=mode, zoom=zoom, speed=speed))
    screen = _screen()
    now = 0.0
    for field, offset in moves:
        now += 1
        screen = _moved(screen, _fields(screen)[field], offset)
        reader.show(screen_text(screen), now)
        reader.picture(now)
        pixels = reader.picture(now + 0.9).pixels
        assert _has(pixels, YELLOW_ON_BLACK.caret)
        assert _has(pixels, YELLOW_ON_BLACK.focus)


def test_what_is_not_followed_moves_nothing() -> None:
    reader = _reader(Settings(focus=Mode.NONE, caret=Mode.NONE))
    screen = _screen()
    reader.show(screen_text(screen), 0)
    before = reader.picture(0).pixels.copy()
    reader.show(screen_text(_moved(screen, _fields(screen)[-1])), 1)
    assert np.array_equal(reader.picture(5).pixels, before)


def test_focus_and_caret_are_followed_apart() -> None:
    screen = _screen()
    far = _fields(screen)[-1]
    for chosen, is_followed in (
        (Settings(focus=Mode.NONE, caret=Mode.PUSH), True),
        (Settings(focus=Mode.PUSH, caret=Mode.NONE), True),
        (Settings(focus=Mode.NONE, caret=Mode.NONE), False),
    ):
        reader = _reader(chosen)
        reader.show(screen_text(screen), 0)
        reader.show(screen_text(_moved(screen, far, 3)), 1)
        assert _has(reader.picture(5).pixels, YELLOW_ON_BLACK.caret) is is_followed


@settings(max_examples=15, deadline=None)
@given(st.integers(0, FIELDS - 1), st.text("abc 1", max_size=30), st.integers(0, 3))
def test_news_elsewhere_do_not_move_what_is_read(field: int, value: str, lines: int) -> None:
    """Values change and fields come in above; the row that is first in view stays first."""
    reader = _reader(Settings(zoom=3.0))
    screen = _moved(_screen(), _fields(_screen())[7])
    reader.show(screen_text(screen), 0)
    reader.picture(0)
    place = reader._layout.anchor(reader._place_at(9))
    first = reader.lines[place[0]]
    changed = _fields(screen)[field]
    now = screen.revision
    change = Change(changed, {"value": value})
    later = apply_patch(screen, Patch(now, now + 1, (change,)))
    reader.show(screen_text(later), 1)
    if changed != reader._content.text.reading.items[place[0]].node:  # type: ignore[union-attr]
        line = reader._layout.anchor(reader._place_at(9))[0]
        assert reader.lines[line] == first
    more = PAGE.replace("<h1>", f"{'<p>Avviso: il sistema si ferma.</p>' * lines}<h1>")
    new = _moved(read_screen(more, earlier=screen, revision=9), _fields(screen)[7])
    reader.show(screen_text(new), 2)
    line = reader._layout.anchor(reader._place_at(9))[0]
    assert reader.lines[line].startswith(first[:14])


ACTIONS = [one for one in Action if one is not Action.QUIT]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(ACTIONS), max_size=10), st.booleans(), views)
def test_what_is_told_as_changed_is_all_that_changed(
    actions: list[Action], has_screen: bool, view: ViewName
) -> None:
    reader = _reader(Settings(view=view, zoom=3.0, speed=2.0))
    if has_screen:
        reader.show(screen_text(_moved(_screen(), _fields(_screen())[3], 2)), 0)
    else:
        reader.read([plain_line(one) for one in TEXT])
    shown = reader.picture(0).pixels.copy()
    now = 0.0
    for action in actions:
        reader.act(action, now)
        for key in "per":
            reader.type(key, now)
        for _ in range(3):
            now += 0.7
            picture = reader.picture(now)
            for one in picture.changed:
                part = np.s_[one.y : one.bottom, one.x : one.right]
                shown[part] = picture.pixels[part]
            assert np.array_equal(shown, picture.pixels)


@settings(max_examples=10, deadline=None)
@given(st.sampled_from([2.0, 4.0, 9.0]), st.sampled_from([0, 12, 30]), st.booleans())
def test_windows_and_rows_go_over_all_of_a_text(zoom: float, columns: int, by_rows: bool) -> None:
    reader = _reader(Settings(zoom=zoom, columns=columns))
    reader.read([plain_line(one) for one in TEXT])
    action = Action.LINE_DOWN if by_rows else Action.PAGE_DOWN
    whole: set[tuple[int, int]] = set()
    for _ in range(1000):
        layout, place = reader._layout, reader._place_at(0)
        whole |= {
            (one.line, one.number)
            for one in layout.flow.seen(place, SIZE[1])
            if one.y >= 0 and (one.y + one.row.height <= SIZE[1] or one.y == 0)
        }
        reader.act(action, 0)
        if reader._place_at(0) == place:
            break
    rows = {(line, row) for line in range(len(TEXT)) for row in range(len(layout.flow.rows(line)))}
    assert whole == rows
    back = Action.LINE_UP if by_rows else Action.PAGE_UP
    for _ in range(1000):
        place = reader._place_at(0)
        reader.act(back, 0)
        if reader._place_at(0) == place:
            break
    assert reader._layout.anchor(reader._place_at(0)) == (0, 0, 0)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 20), views, st.lists(st.sampled_from([1.5, 4.0, 12.0]), max_size=3))
def test_the_place_stays_when_the_size_changes(
    steps: int, view: ViewName, zooms: list[float]
) -> None:
    reader = _reader(Settings(view=view))
    reader.read([plain_line(one) for one in TEXT])
    for _ in range(steps):
        reader.act(Action.LINE_DOWN, 0)
    line, character, _ = reader._layout.anchor(reader._place_at(0))
    for zoom in zooms:
        reader._choose(replace(reader.settings, zoom=zoom), 0)
        reader.resize(500 + int(zoom * 10), 300, 0)
    now_line, now_character, _ = reader._layout.anchor(reader._place_at(0))
    assert now_line == line
    assert now_character <= character


def test_finding_shows_what_is_found_and_says_what_is_not() -> None:
    reader = _reader(Settings())
    reader.read([plain_line(one) for one in TEXT])
    reader.act(Action.FIND, 0)
    assert "Cerca" in _said(reader)
    for key in ("9", ".", " ", "g", "x", "backspace", "e", "enter"):
        reader.type(key, 0)
    assert reader.prompt is None
    assert reader._found is not None
    assert reader._found.line == 9
    assert _has(reader.picture(1).pixels, YELLOW_ON_BLACK.selected_text)
    assert any(one.line == 9 for one in reader._layout.flow.seen(reader._place_at(1), SIZE[1]))
    reader.act(Action.FIND, 2)
    for key in (*"zzz", "enter"):
        reader.type(key, 2)
    assert reader.message == "non trovato: zzz"
    reader.act(Action.ESCAPE, 3)
    assert not reader.has_open


def _said(reader: Reader) -> str:
    strip = reader._strip()
    return "" if strip is None else strip.flow.lines[0].text


def test_the_help_comes_and_goes_and_the_place_stays() -> None:
    reader = _reader(Settings())
    screen = _moved(_screen(), _fields(_screen())[9])
    reader.show(screen_text(screen), 0)
    before = reader.picture(5).pixels.copy()
    reader.act(Action.HELP, 5)
    assert reader.is_helping
    assert "F1: questa guida, e ritorno" in reader.lines
    reader.act(Action.PAGE_DOWN, 5)
    other = _moved(screen, _fields(screen)[9])
    reader.show(screen_text(other), 6)
    assert reader.is_helping
    reader.act(Action.HELP, 7)
    assert np.array_equal(reader.picture(12).pixels, before)


def test_other_colours_move_nothing() -> None:
    """The first row is seen in part, and stays where it is to the pixel."""
    reader = _reader(Settings())
    screen = _moved(_screen(), _fields(_screen())[9], 2)
    reader.show(screen_text(screen), 0)
    place = reader._place_at(1)
    assert reader._layout.anchor(place).rest > 0
    for action in (Action.NEXT_SCHEME, Action.INVERT, Action.GREY, Action.NEXT_FILTER):
        reader.act(action, 1)
    assert reader._place_at(9) == place


def test_a_message_goes_by_itself() -> None:
    reader = _reader(Settings())
    reader.read([plain_line(one) for one in TEXT])
    before = reader.picture(0).pixels.copy()
    reader.tell("Cliente in linea", 0)
    assert reader.due(1) == pytest.approx(2)
    assert not np.array_equal(reader.picture(1).pixels, before)
    assert np.array_equal(reader.picture(3.1).pixels, before)
    assert reader.due(3.1) is None


def test_one_line_runs_and_stops_at_the_end() -> None:
    reader = _reader(Settings(view=ViewName.TICKER, ticker=10.0))
    reader.read([plain_line("Gentile cliente, buongiorno."), plain_line("Fine")])
    reader.act(Action.RUN, 0)
    reader.picture(0)
    places = []
    for step in range(1, 100):
        reader.picture(step / 10)
        places.append(reader._place_at(step / 10).offset)
    assert places == sorted(places)
    assert places[9] == pytest.approx(reader._layout.character * 10, abs=12)
    assert places[-1] == reader._layout.end(SIZE[1]).offset
    assert reader.due(20) is None


def test_a_glide_is_drawn_until_it_arrives() -> None:
    reader = _reader(Settings(speed=1.0, zoom=2.0))
    screen = _screen()
    reader.show(screen_text(_moved(screen, _fields(screen)[3])), 0)
    reader.picture(5)
    reader.show(screen_text(_moved(screen, _fields(screen)[5])), 10)
    assert reader.due(10) == 0
    shown = [reader.picture(10 + step / 20).pixels.copy() for step in range(13)]
    assert sum(not np.array_equal(a, b) for a, b in pairwise(shown)) > 3
    assert reader.due(11) is None
    jumping = _reader(Settings(speed=0.0, zoom=2.0))
    jumping.show(screen_text(_moved(screen, _fields(screen)[3])), 0)
    jumping.picture(5)
    jumping.show(screen_text(_moved(screen, _fields(screen)[5])), 10)
    assert jumping.due(10) is None
    assert np.array_equal(jumping.picture(10).pixels, shown[-1])


def test_a_text_without_lines_is_drawn() -> None:
    reader = _reader(Settings())
    for view in ViewName:
        reader._choose(replace(reader.settings, view=view), 0)
        for action in ACTIONS:
            reader.act(action, 0)
            reader.picture(0)


def test_a_reader_reads_what_the_desk_says() -> None:
    text: ScreenText = screen_text(_screen())
    reader = _reader(Settings())
    reader.show(text, 0)
    assert reader.lines == tuple(line.text for line in text.lines)
