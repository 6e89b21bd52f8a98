"""What is found in the parts of a document, where, and what stays of a part when it is taken."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from brailledesk.document import Block, ListBlock, ListItem, Paragraph, Table
from brailledesk.sheets.facts import Fact, Trust, one_line
from brailledesk.sheets.lines import (
    Pair,
    line_facts,
    lone_amount,
    pair_facts,
    prose_facts,
)
from brailledesk.sheets.parts import Part, is_mark
from brailledesk.sheets.runs import Runs, in_one_line, join_lines, lines
from brailledesk.sheets.tables import table_pairs, without_pairs
from brailledesk.sheets.vocabulary import Vocabulary, fold
from brailledesk.text import Run

_BULLETS = frozenset(["", "•", "-", "–", "—", "*", "·", "▪", "◦", "‣", "○", "■"])


@dataclass(frozen=True, slots=True)
class Found:
    """A fact with its place: the number of its part, and of the line, item or row in it.

    ``is_top`` says that no heading but the product's own stands above it. ``is_lone`` marks a
    fact without a label: a price or a state that stands by itself.
    """

    fact: Fact
    part: int
    place: tuple[int, ...]
    is_top: bool
    is_lone: bool = False


def find_facts(
    parts: Sequence[Part], vocabulary: Vocabulary, language: str, name_part: int | None = None
) -> list[Found]:
    """All facts of parts that do not stand aside; ``name_part`` holds the product's name."""
    found: list[Found] = []
    is_top, has_heading = True, name_part is not None
    for number, part in enumerate(parts):
        if number == name_part:
            is_top = True
        if part.is_aside or number == name_part or is_mark(part):
            continue
        if part.heading is not None:
            is_top = not found and not has_heading
            has_heading = True
            continue
        before = parts[number - 1] if number else None
        places = _places(part, before, vocabulary, language, is_top=is_top)
        for place, facts, is_lone in places:
            found += [Found(fact, number, place, is_top, is_lone) for fact in facts]
    return found


READ_ONLY = (-1,)
"""The place of facts that are told in sentences: they are shown and stay where they are."""

Places = list[tuple[tuple[int, ...], tuple[Fact, ...], bool]]


def _places(
    part: Part, before: Part | None, vocabulary: Vocabulary, language: str, *, is_top: bool
) -> Places:
    """The facts of a part; near the name also what has no label, and sentences."""
    places = _part_facts(part, vocabulary, language)
    if not is_top or any(facts for _, facts, _ in places):
        return places
    if before is None or not _announces(before, vocabulary):
        lone = _lone_facts(part, vocabulary, language)
        if lone:
            return lone
    return _prose_facts(part, vocabulary, language)


def _announces(part: Part, vocabulary: Vocabulary) -> bool:
    """Whether a part is a label of the one behind it: "Spedizione", "Extra:"."""
    block = part.blocks[0]
    if part.is_definition or not isinstance(block, Paragraph):
        return False
    text = one_line(block.runs)
    return text.endswith(":") or vocabulary.kind_of(text) is not None


def _part_facts(part: Part, vocabulary: Vocabulary, language: str) -> Places:
    block = part.blocks[0]
    if part.is_definition:
        return [((), _definition(part, vocabulary, language), False)]
    if isinstance(block, Table):
        return [
            ((pair.row, *pair.columns), facts, False)
            for pair in table_pairs(block, vocabulary)
            if fold(pair.group) not in vocabulary.words.packaging | vocabulary.words.aside
            for facts in [pair_facts(pair.pair, vocabulary, language, Trust.TABLE, part.struck)]
        ]
    return [
        ((place,), line_facts(line, vocabulary, language, part.struck), False)
        for place, line in _lines(block)
    ]


def _definition(part: Part, vocabulary: Vocabulary, language: str) -> tuple[Fact, ...]:
    label, value = in_one_line(part.blocks[:1]), in_one_line(part.blocks[1:])
    if not label or not value:
        return ()
    return pair_facts(Pair(label, value), vocabulary, language, Trust.TABLE, part.struck)


def _lines(block: Block) -> Iterator[tuple[int, Runs]]:
    """The lines of a paragraph, or the items of a list that are one line each."""
    if isinstance(block, Paragraph):
        yield from enumerate(lines(block.runs))
    elif isinstance(block, ListBlock):
        for place, item in enumerate(block.items):
            line = _line_of_item(item)
            if line:
                yield place, line


def _line_of_item(item: ListItem) -> Runs:
    """The one line of an item with a bullet; empty for a numbered item: its number says much."""
    if item.marker.strip() not in _BULLETS or len(item.blocks) != 1:
        return ()
    inner = item.blocks[0]
    if not isinstance(inner, Paragraph):
        return ()
    found = lines(inner.runs)
    return found[0] if len(found) == 1 else ()


def _lone_facts(part: Part, vocabulary: Vocabulary, language: str) -> Places:
    """A paragraph that is nothing but a price, or but a state such as "Esaurito"."""
    block = part.blocks[0]
    if part.is_definition or not isinstance(block, Paragraph):
        return []
    line = in_one_line((block,)) or ()
    if len(lines(block.runs)) != 1 or not line:
        return []
    if vocabulary.state_of(one_line(line)):
        return [((0,), (_lone("availability", line, vocabulary, language),), True)]
    facts = tuple(
        _lone(kind, value, vocabulary, language)
        for kind, value in lone_amount(line, part.struck).items()
    )
    return [((0,), facts, True)] if facts else []


def _prose_facts(part: Part, vocabulary: Vocabulary, language: str) -> Places:
    """Labels with numbers at the start of a sentence: "Codice: A-1; prezzo: 9 €. È rosso."

    They are read and the paragraph stays: its place, which no line has, is never left over.
    """
    block = part.blocks[0]
    if part.is_definition or not isinstance(block, Paragraph):
        return []
    facts = tuple(
        fact
        for line in lines(block.runs)
        for fact in prose_facts(line, vocabulary, language, part.struck)
    )
    return [(READ_ONLY, facts, False)] if facts else []


def _lone(kind: str, value: Runs, vocabulary: Vocabulary, language: str) -> Fact:
    title = vocabulary.kinds[kind].title(language)
    return Fact(kind, (Run(title, origin=value[0].origin),), value, Trust.LINE)


# -- what stays --------------------------------------------------------------------------------


def left_over(
    part: Part, found: Sequence[Found], taken: Collection[int], vocabulary: Vocabulary
) -> tuple[Block, ...]:
    """The blocks of a part without what was taken; a place goes when all its facts were.

    ``taken`` has the identities of those of ``found`` that were taken.
    """
    kept = {one.place for one in found if id(one) not in taken}
    gone = {one.place for one in found} - kept - {READ_ONLY}
    block = part.blocks[0]
    if not gone:
        return part.blocks
    if part.is_definition:
        return ()
    if isinstance(block, Table):
        pairs = [p for p in table_pairs(block, vocabulary) if (p.row, *p.columns) in gone]
        return without_pairs(block, pairs, vocabulary)
    if isinstance(block, ListBlock):
        items = tuple(item for place, item in enumerate(block.items) if (place,) not in gone)
        return (replace(block, items=items),) if items else ()
    if isinstance(block, Paragraph):
        rest = [line for place, line in enumerate(lines(block.runs)) if (place,) not in gone]
        runs = join_lines(rest)
        return (replace(block, runs=runs),) if any(run.text.strip() for run in runs) else ()
    return part.blocks
