"""What a product sheet says, as values: facts, sheets of products, all sheets of a document."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from brailledesk.document import Block, Document
from brailledesk.text import Origin, Run, plain_text


class Trust(IntEnum):
    """Where a fact was found, from the least to the most trusted place."""

    HEADING = 1
    LINE = 2
    """A line ``label: value``, or a line that can mean only one thing."""
    TABLE = 3
    """A table or a definition list."""
    DATA = 4
    """JSON-LD or microdata: said by the page, not always shown on it."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of a product.

    ``kind`` is a kind of the vocabulary ("price"); ``label`` and ``value`` are what the source
    says, with language, emphasis and origin; a label that the source does not have is a word of
    the vocabulary. The value is never rewritten.
    """

    kind: str
    label: tuple[Run, ...]
    value: tuple[Run, ...]
    trust: Trust

    @property
    def text(self) -> str:
        """The value as plain text, in one line."""
        return one_line(self.value)

    @property
    def label_text(self) -> str:
        return one_line(self.label)

    @property
    def origin(self) -> Origin | None:
        """Where the value stands in its source."""
        return next((run.origin for run in self.value if run.origin), None)


@dataclass(frozen=True, slots=True)
class ProductSheet:
    """The facts of one product in the order of the vocabulary, and what else is said of it."""

    facts: tuple[Fact, ...]
    rest: tuple[Block, ...] = ()

    @property
    def name(self) -> Fact | None:
        return next((fact for fact in self.facts if fact.kind == "name"), None)


@dataclass(frozen=True, slots=True)
class ProductSheets:
    """All sheets of one ``document``; ``shared`` is what belongs to none of several products."""

    sheets: tuple[ProductSheet, ...]
    shared: tuple[Block, ...]
    document: Document


def one_line(runs: tuple[Run, ...]) -> str:
    return " ".join(plain_text(runs).split())
