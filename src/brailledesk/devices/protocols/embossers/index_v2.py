"""Index V2: forty fields; x leaves one as it is (manual of the Everest-D 4.32, p. 43)."""

from __future__ import annotations

from brailledesk.devices.embossers.plan import Plan
from brailledesk.devices.protocols.embossers.wire import ESC, Wire, constant, text_page
from brailledesk.errors import N_, OptionNotPossible

SUB = b"\x1a"
_SETUP, _COPIES = ESC + b"\x0f", ESC + b"\x12"
_FIELDS = 40
_LEAST_CELLS = 23


def wire(plan: Plan) -> Wire:
    if plan.settings.z_fold and not plan.is_double:
        raise OptionNotPossible(plan.model.title, N_("z-fold"), N_("one side"), N_("two sides"))
    start = _SETUP + b"\x02" + ",".join(_fields(plan)).encode("ascii") + b"," + _SETUP
    if plan.settings.copies > 1:
        start += _COPIES + b"%03d" % plan.settings.copies + _COPIES
    return Wire(page=text_page(plan.charset.encode), start=constant(start), end=SUB)


def _fields(plan: Plan) -> list[str]:
    known = {
        0: "0",  # table of the United States
        1: "0",  # computer code
        2: "1" if plan.dots == 8 else "0",
        3: "0",  # no prefix before capitals
        9: f"{plan.cells - _LEAST_CELLS:02d}",
        10: "0",  # left margin
        11: "0",  # binding margin
        12: "0",  # top margin
        13: "0",  # bottom margin
        14: "4",  # line spacing 5 mm
        15: _page_mode(plan),
        16: "0",  # normal print
        17: "0",  # no page numbers
        19: "0",  # no word wrap
        20: "0",  # no line feeds of its own
        27: "0",  # dots 2.5 mm apart
        28: "1",
    }
    return [known.get(number, "x") for number in range(_FIELDS)]


def _page_mode(plan: Plan) -> str:
    if plan.settings.saddle_stitch:
        return "3"
    if plan.settings.z_fold:
        return "2"
    return "1" if plan.is_double else "0"
