"""The nodes and arcs of the crate are those of the reference: walks over both show the same."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brailledesk import Typeform, translate
from brailledesk.tables import load_table
from brailledesk.tables.parse import parse_table
from brailledesk.tables.rules import Table
from brailledesk.translate.back.arcs import ArcSource
from brailledesk.translate.back.branches import Arc, Branch
from brailledesk.translate.back.described import UNITS, describe_both
from brailledesk.translate.back.likelihood import italian
from brailledesk.translate.native import import_native, is_available
from tests.translate.back.strategies import TABLES, cells_of, runs_of, texts_of
from tests.translate.random_tables import table_texts

pytestmark = pytest.mark.skipif(
    not is_available(), reason="the native engine was not built (cargo, https://rustup.rs)"
)

WIDTH = 5
"""Nodes that a walk goes on from at one place."""
LETTERS = Path(__file__).parents[3] / "fixtures" / "letters"
LEAST_LINES = 20


class _Walk:
    """The reference, walked as ``core/src/back/walk.rs`` walks the crate."""

    def __init__(self, source: ArcSource) -> None:
        self._source = source
        self._numbers: dict[int, int] = {}

    def over(self, cells: bytes, width: int) -> Iterator[tuple[Any, ...]]:
        source = self._source
        columns: list[list[int]] = [[] for _ in range(len(cells) + 1)]
        columns[0].append(source.start)
        for place, cell in enumerate(cells):
            column = columns[place][:width]
            for node in column:
                arcs = list(_tree(source.arcs(node, cell)))
                foreign = source.foreign(node, cell)
                forgiven, ended = source.forgiven(node), source.ended(node)
                end = source.end_cost(node)
                yield (
                    self._number(node),
                    cell,
                    [self._shown(arc) for arc in arcs],
                    None if end is None else end * UNITS,
                    (self._number(forgiven), self._number(ended)),
                    self._shown(foreign),
                    source.is_same_place(node, column[0]),
                )
                for arc in (*arcs, foreign, *source.arcs(forgiven, cell).arcs):
                    end_place = place + len(arc.cells)
                    is_there = cells.startswith(arc.cells, place)
                    if is_there and arc.target not in columns[end_place]:
                        columns[end_place].append(arc.target)

    def _number(self, node: int) -> int:
        return self._numbers.setdefault(node, len(self._numbers))

    def _shown(self, arc: Arc) -> tuple[Any, ...]:
        return (
            list(arc.cells),
            arc.text,
            self._number(arc.target),
            arc.cost * UNITS,
            arc.emphasis,
            arc.is_fault,
            [(text, cost * UNITS) for text, cost in arc.rivals],
            list(arc.anchors),
            arc.is_spelled,
        )


def _tree(branch: Branch) -> Iterator[Arc]:
    waiting = deque([branch])
    while waiting:
        branch = waiting.popleft()
        yield from branch.arcs
        waiting.extendleft(reversed(branch.longer.values()))


class _Both:
    """Both engines for one table."""

    def __init__(self, table: Table) -> None:
        self.source = ArcSource(table, italian())
        self.core = import_native().BackSource(describe_both(table, italian()))

    def check(self, cells: bytes, stay: int = 0) -> None:
        """Every arc of a walk is the same, and from the same node to the same node."""
        expected = list(_Walk(self.source).over(cells, WIDTH))
        found = self.core.walk(cells, WIDTH, stay)
        assert len(found) >= len(cells)
        for one, other in zip(expected, map(_listed, found), strict=True):
            assert one == other


def _listed(seen: tuple[Any, ...]) -> tuple[Any, ...]:
    """Bytes of cells and anchors as lists, whichever the crate gives."""
    node, cell, arcs, end, freed, foreign, is_same = seen
    return node, cell, [_arc(one) for one in arcs], end, freed, _arc(foreign), is_same


def _arc(arc: tuple[Any, ...]) -> tuple[Any, ...]:
    return (list(arc[0]), *arc[1:7], list(arc[7]), arc[8])


def _lines() -> list[str]:
    """Beginnings of lines of letters."""
    texts = (LETTERS / name for name in ("contratto.txt", "reclamo.md", "risposta.md"))
    lines = (line for text in texts for line in text.read_text(encoding="utf-8").splitlines())
    return [line[:50] for line in dict.fromkeys(lines) if line][::2]


@lru_cache
def _both(table: str) -> _Both:
    return _Both(load_table(table))


@pytest.mark.parametrize("table", TABLES)
def test_the_longest_arc_is_the_same(table: str) -> None:
    assert _both(table).core.reach == _both(table).source.reach


@pytest.mark.parametrize("table", TABLES)
def test_sentences(table: str) -> None:
    lines = _lines()
    assert len(lines) >= LEAST_LINES
    for number, line in enumerate(lines):
        _both(table).check(translate(line, table).cells, stay=number % 7)


@pytest.mark.parametrize("table", TABLES)
def test_any_texts(table: str) -> None:
    forms = st.lists(st.sampled_from([0, 0, *Typeform]), min_size=1, max_size=4)

    @settings(max_examples=25, deadline=None)
    @given(texts_of(table), forms, st.integers(0, 5))
    def check(text: str, forms: list[int], stay: int) -> None:
        typeforms = [forms[place * len(forms) // len(text)] for place in range(len(text))]
        cells = translate(runs_of(text, typeforms), table, has_emphasis=True).cells
        _both(table).check(cells, stay)

    check()


@pytest.mark.parametrize("table", ["it-6dot", "it-g2"])
def test_signs_of_emphasis(table: str) -> None:
    """Signs that begin and end, in any order, between letters of one string."""
    known = load_table(table)
    signs = [*known.begin_emphasis.values(), *known.end_emphasis.values()]
    pieces = [one.cells for one in signs] + [known.definitions[c].cells for c in "che "]

    @settings(max_examples=25, deadline=None)
    @given(st.lists(st.sampled_from(pieces), max_size=9).map(b"".join), st.integers(0, 5))
    def check(cells: bytes, stay: int) -> None:
        _both(table).check(cells, stay)

    check()


@pytest.mark.parametrize("table", TABLES)
def test_any_cells(table: str) -> None:
    @settings(max_examples=120, deadline=None)
    @given(cells_of(table), st.integers(0, 5))
    def check(cells: bytes, stay: int) -> None:
        _both(table).check(cells[:40], stay)

    check()


def test_random_tables(tmp_path: Path) -> None:
    """Tables that nobody would write: rules that meet, look far, write nothing, never end."""

    @settings(max_examples=60, deadline=None)
    @given(st.data())
    def check(data: st.DataObject) -> None:
        path = tmp_path / "random.utb"
        path.write_text(data.draw(table_texts()), encoding="utf-8")
        both = _Both(parse_table(path))
        both.check(bytes(data.draw(st.lists(_CELL, max_size=12))), data.draw(st.integers(0, 4)))

    check()


_CELL = st.sampled_from([0, 1, 2, 3, 4, 6, 7, 9, 11, 17, 25, 32, 40, 56, 60])


_SILENT = r"""
space \s 0
digit 1 2
letter a 1
letter b 12
letter c 14
punctuation , 2
punctuation . 3
attribute blankish \s,.
noback context [$a2-29$a2-29$ld.] @2
noback correct [","] ",ab"
noback correct [$l1-3]%blankish"1" "a"
"""
"""One sign for two runs of anything: 1,634 nodes behind it, were they not given up."""


def test_nodes_behind_silent_characters_are_given_up_alike(tmp_path: Path) -> None:
    path = tmp_path / "silent.utb"
    path.write_text(_SILENT, encoding="utf-8")
    both = _Both(parse_table(path))
    first = both.source.arcs(both.source.start, 2)
    assert 256 <= len(first.arcs) < 1000
    both.check(bytes([2, 1, 2]))
