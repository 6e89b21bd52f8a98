"""The native engine's numbers, as ratios taken in one run: ``python -m benchmarks.native``.

Beside it, in turn: liblouis through its C interface with the same table file and lines, liblouis
through Python, and the rival that a Python programmer would write in an hour. Speed counts only
where cells and positions are equal, which is checked first. Needs cargo, cc and liblouis; with
``--liblouis`` another release of it stands beside the installed one (``benchmarks/liblouis.py``).
"""

from __future__ import annotations

import argparse
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from tests.corpus import sentences

from benchmarks.liblouis import ITALIAN, Liblouis, installed, unpacked
from benchmarks.native_python import compare_in_python, compare_rival, show_changes
from benchmarks.rounds import Program, Times, build
from benchmarks.timing import per_call, show
from brailledesk.tables import load_table
from brailledesk.tables.parse import parse_table
from brailledesk.tables.rules import Table
from brailledesk.translate.described import describe
from brailledesk.translate.louis import _rising
from brailledesk.translate.native import NativeTranslator

TABLES = ("it-g2", "it-6dot", "it-8dot")
HOSTILE = {
    "dots": ".",
    "brackets": "(",
    "digits": "7",
    "capitals": "A",
    "apostrophes": "'",
    "underscores": "_",
    "letters": "abcdefghilmnopqrstuvz",
}
LONG, LONGER = 128_000, 1_000_000
ANEW = 5
"""Rounds before programs are begun anew: how their memory happens to lie decides hundredths."""
LIMIT = 5.0
"""Seconds that liblouis is given for a hostile text."""


@dataclass(frozen=True, slots=True)
class Bench:
    """What all measurements share."""

    folder: Path
    rounds: int
    native: Path
    liblouis: Sequence[Liblouis]
    """The one that is installed, which is the judge; then others."""

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path


def read(name: str) -> Table:
    path = Path(name)
    return parse_table(path) if path.suffix else load_table(name)


def compare_cores(bench: Bench, table: Table, lines: Sequence[str], target_cpu: str) -> None:
    """Against liblouis' C interface: the same table file, and liblouis' own Italian table."""
    text = bench.write("lines.txt", "\n".join(lines) + "\n")
    rules = bench.write(f"{table.name}.json", describe(table)[0])
    size = len(text.read_bytes()) - len(lines)
    check_equal(bench, table, rules, text, len(lines))
    ours = Program(bench.native, rules, text)
    rivals = {}
    for louis in bench.liblouis:
        rivals[f"{louis.version}, same table"] = louis.rounds(table.path, text)
        rivals[f"{louis.version}, its own {ITALIAN}"] = louis.rounds(ITALIAN, text)
    programs = {"native": ours, **rivals}
    names = ("warm", "together", "cells", "cold", *rivals)
    times: dict[str, list[Times]] = {name: [] for name in names}
    for _ in range(bench.rounds):
        for name in names:
            times[name].append(programs.get(name, ours).round(name))
    for program in programs.values():
        program.close()
    print(f"\n{table.name}, {len(lines)} lines, {size / 1e6:.2f} MB, both maps, {target_cpu};")
    print("by the processors' time:")
    for name in ("warm", "together", "cells", "cold", *rivals):
        speeds = [size / one.processors / 1e6 for one in times[name]]
        print("  " + show(f"{name}:", speeds) + " MB/s")
    for rival in rivals:
        for way in ("warm", "together", "cold"):
            pairs = zip(times[rival], times[way], strict=True)
            ratios = [one.processors / two.processors for one, two in pairs]
            print("  " + show(f"{rival} / native {way}:", ratios))


