"""Pages of a Braille file as people write them."""

from __future__ import annotations

import re

from brailledesk.errors import N_, UsageError

Ranges = tuple[tuple[int, int | None], ...]
"""First and last pages, counted from 1; None is the end."""

_RANGE = re.compile(r"\s*([0-9]{1,9})\s*(?:(-)\s*([0-9]{1,9})?\s*)?", re.ASCII)


def parse_pages(text: str | None) -> Ranges | None:
    """``1-3,8,20-`` to pairs of first and last page. Raises UsageError."""
    if text is None:
        return None
    found: list[tuple[int, int | None]] = []
    for part in text.split(","):
        match = _RANGE.fullmatch(part)
        first = int(match[1]) if match else 0
        last = first if match and not match[2] else None
        if match and match[3]:
            last = int(match[3])
        if first < 1 or (last is not None and last < first):
            raise UsageError(
                N_("{text} names no pages."),
                N_("Write them as 1-3,8 or 20- with the first page first."),
                text=text,
            )
        found.append((first, last))
    return tuple(found)
