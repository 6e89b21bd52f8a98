"""The setting of one document: its translator, options, language and hyphenation, together."""

from __future__ import annotations

from collections.abc import Sequence

from brailledesk.hyphenation import Hyphenator
from brailledesk.layout.breaks import Passage
from brailledesk.layout.fill import Margins, fill
from brailledesk.layout.flow import Chunk
from brailledesk.layout.lines import BLANK_LINE, LAYOUT, Line
from brailledesk.layout.options import LayoutOptions
from brailledesk.text import Run, split_at_line_feeds
from brailledesk.translate.base import RunTranslator

_LONGEST_HYPHEN = 3
"""A translator whose hyphen takes more cells leaves no room for syllables on a narrow page."""


class Setting:
    """What every part of layout needs to turn runs into lines."""

    def __init__(self, translate: RunTranslator, options: LayoutOptions, language: str) -> None:
        self.options = options
        self.language = language
        self.width = options.page.cells
        self.translate = translate
        self._hyphenator = Hyphenator()
        hyphen = translate([Run("-")]).cells
        self.hyphen = hyphen if len(hyphen) <= _LONGEST_HYPHEN else b""

    def passage(self, runs: Sequence[Run]) -> Passage:
        """The runs, translated at once."""
        languages: list[tuple[int, str]] = []
        place = 0
        for run in runs:
            language = self.language if run.language is None else run.language
            if not languages or languages[-1][1] != language:
                languages.append((place, language))
            place += len(run.text)
        translation = self.translate(runs)
        has_spans = self.options.has_print_spans
        return Passage(
            translation, languages, self._hyphenator, self._cells, has_print_spans=has_spans
        )

    def _cells(self, text: str, language: str) -> bytes:
        return self.translate([Run(text, language=language or None)]).cells

    def rule(self, width: int) -> bytes:
        """``width`` cells of hyphens, for rules across a page or table."""
        sign = self.hyphen[:1].strip(b"\0") or b"\x24"  # dots 36, where a translator has none
        return sign * width

    def margins(self, first: int, rest: int) -> Margins:
        """Margins with both indents at most half a row, so that deep nesting leaves room."""
        most = self.width // 2
        return Margins(min(first, most), min(rest, most), self.width)

    def lines(
        self,
        runs: Sequence[Run],
        margins: Margins,
        *,
        is_hyphenated: bool = True,
        is_verse: bool = False,
    ) -> list[Line]:
        """The lines of a paragraph; a line feed begins a new row, an empty line stays one row.

        The first indent is for the first row, with ``is_verse`` for every one after a line feed.
        """
        has_syllables = is_hyphenated and self.options.is_hyphenated
        lines: list[Line] = []
        is_gap = False
        for number, part in enumerate(split_at_line_feeds(runs)):
            own = margins if is_verse or not number else margins._replace(first=margins.rest)
            rows = self._rows(part, own, is_hyphenated=has_syllables)
            if rows and is_gap and lines:
                lines.append(BLANK_LINE)
            lines.extend(rows)
            is_gap = not rows
        return lines

    def chunk(self, runs: Sequence[Run], margins: Margins) -> Chunk:
        """The lines of a paragraph as a chunk."""
        return Chunk(tuple(self.lines(runs, margins)))

    def _rows(self, runs: Sequence[Run], margins: Margins, *, is_hyphenated: bool) -> list[Line]:
        if is_blank(runs):
            return []
        passage = self.passage(runs)
        content = content_ranges(runs, passage)
        marks = _marks(runs, passage)
        rows = fill(
            passage, margins, self.hyphen, content, marks=marks, is_hyphenated=is_hyphenated
        )
        return list(rows)


def is_blank(runs: Sequence[Run]) -> bool:
    """Whether there is nothing in the runs that a reader could see."""
    return all(not run.text or run.text.isspace() for run in runs)


def content_ranges(runs: Sequence[Run], passage: Passage) -> list[tuple[int, int]] | None:
    """The cells of the runs that layout did not write; None where that is all of them."""
    if not any(run.origin is LAYOUT for run in runs):
        return None
    ranges: list[tuple[int, int]] = []
    place = 0
    for run in runs:
        end = place + len(run.text)
        if run.origin is not LAYOUT and run.text:
            ranges.append((_cell(passage, place), _cell(passage, end)))
        place = end
    return ranges


def _marks(runs: Sequence[Run], passage: Passage) -> list[tuple[int, str]]:
    """The last cell of each note mark, with the label of its note."""
    if not any(run.note for run in runs):
        return []
    marks: list[tuple[int, str]] = []
    place = 0
    for run in runs:
        place += len(run.text)
        if run.note and run.text:
            marks.append((max(_cell(passage, place) - 1, 0), run.note))
    return marks


def _cell(passage: Passage, char: int) -> int:
    return passage.to_cell[char] if char < len(passage.text) else len(passage.cells)
