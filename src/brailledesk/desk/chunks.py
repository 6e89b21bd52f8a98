"""A long text as lines: at its line breaks, and where a line would be too long for one."""

from __future__ import annotations

MAX_LINE = 1_000
"""Characters of a line; a longer paragraph goes on in the next."""


def chunks(text: str) -> list[tuple[int, int]]:
    """The lines of ``text`` as rising (start, end); a line break belongs to none."""
    if len(text) <= MAX_LINE and "\n" not in text:
        return [(0, len(text))]
    found: list[tuple[int, int]] = []
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        while end - start > MAX_LINE:
            middle = _division(text, start)
            found.append((start, middle))
            start = middle
        found.append((start, end))
        start = end + 1
    return found


def _division(text: str, start: int) -> int:
    """Where a long line is divided: behind a blank in its last fifth, if there is one."""
    last = start + MAX_LINE
    blank = text.rfind(" ", last - MAX_LINE // 5, last)
    return last if blank < 0 else blank + 1
