"""Lines that are taken from the screen before are those that would be made anew."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from brailledesk.desk.outline import Item
from brailledesk.desk.presentation import Presenter
from brailledesk.desk.profile_file import load_profile
from brailledesk.desk.region import Region
from brailledesk.magnify.lines import ScreenText, screen_text
from brailledesk.screen import Caret, Change, Node, Patch, Screen, State, apply_patch, build_screen
from tests.desk.crm import cliente, ordini
from tests.desk.random_screens import TEXT, screens
from tests.desk.screens import n, screen

PROFILE = load_profile()
CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "name": TEXT,
        "value": TEXT,
        "error": TEXT,
        "braille_label": TEXT,
        "role": st.sampled_from(["group", "textbox", "button", "heading", "paragraph", "table"]),
        "states": st.frozensets(st.sampled_from(list(State)), max_size=2),
        "sensitive": st.booleans(),
        "children": st.just(()),
    },
)


def _patch(old: Screen, which: int, fields: dict[str, object]) -> Screen:
    nodes = sorted(old.nodes)
    change = Change(nodes[which % len(nodes)], fields)
    return apply_patch(old, Patch(old.revision, old.revision + 1, (change,)))


def _check(kept: ScreenText, shown: Screen) -> None:
    fresh = screen_text(shown, PROFILE)
    assert kept.lines == fresh.lines
    assert kept.reading.items == fresh.reading.items
    assert kept.told == fresh.told
    assert kept.screen is shown


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(screens(), st.lists(st.tuples(st.integers(0, 40), CHANGES), min_size=1, max_size=4))
def test_lines_that_are_kept_are_those_made_anew(
    first: Screen, edits: list[tuple[int, dict[str, object]]]
) -> None:
    shown, text = first, screen_text(first, PROFILE)
    for which, fields in edits:
        shown = _patch(shown, which, fields)
        text = screen_text(shown, earlier=text)
        _check(text, shown)


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(screens(), screens())
def test_another_screen_is_not_taken_for_the_one_before(first: Screen, second: Screen) -> None:
    """Screens of a generator have the same ids for other things."""
    _check(screen_text(second, earlier=screen_text(first, PROFILE)), second)


def _counted(shown: Screen, earlier: ScreenText, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The nodes whose lines are presented when a screen follows another."""
    made: list[str] = []
    own = Presenter.line

    def line(presenter: Presenter, item: Item, containers: list[Node]) -> list[Region]:
        made.append(item.node)
        return own(presenter, item, containers)

    monkeypatch.setattr(Presenter, "line", line)
    _ = screen_text(shown, earlier=earlier)
    return made


def test_only_the_line_that_changed_is_presented(monkeypatch: pytest.MonkeyPatch) -> None:
    first = screen(*(n("textbox", f"Campo {one}", value="x", id=f"f{one}") for one in range(9)))
    text = screen_text(first, PROFILE)
    changed = Change("f4", {"value": "Rossi"})
    second = apply_patch(first, Patch(first.revision, first.revision + 1, (changed,)))
    assert _counted(second, text, monkeypatch) == ["f4"]


def test_a_line_more_leaves_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    def form(count: int) -> Screen:
        return screen(*(n("textbox", f"Campo {one}", id=f"f{one}") for one in range(count)))

    assert _counted(form(9), screen_text(form(8), PROFILE), monkeypatch) == ["f8"]


def test_focus_and_caret_leave_all_lines() -> None:
    first = screen(n("textbox", "Cognome", value="Rossi", id="c"), n("button", "Ok", id="b"))
    text = screen_text(first, PROFILE)
    moved = build_screen(first.walk(), revision=2, focus="c", caret=Caret("c", 2))
    assert screen_text(moved, earlier=text).lines is text.lines


def test_a_container_that_has_another_name_is_told_with_it() -> None:
    first = screen(n("group", "Anagrafica", n("textbox", "Cognome", id="c"), id="g"))
    text = screen_text(first, PROFILE)
    renamed = Change("g", {"name": "Indirizzo"})
    second = apply_patch(first, Patch(first.revision, first.revision + 1, (renamed,)))
    assert screen_text(second, earlier=text).lines[0].text.startswith("Indirizzo")


def test_another_profile_has_other_words() -> None:
    shown = screen(n("button", "Annulla"))
    text = screen_text(shown, PROFILE)
    assert (
        screen_text(shown, load_profile("voce"), earlier=text).lines[0].text == "Annulla pulsante"
    )


def test_the_rows_of_a_table_stay() -> None:
    text = screen_text(ordini(), PROFILE)
    again = screen_text(ordini(), earlier=text)
    assert all(one is other for one, other in zip(again.lines, text.lines, strict=True))
    other = screen_text(cliente(), earlier=text)
    _check(other, other.screen)
