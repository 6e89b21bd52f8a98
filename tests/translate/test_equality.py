"""Our engines against liblouis, on our own table files: cells and positions."""

from __future__ import annotations

from functools import lru_cache
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brailledesk import translate
from brailledesk.errors import EngineNotAvailable
from brailledesk.tables import load_table
from brailledesk.text import Run, Typeform
from brailledesk.translate import Translation
from brailledesk.translate.louis import import_louis
from tests.engines import ENGINES
from tests.judges import require

TABLES = ("it-6dot", "it-6dot-exact", "it-8dot", "it-g2")


@pytest.fixture(scope="module", autouse=True)
def _liblouis() -> None:
    try:
        import_louis()
    except EngineNotAvailable:
        require(is_there=False, what="liblouis' Python binding", package="python3-louis")


@lru_cache
def _repertoire(table: str) -> str:
    return "".join(sorted(load_table(table).definitions))


def _texts(table: str) -> st.SearchStrategy[str]:
    """Texts where the characters that rules speak of come often."""
    crowded = st.sampled_from("aAbEez 0159.,'’\"“”«»()-–—!?:/+€°%&[]…^|\\ \n")
    one = st.one_of(crowded, st.sampled_from(_repertoire(table)), *_pieces(table))
    return st.lists(one, max_size=24).map("".join)


def _pieces(table: str) -> list[st.SearchStrategy[str]]:
    """Strings that rules name, and words that a contracted table leaves uncontracted."""
    texts = sorted({rule.text for rule in load_table(table).strings if len(rule.text) > 1})
    if len(texts) < 10:
        return []
    return [
        st.sampled_from(texts),
        st.sampled_from([" ", "Kevin", "e/o", "12km", "perché", "Iraq"]),
    ]


def _assert_equal(ours: Translation, theirs: Translation) -> None:
    assert ours.cells.hex(" ") == theirs.cells.hex(" ")
    assert list(ours.cell_to_char) == list(theirs.cell_to_char)
    assert list(ours.char_to_cell) == list(theirs.char_to_cell)
    assert ours.undefined == theirs.undefined


def _assert_both_equal(text: str | list[Run], table: str) -> None:
    theirs = translate(text, table, has_emphasis=True, engine="louis")
    for engine in ENGINES:
        _assert_equal(translate(text, table, has_emphasis=True, engine=engine), theirs)


@pytest.mark.parametrize("table", TABLES)
def test_plain_text(table: str) -> None:
    @settings(max_examples=1500, deadline=None)
    @given(_texts(table))
    def check(text: str) -> None:
        _assert_both_equal(text, table)

    check()


@pytest.mark.parametrize("table", TABLES)
def test_any_unicode(table: str) -> None:
    @settings(max_examples=300, deadline=None)
    @given(st.text(max_size=20))
    def check(text: str) -> None:
        _assert_both_equal(text, table)

    check()


_BLANKS = st.sampled_from([" ", "  ", "\n", "a", " a"])
_FORMS = st.sampled_from(
    [
        Typeform.PLAIN,
        Typeform.ITALIC,
        Typeform.BOLD,
        Typeform.UNDERLINE,
        Typeform.ITALIC | Typeform.BOLD,
    ]
)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("between", [" ", "  ", "\n", ".", " a ", ""])
def test_emphasis_with_plain_text_between(table: str, between: str) -> None:
    for first, second in [(1, 1), (1, 4), (5, 1), (1, 5)]:
        _assert_both_equal(
            [Run("uno", Typeform(first)), Run(between), Run("due", Typeform(second))], table
        )


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("forms", [*product([Typeform.PLAIN, Typeform.ITALIC], repeat=5)])
def test_emphasis_that_changes_inside_a_string(table: str, forms: tuple[Typeform, ...]) -> None:
    """Of "a...b", in which every table has a string."""
    _assert_both_equal([Run(one, form) for one, form in zip("a...b", forms, strict=True)], table)


@pytest.mark.parametrize("table", TABLES)
def test_emphasis(table: str) -> None:
    @settings(max_examples=2000, deadline=None)
    @given(st.lists(st.builds(Run, _texts(table) | _BLANKS, _FORMS), min_size=1, max_size=5))
    def check(runs: list[Run]) -> None:
        _assert_both_equal(runs, table)

    check()
