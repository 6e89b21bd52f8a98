"""Cells in their written forms. The charsets were typed from the published tables by dots."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brailledesk.cells import (
    CHARSETS,
    NotACell,
    cells_from_ascii,
    cells_from_dots,
    cells_from_unicode,
    cells_to_ascii,
    cells_to_unicode,
    dots_from_cells,
    has_six_dots,
)

# Dots, MIT, Firenze: every cell that is no letter (braille-utils' EmbosserTableProvider).
_SIGNS = """
0 SPACE SPACE
2 1 ,
3 ' '
23 2 ;
4 @ "
34 / /
5 " )
25 3 :
35 9 *
235 6 !
45 ^ %
345 > &
6 , (
16 * 1
26 5 ?
126 < 2
36 - -
236 8 <
46 . #
146 % 3
246 [ 9
1246 $ 6
346 + ^
2346 ! \\
12346 & @
56 ; +
156 : 5
256 4 .
1256 \\ 8
356 0 >
2356 7 =
12356 ( [
456 _ $
1456 ? 4
12456 ] 7
3456 # _
23456 ) ]
123456 = 0
"""
_LETTER_DOTS = """
1 12 14 145 15 124 1245 125 24 245 13 123 134
1345 135 1234 12345 1235 234 2345 136 1236 2456 1346 13456 1356
"""
_LETTERS = dict(zip("abcdefghijklmnopqrstuvwxyz", _LETTER_DOTS.split(), strict=True))


def _signs() -> list[tuple[str, str, str]]:
    lines = _SIGNS.replace("SPACE", "\0").split("\n")
    fields = (line.split() for line in lines if line)
    return [(a, b.replace("\0", " "), c.replace("\0", " ")) for a, b, c in fields]


@pytest.mark.parametrize(("dots", "mit", "firenze"), _signs())
def test_signs_of_the_charsets(dots: str, mit: str, firenze: str) -> None:
    cell = cells_from_dots(dots)
    assert cells_to_ascii(cell, "mit") == mit
    assert cells_to_ascii(cell, "it_it_firenze") == firenze
    assert cells_from_ascii(mit, "mit") == cell
    assert cells_from_ascii(firenze, "it_it_firenze") == cell


@pytest.mark.parametrize(("letter", "dots"), _LETTERS.items())
def test_letters_are_the_same_in_all_charsets_and_cases(letter: str, dots: str) -> None:
    cell = cells_from_dots(dots)
    assert cells_to_ascii(cell, "mit") == letter.upper()
    for charset in ("nabcc", "it_it_firenze"):
        assert cells_to_ascii(cell, charset) == letter
    for charset in CHARSETS:
        assert cells_from_ascii(letter, charset) == cell
        assert cells_from_ascii(letter.upper(), charset) == cell


def test_the_two_lists_above_are_all_cells() -> None:
    assert len(_signs()) + len(_LETTERS) == 64


@pytest.mark.parametrize(
    ("dots", "sign"), [("4", "`"), ("45", "~"), ("246", "{"), ("1256", "|"), ("12456", "}")]
)
def test_nabcc_differs_in_five_signs_that_mit_reads_too(dots: str, sign: str) -> None:
    assert cells_to_ascii(cells_from_dots(dots), "nabcc") == sign
    assert cells_from_ascii(sign, "nabcc") == cells_from_dots(dots)
    assert cells_from_ascii(sign, "mit") == cells_from_dots(dots)


def test_34_signs_differ_between_mit_and_firenze() -> None:
    pairs = zip(CHARSETS["mit"], CHARSETS["it_it_firenze"], strict=True)
    assert sum(mit.lower() != firenze for mit, firenze in pairs) == 34


@pytest.mark.parametrize("charset", list(CHARSETS))
def test_charsets_are_64_different_ascii_characters(charset: str) -> None:
    characters = CHARSETS[charset]
    assert len(set(characters)) == len(characters) == 64
    assert characters.isascii()


@settings(deadline=None)
@given(st.binary(), st.sampled_from(list(CHARSETS)))
def test_ascii_comes_back(data: bytes, charset: str) -> None:
    cells = bytes(byte & 0x3F for byte in data)
    text = cells_to_ascii(cells, charset)
    assert cells_from_ascii(text, charset) == cells
    assert cells_from_ascii(text.upper(), charset) == cells
    assert cells_from_ascii(text.lower(), charset) == cells


def test_characters_outside_a_charset_are_named() -> None:
    for text, place in [("AB\x00", 2), ("\u00e0", 0), ("AB\tC", 2), ("A\u2801", 1), ("\x7f", 0)]:
        with pytest.raises(NotACell, match=f"at index {place} ") as caught:
            cells_from_ascii(text, "mit")
        assert (caught.value.character, caught.value.place) == (text[place], place)
    with pytest.raises(NotACell, match=r"U\+007B at index 1 is no cell of it_it_firenze"):
        cells_from_ascii("a{", "it_it_firenze")


def test_an_unknown_charset_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        cells_to_ascii(b"", "roma")
    with pytest.raises(KeyError):
        cells_from_ascii("", "roma")


def test_ascii_has_no_dots_7_and_8() -> None:
    with pytest.raises(ValueError, match=r"cell 1 \(17\) has dot 7 or 8"):
        cells_to_ascii(b"\x01\x41", "mit")


@settings(deadline=None)
@given(st.binary())
def test_six_dots(cells: bytes) -> None:
    assert has_six_dots(cells) == all(cell < 64 for cell in cells)


@settings(deadline=None)
@given(st.binary())
def test_dots_and_unicode_come_back(cells: bytes) -> None:
    assert cells_from_dots(dots_from_cells(cells)) == cells
    text = cells_to_unicode(cells)
    assert [ord(character) for character in text] == [0x2800 + cell for cell in cells]
    assert cells_from_unicode(text) == cells
    assert cells_from_unicode(text.replace("\u2800", " ")) == cells


@pytest.mark.parametrize(
    ("dots", "cells"),
    [
        ("", b""),
        ("0", b"\x00"),
        ("1", b"\x01"),
        ("8", b"\x80"),
        ("46-123-3-2346", b"\x28\x07\x04\x2e"),  # L'è
        ("64", b"\x28"),
        ("12345678-0-7", b"\xff\x00\x40"),
    ],
)
def test_dots(dots: str, cells: bytes) -> None:
    assert cells_from_dots(dots) == cells


@pytest.mark.parametrize(
    ("dots", "fault"),
    [
        ("9", "'9' is not a dot"),
        ("01", "'0' is not a dot"),
        ("1-", "empty cell"),
        ("-", "empty cell"),
        ("1--2", "empty cell"),
        ("11", "dot 1 is named twice"),
        ("1 2", "' ' is not a dot"),
        ("\u0661", "is not a dot"),  # an Arabic digit one
    ],
)
def test_faults_of_dots(dots: str, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        cells_from_dots(dots)


@pytest.mark.parametrize("character", ["a", "\u27ff", "\u2900", "\n", "\u00a0", "\ud800", "\u0100"])
def test_what_is_no_unicode_braille_is_named(character: str) -> None:
    with pytest.raises(NotACell, match=rf"U\+{ord(character):04X} at index 2") as caught:
        cells_from_unicode(f"\u2801 {character}\u2801")
    assert (caught.value.character, caught.value.place) == (character, 2)
