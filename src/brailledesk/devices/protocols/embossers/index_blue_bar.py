"""Index Basic Blue-Bar: transparent rows and nothing else (braille-utils, BlueBarEmbosser)."""

from __future__ import annotations

from brailledesk.devices.embossers.plan import Plan
from brailledesk.devices.protocols.embossers.index_rows import transparent_row
from brailledesk.devices.protocols.embossers.wire import Wire, constant, text_page


def wire(_plan: Plan) -> Wire:
    return Wire(page=text_page(transparent_row), start=constant(b""))
