"""Pages with their place in the book: volume, page, sheet and side."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from brailledesk.pages import Page, PrintSpan, Publication, Row, Section, Volume

_SHORTEST_RULE = 3


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page and where it is.

    All numbers count from 1: ``ordinal`` in the whole publication, ``number`` in its volume, which
    has ``count`` pages and is one of ``volumes``. ``sheet`` counts sheets of paper in the volume.
    """

    page: Page
    section: Section
    ordinal: int
    volume: int
    volumes: int
    number: int
    count: int
    sheet: int
    is_back: bool

    def name(self, _: Callable[[str], str]) -> str:
        """What to call the page, in the words of a catalogue."""
        place = _("Page {number} of {count}").format(number=self.number, count=self.count)
        if not self.section.format.duplex:
            return place
        side = _("back of sheet {sheet}") if self.is_back else _("front of sheet {sheet}")
        return f"{place}, {side.format(sheet=self.sheet)}"

    def volume_name(self, _: Callable[[str], str]) -> str:
        """What to call the volume, in the words of a catalogue."""
        return _("Volume {number} of {count}").format(number=self.volume, count=self.volumes)


def leaves(publication: Publication, wanted: Iterable[int] | None = None) -> Iterator[Leaf]:
    """The pages in order; ``wanted`` chooses some of them by their ordinal."""
    chosen = None if wanted is None else frozenset(wanted)
    before, count = 0, len(publication.volumes)
    for number, volume in enumerate(publication.volumes, 1):
        for leaf in _volume_leaves(volume, before, number, count):
            if chosen is None or leaf.ordinal in chosen:
                yield leaf
        before += sum(1 for _ in volume.pages())


def _volume_leaves(volume: Volume, before: int, number: int, volumes: int) -> Iterator[Leaf]:
    count = sum(1 for _ in volume.pages())
    place = sheet = 0
    for section in volume.sections:
        for index, page in enumerate(section.pages):
            # A section begins on a right-hand page, so on a new sheet.
            is_back = section.format.duplex and index % 2 == 1
            place, sheet = place + 1, sheet + (not is_back)
            yield Leaf(page, section, before + place, number, volumes, place, count, sheet, is_back)


def is_rule(row: Row) -> bool:
    """Whether a row is a rule: what it looks like is all that it says."""
    return len(row.print_text) >= _SHORTEST_RULE and not row.print_text.strip("-")


def shown_spans(row: Row) -> tuple[PrintSpan, ...]:
    """The spans of a row, none under a rule; where it knows none, its print under all its cells."""
    if is_rule(row):
        return ()
    if row.spans or not row.print_text:
        return row.spans
    cells = row.cells.rstrip(b"\0")
    first = len(cells) - len(cells.lstrip(b"\0"))
    return (PrintSpan(first, max(len(cells), first + 1), row.print_text),)
