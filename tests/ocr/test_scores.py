"""The measures by which recognition is judged, on cases counted by hand."""

from __future__ import annotations

from random import Random

import pytest

from tests.ocr import scores
from tests.ocr.made import KINDS, made_page, sources, values
from tests.ocr.made.values import Field


def test_edits_are_counted_in_order_and_in_any_order() -> None:
    assert scores.character_edits("il cane  corre", "il carne corre") == (1, 13)
    assert scores.character_edits("abc", "un lungo testo che non c'entra") == (3, 3)
    assert scores.free_edits(["prima riga", "seconda riga"], ["seconda riga", "prima riga"]) == (
        0,
        22,
    )
    assert scores.free_edits(["pane\t12,50"], ["12,50", "pane"]) == (0, 9)
    assert scores.free_edits(["prima riga"], ["prina riga xyz"]) == (4, 10)
    assert scores.free_edits(["prima riga", "altra"], ["prima riga"]) == (5, 15)


def test_wrong_words_are_those_that_the_truth_has_not() -> None:
    assert scores.wrong_words("uno due tre", ["uno", "duo", "tre"]) == [False, True, False]
    assert scores.wrong_words("uno due tre", ["tre", "uno", "due"]) == [False, False, False]
    assert scores.wrong_words("uno due", ["uno", "uno", "due"]) == [False, True, False]
    assert scores.wrong_words("l’altro", ["l'altro"]) == [False]


def test_values_are_found_whole() -> None:
    amount = Field("amount", "Totale", "1.249,90")
    assert scores.has_value("Totale: € 1.249,90", amount)
    assert not scores.has_value("Totale: € 11.249,90", amount)
    assert not scores.has_value("Totale: € 1.249,901", amount)
    iban = Field("iban", "IBAN", "IT60 X054 2811 1010 0000 0123 456")
    assert scores.has_value("IBAN: IT60 X0542811101000000123456", iban)


def test_the_words_that_stand_for_a_value_are_found() -> None:
    truth = "Totale: € 12,50 entro il 3 maggio"
    assert scores.places_of(truth, "12,50", truth.split()) == [2]
    read = ["Totale:", "€", "12,S0", "entro", "il", "3", "maggio"]
    assert scores.places_of(truth, "12,50", read) == [2]
    assert scores.places_of(truth, "12,50", ["Totale:", "€", "entro", "il", "3", "maggio"]) == []


@pytest.mark.parametrize("seed", range(5))
def test_check_digits_of_made_values_are_right(seed: int) -> None:
    random = Random(seed)
    iban = values.iban(random).replace(" ", "")
    assert len(iban) == 27
    assert int("".join(str(int(char, 36)) for char in iban[4:] + iban[:4])) % 97 == 1
    code = [int(digit) for digit in values.ean13(random)]
    assert (sum(code[::2]) + 3 * sum(code[1::2])) % 10 == 0


def test_check_letters_are_those_of_published_examples() -> None:
    """The example of the Agenzia delle Entrate, and of the Italian banks' IBAN."""
    assert values._letter("RSSMRA85T10A562") == "S"
    assert values._cin("0542811101000000123456") == "X"


def test_the_sets_share_no_font_and_no_text() -> None:
    tuning, judgement = sources.SOURCES["tuning"], sources.SOURCES["judgement"]
    assert not set(tuning.fonts) & set(judgement.fonts)
    assert not set(tuning.patterns) & set(judgement.patterns)
    shared = set(sources.sentences("tuning")) & set(sources.sentences("judgement"))
    assert len(shared) < 5


def test_pages_are_the_same_each_time_and_all_different() -> None:
    size = (700, 500)
    first = [made_page("tuning", kind, 3, size) for kind in KINDS]
    assert first == [made_page("tuning", kind, 3, size) for kind in KINDS]
    assert len({page.data for page in first}) == len(KINDS)
    assert all(page.text for page in first)
