"""The portable build beside one for this processor: ``python -m benchmarks.builds``.

Both are built, each into a folder of its own, and take turns round by round: the crate by itself
with both maps, and its module from Python. What they give is checked equal first.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tests.corpus import sentences

from benchmarks.native import TABLES
from benchmarks.native_python import LINE, SCREEN
from benchmarks.rounds import ROOT, Program, build
from benchmarks.timing import show
from brailledesk.tables import load_table
from brailledesk.translate.described import describe
from brailledesk.translate.native import NativeTranslator

PORTABLE = "x86-64-v2" if platform.machine() == "x86_64" else "generic"


def build_module(cpu: str) -> Path:
    """The compiled module for Python; ``build`` has made sure that there is cargo."""
    target = ROOT / "core" / "target" / "benchmark" / cpu
    command = ["cargo", "build", "--quiet", "--release", "--locked", "-p", "brailledesk-native"]
    environment = {
        **os.environ,
        "RUSTFLAGS": f"-C target-cpu={cpu}",
        "PYO3_PYTHON": sys.executable,
    }
    subprocess.run(
        [*command, "--target-dir", target], cwd=ROOT / "core", env=environment, check=True
    )
    return next((target / "release").glob("*_native.[sd][oyl]*"))


def alternate(
    programs: Mapping[str, Program], commands: Sequence[str], rounds: int
) -> dict[str, dict[str, list[float]]]:
    """Answers by command and build; the builds take turns, and so does who begins."""
    answers: dict[str, dict[str, list[float]]] = {
        command: {name: [] for name in programs} for command in commands
    }
    for program in programs.values():
        for command in commands:
            program.round(command)
    for turn in range(rounds):
        order = list(programs.items())[:: -1 if turn % 2 else 1]
        for command in commands:
            for name, program in order:
                answers[command][name].append(program.round(command).processors)
    for program in programs.values():
        program.close()
    return answers


def show_beside(what: str, times: Mapping[str, Sequence[float]], shown: Callable[[float], float],
                unit: str) -> None:  # fmt: skip
    """Both builds and how many times faster the second one is, round by round."""
    columns = [
        f"{name} {statistics.median(map(shown, values)):.2f}" for name, values in times.items()
    ]
    first, second = times.values()
    ratios = [one / two for one, two in zip(first, second, strict=True)]
    print(f"  {what}, {unit}: {', '.join(columns)}; " + show("ratio", ratios, "{:.2f}"), flush=True)


def compare(table: str, programs: Mapping[str, Path], modules: Mapping[str, Path],
            folder: Path, rounds: int, count: int) -> None:  # fmt: skip
    own = load_table(table)
    core = NativeTranslator(own).core  # tells what needs preparation
    lines = [line for line in sentences(count) if core.translate(line) is not None]
    rules, text = folder / "rules.json", folder / "lines.txt"
    rules.write_text(describe(own)[0], encoding="utf-8")
    text.write_text("\n".join(lines) + "\n", encoding="utf-8")
    printed = {
        subprocess.run([program, rules, text, "--print"], capture_output=True, check=True).stdout
        for program in programs.values()
    }
    if len(printed) > 1:
        sys.exit(f"{table}: the builds differ; speed means nothing")
    size = len(text.read_bytes()) - len(lines)
    print(f"\n{table}, {len(lines)} lines, {size / 1e6:.2f} MB, {rounds} rounds in turn:")

    def rate(seconds: float) -> float:
        return size / seconds / 1e6

    crate = {name: Program(program, rules, text) for name, program in programs.items()}
    for command, times in alternate(crate, ["warm", "cold"], rounds).items():
        show_beside(f"crate, {command}", times, rate, "MB/s")
    worker = [sys.executable, "-m", "benchmarks.build_worker"]
    python = {name: Program(*worker, module, table, text) for name, module in modules.items()}
    answers = alternate(python, ["line", "screen", "all"], rounds)
    show_beside(f"Python, {len(LINE)} characters with maps", answers["line"], float, "µs")
    show_beside(f"Python, a screen of {SCREEN} lines", answers["screen"], float, "µs")
    show_beside("Python, all lines", answers["all"], lambda time: rate(time / 1e6), "MB/s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tables", nargs="*", default=list(TABLES), help="names")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--lines", type=int, default=60_000)
    parser.add_argument("--cpus", nargs=2, default=[PORTABLE, "native"])
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        programs = {cpu: build(folder, cpu)[0] for cpu in asked.cpus}
        modules = {cpu: build_module(cpu) for cpu in asked.cpus}
        for table in asked.tables:
            compare(table, programs, modules, folder, asked.rounds, asked.lines)


if __name__ == "__main__":
    main()
