"""Corrections are sure, recorded and reversible; digits never become words."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum import ean, iban, isbn, luhn
from stdnum.exceptions import ValidationError
from stdnum.it import codicefiscale, iva

from brailledesk.ingest.ocr.corrections import Lexicon, correct, remark_of, revert, system_lexicon
from brailledesk.ingest.ocr.corrections.checks import (
    IBAN_LENGTHS,
    is_card,
    is_codice_fiscale,
    is_ean,
    is_iban,
    is_isbn,
    is_partita_iva,
)
from brailledesk.ingest.ocr.corrections.lexicon import lexicon_of
from brailledesk.ingest.ocr.corrections.numbers import looks_wrong
from brailledesk.ingest.ocr.page import PageWords
from tests.judges import require

from .test_structure import page, row

WORDS = ["noè", "della", "città", "perché", "perchè", "più", "comunicazione", "cliente", "torno",
         "clima", "moderno", "consegna", "ordine", "finirei", "il", "la"]  # fmt: skip
FILLING = [f"parola{'abcdefghij'[n % 10]}{'x' * (n // 10)}" for n in range(20_000)]
"""A list must be long before it can say that a word is none."""
LEXICON = lexicon_of([*WORDS, *FILLING])

IBAN = "IT60X0542811101000000123456"
PERSON = "RSSMRA85T10A562S"
COMPANY = "00743110157"
LAMP = "4006381333931"


def read(*texts: str, trust: float = 0.6) -> PageWords:
    lines = [row(100, 300 + 50 * n, text) for n, text in enumerate(texts)]
    return page(
        *(replace(line, words=tuple(replace(w, confidence=trust) for w in line.words))
          for line in lines)
    )  # fmt: skip


def texts(found: PageWords) -> list[str]:
    return [" ".join(word.text for word in line.words) for line in found.lines]


def corrected(text: str, lexicon: Lexicon = LEXICON, trust: float = 0.6) -> str:
    return texts(correct(read(text, trust=trust), lexicon).page)[0]


def confidence(text: str, word: str) -> float:
    found = correct(read(text), LEXICON).page
    return next(one.confidence for one in found.lines[0].words if word in one.text)


# -- check digits, beside python-stdnum -----------------------------------------------------------


def _judged(check: Callable[[str], object]) -> Callable[[str], bool]:
    def judge(code: str) -> bool:
        try:
            return bool(check(code))
        except ValidationError:
            return False

    return judge


DIGITS = "0123456789"
CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@given(st.text(DIGITS, min_size=11, max_size=11) | st.text(DIGITS + "A", max_size=13))
def test_partita_iva(code: str) -> None:
    # The judge also knows which numbers are provinces; ours takes any.
    ours = is_partita_iva(code)
    assert ours == (len(code) == 11 and code.isdigit() and code != 11 * "0" and luhn.is_valid(code))
    assert ours or not _judged(iva.validate)(code)


@given(st.text(DIGITS, min_size=8, max_size=8) | st.text(DIGITS, min_size=13, max_size=13))
def test_ean(code: str) -> None:
    assert is_ean(code) == _judged(ean.validate)(code)


@given(
    st.text(DIGITS, min_size=9, max_size=9).flatmap(
        lambda start: st.sampled_from(DIGITS + "X").map(lambda end: start + end)
    )
    | st.text(DIGITS, min_size=10, max_size=10).map(lambda end: f"978{end}")
)
def test_isbn(code: str) -> None:
    assert is_isbn(code) == _judged(isbn.validate)(code)


@given(st.text(DIGITS, min_size=12, max_size=20))
def test_cards(code: str) -> None:
    assert is_card(code) == (13 <= len(code) <= 19 and luhn.is_valid(code))


def _with_control(body: str) -> str:
    return body + codicefiscale.calc_check_digit(body)


BODIES = st.from_regex(
    r"[A-Z]{6}[0-9L-NP-V]{2}[ABCDEHLMPRST][0-7LMNP-T][0-9L-NP-V][A-Z][0-9L-NP-V]{3}", fullmatch=True
)


@given(BODIES, st.sampled_from(CAPITALS))
def test_codice_fiscale(body: str, last: str) -> None:
    right = _with_control(body)
    assert is_codice_fiscale(right) == _day_is_possible(right)
    assume(body + last != right)
    assert not is_codice_fiscale(body + last)
    if _judged(codicefiscale.validate)(right):
        assert is_codice_fiscale(right)


def _day_is_possible(code: str) -> bool:
    digits = code[9:11].translate(str.maketrans("LMNPQRSTUV", DIGITS))
    return 1 <= int(digits) <= 31 or 41 <= int(digits) <= 71


def test_iban_of_every_country_that_the_judge_knows() -> None:
    known = 0
    for country, length in IBAN_LENGTHS.items():
        shape = iban._ibandb.info(country)[0][1].get("bban")
        if not shape:
            continue
        known += 1
        signs = random.Random(country)
        bban = "".join(
            "".join(signs.choice({"n": DIGITS, "a": CAPITALS}.get(kind, DIGITS))
                    for _ in range(int(count)))
            for count, kind in re.findall(r"(\d+)!([nac])", shape)
        )  # fmt: skip
        assert len(bban) + 4 == length, country
        code = country + iban.calc_check_digits(country + "00" + bban) + bban
        assert iban.is_valid(code, check_country=False), country
        assert is_iban(code), country
        last = next(sign for sign in "12" if sign != code[-1])
        assert not is_iban(code[:-1] + last), country
    assert known >= 70


# -- codes on a page ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("IBAN: IT6OX0542811101OOO000123456", f"IBAN: {IBAN}"),
        ("IBAN:IT60X05428111010000001Z3456.", f"IBAN:{IBAN}."),
        ("1T60 XO54 2811 1010 0000 0123 456", "IT60 X054 2811 1010 0000 0123 456"),
        ("lBAN IT60X0S428111010000001234S6", f"lBAN {IBAN}"),
        ("C.F. RSSMRA8STl0A56ZS", f"C.F. {PERSON}"),
        ("il cliente R5SMRA85T10A562S chiede", f"il cliente {PERSON} chiede"),
        ("P.IVA O074311O157", f"P.IVA {COMPANY}"),
        ("Partlta lVA: OO743110157", f"Partlta lVA: {COMPANY}"),
        ("EAN 400638l33393l", f"EAN {LAMP}"),
        ("ISBN 97B-3-16-l48410-0", "ISBN 978-3-16-148410-0"),
    ],
)
def test_the_only_reading_that_passes_is_taken(text: str, right: str) -> None:
    assert corrected(text) == right
    before = read(text)
    after, records = correct(before)
    assert records
    assert all(record.reason not in {"word list", "accent"} for record in records)
    assert texts(revert(after, records)) == texts(before)
    assert min(word.confidence for word in after.lines[0].words) >= 0.6


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("IBAN IT61X0542811101000000123456", "IT61"),
        ("IBAN IT60X054281110100000012345", "IT60"),
        ("codice fiscale RSSMRA85T10A562B", "RSSMRA"),
        ("P.IVA 00743110158", "00743110158"),
        ("partita IVA 0074311015", "0074311015"),
        ("EAN 4006381333932", "4006381333932"),
        ("carta 4111 1111 1111 1112", "1112"),
    ],
)
def test_a_code_that_nothing_puts_right_is_doubtful(text: str, code: str) -> None:
    assert corrected(text) == text
    assert confidence(text, code) <= 0.3


@pytest.mark.parametrize(
    "text", [f"IBAN {IBAN}", f"C.F. {PERSON}", f"P.IVA {COMPANY}", f"EAN {LAMP}",
             "ordine 00743110158", "codice 4006381333932", "carta 4111 1111 1111 1111"],
)  # fmt: skip
def test_right_codes_and_other_numbers_stay_as_they_are(text: str) -> None:
    before = read(text)
    after, records = correct(before, LEXICON)
    assert texts(after) == texts(before)
    assert not records
    assert all(word.confidence >= 0.6 for word in after.lines[0].words)


def test_an_iban_that_passes_is_trusted() -> None:
    assert confidence(f"IBAN {IBAN}", "IT60") > 0.95


@pytest.mark.parametrize(
    ("text", "code", "sieve"),
    [
        (f"IBAN {IBAN}", IBAN, 97),
        (f"Codice fiscale: {PERSON}", PERSON, 26),
        (f"P. IVA {COMPANY}", COMPANY, 10),
        (f"EAN {LAMP}", LAMP, 10),
    ],
)
def test_a_code_that_passes_is_as_much_surer_as_few_misreadings_pass(
    text: str, code: str, sieve: int
) -> None:
    """By Bayes' rule: six right to four wrong become six to four in ``sieve``."""
    assert confidence(text, code) == pytest.approx(6 / (6 + 4 / sieve))
    (line,) = correct(read(text, trust=0.0), LEXICON).page.lines
    assert line.words[-1].confidence == 0


