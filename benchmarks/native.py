"""The native engine's numbers, as ratios taken in one run: ``python -m benchmarks.native``.

Beside it, in turn: liblouis through its C interface with the same table file and lines, liblouis
through Python, and the rival that a Python programmer would write in an hour. Speed counts only
where cells and positions are equal, which is checked first. Needs cargo, cc and liblouis.
"""

from __future__ import annotations

import argparse
import platform
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.corpus import sentences

from benchmarks.rounds import Program, Times, build
from brailledesk.tables import load_table
from brailledesk.tables.parse import parse_table
from brailledesk.tables.rules import Table
from brailledesk.translate.described import describe
from brailledesk.translate.louis import _rising, import_louis
from brailledesk.translate.native import NativeTranslator

TABLES = ("it-g2", "it-6dot", "it-8dot")
FOREIGN_TABLE = "it-it-comp6.utb"
"""liblouis' own Italian table, as installed; the version is printed."""
LINE = "Gentile Sig.ra Rossi, la spedizione dei prodotti che ha ordinato è in ritardo ora"[:80]
HOSTILE = {
    "dots": ".",
    "brackets": "(",
    "digits": "7",
    "capitals": "A",
    "apostrophes": "'",
    "underscores": "_",
    "letters": "abcdefghilmnopqrstuvz",
}
SCREEN = 25
FIELD = 10_000
"""Characters of a field in which one is typed."""
LONG, LONGER = 128_000, 1_000_000
LIMIT = 5.0
"""Seconds that liblouis is given for a hostile text."""


@dataclass(frozen=True, slots=True)
class Bench:
    """What all measurements share."""

    folder: Path
    rounds: int
    native: Path
    louis: Path

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path


def read(name: str) -> Table:
    path = Path(name)
    return parse_table(path) if path.suffix else load_table(name)


def show(what: str, values: Sequence[float], form: str = "{:.1f}") -> str:
    low, middle, high = min(values), statistics.median(values), max(values)
    return f"{what} {form.format(middle)} ({form.format(low)} to {form.format(high)})"


def compare_cores(bench: Bench, table: Table, lines: Sequence[str], target_cpu: str) -> None:
    """Against liblouis' C interface: the same table file, and liblouis' own Italian table."""
    text = bench.write("lines.txt", "\n".join(lines) + "\n")
    rules = bench.write(f"{table.name}.json", describe(table)[0])
    size = len(text.read_bytes()) - len(lines)
    check_equal(bench, table, rules, text, len(lines))
    programs = {
        "native": Program(bench.native, rules, text),
        "other": Program(bench.native, rules, text),
        "same": Program(bench.louis, table.path, text),
        "own": Program(bench.louis, FOREIGN_TABLE, text),
    }
    ours, other = programs["native"], programs["other"]
    ours.round("threads 2")
    other.round()
    names = ("warm", "together", "cold", "threads 2", "spin", "spin 2", "same", "own")
    times: dict[str, list[Times]] = {name: [] for name in (*names, "processes")}
    for _ in range(bench.rounds):
        for name in names:
            times[name].append(programs.get(name, ours).round(name))
        times["processes"].append(in_processes(ours, other))
    for program in programs.values():
        program.close()
    print(f"\n{table.name}, {len(lines)} lines, {size / 1e6:.2f} MB, both maps, {target_cpu};")
    print("by the processors' time:")
    for name in ("warm", "together", "cold", "same", "own"):
        speeds = [size / one.processors / 1e6 for one in times[name]]
        print("  " + show(f"{name}:", speeds) + " MB/s")

    def ratio(upper: str, lower: str) -> list[float]:
        pairs = zip(times[upper], times[lower], strict=True)
        return [one.processors / two.processors for one, two in pairs]

    print("  " + show("liblouis, same table / native warm:", ratio("same", "warm")))
    print("  " + show("liblouis, same table / native, one call:", ratio("same", "together")))
    print("  " + show("liblouis, same table / native cold:", ratio("same", "cold")))
    print("  " + show(f"liblouis, {FOREIGN_TABLE} / native warm:", ratio("own", "warm")))
    print("two at once, how many times the work of one:")
    for name, one, two in (
        ("two threads", "warm", "threads 2"),
        ("two processes", "warm", "processes"),
        ("two threads that only count, what the machine gives", "spin", "spin 2"),
    ):
        pairs = list(zip(times[one], times[two], strict=True))
        clock = [2 * alone.clock / both.clock for alone, both in pairs]
        processors = [4 * alone.processors / both.processors for alone, both in pairs]
        print(f"  {name}:")
        print("    " + show("by the clock", clock, "{:.2f}"))
        print("    " + show("by the processors' time, at most 2", processors, "{:.2f}"))


