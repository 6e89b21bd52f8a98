"""Index' transparent rows: how many cells, then their dots.

Their own order of the dots: 1-3 in bits 0-2, 7 in bit 3, 4-6 in bits 4-6, 8 in bit 7
(braille-utils, IndexTransparentEmbosserWriter).
"""

from __future__ import annotations

from brailledesk.devices.protocols.embossers.wire import ESC

DOTS = bytes((cell & 0x87) | (cell & 0x38) << 1 | (cell & 0x40) >> 3 for cell in range(256))
"""For each cell its byte."""


def transparent_row(cells: bytes) -> bytes:
    r"""``ESC \ lo hi`` and the cells; nothing for an empty row."""
    if not cells:
        return b""
    return ESC + b"\\" + len(cells).to_bytes(2, "little") + cells.translate(DOTS)
