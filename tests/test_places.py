"""Places in documents are told in the user's language, and names are left as they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from brailledesk.document import Remark
from brailledesk.errors import FormatError, SettingsFault, SourceDamaged, SourceNotFound
from brailledesk.formats import parse_publication
from brailledesk.i18n import catalogue
from brailledesk.ingest import read_document
from brailledesk.places import NOUNS, describe_place
from brailledesk.text import Origin

ITALIAN = catalogue("it")


@pytest.mark.parametrize(
    ("place", "italian"),
    [
        ("line 12", "riga 12"),
        ("line 12, column 3", "riga 12, colonna 3"),
        ("line 2, column 5: U+0041", "riga 2, colonna 5: U+0041"),
        ("paragraph 13", "paragrafo 13"),
        ("page 1, line 7", "pagina 1, riga 7"),
        ("table 1, row 2", "tabella 1, riga 2"),
        ("sheet Prezzi, cell AB3", "foglio Prezzi, cella AB3"),
        ("sheet line 4, table 2", "foglio line 4, table 2"),
        ("sheet Listino", "foglio Listino"),
        ("behind byte 64", "dopo il byte 64"),
        ("after line 3", "dopo la riga 3"),
        ("line 1, cell 9", "riga 1, cella 9"),
        # What only looks like a place is a name.
        ("page 1.xhtml, line 3", "page 1.xhtml, riga 3"),
        ("xl/table 1a", "xl/table 1a"),
        ("online 4", "online 4"),
        ("", ""),
    ],
)
def test_places_have_their_italian(place: str, italian: str) -> None:
    assert describe_place(place, ITALIAN) == italian
    assert describe_place(place, str) == place


def test_every_noun_has_its_italian() -> None:
    assert {noun for noun, message in NOUNS.items() if ITALIAN(message) == message} == {"byte"}
    assert {describe_place(f"{noun} 7", str) for noun in NOUNS} == {f"{noun} 7" for noun in NOUNS}
    told = {describe_place(f"{noun} 7", ITALIAN) for noun in NOUNS}
    assert len(told) == len(NOUNS) - 1  # of a text and of a table: riga


def test_errors_and_remarks_tell_places() -> None:
    remark = Remark("a note is empty", Origin("a.docx", "paragraph 13"))
    assert remark.describe(ITALIAN).startswith("a.docx, paragrafo 13: ")
    assert SettingsFault("line 3", "x", {}).describe(ITALIAN) == "riga 3: x"
    damaged = SourceDamaged("a.txt", "x", "byte 1").describe(ITALIAN)
    assert "(byte 1)" in damaged
    with pytest.raises(FormatError) as caught:
        parse_publication("⠁\nA\n".encode(), path="a.ubrl")
    assert "(riga 2, colonna 1: U+0041)" in caught.value.describe(ITALIAN)
    assert "(line 2, column 1: U+0041)" in caught.value.describe()


def test_a_file_called_like_a_place_keeps_its_name(tmp_path: Path) -> None:
    path = tmp_path / "line 1"
    with pytest.raises(SourceNotFound) as caught:
        read_document(path)
    assert str(path) in caught.value.describe(ITALIAN)