def in_processes(one: Program, two: Program) -> Times:
    """Both at once: until the later one is done."""
    one.start("warm")
    two.start("warm")
    times = one.wait(), two.wait()
    return Times(max(each.clock for each in times), sum(each.processors for each in times))


def check_equal(bench: Bench, table: Table, rules: Path, text: Path, count: int) -> None:
    """Cells and positions of all lines, else nothing is measured."""
    ours, theirs = (
        subprocess.run(
            [str(part) for part in (*command, text, "--print")],
            capture_output=True,
            text=True,
            check=True,
        ).stdout.splitlines()
        for command in ((bench.native, rules), (bench.louis, table.path))
    )
    if not len(ours) == len(theirs) == count:
        sys.exit(f"{table.name}: {len(ours)} and {len(theirs)} results for {count} lines")
    for number, (one, two) in enumerate(zip(ours, theirs, strict=True)):
        cells, places, _ = one.split("\t")
        their_cells, their_places, _ = two.split("\t")
        rising = _rising([int(place) for place in their_places.split()])
        if cells != their_cells or [int(place) for place in places.split()] != rising:
            sys.exit(f"{table.name}: the engines differ in line {number + 1}\n{one}\n{two}")


def per_call(
    run: Callable[[], object], count: int, clock: Callable[[], int] = time.perf_counter_ns
) -> list[float]:
    """Microseconds of each of some calls; the clock's own time is taken off."""
    empty = statistics.median([-clock() + clock() for _ in range(1000)])
    times = []
    for _ in range(count):
        start = clock()
        run()
        times.append((clock() - start - empty) / 1e3)
    return times


