"""Whatever the text and whatever the cells: there and back is the same cells."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brailledesk import BackTranslation, Run, Typeform, back_translate, translate
from brailledesk.languages import run_translator
from brailledesk.tables import load_table
from brailledesk.translate.back.inverse import InverseTranslator
from tests.translate.back.strategies import (
    TABLES,
    any_texts,
    cells_of,
    check_form,
    is_foreign,
    parts_a_word,
    runs_of,
    texts_of,
)


def _check_round_trip(text: str, table: str) -> BackTranslation:
    went = translate(text, table)
    back = back_translate(went.cells, table)
    check_form(back, went.cells)
    again = translate(back.text, table)
    assert again.cells.hex(" ") == went.cells.hex(" ")
    assert list(back.cell_to_char) == list(again.cell_to_char)
    assert list(back.char_to_cell) == list(again.char_to_cell)
    assert not any(back.typeforms)
    for doubt in back.alternatives if len(text) < 100 else ():
        for other in doubt.alternatives:
            changed = back.text[: doubt.start] + other + back.text[doubt.end :]
            assert translate(changed, table).cells.hex(" ") == went.cells.hex(" "), (doubt, changed)
    return back


@pytest.mark.parametrize("table", TABLES)
def test_text_of_the_repertoire(table: str) -> None:
    @settings(max_examples=600, deadline=None)
    @given(texts_of(table))
    def check(text: str) -> None:
        back = _check_round_trip(text, table)
        assert not is_foreign(back)

    check()


@pytest.mark.parametrize("table", TABLES)
def test_any_unicode(table: str) -> None:
    @settings(max_examples=400, deadline=None)
    @given(any_texts())
    def check(text: str) -> None:
        back = _check_round_trip(text, table)
        assert not is_foreign(back) or any("\u2800" <= one <= "\u28ff" for one in text)

    check()


HOSTILE = (
    "\x00",
    "\x07a\x1b[0m",
    "\ue041",
    "\ue041b\ue141C",
    "\U0010ffff",
    "A" * 150,
    "Ab" * 150,
    "À" * 150 + "a",
    "a\u0301\u0327\u0323",
    "a[U+0301]",
    "[U+1100][U+1161]",
    "[U+200D][U+2010][U+3000]",
    "(" * 5_000,
    "[(" * 2_500,
    "1(" * 2_500,
    '"' * 3_000,
    "'" * 3_000,
    "." * 3_000,
    "..." * 1_000 + "'",
    "-" * 3_000,
    "a" + "\u0301" * 200,
    "\u0301",
    " " * 2_000,
    "1,2.3,4." * 400,
    "5 €" * 500,
    "E5€ " * 500,
    "5€(5 E(" * 300,
    "日本語" * 200,
    "[U+65E5]",
    "[U+0041] [U+D800] [U+110000] [U+FFFFFF] [U+65e5] [U+065E5]",
    "[[U+65E5]]日]",
)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: f"{text[:6]!a}-{len(text)}")
def test_hostile_text(text: str, table: str) -> None:
    assert not is_foreign(_check_round_trip(text, table))


@pytest.mark.parametrize("table", TABLES)
def test_any_cells(table: str) -> None:
    shown = run_translator(table, has_emphasis=True)

    @settings(max_examples=500, deadline=None)
    @given(cells_of(table))
    def check(cells: bytes) -> None:
        back = back_translate(cells, table)
        check_form(back, cells)
        if not (is_foreign(back) or parts_a_word(back)):
            again = shown(runs_of(back.text, back.typeforms))
            assert again.cells.hex(" ") == cells.hex(" ")
            assert list(back.cell_to_char) == list(again.cell_to_char)
            assert list(back.char_to_cell) == list(again.char_to_cell)

    check()


@pytest.mark.parametrize("table", TABLES)
def test_what_was_read_before_changes_nothing(table: str) -> None:
    """A translator learns its table as it goes; a fresh one must read the same."""
    used = InverseTranslator(load_table(table))

    @settings(max_examples=100, deadline=None)
    @given(cells_of(table))
    def check(cells: bytes) -> None:
        fresh = InverseTranslator(load_table(table)).back_translate(cells)
        assert _values(used.back_translate(cells)) == _values(fresh)

    check()


def _values(back: BackTranslation) -> Sequence[object]:
    return (
        back.text,
        back.doubts,
        list(back.cell_to_char),
        list(back.char_to_cell),
        list(back.typeforms),
        back.cost,
    )


_FORMS = st.sampled_from([Typeform(bits) for bits in range(8)])
_PIECES = st.one_of(
    st.sampled_from([" ", "  ", "\n", "a", " a", "-", "(", ":", "12", "AB"]),
    texts_of("it-6dot"),
)


def _check_emphasis(runs: list[Run], table: str) -> None:
    shown = run_translator(table, has_emphasis=True)
    went = shown(runs)
    back = back_translate(went.cells, table)
    check_form(back, went.cells)
    assert not is_foreign(back)
    again = shown(runs_of(back.text, back.typeforms))
    assert again.cells.hex(" ") == went.cells.hex(" ")
    assert list(back.cell_to_char) == list(again.cell_to_char)
    assert list(back.char_to_cell) == list(again.char_to_cell)


@pytest.mark.parametrize("table", ["it-6dot", "it-6dot-exact"])
def test_emphasis(table: str) -> None:
    @settings(max_examples=600, deadline=None)
    @given(st.lists(st.builds(Run, _PIECES, _FORMS), min_size=1, max_size=5))
    def check(runs: list[Run]) -> None:
        _check_emphasis(runs, table)

    check()


_I, _B, _U = Typeform.ITALIC, Typeform.BOLD, Typeform.UNDERLINE


@pytest.mark.parametrize("table", ["it-6dot", "it-6dot-exact"])
@pytest.mark.parametrize(
    "runs",
    [
        [Run("uno ", _I), Run("due", _I | _B), Run(" tre", _B)],
        [Run("uno", _B), Run(" "), Run("due", _U)],
        [Run("a", _U), Run(" - ", _I), Run("b", _U)],
        [Run("("), Run("a", _I), Run(")")],
        [Run("— a", _I), Run(" –")],
        [Run("MAIUSCOLE", _B), Run(" e "), Run("1.249,90 €", _I | _U)],
        [Run(" \n ", _I), Run("a"), Run("  ", _B)],
        [Run("日", _I), Run("½", _B)],
    ],
    ids=str,
)
def test_emphasis_by_hand(runs: list[Run], table: str) -> None:
    _check_emphasis(runs, table)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    "text", ["日本", "→", "a→b", "(日)", "12日", "A日B", "日 [U+65E5] 本", "🙂", "日—", "日’日"]
)
def test_what_the_table_does_not_know_comes_back(text: str, table: str) -> None:
    back = _check_round_trip(text, table)
    assert back.text == text.replace("[U+65E5]", "日").replace("’", "'")
    if "[" not in text:
        went = translate(text, table)
        assert list(back.cell_to_char) == list(went.cell_to_char)
        assert list(back.char_to_cell) == list(went.char_to_cell)


@pytest.mark.parametrize("table", TABLES)
def test_four_threads_read_what_one_reads(table: str) -> None:
    texts = [
        f"Il n. {n}: «E{n}» (già {n} €), l'{n}° d{'È' * (n % 5)} {n}/{n + 1}…" for n in range(60)
    ]
    cells = [translate(text, table).cells[n % 3 :] for n, text in enumerate(texts)]
    alone = InverseTranslator(load_table(table))
    expected = [_values(alone.back_translate(one)) for one in cells]
    shared = InverseTranslator(load_table(table))
    with ThreadPoolExecutor(4) as pool:
        for _ in range(3):
            results = pool.map(shared.back_translate, cells)
            assert [_values(one) for one in results] == expected


def test_fields_of_one_translator_do_not_mix() -> None:
    shared = InverseTranslator(load_table("it-6dot"))
    texts = ["Però (forse) sì.", "L'11,5 % di 20 €.", "«CITTÀ»", "a/b c+1"]

    def write(text: str) -> str:
        field = shared.begin()
        for cell in translate(text).cells * 20:
            field.feed(bytes([cell]))
        return field.finish().text

    expected = [write(text) for text in texts]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(write, texts)) == expected
