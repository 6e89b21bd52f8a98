"""Enabling Technologies: a chain of ``ESC code value`` (braille-utils, package com_brailler)."""

from __future__ import annotations

from brailledesk.devices.embossers.plan import Plan, refuse_paper, round_up
from brailledesk.devices.embossers.settings import INCH
from brailledesk.devices.protocols.embossers.wire import ESC, Wire, constant, text_page
from brailledesk.errors import N_

_LEAST_LENGTH = 3
"""Inches: the length of the page is told as what is more than these."""


def wire(plan: Plan) -> Wire:
    return Wire(page=text_page(plan.charset.encode), start=constant(_start(plan)))


def _start(plan: Plan) -> bytes:
    length = round_up(plan.sheet.height / INCH) - _LEAST_LENGTH
    if length < 0:
        height, bounds = f"{plan.sheet.height:g} mm", f"≥ {_LEAST_LENGTH} in"
        refuse_paper(plan.model, plan.settings, N_("height of the page"), height, bounds)
    has_eight = plan.dots == 8
    commands = [
        b"\x00",  # reset
        b"\x01\x00\x00",  # letters
        bytes([0x0B, has_eight]),
        b"\x0c\x01",  # left margin
        b"\x0f\x01",  # paper sensor
        bytes([0x11, plan.rows]),
        bytes([0x12, plan.cells]),  # right margin
        bytes([0x14, length]),
        b"\x17\x00",  # no word wrap
        b"\x23\x00",  # not centred
        *([bytes([0x29, not plan.is_double])] if 2 in plan.model.modes.sides else []),
        bytes([0x33, 3 if has_eight else 0]),
        b"\x34\x00",  # top of form
    ]
    return b"".join(ESC + command for command in commands)
