"""Cells worked out by hand from the code (tests/goldens) against what the package gives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from brailledesk import Run, Typeform, translate
from brailledesk.cells import cells_from_dots, dots_from_cells
from tests.engines import ENGINES

GOLDENS = Path(__file__).parent / "goldens"
SIX_DOT = ("it-6dot", "it-6dot-exact")
TABLES = {
    "it-6dot-common": SIX_DOT,
    "it-6dot-reader": ("it-6dot",),
    "it-6dot-exact": ("it-6dot-exact",),
    "it-8dot": ("it-8dot",),
    "faults": SIX_DOT,
    "emphasis": SIX_DOT,
}
LEAST = {
    "it-6dot-common": 430,
    "it-6dot-reader": 50,
    "it-6dot-exact": 90,
    "it-8dot": 90,
    "faults": 30,
    "emphasis": 9,
}
"""Fewer cases than this in a file, and cases were lost."""


@dataclass(frozen=True)
class Golden:
    """One text and its cells; ``emphasis`` is None where emphasis is off."""

    text: str
    cells: str
    facts: str
    emphasis: tuple[tuple[int, int, Typeform], ...] | None

    def runs(self) -> list[Run]:
        """The text cut into runs at the edges of its emphasis."""
        runs = []
        position = 0
        for start, end, form in self.emphasis or ():
            runs += [Run(self.text[position:start]), Run(self.text[start:end], form)]
            position = end
        return [run for run in [*runs, Run(self.text[position:])] if run.text]

    def name(self) -> str:
        """The text with its emphasis, for people who read the list of tests."""
        spans = (f"{form.name}:{start}-{end}" for start, end, form in self.emphasis or ())
        return " ".join([self.text, *spans])


def parse_forms(names: str) -> Typeform:
    """Typeforms by name, "bold italic"."""
    return Typeform(sum(Typeform[name.upper()] for name in names.split()))


def read_goldens(name: str) -> list[Golden]:
    entries = yaml.safe_load((GOLDENS / f"{name}.yaml").read_text(encoding="utf-8"))
    return [
        Golden(
            entry["text"],
            str(entry["cells"]),
            str(entry["facts"]),
            tuple((start, end, parse_forms(forms)) for start, end, forms in entry["emphasis"])
            if "emphasis" in entry
            else None,
        )
        for entry in entries
    ]


def golden_cases() -> Iterator[object]:
    for name, tables in TABLES.items():
        for golden in read_goldens(name):
            for table in tables:
                yield pytest.param(golden, table, id=f"{name}-{table}-{golden.name()}")


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("golden", "table"), list(golden_cases()))
def test_cells_are_those_of_the_code(golden: Golden, table: str, engine: str) -> None:
    shown = golden.emphasis is not None
    got = translate(golden.runs(), table, has_emphasis=shown, engine=engine)
    assert dots_from_cells(got.cells) == dots_from_cells(cells_from_dots(golden.cells))
    assert not got.undefined


@pytest.mark.parametrize("name", TABLES)
def test_no_case_is_lost_or_without_its_source(name: str) -> None:
    goldens = read_goldens(name)
    assert len(goldens) >= LEAST[name]
    assert all(golden.text and golden.cells and golden.facts for golden in goldens)


@pytest.mark.parametrize("table", ["it-6dot", "it-6dot-exact", "it-8dot"])
def test_no_text_has_two_answers(table: str) -> None:
    answers = {
        (golden.text, golden.emphasis, golden.cells)
        for name, tables in TABLES.items()
        for golden in read_goldens(name)
        if table in tables
    }
    texts = Counter((text, emphasis) for text, emphasis, _ in answers)
    assert [text for text, count in texts.items() if count > 1] == []
