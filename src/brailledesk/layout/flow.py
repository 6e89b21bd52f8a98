"""What pagination takes: chunks of lines with the rules that hold them together."""

from __future__ import annotations

from dataclasses import dataclass

from brailledesk.document import Heading, PageMark
from brailledesk.layout.fill import Margins
from brailledesk.layout.lines import Line, LineKind
from brailledesk.layout.setting import Setting
from brailledesk.text import Run

_LEAST_RULE = 3
"""A page mark shows at least so many hyphens before its label."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """The lines of one paragraph, heading, table row or page mark.

    Blank rows go before and after it, never at the top or bottom of a page. ``repeated`` are the
    lines that go to the top of a page on which the chunk, or a part of it, comes first.
    ``print_page`` is the print page that begins here, None where none does; ``heading`` the heading
    that these are the lines of. ``notes`` are for the foot of the page: each with the number of the
    line whose mark refers to it.
    """

    lines: tuple[Line, ...]
    blank_before: int = 0
    blank_after: int = 0
    is_kept_with_next: bool = False
    repeated: tuple[Line, ...] = ()
    print_page: str | None = None
    heading: Heading | None = None
    notes: tuple[tuple[int, tuple[Line, ...]], ...] = ()


def page_mark(mark: PageMark, setting: Setting) -> Chunk:
    """A row of hyphens with the label of the print page at the right.

    A label too long for that follows the hyphens on rows of its own.
    """
    width = setting.width
    rows = setting.lines([Run(mark.label.replace("\n", " "))], Margins(0, 0, width))
    lines: tuple[Line, ...] = ()
    if setting.options.has_page_marks:
        lines = tuple(_mark_lines(rows, setting))
    return Chunk(lines, is_kept_with_next=True, print_page=mark.label)


def _mark_lines(rows: list[Line], setting: Setting) -> list[Line]:
    label = rows[0].cells if len(rows) == 1 else b""
    room = setting.width - len(label) - 1
    if not label or room < _LEAST_RULE:
        rule = Line(setting.rule(setting.width), "-" * setting.width, LineKind.PAGE_MARK)
        marks = [
            Line(row.cells, row.print_text, LineKind.PAGE_MARK, (), row.is_hyphenated, row.is_open)
            for row in rows
        ]
        return [rule, *marks]
    cells = setting.rule(room) + b"\0" + label
    return [Line(cells, f"{'-' * room} {rows[0].print_text}", LineKind.PAGE_MARK)]
