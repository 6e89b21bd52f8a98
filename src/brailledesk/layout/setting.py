"""The setting of one document: its translator, options, language and hyphenation, together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from brailledesk.layout.breaks import Passage
from brailledesk.layout.fill import Margins, fill
from brailledesk.layout.hyphenation import Hyphenator
from brailledesk.layout.lines import BLANK_LINE, LAYOUT, Line
from brailledesk.layout.options import LayoutOptions
from brailledesk.text import Run
from brailledesk.translate.base import RunTranslator

_LONGEST_HYPHEN = 3
"""A translator whose hyphen takes more cells leaves no room for syllables on a narrow page."""


class Setting:
    """What every part of layout needs to turn runs into lines."""

    def __init__(self, translate: RunTranslator, options: LayoutOptions, language: str) -> None:
        self.options = options
        self.language = language
        self.width = options.page.cells
        self._translate = translate
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
        translation = self._translate(runs)
        has_spans = self.options.has_print_spans
        return Passage(
            translation, languages, self._hyphenator, self._cells, has_print_spans=has_spans
        )

    def _cells(self, text: str, language: str) -> bytes:
        return self._translate([Run(text, language=language or None)]).cells

    def rule(self, width: int) -> bytes:
        """``width`` cells of hyphens, for rules across a page or table."""
        sign = self.hyphen[:1].strip(b"\0") or b"\x24"  # dots 36, where a translator has none
        return sign * width

    def margins(self, first: int, rest: int) -> Margins:
        """Margins with both indents at most half a row, so that deep nesting leaves room."""
        most = self.width // 2
        return Margins(min(first, most), min(rest, most), self.width)

    def lines(
        self, runs: Sequence[Run], margins: Margins, *, is_hyphenated: bool = True
    ) -> list[Line]:
        """The lines of a paragraph; a line feed begins a new row, an empty line stays one row."""
        has_syllables = is_hyphenated and self.options.is_hyphenated
        lines: list[Line] = []
        is_gap = False
        for number, part in enumerate(split_at_line_feeds(runs)):
            own = margins if not number else margins._replace(first=margins.rest)
            rows = self._rows(part, own, is_hyphenated=has_syllables)
            if rows and is_gap and lines:
                lines.append(BLANK_LINE)
            lines.extend(rows)
            is_gap = not rows
        return lines

    def _rows(self, runs: Sequence[Run], margins: Margins, *, is_hyphenated: bool) -> list[Line]:
        if is_blank(runs):
            return []
        passage = self.passage(runs)
        content = content_ranges(runs, passage)
        return list(fill(passage, margins, self.hyphen, content, is_hyphenated=is_hyphenated))


def is_blank(runs: Sequence[Run]) -> bool:
    """Whether there is nothing in the runs that a reader could see."""
    return all(not run.text or run.text.isspace() for run in runs)


def split_at_line_feeds(runs: Sequence[Run]) -> Iterator[list[Run]]:
    """The runs of each line of print; a translator need not know what a line feed is."""
    if not any("\n" in run.text for run in runs):
        yield list(runs)
        return
    line: list[Run] = []
    for run in runs:
        first, *others = run.text.split("\n")
        line.append(replace(run, text=first))
        for text in others:
            yield line
            line = [replace(run, text=text)]
    yield line


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


def _cell(passage: Passage, char: int) -> int:
    return passage.to_cell[char] if char < len(passage.text) else len(passage.cells)
