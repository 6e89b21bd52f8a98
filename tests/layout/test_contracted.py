"""Rows of contracted text: each reads by itself, and joined they are the text again."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brailledesk.hyphenation import Hyphenator
from brailledesk.languages import run_translator
from brailledesk.layout.breaks import Passage
from brailledesk.layout.fill import Margins, fill
from brailledesk.layout.lines import Line
from brailledesk.text import Run

TABLE = str(Path(__file__).parent.parent / "translate" / "contracted.ctb")
HYPHEN = b"\x24"


def _rows(text: str, width: int) -> list[Line]:
    translate = run_translator(TABLE)

    def cells(piece: str, _language: str) -> bytes:
        return translate([Run(piece)]).cells

    passage = Passage(translate([Run(text)]), [(0, "it")], Hyphenator(), cells)
    return list(fill(passage, Margins(0, 0, width), HYPHEN))


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        # "an-che" would leave "che", which alone is another sign: the word is not divided.
        ("ogni anche", 8, ["ogni", "anche"]),
        # "as-segno" would cut the sign of ss, "asse-gno" change gn, which stands between letters.
        ("un assegno", 7, ["un", "assegno"]),
        # No sign is touched here.
        ("il telefono", 8, ["il tele-", "fono"]),
        # "sepa-rare" and "separa-re" would cut the signs of ar.
        ("a separare", 7, ["a se-", "parare"]),
    ],
)
def test_words_are_divided_where_both_parts_read_alike(
    text: str, width: int, expected: list[str]
) -> None:
    assert [line.print_text for line in _rows(text, width)] == expected


_WORDS = st.lists(
    st.sampled_from(
        [
            *("anche", "assegno", "nazione", "che", "parere", "questo", "conto", "momento"),
            *("acqua", "Iraq", "CITTÀ", "parking", "e/o", "telefono", "amando", "sperare"),
            *("dell'assegno", "ex-conto", "con-che", "tutto", "re"),
        ]
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=400, deadline=None)
@given(_WORDS, st.integers(10, 24))
def test_every_row_has_the_cells_of_its_own_print(words: list[str], width: int) -> None:
    """What a row shows is what the table gives for the text of the row alone."""
    translate = run_translator(TABLE)
    for line in _rows(" ".join(words), width):
        assert line.cells == translate([Run(line.print_text)]).cells
