"""What stands before the text: title pages and the transcriber's note."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from brailledesk.layout.blocks import centred
from brailledesk.layout.book import TitlePage
from brailledesk.layout.flow import Chunk
from brailledesk.layout.lines import BLANK_LINE, LAYOUT, Line, LineKind
from brailledesk.layout.setting import Setting
from brailledesk.text import Run


@dataclass(frozen=True, slots=True)
class VolumeFacts:
    """A volume as its title page tells of it: "1 of 3", its last Braille page, its print pages."""

    number: int
    count: int
    last_page: int
    print_pages: tuple[str, str] | None


def note_chunks(setting: Setting) -> Iterator[Chunk]:
    """The transcriber's note as paragraphs; none where the options have none."""
    book = setting.options.book
    text = book.transcriber_note.strip()
    if not text:
        return
    indent = setting.options.paragraph_indent
    runs = [Run(f"{book.labels.note}: {text}", origin=LAYOUT)]
    lines = setting.lines(runs, setting.margins(indent, 0))
    yield Chunk(_as_front(lines), blank_after=1)


def title_pages(
    page: TitlePage, title: str, author: str, facts: VolumeFacts, setting: Setting
) -> list[list[Line]]:
    """Author, title and what is known of the print from the top; at the foot what the Braille is.

    The number of the volume is the last row, as Italian practice has it. ``title`` and ``author``
    are those of the document. What needs more than a page goes on on the next.
    """
    top = [
        (page.author or author,),
        (page.title or title,),
        (page.publisher, page.edition, page.year),
    ]
    foot = [
        (page.institution, ", ".join(filter(None, (page.place, page.date)))),
        tuple(_of_volume(facts, setting)),
    ]
    above, below = _rows(top, setting), _rows(foot, setting)
    height = setting.options.page.rows
    gap = height - len(above) - len(below)
    rows = [*above, *[BLANK_LINE] * max(gap, 1 if above else 0), *below]
    return [rows[start : start + height] for start in range(0, len(rows), height)]


def _of_volume(facts: VolumeFacts, setting: Setting) -> Iterator[str]:
    labels = setting.options.book.labels
    if facts.print_pages:
        first, last = facts.print_pages
        words = labels.print_page if first == last else labels.print_pages
        yield words.format(first=first, last=last)
    yield labels.volume_pages.format(first=1, last=facts.last_page)
    yield labels.volume.format(number=facts.number, count=facts.count)


def _rows(blocks: Iterable[Sequence[str]], setting: Setting) -> list[Line]:
    """Centred rows, a blank one between two blocks."""
    rows: list[Line] = []
    for texts in blocks:
        shown = [" ".join(text.split()) for text in texts if text.strip()]
        if shown and rows:
            rows.append(BLANK_LINE)
        for text in shown:
            margins = setting.margins(0, 0)
            lines = setting.lines([Run(text, origin=LAYOUT)], margins, is_hyphenated=False)
            rows.extend(_as_front(centred(line, setting.width) for line in lines))
    return rows


def _as_front(lines: Iterable[Line]) -> tuple[Line, ...]:
    return tuple(line.as_layout(LineKind.FRONT) for line in lines)
