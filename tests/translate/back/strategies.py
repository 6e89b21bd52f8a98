"""Texts, runs and cells for the properties, and what must hold of every result."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby

from hypothesis import strategies as st

from brailledesk import BackTranslation, DoubtReason, Run, Typeform
from brailledesk.cells import cells_from_dots
from brailledesk.tables import load_table

TABLES = ("it-6dot", "it-6dot-exact", "it-8dot", "it-g2")
CROWDED = "aAbEeéÈz 0159.,'’\"“”«»()-–—!?:/+€°%&[]…^|\\ \n$_日½"
"""Characters that rules speak of."""
HOSTILE = "\x00\x07\x1b\u00ad\u200d\u0300\u0327\u20dd\ufe0f\ue041\ue141\uf8ff\U000f0000\u2800⠠⠨⠼⣿"
_TELLING = (0, 1, 2, 4, 8, 16, 32, 0x28, 0x38, 0x3C, 0x34, 0x36, 0x26, 0x18, 0x24, 0x12, 0x16, 0x32)
"""Cells that mean different things in different places."""
_SIGNS = tuple(
    cells_from_dots(dots)
    for dots in (
        "25-456",
        "456-25",
        "2356-456",
        "456-2356",
        "0",
        "1",
        "3456-1",
        "46-1",
        "36",
        "2356",
    )
)
"""Signs of emphasis, and what stands beside them."""


@lru_cache
def repertoire(table: str) -> str:
    """What text may hold by the table, signs of Unicode Braille left out."""
    known = load_table(table)
    return "".join(
        c for c in sorted(known.definitions) if known.has(c) and not "\u2800" <= c <= "\u28ff"
    )


def texts_of(table: str) -> st.SearchStrategy[str]:
    crowded = st.sampled_from([c for c in CROWDED if c in repertoire(table)])
    return st.text(st.one_of(crowded, st.sampled_from(repertoire(table))), max_size=24)


def any_texts() -> st.SearchStrategy[str]:
    unicode = st.characters(exclude_categories=["Cs"])
    return st.text(st.one_of(st.sampled_from(CROWDED + HOSTILE), unicode), max_size=16)


def cells_of(table: str) -> st.SearchStrategy[bytes]:
    highest = 255 if load_table(table).metadata["dots"] == "8" else 63
    one = st.one_of(st.sampled_from(_TELLING), st.integers(0, highest))
    few = st.lists(one, min_size=1, max_size=4).flatmap(
        lambda some: st.lists(st.sampled_from(some), max_size=300)
    )
    runs = st.builds(lambda cell, count: [cell] * count, one, st.integers(0, 300))
    eight = st.lists(st.integers(0, 255), max_size=20)
    signs = st.lists(st.sampled_from(_SIGNS), max_size=12).map(b"".join)
    return signs | st.one_of(
        st.lists(one, max_size=12), st.lists(one, max_size=300), few, runs, eight
    ).map(bytes)


def runs_of(text: str, typeforms: Sequence[int]) -> list[Run]:
    """The text cut where its typeform changes."""
    runs = []
    place = 0
    for form, group in groupby(typeforms):
        end = place + len(list(group))
        runs.append(Run(text[place:end], Typeform(form)))
        place = end
    return runs


def is_foreign(back: BackTranslation) -> bool:
    return any(doubt.reason is DoubtReason.FOREIGN for doubt in back.doubts)


def parts_a_word(back: BackTranslation) -> bool:
    """Whether emphasis changes inside a word.

    Signs of emphasis stand between what rules write, and one may write a number, or several
    letters: the way forward gives such cells for no text.
    """
    behind = zip(back.text, back.text[1:], back.typeforms, back.typeforms[1:], strict=False)
    return any(
        form != other and not (one.isspace() or two.isspace()) for one, two, form, other in behind
    )


def check_form(back: BackTranslation, cells: bytes) -> None:
    """What holds whatever the cells are: both maps total and never falling, doubts inside."""
    assert back.cells == cells
    assert len(back.cell_to_char) == len(cells)
    assert len(back.char_to_cell) == len(back.typeforms) == len(back.text)
    assert list(back.cell_to_char) == sorted(back.cell_to_char)
    assert list(back.char_to_cell) == sorted(back.char_to_cell)
    assert all(0 <= char < max(len(back.text), 1) for char in back.cell_to_char)
    assert all(0 <= cell < max(len(cells), 1) for cell in back.char_to_cell)
    assert all(0 <= form & ~Typeform.UNCONTRACTED <= 7 for form in back.typeforms)
    assert not cells or back.text or not any(cells)
    for doubt in back.doubts:
        assert 0 <= doubt.start < doubt.end <= len(back.text)
        assert 0 <= doubt.cell_start < doubt.cell_end <= len(cells)
        assert (doubt.reason is DoubtReason.FOREIGN) == (doubt.alternatives == ())
        assert len(set(doubt.alternatives)) == len(doubt.alternatives)
        assert back.text[doubt.start : doubt.end] not in doubt.alternatives
    starts = [(doubt.cell_start, doubt.start) for doubt in back.doubts]
    assert starts == sorted(starts)
