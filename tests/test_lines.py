"""Text without end: the same as line by line, taken as it is needed, and nothing kept."""

from __future__ import annotations

import itertools
import weakref
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

import brailledesk
from brailledesk import Contraction, TextKind
from brailledesk.errors import TableNotFound, UsageError
from tests.engines import ENGINES

_LINES = st.lists(st.text(st.sampled_from("aAbè5 €%.,'日\u0300\n"), max_size=12), max_size=8)
CHOICE = Contraction(level=2, uncontracted=frozenset({TextKind.NAMES}))


@pytest.mark.parametrize("engine", ENGINES)
@given(lines=_LINES, batch=st.integers(1, 9))
def test_each_line_is_what_translate_gives(engine: str, lines: list[str], batch: int) -> None:
    results = brailledesk.translate_lines(lines, engine=engine, batch=batch)
    expected = [brailledesk.translate(line, engine=engine) for line in lines]
    assert list(results) == expected
    cells = brailledesk.cells_of_lines(lines, engine=engine, batch=batch)
    assert list(cells) == [one.cells for one in expected]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("choice", [Contraction(level=1), CHOICE])
def test_contraction_is_the_readers_choice(engine: str, choice: Contraction) -> None:
    lines = ["la nazione che Anna Conti conosce", "", "perché"]
    results = brailledesk.translate_lines(lines, "it-g2", engine=engine, contraction=choice)
    expected = [
        brailledesk.translate(line, "it-g2", engine=engine, contraction=choice) for line in lines
    ]
    assert list(results) == expected
    cells = brailledesk.cells_of_lines(lines, "it-g2", engine=engine, contraction=choice)
    assert list(cells) == [one.cells for one in expected]


def test_lines_are_taken_when_they_are_needed() -> None:
    taken = 0

    def endless() -> Iterator[str]:
        nonlocal taken
        for taken in itertools.count(1):
            yield f"riga {taken}"

    results = brailledesk.translate_lines(endless(), batch=3)
    assert taken == 0
    assert next(results).text == "riga 1"
    assert taken == 3
    assert [next(results).text for _ in range(3)] == ["riga 2", "riga 3", "riga 4"]
    assert taken == 6
    typed = brailledesk.translate_lines(endless(), batch=1)
    next(typed)
    assert taken == 1


def test_long_lines_make_short_batches() -> None:
    lines = iter(["a" * 50_000] * 10)
    next(brailledesk.translate_lines(lines))
    assert len(list(lines)) == 8


class _Line(str):
    """A line that can be watched."""

    __slots__ = ("__weakref__",)


def test_nothing_is_kept() -> None:
    watched: list[weakref.ref[_Line]] = []

    def lines() -> Iterator[str]:
        for number in range(1000):
            line = _Line(f"riga {number}")
            watched.append(weakref.ref(line))
            yield line

    for _ in brailledesk.translate_lines(lines(), engine="reference", batch=10):
        assert sum(one() is not None for one in watched) <= 11


def test_what_is_wrong_is_said_at_once() -> None:
    with pytest.raises(TableNotFound):
        brailledesk.translate_lines([], "nowhere")
    with pytest.raises(UsageError):
        brailledesk.translate_lines([], "it-g2", contraction=Contraction(without=frozenset({"q"})))
    with pytest.raises(ValueError, match="at least one line, not 0"):
        brailledesk.translate_lines([], batch=0)
    with pytest.raises(ValueError, match="at least one line"):
        brailledesk.cells_of_lines([], batch=0)
