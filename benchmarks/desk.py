"""The desk in numbers: ``python -m benchmarks.desk``.

A screen of 2,000 characters is published and its frame diffed to what a device would be sent; a
field is patched; a table, a key, a typed cell. Times are of the process, from the call until the
bytes are at the recording display. The last part publishes changes for a while, as a busy screen
does, and looks at memory. What is shown is checked against a fresh desk, so that speed is not got
by showing something old.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import time
import tracemalloc
from collections.abc import Callable, Iterator

from brailledesk.desk.commands import Command, Key
from brailledesk.desk.session import DeskSession, open_desk
from brailledesk.frame import Frame, Geometry, changed_spans
from brailledesk.screen import MAX_NODES, Caret, Change, Node, Patch, Screen, State, build_screen
from brailledesk.screen_json import format_screen, parse_screen

WORDS = [
    *("Ordine", "spedito", "consegna", "prevista", "cliente", "reclamo", "rimborso", "fattura"),
    *("importo", "pagamento", "pratica", "aperta", "chiusa", "indirizzo", "telefono", "contratto"),
    *("scadenza", "sollecito", "offerta", "prodotto"),
]


class Recorder:
    """A display that keeps what a device would be sent."""

    def __init__(self, columns: int = 40, rows: int = 1) -> None:
        self.geometry = Geometry(columns, rows, 4)
        self.last: Frame | None = None
        self.sent = 0
        self.bytes = b""

    def show(self, frame: Frame) -> None:
        spans = changed_spans(self.last, frame)
        self.bytes = b"".join(bytes((one.row, one.column)) + one.cells for one in spans)
        self.sent += len(self.bytes)
        self.last = frame


def crm(seed: int, characters: int = 2_000) -> Screen:
    """A form, a table and some text: ``characters`` in all, others for each seed."""
    nodes = list(_nodes(seed))
    size = sum(len(one.name) + len(one.value) for one in nodes)
    text = " ".join(WORDS[(seed + place) % len(WORDS)] for place in range(characters // 6))
    nodes.append(Node(id="text", role="paragraph", name=text[: max(characters - size, 0)]))
    root = Node(id="root", role="document", children=("form", "table", "text"))
    return build_screen([root, *nodes], focus="f3", caret=Caret("f3", 5), revision=1)


def _nodes(seed: int) -> Iterator[Node]:
    fields = [f"f{place}" for place in range(24)]
    yield Node(id="form", role="form", name="Scheda cliente", children=tuple(fields))
    for place, name in enumerate(fields):
        value = f"{WORDS[(place * 7 + seed) % len(WORDS)]} {place * 37 + seed}"
        label = f"{WORDS[place % len(WORDS)]} {place}"
        states = frozenset({State.REQUIRED} if place % 3 == 0 else ())
        yield Node(id=name, role="textbox", name=label, value=value, states=states)
    rows = [f"r{place}" for place in range(12)]
    yield Node(id="table", role="table", name="Ordini", children=tuple(rows))
    for place, name in enumerate(rows):
        cells = [f"{name}.{column}" for column in range(5)]
        yield Node(id=name, role="row", children=tuple(cells))
        role = "cell" if place else "columnheader"
        for column, cell in enumerate(cells):
            yield Node(id=cell, role=role, name=f"{WORDS[(seed + column) % 20]} {place}")


def times(run: Callable[[int], object], count: int) -> list[tuple[float, float]]:
    """Milliseconds of each call: by the clock, and those that a processor spent on it."""
    found = []
    gc.collect()
    for place in range(count):
        start, busy = time.perf_counter(), time.thread_time()
        run(place)
        spent = time.thread_time() - busy
        found.append(((time.perf_counter() - start) * 1e3, spent * 1e3))
    return found


def show(what: str, values: list[tuple[float, float]]) -> None:
    """Where other programs keep the machine busy, the second pair is what the work costs."""
    told = []
    for name, column in zip(("clock", "processor"), zip(*values, strict=True), strict=True):
        ordered = sorted(column)
        p99 = ordered[int(len(ordered) * 0.99)]
        told.append(f"{name} {statistics.median(ordered):.3f}, p99 {p99:.3f}")
    print(f"  {what:<38} {'; '.join(told)} ms")


def fresh(screen: Screen, table: str, columns: int) -> bytes:
    """The rows that a desk shows which never saw another screen."""
    desk, display = open_desk(table=table), Recorder(columns)
    desk.attach(display)
    desk.publish(screen)
    assert display.last
    return b"".join(display.last.rows)


def measure(table: str, columns: int, count: int) -> None:
    print(f"{table}, {columns} cells:")
    desk, display = open_desk(table=table), Recorder(columns)
    desk.attach(display)
    screens = [crm(seed) for seed in range(50)]
    for screen in screens[:5]:
        desk.publish(screen)
    show(
        "another screen of 2,000 characters", times(lambda n: desk.publish(screens[n % 50]), count)
    )
    assert display.last
    assert b"".join(display.last.rows) == fresh(screens[(count - 1) % 50], table, columns)
    show(
        "all its lines",
        times(lambda n: whole(desk, screens[n % 50]), count // 4),
    )
    data = [format_screen(screen) for screen in screens]
    show("the same from JSON", times(lambda n: desk.publish(parse_screen(data[n % 50])), count))
    patch(desk, count, "f3", "a patch of the field in the window")
    patch(desk, count, "f20", "a patch of a field elsewhere")
    patch(desk, count, "r5.2", "a patch of a cell of the table", field="name")
    keys(desk, display, count)


def whole(desk: DeskSession, screen: Screen) -> None:
    """Present and translate every line of a screen, which a desk does not do."""
    desk.publish(screen)
    window = desk._desk.views[0].window  # noqa: SLF001 - what is measured is inside
    for item in range(len(window.buffer.items)):
        window.buffer.line(item)


def patch(desk: DeskSession, count: int, node: str, what: str, field: str = "value") -> None:
    def run(place: int) -> None:
        now = desk.screen.revision
        change = Change(node, {field: f"valore {place}"})
        desk.patch(Patch(now, now + 1, (change,)))

    show(what, times(run, count))


def keys(desk: DeskSession, display: Recorder, count: int) -> None:
    def pan(place: int) -> None:
        desk.command(Command(Key.PAN_RIGHT if place % 120 < 60 else Key.PAN_LEFT))

    show("panning", times(pan, count))
    desk.command(Command(Key.TO_FOCUS))

    def type_on(place: int) -> None:
        desk.command(Command(Key.TYPE, dots=0 if place % 7 == 6 else place % 5 + 1))

    type_on(0)
    show("a typed cell", times(type_on, count))
    del display


def large(count: int) -> None:
    """The largest screen there may be."""
    names = [str(place) for place in range(1, MAX_NODES)]
    fields = [Node(id=one, role="textbox", name=f"campo {one}", value="x") for one in names]
    screen = build_screen([Node(id="0", children=tuple(names)), *fields])
    desk = open_desk()
    desk.attach(Recorder())
    print(f"{MAX_NODES} nodes:")
    show("the screen", times(lambda _: desk.publish(screen), 5))
    patch(desk, count, "777", "a patch of a field")


def endure(seconds: float, rate: int) -> None:
    """A patch ``rate`` times a second: memory, and whether the newest frame is shown."""
    desk, display = open_desk(), Recorder()
    desk.attach(display)
    desk.publish(crm(0))
    total = int(seconds * rate)
    tracemalloc.start()
    before = 0
    for place in range(total):
        now = desk.screen.revision
        change = Change("f3", {"value": f"valore {place}"})
        desk.patch(Patch(now, now + 1, (change,)))
        if place % rate == 0:
            desk.publish(crm(place))
            desk.post(f"messaggio {place}")
        desk.tick()
        if place == total // 2:
            gc.collect()
            before = tracemalloc.get_traced_memory()[0]
    gc.collect()
    after = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert desk.frame() == display.last
    print(f"{total} updates ({seconds:.0f} s at {rate}/s, as fast as they go): memory at half")
    print(f"  {before / 1e6:.2f} MB, at the end {after / 1e6:.2f} MB; the last frame is the newest")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=2_000)
    parser.add_argument("--seconds", type=float, default=120)
    asked = parser.parse_args()
    for table in ("it-8dot", "it-6dot", "it-g2"):
        measure(table, 40, asked.count)
    measure("it-8dot", 80, asked.count)
    large(asked.count)
    endure(asked.seconds, 50)


if __name__ == "__main__":
    main()
