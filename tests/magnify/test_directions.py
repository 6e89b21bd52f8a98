"""Lines with words that run left, held against unicode-bidi's UAX 9 (python-bidi)."""

from __future__ import annotations

import numpy as np
import pytest
from bidi import get_base_level, get_display
from hypothesis import given, settings
from hypothesis import strategies as st

from brailledesk.magnify.shaping import mirrored, visual_order
from tests.magnify.drawing import picture_of, words_of

HEBREW, LATIN, NUMBERS, SIGNS = "אבגדה", "vwxyz", "13579", "•◦∙"


def _judged(words: list[str]) -> list[int]:
    """The places of words as the judge shows them, from left to right."""
    line = " ".join(words)
    shown = str(get_display(line, base_dir="R" if get_base_level(line) else "L")).split(" ")
    left = list(range(len(words)))
    order: list[int] = []
    for one in shown:
        found = next(place for place in left if one in {words[place], words[place][::-1]})
        left.remove(found)
        order.append(found)
    return order


_WORD = st.one_of(
    *(st.sampled_from([2 * one for one in letters]) for letters in (HEBREW, LATIN, NUMBERS))
)


@settings(max_examples=300, deadline=None)
@given(st.lists(_WORD, min_size=1, max_size=8, unique=True))
def test_words_and_numbers_stand_where_the_judge_puts_them(words: list[str]) -> None:
    if any(word[0] in HEBREW for word in words):
        assert visual_order(words) == _judged(words)


@pytest.mark.parametrize(
    "line",
    [
        "abc שלום 12 def",
        "שלום abc 12 עולם",
        "12 שלום abc",
        "שלום • עולם abc",
        "abc • שלום • עולם • xyz",
        "שלום • abc",
    ],
)
def test_lines_of_the_kind_that_people_write(line: str) -> None:
    kinds = iter(SIGNS)  # told apart by signs of one kind
    words = [next(kinds) if word == "•" else word for word in line.split()]
    assert visual_order(words) == _judged(words)


def test_brackets_around_words_that_run_left_are_turned_round() -> None:
    """The one at the left end bows to the left: its middle is further left than its ends."""
    seen = picture_of("(שלום)", words_of(48)).pixels[..., 0]
    columns = np.flatnonzero((seen > 128).any(axis=0))
    bracket = seen[:, columns[0] : columns[0] + 12]
    rows = np.flatnonzero((bracket > 128).any(axis=1))
    middle, end = (bracket[row] for row in ((rows[0] + rows[-1]) // 2, rows[0] + 1))
    assert np.flatnonzero(middle > 64)[0] < np.flatnonzero(end > 64)[0]
    assert mirrored(["(", "שלום", ")"]) == [")", "שלום", "("]
    assert mirrored(["שלום", "(", "a", ")"]) == ["שלום", "(", "a", ")"]
