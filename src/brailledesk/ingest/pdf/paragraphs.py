"""Where one paragraph ends and the next begins, from how lines stand and end.

Inside of a group of lines that stand together, a line ended before its column where the next word
would still have fitted: somebody meant that break (the rule of ingest.plain, in points).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from brailledesk.ingest.pdf.lines import LEADER, Line
from brailledesk.ingest.pdf.marking import is_bullet, marker_length
from brailledesk.ingest.pdf.measure import Measure
from brailledesk.ingest.pdf.page import BOLD, FIXED
from brailledesk.ingest.pdf.runs import Placed
from brailledesk.ingest.pdf.words import HYPHENS
from brailledesk.ingest.plain import NARROWEST_FULL_LINE

_SAME_SIZE = 0.08
_MORE_LEADING = 1.18
_NARROW = 0.6
"""Of a column: text that is narrower and short was broken by somebody."""
_INDENT = 0.8
"""Of the size: what a first line is moved in."""
_BLANK = 0.25
_SENTENCE_ENDS = re.compile(r"[.!?:;…][»”\")’]?$")
_DIVIDED = re.compile(rf"[^\W\d_][{HYPHENS}]$")
_LEADER_LINE = re.compile(rf"{LEADER} ?\w+$")


@dataclass(frozen=True, slots=True)
class Group:
    """The lines of one paragraph, heading, item or listing."""

    lines: tuple[Placed, ...]
    page: int

    @property
    def first(self) -> Line:
        return self.lines[0].line

    @property
    def bare(self) -> tuple[Line, ...]:
        return tuple(placed.line for placed in self.lines)

    @property
    def is_fixed(self) -> bool:
        return self.first.has_style(FIXED)

    @property
    def marker(self) -> int:
        """The length of the marker at its beginning; 0 if it is no item of a list."""
        return 0 if self.is_fixed else marker_length(self.first.text)


def groups_of(lines: Sequence[Placed], page: int, measure: Measure) -> list[Group]:
    """The paragraphs of lines that follow each other on one page."""
    groups: list[Group] = []
    for run in _standing_together(lines, measure):
        groups += [Group(part, page) for part in _by_ends(run)]
    return groups


def _standing_together(lines: Sequence[Placed], measure: Measure) -> Iterator[list[Placed]]:
    run: list[Placed] = []
    for placed in lines:
        if run and _is_parted(run, placed.line, measure):
            yield run
            run = []
        run.append(placed)
    if run:
        yield run


def _is_parted(run: Sequence[Placed], line: Line, measure: Measure) -> bool:
    """Whether a line begins another group by its look or place."""
    above = run[-1].line
    if line.is_alone or above.is_alone:
        return True
    if line.is_turned or above.is_turned or _looks_other(above, line):
        return True
    gap = line.base - above.base
    if gap <= 0 or line.column != above.column:
        return not _runs_over(above, line)
    if gap > _MORE_LEADING * measure.leading(line.size) + 0.5:
        return True
    if line.has_style(FIXED):
        return False
    return _is_item(run, line) or _is_moved(above, line, run)


def _is_item(run: Sequence[Placed], line: Line) -> bool:
    is_marked = marker_length(line.text) > 0
    return is_marked and (is_bullet(line.text) or _may_be_item(run, line))


def _is_moved(above: Line, line: Line, run: Sequence[Placed]) -> bool:
    """Whether a line is moved in as first lines are, or out again."""
    first = run[0].line
    moved = line.left - above.left
    if marker_length(first.text):
        # An item goes on below its text, not below its marker.
        return line.left < first.left + 0.3 * line.size and line.left <= first.left
    if moved > _INDENT * line.size:
        return True
    return moved < -_INDENT * line.size and len(run) > 1


def _looks_other(above: Line, line: Line) -> bool:
    if abs(line.size - above.size) > _SAME_SIZE * max(line.size, above.size):
        return True
    return line.has_style(FIXED) != above.has_style(FIXED)


def _may_be_item(run: Sequence[Placed], line: Line) -> bool:
    """A number at the beginning of a line can also be a sentence's."""
    above = run[-1].line
    is_row = marker_length(run[0].line.text) > 0
    if line.text[0].isupper() and line.text[1] == ".":
        # "Francesco / P. Lovergine"
        return is_row
    ended = _SENTENCE_ENDS.search(above.text) is not None or _is_short(above, line, above.column[1])
    return is_row or ended


def _runs_over(above: Line, line: Line) -> bool:
    """Whether a paragraph goes on from the foot of one column to the head of the next."""
    if marker_length(line.text) or _SENTENCE_ENDS.search(above.text):
        return False
    is_full = not _is_short(above, line, above.column[1])
    return is_full and (line.text[0].islower() or above.text[-1] in "-,")


def goes_over_page(before: Group, after: Group) -> bool:
    """Whether a paragraph goes on from the last line of a page to the first one of the next."""
    above, line = before.lines[-1].line, after.first
    if above.is_alone or line.is_alone:
        return False
    if above.is_turned or line.is_turned or _looks_other(above, line) or line.has_style(FIXED):
        return False
    return above.has_style(BOLD) == line.has_style(BOLD) and _runs_over(above, line)


def joined(before: Group, after: Group) -> Group:
    return replace(before, lines=before.lines + after.lines)


def _is_short(above: Line, line: Line, limit: float) -> bool:
    """Whether the first word of a line would have fitted behind the line above.

    A word that goes on in the line was divided by a program: it knew better what fits.
    """
    if _DIVIDED.search(above.text) and line.text[0].islower():
        return False
    first = line.pieces[0]
    return above.right + _BLANK * line.size + (first.right - first.left) < limit - 0.5


def _limits(lines: Sequence[Line]) -> dict[tuple[float, float], float]:
    """Where full lines end, by column.

    Two lines say little, and lines that are all short may be an address or verses: there the whole
    column counts.
    """
    held: dict[tuple[float, float], list[Line]] = defaultdict(list)
    for line in lines:
        held[line.column].append(line)
    return {column: _limit(found) for column, found in held.items()}


def _limit(lines: Sequence[Line]) -> float:
    left, right = lines[0].column
    longest = max(lines, key=lambda line: line.right)
    own = min(line.left for line in lines)
    is_narrow = longest.right - own < _NARROW * (right - left)
    is_short = len(longest.text) < NARROWEST_FULL_LINE
    if len(lines) < 3:
        return right
    # An address may reach the right edge of the page; its breaks are meant all the same.
    return float("inf") if is_narrow and is_short else longest.right


def _by_ends(run: Sequence[Placed]) -> Iterator[tuple[Placed, ...]]:
    """Parts of a group where a sentence and a line end together; other breaks meant are kept."""
    limits = _limits([placed.line for placed in run])
    part = [run[0]]
    for above, placed in pairwise(run):
        is_fixed = placed.line.has_style(FIXED)
        is_over = placed.line.base <= above.line.base
        is_meant = not is_over and (
            is_fixed
            or _LEADER_LINE.search(above.line.text) is not None
            or _is_short(above.line, placed.line, limits[above.line.column])
        )
        if is_meant and not is_fixed and _SENTENCE_ENDS.search(above.line.text):
            yield tuple(part)
            part = [placed]
        else:
            part.append(placed._replace(is_break_before=is_meant))
    yield tuple(part)
