"""Native and reference: the same text, maps, emphasis, doubts and cost, for any cells."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brailledesk import BackTranslation, translate
from brailledesk.languages import run_translator
from brailledesk.tables import Table, load_table, parse_table
from brailledesk.translate.back.arcs import ArcSource
from brailledesk.translate.back.base import ReadingEngine
from brailledesk.translate.back.inverse import InverseTranslator
from brailledesk.translate.back.likelihood import italian
from brailledesk.translate.back.native import NativeBackTranslator
from brailledesk.translate.back.rivals import Walk
from brailledesk.translate.native import is_available
from tests.judgement import texts
from tests.translate.back.strategies import TABLES, any_texts, cells_of, runs_of, texts_of
from tests.translate.random_tables import table_texts

pytestmark = pytest.mark.skipif(
    not is_available(), reason="the native engine was not built (cargo, https://rustup.rs)"
)


class _Pair(NamedTuple):
    native: ReadingEngine
    reference: ReadingEngine


def _pair_of(table: Table) -> _Pair:
    return _Pair(NativeBackTranslator(table), InverseTranslator(table))


@lru_cache
def _pair(table: str) -> _Pair:
    return _pair_of(load_table(table))


def _fields(result: BackTranslation) -> tuple[object, ...]:
    maps = (result.cell_to_char, result.char_to_cell, result.typeforms)
    return (result.text, *map(list, maps), result.doubts, result.cost, result.cells)


def _check_equal(pair: _Pair, cells: bytes) -> None:
    native, reference = (engine.back_translate(cells) for engine in pair)
    assert _fields(native) == _fields(reference)


@pytest.mark.parametrize("table", TABLES)
def test_sentences(table: str) -> None:
    sentences = [one for kind in ("news", "dialogue", "letters", "sheets") for one in texts(kind)]
    chosen = sentences[:: len(sentences) // 60]
    for sentence in chosen:
        _check_equal(_pair(table), translate(sentence, table).cells)
    # Longer than what a search keeps open.
    _check_equal(_pair(table), translate(" ".join(chosen[:15]), table).cells)


@pytest.mark.parametrize("table", TABLES)
def test_any_cells(table: str) -> None:
    @settings(max_examples=60, deadline=None)
    @given(cells_of(table))
    def check(cells: bytes) -> None:
        _check_equal(_pair(table), cells)

    check()


@pytest.mark.parametrize("table", TABLES)
def test_cells_of_texts(table: str) -> None:
    @settings(max_examples=80, deadline=None)
    @given(st.one_of(texts_of(table), any_texts()))
    def check(text: str) -> None:
        _check_equal(_pair(table), translate(text, table).cells)

    check()


@pytest.mark.parametrize("table", TABLES)
def test_slips_in_sentences(table: str) -> None:
    """Cells that no text gives, beside many that one does."""
    sentences = texts("letters")

    @settings(max_examples=20, deadline=None)
    @given(
        st.lists(st.sampled_from(sentences[::97]), min_size=1, max_size=4),
        st.lists(st.tuples(st.integers(0, 500), cells_of(table)), max_size=3),
    )
    def check(chosen: list[str], slips: list[tuple[int, bytes]]) -> None:
        cells = translate(" ".join(chosen), table).cells
        for place, wrong in slips:
            cells = cells[:place] + wrong[:9] + cells[place + 1 :]
        _check_equal(_pair(table), cells)

    check()


@pytest.mark.parametrize("table", TABLES)
def test_emphasis(table: str) -> None:
    translator = run_translator(table)

    @settings(max_examples=40, deadline=None)
    @given(
        st.lists(st.tuples(texts_of(table), st.sampled_from([0, 1, 2, 4, 5, 0x1000])), max_size=4)
    )
    def check(spans: list[tuple[str, int]]) -> None:
        text = "".join(one for one, _ in spans)
        forms = [form for one, form in spans for _ in one]
        _check_equal(_pair(table), translator(runs_of(text, forms)).cells)

    check()


def test_random_tables(tmp_path: Path) -> None:
    """Tables and cells that nobody would write."""

    @settings(max_examples=80, deadline=None)
    @given(st.data())
    def check(data: st.DataObject) -> None:
        path = tmp_path / "random.utb"
        path.write_text(data.draw(table_texts()), encoding="utf-8")
        table = parse_table(path)
        pair = _pair_of(table)
        known = sorted({cell for one in table.definitions.values() for cell in one.cells})
        written = st.lists(st.sampled_from([*known, 0, 0]), max_size=30).map(bytes)
        for _ in range(2):
            _check_equal(pair, data.draw(written))

    check()


# Any of these letters may be meant by the cell, and what may follow differs.
SIMILAR = "aeioulnrstcdmpvg"
SAME_CELL = (
    "space \\s 0\nlowercase z 1356\n"
    + "".join(f"lowercase {one} 1\n" for one in SIMILAR)
    + "".join(f"always {one}z 12\n" for one in SIMILAR)
)
# A sign for any number of characters that write no cells of their own.
SILENT = SAME_CELL + "noback context [$l2-4] @12\n"


@pytest.mark.parametrize("rules", [SAME_CELL, SILENT], ids=["one cell", "silent"])
def test_of_readings_without_number_the_first_are_looked_at(rules: str, tmp_path: Path) -> None:
    path = tmp_path / "same.utb"
    path.write_text(rules, encoding="utf-8")
    table = parse_table(path)
    pair = _pair_of(table)
    for cells in (bytes([1] * 12), bytes([1, 1, 0, 1, 3, 3, 1, 0, 3]), bytes([3] * 5)):
        _check_equal(pair, cells)
        assert all(
            len(doubt.alternatives) <= 8 for doubt in pair.native.back_translate(cells).doubts
        )


def test_no_more_readings_are_found(tmp_path: Path) -> None:
    """Of the 16 letters ten in turn would be 1,099,511,627,776."""
    path = tmp_path / "same.utb"
    path.write_text(SAME_CELL, encoding="utf-8")
    source = ArcSource(parse_table(path), italian())
    cells = bytes([1] * 10)
    chosen = source.arcs(source.start, 1).arcs[0]
    walk = Walk(source, cells, len(cells), chosen)
    found = list(walk.readings(source.start, 0, 1e9))
    assert 900 < len(found) <= 1000
    assert len({one.text for one in found}) == len(found)
    assert not any(one.text.startswith(chosen.text) for one in found)


def _pieces(cells: bytes, cuts: list[int]) -> Iterator[bytes]:
    places = sorted({0, len(cells), *(cut % (len(cells) + 1) for cut in cuts)})
    yield from (cells[start:end] for start, end in pairwise(places))


@pytest.mark.parametrize("table", TABLES)
def test_input(table: str) -> None:
    """The same is settled and pending after every piece."""

    @settings(max_examples=30, deadline=None)
    @given(
        st.one_of(cells_of(table), texts_of(table).map(lambda text: translate(text, table).cells)),
        st.lists(st.integers(0, 1000), max_size=6),
    )
    def check(cells: bytes, cuts: list[int]) -> None:
        native, reference = (engine.begin() for engine in _pair(table))
        for piece in _pieces(cells, cuts):
            assert native.feed(piece) == reference.feed(piece)
        assert _fields(native.finish()) == _fields(reference.finish())

    check()


def test_long_input() -> None:
    """A field longer than what a search keeps open, cell by cell."""
    cells = translate(" ".join(texts("letters")[:9]), "it-g2").cells
    native, reference = (engine.begin() for engine in _pair("it-g2"))
    for cell in cells[:300]:
        assert native.feed(bytes([cell])) == reference.feed(bytes([cell]))