def test_two_readings_that_pass_are_suggested_and_not_chosen() -> None:
    """In a codice fiscale S may stand for the digit 6, and may be a 5 that was read wrongly."""
    right = _with_control("RSSMRA55T1SA562")
    wrong = "RSSMRAS5T1SA562" + right[15]
    other = "RSSMRAS5T15A562" + right[15]
    assert is_codice_fiscale(right)
    assert is_codice_fiscale(other)
    after, records = correct(read(f"C.F. {wrong}"))
    assert texts(after) == [f"C.F. {wrong}"]
    assert not records
    word = after.lines[0].words[1]
    assert word.confidence <= 0.3
    assert set(word.others) == {right, other}


CONFUSED = {"0": "O", "1": "I", "5": "S", "8": "B", "2": "Z", "6": "G"}


@given(st.text(DIGITS, min_size=10, max_size=10), st.data())
def test_any_digits_of_a_partita_iva_read_as_letters_come_back(
    body: str, data: st.DataObject
) -> None:
    code = body + luhn.calc_check_digit(body)
    assume(code != 11 * "0")
    places = data.draw(st.sets(st.integers(0, 10), max_size=2))
    misread = "".join(
        CONFUSED.get(sign, sign) if place in places else sign for place, sign in enumerate(code)
    )
    assert corrected(f"P.IVA {misread}") == f"P.IVA {code}"


