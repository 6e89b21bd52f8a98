"""Normalisation: what tables are written for, with positions that lead back to the original."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brailledesk.text import UNTOUCHED, Run, normalise, plain_text

INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u202a\u2066\u034f\ufe0f"


@pytest.mark.parametrize(
    ("original", "text", "offsets"),
    [
        ("", "", [0]),
        ("Già", "Già", [0, 1, 2, 3]),
        ("e\u0300 v", "è v", [0, 2, 3, 4]),
        ("piu\u0300", "più", [0, 1, 2, 4]),
        ("o\ufb03cio", "officio", [0, 1, 1, 1, 2, 3, 4, 5]),
        ("cit\u00adtà", "città", [0, 1, 2, 4, 5, 6]),
        ("\u00ada", "a", [1, 2]),
        ("a\u00ad", "a", [0, 2]),
        ("\u00ad\u200b", "", [2]),
        ("29\u00a0€", "29 €", [0, 1, 2, 3, 4]),
        ("a\tb", "a b", [0, 1, 2, 3]),
        ("a\nb", "a\nb", [0, 1, 2, 3]),
        ("e\u0323\u0301", "ẹ\u0301", [0, 0, 3]),
        ("x\u0332y", "x\u0332y", [0, 1, 2, 3]),
        ("\ufb01\u0301", "f\u00ed", [0, 0, 2]),
        ("a\u200d\u0300", "à", [0, 3]),
        ("\u1100\u1161", "가", [0, 2]),
        ("™\ufe0f!", "™!", [0, 2, 3]),
        ("\u2126", "Ω", [0, 1]),
        ("‚a‛", "‘a‘", [0, 1, 2, 3]),
        ("3\u20324\u2033", "3'4\"", [0, 1, 2, 3, 4]),
        ("−5", "-5", [0, 1, 2]),
    ],
)
def test_normalised_by_hand(original: str, text: str, offsets: list[int]) -> None:
    normal = normalise(original)
    assert (normal.text, list(normal.offsets)) == (text, offsets)


def test_quotes_of_italian_typography_stay() -> None:
    signs = "« » “ ” ‘ ’ – — … • ° º ª €"
    assert normalise(signs).text == signs


@given(st.text())
def test_offsets_lead_back_and_never_fall(original: str) -> None:
    normal = normalise(original)
    offsets = list(normal.offsets)
    assert len(offsets) == len(normal.text) + 1
    assert offsets == sorted(offsets)
    assert offsets[-1] == len(original)
    assert all(offset < len(original) for offset in offsets[:-1])


@given(
    st.text(st.sampled_from("aeiuoAEc \u0300\u0301\u0327\u0323ﬁﬃ\u00a0" + INVISIBLE + "가\u1161"))
)
def test_text_is_composed_once_and_for_all(original: str) -> None:
    text = normalise(original).text
    assert unicodedata.is_normalized("NFC", text)
    assert normalise(text).text == text


@given(st.text())
def test_nothing_visible_is_lost(original: str) -> None:
    def letters(text: str) -> str:
        decomposed = unicodedata.normalize("NFKD", text)
        return "".join(c for c in decomposed if unicodedata.category(c)[0] in "LN")

    assert letters(normalise(original).text) == letters(original)


@given(st.text(st.characters(max_codepoint=0x2FF)))
def test_common_text_takes_the_same_way(original: str) -> None:
    """The short cut for ordinary lines gives what the long way gives: a mark behind forces it."""
    marked = normalise(original + "\u0332").text
    assert marked == normalise(original).text + "\u0332"


def test_each_untouched_character_stays_on_the_long_way_too() -> None:
    untouched = [one for one in map(chr, range(0x3000)) if UNTOUCHED.fullmatch(one)]
    assert "\a" in untouched
    for one in untouched:
        assert normalise(f"a{one}b\u0332").text == f"a{one}b\u0332"


def test_a_hostile_pile_of_marks_stays_whole() -> None:
    """With one cluster of all marks this would take the square of 200,000 steps."""
    pile = "a" + "\u0301\u0316" * 100_000
    normal = normalise(pile)
    assert normal.text[0] == "á"
    assert normal.text.count("\u0301") == 99_999
    assert normal.text.count("\u0316") == 100_000
    assert len(normal.offsets) == len(normal.text) + 1


def test_plain_text_joins_runs() -> None:
    assert plain_text([Run("a "), Run("b", language="en")]) == "a b"
