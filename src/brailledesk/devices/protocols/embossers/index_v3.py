"""Index V3: settings for one document, ``ESC D`` ... ``;``, with the size of the paper.

Variants: ``inch`` (length and width in inches and a code for the fraction), ``inch-width`` (width
only), ``mm`` (whole millimetres).

A SUB ends a document, and one behind the end does nothing (printer-driver-indexbraille 1.2.3,
index-braille.sh).
"""

from __future__ import annotations

from brailledesk.devices.embossers.plan import Plan, round_up
from brailledesk.devices.embossers.settings import INCH
from brailledesk.devices.protocols.embossers.wire import SUB, Wire, constant, escapes, text_page

_FRACTIONS = ((0, "0"), (1 / 4, "1"), (1 / 3, "2"), (1 / 2, "3"), (2 / 3, "4"), (3 / 4, "5"))
"""Up to which part of an inch a code goes; what is more is the next inch."""


def wire(plan: Plan) -> Wire:
    copies = plan.settings.copies
    fields = [
        "BT0",  # the table that the machine is set to
        "TD0",  # dots 2.5 mm apart
        "LS50",
        f"DP{_page_mode(plan)}",
        *([f"MC{copies}"] if copies > 1 else []),
        "PN0",  # no page numbers
        *_paper(plan),
        f"IM{plan.model.cells.inner}",
        "OM0",
        "TM0",
        "BM0",
    ]
    start = escapes(f"D{','.join(fields)};")
    return Wire(page=text_page(plan.charset.encode), start=constant(start), filler=SUB)


def _page_mode(plan: Plan) -> int:
    if plan.settings.saddle_stitch:
        return 4
    if plan.settings.z_fold:
        return 3 if plan.is_double else 5
    return 2 if plan.is_double else 1


def _paper(plan: Plan) -> list[str]:
    sheet, variant = plan.sheet, plan.model.variant
    if variant == "mm":
        return [f"PL{round_up(sheet.along)}", f"PW{round_up(sheet.across)}"]
    width = f"PW{_inches(sheet.across)}"
    return [width] if variant == "inch-width" else [f"PL{_inches(sheet.along)}", width]


def _inches(millimetres: float) -> str:
    inches = round(millimetres / INCH, 6)
    whole = int(inches)
    for bound, code in _FRACTIONS:
        if inches - whole <= bound:
            return f"{whole:02d}{code}"
    return f"{whole + 1:02d}0"
