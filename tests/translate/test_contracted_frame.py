"""What is contracted, what is not, and how a reader sees which: cells worked out by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from brailledesk import Contraction, Run, TextKind, Typeform, translate
from brailledesk.cells import cells_from_dots, dots_from_cells
from brailledesk.errors import UsageError
from brailledesk.tables import parse_table
from brailledesk.tables.rules import Kind
from brailledesk.translate import load_back_translator

pytestmark = pytest.mark.usefixtures("engine")

TABLE = str(Path(__file__).parent / "contracted.ctb")


def _dots(text: str, **options: object) -> str:
    return dots_from_cells(translate(text, TABLE, **options).cells)  # type: ignore[arg-type]


def _assert_cells(text: str, dots: str, **options: object) -> None:
    assert _dots(text, **options) == dots_from_cells(cells_from_dots(dots))


@pytest.mark.parametrize(
    ("text", "dots"),
    [
        # One-cell words: alone or beside punctuation, never beside an apostrophe or a sign.
        ("che", "14"),
        ("che,", "14-2"),
        ("(che)", "2356-14-2356"),
        ("«che»", "236-14-356"),
        ("che...", "14-3-3-3"),
        ("che-che", "14-36-14"),
        ("che'", "14-125-15-3"),
        ("'che", "3-14-125-15"),
        ("che%", "14-125-15-3456-356"),
        ("+che", "5-235-14-125-15"),
        # A print letter that is the sign of a word takes 56; a vowel, and one elided, does not.
        ("c", "56-14"),
        ("n.", "56-1345-256"),
        ("a", "1"),
        ("c'è", "14-3-2346"),
        # The text of a group alone is spelled where its cell is another word.
        ("tutto", "16"),
        ("ar", "1-1235"),
        ("are", "16-15"),
        # Groups anywhere; lowered signs between small letters only.
        ("parere", "1234-16-12456-15"),
        ("assegno", "1-2-15-2356-135"),
        ("Assi", "46-1-234-234-24"),
        ("gnomo", "1245-1345-135-134-135"),
        ("nazione", "1345-1-3456-15"),
        ("Nazione", "46-1345-1-3456-15"),
        ("Azione", "46-1-1356-24-135-1345-15"),
        # Beginnings behind a blank only, endings behind a letter.
        ("conto", "25-2345-135"),
        ("(conto)", "2356-14-135-1345-2345-135-2356"),
        ("con", "14-135-1345"),
        ("momento", "134-135-4-134-135"),
        ("mentre", "134-15-1345-2345-345"),
        ("amando", "1-134-5-145"),
        ("ando", "1-1345-145-135"),
        # Nothing across a change of case; capitals in a row stand for themselves.
        ("Che", "46-14-125-15"),
        ("CHE", "46-46-14-125-15"),
        ("PARERE", "46-46-1234-1-1235-15-1235-15"),
        ("Parere", "46-1234-16-12456-15"),
        # Words with other letters, digits or signs inside: uncontracted, with 56 before them.
        ("parking", "56-1234-1-1235-13-24-1345-1245"),
        ("Parking", "56-46-1234-1-1235-13-24-1345-1245"),
        ("Kare", "56-46-13-1-1235-15"),
        ("kg", "56-13-1245"),
        ("ark2", "56-1-1235-13-3456-12"),
        ("are2", "56-1-1235-15-3456-12"),
        ("2are", "3456-12-456-1-1235-15"),
        ("12are", "3456-1-12-456-1-1235-15"),
        ("iAre", "56-24-46-1-1235-15"),
        ("AREa", "46-1-46-1235-46-15-1"),
        ("e/o", "56-15-5-256-135"),
        ("are/che", "56-1-1235-15-5-256-14-125-15"),
        ("mare@are.it", "56-134-1-1235-15-345-1-1235-15-256-24-2345"),
        ("Are.re", "56-46-1-1235-15-256-1235-15"),
        ("f(re)", "56-124-45-26-1235-15-2356"),
        ("all'(re", "1-123-123-3-45-26-1235-15"),
        ("niño re", "56-1345-24-45-12456-135-0-1235-15"),
        # An accent before the end of a word.
        ("dàre", "56-145-12356-1235-15"),
        ("Dàre", "56-46-145-12356-1235-15"),
        ("èra", "56-2346-1235-1"),
        ("Èra", "46-2346-1235-1"),
        ("parerà", "1234-16-12456-12356"),
        ("5're", "3456-15-3-1235-15"),
        # q without u.
        ("quando", "12345-5-145"),
        ("acqua", "1-14-12345-1"),
        ("Iraq", "46-24-1235-1-12345-6"),
        # The commercial a alone; punctuation that a reader would take for a beginning.
        ("@", "345-6"),
        ("a@ ", "1-345-6-0"),
        ("A@a", "46-1-345-6-1"),
        ("+2", "5-235-3456-12"),
        ('+"per', "5-235-356-1234-15-1235"),
        (":are", "25-6-1-1235-15"),
        ("e :2", "15-0-25-6-3456-12"),
        ("e: ", "15-25-0"),
    ],
)
def test_cells(text: str, dots: str) -> None:
    _assert_cells(text, dots)


def test_signs_are_switched_off_by_their_print() -> None:
    off = Contraction(without=frozenset({"che", "qu"}))
    _assert_cells("che quando", "14-125-15-0-12345-136-5-145", contraction=off)
    # Without "qu" a q is a q; the mark before c alone goes with the sign of che.
    _assert_cells("Iraq c", "46-24-1235-1-12345-0-14", contraction=off)


def test_levels_include_the_ones_before() -> None:
    text = "che parere, questo momento"
    one = "14-0-1234-1-1235-15-1235-15-2-0-12345-136-15-234-2345-135-0-134-135-134-15-1345-2345-135"
    _assert_cells(text, one, contraction=Contraction(level=1))
    two = "14-0-1234-16-12456-15-2-0-12345-15-234-2345-135-0-134-135-134-15-1345-2345-135"
    _assert_cells(text, two, contraction=Contraction(level=2))
    three = "14-0-1234-16-12456-15-2-0-5-12345-0-134-135-4-134-135"
    _assert_cells(text, three, contraction=Contraction(level=3))


def test_an_unknown_sign_names_those_like_it() -> None:
    with pytest.raises(UsageError, match="zion"):
        translate("a", TABLE, contraction=Contraction(without=frozenset({"zione"})))


def test_liblouis_has_only_whole_tables() -> None:
    with pytest.raises(UsageError, match="liblouis"):
        translate("a", TABLE, engine="louis", contraction=Contraction(level=1))


@pytest.mark.parametrize(
    ("kind", "text", "dots"),
    [
        (TextKind.NAMES, "Parere di Carla", "46-1234-16-12456-15-0-145-24-0-56-46-14-1-1235-123-1"),
        (TextKind.NAMES, "re. Carla", "1235-15-256-0-46-14-16-123-1"),
        (TextKind.CODES, "are-2 are", "56-1-1235-15-36-3456-12-0-16-15"),
        (TextKind.FOREIGN, "are", "16-15"),
    ],
)
def test_kinds_of_text_are_left_uncontracted(kind: TextKind, text: str, dots: str) -> None:
    _assert_cells(text, dots, contraction=Contraction(uncontracted=frozenset({kind})))


def test_passages_of_another_language_are_left_uncontracted() -> None:
    choice = Contraction(uncontracted=frozenset({TextKind.FOREIGN}))
    runs = [Run("are "), Run("are", language="es"), Run(" are", language="it-CH")]
    got = translate(runs, TABLE, contraction=choice).cells
    assert got == cells_from_dots("16-15-0-56-1-1235-15-0-16-15")


def test_the_word_at_the_cursor_is_written_out() -> None:
    text = "che parere, che"
    _assert_cells(text, "56-14-125-15-0-1234-16-12456-15-2-0-14", cursor=0)
    _assert_cells(text, "14-0-56-1234-1-1235-15-1235-15-2-0-14", cursor=7)
    _assert_cells(text, "14-0-56-1234-1-1235-15-1235-15-2-0-14", cursor=10)
    _assert_cells(text, "14-0-1234-16-12456-15-2-0-56-14-125-15", cursor=15)
    assert (
        translate(text, TABLE, cursor=7).char_to_cell[4:10]
        == translate(text, TABLE, cursor=7).char_to_cell[4:10]
    )


def test_an_expanded_word_keeps_its_positions() -> None:
    got = translate("che are", TABLE, cursor=5)
    # 14-0-56-1-1235-15: the mark belongs to the first letter of the word.
    assert list(got.cell_to_char) == [0, 3, 4, 4, 5, 6]
    assert list(got.char_to_cell) == [0, 0, 0, 1, 2, 4, 5]


def test_nothing_is_contracted_across_the_edge_of_an_emphasis() -> None:
    runs = [Run("pa"), Run("re", Typeform.BOLD), Run("re")]
    whole = translate([Run("parere", Typeform.BOLD)], TABLE, has_emphasis=True).cells
    assert translate(runs, TABLE, has_emphasis=True).cells == whole


def test_every_small_letter_is_plain_or_foreign_and_has_its_place_in_the_swaps() -> None:
    table = parse_table(Path(TABLE))
    small = {c for c, one in table.definitions.items() if Kind.LOWERCASE in one.kind}
    assert table.uncontracted is not None
    letters = table.uncontracted.letters
    assert set(letters) == small
    plain = {c for c in small if letters[c] != c}
    assert plain == set("abcdefghilmnopqrstuvzàèéìòù")
    for letter in plain:
        assert table.definitions[letters[letter]].cells == table.definitions[letter].cells
    inner = next(
        rule.replacement
        for rule in table.corrects
        if not isinstance(rule.replacement, str)
        and "A" in rule.replacement
        and rule.replacement["A"] == letters["a"]
    )
    capitals = {c for c, one in table.definitions.items() if Kind.UPPERCASE in one.kind}
    assert set(inner) == capitals
    for capital in capitals - {"İ"}:
        small_letter = capital.lower()
        assert inner[capital] == letters[small_letter]


def test_what_is_left_uncontracted_comes_back() -> None:
    back = load_back_translator(TABLE)
    cells = translate("che parere e Carla", TABLE, cursor=6).cells
    read = back.back_translate(cells)
    assert read.text == "che parere e Carla"
    assert not read.doubts
    spelled = [bool(form & Typeform.UNCONTRACTED) for form in read.typeforms]
    assert spelled == [False] * 4 + [True] * 6 + [False] * 8
