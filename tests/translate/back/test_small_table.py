"""A made-up table of all that the subset allows: it is read backwards without a word for it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brailledesk import BackTranslation
from brailledesk.tables import parse_table
from brailledesk.translate.back.inverse import InverseTranslator
from brailledesk.translate.reference import ReferenceTranslator
from tests.translate.back.strategies import check_form, is_foreign

LETTERS = """
space \\s 0
lowercase a 1
lowercase b 12
lowercase c 14
lowercase d 145
lowercase e 15
lowercase f 124
lowercase h 125
lowercase i 24
lowercase n 1345
lowercase o 135
lowercase p 1234
lowercase q 12345
lowercase r 1235
lowercase s 234
lowercase t 2345
lowercase u 136
punctuation . 256
punctuation , 2
punctuation - 36
punctuation ( 2356
punctuation ) 2356
digit 1 1
digit 2 12
digit 3 14
sign % 123456
"""
NUMBERS = """
numsign 3456
midnum , 2
midnum . 3
attribute digitletter abc
noback context _$d[]%digitletter @56
"""
CONTRACTIONS = """
always qu 12345
always che 16
always ch 126
always ent 146
always ento 1456
always ... 3-3-3
noback context _$s["per"]$s @1234
noback context `["per"]$s @1234
noback context _$l["con"]$l @25
"""
CORRECTIONS = """
noback correct ["ph"] "f"
noback correct ["nn"] "n"
noback correct _$s["-"]$s "che"
noback correct ["(("] "("
"""
LOSING = """
noback context [$d3-4]"%" @4-1
noback context ["tt"]$l @5
noback context _2"ab"["."] @6
"""
TABLES = {
    "letters": LETTERS,
    "numbers": LETTERS + NUMBERS,
    "contractions": LETTERS + NUMBERS + CONTRACTIONS,
    "corrections": LETTERS + NUMBERS + CORRECTIONS,
    "losing": LETTERS + NUMBERS + LOSING,
    "all": LETTERS + NUMBERS + CONTRACTIONS + CORRECTIONS + LOSING,
}

Trip = Callable[[str], BackTranslation]

_WORDS = [
    "per",
    "che",
    "ento",
    "qu",
    "con",
    "ph",
    "nn",
    "...",
    "..",
    "((",
    "tt",
    "ab.",
    " ",
    "1",
    "%",
]
_TEXTS = st.lists(
    st.one_of(st.sampled_from(_WORDS), st.sampled_from("abcdefhinopqrstu.,-()123% ")), max_size=12
).map("".join)


@pytest.fixture(scope="module", params=TABLES)
def trip(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Trip:
    """There and back by one of the tables."""
    path: Path = tmp_path_factory.mktemp("tables") / "made-up.utb"
    path.write_text(TABLES[request.param], encoding="utf-8")
    table = parse_table(path)
    forward, backward = ReferenceTranslator(table), InverseTranslator(table)

    def there_and_back(text: str) -> BackTranslation:
        cells = forward.translate(text).cells
        back = backward.back_translate(cells)
        check_form(back, cells)
        again = forward.translate(back.text)
        assert again.cells.hex(" ") == cells.hex(" ")
        assert list(again.cell_to_char) == list(back.cell_to_char)
        assert list(again.char_to_cell) == list(back.char_to_cell)
        for doubt in back.alternatives:
            for other in doubt.alternatives:
                changed = back.text[: doubt.start] + other + back.text[doubt.end :]
                assert forward.translate(changed).cells.hex(" ") == cells.hex(" "), doubt
        return back

    return there_and_back


def test_every_text_comes_back_as_the_same_cells(trip: Trip) -> None:
    @settings(max_examples=300, deadline=None)
    @given(_TEXTS)
    def check(text: str) -> None:
        assert not is_foreign(trip(text))

    check()


@pytest.mark.parametrize(
    "text",
    [
        "perche per che",
        "cento conto concon",
        "quq qu q",
        "....",
        "1.2,3 1. 2,a 1a 12b",
        "123% 1231% 23%",
        "ph f nnn",
        "ab.ab.. attt tta",
        "((()) (((",
        "a - b -- -",
        "",
    ],
)
def test_texts_by_hand_come_back_as_the_same_cells(trip: Trip, text: str) -> None:
    assert not is_foreign(trip(text))


def test_a_text_for_several_characters_has_the_maps_of_forward_translation(tmp_path: Path) -> None:
    path = tmp_path / "made-up.utb"
    path.write_text(LETTERS + 'noback correct ["ph"] "st"\n', encoding="utf-8")
    table = parse_table(path)
    forward, backward = ReferenceTranslator(table), InverseTranslator(table)
    back = backward.back_translate(forward.translate("aph").cells)
    again = forward.translate(back.text)
    assert list(back.cell_to_char) == list(again.cell_to_char)
    assert list(back.char_to_cell) == list(again.char_to_cell)


def test_cells_of_a_contraction_are_the_contraction(tmp_path: Path) -> None:
    path = tmp_path / "made-up.utb"
    path.write_text(LETTERS + CONTRACTIONS, encoding="utf-8")
    table = parse_table(path)
    forward, backward = ReferenceTranslator(table), InverseTranslator(table)
    for text in ("che", "per che", "aconto", "fento", "chi"):
        assert backward.back_translate(forward.translate(text).cells).text == text
