"""What is done before a job of an embosser is taken: it is read, and made into pages."""

from __future__ import annotations

from typing import NamedTuple

from brailledesk.devices.jobs.encoding import braille_of, encode_job
from brailledesk.devices.jobs.ranges import parse_pages
from brailledesk.devices.jobs.setup import Setup
from brailledesk.progress import Progress, silent
from brailledesk.service.wire.documents import Source
from brailledesk.service.work.sources import taken

_MOST = 64_000_000
"""Bytes of a Braille file."""


class Prepared(NamedTuple):
    """A job that can be embossed: its PEF, and what its bytes will ask of the connection."""

    braille: bytes
    reply: str | None
    is_hand_fed: bool
    is_by_program: bool


def prepare(
    source: Source, label: str, setup: Setup, pages: str, tell: Progress = silent
) -> Prepared:
    """The job that a Braille file gives; ``pages`` as ``emboss`` has them, "" is all.

    Raises UsageError, FormatError, EmbosserError or IngestError.
    """
    del tell  # nobody knows how far it is
    _name, content = taken(source, label, _MOST)
    braille = braille_of(content, label, setup, parse_pages(pages or None))
    encoded = encode_job(braille, setup.values(), label)
    return Prepared(braille, encoded.reply, encoded.is_hand_fed, encoded.beside is not None)
