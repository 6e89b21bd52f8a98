"""One build of the module from Python, times for each command: what ``benchmarks.builds`` compares.

``python -m benchmarks.build_worker MODULE TABLE LINES``. Nothing of brailledesk may be imported
before the module stands in its place: the native translator is a class below one of the module's.
"""

from __future__ import annotations

import importlib.util
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

MODULE = "brailledesk.translate._native"
LINE_CALLS, SCREEN_CALLS = 20_000, 1_000


def put_in_place(path: Path) -> None:
    """Have the module of this file imported wherever brailledesk asks for its own."""
    spec = importlib.util.spec_from_file_location(MODULE, path)
    assert spec
    assert spec.loader
    loaded = importlib.util.module_from_spec(spec)
    sys.modules[MODULE] = loaded
    spec.loader.exec_module(loaded)


def work(table: str, lines: Sequence[str]) -> None:
    """Answer each command on standard input with microseconds of a call: clock and processors."""
    from benchmarks.native_python import LINE, SCREEN  # noqa: PLC0415 - not before
    from brailledesk.tables import load_table  # noqa: PLC0415 - not before
    from brailledesk.translate.native import NativeTranslator  # noqa: PLC0415 - not before

    translator = NativeTranslator(load_table(table))
    screens = [lines[first : first + SCREEN] for first in range(0, len(lines), SCREEN)]

    def read_line() -> object:
        result = translator.translate(LINE)
        return result.cells, result.cell_to_char, result.char_to_cell

    def read_all() -> None:
        for screen in screens:
            translator.translate_many(screen)

    answers: Mapping[str, tuple[Callable[[], object], int]] = {
        "line": (read_line, LINE_CALLS),
        "screen": (lambda: translator.translate_many(screens[0]), SCREEN_CALLS),
        "all": (read_all, 1),
    }
    for command in sys.stdin:
        clock, processors = time_of_call(*answers[command.strip()])
        print(f"{clock:.6f} {processors:.6f}", flush=True)


def time_of_call(run: Callable[[], object], count: int) -> tuple[float, float]:
    """Microseconds of one of so many calls, by the clock and by the processors' time."""
    clock, processors = time.perf_counter_ns(), time.process_time_ns()
    for _ in range(count):
        run()
    ends = time.perf_counter_ns() - clock, time.process_time_ns() - processors
    return ends[0] / count / 1e3, ends[1] / count / 1e3


if __name__ == "__main__":
    module, name, text = sys.argv[1:]
    put_in_place(Path(module))
    work(name, Path(text).read_text(encoding="utf-8").splitlines())
