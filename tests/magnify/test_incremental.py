"""Frames painted in steps are those painted at once, whatever changed, in every view."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from brailledesk.magnify.atlas import Atlas
from brailledesk.magnify.flow import Flow, Place
from brailledesk.magnify.frame import Picture, Rectangle
from brailledesk.magnify.lines import ScreenText, screen_text
from brailledesk.magnify.markers import marks_of
from brailledesk.magnify.paint import Canvas
from brailledesk.magnify.scene import Band, Fill, Ink, Pane, Scene
from brailledesk.magnify.style import Em, PlainColours, Style
from brailledesk.magnify.views.field import field_focus
from brailledesk.magnify.views.page import column_width, page_flow, reading_column, whole_screen
from brailledesk.magnify.views.split import overview_style, split, split_widths
from brailledesk.magnify.views.ticker import Tape, ticker
from brailledesk.magnify.words import Words
from brailledesk.screen import Caret, Change, Patch, Screen, apply_patch
from tests.desk.random_screens import STRANGE, TEXT, screens
from tests.desk.screens import n, screen

WIDTH, HEIGHT = 320, 200
_RELAXED = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
STYLE = Style(Em(24), PlainColours(), columns=18)
LARGE, SMALL = Words(Atlas(STYLE)), Words(Atlas(overview_style(STYLE, 24)))
View = Callable[[ScreenText, int, tuple[str, ...]], Scene]


class Pages:
    """Views of pages that keep their flow from one text to the next, as a reader's program does."""

    def __init__(self) -> None:
        self.flows: dict[str, Flow] = {}

    def flow(self, name: str, text: ScreenText, words: Words, width: int) -> Flow:
        earlier = self.flows.get(name)
        self.flows[name] = page_flow(text.lines, words, width, earlier=earlier)
        return self.flows[name]

    def whole(self, text: ScreenText, move: int, changed: tuple[str, ...]) -> Scene:
        flow = self.flow("whole", text, LARGE, WIDTH)
        return whole_screen(flow, flow.move(Place(), move), WIDTH, HEIGHT, marks_of(text, changed))

    def column(self, text: ScreenText, move: int, changed: tuple[str, ...]) -> Scene:
        flow = self.flow("column", text, LARGE, column_width(LARGE, WIDTH))
        return reading_column(
            flow, flow.move(Place(), move), WIDTH, HEIGHT, marks_of(text, changed)
        )

    def split(self, text: ScreenText, move: int, changed: tuple[str, ...]) -> Scene:
        left, right = split_widths(WIDTH)
        small = self.flow("small", text, SMALL, left)
        large = self.flow("large", text, LARGE, right)
        place = large.move(Place(), move)
        return split(small, large, place, WIDTH, HEIGHT, marks_of(text, changed))

    def tape(self, text: ScreenText, move: int, changed: tuple[str, ...]) -> Scene:
        return ticker(Tape(text.lines, LARGE), move, WIDTH, HEIGHT, marks_of(text, changed))

    def field(self, text: ScreenText, move: int, changed: tuple[str, ...]) -> Scene:
        del move, changed
        return field_focus(text, LARGE, WIDTH, HEIGHT)


VIEWS = ("whole", "column", "split", "tape", "field")
EDITS = st.lists(
    st.tuples(
        st.integers(0, 30),
        st.sampled_from(["name", "value", "error"]),
        TEXT | STRANGE,
        st.integers(0, 120),
        st.integers(0, 12),
        st.none() | st.integers(0, 12),
    ),
    min_size=1,
    max_size=5,
)


def _patched(old: Screen, edit: tuple[int, str, str, int, int, int | None]) -> Screen:
    which, field, text, _, offset, anchor = edit
    nodes = sorted(old.nodes)
    node = nodes[which % len(nodes)]
    return apply_patch(
        old,
        Patch(
            old.revision,
            old.revision + 1,
            (Change(node, {field: text}),),
            focus=node,
            moves_focus=True,
            caret=Caret(node, offset, anchor),
            moves_caret=True,
        ),
    )


def _check(canvas: Canvas, scene: Scene, before: Picture | None) -> Picture:
    """Show a scene, and hold the pixels and the rectangles against a canvas that knew nothing."""
    shown = canvas.show(scene)
    fresh = Canvas(scene.width, scene.height).show(scene)
    assert np.array_equal(shown.pixels, fresh.pixels)
    if before is not None:
        patched = before.pixels.copy()
        painted = np.zeros((scene.height, scene.width), np.uint8)
        for one in shown.changed:
            part = slice(one.y, one.bottom), slice(one.x, one.right)
            patched[part] = shown.pixels[part]
            painted[part] += 1
        assert np.array_equal(patched, fresh.pixels)
        assert painted.max(initial=0) <= 1  # no pixel goes out twice
    return shown.copy()


