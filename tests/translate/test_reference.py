"""What every engine gives: maps, undefined characters, trace, languages."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brailledesk import Run, Typeform, translate
from brailledesk.cells import UNICODE_BLANK, dots_from_cells
from brailledesk.errors import EngineNotAvailable, TableNotFound, UsageError
from brailledesk.tables import load_table
from brailledesk.translate import louis
from tests.judges import require

pytestmark = pytest.mark.usefixtures("engine")

TABLES = ("it-6dot", "it-6dot-exact", "it-8dot", "it-g2")


@settings(max_examples=400, deadline=None)
@given(st.text(max_size=40), st.sampled_from(TABLES))
def test_maps_are_total_and_never_fall(text: str, table: str) -> None:
    result = translate(text, table)
    assert len(result.cell_to_char) == len(result.cells)
    assert len(result.char_to_cell) == len(text)
    assert list(result.cell_to_char) == sorted(result.cell_to_char)
    assert list(result.char_to_cell) == sorted(result.char_to_cell)
    for position, cell in enumerate(result.char_to_cell):
        assert cell == 0 or result.cell_to_char[cell] <= position


@settings(max_examples=400, deadline=None)
@given(st.characters(), st.sampled_from(TABLES))
def test_no_character_is_a_silent_blank(character: str, table: str) -> None:
    result = translate(f"a{character}b", table)
    is_blank = not any(result.cells[1:-1])
    if is_blank and not character.isspace() and character != UNICODE_BLANK:
        # Only what has no form of its own may vanish: joiners, soft hyphens, selectors.
        assert unicodedata.category(character) in {"Cf", "Mn"}
    if not load_table(table).has(character) and result.undefined:
        assert result.undefined[0].text == character
        assert (result.undefined[0].start, result.undefined[0].end) == (1, 2)


def test_an_unknown_character_is_readable_and_reported() -> None:
    result = translate("a日b")
    assert [(u.start, u.end, u.text, u.shown_as) for u in result.undefined] == [
        (1, 2, "日", "[U+65E5]")
    ]
    assert result.cells == translate("a[U+65E5]b").cells
    assert list(result.char_to_cell) == [0, 1, len(result.cells) - 1]
    assert translate("½ kg").undefined[0].shown_as == "1/2"


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="aBÈ1.,'\"(€5 /-日", max_size=30), st.sampled_from(TABLES))
def test_trace_is_translation_explained(text: str, table: str) -> None:
    result = translate(text, table, trace=True)
    assert result.cells == translate(text, table).cells
    steps = [step for step in result.steps or () if step.cell_end > step.cell_start]
    place = 0
    for step in steps:
        assert step.cell_start == place
        place = step.cell_end
        assert step.rule is not None
        lines = Path(step.rule.path).read_text(encoding="utf-8").split("\n")
        assert lines[step.rule.line - 1].strip() == step.rule.source
    assert place == len(result.cells)


def test_positions_refer_to_the_text_as_given() -> None:
    # e + combining grave is one letter, the soft hyphen none, the ligature two cells.
    result = translate("pe\u0300\u00adr\ufb01")
    assert dots_from_cells(result.cells) == "1234-2346-1235-124-24"
    assert list(result.cell_to_char) == [0, 1, 4, 5, 5]
    assert list(result.char_to_cell) == [0, 1, 1, 1, 2, 3]


def test_emphasis_over_several_words_by_hand() -> None:
    runs = [Run("la "), Run("casa blu", Typeform.ITALIC), Run(".")]
    shown = translate(runs, has_emphasis=True)
    assert dots_from_cells(shown.cells) == ("123-1-0-25-456-14-1-234-1-0-12-123-136-456-25-256")
    assert dots_from_cells(translate(runs).cells) == "123-1-0-14-1-234-1-0-12-123-136-256"


def test_a_language_has_its_own_table_only_where_asked_for() -> None:
    require(is_there=louis.DEBIAN_PACKAGES.exists(), what="liblouis", package="python3-louis")
    runs = [Run("il "), Run("the", language="en-GB"), Run(" qui")]
    plain = translate(runs)
    assert plain.cells == translate("il the qui").cells
    # English contracted: "the" is one cell, dots 2346.
    own = translate(runs, foreign={"en": "louis:en-ueb-g2.ctb"})
    assert dots_from_cells(own.cells) == "24-123-0-2346-0-12345-136-24"
    assert len(own.char_to_cell) == len("il the qui")


def test_what_is_missing_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with pytest.raises(TableNotFound, match="it-6dot-exact"):
        translate("a", "nessuna")
    with pytest.raises(UsageError, match="reference, louis"):
        translate("a", engine="quick")
    louis.import_louis.cache_clear()
    monkeypatch.setattr(louis, "DEBIAN_PACKAGES", tmp_path)
    monkeypatch.setattr(louis, "_import_installed", lambda: None)
    with pytest.raises(EngineNotAvailable, match="apt install python3-louis"):
        translate("a", engine="louis")
    louis.import_louis.cache_clear()


@pytest.mark.parametrize("unit", [".", "(", "'", "1", "a", "A", "_", "€ ", '"', "日"])
def test_hostile_length_is_only_length(unit: str) -> None:
    long = translate(unit * 20_000, "it-6dot-exact")
    assert len(long.char_to_cell) == len(unit) * 20_000
    assert len(long.cells) >= len(unit) * 20_000 / 3
