"""Nippon: the rows of each page and the bytes of each row are counted (libembosser, PEF2Nippon)."""

from __future__ import annotations

from brailledesk.devices.embossers.plan import Plan
from brailledesk.devices.protocols.embossers.wire import CR_LF, FF, Rows, Wire, constant

_START, _END = b"\x01\x00\x00", b"\x03"
_PAGE = b"\x02\x01"


def wire(plan: Plan) -> Wire:
    def page(rows: Rows) -> bytes:
        lines = [plan.charset.encode(row) + CR_LF for row in rows]
        counted = b"".join(bytes([len(line)]) + line for line in lines)
        return _PAGE + bytes([len(rows)]) + counted

    return Wire(page=page, start=constant(_START), end=_END, between=FF)
