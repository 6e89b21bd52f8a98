"""The sides of the sheets of a job, in the order of the document: pages and blank backs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from brailledesk.cells import has_six_dots
from brailledesk.devices.embossers.plan import Plan
from brailledesk.devices.embossers.settings import Alignment, Settings
from brailledesk.errors import N_, PageTooLarge, UsageError
from brailledesk.formats.packed import cells_of
from brailledesk.pages import Page, Publication, Section


@dataclass(frozen=True, slots=True)
class Side:
    """A page to emboss, ``indent`` cells from the left, or a blank side (``pages`` None).

    ``number`` is the page of the job, from 1, that is done with it; 0 before the first. The page is
    the one at ``place`` in the pages of its section, which may make it only when it is asked for.
    """

    number: int
    pages: Sequence[Page] | None = None
    place: int = 0
    indent: int = 0

    @property
    def is_blank(self) -> bool:
        """Whether no page stands on it."""
        return self.pages is None

    def cells(self) -> list[bytes]:
        """The rows of cells of its page; none on a blank side."""
        return [] if self.pages is None else cells_of(self.pages, self.place)

    def rows(self) -> list[bytes]:
        """The rows of cells as they stand on the paper."""
        lead = bytes(self.indent)
        return [lead + cells for cells in self.cells()] if lead else self.cells()


def needed_dots(publication: Publication) -> int:
    """8 where a cell has dots 7 or 8, else 6."""
    sections = [section for volume in publication.volumes for section in volume.sections]
    is_six_dot = all(
        has_six_dots(b"".join(cells_of(section.pages, place)))
        for section in sections
        for place in range(len(section.pages))
    )
    return 6 if is_six_dot else 8


def volumes_of(publication: Publication, plan: Plan) -> list[list[Side]]:
    """The sides of each volume that has any.

    Where the machine embosses backs, a section begins on a sheet of its own, and a section of
    single sides has blank backs. Raises PageTooLarge, and UsageError for a range without pages.
    """
    first, last = _range(publication, plan.settings)
    volumes, number = [], 0
    with_pages = [one for one in publication.volumes if any(s.pages for s in one.sections)]
    for volume in with_pages:
        sides: list[Side] = []
        for section in volume.sections:
            if plan.is_double and len(sides) % 2 and section.pages:
                sides.append(Side(number))
            for side in _section(section, plan):
                number += not side.is_blank
                sides.append(replace(side, number=number))
        if plan.is_double and len(sides) % 2 and volume is not with_pages[-1]:
            sides.append(Side(number))
        chosen = _cut(sides, first, last, plan)
        if chosen:
            volumes.append(chosen)
    return volumes


def _range(publication: Publication, settings: Settings) -> tuple[int, int]:
    count = sum(len(section.pages) for volume in publication.volumes for section in volume.sections)
    first, last = settings.page_range or (1, count)
    if settings.page_range and not 1 <= first <= last <= count:
        raise UsageError(
            N_("There are no pages {first} to {last}: the document has {count}."),
            N_("Choose pages that it has."),
            first=first,
            last=last,
            count=count,
        )
    return first, last


def _section(section: Section, plan: Plan) -> Iterator[Side]:
    front, back = _indents(section, plan)
    is_duplex = section.format.duplex
    for place in range(len(section.pages)):
        indent = back if is_duplex and place % 2 else front
        yield Side(0, section.pages, place, indent)
        if plan.is_double and not is_duplex:
            yield Side(0)


def _indents(section: Section, plan: Plan) -> tuple[int, int]:
    """How far pages of a section stand from the left, on fronts and on backs."""
    free = plan.cells - section.format.cells
    if free == 0:
        return 0, 0
    settings = plan.settings
    match settings.alignment:
        case Alignment.LEFT | Alignment.INNER:
            front = settings.offset
        case Alignment.RIGHT | Alignment.OUTER:
            front = free - settings.offset
        case Alignment.CENTRE_INNER:
            front = free // 2 + settings.offset
        case Alignment.CENTRE_OUTER:
            front = -(-free // 2) - settings.offset
    is_mirrored = settings.alignment not in {Alignment.LEFT, Alignment.RIGHT}
    back = free - front if is_mirrored else front
    return max(front, 0), max(back, 0)


def _cut(sides: list[Side], first: int, last: int, plan: Plan) -> list[Side]:
    """The sides of the pages in a range, counted from 1, fronts and backs where they were."""
    places = [
        i for i, side in enumerate(sides) if not side.is_blank and first <= side.number <= last
    ]
    if not places:
        return []
    start, end = places[0], places[-1] + 1
    while end < len(sides) and sides[end].is_blank:
        end += 1
    chosen = [
        replace(side, number=side.number - first + 1, indent=_checked_indent(side, plan))
        for side in sides[start:end]
    ]
    lead = [Side(chosen[0].number - 1)] if plan.is_double and start % 2 else []
    return lead + chosen


def _checked_indent(side: Side, plan: Plan) -> int:
    """How far the page can stand from the left: a row may be wider than its section said.

    Raises PageTooLarge.
    """
    rows = side.cells()
    widest = max(map(len, rows), default=0)
    for what, value, most in (
        (N_("cells per row"), widest, plan.cells),
        (N_("rows per page"), len(rows), plan.rows),
    ):
        if value > most:
            raise PageTooLarge(plan.model.title, side.number, what, value, most)
    return min(side.indent, plan.cells - widest)
