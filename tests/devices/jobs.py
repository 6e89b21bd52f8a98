"""Jobs for embossers: what is asked of each model, in our words and in those of braille-utils."""

from __future__ import annotations

import functools
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product

from brailledesk.devices.embossers import Alignment, EmbosserModel, Settings
from brailledesk.devices.embossers.plan import make_plan
from brailledesk.devices.embossers.profile import PaperKind
from brailledesk.devices.embossers.settings import parse_paper
from brailledesk.devices.protocols.embossers import make_wire
from brailledesk.errors import EmbosserError
from brailledesk.pages import Page, PageFormat, Publication, Row, Section, Volume

PAPERS = {
    PaperKind.SHEET: ("210mm x 297mm", "297mm x 210mm", "8.5in x 11in", "11.5in x 11in",
                      "148mm x 210mm", "297mm x 420mm", "420mm x 297mm", "17in x 11in",
                      "8in x 4in", "11in x 8.5in"),
    PaperKind.TRACTOR: ("240mm x 12in", "280mm x 12in", "210mm x 11in", "13in x 11in",
                        "165mm x 4in", "150mm x 330mm"),
    PaperKind.ROLL: ("330mm x 297mm", "280mm x 12in", "330mm x 420mm", "297mm x 250mm"),
}  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """A job: what is chosen, and which document."""

    paper: str
    document: str = "duplex"
    options: Mapping[str, object] = field(default_factory=dict)

    def settings(self) -> Settings:
        return Settings(paper=parse_paper(self.paper), **self.options)  # type: ignore[arg-type]

    def features(self, model: EmbosserModel) -> str:
        """The same choices as braille-utils' features; what is the default is not said."""
        names = {"copies": "copies", "z_fold": "zFolding", "saddle_stitch": "saddleStitch"}
        words = []
        for key, value in self.options.items():
            is_default = value is False or (key == "copies" and value == 1)
            if key in names and not is_default:
                words.append(f"{names[key]}={str(value).lower()}")
            elif key == "sides" and value != model.modes.sides[0]:
                words.append(f"duplex={str(value == 2).lower()}")
        return " ".join(words) or "-"

    @property
    def range(self) -> str:
        pages = self.options.get("page_range")
        return "{}-{}".format(*pages) if isinstance(pages, tuple) else "-"

    @property
    def name(self) -> str:
        options = " ".join(f"{key}={value}" for key, value in self.options.items())
        return f"{self.paper}, {self.document}, {options or 'as it is'}"


def wanted_of(model: EmbosserModel) -> Iterator[Wanted]:
    """What is asked of a model: each paper that it takes; on one of them each mode and document."""
    papers = [paper for paper in PAPERS[model.paper.kind] if _fits(model, Wanted(paper))]
    booklet = {"saddle_stitch": True}
    if model.modes.is_booklet_only:
        papers = [p for p in PAPERS[model.paper.kind] if _fits(model, Wanted(p, options=booklet))]
    always = booklet if model.modes.is_booklet_only else {}
    for paper in papers:
        yield Wanted(paper, options=always)
    for paper in papers[:1]:
        for document in ("simplex", "sections", "volumes", "narrow", "blank"):
            yield Wanted(paper, document, always)
        for first in (1, 2, 3):
            yield Wanted(paper, options={**always, "page_range": (first, 3)})
        for sides, fold in product(model.modes.sides, (False, True)):
            yield Wanted(paper, "sections", {**always, "sides": sides, "z_fold": fold})
        for copies in (2, 12, model.modes.copies):
            yield Wanted(paper, options={**always, "copies": copies})
    if model.modes.has_booklet:
        for paper, document in product(PAPERS[model.paper.kind], ("duplex", "volumes", "narrow")):
            yield Wanted(paper, document, booklet)


def _fits(model: EmbosserModel, wanted: Wanted) -> bool:
    try:
        make_wire(make_plan(model, wanted.settings()))
    except EmbosserError:
        return False
    return True


def possible(model: EmbosserModel) -> Iterator[Wanted]:
    """The jobs that the model can do, each once."""
    seen = set()
    for wanted in wanted_of(model):
        if wanted.name not in seen and _fits(model, wanted):
            seen.add(wanted.name)
            yield wanted


@functools.cache
def make_document(name: str, page: PageFormat) -> Publication:
    """A document for a page: every cell is in it, and every kind of section."""
    chance = random.Random(name)
    wide = PageFormat(page.cells, page.rows, duplex=True)
    simplex = PageFormat(page.cells, page.rows, duplex=False)
    narrow = PageFormat(max(1, page.cells - 5), page.rows, duplex=True)
    match name:
        case "simplex":
            sections = [[_section(chance, simplex, 3)]]
        case "sections":
            formats = (wide, simplex, wide, simplex, wide)
            counts = (3, 1, 2, 2, 1)
            pairs = zip(formats, counts, strict=True)
            sections = [[_section(chance, one, count) for one, count in pairs]]
        case "volumes":
            sections = [[_section(chance, wide, count)] for count in (3, 5, 9)]
        case "narrow":
            sections = [[_section(chance, narrow, 3), _section(chance, wide, 2)]]
        case "blank":
            blank = Section((Page(()), Page(()), Page(())), wide)
            sections = [[blank, _section(chance, wide, 1), blank]]
        case _:
            sections = [[_section(chance, wide, 3)]]
    return Publication(tuple(Volume(tuple(volume)) for volume in sections))


def _section(chance: random.Random, page: PageFormat, count: int) -> Section:
    return Section(tuple(_page(chance, page) for _ in range(count)), page)


def _page(chance: random.Random, page: PageFormat) -> Page:
    """All 64 cells, then rows of any length; no row ends in a blank, and the last one is full."""
    cells = bytes(range(1, 64))
    rows = [cells[start : start + page.cells] for start in range(0, 63, page.cells)]
    while len(rows) < page.rows:
        length = chance.choice([0, 0, 1, page.cells, chance.randrange(page.cells + 1)])
        body = bytes(chance.choice([0, chance.randrange(64)]) for _ in range(length))
        rows.append(body.rstrip(b"\0"))
    rows[page.rows - 1] = bytes([0x3F]) * page.cells
    return Page(tuple(map(Row, rows[: page.rows])))


def aligned(paper: str) -> Iterator[Wanted]:
    """A page that is narrower than the paper, at each place where it can stand."""
    for alignment, offset in product(Alignment, (0, 2)):
        yield Wanted(paper, "narrow", {"alignment": alignment, "offset": offset})
