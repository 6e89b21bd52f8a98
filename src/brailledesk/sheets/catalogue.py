"""One sheet a row: a catalogue through a template, or as a digest where no template is given."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from brailledesk.document import Block, Document, Paragraph
from brailledesk.errors import N_, SettingsFault
from brailledesk.sheets.choose import fact_line, is_steady
from brailledesk.sheets.digest import lay_out
from brailledesk.sheets.facts import Fact, ProductSheet, ProductSheets, Trust
from brailledesk.sheets.lines import Pair, pair_facts
from brailledesk.sheets.profile import Profile
from brailledesk.sheets.rows import Catalogue, CatalogueRow
from brailledesk.sheets.template import FieldMissing, Template, check_fields, fill
from brailledesk.text import Run

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST = 80
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
"""Names that Windows keeps for devices."""
_NAMING = ("code", "ean", "mpn", "model", "name")


@dataclass(frozen=True, slots=True)
class CatalogueSheet:
    """What became of a row: facts and a document, or a fault; ``name`` is that of its file."""

    row: CatalogueRow
    facts: tuple[Fact, ...] = ()
    document: Document | None = None
    name: str = ""
    fault: SettingsFault | None = None


def catalogue_sheets(
    catalogue: Catalogue, template: Template | None, profile: Profile, language: str = "it"
) -> Iterator[CatalogueSheet]:
    """The sheets of a catalogue, in its order, faulty rows with their faults.

    Raises SettingsFaulty for fields of the template that the catalogue does not have.
    """
    if template is not None:
        check_fields(template, catalogue.fields)
    return _sheets(catalogue, template, profile, language)


def _sheets(
    catalogue: Catalogue, template: Template | None, profile: Profile, language: str
) -> Iterator[CatalogueSheet]:
    names = FileNames("riga" if language.startswith("it") else "row")
    for row in catalogue.rows:
        if row.fault is not None:
            yield CatalogueSheet(row, fault=row.fault)
            continue
        sheet = row_sheet(row, profile, language)
        try:
            document = _document(row, sheet, template, profile, language)
        except FieldMissing as missing:
            problem = N_("it has nothing for the field {name}, which is not optional")
            fault = SettingsFault(row.origin.place, problem, {"name": missing.args[0]})
            yield CatalogueSheet(row, fault=fault)
            continue
        yield CatalogueSheet(row, sheet.facts, document, names.take(_wanted(sheet), row.number))


def _document(
    row: CatalogueRow,
    sheet: ProductSheet,
    template: Template | None,
    profile: Profile,
    language: str,
) -> Document:
    if template is not None:
        return fill(template, row.values, row.origin, language)
    title = sheet.name.text if sheet.name else ""
    document = Document((), title, language, source=row.origin.source)
    return lay_out(ProductSheets((sheet,), (), document), profile)


def row_sheet(row: CatalogueRow, profile: Profile, language: str) -> ProductSheet:
    """The facts of a row, by the names of its fields; other fields are lines of the rest."""
    facts: list[Fact] = []
    rest: list[Block] = []
    for name, text in row.values.items():
        if not text:
            continue
        pair = Pair((Run(name, origin=row.origin),), (Run(text, origin=row.origin),))
        found = pair_facts(pair, profile.vocabulary, language, Trust.TABLE)
        is_known = {fact.kind for fact in facts} >= {"name"} and found and found[0].kind == "name"
        if found and not is_known and _is_sure(found[0], profile, language):
            facts.append(found[0])
        else:
            rest.append(Paragraph(fact_line(pair.label, pair.value), row.origin))
    facts.sort(key=lambda fact: profile.place(fact.kind))
    return ProductSheet(tuple(facts), tuple(rest))


def _is_sure(fact: Fact, profile: Profile, language: str) -> bool:
    if fact.kind in profile.leave_out:
        return False
    return fact.kind == "name" or is_steady(fact, profile.vocabulary, language)


def _wanted(sheet: ProductSheet) -> str:
    for kind in _NAMING:
        for fact in sheet.facts:
            if fact.kind == kind:
                return fact.text
    return ""


@dataclass(slots=True)
class FileNames:
    """Gives names for files: safe on every system, and no name twice, whatever its case.

    ``word`` stands before the number of what has no name of its own.
    """

    word: str = "row"
    _taken: set[str] = field(default_factory=set)

    def take(self, wanted: str, number: int) -> str:
        """A name without a suffix from a code, or from the number where it gives none."""
        plain = unicodedata.normalize("NFKD", wanted).encode("ascii", "ignore").decode("ascii")
        base = _UNSAFE.sub("-", plain).strip("-.")[:_LONGEST].rstrip("-.")
        if not base or _RESERVED.fullmatch(base):
            base = f"{base}-{self.word}-{number}".lstrip("-")
        name, count = base, 1
        while name.casefold() in self._taken:
            count += 1
            name = f"{base}-{count}"
        self._taken.add(name.casefold())
        return name
