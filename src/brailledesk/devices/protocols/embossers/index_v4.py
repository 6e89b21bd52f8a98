"""Index V4 and V5: settings for one document, ``ESC D`` ... ``;``, with cells and rows.

Eight dots go as transparent rows (BT1). The order of the fields is free: three programs have three.

A SUB ends a document, and one behind the end does nothing (printer-driver-indexbraille 1.2.3,
index-braille.sh).
"""

from __future__ import annotations

from brailledesk.devices.embossers.charset import DOTS
from brailledesk.devices.embossers.plan import Plan
from brailledesk.devices.protocols.embossers.index_rows import transparent_row
from brailledesk.devices.protocols.embossers.wire import SUB, Wire, constant, escapes, text_page
from brailledesk.errors import N_, OptionNotPossible


def wire(plan: Plan) -> Wire:
    copies, is_transparent = plan.settings.copies, plan.charset.name == DOTS
    if is_transparent and plan.dots == 6:
        raise OptionNotPossible(plan.model.title, N_("charset"), DOTS, N_("with eight dots"))
    fields = [
        "BT1" if is_transparent else "BT0",  # the table that the machine is set to
        "TD0",  # dots 2.5 mm apart
        "LS50",
        f"DP{_page_mode(plan)}",
        *([f"MC{copies}"] if copies > 1 else []),
        "PN0",  # no page numbers
        f"CH{plan.cells}",
        f"LP{plan.rows}",
        "BI0",
        "TM0",
    ]
    encode = transparent_row if is_transparent else plan.charset.encode
    start = constant(escapes(f"D{','.join(fields)};"))
    return Wire(page=text_page(encode), start=start, filler=SUB)


def _page_mode(plan: Plan) -> int:
    """The fields DP: 3 and 5 are z-fold, 4 and 8 saddle stitch, on two sides and on one."""
    if plan.settings.saddle_stitch:
        return 4 if plan.is_double else 8
    if plan.settings.z_fold:
        return 3 if plan.is_double else 5
    return 2 if plan.is_double else 1
