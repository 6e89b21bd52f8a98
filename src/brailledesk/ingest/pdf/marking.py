"""Markers of list items as print shows them at the beginning of a line."""

from __future__ import annotations

import re

from brailledesk.ingest.markers import BULLET
from brailledesk.ingest.pdf.glyphs import BULLETS

_BULLET = re.compile(rf"([{re.escape(''.join(sorted(BULLETS)))}]|[-–—*])[ \t]+(?=\S)")
_NUMBER = re.compile(r"(\(?(?:\d{1,3}|[a-zA-Z]|[ivxlcIVXLC]{2,6})[.)])[ \t]+(?=\S)")


def marker_length(text: str) -> int:
    """How many characters at the beginning of a line are a marker and its blank; 0 if none."""
    match = _BULLET.match(text) or _NUMBER.match(text)
    return match.end() if match else 0


def marker_of(text: str) -> str:
    """The marker, bullets of any form as "•"; a dash stays a dash."""
    match = _BULLET.match(text) or _NUMBER.match(text)
    if not match:
        return ""
    return BULLET if match[1] in BULLETS or match[1] == "*" else match[1]


def is_bullet(text: str) -> bool:
    return _BULLET.match(text) is not None
