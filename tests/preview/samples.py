"""Publications with any cells, with what the reader of dots needs to find its way."""

from __future__ import annotations

import random

from brailledesk.pages import Page, PageFormat, PrintSpan, Publication, Row, Section, Volume


def publication_of(*pages: Page, cells: int = 20, rows: int = 12, **facts: str) -> Publication:
    section = Section(pages, PageFormat(cells, rows))
    return Publication((Volume((section,)),), **facts)


def random_rows(dots: int, *, cells: int, rows: int) -> list[bytes]:
    """The first row and the first column are full; the second row begins all possible cells."""
    source = random.Random(7)
    full = (1 << dots) - 1
    lines = [bytes([full] * cells)]
    every = iter(range(1 << dots))
    for _ in range(rows - 1):
        line = [next(every, source.randrange(1 << dots)) for _ in range(cells - 1)]
        lines.append(bytes([full, *line]))
    return lines


def random_page(dots: int, *, cells: int, rows: int) -> Page:
    """With print under it, and one running line."""
    lines = random_rows(dots, cells=cells, rows=rows)
    spans = (PrintSpan(0, 1, "che"), PrintSpan(2, 5, "Ì"), PrintSpan(6, 7, "zione"))
    return Page(
        tuple(
            Row(line, "che Ì zione", is_running_line=number == 1, spans=spans)
            for number, line in enumerate(lines)
        )
    )
