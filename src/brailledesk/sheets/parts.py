"""A document in parts: what stands at its top level, with what the source tells of each piece.

Definitions (a term and what stands under it) are one part; pieces that speak of other things
(related products, cookies, reviews) are marked as aside: no fact is looked for there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum

from brailledesk.document import Block, Heading, PageMark, Paragraph, Table
from brailledesk.sheets.facts import one_line
from brailledesk.sheets.vocabulary import Vocabulary, fold


class Role(Enum):
    """What a block is in its source, beyond what a document can say."""

    PLAIN = "plain"
    TERM = "term"
    DESCRIPTION = "description"


@dataclass(frozen=True, slots=True)
class Piece:
    """A block with what the source tells of it; ``struck`` are its texts that are crossed out."""

    block: Block
    role: Role = Role.PLAIN
    is_aside: bool = False
    struck: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One block, or a term and its descriptions.

    ``is_aside``: it speaks of other things; ``is_margin``: its page says so, by where it stands.
    """

    blocks: tuple[Block, ...]
    is_definition: bool = False
    is_aside: bool = False
    is_margin: bool = False
    struck: tuple[str, ...] = ()

    @property
    def heading(self) -> Heading | None:
        block = self.blocks[0]
        return block if isinstance(block, Heading) else None


def parts_of(pieces: Iterable[Piece], vocabulary: Vocabulary) -> tuple[Part, ...]:
    """The parts of a document in its order; none of its blocks is missing."""
    return tuple(_with_asides(_grouped(list(pieces)), vocabulary))


def _grouped(pieces: list[Piece]) -> Iterator[Part]:
    place = 0
    while place < len(pieces):
        piece = pieces[place]
        end = place + 1
        while piece.role is Role.TERM and end < len(pieces):
            if pieces[end].role is not Role.DESCRIPTION:
                break
            end += 1
        group = pieces[place:end]
        yield Part(
            tuple(one.block for one in group),
            is_definition=len(group) > 1,
            is_aside=any(one.is_aside for one in group),
            is_margin=any(one.is_aside for one in group),
            struck=tuple(text for one in group for text in one.struck),
        )
        place = end


def _with_asides(parts: Iterable[Part], vocabulary: Vocabulary) -> Iterator[Part]:
    """Marks what stands below a heading such as "Accessori", to the next one of its level.

    Measures below "Imballo" are not those of the product either.
    """
    level = 0
    for part in parts:
        heading = part.heading
        if level and heading is not None and heading.level <= level:
            level = 0
        begins = _begins_aside(part, vocabulary)
        if begins and not level:
            level = heading.level if heading is not None else 99
        is_aside = bool(level) or _is_captioned_aside(part, vocabulary)
        yield replace(part, is_aside=True) if is_aside else part


def _begins_aside(part: Part, vocabulary: Vocabulary) -> bool:
    block = part.blocks[0]
    if part.is_definition or not isinstance(block, Heading | Paragraph):
        return False
    words = vocabulary.words
    begins = words.aside | words.packaging if isinstance(block, Heading) else words.aside
    return fold(_INTRODUCTION.sub("", one_line(block.runs))) in begins


def _is_captioned_aside(part: Part, vocabulary: Vocabulary) -> bool:
    block = part.blocks[0]
    return isinstance(block, Table) and fold(one_line(block.caption)) in vocabulary.words.aside


_INTRODUCTION = re.compile(r":\s*$")


def is_mark(part: Part) -> bool:
    """Whether a part is only the place where a print page begins."""
    return isinstance(part.blocks[0], PageMark)
