"""What can be wrong with one page, in the words that people read.

A fault is named where it happens, in another process; only the name and its fields travel.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

from brailledesk.document import Remark
from brailledesk.errors import N_
from brailledesk.text import Origin


class _Words(NamedTuple):
    """The sentence, which begins after the name of the place, and what to do."""

    problem: str
    remedy: str


DAMAGED = "damaged"
TOO_LARGE = "too large"
TOO_SMALL = "too small"
BLANK = "blank"
WORDLESS = "wordless"
NO_MEMORY = "no memory"
TOO_SLOW = "too slow"
CRASHED = "crashed"
ENGINE_FAILED = "engine failed"

_SCAN_AGAIN = N_("Scan it again, or ask for the file again.")
WORDS: Mapping[str, _Words] = MappingProxyType(
    {
        DAMAGED: _Words(N_("the picture is damaged or cut off."), _SCAN_AGAIN),
        TOO_LARGE: _Words(
            N_("the picture has {width} × {height} pixels, and {most} million are the limit."),
            N_("Scan it at 300 dots an inch, or make it smaller."),
        ),
        TOO_SMALL: _Words(
            N_("the picture has {width} × {height} pixels, too few for a line of text."),
            N_("Check that it is the right file; scan it at 300 dots an inch."),
        ),
        BLANK: _Words(
            N_("the page is blank."), N_("Check that the side with the text was scanned.")
        ),
        WORDLESS: _Words(
            N_("no words were found in the picture."),
            N_("Check that it shows text, and that it is sharp; a photograph of things has none."),
        ),
        NO_MEMORY: _Words(
            N_("recognition needs more memory than it may have."),
            N_("Scan it at 300 dots an inch, or make it smaller."),
        ),
        TOO_SLOW: _Words(N_("recognition did not come to an end."), _SCAN_AGAIN),
        CRASHED: _Words(
            N_("the recognition program broke down over it, twice."),
            N_("Scan it again, or try another engine with --ocr-engine."),
        ),
        ENGINE_FAILED: _Words(
            N_("the recognition engine failed ({reason})."),
            N_("Scan it again, or try another engine with --ocr-engine."),
        ),
    }
)


@dataclass(frozen=True, slots=True)
class PageFault:
    """Why a page has no text: a name of WORDS, and the values of its sentence."""

    name: str
    fields: Mapping[str, int | str] = field(default_factory=dict)

    @property
    def problem(self) -> str:
        """The sentence, a message of the catalogue."""
        return WORDS[self.name].problem

    @property
    def remedy(self) -> str:
        """What to do, a message of the catalogue."""
        return WORDS[self.name].remedy


def origin_of(source: str, number: int) -> Origin:
    """Where a page stands, in the words of PDF's reader."""
    return Origin(source, f"page {number}", str(number))


def remark_of(fault: PageFault, source: str, number: int) -> Remark:
    """A sentence that names the page and its fault."""
    return Remark(fault.problem, origin_of(source, number), dict(fault.fields))


class PageFaulty(Exception):
    """A page cannot be read; for the modules of this room only, never for a caller of it."""

    def __init__(self, name: str, **fields: int | str) -> None:
        super().__init__(name)
        self.fault = PageFault(name, fields)
