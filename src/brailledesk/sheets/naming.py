"""What a product is called: by its data, by a label, or by the heading above its facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from brailledesk.document import Block, Heading, Paragraph
from brailledesk.sheets.facts import Fact, Trust, one_line
from brailledesk.sheets.found import Found, find_facts
from brailledesk.sheets.parts import Part
from brailledesk.sheets.runs import Runs
from brailledesk.sheets.shapes import is_name
from brailledesk.sheets.vocabulary import Vocabulary, fold

_LONGEST_TITLE = 60
_FEWEST_FACTS = 2


@dataclass(frozen=True, slots=True)
class Name:
    """A name, if there is one, and where: in a part that is nothing else, or in a line or cell."""

    fact: Fact | None = None
    part: int | None = None
    found: Found | None = None

    @property
    def text(self) -> str:
        return self.fact.text if self.fact is not None else ""


def section_name(part: Part) -> Name:
    """The name of a product that stands under a heading of its own."""
    heading = part.heading
    assert heading is not None
    return Name(_heading_fact(heading.runs), 0)


def find_name(
    parts: Sequence[Part], said: Fact | None, vocabulary: Vocabulary, language: str
) -> Name:
    """The name of the one product of some parts; none where sources differ or nothing is sure.

    ``said`` is the name that the data of the page give to this product.
    """
    place = _heading_place(parts, vocabulary, language)
    heading = _runs(parts[place].blocks[0]) if place is not None else ()
    if said is not None and is_name(said.text, vocabulary):
        same = _same_heading(parts, said)
        return (
            Name(said) if same is None else Name(_heading_fact(_runs(parts[same].blocks[0])), same)
        )
    labelled = [one for one in find_facts(parts, vocabulary, language) if one.fact.kind == "name"]
    values = {fold(one.fact.text) for one in labelled}
    if len(values) == 1:
        return Name(labelled[0].fact, None, labelled[0])
    if values and fold(one_line(heading)) not in values:
        return Name()
    return Name(_heading_fact(heading), place) if heading else Name()


def _heading_fact(runs: Runs) -> Fact:
    return Fact("name", (), runs, Trust.HEADING)


def _runs(block: Block) -> Runs:
    return block.runs if isinstance(block, Heading | Paragraph) else ()


def _same_heading(parts: Sequence[Part], name: Fact) -> int | None:
    for place, part in enumerate(parts):
        heading = part.heading
        if heading is None or part.is_aside:
            continue
        if fold(one_line(heading.runs)) == fold(name.text):
            return place
    return None


def _heading_place(parts: Sequence[Part], vocabulary: Vocabulary, language: str) -> int | None:
    """Where the heading is that names the product.

    It is the one heading of the highest level, of several the one with facts below it; in plain
    text it is a title in capitals at the start.
    """
    headings = {
        place: part.heading
        for place, part in enumerate(parts)
        if part.heading is not None and not part.is_aside
    }
    if not headings:
        return 0 if _is_title(parts, vocabulary, language) else None
    _pass_over_kind(headings, vocabulary)
    level = min(heading.level for heading in headings.values())
    highest = [place for place, heading in headings.items() if heading.level == level]
    if len(highest) > 1:
        ends = [*highest[1:], len(parts)]
        highest = [
            start
            for start, end in zip(highest, ends, strict=True)
            if find_facts(parts[start + 1 : end], vocabulary, language)
        ]
    if len(highest) != 1:
        return None
    return highest[0] if is_name(one_line(headings[highest[0]].runs), vocabulary) else None


def _pass_over_kind(headings: dict[int, Heading], vocabulary: Vocabulary) -> None:
    """Drops a first heading that says "Scheda tecnica" directly above the one with the name."""
    places = list(headings)
    if len(places) < 2 or places[1] != places[0] + 1:
        return
    first, second = (one_line(headings[place].runs) for place in places[:2])
    if not is_name(first, vocabulary) and is_name(second, vocabulary):
        level = headings[places[1]].level
        if all(headings[place].level > level for place in places[2:]):
            del headings[places[0]]


def _is_title(parts: Sequence[Part], vocabulary: Vocabulary, language: str) -> bool:
    """Whether a text without headings begins with a line in capitals above facts."""
    block = parts[0].blocks[0] if parts else None
    if not isinstance(block, Paragraph) or parts[0].is_aside:
        return False
    text = "".join(run.text for run in block.runs)
    if "\n" in text or len(text) > _LONGEST_TITLE or not text.isupper() or len(text.split()) < 2:
        return False
    below = find_facts(parts[1:2], vocabulary, language)
    return len({one.fact.kind for one in below}) >= _FEWEST_FACTS and is_name(text, vocabulary)
