from __future__ import annotations

import pytest

from brailledesk.hyphenation import Hyphenator


def divided(word: str, language: str) -> str:
    places = Hyphenator().positions(word, language)
    ends = zip([0, *places], [*places, len(word)], strict=True)
    return "-".join(word[start:end] for start, end in ends)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("assistenza", "as-si-sten-za"),
        ("perché", "per-ché"),
        ("CITTÀ", "CIT-TÀ"),
        ("psicologia", "psi-co-lo-gia"),
        ("dell'acqua", "del-l'ac-qua"),
        ("dell’acqua", "del-l’ac-qua"),
        ("l'addebito", "l'ad-de-bi-to"),
        ("idea", "idea"),
        ("dell'", "dell'"),
        ("un'isola", "un'iso-la"),  # one letter behind the apostrophe is too few
        ("l'idea", "l'idea"),
        ("già", "già"),
        ("perche\u0301", "perche\u0301"),  # not composed: places could not be trusted
        ("İstanbulda", "İstanbulda"),  # longer in small letters
        ("a" * 65, "a" * 65),
    ],
)
def test_italian(word: str, expected: str) -> None:
    assert divided(word, "it") == expected
    assert divided(word, "it-IT") == expected


def test_other_languages() -> None:
    assert divided("Sprachkenntnis", "de-AT") == "Sprach-kennt-nis"
    assert divided("telefono", "tlh") == "telefono"
    assert divided("telefono", "") == "telefono"


def test_a_division_that_changes_the_spelling_is_not_offered() -> None:
    assert divided("asszonnyal", "hu") == "asszonnyal"  # asz-szony-nyal
    assert divided("könnyezik", "hu") == "könnye-zik"  # köny-nye-zik
