"""Schemes can be read, and what cannot is refused; contrast is what WCAG says."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brailledesk.errors import SchemeUnreadable, SettingsFaulty, UsageError
from brailledesk.i18n import catalogue
from brailledesk.scheme_file import load_scheme, parse_scheme, scheme_names
from brailledesk.schemes import (
    AMBER,
    BLACK_ON_WHITE,
    COLOURS,
    SCHEMES,
    WHITE_ON_NAVY,
    YELLOW_ON_BLACK,
    Rgb,
    colour_words,
    contrast_ratio,
    parse_colour,
    ratio_words,
    require_readable,
    weaknesses,
)

colours = st.tuples(*[st.integers(0, 255)] * 3)

# From WebAIM's and W3C's published examples: #767676 is the lightest grey of 4.5:1 on white,
# #595959 the lightest of 7:1, and #949494 of 3:1.
KNOWN = [
    ("#767676", "#FFFFFF", 4.54),
    ("#595959", "#FFFFFF", 7.00),
    ("#949494", "#FFFFFF", 3.03),
    ("#FF0000", "#FFFFFF", 4.00),
    ("#0000FF", "#FFFFFF", 8.59),
    ("#000000", "#FFFFFF", 21.0),
    ("#FFFF00", "#000000", 19.56),
]


@pytest.mark.parametrize(("one", "other", "ratio"), KNOWN)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    first, second = parse_colour(one), parse_colour(other)
    assert first is not None
    assert second is not None
    assert contrast_ratio(first, second) == pytest.approx(ratio, abs=0.006)
    assert contrast_ratio(second, first) == contrast_ratio(first, second)


@given(colours, colours)
def test_a_ratio_is_from_1_to_21(one: Rgb, other: Rgb) -> None:
    assert 1 <= contrast_ratio(one, other) <= 21.0001
    assert contrast_ratio(one, one) == 1
    assert parse_colour(colour_words(one)) == one


def test_a_ratio_is_never_shown_better_than_it_is() -> None:
    assert ratio_words(4.4999) == "4.4:1"
    assert ratio_words(4.5) == "4.5:1"
    assert ratio_words(21.0) == "21:1"


def test_what_ships_is_readable_in_every_colour() -> None:
    assert list(SCHEMES) == ["yellow-black", "white-navy", "black-white", "amber"]
    for scheme in SCHEMES.values():
        assert require_readable(scheme) == []
        assert scheme.ratio >= 7
        assert catalogue("it")(scheme.title) != scheme.title
        markers = {scheme.focus, scheme.caret, scheme.selection, scheme.changes}
        assert len(markers) == 4
    ratios = [one.ratio for one in (YELLOW_ON_BLACK, WHITE_ON_NAVY, BLACK_ON_WHITE, AMBER)]
    assert ratios == pytest.approx([19.56, 16.01, 21.0, 11.5], abs=0.05)


def test_weak_text_warns_and_weaker_is_refused_unless_forced() -> None:
    red = parse_scheme({"base": "yellow-black", "text": "#FF0000", "selection": "#F00"}, "rosso")
    warnings = require_readable(red)
    assert [(one.what, one.is_refused) for one in warnings] == [
        ("plain text", False),
        ("selected text", False),
    ]
    assert warnings[0].describe() == "plain text #FF0000 on #000000: 5.2:1, wanted is 7:1"
    grey = parse_scheme({"base": "black-white", "text": "#777", "caret": "#ccc"}, "grigio")
    with pytest.raises(SchemeUnreadable) as refused:
        require_readable(grey)
    said = refused.value.describe(catalogue("it"))
    assert "testo #777777 su #FFFFFF: 4.4:1, serve 4.5:1" in said
    assert "segno del cursore #CCCCCC su #FFFFFF: 1.6:1, serve 3:1" in said
    assert str(pickle.loads(pickle.dumps(refused.value))) == str(refused.value)
    forced = require_readable(grey, is_forced=True)
    assert [one.is_refused for one in forced] == [True, True]


@given(st.fixed_dictionaries(dict.fromkeys(COLOURS, colours)))
def test_no_pair_below_its_threshold_gets_through(values: dict[str, Rgb]) -> None:
    scheme = parse_scheme({name: colour_words(one) for name, one in values.items()}, "x")
    try:
        require_readable(scheme)
    except SchemeUnreadable:
        assert any(one.is_refused for one in weaknesses(scheme))
        return
    for text in ("text", "dimmed"):
        assert contrast_ratio(getattr(scheme, text), scheme.background) >= 4.5
    for sign in ("focus", "caret", "selection", "changes"):
        assert contrast_ratio(getattr(scheme, sign), scheme.background) >= 3
    assert contrast_ratio(scheme.selected_text, scheme.selection) >= 4.5


def test_all_faults_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    own = tmp_path / "mio.toml"
    own.write_text('title = 3\nbase = "giallo"\ntesto = "#fff"\ntext = "giallo"\ncaret = 7\n')
    with pytest.raises(SettingsFaulty) as refused:
        load_scheme(str(own))
    assert [one.place for one in refused.value.faults] == [
        "testo",
        "base",
        "title",
        "text",
        "caret",
    ]
    own.write_text('text = "#fff"\n')
    with pytest.raises(SettingsFaulty) as refused:
        load_scheme(str(own))
    assert len(refused.value.faults) == len(COLOURS) - 1
    for damaged in (b"= \n", b"\xff\xfe", b"[" * 5000, b"# " * 60_000):
        own.write_bytes(damaged)
        with pytest.raises(SettingsFaulty):
            load_scheme(str(own))


def test_a_readers_own_schemes_have_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    folder = tmp_path / "brailledesk" / "schemes"
    folder.mkdir(parents=True)
    (folder / "verde.toml").write_text('base = "yellow-black"\ntext = "#0f6"\ntitle = "Verde"\n')
    assert scheme_names() == [*SCHEMES, "verde"]
    scheme = load_scheme("verde")
    assert (scheme.name, scheme.title, scheme.text) == ("verde", "Verde", (0, 255, 102))
    assert load_scheme(str(folder / "verde.toml")) == scheme
    for absent in ("rosso", "../verde", "a\0b"):
        with pytest.raises(UsageError, match="yellow-black, white-navy, black-white, amber, verde"):
            load_scheme(absent)
