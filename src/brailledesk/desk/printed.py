"""The print of what a display shows, for people who see it: row by row, each text over its cells.

With a table that writes one cell a character, print and cells stand in the same columns.
"""

from __future__ import annotations

from brailledesk.desk.layout import Shown, Strip
from brailledesk.desk.line import Segment


def printed(shown: Shown, rows: int) -> tuple[str, ...]:
    """The text of each row."""
    texts = [""] * rows
    for strip in shown.strips:
        for column, text in _pieces(strip):
            before = texts[strip.row]
            is_joined = not before or before.endswith(" ") or len(before) <= column
            texts[strip.row] = f"{before.ljust(column)}{'' if is_joined else ' '}{text}"
    return tuple(text.rstrip() for text in texts)


def _pieces(strip: Strip) -> list[tuple[int, str]]:
    """The texts of a strip, each with its column."""
    found = []
    for segment in strip.line.segments:
        start, end = max(segment.start, strip.start), min(segment.end, strip.end)
        if start < end:
            found.append((strip.column + start - strip.start, _text(segment, start, end)))
    return found


def _text(segment: Segment, start: int, end: int) -> str:
    """The characters whose cells begin from ``start`` up to ``end``."""
    text, places = segment.translation.text, segment.translation.cell_to_char
    first = places[start - segment.start]
    last = places[end - segment.start] if end - segment.start < len(places) else len(text)
    return "".join(one if one.isprintable() else " " for one in text[first:last])
