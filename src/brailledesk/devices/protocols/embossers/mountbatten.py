"""Harpo Mountbatten: commands in braces; ``{np}`` begins a new line (MountbattenEmbosser)."""

from __future__ import annotations

from brailledesk.devices.embossers.plan import Plan
from brailledesk.devices.protocols.embossers.wire import Wire, constant, text_page

_START = b"{man}{bc 1}{lm 0}{rm 0}{tm 0}"
"""Lines by hand, the table NABCC, no margins."""


def wire(plan: Plan) -> Wire:
    return Wire(page=text_page(plan.charset.encode, b"{np}"), start=constant(_START))
