"""Times of many short calls, and how they are shown."""

from __future__ import annotations

import statistics
import threading
import time
from collections.abc import Callable, Sequence


def show(what: str, values: Sequence[float], form: str = "{:.1f}") -> str:
    low, middle, high = min(values), statistics.median(values), max(values)
    return f"{what} {form.format(middle)} ({form.format(low)} to {form.format(high)})"


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
