"""Generic text: rows with CR LF, pages with a form feed, and no command at all."""

from __future__ import annotations

from brailledesk.devices.embossers.plan import Plan
from brailledesk.devices.protocols.embossers.wire import Wire, constant, text_page


def wire(plan: Plan) -> Wire:
    return Wire(page=text_page(plan.charset.encode), start=constant(b""))
