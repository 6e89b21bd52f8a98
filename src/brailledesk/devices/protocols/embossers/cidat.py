"""Cidat of the ONCE: Impacto and Portathiel (braille-utils, package es_once_cidat).

Impacto is sent the dots, and the cell that is an escape (dots 1245) twice. Portathiel is sent the
dots with that cell as F7, or text in MIT.
"""

from __future__ import annotations

from brailledesk.devices.embossers.charset import DOTS
from brailledesk.devices.embossers.plan import Plan, refuse_paper, round_up
from brailledesk.devices.embossers.settings import INCH
from brailledesk.devices.protocols.embossers.wire import (
    ESC,
    FF,
    Rows,
    Wire,
    constant,
    escapes,
    text_page,
)
from brailledesk.errors import N_

_INCHES = {"impacto": (6, 13), "portathiel": (8, 13)}
_ROWS = {"impacto": (12, 43), "portathiel": (10, 31)}


def wire(plan: Plan) -> Wire:
    inches = round_up(plan.sheet.height / INCH)
    for what, value, (least, most) in (
        (N_("height of the page, in inches"), inches, _INCHES[plan.model.variant]),
        (N_("rows per page"), plan.rows, _ROWS[plan.model.variant]),
    ):
        if not least <= value <= most:
            refuse_paper(plan.model, plan.settings, what, str(value), f"{least}-{most}")
    return _impacto(plan, inches) if plan.model.variant == "impacto" else _portathiel(plan, inches)


def _impacto(plan: Plan, inches: int) -> Wire:
    start = escapes(
        ")",  # transparent
        "+" if plan.dots == 8 else "*",
        f".{_digit(inches)}",
        "/1",  # line spacing 1/10 in
        f"0{_digit(plan.cells)}",
        f"1{_digit(plan.rows)}",
        "3",  # words are cut
        "Q" if plan.is_double else "P",
        "GU0\n",  # binding margin
        "IN0\n",  # indent
        "MB0\n",
        "ML0\n",
        "MR0\n",
        "MT0\n",
        f"NC{plan.settings.copies}\n",
        "SC1\n",  # copies one after another
        "PM0\n",  # text
        "PN0\n",  # no page numbers
        "PI0\n",  # for this job only
    )
    page = text_page(lambda cells: cells.replace(ESC, ESC + ESC), ESC + b"\n", ESC + FF)
    return Wire(page=page, start=constant(start), end=ESC + b"T")


def _digit(value: int) -> str:
    return chr(0x30 + value)


def _portathiel(plan: Plan, inches: int) -> Wire:
    is_transparent = plan.charset.name == DOTS
    commands = [
        "TP" if is_transparent else "CS2",
        "DT8" if plan.dots == 8 else "DT6",
        "DS1" if plan.is_double else "DS0",
        "LM0",
        "SL1",  # line spacing 1/10 in
        f"PL{inches:02d}",
        f"LP{plan.rows:02d}",
        f"CL{plan.cells:02d}",
        "CT1",  # words are cut
        "NI1",  # no indent
        "JB0",
        "FF1",
    ]
    start = escapes(*(f"!{command}\r" for command in commands))
    page = _transparent_page if is_transparent else text_page(plan.charset.encode)
    return Wire(page=page, start=constant(start))


def _transparent_page(rows: Rows) -> bytes:
    return b"\xcd\xda".join(row.replace(ESC, b"\xf7") for row in rows) + b"\xc7"
