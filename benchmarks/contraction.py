"""What contraction saves, by kind of text and level: ``python -m benchmarks.contraction``.

Cells of contracted Braille against those of uncontracted six-dot Braille (it-6dot), blanks and
indicators counted, on texts that were not used for the design (tests/judgement.py). liblouis
translates, with our table files; that our engines give the same cells is tested elsewhere.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from tests.judgement import KINDS, by_source
from tests.liblouis import lou_translate

PLAIN = "it-6dot"
LEVELS = ("it-g2-1", "it-g2-2", "it-g2-3")


def count_cells(lines: Sequence[str], table: str) -> int:
    """The cells that liblouis gives for some lines."""
    return sum(map(len, lou_translate(lines, table)))


def savings(lines: Sequence[str]) -> list[float]:
    """The share of cells that each level saves, in per cent."""
    plain = count_cells(lines, PLAIN)
    return [100 * (1 - count_cells(lines, table) / plain) for table in LEVELS]


def main() -> int:
    """A line for each source, for each kind, and for all kinds alike."""
    step = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    print(f"{'kind':10} {'source':22} {'lines':>7}  level 1  level 2  level 3   (per cent)")
    means = []
    for kind in KINDS:
        gathered: list[str] = []
        for source, lines in by_source(kind).items():
            some = lines[::step]
            if some:
                _print(kind, source, some)
            gathered += some
        means.append(_print(kind, "all", gathered))
    mean = [sum(values) / len(values) for values in zip(*means, strict=True)]
    print(f"{'mean of the kinds':33} {'':7}" + "".join(f"{value:9.2f}" for value in mean))
    return 0


def _print(kind: str, source: str, lines: Sequence[str]) -> list[float]:
    values = savings(lines)
    shown = "".join(f"{value:9.2f}" for value in values)
    print(f"{kind:10} {source:22} {len(lines):7}{shown}", flush=True)
    return values


if __name__ == "__main__":
    sys.exit(main())
