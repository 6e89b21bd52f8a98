"""From a document to the facts of its products."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from brailledesk.document import Block, Paragraph, Table
from brailledesk.sheets.choose import choose, fact_line
from brailledesk.sheets.claims import data_facts
from brailledesk.sheets.facts import Fact, ProductSheet, ProductSheets, one_line
from brailledesk.sheets.found import Found, find_facts, left_over
from brailledesk.sheets.lists import ProductTable, product_table
from brailledesk.sheets.naming import Name, find_name, section_name
from brailledesk.sheets.parts import Part, parts_of
from brailledesk.sheets.profile import Profile
from brailledesk.sheets.sections import Sections, divide, without_rest
from brailledesk.sheets.source import SheetSource
from brailledesk.sheets.vocabulary import fold

Data = tuple[Fact, ...]
"""What the data of a page tell of one product; the first fact is its name."""


def recognise(source: SheetSource, profile: Profile | None = None) -> ProductSheets:
    """The product sheets of a document: facts in the order of the profile, and all that is left.

    A document in which no fact is found gives no sheet. Never raises for what a document holds.
    """
    chosen = profile or Profile()
    document = source.document
    seeker = _Seeker(chosen, document.language)
    parts, behind = without_rest(parts_of(source.pieces, chosen.vocabulary), chosen.headings())
    data = _merged(data_facts(one, chosen.vocabulary, document.language) for one in source.products)
    sheets, shared = seeker.seek(parts, data)
    return ProductSheets(sheets, (*shared, *_blocks(behind)), document)


def _merged(products: Iterable[Data]) -> list[Data]:
    """Products of one name are one: pages often have their data twice."""
    merged: dict[str, list[Fact]] = {}
    for facts in products:
        if facts:
            known = merged.setdefault(fold(facts[0].text), [])
            said = {(fact.kind, fact.text) for fact in known}
            known += [fact for fact in facts if (fact.kind, fact.text) not in said]
    return [tuple(facts) for facts in merged.values()]


def _blocks(parts: Iterable[Part]) -> tuple[Block, ...]:
    return tuple(block for part in parts for block in part.blocks)


@dataclass(frozen=True, slots=True)
class _Seeker:
    """Looks for sheets with the words of a profile, in a document of one language."""

    profile: Profile
    language: str

    def seek(
        self, parts: Sequence[Part], data: Sequence[Data]
    ) -> tuple[tuple[ProductSheet, ...], tuple[Block, ...]]:
        """The sheets of a document, and the blocks that belong to none of several products."""
        vocabulary = self.profile.vocabulary
        divided = divide(parts, vocabulary, self.language)
        if divided is not None:
            return self._divided(divided, data)
        if not data:
            listed = self._listed(parts)
            if listed is not None:
                return listed
        own = _data_of(parts, data)
        name = find_name(parts, own[0] if own else None, vocabulary, self.language)
        sheet = self._sheet(parts, name, own)
        return ((sheet,), ()) if any(fact.kind != "name" for fact in sheet.facts) else ((), ())

    def _divided(
        self, divided: Sections, data: Sequence[Data]
    ) -> tuple[tuple[ProductSheet, ...], tuple[Block, ...]]:
        vocabulary = self.profile.vocabulary
        sheets = []
        for parts in divided.products:
            if divided.has_headings:
                name = section_name(parts[0])
            else:
                name = find_name(parts, None, vocabulary, self.language)
            own = next((d for d in data if fold(d[0].text) == fold(name.text)), ())
            sheets.append(self._sheet(parts, name, own))
        return tuple(sheets), _blocks(divided.shared)

    def _listed(
        self, parts: Sequence[Part]
    ) -> tuple[tuple[ProductSheet, ...], tuple[Block, ...]] | None:
        """Products of tables, unless the document itself is about one product."""
        vocabulary = self.profile.vocabulary
        tables: dict[int, ProductTable] = {}
        for place, part in enumerate(parts):
            block = part.blocks[0]
            if isinstance(block, Table) and not part.is_aside:
                found = product_table(block, vocabulary, self.language)
                if found is not None:
                    tables[place] = found
        others = [part for place, part in enumerate(parts) if place not in tables]
        if not tables or find_facts(others, vocabulary, self.language):
            return None
        shared: list[Block] = []
        for place, part in enumerate(parts):
            shared += tables[place].shared if place in tables else part.blocks
        sheets = [self._ordered(sheet) for table in tables.values() for sheet in table.sheets]
        return tuple(sheets), tuple(shared)

    def _sheet(self, parts: Sequence[Part], name: Name, data: Data) -> ProductSheet:
        vocabulary = self.profile.vocabulary
        found = [
            one
            for one in find_facts(parts, vocabulary, self.language, name.part)
            if one.fact.kind not in self.profile.leave_out
        ]
        said = [fact for fact in data[1:] if fact.kind not in self.profile.leave_out]
        facts, taken = choose(found, said, vocabulary, self.language)
        taken += [one for one in found if name.found is not None and one.fact == name.found.fact]
        by_part: dict[int, list[Found]] = {}
        for one in found:
            by_part.setdefault(one.part, []).append(one)
        gone = frozenset(map(id, taken))
        rest: list[Block] = []
        numbered = [(place, part) for place, part in enumerate(parts) if place != name.part]
        for place, part in sorted(numbered, key=lambda one: one[1].is_margin):
            rest += left_over(part, by_part.get(place, []), gone, vocabulary)
        named = [name.fact] if name.fact is not None else []
        return self._ordered(ProductSheet((*named, *facts), tuple(rest)))

    def _ordered(self, sheet: ProductSheet) -> ProductSheet:
        """Facts in the order of the profile; those that it leaves out go to the rest."""
        facts = sorted(sheet.facts, key=lambda fact: self.profile.place(fact.kind))
        left = self.profile.leave_out
        out = (Paragraph(fact_line(f.label, f.value)) for f in facts if f.kind in left)
        kept = tuple(fact for fact in facts if fact.kind not in left)
        return ProductSheet(kept, (*out, *sheet.rest))


def _data_of(parts: Sequence[Part], data: Sequence[Data]) -> Data:
    """The data that speak of the product of a page: those whose name is a heading of it.

    A single product may be named a little otherwise than the first heading: all words of the
    shorter name are then in the longer one.
    """
    headings = [fold(one_line(p.heading.runs)) for p in parts if p.heading and not p.is_aside]
    named = [facts for facts in data if fold(facts[0].text) in headings]
    if len(named) == 1:
        return named[0]
    if len(data) != 1:
        return ()
    if not headings:
        return data[0]
    one, other = set(fold(data[0][0].text).split()), set(headings[0].split())
    return data[0] if one <= other or other <= one else ()
