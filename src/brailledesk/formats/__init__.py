"""The room of the file formats: BRF, PEF, UTF-8 Braille and eBraille, written and read.

In: a :class:`~brailledesk.pages.Publication`. Out: bytes; and the other way round. Nothing here
opens a file. What is read is what was written, in the canonical form: rows without blanks at their
ends, pages without blank rows at their ends. PEF alone keeps volumes, sections, geometry and
title; the others give one section. eBraille, which has no pages, is written from a document
(:func:`format_ebraille`); what is read of it has a row for each paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePath
from types import MappingProxyType
from typing import TYPE_CHECKING

from brailledesk.errors import N_, UsageError
from brailledesk.formats.brf import format_brf, parse_brf
from brailledesk.formats.ubrl import format_ubrl, parse_ubrl
from brailledesk.lazy import import_name
from brailledesk.pages import Publication

if TYPE_CHECKING:
    from brailledesk.formats.ebraille import parse_ebraille
    from brailledesk.formats.ebraille_package import EbrailleFacts, format_ebraille
    from brailledesk.formats.pef import format_pef, parse_pef

SUFFIXES: Mapping[str, str] = MappingProxyType(
    {".brf": "brf", ".brl": "brf", ".pef": "pef", ".ubrl": "ubrl", ".ebrl": "ebrl"}
)
"""What a file's name says of its format. ``.txt`` is not here: it would be print as often as
Braille, and a format that one names is surer than one that is guessed."""

FORMATS = ("brf", "brf-plain", "pef", "ubrl", "ebrl")
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
            from brailledesk.formats.pef import format_pef

            return format_pef(publication)
        case "ubrl":
            return format_ubrl(publication)
        case "ebrl":
            raise UsageError(
                N_("eBraille has no pages, so it cannot be made of pages."),
                N_("Convert the document itself to eBraille."),
            )
    raise UsageError(
        N_("There is no format {name}."),
        N_("Known formats: {known}."),
        name=name,
        known=", ".join(FORMATS),
    )


# A BRF may begin with "<" (dots 126, in Firenze 236, the quotation mark), so that alone is no sign.
_XML = rb"(\xef\xbb\xbf)?\s*<(\?xml|!--|!DOCTYPE|([\w.-]+:)?pef[\s>])"
_XML_UTF16 = (b"\xff\xfe<\x00", b"\xfe\xff\x00<")
_ZIP = b"PK\x03\x04"
_UNICODE_BRAILLE = rb"\xe2[\xa0-\xa3]"


def sniff_format(data: bytes, path: str = "") -> str:
    """The format of a file by its content, whatever its name says: "pef", "ebrl", "ubrl" or "brf".

    Only where the content is neither XML nor an archive do the names ``.pef`` and ``.ebrl`` count,
    so that a damaged file is called what it should be.
    """
    suffix = PurePath(path).suffix.lower()
    if suffix == ".pef" or re.match(_XML, data) or data.startswith(_XML_UTF16):
        return "pef"
    if suffix == ".ebrl" or data.startswith(_ZIP):
        return "ebrl"
    return "ubrl" if re.search(_UNICODE_BRAILLE, data) else "brf"


def parse_publication(data: bytes, *, path: str = "", charset: str | None = None) -> Publication:
    """Read a Braille file of any of the formats; the content says which.

    ``charset`` concerns BRF; None guesses it. Raises FormatError, with a place, for what is
    damaged, and UsageError for an unknown charset.
    """
    match sniff_format(data, path):
        case "pef":
            from brailledesk.formats.pef import parse_pef

            return parse_pef(data, path=path)
        case "ubrl":
            return parse_ubrl(data, path=path)
        case "ebrl":
            from brailledesk.formats.ebraille import parse_ebraille

            return parse_ebraille(data, path=path)
    return parse_brf(data, charset=charset, path=path)


__all__ = [
    "FORMATS",
    "SUFFIXES",
    "EbrailleFacts",
    "format_brf",
    "format_ebraille",
    "format_of",
    "format_pef",
    "format_publication",
    "format_ubrl",
    "parse_brf",
    "parse_ebraille",
    "parse_pef",
    "parse_publication",
    "parse_ubrl",
    "sniff_format",
]

# XML and archives are for those who read or write PEF or eBraille.
_HOMES = {
    "EbrailleFacts": "ebraille_package",
    "format_ebraille": "ebraille_package",
    "format_pef": "pef",
    "parse_ebraille": "ebraille",
    "parse_pef": "pef",
}


def __getattr__(name: str) -> object:
    return import_name(__name__, _HOMES, name)
