"""What memory the product takes: ``python -m benchmarks.memory``.

A text that grows from 1 to 100 MB goes through a pipe into a process of its own, whose largest
resident set it tells at its end. Beside it: a compiled table, and the words that it remembers.
"""

from __future__ import annotations

import argparse
import itertools
import os
import statistics
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from tests.corpus import sentences

from brailledesk.tables import load_table
from brailledesk.translate.described import describe
from brailledesk.translate.native import import_native

SIZES = (1, 10, 100)
"""MB."""
TABLES = ("it-6dot", "it-8dot", "it-g2")
COMMAND = "from brailledesk.cli import main; main()"
LIBRARY = """
import sys, brailledesk
lines = (line.removesuffix("\\n") for line in sys.stdin)
for result in brailledesk.translate_lines(lines, sys.argv[1]):
    print(result.cells.hex(), result.cell_to_char[-1], result.char_to_cell[-1])
"""
PEAK = """
import atexit, sys
@atexit.register
def tell_peak():
    with open("/proc/self/status") as stream:
        print(next(line for line in stream if line.startswith("VmHWM:")), file=sys.stderr)
"""
"""Put before a program. The system's own account of a child has its parent's size in it."""
BARE = "import sys\nfor line in sys.stdin.buffer: sys.stdout.buffer.write(b'\\n')"
MANY = 32
"""Compiled tables that are weighed together."""


def text(size: int) -> Iterator[bytes]:
    """Sentences again and again, each time with another number, up to ``size`` bytes."""
    total = 0
    for turn in itertools.count():
        for sentence in sentences():
            line = f"{sentence} N. {turn}{total % 997}\n".encode()
            if total + len(line) > size:
                return
            total += len(line)
            yield line


def run(program: str, arguments: list[str], size: int) -> tuple[int, int, int]:
    """Send ``size`` MB through a process; lines sent, lines returned, its peak in bytes."""
    process = subprocess.Popen(
        [sys.executable, "-c", PEAK + program, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    assert process.stdin
    assert process.stdout
    assert process.stderr
    sent: list[int] = []
    writer = threading.Thread(target=send, args=(process.stdin, size * 1_000_000, sent))
    writer.start()
    returned = sum(piece.count(b"\n") for piece in iter(lambda: _read(process.stdout), b""))
    writer.join()
    said = process.stderr.read().split()
    if process.wait() or said[:1] != [b"VmHWM:"]:
        sys.exit(f"{program!r} ended with {process.returncode}: {b' '.join(said)!r}")
    return sent[0], returned, int(said[1]) * 1024


def _read(stream: IO[bytes] | None) -> bytes:
    assert stream
    return stream.read(1 << 20)


def send(stream: IO[bytes], size: int, sent: list[int]) -> None:
    count = 0
    for count, line in enumerate(text(size), 1):  # noqa: B007 - the last one counts
        stream.write(line)
    stream.close()
    sent.append(count)


def show_streams(sizes: list[int]) -> None:
    """Peaks of a command, of a loop in Python, and of Python alone."""
    ways: list[tuple[str, str, list[str]]] = [("Python alone", BARE, [])]
    for table in ("it-6dot", "it-g2"):
        ways.append((f"brailledesk translate --table {table}", COMMAND, ["translate", "-t", table]))
        ways.append((f"translate_lines(lines, {table!r})", LIBRARY, [table]))
    print("Largest resident set, MB, for a text through a pipe:")
    for name, program, arguments in ways:
        peaks = []
        for size in sizes:
            sent, returned, peak = run(program, arguments, size)
            if sent != returned:
                sys.exit(f"{name}: {sent} lines went in, {returned} came out")
            peaks.append(f"{peak / 1e6:.0f} ({size} MB)")
        print(f"  {name}: " + ", ".join(peaks), flush=True)


def resident() -> int:
    """Bytes of this process in memory now."""
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def weigh(name: str) -> None:
    """A compiled table and its words, in a process that has done nothing before."""
    rules = describe(load_table(name))[0]
    core = import_native().Core
    warm = core(rules)
    start = resident()
    tables = [core(rules) for _ in range(MANY)]
    each = (resident() - start) / MANY
    lines = sentences()
    start = resident()
    for line in lines:
        warm.translate(line)
    words = resident() - start
    print(
        f"  {name}: compiled {each / 1e6:.2f}; words after {len(lines)} sentences"
        f" {words / 1e6:.1f} (counted {warm.size_of_words() / 1e6:.1f})",
        flush=True,
    )
    del tables


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES), help="MB")
    parser.add_argument("--weigh", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.weigh:
        weigh(asked.weigh)
        return
    length = statistics.mean(len(line.encode()) for line in sentences())
    print(f"{len(sentences())} different sentences, {length:.0f} bytes each, numbered.")
    show_streams(asked.sizes)
    print("Memory of the native engine, MB:")
    for name in TABLES:
        subprocess.run([sys.executable, "-m", "benchmarks.memory", "--weigh", name], check=True)


if __name__ == "__main__":
    main()
