"""The marks that show where a print page begins inside a Braille page."""

from __future__ import annotations

from brailledesk.document import PageMark
from brailledesk.layout.fill import Margins
from brailledesk.layout.flow import Chunk
from brailledesk.layout.lines import Line, LineKind
from brailledesk.layout.setting import Setting
from brailledesk.text import Run

_LEAST_RULE = 3
"""A page mark shows at least so many hyphens before its label."""


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