def compare_threads(bench: Bench, table: Table, lines: Sequence[str]) -> None:
    """Two at once beside one, and beside threads that only count: what the machine gives.

    A machine that others share gives two whole processors in one second and one and a half in the
    next. So threads count behind each of the others, and all rounds are told.
    """
    text = bench.write("lines.txt", "\n".join(lines) + "\n")
    rules = bench.write(f"{table.name}.json", describe(table)[0])
    found: dict[str, list[Gain]] = {}
    for done in range(0, bench.rounds, ANEW):
        ours, beside = (Program(bench.native, rules, text) for _ in range(2))
        ways: dict[str, Callable[[], Gain]] = {
            "two threads, a screen of lines a call": partial(in_threads, ours, "together"),
            "two threads, a line a call": partial(in_threads, ours, "warm"),
            "two processes, a screen of lines a call": partial(in_processes, ours, beside),
        }
        ours.round("check 2")
        beside.round("warm")
        for _ in range(min(ANEW, bench.rounds - done)):
            for name, way in ways.items():
                found.setdefault(name, []).append(way())
                counting = found.setdefault("two threads that only count", [])
                counting.append(in_threads(ours, "spin"))
        for program in (ours, beside):
            program.close()
    print(f"\n{table.name}, {len(lines)} lines, no wrong one; two at once, times the work of one:")
    for name, gains in found.items():
        print(f"  {name}, {len(gains)} rounds")
        print("    " + show("by the clock", [one.clock for one in gains], "{:.2f}"))
        times = [one.processors for one in gains]
        print("    " + show("by the processors' time, at most 2", times, "{:.2f}"))


class Gain(NamedTuple):
    """How many times the work of one is done by two."""

    clock: float
    processors: float


def in_threads(program: Program, what: str) -> Gain:
    one, two = (partial(program.round, f"{what} {threads}") for threads in (1, 2))
    return gained(one(), two(), one())


def gained(before: Times, both: Times, behind: Times) -> Gain:
    """What two came to, beside one before and behind them."""
    clock = (before.clock + behind.clock) / both.clock
    processors = 2 * (before.processors + behind.processors) / both.processors
    return Gain(clock, processors)


def in_processes(one: Program, two: Program) -> Gain:
    """Both at once, until the later one is done, beside the first alone."""
    alone = partial(one.round, "together 1")
    before = alone()
    for program in (one, two):
        program.start("together 1")
    times = one.wait(), two.wait()
    both = Times(max(each.clock for each in times), sum(each.processors for each in times))
    return gained(before, both, alone())


