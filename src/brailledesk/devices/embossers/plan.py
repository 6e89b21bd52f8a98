"""What a machine will be told: the choices of a job, checked against the model."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NoReturn

from brailledesk.devices.embossers.charset import DOTS, Charset, find_charset
from brailledesk.devices.embossers.profile import EmbosserModel, Feed, PaperKind, Range
from brailledesk.devices.embossers.settings import Settings
from brailledesk.errors import N_, OptionNotPossible, PaperNotPossible
from brailledesk.pages import PageFormat

_TOLERANCE = 0.01
"""Millimetres: no paper is cut finer, and 12 in may be 304.79999999999995 mm."""

_ROUNDING = 1e-6


@dataclass(frozen=True, slots=True)
class FedPaper:
    """The paper in the machine, and the page on it; millimetres."""

    across: float
    along: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Plan:
    """A job's choices without any left open.

    ``is_double``: the machine embosses backs, so every front is followed by a back, blank or not.
    """

    model: EmbosserModel
    settings: Settings
    sheet: FedPaper
    cells: int
    rows: int
    is_double: bool
    dots: int
    charset: Charset


def round_up(value: float) -> int:
    """The next whole number; what is above one by the error of a computation is that one."""
    return math.ceil(value - _ROUNDING)


def round_down(value: float) -> int:
    return math.floor(value + _ROUNDING)


def make_plan(model: EmbosserModel, settings: Settings, *, dots: int = 6) -> Plan:
    """Check the choices. ``dots`` is what the pages need, where the settings do not say.

    Raises OptionNotPossible or PaperNotPossible, and UsageError for an unknown charset.
    """
    _check_options(model, settings)
    wanted = settings.dots or dots
    if wanted not in model.dots:
        raise _impossible(model, N_("dots"), wanted, _listed(model.dots))
    sheet = place(model, settings)
    _check_paper(model, settings, sheet)
    cells, rows = _count(model, sheet, wanted)
    if cells < model.cells.least or rows < 1:
        bounds = f"{model.cells.least}-{model.cells.most}"
        refuse_paper(model, settings, N_("cells per row"), str(cells), bounds)
    sides = settings.sides or (2 if settings.saddle_stitch else model.modes.sides[0])
    return Plan(
        model, settings, sheet, cells, rows, sides == 2, wanted, _charset(model, settings, wanted)
    )


def page_format(model: EmbosserModel, settings: Settings) -> PageFormat:
    """The largest page that fits on the paper, for layout. Raises as :func:`make_plan`."""
    plan = make_plan(model, settings)
    return PageFormat(plan.cells, plan.rows, plan.is_double)


def place(model: EmbosserModel, settings: Settings) -> FedPaper:
    """The paper as the machine takes it."""
    paper, limits = settings.paper, model.paper
    feed = limits.booklet_feed if settings.saddle_stitch else limits.feed
    is_sideways = feed is Feed.SIDEWAYS
    across, along = paper.width, paper.length
    if limits.kind is PaperKind.SHEET and is_sideways:
        across, along = along, across
    width, height = (along, across) if is_sideways else (across, along)
    return FedPaper(across, along, width / 2 if settings.saddle_stitch else width, height)


def _count(model: EmbosserModel, sheet: FedPaper, dots: int) -> tuple[int, int]:
    cells = model.cells
    left, right, top, bottom = cells.margins
    row_height = cells.height8 if dots == 8 and cells.height8 else cells.height
    width = min(sheet.width - left - right, cells.area_width)
    height = min(sheet.height - top - bottom, cells.area_height)
    count = min(round_down((width + cells.gap) / cells.width), cells.most)
    return count - cells.inner, min(round_down(height / row_height), cells.most_rows)


def _check_options(model: EmbosserModel, settings: Settings) -> None:
    modes = model.modes
    if not 1 <= settings.copies <= modes.copies:
        raise _impossible(model, N_("copies"), settings.copies, f"1-{modes.copies}")
    if settings.sides is not None and settings.sides not in modes.sides:
        raise _impossible(model, N_("sides"), settings.sides, _listed(modes.sides))
    if settings.z_fold and not modes.has_z_fold:
        raise _impossible(model, N_("z-fold"), N_("yes"), N_("no"))
    if settings.saddle_stitch and not modes.has_booklet:
        raise _impossible(model, N_("saddle stitch"), N_("yes"), N_("no"))
    if modes.is_booklet_only and not settings.saddle_stitch:
        raise _impossible(model, N_("saddle stitch"), N_("no"), N_("yes"))
    if settings.z_fold and settings.saddle_stitch:
        raise _impossible(model, N_("z-fold"), N_("yes"), N_("z-fold or saddle stitch"))


def _check_paper(model: EmbosserModel, settings: Settings, sheet: FedPaper) -> None:
    limits = model.paper
    sizes = limits.booklet_sizes if settings.saddle_stitch else limits.sizes
    if sizes and not any(_is_same(size, (sheet.across, sheet.along)) for size in sizes):
        known = ", ".join(f"{across:g} x {along:g} mm" for across, along in sizes)
        fed = f"{sheet.across:g} x {sheet.along:g} mm"
        refuse_paper(model, settings, N_("across and along the feed"), fed, known)
    for name, value, bounds in (
        (N_("across the feed"), sheet.across, limits.across),
        (N_("along the feed"), sheet.along, limits.along),
        (N_("width of the page"), sheet.width, limits.width),
        (N_("height of the page"), sheet.height, limits.height),
    ):
        if not bounds.least - _TOLERANCE <= value <= bounds.most + _TOLERANCE:
            refuse_paper(model, settings, name, f"{value:g} mm", f"{_bounds(bounds)} mm")


def _is_same(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return all(abs(a - b) <= _TOLERANCE for a, b in zip(one, other, strict=True))


def _bounds(bounds: Range) -> str:
    if bounds.most == float("inf"):
        return f"≥ {bounds.least:g}"
    return f"{bounds.least:g}-{bounds.most:g}"


def refuse_paper(
    model: EmbosserModel, settings: Settings, what: str, value: str, bounds: str
) -> NoReturn:
    """Raise PaperNotPossible; also for codecs, which have bounds of their own."""
    raise PaperNotPossible(model.title, str(settings.paper), what, value, bounds)


def _charset(model: EmbosserModel, settings: Settings, dots: int) -> Charset:
    """The charset; with eight dots the dots themselves, where the machine takes them."""
    is_direct = dots == 8 and DOTS in model.charsets
    name = settings.charset or (DOTS if is_direct else model.charsets[0])
    if name not in model.charsets and (not model.is_any_charset or name == DOTS):
        raise _impossible(model, N_("charset"), name, ", ".join(model.charsets))
    charset = find_charset(name)
    if dots == 8 and not charset.has_eight_dots:
        raise _impossible(model, N_("charset"), name, N_("one with eight dots"))
    return charset


def _impossible(
    model: EmbosserModel, option: str, value: object, possible: str
) -> OptionNotPossible:
    return OptionNotPossible(model.title, option, value, possible)


def _listed(values: tuple[int, ...]) -> str:
    return ", ".join(map(str, values))
