"""What keys change, what is remembered of it, and that the help tells all keys."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brailledesk.cli.desk_keys import BINDINGS as DESK_KEYS
from brailledesk.cli.desk_keys import OTHERS as OTHER_DESK_KEYS
from brailledesk.desk.commands import Key as DeskKey
from brailledesk.errors import OutputError
from brailledesk.i18n import catalogue
from brailledesk.magnify.colour import Deficiency
from brailledesk.magnify.tracking import Mode
from brailledesk.magnify.window.choices import ZOOMS, changed, described
from brailledesk.magnify.window.find import find, folded
from brailledesk.magnify.window.keys import (
    ALWAYS,
    DOCUMENT,
    WORDS,
    Action,
    action_of,
    help_lines,
    key_words,
)
from brailledesk.magnify.window.settings import (
    Settings,
    ViewName,
    load_settings,
    parse_settings,
    save_settings,
    settings_text,
)
from brailledesk.schemes import SCHEMES

NAMES = tuple(SCHEMES)
italian = catalogue("it")

some_settings = st.builds(
    Settings,
    zoom=st.floats(1, 36),
    scheme=st.text(st.characters(blacklist_categories=["Cs"]), max_size=8),
    font=st.sampled_from(["atkinson", 'C:\\f "x"\t\x7f.ttf', "/tmp/è\n.otf"]),
    is_bold=st.booleans(),
    columns=st.integers(0, 1000),
    view=st.sampled_from(ViewName),
    focus=st.sampled_from(Mode),
    margin=st.floats(0, 0.4),
    deficiency=st.none() | st.sampled_from(Deficiency),
    width=st.integers(160, 16_384),
)


@given(some_settings)
def test_what_is_remembered_is_what_was_chosen(settings: Settings) -> None:
    import tomllib

    assert parse_settings(tomllib.loads(settings_text(settings))) == (settings, None)


def test_the_file_is_whole_or_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "magnify.toml"
    assert load_settings(path) == (Settings(), None)
    mine = replace(Settings(), zoom=7.0, is_inverted=True)
    save_settings(mine, path)
    assert path.read_text() == "zoom = 7.0\nis_inverted = true\n"
    assert load_settings(path) == (mine, None)
    with pytest.raises(OutputError):
        save_settings(mine, path / "below a file")


def test_a_faulty_file_costs_only_what_is_faulty(tmp_path: Path) -> None:
    path = tmp_path / "magnify.toml"
    path.write_text(
        'zoom = 99\nsheme = "amber"\nview = "round"\nis_bold = 1\ncolumns = 20\nwidth = 800.5\n'
        "margin = nan\nspeed = true\nfont = 3\n"
    )
    settings, faults = load_settings(path)
    assert settings == replace(Settings(), columns=20)
    assert faults is not None
    assert [one.place for one in faults.faults] == [
        *("zoom", "sheme", "view", "is_bold", "width", "margin", "speed", "font"),
    ]
    for damaged in (b"zoom = ", b"\xff", b"[" * 20_000):
        path.write_bytes(damaged)
        settings, faults = load_settings(path)
        assert settings == Settings()
        assert faults is not None


@given(some_settings, st.lists(st.sampled_from(Action), max_size=12))
def test_no_keys_lead_out_of_what_can_be_drawn(settings: Settings, actions: list[Action]) -> None:
    for action in actions:
        settings = changed(settings, action, NAMES)
    _, faults = parse_settings({"zoom": settings.zoom, "columns": settings.columns})
    assert faults is None
    settings.style(SCHEMES[NAMES[0]])


def test_steps_and_circles_come_back() -> None:
    start = Settings()
    larger = changed(start, Action.ZOOM_IN, NAMES)
    assert (larger.zoom, changed(larger, Action.ZOOM_OUT, NAMES)) == (5, start)
    assert (ZOOMS[0], ZOOMS[-1]) == (1, 36)
    most = replace(start, zoom=36)
    assert changed(most, Action.ZOOM_IN, NAMES) == most
    assert changed(most, Action.ZOOM_DEFAULT, NAMES) == start
    for action, count in (
        (Action.NEXT_SCHEME, len(NAMES)),
        (Action.PREVIOUS_SCHEME, len(NAMES)),
        (Action.NEXT_VIEW, len(ViewName)),
        (Action.PREVIOUS_VIEW, len(ViewName)),
        (Action.FOCUS_TRACKING, len(Mode)),
        (Action.CARET_TRACKING, len(Mode)),
        (Action.NEXT_FILTER, len(Deficiency) + 1),
        (Action.INVERT, 2),
        (Action.GREY, 2),
        (Action.BOLD, 2),
        (Action.GLIDE, 2),
        (Action.FULLSCREEN, 2),
    ):
        seen = [start]
        for _ in range(count):
            seen.append(changed(seen[-1], action, NAMES))
        assert seen[-1] == start
        assert len(set(map(settings_text, seen))) == count
    narrow = changed(start, Action.NARROWER, NAMES)
    assert (narrow.columns, changed(narrow, Action.WIDER, NAMES).columns) == (80, 0)


def test_each_choice_is_told_in_italian() -> None:
    start, scheme = Settings(), SCHEMES["yellow-black"]
    told = {}
    for action in Action:
        now = changed(start, action, NAMES)
        if now != start and action is not Action.FULLSCREEN:
            told[action] = described(start, now, now.filter.scheme(SCHEMES[now.scheme]), italian)
            assert told[action]
            assert told[action] != described(start, now, scheme, str)
    assert told[Action.ZOOM_IN] == "5 volte"
    assert told[Action.NEXT_SCHEME] == "bianco su blu scuro 16:1"
    assert told[Action.INVERT] == "giallo su nero, invertito 19.5:1"
    assert told[Action.FOCUS_TRACKING] == "focus: non si segue"
    assert told[Action.LOOSER] == "interlinea 1.75"


def test_the_help_tells_every_action_and_every_key() -> None:
    lines = help_lines(italian, has_desk=False)
    assert len(lines) == len(WORDS) == len(Action)
    assert "Ctrl+Alt+I, Ctrl+I, I: scambia chiaro e scuro" in lines
    assert "Ctrl+più, più, Ctrl+rotella su: più grande" in lines
    whole = "\n".join(lines)
    for key in (*ALWAYS, *DOCUMENT):
        assert key_words(key, italian) in whole
    assert set(ALWAYS.values()) == set(Action)
    assert len(help_lines(has_desk=True)) == len(Action)
    assert "Maiusc" in whole


def test_no_key_of_the_window_takes_one_from_the_desk() -> None:
    """But Escape, which the window has only while there is something to leave."""
    taken = {*DESK_KEYS, *(key[0] for key in OTHER_DESK_KEYS), *"0123456789", "enter", "backspace"}
    assert not (taken & ALWAYS.keys()) - {"escape"}
    assert DeskKey.PAN_LEFT is DESK_KEYS["left"][0]
    assert action_of("left", has_desk=True) is None
    assert action_of("left", has_desk=False) is Action.WORD_BACK
    assert action_of("ctrl+alt+i", has_desk=True) is Action.INVERT
    assert action_of("x", has_desk=False) is None


LINES = ["Perché no?", "È più in là, perche", "Straße  fine", ""]


def test_a_text_is_found_as_people_type_it() -> None:
    first = find(LINES, "PERCHE", (0, -1))
    assert first == (0, 0, 6)
    second = find(LINES, "perché", first[:2])
    assert second == (1, 13, 19)
    assert find(LINES, "perche", second[:2]) == first
    assert find(LINES, "perche", first[:2], is_back=True) == second
    assert find(LINES, "e piu", (0, -1)) == (1, 0, 5)
    assert find(LINES, "strasse", (0, -1)) is None
    assert find(LINES, "", (0, 0)) is None
    assert find([], "a", (0, 0)) is None


@given(st.lists(st.text(max_size=20), min_size=1, max_size=5), st.data())
def test_what_is_there_is_found(lines: list[str], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(lines) - 1))
    assert len(folded(lines[index])) == len(lines[index])
    if not lines[index]:
        return
    start = data.draw(st.integers(0, len(lines[index]) - 1))
    end = data.draw(st.integers(start + 1, len(lines[index])))
    wanted = lines[index][start:end]
    for is_back in (False, True):
        found = find(lines, wanted, (0, 0), is_back=is_back)
        assert found is not None
        assert folded(lines[found.line][found.start : found.end]) == folded(wanted)
    seen = set()
    place = (0, -1)
    for _ in range(200):
        found = find(lines, wanted, place)
        assert found is not None
        if found in seen:
            break
        seen.add(found)
        place = found[:2]
    assert (index, start, end) in seen
