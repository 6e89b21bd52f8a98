"""Files in contracted Braille: they say what they are, they come back, their level is found out."""

from __future__ import annotations

from pathlib import Path

import pytest

import brailledesk
from brailledesk import Contraction, TextKind
from brailledesk.conversion import transcribe
from brailledesk.formats import format_publication
from brailledesk.reading import read_braille

FIXTURES = Path(__file__).parent.parent / "fixtures"
LETTER = FIXTURES / "letters" / "sollecito.html"
LEVELS = ("it-g2-1", "it-g2-2", "it-g2")


@pytest.mark.parametrize("kind", ["brf", "pef", "ubrl"])
@pytest.mark.parametrize("table", LEVELS)
def test_a_file_says_what_it_is_and_which_level(table: str, kind: str) -> None:
    data = format_publication(transcribe(LETTER, table=table).publication, kind)
    reading = read_braille(data)
    assert reading.table == table
    words = " ".join(reading.text.split())
    assert words.startswith(f"Braille italiano contratto {table} ")
    assert "sistema non ufficiale del progetto brailledesk" in words


def test_an_uncontracted_file_says_nothing_of_it() -> None:
    reading = read_braille(format_publication(transcribe(LETTER).publication, "brf"))
    assert reading.table == "it-6dot"
    assert "contratto it-g2" not in reading.text


def test_pef_names_the_unofficial_system_in_its_metadata() -> None:
    publication = transcribe(LETTER, table="it-g2").publication
    assert "it-g2 0.1" in publication.table
    assert "non ufficiale" in publication.table
    assert b"non ufficiale" in format_publication(publication, "pef")


def test_contraction_makes_files_shorter_and_loses_nothing() -> None:
    """The notice takes some rows, so that a letter of one page is only a little shorter."""
    plain = transcribe(LETTER).publication
    short = transcribe(LETTER, table="it-g2").publication
    counts = [
        sum(len(row.cells.strip(b"\0")) for page in one.pages() for row in page.rows)
        for one in (plain, short)
    ]
    assert counts[1] < counts[0]
    # it-6dot has one cell for ” and °, so that it tells them apart and gives the quotes as print.
    straight = str.maketrans("“”", '""')
    texts = [
        "".join(read_braille(format_publication(one, "brf")).text.split()).translate(straight)
        for one in (plain, short)
    ]
    assert texts[1].endswith(texts[0])


def test_what_a_reader_leaves_uncontracted_comes_back_too(tmp_path: Path) -> None:
    target = tmp_path / "a.brf"
    choice = Contraction(uncontracted=frozenset({TextKind.NAMES, TextKind.CODES}))
    brailledesk.convert(LETTER, target, table="it-g2", contraction=choice)
    left = read_braille(target).text
    brailledesk.convert(LETTER, target, table="it-g2")
    assert left == read_braille(target).text
