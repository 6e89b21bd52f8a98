"""Italian written out for voices: goldens typed by hand, num2words and espeak-ng as judges."""

from __future__ import annotations

import re
import string
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from num2words import num2words

from brailledesk.speech.espeak import EspeakEngine
from brailledesk.speech.italian import SAYINGS, rewrite
from brailledesk.speech.italian.numbers import cardinal, group, ordinal
from brailledesk.speech.italian.phrases import roman_value
from brailledesk.speech.italian.tables import load_rules, load_words
from brailledesk.speech.normalise import write_out, write_out_runs
from brailledesk.text import Run
from tests.judges import require_program

GOLDENS = [
    (text, spoken)
    for cases in tomllib.loads(
        (Path(__file__).parent / "goldens.toml").read_text(encoding="utf-8")
    ).values()
    for text, spoken in cases
]


def test_there_are_enough_goldens() -> None:
    assert len({text for text, _ in GOLDENS}) >= 150


@pytest.mark.parametrize(("text", "spoken"), GOLDENS)
def test_goldens(text: str, spoken: str) -> None:
    assert write_out(text).text == spoken


@pytest.mark.parametrize(("text", "spoken"), GOLDENS)
def test_goldens_inside_a_sentence(text: str, spoken: str) -> None:
    """Words around a text do not change what it means, except where its end is a sentence's."""
    expected = spoken.removesuffix(".") if text == "S.p.A." else spoken
    if not text.startswith(("25:70", "45/13")):
        assert write_out(f"ecco {text} qui").text == f"ecco {expected} qui"


def test_every_rule_has_a_true_example_and_a_function() -> None:
    for rule in load_rules().rules:
        text, spoken = rule.example
        assert rule.say in SAYINGS
        assert rule.pattern.search(text), rule.name
        assert rewrite(text)[0] == spoken


def test_every_word_of_the_tables_is_used() -> None:
    words = load_words()
    for short, spoken in words.abbreviations.items():
        assert rewrite(f"il {short} della")[0] == f"il {spoken} della"
    for short, spoken in words.before_numbers.items():
        assert rewrite(f"il {short} 7")[0] == f"il {spoken} sette"
    for unit, (one, many) in words.units.items():
        assert rewrite(f"1 {unit}")[0] == one
        assert rewrite(f"7 {unit}")[0] == f"sette {many}"
    assert words.ending <= words.abbreviations.keys()


@given(st.integers(0, 10**12 - 1) | st.integers(0, 3000))
def test_cardinals_against_num2words(number: int) -> None:
    """It joins millions with "e" and commas, which speech does not need.

    Above a hundred it forgets the accent of compounds with three, and writes "dicotto".
    """
    theirs = num2words(number, lang="it").replace(",", "").replace(" e ", " ")
    words = [
        word[:-1] + "é" if word.endswith("tre") and word != "tre" else word
        for word in theirs.replace("dicotto", "diciotto").split()
    ]
    assert cardinal(number) == " ".join(words)


@given(st.integers(1, 9999))
def test_ordinals_against_num2words(number: int) -> None:
    theirs = num2words(number, lang="it", to="ordinal")
    assert ordinal(number) == theirs.replace("dicott", "diciott")


@given(st.integers(1, 3999))
def test_roman_numbers(number: int) -> None:
    signs = zip(
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        strict=True,
    )
    rest, roman = number, ""
    for sign, value in signs:
        roman += sign * (rest // value)
        rest %= value
    assert roman_value(roman) == number
    assert roman_value(roman + "IIII") == 0


@given(st.text(string.digits, min_size=1, max_size=40))
def test_groups_lose_no_digit(text: str) -> None:
    groups = group(text)
    assert "".join(groups) == text
    assert len(text) == 1 or all(2 <= len(piece) <= 4 for piece in groups)


_OFFICE = st.text(st.sampled_from([*string.printable, *"àèéìòù€£°ªº½«»“”…–−ſ٣²"]), max_size=80)


@given(_OFFICE | st.text(max_size=60))
def test_the_way_back_holds_for_any_text(text: str) -> None:
    spoken = write_out(text)
    offsets = list(spoken.offsets)
    assert len(offsets) == len(spoken.text) + 1
    assert offsets == sorted(offsets)
    assert offsets[-1] == len(text)
    for at, character in enumerate(spoken.text):
        # What was not written out is the text itself.
        if offsets[at + 1] - offsets[at] == 1 and (not at or offsets[at] != offsets[at - 1]):
            assert character == text[offsets[at]] or text[offsets[at]] not in string.ascii_letters


@given(st.lists(st.sampled_from(["casa", "il", "cliente", "dopo", "così", "è", "perché"])))
def test_plain_words_stay_as_they_are(words: list[str]) -> None:
    text = " ".join(words)
    assert write_out(text).text == text


@pytest.mark.parametrize(
    "piece", ["A-", "1.", "a.", "1.111", "www.", "---", "@a", "€-", "0 1", "X ", "IT00", "1/"]
)
def test_long_hostile_text_comes_to_an_end(piece: str) -> None:
    """benchmarks/speech.py measures that the time grows with the length and no faster."""
    text = piece * (20_000 // len(piece))
    offsets = write_out(text).offsets
    assert offsets[-1] == len(text)
    assert list(offsets) == sorted(offsets)


def test_only_italian_is_written_out() -> None:
    runs = [
        Run("Modello "),
        Run("Smart TV 2.0 & more", language="en-GB"),
        Run("1", note="1"),
        Run(" a € 5"),
    ]
    pieces = write_out_runs(runs)
    assert [(piece.text, piece.language) for piece in pieces] == [
        ("Modello ", "it"),
        ("Smart TV 2.0 & more", "en-GB"),
        (" a cinque euro", "it"),
    ]
    assert pieces[2].offsets[0] == len("Modello Smart TV 2.0 & more1")
    assert pieces[2].offsets[-1] == sum(len(run.text) for run in runs)


@pytest.mark.parametrize(
    ("text", "phonemes"),
    [
        ("12/03/2026", "dˈoditʃi mˈartso dʊemˌilavˌentisˈɛi"),
        ("Sig.ra", "siɲˈora"),
        ("tel. 5551234", "telˈɛfono tʃˈinkwe tʃˈinkwe tʃˈinkwe\nˈuno dˈue trˈe kwˈattro"),
        ("XXI secolo", "ventʊnˈɛzimo sˈɛkolo"),
    ],
)
def test_phonemes_of_the_tricky_ones(text: str, phonemes: str) -> None:
    """A voice says the words that were meant, and none of the signs."""
    require_program("espeak-ng", "espeak-ng")
    said = EspeakEngine().phonemes(write_out(text).text)
    assert _plain(said) == _plain(phonemes)


def _plain(phonemes: str) -> str:
    """Sounds without what versions of espeak-ng do differently: stress, open vowels, lengths."""
    plain = phonemes.translate(str.maketrans("ɛɪjʊ", "eiiu", "ˈˌː"))
    return re.sub(r"(.)\1", r"\1", " ".join(plain.split()))
