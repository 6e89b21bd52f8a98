"""Cells that arrive one after another: what is settled stays, work and memory keep to the cells."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from unittest.mock import patch

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from brailledesk import back_translate, translate
from brailledesk.cells import cells_from_dots
from brailledesk.tables import load_table
from brailledesk.translate.back import lattice as lattice_module
from brailledesk.translate.back.arcs import ArcSource
from brailledesk.translate.back.base import BrailleInput
from brailledesk.translate.back.branches import Arc, Branch
from brailledesk.translate.back.inverse import InverseTranslator
from brailledesk.translate.back.lattice import WINDOW, Lattice
from tests.translate.back.strategies import TABLES, any_texts, cells_of, texts_of

PARAGRAPH = (
    "Il reso (3 articoli su 10) è stato accettato; rimborso del 31%. «Città di Forlì», disse "
    "l'11,5 % dei clienti: 12/05/2026, 49,90 €, +39 02 0000 1234, [vedi pag. 7] e così via... "
)


@lru_cache
def _translator(table: str) -> InverseTranslator:
    return InverseTranslator(load_table(table))


def _pieces(cells: bytes, sizes: list[int]) -> Iterator[bytes]:
    place = 0
    for size in sizes:
        yield cells[place : place + size]
        place += size
    yield cells[place:]


def _check_feeds(cells: bytes, sizes: list[int], table: str) -> None:
    field = _translator(table).begin()
    settled = pending = ""
    readings = []
    for piece in _pieces(cells, sizes):
        state = field.feed(piece)
        settled += state.settled
        pending = state.pending
        readings.append((settled, settled + pending))
    done = field.finish()
    for known, _ in readings:
        assert all(later.startswith(known) for _, later in readings[readings.index((known, _)) :])
        assert done.text.startswith(known)
    whole = _translator(table).begin()
    state = whole.feed(cells)
    assert settled + pending == state.settled + state.pending
    assert _values(whole.finish()) == _values(done)


def _values(back: object) -> str:
    return repr(back)


_SIZES = st.lists(st.integers(0, 9), max_size=60)


@pytest.mark.parametrize("table", TABLES)
def test_settled_text_never_changes_while_text_is_typed(table: str) -> None:
    @settings(max_examples=200, deadline=None)
    @given(st.one_of(texts_of(table), any_texts()), _SIZES)
    def check(text: str, sizes: list[int]) -> None:
        _check_feeds(translate(text, table).cells, sizes, table)

    check()


@pytest.mark.parametrize("table", TABLES)
def test_settled_text_never_changes_whatever_is_typed(table: str) -> None:
    @settings(max_examples=200, deadline=None)
    @given(cells_of(table), _SIZES)
    def check(cells: bytes, sizes: list[int]) -> None:
        _check_feeds(cells, sizes, table)

    check()


_PAIRED = frozenset("()[]{}<>\"'“”‘’«»")
"""Both of a pair may have the same cells: which one is meant the end of the text may decide."""


@pytest.mark.parametrize("table", TABLES)
def test_a_field_ends_as_the_whole_is_read(table: str) -> None:
    """A blank behind the text leaves nothing for its end to decide but whether pairs are closed."""

    @settings(max_examples=200, deadline=None)
    @given(texts_of(table))
    @example("0)0)0")
    def check(text: str) -> None:
        cells = translate(text + " a ", table).cells
        field = _translator(table).begin()
        state = field.feed(cells)
        whole = field.finish().text
        assert whole == back_translate(cells, table).text
        assert whole.startswith(state.settled)
        if _PAIRED.isdisjoint(text):
            assert state.settled + state.pending == whole

    check()


# What is shown, and what it is when no more comes.
AT_THE_END = (
    ("235", "+", "!"),  # + asks for a digit
    ("1-2356", "a(", "a)"),  # a bracket that opens asks for what it holds
    ("3456-1-3", "1.", "1'"),  # a point in a number asks for a digit
    ("1-46", "a⠨", "a⠨"),
)


@pytest.mark.parametrize(("dots", "shown", "final"), AT_THE_END)
def test_the_end_of_the_text_decides_only_what_asks_for_more(
    dots: str, shown: str, final: str
) -> None:
    field = _translator("it-6dot").begin()
    state = field.feed(cells_from_dots(dots))
    assert state.settled + state.pending == shown
    assert field.finish().text == final


class _Work:
    """Steps counted instead of time: arcs looked up, ways offered, ways traced back."""

    def __init__(self) -> None:
        self.count = 0
        self.columns = 0


@contextmanager
def _counting() -> Iterator[_Work]:
    work = _Work()
    arcs, trace, add, offer = ArcSource.arcs, Lattice._trace, Lattice._add, lattice_module._offer
    column = Lattice._column

    def counted_arcs(self: ArcSource, node: int, cell: int) -> Branch:
        work.count += 1
        return arcs(self, node, cell)

    def counted_column(self: Lattice, place: int) -> lattice_module.Column:
        work.count += 1
        return column(self, place)

    def counted_trace(self: Lattice, place: int, node: int) -> object:
        found = trace(self, place, node)
        work.count += len(found)
        return found

    def counted_add(self: Lattice, cell: int) -> None:
        add(self, cell)
        work.columns = max(work.columns, len(self._columns))
        work.count += len(self._columns[-1])

    def counted_offer(*some: object) -> None:
        work.count += 1
        offer(*some)  # type: ignore[arg-type]

    with (
        patch.object(ArcSource, "arcs", counted_arcs),
        patch.object(Lattice, "_column", counted_column),
        patch.object(Lattice, "_trace", counted_trace),
        patch.object(Lattice, "_add", counted_add),
        patch.object(lattice_module, "_offer", counted_offer),
    ):
        yield work


def _type(field: BrailleInput, cells: bytes) -> None:
    for cell in cells:
        field.feed(bytes([cell]))


def test_typing_takes_work_and_memory_by_the_cells() -> None:
    once = translate(PARAGRAPH).cells
    cells = (once * (20_000 // len(once) + 1))[:20_000]
    counts = []
    with _counting() as work:
        field = _translator("it-6dot").begin()
        for half in (cells[:10_000], cells[10_000:]):
            before = work.count
            _type(field, half)
            counts.append(work.count - before)
        assert work.columns < 3 * WINDOW
    assert counts[1] <= 1.1 * counts[0]


@pytest.mark.parametrize("table", ["it-6dot", "it-6dot-exact", "it-8dot"])
def test_runs_of_an_ambiguous_cell_take_work_by_their_length(table: str) -> None:
    source = _translator(table)._source
    ambiguous = sorted(range(64), key=lambda cell: -_candidates(source.arcs(source.start, cell)))[
        :8
    ]
    for cell in ambiguous:
        half, whole = (_work_for(bytes([cell]) * length, table) for length in (2_500, 5_000))
        assert whole <= 2.2 * half, cell


@pytest.mark.parametrize("dots", ["2356", "46-15-0-3456-1"])
def test_fifty_thousand_cells_take_work_by_their_length(dots: str) -> None:
    once = cells_from_dots(dots)
    half, whole = (_work_for((once * length)[:length], "it-6dot") for length in (25_000, 50_000))
    assert whole <= 2.2 * half


def _candidates(branch: Branch) -> int:
    readings: list[Arc] = list(branch.arcs)
    rivals = sum(len(arc.rivals) for arc in readings)
    return len(readings) + rivals + sum(_candidates(one) for one in branch.longer.values())


def _work_for(cells: bytes, table: str) -> int:
    with _counting() as work:
        _translator(table).back_translate(cells)
    assert work.columns < 3 * WINDOW
    return work.count