# -- numbers --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "likely"),
    [("1.25O,00", "1.250,00"), ("l2/03/2024", "12/03/2024"), ("€1S,90", "€15,90"),
     ("10:3O", "10:30"), ("32/13/2024", ""), ("1.25,00", "")],
)  # fmt: skip
def test_wrong_amounts_and_dates_are_marked_and_never_changed(text: str, likely: str) -> None:
    assert looks_wrong(text) == likely
    after, records = correct(read(f"totale {text}"), LEXICON)
    assert texts(after) == [f"totale {text}"]
    assert not records
    word = after.lines[0].words[1]
    assert word.confidence <= 0.3
    assert word.others == ((likely,) if likely else ())


@pytest.mark.parametrize(
    "text", ["1.250,00", "45,90", "12/03/2024", "1.3.24", "10:30", "31-12-2024", "192.168.1.10",
             "3,5", "2024", "051/123456", "Bologna", "SISO", "soli", "1.000.000", "12,5%"],
)  # fmt: skip
def test_right_numbers_are_not_suspected(text: str) -> None:
    assert looks_wrong(text) is None


# -- words ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("cornunicazione", "comunicazione"), ("dima", "clima"), ("deIla", "della"),
        ("citta", "città"), ("piu", "più"), ("cornunicazione,", "comunicazione,"),
        ("(citta)", "(città)"), ("dell'ordine", "dell'ordine"),
    ],
)  # fmt: skip
def test_words_with_one_confusion(text: str, right: str) -> None:
    assert corrected(text) == right


