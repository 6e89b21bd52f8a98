"""Braillo, in each range of firmware (braille-utils, package com_braillo).

The machines emboss both sides of a sheet; a last sheet is filled, and a blank page has a line end.
"""

from __future__ import annotations

from brailledesk.devices.embossers.plan import Plan, refuse_paper, round_up
from brailledesk.devices.embossers.settings import INCH
from brailledesk.devices.protocols.embossers.braillo_sw import wire as wire_sw
from brailledesk.devices.protocols.embossers.wire import (
    CR_LF,
    FF,
    Rows,
    Wire,
    constant,
    escapes,
)
from brailledesk.errors import N_

_LENGTHS = "011223344556789ABCDEF"
"""Firmware 12 to 16: the character for a sheet of 8, 9, 10 ... half inches."""

_LEAST_CELLS = 27
_HALF_INCHES = {"fw11": (20, 28), "fw12": (8, 28), "fw17": (8, 28), "300": (8, 28)}


def wire(plan: Plan) -> Wire:
    if plan.model.variant in {"sw", "swsf"}:
        return wire_sw(plan)
    length = round_up(2 * plan.sheet.height / INCH)
    least, most = _HALF_INCHES[plan.model.variant]
    if not least <= length <= most:
        bounds = f"{least / 2:g}-{most / 2:g} in"
        what = N_("height of the page")
        refuse_paper(plan.model, plan.settings, what, f"{length / 2:g} in", bounds)

    def page(rows: Rows) -> bytes:
        if not any(rows) and len(rows) <= 1:
            return CR_LF + FF
        return CR_LF.join(map(plan.charset.encode, rows)) + FF

    start = escapes(*_commands(plan, length))
    return Wire(page=page, start=constant(start), is_sheet_filled=True)


def _commands(plan: Plan, length: int) -> list[str]:
    fold, sides = int(plan.settings.z_fold), int(plan.is_double)
    eight = int(plan.dots == 8)
    match plan.model.variant:
        case "fw11":
            return ["E", "6", f"\x1f{plan.cells - _LEAST_CELLS:X}", f"\x1e{length - 20}", "A"]
        case "fw12":
            width = f"\x1f{plan.cells - _LEAST_CELLS:X}"
            return ["E", "S1", "6", width, f"\x1e{_LENGTHS[length - 8]}", "A", f"Q{fold}"]
        case "300":
            paper = [f"A{length:02d}", f"B{plan.cells:02d}", f"C{sides}", f"H{fold}"]
            return [*paper, "I0", f"J{eight}", "M16", "N0", "R0", "S1"]
    paper = [f"A{length:02d}", f"B{plan.cells:02d}", f"H{fold}"]
    return ["S1", f"C{sides}", f"J{eight}", *paper, "N0", "R0"]
