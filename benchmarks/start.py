"""What a start costs, the bare interpreter beside it: ``python -m benchmarks.start``.

Programs run in turn, so that a busy machine hurts all alike; medians of wall and of processor time,
the second being what the machine's other work touches least. Then tables: parsed, from an entry of
the cache, and the memory that they take when compiled.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from brailledesk.resources import data_path
from brailledesk.tables import find_table, parse_table
from brailledesk.translate import cache
from brailledesk.translate.cache import load_entry
from brailledesk.translate.compiled import to_bytes, unpack
from brailledesk.translate.native import NativeTranslator, import_native

ROOT = Path(__file__).parent.parent
SHEET = ROOT / "fixtures" / "sheets" / "asciugatrice.html"
TABLES = ("it-6dot", "it-6dot-exact", "it-8dot", "it-g2-1", "it-g2-2", "it-g2-3", "it-g2")
BARE = "bare interpreter"
MEMORY = """
import sys
from brailledesk.translate import load_translator
def pages():
    return int(open("/proc/self/statm").read().split()[1])
load_translator(sys.argv[1])  # the module itself is no table
before = pages()
kept = [load_translator(name) for name in sys.argv[2:]]
print((pages() - before) * 4096)
"""


def programs(target: Path) -> dict[str, list[str]]:
    """What is started, by the name it is shown with."""
    python = [sys.executable, "-c"]
    script = Path(sys.executable).with_name("brailledesk")
    convert = [str(script), "convert", str(SHEET), "-o", str(target)]
    return {
        BARE: [*python, "pass"],
        "import brailledesk": [*python, "import brailledesk"],
        "a text, it-6dot": [*python, "import brailledesk; brailledesk.translate('Ciao')"],
        "a text, it-g2": [*python, "import brailledesk; brailledesk.translate('Ciao', 'it-g2')"],
        "convert a page, in English": ["env", "LANGUAGE=en", *convert],
        "convert a page, in Italian": ["env", "LANGUAGE=it", *convert],
    }


def run(command: list[str]) -> tuple[float, float]:
    """Wall and processor seconds of one run."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def compare_starts(rounds: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        commands = programs(Path(folder, "page.brf"))
        for command in commands.values():
            run(command)  # writes bytecode and entries
        times: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
        for _ in range(rounds):
            for name, command in commands.items():
                times[name].append(run(command))
    print(f"Starts, medians of {rounds} (least), ms, and the difference of medians to the bare:")
    columns = {name: list(zip(*found, strict=True)) for name, found in times.items()}
    bare = [statistics.median(column) for column in columns[BARE]]
    for name, both in columns.items():
        shown = [
            f"{kind} {1e3 * statistics.median(one):6.1f} ({1e3 * min(one):6.1f}) "
            f"{1e3 * (statistics.median(one) - base):+7.1f}"
            for kind, one, base in zip(("wall", "processor"), both, bare, strict=True)
        ]
        print(f"  {name:28}", "   ".join(shown))


def median(rounds: int, work: Callable[[], object]) -> float:
    """Milliseconds."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return 1e3 * statistics.median(times)


def compare_loads(rounds: int) -> None:
    native = import_native()
    print(f"Tables, medians of {rounds}, ms; bytes of the entry's rules and of the compiled table:")
    total = 0
    for name in TABLES:
        path = find_table(name)
        table = parse_table(path)
        entry = load_entry(str(path), native)
        text = "Ciao, ecco perché: € 1.249,90!"
        parsed = NativeTranslator(table)
        if parsed.translate(text) != NativeTranslator(entry.table).translate(text):
            sys.exit(f"{name}: the table from the entry gives something else")
        rules = unpack(to_bytes(table, native))[-1]
        size = entry.table.core.size_of_table()
        total += size
        works: dict[str, Callable[[], object]] = {
            "parsed": partial(parse_table, path),
            "from the entry": partial(load_entry, str(path), native),
            "of it compiled": partial(native.Core.from_bytes, rules),
            "untouched": entry.is_untouched,
        }
        shown = "  ".join(f"{what} {median(rounds, work):6.3f}" for what, work in works.items())
        print(f"  {name:14} {shown}  rules {len(rules):6}  memory {size:7}")
    print(f"  all {len(TABLES)} compiled: {total / 1e6:.2f} MB counted")


def measure_memory() -> None:
    if not Path("/proc/self/statm").exists():
        return
    command = [sys.executable, "-c", MEMORY, "it-8dot", *TABLES]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    print(f"  the process grew by {int(done.stdout) / 1e6:.2f} MB when it loaded them")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=21)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        os.environ[cache.VARIABLE] = folder
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        print(f"Python {sys.version.split()[0]}, tables in {data_path('tables')}")
        compare_starts(rounds)
        compare_loads(rounds)
        measure_memory()


if __name__ == "__main__":
    main()