@pytest.mark.parametrize(
    "text", ["perche", "piu'", "citta’", "noe", "Cornunicazione", "Bamo", "BOLOGNA", "VIII",
             "conscgna", "tomo", "c1iente", "xyzzy", "cornuricaziore", "O"],
)  # fmt: skip
def test_what_is_not_sure_stays(text: str) -> None:
    """Two words could be meant, an apostrophe of print, a name, a digit, two confusions."""
    assert corrected(text) == text


def test_a_suspect_is_doubtful_and_has_its_neighbours_as_readings() -> None:
    (word,) = correct(read("conscgna"), LEXICON).page.lines[0].words
    assert (word.confidence, word.others) == (0.6, ("consegna",))
    (word,) = correct(read("c1iente"), LEXICON).page.lines[0].words
    assert (word.confidence, word.others) == (0.3, ("cliente",))


def test_a_word_that_was_read_well_stays() -> None:
    assert corrected("cornunicazione", trust=0.99) == "cornunicazione"


def test_a_short_list_corrects_no_words() -> None:
    assert corrected("cornunicazione", lexicon_of(WORDS)) == "cornunicazione"
    assert texts(correct(read("cornunicazione")).page) == ["cornunicazione"]


def test_the_list_of_the_system_and_our_own() -> None:
    lexicon = system_lexicon("it")
    assert lexicon.knows("bonifico")
    assert lexicon.knows("Più")
    assert not lexicon.knows("cornunicazione")
    require(lexicon.is_large, "the list of Italian words", "witalian")
    assert lexicon.knows("dell’ordine")
    assert corrected("la cornunicazione", lexicon) == "la comunicazione"
    assert not system_lexicon("xx").words


# -- the whole ------------------------------------------------------------------------------------

TOKENS = st.sampled_from(
    ["cornunicazione", "citta", "c1iente", "1.25O,00", "12/03/2024", "45,90", "IBAN", "IBAN:",
     "P.IVA", "C.F.", "O074311O157", "IT6OX0542811101OOO000123456", "1T60", "X054", "2811", "1010",
     "0000", "0123", "456", "RSSMRA8STl0A56ZS", "EAN", "400638l333931", "della", "Bologna,", "è",
     "deIla", "2024", "800", "O", "0", "Sì"]
) | st.text("0O1lI5SB8Z26G.,/-:'aèr\u0660", min_size=1, max_size=28)  # fmt: skip
CHECKED = {"IBAN", "codice fiscale", "partita IVA", "EAN", "ISBN"}


@given(st.lists(st.lists(TOKENS, min_size=1, max_size=9).map(" ".join), max_size=4))
def test_corrections_can_be_undone_and_digits_stay_digits(lines: list[str]) -> None:
    before = read(*(line for line in lines if line.split()))
    after, records = correct(before, LEXICON)
    assert texts(revert(after, records)) == texts(before)
    changes = [
        (old.text, new.text)
        for line, other in zip(before.lines, after.lines, strict=True)
        for old, new in zip(line.words, other.words, strict=True)
        if old.text != new.text
    ]
    assert changes == [(record.before, record.after) for record in records]
    for record in records:
        if record.reason not in CHECKED:
            assert not any(map(str.isdigit, record.before + record.after))
        assert len(record.after) == len(record.before) or record.reason not in CHECKED


def test_a_remark_says_how_many_and_not_which() -> None:
    records = correct(read("citta", f"IBAN {IBAN.replace('0', 'O')}"), LEXICON).corrections
    (remark,) = remark_of(records, "a.png")
    assert remark.describe() == (
        "a.png: words that were corrected by check digits or a word list: 2."
    )
    assert remark_of((), "a.png") == ()