def check_equal(bench: Bench, table: Table, rules: Path, text: Path, count: int) -> None:
    """Cells and positions of all lines, else nothing is measured.

    The installed liblouis is the judge. Another release may differ, which is told.
    """
    ours = subprocess.run(
        [bench.native, rules, text, "--print"], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    judge, *others = (louis.printed(table.path, text) for louis in bench.liblouis)
    if not len(ours) == len(judge) == count:
        sys.exit(f"{table.name}: {len(ours)} and {len(judge)} results for {count} lines")
    for number, (one, two) in enumerate(zip(ours, judge, strict=True)):
        if not is_same(one, two):
            sys.exit(f"{table.name}: the engines differ in line {number + 1}\n{one}\n{two}")
    for louis, other in zip(bench.liblouis[1:], others, strict=True):
        same = sum(map(is_same, ours, other))
        print(f"\n{table.name}: {same} of {count} lines are equal in liblouis {louis.version}")


def is_same(ours: str, theirs: str) -> bool:
    """Whether cells and the map of cells are equal; liblouis' one may fall back."""
    cells, places, _ = ours.split("\t")
    their_cells, their_places, _ = theirs.split("\t")
    rising = _rising([int(place) for place in their_places.split()])
    return cells == their_cells and [int(place) for place in places.split()] == rising


class Hostile(NamedTuple):
    """What a call with a hostile text takes."""

    milliseconds: float
    new_pages: float
    """Megabytes that the system gives and clears anew: by far the dearest part of a long text."""

    def __str__(self) -> str:
        return f"{self.milliseconds:.2f} ms ({self.new_pages:.1f} MB of new pages)"


def hostile_call(native: NativeTranslator, text: str, count: int) -> Hostile:
    """By the processor's time: a call of milliseconds is often interrupted."""
    native.translate(text)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    times = per_call(lambda: native.translate(text), count, time.process_time_ns)
    faults = resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before
    pages = faults * resource.getpagesize() / 1e6 / count
    return Hostile(statistics.median(times) / 1e3, pages)


def show_hostile(bench: Bench, table: Table) -> None:
    """Texts that nobody should be able to stop the program with."""
    native = NativeTranslator(table)
    print(f"\n{table.name}, hostile texts of {LONG} and {LONGER} characters, processor's time:")
    for name, unit in HOSTILE.items():
        texts = [(unit * size)[:size] for size in (LONG, LONGER)]
        ours = " and ".join(str(hostile_call(native, text, bench.rounds)) for text in texts)
        path = bench.write("hostile.txt", texts[0] + "\n")
        theirs = timed(bench.liblouis[0].program, table.path, path)
        print(f"  {name}: {ours}; liblouis {theirs}")


def timed(*command: str | Path) -> str:
    """Milliseconds of one round, or why there is none."""
    try:
        done = subprocess.run(
            [str(part) for part in command],
            input="\n",
            capture_output=True,
            text=True,
            timeout=LIMIT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"more than {LIMIT:.0f} s"
    if done.returncode == 6:
        return "gives up within the text"
    if done.returncode:
        return f"ended with status {done.returncode}"
    return f"{float(done.stdout.split()[0]) * 1e3:.0f} ms"


def show_loading(table: Table) -> None:
    times: dict[str, list[float]] = {"describe": [], "compile": []}
    module: Any = sys.modules["brailledesk.translate._native"]
    for _ in range(7):
        start = time.perf_counter()
        rules, _ = describe(table)
        middle = time.perf_counter()
        module.Core(rules)
        times["describe"].append((middle - start) * 1e3)
        times["compile"].append((time.perf_counter() - middle) * 1e3)
    shown = ", ".join(show(f"{name}", values, "{:.2f}") for name, values in times.items())
    print(f"\n{table.name}, made ready from a parsed table, ms: {shown}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tables", nargs="*", default=list(TABLES), help="names or paths")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--lines", type=int, default=60_000)
    parser.add_argument(
        "--cpu", default="x86-64-v2" if platform.machine() == "x86_64" else "generic"
    )
    parser.add_argument(
        "--only", choices=["cores", "threads", "python", "change", "rival", "hostile", "loading"]
    )
    parser.add_argument(
        "--liblouis", type=Path, help="a folder with unpacked packages of another release"
    )
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        native, louis = build(folder, asked.cpu)
        others = [unpacked(louis, asked.liblouis)] if asked.liblouis else []
        bench = Bench(folder, asked.rounds, native, [installed(louis), *others])
        print(f"liblouis {', '.join(one.version for one in bench.liblouis)},", end=" ")
        print(f"{platform.machine()}, Python {platform.python_version()}")
        for table in map(read, asked.tables):
            measure(bench, table, asked)


def measure(bench: Bench, table: Table, asked: argparse.Namespace) -> None:
    """What was asked for of a table."""
    core = NativeTranslator(table).core
    lines = [line for line in sentences(asked.lines) if core.translate(line) is not None]
    parts: dict[str, Callable[[], None]] = {
        "cores": lambda: compare_cores(bench, table, lines, asked.cpu),
        "threads": lambda: compare_threads(bench, table, lines),
        "python": lambda: compare_in_python(bench.liblouis, table, bench.rounds),
        "change": lambda: show_changes(table, bench.rounds),
        "rival": lambda: compare_rival(table, lines, bench.rounds),
        "hostile": lambda: show_hostile(bench, table),
        "loading": lambda: show_loading(table),
    }
    for name, part in parts.items():
        if asked.only in {None, name}:
            part()


if __name__ == "__main__":
    main()
