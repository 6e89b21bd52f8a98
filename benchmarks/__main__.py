"""Print medians and ratios of forward translation: our engines and liblouis, same lines.

Rounds are interleaved, so that a busy machine hurts all alike. Speed counts only where the cells
are equal, which is checked first.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Sequence

from brailledesk.translate import Translator, load_back_translator, load_translator

TABLES = ("it-6dot", "it-6dot-exact", "it-8dot")
ENGINES = ("reference", "louis")
ROUNDS = 7
PAGE = 900
"""Cells of a page, for the way back."""

LINES = (
    "Gentile Sig.ra D'Amico, il Suo ordine AB-1234/C è stato spedito il 12/05/2026.",
    "L'importo totale è di € 1.249,90 (IVA inclusa): «Casa & Ufficio», 31% di sconto.",
    "PERCHÉ L'ADDEBITO È DOPPIO? Verificare più tardi, lunedì o martedì mattina.",
    "Così non va: il cliente attende da 12 giorni, e nessuno ha risposto.",
)


def measure(run: Callable[[], object]) -> float:
    """Seconds of one call."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def translate_all(translator: Translator, lines: Sequence[str]) -> None:
    for line in lines:
        translator.translate(line)


def compare(table: str, lines: Sequence[str]) -> None:
    """One line of results for a table."""
    translators = {engine: load_translator(table, engine) for engine in ENGINES}
    reference, louis = (translators[engine] for engine in ENGINES)
    for line in lines:
        if reference.translate(line).cells != louis.translate(line).cells:
            sys.exit(f"{table}: the engines differ on {line!r}; speed means nothing")
    times: dict[str, list[float]] = {engine: [] for engine in ENGINES}
    for _ in range(ROUNDS):
        for engine, translator in translators.items():
            times[engine].append(measure(lambda one=translator: translate_all(one, lines)))  # type: ignore[misc]
    size = sum(len(line.encode()) for line in lines)
    medians = {engine: statistics.median(values) for engine, values in times.items()}
    shown = ", ".join(f"{e} {size / t / 1e6:.2f} MB/s" for e, t in medians.items())
    ratio = medians["louis"] / medians["reference"]
    print(f"{table}: {shown}; reference is {ratio:.2f} times liblouis through Python")


def compare_back(table: str, lines: Sequence[str]) -> None:
    """One line of results for the way back: a page of cells, and our time to liblouis' own.

    liblouis reads its Italian table, which has other rules: only the time is compared.
    """
    cells = b"\0".join(load_translator(table).translate(line).cells for line in lines)
    page = (cells * (PAGE // len(cells) + 1))[:PAGE]
    translators = {
        "reference": load_back_translator(table),
        "louis": load_back_translator("louis:it-it-comp6.utb"),
    }
    first = measure(lambda: translators["reference"].back_translate(page))
    times: dict[str, list[float]] = {name: [] for name in translators}
    for _ in range(ROUNDS):
        for name, one in translators.items():
            times[name].append(measure(lambda one=one: one.back_translate(page)))  # type: ignore[misc]
    medians = {name: statistics.median(values) * 1e3 for name, values in times.items()}
    shown = ", ".join(f"{name} {value:.1f} ms" for name, value in medians.items())
    ratio = medians["reference"] / medians["louis"]
    print(
        f"{table} back, a page of {PAGE} cells: {shown}; {ratio:.1f} times liblouis' time "
        f"(the very first page {first * 1e3:.0f} ms)"
    )


if __name__ == "__main__":
    for name in TABLES:
        compare(name, LINES * 250)
    for name in TABLES[:2]:
        compare_back(name, LINES)
