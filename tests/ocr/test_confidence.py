"""How doubtful words are: what must hold whatever the weights are."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from brailledesk.ingest.ocr.confidence import (
    DOUBTFUL,
    FEATURES,
    Context,
    doubt,
    features,
    with_contexts,
)
from brailledesk.ingest.ocr.page import Box, Line, PageWords, Word

WORDS = frozenset({"il", "cane", "corre", "perché", "altro"})


def word(text: str, sure: float, height: int = 20) -> Word:
    return Word(text, Box(0, 0, 12 * len(text), height), sure)


def context(words: frozenset[str] | None = WORDS) -> Context:
    return Context(20, 0.95, 0.95, words)


@given(
    st.text(min_size=1, max_size=30),
    st.floats(0, 1),
    st.integers(0, 900),
    st.builds(
        Context,
        st.floats(0, 900),
        st.floats(0, 1),
        st.floats(0, 1),
        st.sampled_from([None, WORDS, frozenset[str]()]),
    ),
)
def test_it_is_a_chance_for_any_word(text: str, sure: float, height: int, around: Context) -> None:
    one = word(text, sure, height)
    assert 0 <= doubt(one, around) <= 1
    assert len(features(one, around)) == len(FEATURES)


def test_what_the_engine_doubts_is_doubtful_with_a_list_of_words_and_without() -> None:
    for words in (WORDS, None):
        assert doubt(word("ca~e", 0.3), context(words)) > DOUBTFUL
        assert doubt(word("cane", 0.96), context(words)) < DOUBTFUL


def test_a_word_that_does_not_exist_is_more_doubtful_than_one_that_does() -> None:
    assert doubt(word("carne", 0.9), context()) > doubt(word("corre", 0.9), context())
    assert doubt(word("1'altro", 0.9), context()) > doubt(word("l'altro", 0.9), context())


def test_words_of_a_page_come_with_what_stands_around_them() -> None:
    box = Box(0, 0, 100, 30)
    words = (word("il", 0.9, 20), word("cane", 0.5, 30), word("corre", 0.7, 22))
    page = PageWords((Line(words, box, 30, 20), Line((), box, 30, 20)), 100, 100, 300)
    found = list(with_contexts(page, WORDS))
    assert [one.text for one, _ in found] == ["il", "cane", "corre"]
    assert [around.neighbours for _, around in found] == [0.5, 0.8, 0.5]
    assert all(around.height == 22 for _, around in found)
    assert list(with_contexts(PageWords((), 1, 1, 300))) == []
