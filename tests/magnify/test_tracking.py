"""What is tracked is in view, and nothing moves that need not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brailledesk.magnify.tracking import (
    LONGEST_GLIDE,
    Area,
    Mode,
    Target,
    Targets,
    Tracking,
    followed,
    glide,
    wanted,
)

CONTENT = Area(0, 0, 1000, 600)
MOVING = [Mode.CENTRED, Mode.PROPORTIONAL, Mode.PUSH]


@st.composite
def areas(draw: st.DrawFn, most: int = 1000) -> Area:
    width, height = draw(st.integers(1, most)), draw(st.integers(1, min(most, 600)))
    return Area(
        draw(st.integers(0, 1000 - width)), draw(st.integers(0, 600 - height)), width, height
    )


margins = st.sampled_from([0.0, 0.1, 0.25, 0.4])


@given(areas(), areas(), st.sampled_from(MOVING), margins)
def test_what_is_tracked_is_in_view(view: Area, target: Area, mode: Mode, margin: float) -> None:
    seen = followed(view, target, CONTENT, mode, margin)
    assert (seen.width, seen.height) == (view.width, view.height)
    assert CONTENT.holds(seen)
    for start, size, wanted_start, wanted_size in (
        (seen.x, seen.width, target.x, target.width),
        (seen.y, seen.height, target.y, target.height),
    ):
        if wanted_size <= size:
            assert start <= wanted_start + 1e-9
            assert wanted_start + wanted_size <= start + size + 1e-9
        else:
            assert start == pytest.approx(min(wanted_start, 1000))  # its beginning, at the edge


@given(areas(), areas(), st.sampled_from(list(Mode)), margins)
def test_following_again_moves_nothing(view: Area, target: Area, mode: Mode, margin: float) -> None:
    once = followed(view, target, CONTENT, mode, margin)
    again = followed(once, target, CONTENT, mode, margin)
    assert [again.x, again.y] == pytest.approx([once.x, once.y])


@given(areas(400), areas(200), margins)
def test_push_moves_only_what_it_has_to(view: Area, target: Area, margin: float) -> None:
    seen = followed(view, target, CONTENT, Mode.PUSH, margin)
    if view.holds(_grown(target, view, margin)):
        assert seen == view
    nearest = followed(view, target, CONTENT, Mode.PUSH, 0)
    for other_mode in MOVING:
        other = followed(view, target, CONTENT, other_mode, 0)
        if target.width <= view.width:
            assert abs(nearest.x - view.x) <= abs(other.x - view.x) + 1e-9
        if target.height <= view.height:
            assert abs(nearest.y - view.y) <= abs(other.y - view.y) + 1e-9


def _grown(target: Area, view: Area, margin: float) -> Area:
    x, y = margin * view.width, margin * view.height
    return Area(target.x - x, target.y - y, target.width + 2 * x, target.height + 2 * y)


def test_each_mode_by_an_example() -> None:
    view, target = Area(100, 100, 200, 100), Area(500, 300, 20, 20)
    places = {mode: followed(view, target, CONTENT, mode, 0.1) for mode in Mode}
    assert places[Mode.NONE] == view
    assert places[Mode.CENTRED] == Area(410, 260, 200, 100)
    assert places[Mode.PUSH] == Area(340, 230, 200, 100)
    assert places[Mode.PROPORTIONAL].x == pytest.approx(500 / 980 * 800)
    corner = Area(0, 0, 10, 10)
    for mode in MOVING:
        assert followed(view, corner, CONTENT, mode).x == 0
    last = Area(990, 590, 10, 10)
    for mode in MOVING:
        assert followed(view, last, CONTENT, mode) == Area(800, 500, 200, 100)


def test_a_wide_focus_is_seen_from_its_left_edge() -> None:
    view = Area(700, 0, 200, 100)
    for mode in MOVING:
        assert followed(view, Area(100, 20, 650, 30), CONTENT, mode).x == 100


def test_content_smaller_than_the_view_stays_at_its_corner() -> None:
    view = Area(0, 0, 2000, 900)
    for mode in MOVING:
        assert followed(view, Area(500, 300, 10, 10), CONTENT, mode) == view


def test_focus_and_caret_have_modes_of_their_own() -> None:
    here, there = Area(0, 0, 10, 10), Area(50, 0, 10, 10)
    apart = Tracking(focus=Mode.CENTRED, caret=Mode.PUSH)
    before = Targets(focus=Target("name", here), caret=Target(("name", 3), here))
    assert wanted(before, before, apart) is None
    focus = Targets(focus=Target("code", there), caret=before.caret)
    assert wanted(before, focus, apart) == (there, Mode.CENTRED)
    caret = Targets(focus=before.focus, caret=Target(("name", 4), there))
    assert wanted(before, caret, apart) == (there, Mode.PUSH)
    both = Targets(focus=Target("code", there), caret=Target(("code", 0), Area(52, 0, 1, 10)))
    assert wanted(before, both, apart) == (Area(52, 0, 1, 10), Mode.PUSH)
    only_focus = Tracking(focus=Mode.CENTRED, caret=Mode.NONE)
    assert wanted(before, both, only_focus) == (there, Mode.CENTRED)
    assert wanted(before, Targets(), apart) is None
    assert wanted(Targets(), before, apart) == (here, Mode.PUSH)
    with pytest.raises(ValueError, match="margin"):
        Tracking(margin=0.5)


def test_what_only_got_moved_is_not_followed() -> None:
    """A message came in above: the field in focus stands lower, and nobody moved."""
    before = Targets(focus=Target("name", Area(0, 0, 10, 10)))
    after = Targets(focus=Target("name", Area(0, 90, 10, 10)))
    assert wanted(before, after, Tracking()) is None


def test_far_away_is_jumped_to() -> None:
    start = Area(0, 0, 200, 100)
    assert glide(start, Area(0, 150, 200, 100), 2).seconds > 0
    assert glide(start, Area(0, 250, 200, 100), 2).seconds == 0


@given(areas(300), areas(300), st.floats(0.5, 20), st.lists(st.floats(-0.1, 1), max_size=8))
def test_a_glide_goes_straight_and_arrives(
    start: Area, end: Area, speed: float, times: list[float]
) -> None:
    end = Area(end.x, end.y, start.width, start.height)
    move = glide(start, end, speed)
    assert 0 <= move.seconds <= LONGEST_GLIDE
    assert move.at(move.seconds) == end
    passed = [move.at(one) for one in sorted(times)]
    ways = [abs(one.x - start.x) for one in passed]
    assert ways == sorted(ways)
    assert all(way <= abs(end.x - start.x) + 1e-9 for way in ways)


@given(areas(300), areas(300))
def test_without_speed_it_jumps(start: Area, end: Area) -> None:
    assert glide(start, end, 0).at(0) == end


def test_a_faster_glide_takes_less_time() -> None:
    start, end = Area(0, 0, 100, 100), Area(50, 0, 100, 100)
    assert glide(start, end, 1).seconds == 0.5
    assert glide(start, end, 2).seconds == 0.25
