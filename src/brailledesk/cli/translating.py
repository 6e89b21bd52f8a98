"""What the commands translate and trace do, once their arguments are parsed."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from brailledesk import Contraction, cells_of_lines, translate
from brailledesk.cells import CHARSETS, cells_to_ascii, cells_to_unicode, dots_from_cells
from brailledesk.cli.console import put
from brailledesk.errors import N_, UsageError


def put_lines(
    lines: Iterable[str],
    table: str,
    contraction: Contraction,
    *,
    charset: str | None,
    has_dots: bool,
) -> None:
    """Each line as Braille in the form that was asked for."""
    if charset is not None and charset not in CHARSETS:
        raise UsageError(
            N_("There is no charset {charset}."),
            N_("Known charsets: {known}."),
            charset=charset,
            known=", ".join(CHARSETS),
        )
    for cells in cells_of_lines(lines, table, contraction=contraction):
        put(_form(cells, charset, has_dots=has_dots) + "\n")


def _form(cells: bytes, charset: str | None, *, has_dots: bool) -> str:
    if has_dots:
        return dots_from_cells(cells)
    if charset is None:
        return cells_to_unicode(cells)
    try:
        return cells_to_ascii(cells, charset)
    except ValueError:
        raise UsageError(
            N_("ASCII Braille has six dots a cell, and this table uses eight."),
            N_("Leave out --ascii, or take a six-dot table."),
        ) from None


def trace_lines(lines: Iterable[str], table: str) -> None:
    """Each applied rule on a line: print, dots, rule, file and line."""
    for line in lines:
        translation = translate(line, table, trace=True)
        for step in translation.steps or ():
            cells = translation.cells[step.cell_start : step.cell_end]
            rule = step.rule
            origin = f"{rule.source}\t{Path(rule.path).name}:{rule.line}" if rule else ""
            shown = translation.text[step.start : step.end]
            put(f"{shown}\t{cells_to_unicode(cells)}\t{dots_from_cells(cells)}\t{origin}\n")
        for one in translation.undefined:
            put(f"{one.text}\t\t\t? {one.shown_as}\n")
