"""Translations typed by hand from the code, for each table."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from brailledesk import Run, Typeform, translate
from brailledesk.cells import cells_from_dots, dots_from_cells

GOLDENS = Path(__file__).parent / "goldens"
LETTERS = dict(
    zip(
        "abcdefghijklmnopqrstuvwxyz_",
        [
            "1",
            "12",
            "14",
            "145",
            "15",
            "124",
            "1245",
            "125",
            "24",
            "245",
            "13",
            "123",
            "134",
            "1345",
            "135",
            "1234",
            "12345",
            "1235",
            "234",
            "2345",
            "136",
            "1236",
            "2456",
            "1346",
            "13456",
            "1356",
            "0",
        ],
        strict=True,
    )
)
FILES = {
    "it-6dot-common": ("it-6dot", "it-6dot-exact"),
    "it-6dot": ("it-6dot",),
    "it-6dot-exact": ("it-6dot-exact",),
    "it-8dot": ("it-8dot",),
}


def _cases() -> Iterator[Any]:
    for name, tables in FILES.items():
        text = (GOLDENS / f"{name}.yaml").read_text(encoding="utf-8")
        for case in yaml.safe_load(text):
            for table in tables:
                yield pytest.param(table, case, id=f"{table}: {case['text']}")


def _runs(case: dict[str, Any]) -> list[Run]:
    text = case["text"]
    if "emphasis" not in case:
        return [Run(text)]
    start, end, name = case["emphasis"]
    return [Run(text[:start]), Run(text[start:end], Typeform[name.upper()]), Run(text[end:])]


@pytest.mark.parametrize(("table", "case"), list(_cases()))
def test_golden(table: str, case: dict[str, Any]) -> None:
    expected = "-".join(LETTERS.get(cell, cell) for cell in case["cells"].split())
    cells_from_dots(expected)
    shown = translate(_runs(case), table, has_emphasis=True)
    assert dots_from_cells(shown.cells) == expected
    assert shown.undefined == ()