def tail(times: Sequence[float]) -> str:
    ordered = sorted(times)
    late = ordered[len(ordered) * 99 // 100]
    return f"median {statistics.median(ordered):.2f} µs, p99 {late:.2f} µs"


def compare_in_python(bench: Bench, table: Table) -> None:
    """A line with maps and cursor, from Python; a screen in one call."""
    native = NativeTranslator(table)
    louis = import_louis()
    tables = [table.path]

    def ours() -> object:
        result = native.translate(LINE)
        char_to_cell = result.char_to_cell
        return result.cells, result.cell_to_char, char_to_cell, char_to_cell[40]

    def theirs() -> object:
        return louis.translate(tables, LINE, cursorPos=40)

    def plain() -> object:
        return native.translate(LINE)

    def cursor() -> object:
        result = native.translate(LINE)
        return result.cells, result.cell_of(40)

    times: dict[str, list[float]] = {"ours": [], "theirs": [], "plain": [], "cursor": []}
    for _ in range(bench.rounds):
        times["ours"] += per_call(ours, 3000)
        times["plain"] += per_call(plain, 3000)
        times["cursor"] += per_call(cursor, 3000)
        times["theirs"] += per_call(theirs, 100)
    ratio = statistics.median(times["theirs"]) / statistics.median(times["ours"])
    print(f"\n{table.name} from Python, a line of {len(LINE)} characters:")
    print(f"  with maps and cursor: {tail(times['ours'])}; without looking: {tail(times['plain'])}")
    print(f"  with the cursor by cell_of: {tail(times['cursor'])}")
    print(f"  liblouis through ctypes: {tail(times['theirs'])}; {ratio:.0f} times ours")
    screen = list(dict.fromkeys(line for line in sentences(5000) if len(line) > 60))[:SCREEN]
    screen = [line[:80] for line in screen]

    def whole() -> object:
        return native.translate_many(screen)

    print(f"  a screen of {SCREEN} lines in one call: {tail(per_call(whole, 3000))}")
    print(f"  the same, 8 threads at once: {tail(in_threads(whole, 8, 500))}")


def show_changes(bench: Bench, table: Table) -> None:
    """A key in a field: only what changed, beside the whole."""
    native = NativeTranslator(table)
    text = " ".join(sentences())[:FIELD]
    middle = len(text) // 2
    old = native.translate(text)
    new = f"{text[:middle]}a{text[middle:]}"
    if native.translate_change(old, middle, middle, "a") != native.translate(new):
        sys.exit(f"{table.name}: a change is not what the whole is")

    def key() -> object:
        return native.translate_change(old, middle, middle, "a")

    def whole() -> object:
        return native.translate(f"{text[:middle]}a{text[middle:]}")

    times: dict[str, list[float]] = {"key": [], "whole": []}
    for _ in range(bench.rounds):
        times["key"] += per_call(key, 1000)
        times["whole"] += per_call(whole, 200)
    ratio = statistics.median(times["whole"]) / statistics.median(times["key"])
    print(f"\n{table.name} from Python, one key in a field of {FIELD} characters:")
    print(f"  only the change: {tail(times['key'])}")
    print(f"  the whole: {tail(times['whole'])}; {ratio:.1f} times the change")


def in_threads(run: Callable[[], object], threads: int, count: int) -> list[float]:
    times: list[float] = []
    workers = [
        threading.Thread(target=lambda: times.extend(per_call(run, count))) for _ in range(threads)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return times


def dictionary_of_words(table: Table, lines: Sequence[str]) -> Callable[[], None]:
    """What a Python programmer would write in an hour, over liblouis."""
    louis = import_louis()
    words: dict[str, str] = {}

    def rival() -> None:
        for line in lines:
            pieces = []
            for word in line.split(" "):
                cells = words.get(word)
                if cells is None:
                    cells = louis.translateString([table.path], word) if word else ""
                    words[word] = cells
                pieces.append(cells)
            " ".join(pieces)

    return rival


def compare_rival(bench: Bench, table: Table, lines: Sequence[str]) -> None:
    """A dictionary of words over liblouis: cells only, right only where rules stay within words.

    By the processor's time. Ours makes both maps too, but is asked only for the cells.
    """
    rival = dictionary_of_words(table, lines)
    native = NativeTranslator(table)

    def ours() -> None:
        for start in range(0, len(lines), SCREEN):
            for result in native.translate_many(lines[start : start + SCREEN]):
                result.cells  # noqa: B018 - made when it is looked at

    rival()
    ours()
    size = sum(len(line.encode()) for line in lines)
    times: dict[str, list[float]] = {"rival": [], "native": []}
    for _ in range(bench.rounds):
        for name, run in (("rival", rival), ("native", ours)):
            start = time.process_time()
            run()
            times[name].append(time.process_time() - start)
    print(f"\n{table.name} from Python, {len(lines)} lines, native {SCREEN} lines a call:")
    for name, values in times.items():
        print("  " + show(f"{name}, warm:", [size / value / 1e6 for value in values]) + " MB/s")
    ratios = [one / two for one, two in zip(times["rival"], times["native"], strict=True)]
    print("  " + show("rival / native:", ratios))


def hostile_calls(native: NativeTranslator, text: str, count: int) -> list[float]:
    """By the processor's time: a call of milliseconds is often interrupted."""
    return per_call(lambda: native.translate(text), count, time.process_time_ns)


def show_hostile(bench: Bench, table: Table) -> None:
    """Texts that nobody should be able to stop the program with."""
    native = NativeTranslator(table)
    print(f"\n{table.name}, hostile texts of {LONG} and {LONGER} characters, processor's time:")
    for name, unit in HOSTILE.items():
        texts = [(unit * size)[:size] for size in (LONG, LONGER)]
        times = [statistics.median(hostile_calls(native, text, bench.rounds)) for text in texts]
        path = bench.write("hostile.txt", texts[0] + "\n")
        theirs = timed(bench.louis, table.path, path)
        print(f"  {name}: {times[0] / 1e3:.2f} and {times[1] / 1e3:.2f} ms; liblouis {theirs}")


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
        "--only", choices=["cores", "python", "change", "rival", "hostile", "loading"]
    )
    asked = parser.parse_args()
    print(f"liblouis {import_louis().version()}, {platform.machine()}, Python", end=" ")
    print(platform.python_version())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bench = Bench(folder, asked.rounds, *build(folder, asked.cpu))
        for table in map(read, asked.tables):
            native = NativeTranslator(table)._core  # noqa: SLF001 - tells what needs preparation
            lines = [line for line in sentences(asked.lines) if native.translate(line) is not None]
            if asked.only in {None, "cores"}:
                compare_cores(bench, table, lines, asked.cpu)
            if asked.only in {None, "python"}:
                compare_in_python(bench, table)
            if asked.only in {None, "change"}:
                show_changes(bench, table)
            if asked.only in {None, "rival"}:
                compare_rival(bench, table, lines)
            if asked.only in {None, "hostile"}:
                show_hostile(bench, table)
            if asked.only in {None, "loading"}:
                show_loading(table)


if __name__ == "__main__":
    main()
