"""The native engine from Python: a line, a screen, an edited field, and a dictionary of words."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Sequence

from tests.corpus import sentences

from benchmarks.liblouis import ITALIAN, Liblouis
from benchmarks.louis_line import CURSOR
from benchmarks.timing import in_threads, per_call, show, tail
from brailledesk.tables.rules import Table
from brailledesk.translate.base import cells_of_many
from brailledesk.translate.louis import import_louis
from brailledesk.translate.native import NativeTranslator

LINE = "Gentile Sig.ra Rossi, la spedizione dei prodotti che ha ordinato è in ritardo ora"[:80]
SCREEN = 25
FIELD = 10_000
"""Characters of a field in which one is typed."""


def compare_in_python(liblouis: Sequence[Liblouis], table: Table, rounds: int) -> None:
    """A line with maps and cursor, from Python; a screen in one call.

    Both sides give what a Python programmer gets of them and looks at: cells (ours as ``bytes``,
    liblouis' as a ``str``), both maps (as ``bytes``, as lists) and the cell of the cursor.
    """
    native = NativeTranslator(table)
    rivals = {}
    for louis in liblouis:
        rivals[f"{louis.version}, same table"] = louis.lines(table.path, LINE)
        rivals[f"{louis.version}, its own {ITALIAN}"] = louis.lines(ITALIAN, LINE)

    def ours() -> object:
        result = native.translate(LINE)
        char_to_cell = result.char_to_cell
        return result.cells, result.cell_to_char, char_to_cell, char_to_cell[CURSOR]

    def plain() -> object:
        return native.translate(LINE)

    def cursor() -> object:
        result = native.translate(LINE)
        return result.cells, result.cell_of(CURSOR)

    times: dict[str, list[float]] = {name: [] for name in ("ours", "plain", "cursor", *rivals)}
    ratios: dict[str, list[float]] = {name: [] for name in rivals}
    for _ in range(rounds):
        own = per_call(ours, 3000)
        times["ours"] += own
        times["plain"] += per_call(plain, 3000)
        times["cursor"] += per_call(cursor, 3000)
        for name, rival in rivals.items():
            theirs = rival.time(100)
            times[name] += theirs
            ratios[name].append(statistics.median(theirs) / statistics.median(own))
    print(f"\n{table.name} from Python, a line of {len(LINE)} characters:")
    print(f"  with maps and cursor: {tail(times['ours'])}; without looking: {tail(times['plain'])}")
    print(f"  with the cursor by cell_of: {tail(times['cursor'])}")
    for name, rival in rivals.items():
        rival.close()
        least = min(times[name]) / min(times["ours"])
        print(f"  liblouis through ctypes, {name}: {tail(times[name])};")
        shown = show("times ours, by the medians of each round:", ratios[name], "{:.0f}")
        print(f"    {shown}; by the least of each {least:.0f}")
    screen = list(dict.fromkeys(line for line in sentences(5000) if len(line) > 60))[:SCREEN]
    screen = [line[:80] for line in screen]

    def whole() -> object:
        return native.translate_many(screen)

    print(f"  a screen of {SCREEN} lines in one call: {tail(per_call(whole, 3000))}")
    print(f"  the same, 8 threads at once: {tail(in_threads(whole, 8, 500))}")


def show_changes(table: Table, rounds: int) -> None:
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
    for _ in range(rounds):
        times["key"] += per_call(key, 1000)
        times["whole"] += per_call(whole, 200)
    ratio = statistics.median(times["whole"]) / statistics.median(times["key"])
    print(f"\n{table.name} from Python, one key in a field of {FIELD} characters:")
    print(f"  only the change: {tail(times['key'])}")
    print(f"  the whole: {tail(times['whole'])}; {ratio:.1f} times the change")


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


def ways_to_cells(table: Table, lines: Sequence[str]) -> dict[str, Callable[[], None]]:
    """The rival; ours asked for the same; ours asked for translations whose cells are looked at."""
    native = NativeTranslator(table)
    screens = [lines[start : start + SCREEN] for start in range(0, len(lines), SCREEN)]
    for screen in screens:
        if cells_of_many(native, screen) != [one.cells for one in native.translate_many(screen)]:
            sys.exit(f"{table.name}: cells alone are not those of whole translations")

    def cells() -> None:
        for screen in screens:
            for _ in cells_of_many(native, screen):
                pass

    def maps() -> None:
        for screen in screens:
            for result in native.translate_many(screen):
                result.cells  # noqa: B018 - what the rival gives

    rival = dictionary_of_words(table, lines)
    return {"rival": rival, "native, cells": cells, "native, with maps": maps}


def compare_rival(table: Table, lines: Sequence[str], rounds: int) -> None:
    """A dictionary of words over liblouis: cells only, right only where rules stay within words.

    By the processor's time.
    """
    ways = ways_to_cells(table, lines)
    for run in ways.values():
        run()
    size = sum(len(line.encode()) for line in lines)
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, run in ways.items():
            start = time.process_time()
            run()
            times[name].append(time.process_time() - start)
    print(f"\n{table.name} from Python, {len(lines)} lines, native {SCREEN} lines a call:")
    for name, values in times.items():
        print("  " + show(f"{name}, warm:", [size / value / 1e6 for value in values]) + " MB/s")
        if name != "rival":
            ratios = [one / two for one, two in zip(times["rival"], values, strict=True)]
            print("  " + show(f"rival / {name}:", ratios))
