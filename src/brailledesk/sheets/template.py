"""Templates for sheets of a catalogue: plain lines with fields in braces.

::

    # {nome}
    Codice: {codice}
    Prezzo: {prezzo}[, invece di {prezzo pieno}]
    [Disponibilità: {disponibilita}]
    - [Peso: {peso} kg]

``{field}`` is a field of the catalogue, in any case and with or without accents; a row in which it
is empty is faulty. What stands in ``[ ]`` is optional: it goes, with its words, where one of its
fields is empty; a line of which nothing is left goes too. ``{{`` ``}}`` ``[[`` ``]]`` are the signs
themselves. ``#`` begins a heading, ``-`` an item of a list; every other line is a paragraph. There
is nothing else: no conditions, no code; and what a field holds is text, never markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from brailledesk.document import Block, Document, Heading, ListBlock, ListItem, Paragraph
from brailledesk.errors import N_, SettingsFault, SettingsFaulty
from brailledesk.ingest.encoding import decode
from brailledesk.sheets.vocabulary import fold
from brailledesk.sources import take_source
from brailledesk.text import Origin, Run, plain_text

_SIGN = re.compile(r"\{\{|\}\}|\[\[|\]\]|\{([^{}\[\]]*)\}|[\[\]{}]|[^\[\]{}]+")
_DOUBLED = {"{{": "{", "}}": "}", "[[": "[", "]]": "]"}
_HEADING = re.compile(r"(#{1,6})\s+")
_ITEM = re.compile(r"-\s+")
_MAX_SIZE = 1_000_000


@dataclass(frozen=True, slots=True)
class Words:
    """Text of the template itself."""

    text: str


@dataclass(frozen=True, slots=True)
class Field:
    """A place for a field; ``name`` as the template writes it."""

    name: str


Piece = Words | Field


@dataclass(frozen=True, slots=True)
class Group:
    """Pieces that belong together; an optional group goes where one of its fields is empty."""

    pieces: tuple[Piece, ...]
    is_optional: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line: a heading of ``level`` 1 to 6, an item, or else a paragraph."""

    number: int
    groups: tuple[Group, ...]
    level: int = 0
    is_item: bool = False


@dataclass(frozen=True, slots=True)
class Template:
    """A template that was checked."""

    path: str
    lines: tuple[Line, ...]


class FieldMissing(Exception):
    """A row has nothing for a field that is not optional; ``args`` has the field."""


def read_template(path: Path) -> Template:
    """The template in a file. Raises an IngestError, or SettingsFaulty with all its faults."""
    label, data = take_source(path, max_size=_MAX_SIZE)
    return parse_template(decode(data, label).text, label)


def parse_template(text: str, path: str = "") -> Template:
    """A template from its text. Raises SettingsFaulty with all its faults."""
    faults: list[SettingsFault] = []
    lines = []
    for number, source in enumerate(text.splitlines(), 1):
        line = source.strip()
        heading, item = _HEADING.match(line), _ITEM.match(line)
        mark = heading or item
        if line:
            groups = tuple(_groups(line[mark.end() if mark else 0 :], number, faults))
            level = len(heading[1]) if heading else 0
            lines.append(Line(number, groups, level, item is not None))
    if not lines:
        faults.append(SettingsFault("", N_("it has no lines"), {}))
    if faults:
        raise SettingsFaulty(path, tuple(faults))
    return Template(path, tuple(lines))


def _groups(text: str, number: int, faults: list[SettingsFault]) -> Iterator[Group]:
    pieces: list[Piece] = []
    is_optional = False
    for match in _SIGN.finditer(text):
        sign = match[0]
        if sign == ("]" if is_optional else "["):
            if pieces:
                yield Group(tuple(pieces), is_optional)
            pieces, is_optional = [], sign == "["
        elif sign in {"[", "]", "{", "}"}:
            _add(faults, number, _UNPAIRED[sign], sign=sign)
        elif match[1] is not None:
            if not fold(match[1]) and not match[1].strip().startswith("#"):
                _add(faults, number, N_("braces without the name of a field"))
            pieces.append(Field(match[1].strip()))
        else:
            pieces.append(Words(_DOUBLED.get(sign, sign)))
    if is_optional:
        _add(faults, number, _UNPAIRED["["], sign="[")
    if pieces:
        yield Group(tuple(pieces), is_optional)


_UNPAIRED = {
    "[": N_("the sign {sign} is not closed, or stands inside another; the sign itself is doubled"),
    "{": N_("the sign {sign} is not closed, or stands inside another; the sign itself is doubled"),
    "]": N_("the sign {sign} closes nothing; the sign itself is doubled"),
    "}": N_("the sign {sign} closes nothing; the sign itself is doubled"),
}


def _add(faults: list[SettingsFault], number: int, problem: str, **fields: object) -> None:
    faults.append(SettingsFault(f"line {number}", problem, fields))


def check_fields(template: Template, fields: Sequence[str]) -> None:
    """Raise SettingsFaulty with every field of the template that the catalogue does not have."""
    known = {_key(name) for name in fields}
    faults = []
    for line in template.lines:
        for name in _names(line):
            if _key(name) not in known:
                close = get_close_matches(name, fields, 3, 0.5) or list(fields)[:8]
                problem = N_("the catalogue has no field {name}; like it: {close}")
                shown: dict[str, object] = {"name": name, "close": ", ".join(close)}
                faults.append(SettingsFault(f"line {line.number}", problem, shown))
    if faults:
        raise SettingsFaulty(template.path, tuple(faults))


def _names(line: Line) -> Iterator[str]:
    for group in line.groups:
        for piece in group.pieces:
            if isinstance(piece, Field):
                yield piece.name


def _key(name: str) -> str:
    return fold(name) or name.strip()


def fill(
    template: Template, values: Mapping[str, str], origin: Origin, language: str = "it"
) -> Document:
    """The sheet of one row. Raises FieldMissing."""
    by_key = {_key(name): value.strip() for name, value in values.items()}
    blocks: list[Block] = []
    items: list[ListItem] = []
    for line in template.lines:
        runs = _filled(line, by_key, origin)
        if not plain_text(runs).strip():
            continue
        if line.is_item:
            items.append(ListItem((Paragraph(runs, origin),), "•"))
            continue
        if items:
            blocks.append(ListBlock(tuple(items), origin))
            items = []
        blocks.append(Heading(line.level, runs, origin) if line.level else Paragraph(runs, origin))
    if items:
        blocks.append(ListBlock(tuple(items), origin))
    headings = [block for block in blocks if isinstance(block, Heading)]
    title = " ".join(plain_text(headings[0].runs).split()) if headings else ""
    return Document(tuple(blocks), title, language, source=origin.source)


def _filled(line: Line, values: Mapping[str, str], origin: Origin) -> tuple[Run, ...]:
    runs: list[Run] = []
    for group in line.groups:
        names = [piece.name for piece in group.pieces if isinstance(piece, Field)]
        empty = [name for name in names if not values.get(_key(name))]
        if empty and not group.is_optional:
            raise FieldMissing(empty[0])
        if not empty:
            for piece in group.pieces:
                text = values[_key(piece.name)] if isinstance(piece, Field) else piece.text
                runs.append(Run(text, origin=origin))
    return tuple(runs)
