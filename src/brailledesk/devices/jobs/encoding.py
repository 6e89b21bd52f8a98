"""From the contents of a job to its bytes: the Braille file, and the values of an embosser."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from brailledesk.devices.embossers import (
    Alignment,
    EmbosserModel,
    Encoded,
    Settings,
    encode,
    find_model,
    page_format,
    parse_paper,
)
from brailledesk.devices.embossers.plan import make_plan
from brailledesk.devices.jobs.ranges import Ranges
from brailledesk.devices.jobs.setup import Setup, read_setup
from brailledesk.devices.protocols.embossers import make_wire
from brailledesk.devices.transport.connect import check_way
from brailledesk.errors import N_, UsageError
from brailledesk.formats import parse_publication, sniff_format
from brailledesk.formats.pef import format_pef, parse_pef
from brailledesk.pages import PageFormat, Publication, Section, Volume


def choices_of(setup: Setup) -> tuple[EmbosserModel, Settings]:
    """The model, and what is chosen for it. Copies are not left to the machine: it counts none.

    Raises ModelNotFound or UsageError.
    """
    settings = Settings(
        paper=parse_paper(setup.paper),
        sides=setup.sides,
        z_fold=setup.z_fold,
        saddle_stitch=setup.saddle_stitch,
        alignment=Alignment(setup.alignment),
        dots=setup.dots,
        charset=setup.charset,
    )
    return find_model(setup.model), settings


def page_of(setup: Setup) -> PageFormat:
    """The largest page that the embosser takes. Raises an EmbosserError or UsageError."""
    return page_format(*choices_of(setup))


def with_line(setup: Setup) -> Setup:
    """The setup with the baud rate and handshake of its model, where it says none of its own.

    Raises ModelNotFound or UsageError.
    """
    way = setup.way()
    model, _settings = choices_of(setup)
    known = next((one for one in model.connections if one.kind == way.kind == "serial"), None)
    if known is None:
        return setup
    line = {"baud": str(known.baud or ""), "flow": known.flow, **way.options}
    options = urlencode({name: value for name, value in line.items() if value})
    return replace(setup, connection=f"serial:{way.place}?{options}".rstrip("?"))


def check_setup(setup: Setup) -> None:
    """Whether its connection can do what the embosser needs. Raises an EmbosserError or UsageError.

    So that this is told when it is set up, not with the first job.
    """
    plan = make_plan(*choices_of(setup))
    wire = make_wire(plan)
    check_way(
        setup.way(),
        reply=wire.reply,
        is_hand_fed=plan.model.paper.is_hand_fed,
        is_by_program=wire.beside is not None,
    )


def encode_job(braille: bytes, values: Mapping[str, Any], path: str = "") -> Encoded:
    """The bytes of a job, from its PEF, blanks and all, and the values of its embosser.

    ``path`` is shown in errors. Raises FormatError, or what :func:`encode` raises.
    """
    publication = parse_pef(braille, path=path, is_exact=True)
    return encode(publication, *choices_of(read_setup(values)))


def braille_of(
    data: bytes, path: str, setup: Setup, ranges: Ranges | None, charset: str | None = None
) -> bytes:
    """The PEF of a job from a Braille file. Of a PEF that is embossed whole it is that file.

    ``path`` names it in errors; ``charset`` is that of a BRF, None finds it out. Raises
    FormatError, or UsageError where no pages are left.
    """
    is_pef = sniff_format(data, path) == "pef"
    if is_pef and ranges is None:
        return data
    publication = parse_publication(data, path=path, charset=charset)
    if not is_pef:
        publication = _with_sides(publication, is_duplex=page_of(setup).duplex)
    return pef_of(publication, ranges)


def pef_of(publication: Publication, ranges: Ranges | None) -> bytes:
    """The PEF of a job from its pages. Raises UsageError where none are left."""
    if ranges is not None:
        publication = select_pages(publication, ranges)
    if not any(publication.pages()):
        raise no_pages(ranges)
    return format_pef(publication)


def no_pages(ranges: Ranges | None) -> UsageError:
    """The error for a job without a page, chosen or not."""
    remedy = N_("The document is empty.") if ranges is None else N_("Look at --pages.")
    return UsageError(N_("There are no pages to emboss."), remedy)


def _with_sides(publication: Publication, *, is_duplex: bool) -> Publication:
    """Pages of a format that says nothing of sides: a page for every side that the paper has."""
    volumes = tuple(
        Volume(
            tuple(
                replace(section, format=replace(section.format, duplex=is_duplex))
                for section in volume.sections
            )
        )
        for volume in publication.volumes
    )
    return replace(publication, volumes=volumes)


def select_pages(publication: Publication, ranges: Ranges) -> Publication:
    """The publication with some of its pages, each once, in their order; empty sections go.

    ``ranges`` are first and last pages, counted from 1 over all volumes; None is the end.
    """

    def is_chosen(number: int) -> bool:
        return any(first <= number and (last is None or number <= last) for first, last in ranges)

    number = 0
    volumes = []
    for volume in publication.volumes:
        sections: list[Section] = []
        for section in volume.sections:
            numbered = list(enumerate(section.pages, number + 1))
            number += len(numbered)
            pages = tuple(page for at, page in numbered if is_chosen(at))
            if pages:
                sections.append(replace(section, pages=pages))
        if sections:
            volumes.append(Volume(tuple(sections)))
    return replace(publication, volumes=tuple(volumes))
