"""The sheet of reference: all signs of a table by level, as a value, as text, as a document.

The document goes through the ordinary layout and the uncontracted table to Braille pages; there the
cells of the signs stand as Unicode Braille, which every table writes as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from brailledesk.cells import BLANK, cells_to_unicode, dots_from_cells
from brailledesk.document import Block, Document, Heading, ListBlock, ListItem, Paragraph
from brailledesk.learning.course import Course
from brailledesk.learning.signs import Sign
from brailledesk.learning.wording import (
    Words,
    dots_in_words,
    level_in_words,
    places_in_words,
)
from brailledesk.text import Run

OUR_AUTHOR = "The brailledesk developers"
"""What our own tables name as their author."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A sign with a text that shows it; both of the example are empty where there is none."""

    sign: Sign
    example: str = ""
    example_cells: bytes = b""


@dataclass(frozen=True, slots=True)
class Part:
    """The signs of a level, in the order of learning; level 0 are the exceptions."""

    level: int
    entries: tuple[Entry, ...]

    def title(self, _: Words) -> str:
        """The heading of the part."""
        if not self.level:
            return _("Exceptions")
        return level_in_words(self.level, (entry.sign for entry in self.entries), _)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a sheet says of its table, and its parts.

    ``name`` is the table's display name, ``notice`` what it says of itself in its own language.
    """

    table: str
    name: str
    notice: str
    version: str
    author: str
    language: str
    parts: tuple[Part, ...]

    def title(self, _: Words) -> str:
        """The title of every form of the sheet."""
        return _("Signs of the table {table}").format(table=self.table)

    def statements(self, _: Words, language: str) -> Iterator[str]:
        """What must be known of the system: whose it is, which version, that it is unofficial."""
        own = self.notice if language == self.language else ""
        yield own or _full_stop(self.name)
        yield _("Table {table}, version {version}.").format(
            table=self.table, version=self.version or "-"
        )
        if self.author == OUR_AUTHOR:
            yield _("This is an unofficial system of the brailledesk project.")
        elif self.author:
            yield _("This is an unofficial system, made by {author}.").format(author=self.author)
        else:
            yield _("This is an unofficial system.")
        if self.language in {"", "it"}:
            yield _("Italy has no contracted Braille code.")


def sheet_of(course: Course) -> Sheet:
    """The sheet of a course's table."""
    metadata = course.table.metadata
    parts = [
        Part(level, tuple(_entry(sign, course) for sign in signs))
        for level, signs in groupby(course.signs, key=lambda sign: sign.level)
    ]
    if course.exceptions:
        parts.append(Part(0, tuple(Entry(one) for one in course.exceptions)))
    return Sheet(
        table=course.table.name,
        name=metadata.get("display-name") or course.table.name,
        notice=metadata.get("notice", ""),
        version=metadata.get("version", ""),
        author=metadata.get("author", ""),
        language=metadata.get("language", ""),
        parts=tuple(parts),
    )


def _full_stop(text: str) -> str:
    return text if text.endswith(".") else f"{text}."


def _entry(sign: Sign, course: Course) -> Entry:
    example = course.example(sign)
    return Entry(sign, example.text, example.translation.cells) if example else Entry(sign)


def sheet_text(sheet: Sheet, _: Words, language: str) -> str:
    """The sheet in plain lines, one sign a line, in the words of ``language``."""
    lines = [sheet.title(_), *sheet.statements(_, language)]
    for part in sheet.parts:
        lines += ["", part.title(_), *(_line(entry, _) for entry in part.entries)]
    return "".join(f"{line}\n" for line in lines)


def _line(entry: Entry, _: Words) -> str:
    sign = entry.sign
    line = _("{text}: {cells}, {dots}; {places}").format(
        text=sign.text,
        cells=cells_to_unicode(sign.cells),
        dots=dots_in_words(sign.cells, _),
        places=places_in_words(sign, _),
    )
    if not entry.example:
        return f"{line}."
    example = f"{entry.example} {cells_to_unicode(entry.example_cells)}"
    return _("{sign}; example: {example}").format(sign=line, example=example)


def sheet_document(sheet: Sheet, _: Words, language: str) -> Document:
    """The sheet as a document for Braille pages, in the words of ``language``.

    The signs stand at the margin like the markers of a list. Their dots are told in numbers, since
    under the finger a lowered cell is not told from a high one.
    """
    how = _("Each entry: the sign, what it stands for, its dots, where it may stand, an example.")
    blocks: list[Block] = [
        Heading(1, (Run(sheet.title(_)),)),
        *(Paragraph((Run(text),)) for text in (" ".join(sheet.statements(_, language)), how)),
    ]
    for part in sheet.parts:
        blocks.extend(_part_blocks(part, _))
    return Document(
        tuple(blocks), title=f"{sheet.table} {sheet.version}".strip(), language=language
    )


def _part_blocks(part: Part, _: Words) -> Iterator[Block]:
    """A part; where all its signs stand at the same places, those are told once."""
    yield Heading(2, (Run(part.title(_)),))
    places = {places_in_words(entry.sign, _) for entry in part.entries}
    if len(places) == 1:
        yield Paragraph((Run(_("All: {places}.").format(places=places.pop())),))
        yield ListBlock(tuple(_item(entry, "") for entry in part.entries))
    else:
        yield ListBlock(
            tuple(_item(entry, f", {places_in_words(entry.sign, _)}") for entry in part.entries)
        )


def _item(entry: Entry, places: str) -> ListItem:
    sign = entry.sign
    text = f"{sign.text}, {dots_from_cells(sign.cells)}{places}"
    if entry.example:
        text += f": {entry.example} {_spaced(entry.example_cells)}"
    return ListItem((Paragraph((Run(text),)),), marker=_spaced(sign.cells))


def _spaced(cells: bytes) -> str:
    """Unicode Braille with ordinary blanks, at which layout may begin a new row."""
    return " ".join(cells_to_unicode(word) for word in cells.split(bytes([BLANK])))
