"""The room of the file formats: BRF, PEF and UTF-8 Braille, written and read.

In: a :class:`~brailledesk.pages.Publication`. Out: bytes; and the other way round. Nothing here
opens a file.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from types import MappingProxyType

from brailledesk.errors import N_, UsageError
from brailledesk.formats.brf import format_brf, parse_brf
from brailledesk.formats.pef import format_pef, parse_pef
from brailledesk.formats.ubrl import format_ubrl, parse_ubrl
from brailledesk.pages import Publication

SUFFIXES: Mapping[str, str] = MappingProxyType(
    {".brf": "brf", ".brl": "brf", ".pef": "pef", ".ubrl": "ubrl"}
)
FORMATS = ("brf", "brf-plain", "pef", "ubrl")
"""``brf`` is paged, with form feeds; ``brf-plain`` is rows only."""


def format_of(path: str) -> str:
    """The format that a file's name asks for. Raises UsageError, naming the known suffixes."""
    name = SUFFIXES.get(PurePath(path).suffix.lower())
    if name is None:
        raise UsageError(
            N_("The name {path} does not say which Braille format is wanted."),
            N_("Use one of {suffixes}, or name the format."),
            path=path,
            suffixes=" ".join(SUFFIXES),
        )
    return name


def format_publication(publication: Publication, name: str, *, charset: str = "mit") -> bytes:
    """The bytes of a publication in a format of FORMATS; ``charset`` concerns BRF.

    Raises UsageError for an unknown format or charset, and for cells that a BRF cannot carry.
    """
    match name:
        case "brf" | "brf-plain":
            return format_brf(publication, charset=charset, is_paged=name == "brf")
        case "pef":
            return format_pef(publication)
        case "ubrl":
            return format_ubrl(publication)
    raise UsageError(
        N_("There is no format {name}."),
        N_("Known formats: {known}."),
        name=name,
        known=", ".join(FORMATS),
    )


def parse_publication(data: bytes, *, path: str = "", charset: str | None = None) -> Publication:
    """Read a Braille file of any of the formats; the content says which. Raises FormatError."""
    head = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(b"<"):
        return parse_pef(data, path=path)
    if any(byte in data[:4096] for byte in (0xE2,)):
        return parse_ubrl(data, path=path)
    return parse_brf(data, charset=charset, path=path)


__all__ = [
    "FORMATS",
    "SUFFIXES",
    "format_brf",
    "format_of",
    "format_pef",
    "format_publication",
    "format_ubrl",
    "parse_brf",
    "parse_pef",
    "parse_publication",
    "parse_ubrl",
]
