"""Filling rows: a passage is translated once, then its cells are divided into lines."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from brailledesk.layout.breaks import Break, Passage
from brailledesk.layout.lines import Line
from brailledesk.pages import PrintSpan
from brailledesk.values import replace


class Margins(NamedTuple):
    """Indents of the first and of the other rows, and the cells of a whole row."""

    first: int
    rest: int
    width: int


def fill(
    passage: Passage,
    margins: Margins,
    hyphen: bytes = b"",
    content: Sequence[tuple[int, int]] | None = None,
    *,
    marks: Sequence[tuple[int, str]] = (),
    is_hyphenated: bool = True,
) -> Iterator[Line]:
    """The lines of a passage. Words are divided with ``hyphen``; an empty one is never put.

    Unless ``is_hyphenated``, only words that are longer than a row are divided.
    ``content`` holds the ranges of the passage's cells that come from the document; None: all.
    ``marks`` are the last cells of note marks, rising, with their labels.
    """
    last, start, char = len(passage.cells), passage.after_blanks(0), 0
    ranges = ((0, last),) if content is None else content
    if start == last and (text := passage.print_text()):
        labels = tuple(label for _, label in marks)
        yield Line(b"", text, notes=labels)  # without cells: the print still shows it
    indent, lead = margins.first, b""
    size = len(hyphen) if is_hyphenated else 0
    while start < last:
        width = margins.width - len(lead)
        cut = _cut(passage, start, width - indent, size)
        if cut is None and indent > margins.rest:
            # What fits a whole row is not broken for the sake of an indent.
            cut = _cut(passage, start, width - margins.rest, size)
            indent = margins.rest if cut else indent
        if cut is None:
            cut = passage.forced(start, start + width - indent, len(hyphen))
        line = _line(passage, start, char, cut, bytes(indent) + lead, hyphen, ranges)
        lead = _lead(passage, cut, margins)
        start, char, indent = passage.after_blanks(cut.cell), cut.char, margins.rest
        done = bisect_left(marks, (start, "")) if start < last else len(marks)
        yield replace(line, notes=tuple(label for _, label in marks[:done])) if done else line
        marks = marks[done:]


def _lead(passage: Passage, cut: Break, margins: Margins) -> bytes:
    """The signs that the next row begins with; none where they would take most of it."""
    if not cut.is_open or cut.char >= len(passage.text):
        return b""
    lead = passage.lead(cut.char)
    return lead if 2 * len(lead) < margins.width - margins.rest else b""


def _cut(passage: Passage, start: int, width: int, hyphen_size: int) -> Break | None:
    """Where a row of ``width`` cells from ``start`` ends; None if there is no legal place."""
    limit = start + width
    if limit >= len(passage.cells):
        return Break(len(passage.cells), len(passage.text), is_open=False)
    blank = passage.last_blank(start, limit)
    if blank != limit:
        word = passage.inside_word(max(blank + 1, start), limit, hyphen_size)
        if word:
            return word
    return Break(blank, passage.to_char[blank], is_open=False) if blank > 0 else None


def first_row(passage: Passage, width: int) -> Line | None:
    """As many whole words of the passage as ``width`` cells hold; None if not one fits."""
    start = passage.after_blanks(0)
    if start == len(passage.cells) or width < 1:
        return None
    cut = _cut(passage, start, width, 0)
    if cut is None:
        return None
    return _line(passage, start, 0, cut, b"", b"", ())


def _line(
    passage: Passage,
    start: int,
    char: int,
    cut: Break,
    before: bytes,
    hyphen: bytes,
    ranges: Sequence[tuple[int, int]],
) -> Line:
    body = passage.cells[start : cut.cell].rstrip(b"\0")
    end = start + len(body)
    shift = len(before) - start
    content = tuple(
        (max(first, start) + shift, min(last, end) + shift)
        for first, last in ranges
        if first < end and last > start
    )
    text = passage.print_text(char, cut.char)
    cells = before + body if body else b""
    spans = _spans(passage.spans((start, end), (char, cut.char)), before)
    if cut.has_hyphen:
        if spans:
            spans += (PrintSpan(len(cells), len(cells + hyphen), "-"),)
        cells, text = cells + hyphen, text + "-"
        return Line(cells, text, content=content, is_hyphenated=True, is_open=True, spans=spans)
    return Line(cells, text, content=content, is_open=cut.is_open, spans=spans)


def _spans(spans: tuple[PrintSpan, ...], before: bytes) -> tuple[PrintSpan, ...]:
    """The spans behind an indent; signs that the row begins with belong to the first of them."""
    moved = tuple(span.moved(len(before)) for span in spans)
    indent = len(before) - len(before.lstrip(b"\0"))
    return (
        (moved[0]._replace(start=indent), *moved[1:]) if moved and indent < len(before) else moved
    )
