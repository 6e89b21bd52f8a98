from __future__ import annotations

import pytest

from brailledesk.cells import cells_from_dots, dots_from_cells
from brailledesk.hyphenation import Hyphenator
from brailledesk.languages import run_translator
from brailledesk.layout.breaks import Passage
from brailledesk.layout.fill import Margins, fill
from brailledesk.layout.lines import Line
from brailledesk.text import Run

from .fake import CAPITAL, HYPHEN, NUMBER, by_letter, contracted, letter_cell


def rows(text: str, width: int, *, language: str = "it") -> list[Line]:
    passage = Passage(by_letter([Run(text)]), [(0, language)], Hyphenator())
    return list(fill(passage, Margins(0, 0, width), bytes([HYPHEN])))


def prints(text: str, width: int, *, language: str = "it") -> list[str]:
    return [line.print_text for line in rows(text, width, language=language)]


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("uno due tre", 7, ["uno due", "tre"]),
        ("uno due tre", 8, ["uno due", "tre"]),
        ("il telefono", 8, ["il tele-", "fono"]),
        ("il telefono", 7, ["il te-", "lefono"]),
        ("la società", 9, ["la socie-", "tà"]),
        ("dell'acqua", 8, ["dell'ac-", "qua"]),
        ("dell’acqua", 6, ["del-", "l’ac-", "qua"]),
        ("il porta-ombrelli", 10, ["il porta-", "ombrelli"]),
        ("un abba\u00adino", 8, ["un abba-", "ino"]),
        ("la (relazione)", 9, ["la (rela-", "zione)"]),
        ("uno\u00a0due tre", 9, ["uno\u00a0due", "tre"]),
        ("oggi mp3player", 10, ["oggi", "mp3player"]),
        ("entro il 3 maggio 2026", 18, ["entro il", "3 maggio 2026"]),
        ("paga 49,90 € ora", 13, ["paga", "49,90 € ora"]),
        ("www.esempio.it/ordini", 15, ["www.esempio.it/", "ordini"]),
        ("800 000 123", 9, ["800 000", "123"]),
        ("   uno   ", 5, ["uno"]),
        ("", 5, []),
        ("    ", 2, []),
    ],
)
def test_rows(text: str, width: int, expected: list[str]) -> None:
    assert prints(text, width) == expected


def test_a_language_without_dictionary_has_no_syllables() -> None:
    assert prints("il telefono", 8, language="tlh") == ["il", "telefono"]
    assert prints("in Sprachkenntnis", 12, language="de") == ["in Sprach-", "kenntnis"]


def test_syllables_can_be_switched_off_but_for_words_longer_than_a_row() -> None:
    passage = Passage(by_letter([Run("il telefono")]), [(0, "it")], Hyphenator())

    def without(width: int, hyphen: bytes) -> list[str]:
        lines = fill(passage, Margins(0, 0, width), hyphen, is_hyphenated=False)
        return [line.print_text for line in lines]

    assert without(8, bytes([HYPHEN])) == ["il", "telefono"]
    assert without(7, bytes([HYPHEN])) == ["il", "telefo-", "no"]
    assert without(7, b"") == ["il", "telefon", "o"]


def test_hyphen_and_flags() -> None:
    first, last = rows("il telefono", 8)
    assert first.cells[-1] == HYPHEN
    assert first.is_hyphenated
    assert first.is_open
    assert first.content == ((0, 7),)
    assert not last.is_hyphenated
    assert not last.is_open
    assert rows("il porta-ombrelli", 10)[0].is_hyphenated is False


def test_indicators_stay_with_their_character() -> None:
    first, last = rows("ab A1", 4)
    assert first.cells == bytes(map(letter_cell, "ab"))
    assert last.cells == bytes([CAPITAL, letter_cell("a"), NUMBER, letter_cell("1")])


def test_a_contraction_is_never_cut() -> None:
    # "falla-mento": the dictionary divides men-to too, but one sign of two cells stands there.
    passage = Passage(contracted([Run("falla fallamento")]), [(0, "it")], Hyphenator())
    lines = list(fill(passage, Margins(0, 0, 12), bytes([HYPHEN])))
    assert [line.print_text for line in lines] == ["falla falla-", "mento"]
    narrow = list(fill(passage, Margins(0, 0, 6), bytes([HYPHEN])))
    assert [line.print_text for line in narrow] == ["falla", "falla-", "mento"]


def test_a_word_longer_than_a_row_is_divided_with_hyphens() -> None:
    lines = rows("q" * 100_000, 10)
    assert len(lines) == 11_111  # 11,110 rows of nine letters and a hyphen, and ten letters
    assert all(len(line.cells) == 10 and line.is_hyphenated for line in lines[:-1])
    assert lines[-1].print_text == "q" * 10


def test_a_long_word_with_a_digit_takes_no_hyphen() -> None:
    lines = rows("q" * 45 + "7" + "q" * 10, 10)
    assert not any(line.is_hyphenated for line in lines)
    assert "".join(line.print_text for line in lines) == "q" * 45 + "7" + "q" * 10
    assert [len(line.cells) for line in lines[:-1]] == [10] * 5


def test_digits_are_divided_without_a_hyphen_and_only_at_the_width() -> None:
    lines = rows("7" * 25, 10)
    assert [line.print_text for line in lines] == ["7" * 9, "7" * 10, "7" * 6]
    assert not any(line.is_hyphenated for line in lines)


def test_what_fits_a_row_is_not_broken_for_an_indent() -> None:
    passage = Passage(by_letter([Run("12/05/2026")]))  # three number signs: 13 cells
    lines = list(fill(passage, Margins(3, 0, 13), bytes([HYPHEN])))
    assert [line.print_text for line in lines] == ["12/05/2026"]


def test_ten_thousand_blanks() -> None:
    assert prints("a" + " " * 10_000 + "b", 10) == ["a", "b"]


def test_text_without_cells_is_not_lost_in_print() -> None:
    passage = Passage(by_letter([Run("\u200b")]))
    assert [line.print_text for line in fill(passage, Margins(0, 0, 10))] == ["\u200b"]


def six_dot_rows(text: str, width: int) -> list[str]:
    """Rows of the real code, as dots."""
    translate = run_translator("it-6dot")

    def alone(piece: str, language: str) -> bytes:
        return translate([Run(piece, language=language)]).cells

    passage = Passage(translate([Run(text)]), [(0, "it")], Hyphenator(), alone)
    lines = fill(passage, Margins(0, 0, width), cells_from_dots("36"))
    return [dots_from_cells(line.cells) for line in lines]


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        # docs/decisions/0004: the sign is repeated, single where one capital is left
        ("CITTÀ", 6, ["46-46-14-24-2345-36", "46-46-2345-12356"]),
        ("LA CASA", 8, ["46-46-123-1", "46-46-14-1-234-1"]),
        ("12345678", 6, ["3456-1-12-14-145-15", "3456-124-1245-125"]),
        ("Rosalba", 5, ["46-1235-135-36", "234-1-123-12-1"]),
    ],
)
def test_a_row_inside_a_sign_begins_with_it(text: str, width: int, expected: list[str]) -> None:
    assert six_dot_rows(text, width) == expected


def test_what_layout_repeats_is_not_of_the_document() -> None:
    translate = run_translator("it-6dot")
    passage = Passage(
        translate([Run("CITTÀ")]),
        [(0, "it")],
        Hyphenator(),
        lambda piece, language: translate([Run(piece, language=language)]).cells,
    )
    lines = list(fill(passage, Margins(0, 0, 6), cells_from_dots("36")))
    assert b"".join(line.content_cells() for line in lines) == passage.cells
