"""The hand-typed goldens, by table."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

_LETTERS = (
    "a1 b12 c14 d145 e15 f124 g1245 h125 i24 j245 k13 l123 m134 n1345 o135 p1234 q12345 r1235"
    " s234 t2345 u136 v1236 w2456 x1346 y13456 z1356 _0"
)
LETTERS = {word[0]: word[1:] for word in _LETTERS.split()}
"""What the goldens write as a letter: its own cell (2.1); ``_`` is a blank."""

Case = dict[str, Any]


def _read(name: str) -> list[Case]:
    path = Path(__file__).parent / f"{name}.yaml"
    cases: list[Case] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return cases


_COMMON = _read("it-6dot-common")
CASES = {
    "it-6dot": _COMMON + _read("it-6dot"),
    "it-6dot-exact": _COMMON + _read("it-6dot-exact"),
    "it-8dot": _read("it-8dot"),
}


def dots_of(case: Case) -> str:
    """The expected cells of a case in the notation of dots."""
    return "-".join(LETTERS.get(cell, cell) for cell in case["cells"].split())
