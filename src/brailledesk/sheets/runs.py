"""Pieces of runs: cutting, splitting and trimming without changing a character."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from brailledesk.document import Block, Paragraph, TableCell
from brailledesk.text import Run, plain_text

Runs = tuple[Run, ...]


def cut(runs: Sequence[Run], start: int, end: int) -> Runs:
    """The characters ``start`` to ``end`` of runs, without the blanks at their ends."""
    text = plain_text(runs)[start:end]
    start += len(text) - len(text.lstrip())
    end = start + len(text.strip())
    found = []
    position = 0
    for run in runs:
        first, last = max(start - position, 0), min(end - position, len(run.text))
        if first < last:
            found.append(replace(run, text=run.text[first:last]))
        position += len(run.text)
    return tuple(found)


def lines(runs: Sequence[Run]) -> list[Runs]:
    """The lines of a paragraph, parted at its line feeds; blank lines stay as empty ones."""
    found: list[list[Run]] = [[]]
    for run in runs:
        first, *others = run.text.split("\n")
        found[-1] += [replace(run, text=first)] if first else []
        found += [[replace(run, text=text)] if text else [] for text in others]
    return [_stripped(line) for line in found]


def _stripped(runs: Sequence[Run]) -> Runs:
    return cut(runs, 0, sum(len(run.text) for run in runs))


def join_lines(parts: Sequence[Runs]) -> Runs:
    """The reverse of :func:`lines`."""
    return _join(parts, "\n")


def in_one_line(blocks: Sequence[Block]) -> Runs | None:
    """Paragraphs as the value of one label; None for anything else.

    Several paragraphs, or lines, are parted by commas.
    """
    parts: list[Runs] = []
    for block in blocks:
        if not isinstance(block, Paragraph):
            return None
        parts += [line for line in lines(block.runs) if line]
    return _join(parts, ", ")


def cell_runs(cell: TableCell) -> Runs | None:
    """The text of a cell in one line; None if it holds more than paragraphs."""
    return in_one_line(cell.blocks)


def _join(parts: Sequence[Runs], gap: str) -> Runs:
    joined: list[Run] = []
    for place, part in enumerate(parts):
        if place:
            before = joined[-1] if joined else Run("")
            joined.append(replace(before, text=gap, note=None))
        joined.extend(part)
    return tuple(joined)
