"""Find a text in lines: without regard to case and accents, as people type it in a hurry."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from brailledesk.magnify.markers import Span


def folded(text: str) -> str:
    """A text of the same length without case and accents: each character stays one."""
    return "".join(
        " " if one.isspace() else unicodedata.normalize("NFD", one)[0].lower()[:1] for one in text
    )


def find(
    lines: Sequence[str], wanted: str, start: tuple[int, int], *, is_back: bool = False
) -> Span | None:
    """The next place of a text behind ``start`` (line and character), or the one before it.

    It goes on from the other end, and comes to the same place again where there is no other.
    """
    needle = folded(wanted)
    if not needle or not lines:
        return None
    first, character = start
    count = len(lines)
    for step in range(count + 1):
        index = (first + (-step if is_back else step)) % count
        text = folded(lines[index])
        if is_back:
            end = character + len(needle) - 1 if step == 0 else len(text)
            place = text.rfind(needle, 0, max(end, 0))
        else:
            place = text.find(needle, character + 1 if step == 0 else 0)
        if place >= 0:
            return Span(index, place, place + len(needle))
    return None
