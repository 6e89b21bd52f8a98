"""Threads of Python that share one translator: two at once beside one, and no wrong line by eight.

Where Python has its lock, one thread runs at a time, and what is asked for a line at a time comes
to one thread's work; a Python without it (``python3.14t``) gives both processors. Beside it stand
threads that only count, and threads with a translator each, which share nothing of ours.

    python -m benchmarks.python_threads [--rounds N] [TABLE ...]
"""

from __future__ import annotations

import argparse
import sys
import sysconfig
import threading
import time
from collections.abc import Callable, Sequence
from functools import partial

from tests.corpus import sentences

from benchmarks.timing import show
from brailledesk.tables.catalogue import load_table
from brailledesk.translate.native import NativeTranslator

TABLES = ("it-g2", "it-6dot")
SCREEN = 25
LINES = 6000
AGAIN = 240
"""How often the lines are gone over in a round: it takes most of a second, since a system may let a
new thread wait some milliseconds for a processor."""
CHECKING = 8

Work = Callable[[NativeTranslator, Sequence[str]], None]


def each_line(translator: NativeTranslator, lines: Sequence[str]) -> None:
    translate = translator.translate
    for line in lines:
        translate(line)


def each_screen(translator: NativeTranslator, lines: Sequence[str]) -> None:
    translate = translator.translate_many
    for start in range(0, len(lines), SCREEN):
        translate(lines[start : start + SCREEN])


def count(translator: NativeTranslator, lines: Sequence[str]) -> None:
    del translator
    number = 0
    for _ in lines:  # nothing here is an object of both, whose users threads would count in turn
        number += 1
        number ^= 5
        number &= 0xFF


def seconds(work: Work, translators: Sequence[NativeTranslator], lines: Sequence[str]) -> float:
    """Of as many threads as there are translators, which share the lines."""
    threads = len(translators)
    start = threading.Barrier(threads)
    times: list[float] = []

    def run(number: int) -> None:
        own = [str(line.encode(), "utf-8") for line in lines[number::threads]]
        start.wait()
        times.append(time.perf_counter())
        for _ in range(AGAIN):
            work(translators[number], own)
        times.append(time.perf_counter())

    in_threads(run, threads)
    return max(times) - min(times)


def in_threads(run: Callable[[int], None], threads: int) -> None:
    started = [threading.Thread(target=run, args=(number,)) for number in range(threads)]
    for one in started:
        one.start()
    for one in started:
        one.join()


def check(translator: NativeTranslator, lines: Sequence[str]) -> None:
    """Each thread begins elsewhere; each line is compared, cells and both maps."""
    wanted = [translator.translate(line) for line in lines]
    wrong: list[str] = []

    def run(number: int) -> None:
        first = number * len(lines) // CHECKING
        places = (*range(first, len(lines)), *range(first))
        wrong.extend(
            lines[one] for one in places if translator.translate(lines[one]) != wanted[one]
        )
        for place in range(0, len(lines), SCREEN):
            screen = slice(place, place + SCREEN)
            if translator.translate_many(lines[screen]) != wanted[screen]:
                wrong.extend(lines[screen])

    in_threads(run, CHECKING)
    if wrong:
        sys.exit(f"{len(wrong)} lines differ with {CHECKING} threads; the first: {wrong[0]!r}")


def compare(name: str, lines: Sequence[str], rounds: int) -> None:
    table = load_table(name)
    shared, other = NativeTranslator(table), NativeTranslator(table)
    check(shared, lines)
    ways: dict[str, tuple[Work, NativeTranslator]] = {
        "only count": (count, shared),
        "a line a call, one translator": (each_line, shared),
        "a line a call, a translator each": (each_line, other),
        "a screen a call, one translator": (each_screen, shared),
        "a screen a call, a translator each": (each_screen, other),
    }
    gains: dict[str, list[float]] = {way: [] for way in ways}
    for number in range(rounds + 1):
        for way, (work, second) in ways.items():
            one = partial(seconds, work, [shared], lines)
            before, both, behind = one(), seconds(work, [shared, second], lines), one()
            if number:  # the first warms
                gains[way].append((before + behind) / 2 / both)
    print(f"\n{name}, {len(lines)} lines, no wrong one by {CHECKING} threads; two threads that")
    for way, values in gains.items():
        print("  " + show(f"{way}: times the work of one", values, "{:.2f}"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tables", nargs="*", default=TABLES)
    parser.add_argument("--rounds", type=int, default=7)
    asked = parser.parse_args()
    has_no_lock = bool(sysconfig.get_config_var("Py_GIL_DISABLED"))
    is_locked = getattr(sys, "_is_gil_enabled", lambda: True)()
    print(f"Python {sys.version.split()[0]}, {'with' if is_locked else 'without'} its lock")
    if has_no_lock and is_locked:
        print("A module has asked for the lock; PYTHON_GIL=0 refuses it.")
    lines = list(dict.fromkeys(sentences(LINES)))
    for table in asked.tables:
        compare(table, lines, asked.rounds)


if __name__ == "__main__":
    main()
