"""The way back in numbers, as ratios taken in one run: ``python -m benchmarks.back``.

The crate by itself, the reference engine, and liblouis' own way back through Python, in turn. Speed
counts only where the texts are equal to the reference's, which is checked first. Needs cargo.
"""

from __future__ import annotations

import argparse
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.judgement import texts

from benchmarks.rounds import Program, build_example
from benchmarks.timing import show
from brailledesk.cells import cells_to_unicode
from brailledesk.tables import load_table
from brailledesk.translate import load_translator
from brailledesk.translate.back.described import describe_both
from brailledesk.translate.back.inverse import InverseTranslator
from brailledesk.translate.back.likelihood import italian
from brailledesk.translate.back.native import NativeBackTranslator

TABLES = ("it-g2", "it-6dot", "it-8dot")
CHECKED = 300
"""Lines that the reference engine reads too; it needs some 20 µs a cell."""
KEYS = (1_000, 10_000, 100_000)


def check_equal(program: Path, rules: Path, cells: Path, name: str, lines: Sequence[bytes]) -> None:
    """The texts of some lines, else nothing is measured."""
    shown = subprocess.run(
        [program, rules, cells, "--print"], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    reference = InverseTranslator(load_table(name))
    step = max(1, len(lines) // CHECKED)
    for number in range(0, len(lines), step):
        field = reference.begin()  # which leaves readable forms ("[U+65E5]") as the crate does
        field.feed(lines[number])
        if field.finish().text != shown[number]:
            sys.exit(f"{name}: the engines differ in line {number + 1}")


def seconds(run: Callable[[], object]) -> float:
    start = time.process_time()
    run()
    return time.process_time() - start


def compare(folder: Path, program: Path, name: str, rounds: int, count: int) -> None:
    forward = load_translator(name)
    sentences = [one for kind in ("news", "dialogue", "letters", "sheets") for one in texts(kind)]
    chosen = [one for one in sentences[:: max(1, len(sentences) // count)] if one.isprintable()]
    lines = [forward.translate(one).cells for one in chosen]
    rules, cells = folder / "rules.json", folder / "cells.txt"
    rules.write_text(describe_both(load_table(name), italian()), encoding="utf-8")
    cells.write_text("".join(f"{cells_to_unicode(one)}\n" for one in lines), encoding="utf-8")
    check_equal(program, rules, cells, name, lines)
    size = sum(map(len, lines))
    core = Program(program, rules, cells)
    for command in ("lines", "whole", *(f"keys {keys}" for keys in KEYS)):
        core.round(command)
    native, reference = NativeBackTranslator(load_table(name)), InverseTranslator(load_table(name))
    part = lines[:: max(1, len(lines) // CHECKED)]
    runs: dict[str, Callable[[], float]] = {
        "core, lines": lambda: core.round("lines").processors,
        "core, one text": lambda: core.round("whole").processors,
        "core, nothing learnt": lambda: core.round("cold").processors,
        "Python, lines": lambda: seconds(lambda: [native.back_translate(one) for one in lines]),
        "reference": lambda: seconds(lambda: [reference.back_translate(one) for one in part]),
    }
    times: dict[str, list[float]] = {what: [] for what in runs}
    keys: dict[int, list[float]] = {number: [] for number in KEYS}
    for run in (runs["Python, lines"], runs["reference"]):
        run()
    for _ in range(rounds):
        for what, run in runs.items():
            times[what].append(run())
        for number, values in keys.items():
            values.append(core.round(f"keys {number}").processors / number * 1e6)
    core.round("size")
    core.close()
    print(f"\n{name}, {len(lines)} lines, {size / 1e6:.2f} MB of cells, by the processors' time:")
    parts = {"reference": sum(map(len, part))}
    for what, values in times.items():
        speeds = [parts.get(what, size) / value / 1e6 for value in values]
        print("  " + show(f"{what}:", speeds, "{:.2f}") + " MB/s")
    for number, values in keys.items():
        print("  " + show(f"a field of {number} cells, each:", values, "{:.2f}") + " µs")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tables", nargs="*", default=list(TABLES))
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--lines", type=int, default=20_000)
    parser.add_argument(
        "--cpu", default="x86-64-v2" if platform.machine() == "x86_64" else "generic"
    )
    asked = parser.parse_args()
    program = build_example("back_rounds", asked.cpu)
    with tempfile.TemporaryDirectory() as folder:
        for name in asked.tables:
            compare(Path(folder), program, name, asked.rounds, asked.lines)


if __name__ == "__main__":
    main()
