"""The signs of a table: which they are, where they stand, in what order they are learned."""

from __future__ import annotations

import pytest

from brailledesk.cells import dots_from_cells
from brailledesk.errors import TableError
from brailledesk.learning.signs import Place, signs_of
from brailledesk.tables import load_table
from tests.learning.sample import sample_table


def test_signs_come_by_level_then_by_saving_then_in_the_order_of_the_table() -> None:
    signs = signs_of(sample_table()).signs
    assert [(sign.level, sign.text, dots_from_cells(sign.cells)) for sign in signs] == [
        (1, "non", "1345"),
        (1, "che", "14"),
        (1, "tutto", "16"),
        (1, "per", "1234"),
        (2, "zion", "3456"),
        (2, "ar", "16"),
        (2, "er", "12456"),
        (2, "re", "345"),
        (2, "qu", "12345"),
        (2, "ss", "2"),
        (2, "gn", "2356"),
        (3, "con", "25"),
        (3, "pro", "235"),
        (3, "ment", "4-134"),
        (3, "ando", "5-145"),
        (3, "questo", "5-12345"),
    ]
    assert [sign.number for sign in signs] == list(range(1, 17))
    assert (signs[0].saving, signs[0].reason) == (3.5, "first letter; saves 3.5")


def test_rules_of_one_text_and_cells_are_one_sign() -> None:
    zion = next(sign for sign in signs_of(sample_table()).signs if sign.text == "zion")
    assert zion.places == (Place("midword", behind="plain"), Place("midword"))
    assert len(zion.origins) == 2
    assert zion.saving == 0.9


def test_what_is_spelled_or_marked_is_an_exception() -> None:
    found = signs_of(sample_table()).exceptions
    assert [(one.text, dots_from_cells(one.cells)) for one in found] == [
        ("ar", "1-1235"),
        ("q", "12345-6"),
        ("c", "56-14"),
        ("n", "56-1345"),
        ("p", "56-1234"),
    ]
    assert {one.number for one in found} == {one.level for one in found} == {0}


def test_without_levels_every_contraction_is_of_level_1() -> None:
    table = sample_table(signs="always che 16\nword ar 1-1235\nalways er 12456\n")
    found = signs_of(table)
    assert [(sign.text, sign.level) for sign in found.signs] == [("che", 1), ("er", 1)]
    assert [one.text for one in found.exceptions] == ["ar"]


def test_a_table_without_contractions_is_named() -> None:
    with pytest.raises(TableError, match="it-6dot has no contractions") as caught:
        signs_of(load_table("it-6dot"))
    assert caught.value.exit_code == 5
