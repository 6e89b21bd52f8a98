"""Rows: as long as asked, whole words, whole amounts, nothing lost; the order of what runs left."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from brailledesk.layout.protected import protected_spans
from brailledesk.magnify.atlas import Look
from brailledesk.magnify.flow import Flow, Place
from brailledesk.magnify.lines import TextLine
from brailledesk.magnify.reflow import Row, rows_of
from brailledesk.magnify.shaping import units, visual_order
from tests.desk.random_screens import STRANGE, TEXT
from tests.magnify.drawing import words_of

WORDS = words_of(32)
MIXED = st.lists(
    TEXT
    | STRANGE
    | st.sampled_from(["€ 1.249,90", "12/05/2026", "tel. 02 1234 5678", "m.rossi@esempio.it"]),
    max_size=6,
).map(" ".join)


def line(text: str) -> TextLine:
    plain = "".join(" " if one.isspace() else one for one in text)
    return TextLine(plain, ((len(plain), Look.PLAIN),) if plain else ())


def texts(text: str, width: int = 10_000, columns: int = 1000) -> list[str]:
    return [text[row.start : row.end] for row in rows_of(line(text), WORDS, width, columns)]


def test_a_column_of_25_characters() -> None:
    assert texts("Il Suo ordine è stato spedito lunedì mattina presto", columns=25) == [
        "Il Suo ordine è stato",
        "spedito lunedì mattina",
        "presto",
    ]


@pytest.mark.parametrize(
    ("text", "columns", "wanted"),
    [
        ("Totale € 1.249,90 IVA", 12, ["Totale", "€ 1.249,90", "IVA"]),
        ("entro il 12 maggio 2026 salvo", 20, ["entro il", "12 maggio 2026 salvo"]),
        ("codice RSSMRA80A01H501U fine", 20, ["codice", "RSSMRA80A01H501U", "fine"]),
        ("chiamare 02 1234 5678 ora", 15, ["chiamare", "02 1234 5678", "ora"]),
        ("precipitevolissimevolmente", 10, ["precipitev", "olissimevo", "lmente"]),
    ],
)
def test_what_belongs_together_stays(text: str, columns: int, wanted: list[str]) -> None:
    assert texts(text, columns=columns) == wanted


@settings(deadline=None)
@example("KOE", 2, 40)  # the O is drawn nearer to a K, and not where a row begins with it
@given(MIXED, st.integers(1, 40), st.integers(40, 900))
def test_rows_are_as_long_as_asked_and_nothing_is_lost(text: str, columns: int, width: int) -> None:
    own = line(text)
    rows = rows_of(own, WORDS, width, columns)
    assert _all_text(rows) == "".join(own.text.split())
    for row in rows:
        shown = own.text[row.start : row.end].strip()
        assert len(shown) <= columns or len(units(shown)) == 1
        assert row.width <= width or len(units(shown)) == 1
        assert row.height >= WORDS.atlas.metrics.pitch


@settings(deadline=None)
@given(MIXED, st.integers(12, 40))
def test_amounts_and_words_that_fit_are_not_divided(text: str, columns: int) -> None:
    own = line(text)
    ends = {row.end for row in rows_of(own, WORDS, 10_000, columns)} - {len(own.text)}
    spans = [(start, end) for start, end in protected_spans(own.text)]
    place = 0
    for word in own.text.split():
        place = own.text.index(word, place)
        spans.append((place, place + len(word)))
        place += len(word)
    tokens = _joined(sorted(spans))
    for start, end in tokens:
        if end - start <= columns:
            assert not any(start < one < end for one in ends)


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for start, end in spans:
        if found and start < found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found


def _all_text(rows: tuple[Row, ...]) -> str:
    words = sorted((word for row in rows for word in row.words), key=lambda one: one.start)
    return "".join(word.word.text for word in words)


@settings(deadline=None)
@given(TEXT, st.integers(100, 600))
def test_the_caret_goes_from_left_to_right_through_each_row(text: str, width: int) -> None:
    for row in rows_of(line(text), WORDS, width, 1000):
        places = [row.x_of(one) for one in range(row.start, row.end + 1)]
        assert places == sorted(places)
        assert places[0] == 0


@settings(deadline=None)
@given(st.lists(TEXT, min_size=1, max_size=6), st.integers(0, 900), st.integers(-900, 900))
def test_moving_there_and_back_is_the_same_place(lines: list[str], start: int, pixels: int) -> None:
    flow = Flow([line(one) for one in lines], WORDS, 300)
    here = flow.move(Place(), start)
    there = flow.move(here, pixels)
    assert flow.distance(Place(), there) >= 0
    if flow.distance(here, there) == pixels:  # it did not end at an end
        assert flow.move(there, -pixels) == here


# Hebrew letters are words that run left; typed in the order in which they are read.
@pytest.mark.parametrize(
    ("words", "seen"),
    [
        (["uno", "due", "tre"], [0, 1, 2]),
        (["ciao", "אב", "גד", "fine"], [0, 2, 1, 3]),
        (["אב", "גד"], [1, 0]),
        (["אב", "rossi", "bianchi", "גד"], [3, 1, 2, 0]),
        (["ciao", "אב", "12", "גד", "fine"], [0, 3, 2, 1, 4]),
        (["ciao", "אב", "12"], [0, 2, 1]),  # UAX 9, W7 and N1
    ],
)
def test_words_that_run_left(words: list[str], seen: list[int]) -> None:
    assert visual_order(words) == seen


def test_a_line_that_runs_left_stands_at_the_right_end() -> None:
    (row,) = rows_of(line("אב גד"), WORDS, 500, 1000)
    assert row.width == 500
    assert row.x_of(0) == 500
    assert row.x_of(5) < row.x_of(3) < row.x_of(0)


def test_marks_stay_with_their_letter() -> None:
    assert units("e\u0301\u0323x👩\u200d🦰ñ") == ["e\u0301\u0323", "x", "👩\u200d🦰", "ñ"]
    assert max(map(len, units("a" + "\u0301" * 500))) <= 31