@_RELAXED
@given(
    screens(TEXT | STRANGE), EDITS, st.sampled_from(["whole", "column", "split", "tape", "field"])
)
def test_random_edits_painted_in_steps_are_the_frame_painted_at_once(
    first: Screen, edits: list[tuple[int, str, str, int, int, int | None]], name: str
) -> None:
    view: View = getattr(Pages(), name)
    canvas = Canvas(WIDTH, HEIGHT)
    current, text = first, screen_text(first)
    before = _check(canvas, view(text, 0, ()), None)
    for edit in edits:
        changed = (sorted(current.nodes)[edit[0] % len(current.nodes)],)
        current = _patched(current, edit)
        text = screen_text(current, earlier=text)
        before = _check(canvas, view(text, edit[3], changed), before)


COLOURS = st.tuples(*[st.integers(0, 255)] * 3)
FILLS = st.builds(
    Fill, st.integers(-9, 70), st.integers(0, 50), st.integers(0, 40), st.integers(0, 9), COLOURS
)


@st.composite
def panes(draw: st.DrawFn) -> Pane:
    """Bands of fills that may reach out of the pane, but not out of their bands."""
    bands, y = [], draw(st.integers(-8, 8))
    for _ in range(draw(st.integers(0, 5))):
        height = draw(st.integers(1, 12))
        fills = draw(st.lists(FILLS, max_size=3))
        inside = [one._replace(y=y, height=min(one.height, height)) for one in fills]
        bands.append(Band(y, height, tuple(inside)))
        y += height + draw(st.integers(0, 4))
    return Pane(Rectangle(4, 3, 50, 40), (9, 9, 9), tuple(bands))


@_RELAXED
@given(st.lists(panes(), min_size=2, max_size=5))
def test_random_scenes_painted_in_steps_are_those_painted_at_once(shown: list[Pane]) -> None:
    canvas = Canvas(64, 48)
    before = None
    for pane in shown:
        before = _check(canvas, Scene(64, 48, (1, 2, 3), (pane,)), before)


_TINY = Words(Atlas(Style(Em(10), PlainColours())))
_SET = tuple(_TINY.word(text) for text in ("1", "7", "il", "li", "Ag", "ww", "é"))
_PLAIN = ((1 << 30, (255, 255, 0), (0, 0, 0)),)
_MARKED = ((1 << 30, (255, 255, 255), (0, 0, 0)),)
INKS = st.builds(
    Ink,
    st.integers(-6, 56),
    st.integers(10, 12),
    st.sampled_from(_SET),
    st.sampled_from([_PLAIN, _MARKED]),
)
SIGNS = st.lists(
    st.builds(Fill, st.integers(0, 60), st.integers(8, 20), st.integers(1, 9), st.just(2), COLOURS),
    max_size=1,
)


def _row_scene(inks: list[Ink], signs: list[Fill]) -> Scene:
    band = Band(8, 24, (), tuple(inks), tuple(signs))
    return Scene(64, 48, (1, 2, 3), (Pane(Rectangle(2, 3, 58, 40), (0, 0, 0), (band,)),))


@settings(max_examples=100, deadline=None)
@given(
    st.lists(INKS, min_size=1, max_size=4),
    SIGNS,
    st.lists(
        st.tuples(st.integers(0, 3), INKS, SIGNS, st.sampled_from(["colour", "word", "all"])),
        min_size=1,
        max_size=4,
    ),
)
def test_words_in_the_place_of_others_also_where_they_touch(
    inks: list[Ink], signs: list[Fill], edits: list[tuple[int, Ink, list[Fill], str]]
) -> None:
    """Also beyond the edges of the pane, and one word over another, as no row has them."""
    canvas = Canvas(64, 48)
    before = _check(canvas, _row_scene(inks, signs), None)
    for which, ink, others, what in edits:
        place = which % len(inks)
        old = inks[place]
        if what == "colour":
            new = old._replace(colours=_MARKED if old.colours is _PLAIN else _PLAIN)
        elif what == "word":
            new = old._replace(word=ink.word)
        else:
            new, signs = ink, others
        inks = [*inks[:place], new, *inks[place + 1 :]]
        before = _check(canvas, _row_scene(inks, signs), before)


def _form(value: str) -> ScreenText:
    return screen_text(
        screen(
            n("textbox", "Cognome", value="Rossi"),
            n("textbox", "Numero", value=value, id="number"),
            n("textbox", "Nome", value="Anna"),
        )
    )


def test_one_digit_that_changed_is_one_small_rectangle() -> None:
    pages, canvas = Pages(), Canvas(WIDTH, HEIGHT)
    canvas.show(pages.whole(_form("12"), 0, ()))
    (one,) = canvas.show(pages.whole(_form("17"), 0, ())).changed
    assert one.width * one.height <= WIDTH * HEIGHT / 50


def test_nothing_changed_is_no_rectangle() -> None:
    pages, canvas = Pages(), Canvas(WIDTH, HEIGHT)
    first = canvas.show(pages.whole(_form("12"), 0, ()))
    assert first.changed == (Rectangle(0, 0, WIDTH, HEIGHT),)
    assert canvas.show(pages.whole(_form("12"), 0, ())).changed == ()
