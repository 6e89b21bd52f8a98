"""A digest: the facts of products first, as lines ``label: value``, and then the rest.

It is a document like any other. Nothing of the source is lost in it; what goes is told in
docs/sheets.md: the label of a name that became the heading, the signs between facts that stood on
one line, header cells that name no fact ("Caratteristica", "Valore").
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from brailledesk.document import Block, Document, Heading, Paragraph
from brailledesk.sheets.choose import fact_line
from brailledesk.sheets.facts import Fact, ProductSheet, ProductSheets
from brailledesk.sheets.profile import Profile
from brailledesk.sheets.recognise import recognise
from brailledesk.sheets.source import SheetSource
from brailledesk.struck import without_struck
from brailledesk.text import Run

_HEADING_LEVEL = 2
"""Of the heading of the rest; headings in the rest stand below it."""
_STANDING_IN = ("code", "ean", "model", "mpn")


def digest(source: SheetSource, profile: Profile | None = None) -> Document:
    """The digest of a document; the document itself where no fact is found in it."""
    chosen = profile or Profile()
    sheets = recognise(source, chosen)
    return lay_out(sheets, chosen) if sheets.sheets else source.document


def lay_out(sheets: ProductSheets, profile: Profile) -> Document:
    """Sheets as a document."""
    is_single = len(sheets.sheets) == 1
    language = sheets.document.language
    blocks: list[Block] = []
    for sheet in sheets.sheets:
        blocks += _sheet_blocks(sheet, profile, language, needs_heading=not is_single)
    if sheets.shared and profile.has_rest:
        title = profile.title("shared", language)
        blocks += [Heading(1, (Run(title),)), *_lowered(sheets.shared)]
    name = sheets.sheets[0].name if is_single else None
    title = name.text if name else sheets.document.title
    return replace(sheets.document, blocks=tuple(blocks), title=title)


def _sheet_blocks(
    sheet: ProductSheet, profile: Profile, language: str, *, needs_heading: bool
) -> Iterator[Block]:
    heading = sheet.name or (_stand_in(sheet.facts) if needs_heading else None)
    if heading is not None:
        yield Heading(1, heading.value, heading.origin)
    for fact in sheet.facts:
        if fact.kind != "name":
            title = profile.titles.get(fact.kind)
            label = (Run(title),) if title else fact.label
            # Its label says that it is not asked for any more.
            value = without_struck(fact.value) if fact.kind == "old_price" else fact.value
            yield Paragraph(fact_line(label, value), fact.origin)
    if sheet.rest and profile.has_rest:
        if sheet.facts:  # else there is nothing that this would be the rest of
            yield Heading(_HEADING_LEVEL, (Run(profile.title("rest", language)),))
        yield from _lowered(sheet.rest)


def _stand_in(facts: Iterable[Fact]) -> Fact | None:
    """What heads the sheet of a product without a name."""
    found = list(facts)
    named = [fact for kind in _STANDING_IN for fact in found if fact.kind == kind]
    return next(iter(named or found), None)


def _lowered(blocks: Iterable[Block]) -> Iterator[Block]:
    """Headings of the rest below that of the rest, so that none looks like a product's name."""
    for block in blocks:
        if isinstance(block, Heading):
            yield replace(block, level=max(block.level, _HEADING_LEVEL + 1))
        else:
            yield block
