"""A paragraph of RTF as a block: what its properties and the name of its style make of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import reduce
from operator import and_

from brailledesk.document import Heading, Paragraph, Quote
from brailledesk.ingest import style_names
from brailledesk.ingest.lists import Entry
from brailledesk.ingest.rtf_state import State
from brailledesk.ingest.runs import lowered, raised
from brailledesk.text import Origin, Run


@dataclass(slots=True)
class Style:
    """A paragraph style: its name, and the heading level that it gives (0: none)."""

    name: str = ""
    level: int = 0


def make_entry(
    runs: tuple[Run, ...], state: State, style: Style, marker: str | None, origin: Origin
) -> Entry:
    """The block of a paragraph, with its list level and marker."""
    level = state.level or style.level or style_names.heading_level(style.name)
    if level:
        number = (Run(f"{marker} ", origin=origin),) if marker else ()
        return -1, "", Heading(level, number + _without_looks(runs), origin)
    paragraph = Paragraph(runs, origin)
    if state.is_in_list or marker is not None:
        return max(state.list_level, style_names.list_depth(style.name)), marker or "", paragraph
    if style_names.is_quote(style.name):
        return -1, "", Quote((paragraph,), origin)
    return -1, "", paragraph


def _without_looks(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """The runs of a heading without the emphasis that all of them share: it is its looks."""
    common = reduce(and_, (run.typeform for run in runs))
    return tuple(replace(run, typeform=run.typeform & ~common) for run in runs)


def shown_text(text: str, state: State, before: str) -> str:
    """Text in capitals, above or below the line, as its state says."""
    shown = text.upper() if state.is_capital else text
    if not state.script or not shown:
        return shown
    return (raised if state.script == "super" else lowered)(shown, before)
