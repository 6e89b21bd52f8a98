"""BrailleRAP: the dots as G-code, a line each, answered with ``ok`` (braillerap/AccessBrailleRAP).

The head goes to each dot of a line of dots, every second line from right to left. Distances are
the model's; the first dot of the page is at 0, 0.
"""

from __future__ import annotations

from collections.abc import Iterator

from brailledesk.devices.embossers.plan import Plan
from brailledesk.devices.protocols.embossers.wire import Rows, Wire, constant

_BEGIN = (
    "G28 X",  # home
    "G28 Y",
    "G1 F1500",
    "M204 T1000",
    "G1 X0 Y0",
    "G1 F6000",
    "M204 T1500",
)
_EJECT = ("G1 X0 Y450", "M84")
_DOT = ("M3 S1", "M3 S0")
_PLACES = ((0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (0, 3), (1, 3))
"""Of dots 1 to 8: column and row in the cell."""


def wire(plan: Plan) -> Wire:
    def page(rows: Rows) -> bytes:
        lines = [*_BEGIN, *_dots(plan, rows), *_EJECT]
        return "".join(f"{line};\r\n" for line in lines).encode("ascii")

    return Wire(page=page, start=constant(b""), reply="ok")


def _dots(plan: Plan, rows: Rows) -> Iterator[str]:
    for number, (y, xs) in enumerate(sorted(_lines_of_dots(plan, rows).items())):
        for x in sorted(xs, reverse=number % 2 == 1):
            yield f"G1 X{x:.2f} Y{y:.2f}"
            yield from _DOT


def _lines_of_dots(plan: Plan, rows: Rows) -> dict[float, list[float]]:
    """For each height on the page where there are dots, their distances from the left."""
    cells, distance = plan.model.cells, plan.model.cells.dot_distances[0]
    found: dict[float, list[float]] = {}
    for row, text in enumerate(rows):
        for column, cell in enumerate(text):
            for dot, (right, down) in enumerate(_PLACES):
                if cell >> dot & 1:
                    y = round(row * cells.height + down * distance, 4)
                    x = round(column * cells.width + right * distance, 4)
                    found.setdefault(y, []).append(x)
    return found
