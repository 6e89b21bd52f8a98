"""ViewPlus (Tiger): ``ESC`` and a letter; a number is one character (braille-utils, Tiger)."""

from __future__ import annotations

from brailledesk.devices.embossers.plan import Plan, refuse_paper, round_up
from brailledesk.devices.embossers.settings import INCH
from brailledesk.devices.protocols.embossers.wire import Wire, constant, escapes, text_page
from brailledesk.errors import N_

_MOST_HALF_INCHES = 42


def wire(plan: Plan) -> Wire:
    width = _half_inches(plan, plan.sheet.width)
    length = _half_inches(plan, plan.sheet.height)
    interpoint = ["IA" if plan.is_double else "I@"] if 2 in plan.model.modes.sides else []
    start = escapes(
        "@",  # reset
        "W@",  # no word wrap
        f"K{_number(0)}",  # top margin
        f"L{_number(0)}",  # left margin
        f"Q{_number(plan.rows)}",
        f"S{_number(width)}",
        f"T{_number(length)}",
        "FB" if plan.dots == 8 else "F@",
        *interpoint,
        "AA",  # table of the United States
    )
    return Wire(page=text_page(plan.charset.encode), start=constant(start))


def _number(value: int) -> str:
    return chr(40 + value)


def _half_inches(plan: Plan, millimetres: float) -> int:
    count = round_up(2 * millimetres / INCH)
    if count > _MOST_HALF_INCHES:
        what = N_("width or height of the page")
        refuse_paper(plan.model, plan.settings, what, f"{millimetres:g} mm", "≤ 21 in")
    return count
