"""Braillo 440 and 650: sheets of two or four pages, folded by the machine; a file for each volume.

The commands count only at the start of the first page of a sheet (Braillo manual, p. 24).
"""

from __future__ import annotations

from collections.abc import Sequence

from brailledesk.devices.embossers.plan import Plan
from brailledesk.devices.embossers.settings import INCH
from brailledesk.devices.protocols.embossers.wire import CR_LF, FF, Rows, Slots, Wire, escapes
from brailledesk.errors import N_, OptionNotPossible

_MOST_SHEETS = 99


def wire(plan: Plan) -> Wire:
    def page(rows: Rows) -> bytes:
        if not any(rows) and len(rows) <= 1:
            return CR_LF + FF
        return CR_LF.join(map(plan.charset.encode, rows)) + FF

    def start(sheets: int) -> bytes:
        if sheets > _MOST_SHEETS:
            limit = N_("99 sheets in a volume")
            raise OptionNotPossible(plan.model.title, N_("sheets"), sheets, limit)
        first, second = _margins(plan)
        return escapes(
            f"A{int(plan.settings.saddle_stitch)}",  # four pages a sheet
            f"B{plan.cells:02d}",
            f"D{first:02d}",
            f"E{second:02d}",
            "H1",  # interpoint
            f"P{sheets:02d}",
        )

    order = _nested if plan.settings.saddle_stitch else _in_pairs
    if plan.model.variant == "swsf":
        order = _nested_from_inside
    return Wire(page=page, start=start, order=order)


def _margins(plan: Plan) -> tuple[int, int]:
    """Both margins in tenths of an inch: half of what the cells leave free, and the rest."""
    cells, width = plan.model.cells, plan.sheet.width
    used = plan.cells * cells.width - cells.gap
    # Step by step as braille-utils has it: where a margin is half a tenth, its rounding decides.
    first = int((width - used) / (2 * INCH) * 10 + 0.5)
    return first, int((width - first / 10 * INCH - used) / INCH * 10 + 0.5)


def _in_pairs(sides: int) -> Sequence[Slots]:
    """Front and back, sheet after sheet."""
    return [(one, one + 1 if one + 1 < sides else None) for one in range(0, sides, 2)]


def _nested(sides: int) -> Sequence[Slots]:
    """A sheet for four pages: two of the first half, two of the second, from outside to inside."""
    count = -(-sides // 4) * 4
    slots = [one if one < sides else None for one in range(count)]
    return [
        (slots[2 * one], slots[2 * one + 1], slots[count - 2 * one - 2], slots[count - 2 * one - 1])
        for one in range(count // 4)
    ]


def _nested_from_inside(sides: int) -> Sequence[Slots]:
    """The same with all sides in the opposite order."""
    return [tuple(reversed(sheet)) for sheet in reversed(_nested(sides))]
