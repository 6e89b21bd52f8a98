"""A paragraph as long as a book: only what is looked at is laid out, and that as it would be."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brailledesk.magnify.atlas import Look
from brailledesk.magnify.flow import Flow, Place
from brailledesk.magnify.lines import TextLine
from brailledesk.magnify.reflow import Row, rows_of
from brailledesk.magnify.row_sequence import Rows
from brailledesk.magnify.views.page import page_flow, whole_screen
from brailledesk.magnify.views.split import split, split_widths
from brailledesk.magnify.words import Word, Words
from tests.desk.random_screens import STRANGE, TEXT
from tests.magnify.drawing import words_of

WORDS = words_of(32)
WIDTH, HEIGHT = 1920, 1080
_PLAIN = " ".join(f"parola{number}" for number in range(9_000))
_HUGE = {
    "words": _PLAIN,
    "one word": "x" * 100_000,
    "no letters": " " * 100_000,
    "marks": "e\u0301" * 50_000,
}


def line(text: str, *, has_gap: bool = False) -> TextLine:
    plain = "".join(" " if one.isspace() else one for one in text)
    return TextLine(plain, ((len(plain), Look.PLAIN),) if plain else (), has_gap=has_gap)


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The lengths of the words that are asked for."""
    lengths: list[int] = []
    own = Words.word

    def word(words: Words, text: str, look: int = Look.PLAIN) -> Word:
        lengths.append(len(text))
        return own(words, text, look)

    monkeypatch.setattr(Words, "word", word)
    return lengths


def _whole(lines: Sequence[TextLine]) -> object:
    return whole_screen(page_flow(lines, WORDS, WIDTH), Place(), WIDTH, HEIGHT)


def _after_a_move(lines: Sequence[TextLine]) -> object:
    flow = page_flow(lines, WORDS, WIDTH)
    return whole_screen(flow, flow.move(Place(), 500), WIDTH, HEIGHT)


def _split(lines: Sequence[TextLine]) -> object:
    small, large = (page_flow(lines, WORDS, one) for one in split_widths(WIDTH))
    return split(small, large, Place(), WIDTH, HEIGHT)


@pytest.mark.parametrize("text", _HUGE)
@pytest.mark.parametrize("view", [_whole, _after_a_move, _split])
def test_a_view_lays_out_what_is_near(
    text: str, view: Callable[[Sequence[TextLine]], object], measured: list[int]
) -> None:
    view([line(_HUGE[text])])
    assert sum(measured) < 8_000  # of 100,000 characters


def test_a_long_line_above_is_not_laid_out_to_find_out_that_it_is_long(
    measured: list[int],
) -> None:
    flow = Flow([line(_PLAIN), line("fine")], WORDS, 300)
    assert flow.distance(Place(), Place(1), limit=2_000) == 2_000
    assert sum(measured) < 8_000


def test_a_huge_line_of_many_looks_is_laid_out_to_its_end() -> None:
    looks = tuple((end, end // 5 % 2) for end in range(5, len(_PLAIN) + 5, 5))
    own = TextLine(_PLAIN, looks)
    rows = rows_of(own, WORDS, WIDTH, 1000)
    assert rows[-1].end == len(_PLAIN)


@settings(deadline=None)
@given(st.lists(TEXT | STRANGE, min_size=1, max_size=5), st.data())
def test_rows_made_as_they_are_asked_for_are_all_rows(
    texts: list[str], data: st.DataObject
) -> None:
    own = line(" ".join(texts))
    wanted = rows_of(own, WORDS, 300, 1000)
    rows = Rows(iter(wanted))
    for _ in range(6):
        character = data.draw(st.integers(0, len(own.text)))
        number = rows.of(character)
        assert number == _row_of(wanted, character)
        assert rows.top(number) == sum(row.height for row in wanted[:number])
        pixels = data.draw(st.integers(-50, 900))
        assert rows.is_higher(pixels) == (sum(row.height for row in wanted) > pixels)
        assert rows.at(pixels) == _at(wanted, pixels)
    assert tuple(rows) == wanted
    assert len(rows) == len(wanted)
    assert rows[-1] is wanted[-1]


def _row_of(rows: Sequence[Row], character: int) -> int:
    """The row in which a character stands, looked for from the first."""
    for number in range(len(rows)):
        if number + 1 == len(rows) or character < rows[number + 1].start:
            return number
    raise AssertionError


def _at(rows: Sequence[Row], pixels: int) -> int:
    y = 0
    for number, row in enumerate(rows):
        y += row.height
        if pixels < y or number + 1 == len(rows):
            return number
    raise AssertionError


def test_rows_that_stayed_are_the_same_objects() -> None:
    text = "parola " * 40
    first = Flow([line(text)], WORDS, 400)
    before = list(first.rows(0))
    later = Flow([line(text[:-7] + "ultima ")], WORDS, 400, earlier=first)
    after = list(later.rows(0))
    assert len(after) == len(before) > 3
    assert all(one is other for one, other in zip(before[:-1], after[:-1], strict=True))
    assert after[-1] is not before[-1]
    assert after[-1].words[-1].word.text == "ultima"
