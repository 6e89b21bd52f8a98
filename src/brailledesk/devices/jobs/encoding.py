"""From the contents of a job to its bytes: the Braille file, and the values of an embosser."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

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
from brailledesk.devices.jobs.setup import Setup, read_setup
from brailledesk.formats.pef import parse_pef
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


def encode_job(braille: bytes, values: Mapping[str, Any]) -> Encoded:
    """The bytes of a job, from its PEF, blanks and all, and the values of its embosser."""
    return encode(parse_pef(braille, is_exact=True), *choices_of(read_setup(values)))


def select_pages(
    publication: Publication, ranges: tuple[tuple[int, int | None], ...]
) -> Publication:
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
