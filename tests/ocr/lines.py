"""Lines of words, as engines give them."""

from __future__ import annotations

from collections.abc import Sequence

from brailledesk.ingest.ocr.page import Box, Line, Word


def line_of(words: Sequence[Word], base: float) -> Line:
    """The words as a line whose base is there; its box is all of theirs."""
    boxes = [word.box for word in words]
    box = Box(
        min(b.left for b in boxes),
        min(b.top for b in boxes),
        max(b.right for b in boxes),
        max(b.bottom for b in boxes),
    )
    return Line(tuple(words), box, base, box.bottom - box.top)
