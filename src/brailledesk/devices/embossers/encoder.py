"""A publication as the bytes that a model is sent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from brailledesk.devices.embossers.encoded import Chunk, Encoded
from brailledesk.devices.embossers.plan import Plan, make_plan
from brailledesk.devices.embossers.profile import EmbosserModel
from brailledesk.devices.embossers.settings import Settings
from brailledesk.devices.embossers.sides import Side, needed_dots, volumes_of
from brailledesk.devices.protocols.embossers import make_wire
from brailledesk.devices.protocols.embossers.wire import Wire
from brailledesk.errors import N_, OptionNotPossible
from brailledesk.pages import Publication


def encode(publication: Publication, model: EmbosserModel, settings: Settings) -> Encoded:
    """The job for a machine. All choices and all pages are checked here, before the first byte.

    Raises OptionNotPossible, PaperNotPossible, PageTooLarge, or UsageError for an unknown charset
    or a range of pages that the document has not.
    """
    needed = needed_dots(publication)
    if settings.dots is not None and settings.dots < needed:
        raise OptionNotPossible(model.title, N_("dots"), settings.dots, N_("eight for these pages"))
    plan = make_plan(model, settings, dots=needed)
    wire = make_wire(plan)
    volumes = volumes_of(publication, plan)
    if wire.order is None:
        job = _Job(plan, wire, (tuple(_sheets([s for sides in volumes for s in sides], plan)),))
    else:
        job = _Job(plan, wire, tuple(tuple(_ordered(sides, wire)) for sides in volumes))
    for sheets in job.volumes:
        wire.start(len(sheets))  # so that what a start refuses is refused now
    pages = max((side.number for sides in volumes for side in sides), default=0)
    return Encoded(
        pages,
        job.chunks,
        wire.reply,
        is_hand_fed=model.paper.is_hand_fed,
        filler=wire.filler,
        beside=wire.beside,
    )


Sheet = tuple[Side, ...]
"""The sides that belong together: those of a sheet, or one page where there are no backs."""


def _sheets(sides: Sequence[Side], plan: Plan) -> Iterator[Sheet]:
    step = 2 if plan.is_double else 1
    for place in range(0, len(sides), step):
        yield tuple(sides[place : place + step])


def _ordered(sides: Sequence[Side], wire: Wire) -> Iterator[Sheet]:
    assert wire.order is not None
    for slots in wire.order(len(sides)):
        yield tuple(Side(0) if slot is None else sides[slot] for slot in slots)


@dataclass(frozen=True, slots=True)
class _Job:
    """Sheets in the order in which they are sent; volumes have each a start of their own."""

    plan: Plan
    wire: Wire
    volumes: tuple[tuple[Sheet, ...], ...]

    def chunks(self, first_page: int) -> Iterator[Chunk]:
        wire, done = self.wire, _Done()
        skipped = self._skipped(first_page)
        is_first = True
        for sheets in self.volumes:
            left = sheets[skipped:] if skipped < len(sheets) else ()
            for sheet in sheets[: len(sheets) - len(left)]:
                done.add(sheet)
            skipped = max(0, skipped - len(sheets))
            if not left and sheets:
                continue
            start = wire.start(len(left))
            if start:
                yield Chunk(start, done.last if not is_first else 0)
            for group in self._groups(left):
                sides = [wire.page(side.rows()) for side in group]
                lead = b"" if is_first else wire.between
                done.add(group)
                is_first = False
                yield Chunk(lead + wire.between.join(sides), done.last)
        if wire.end:
            yield Chunk(wire.end, done.last)

    def _skipped(self, first_page: int) -> int:
        """How many sheets the machine has for certain, when it has the pages before this one."""
        settings, done = self.plan.settings, _Done()
        is_whole = settings.z_fold or (settings.saddle_stitch and self.wire.order is None)
        if is_whole or first_page <= 1:
            return 0
        for place, sheet in enumerate(sheet for sheets in self.volumes for sheet in sheets):
            if any(not side.is_blank and side.number == first_page for side in sheet):
                return place
            done.add(sheet)
            if done.last == first_page - 1:
                return place + 1
        return sum(map(len, self.volumes))

    def _groups(self, sheets: Sequence[Sheet]) -> Iterator[Sheet]:
        """One page with the blank sides around it, or a whole sheet of a machine that folds."""
        for place, sheet in enumerate(sheets):
            sides = self._filled(sheet) if place == len(sheets) - 1 else sheet
            if self.wire.order is not None:
                yield sides
                continue
            fronts = [i for i, side in enumerate(sides) if not side.is_blank] or [0]
            starts = [0, *fronts[1:], len(sides)]
            for start, end in pairwise(starts):
                yield sides[start:end]

    def _filled(self, sheet: Sheet) -> Sheet:
        needs_back = self.wire.is_sheet_filled and self.plan.is_double and len(sheet) % 2
        return (*sheet, Side(sheet[-1].number)) if needs_back else sheet


class _Done:
    """Which pages the machine has: ``last`` is the last of those that have no gap before them."""

    def __init__(self) -> None:
        self.last = 0
        self._beyond: set[int] = set()

    def add(self, sides: Sequence[Side]) -> None:
        """Take note of sides that were sent."""
        self._beyond.update(side.number for side in sides if not side.is_blank)
        while self.last + 1 in self._beyond:
            self._beyond.remove(self.last + 1)
            self.last += 1
