"""Plain text: paragraphs, simple lists, page marks.

Blank lines divide paragraphs. Inside a paragraph a line break was either put there by a program,
where the line was full, or by a person, who meant it. A break was put there by a program, and the
lines are joined, where all of this holds:

- the text is broken at a width: the longest line that has another one below it, of this paragraph
  or (for two lines, which say little) of the whole text, is between 40 and 100 characters;
- the next word would not have fitted within that width any more;
- neither line is laid out by hand: no columns (several spaces, a tab, leader dots) and no
  ``label: value`` in the line below.

Else the break stays, as in addresses, verses and ``label: value`` lines, as a line feed in the run.
A line that begins with a bullet, or several that begin with numbers or letters, are a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from brailledesk.document import (
    Block,
    CompactBlocks,
    Document,
    ListBlock,
    ListItem,
    PageMark,
    Paragraph,
)
from brailledesk.ingest.encoding import decode
from brailledesk.text import Origin, Run
from brailledesk.translate.native import import_native, is_available

NARROWEST_FULL_LINE = 40
WIDEST_FULL_LINE = 100

_BULLET = r"\s*([-*•–·▪])[ \t]+(?=\S)"
_NUMBER = r"\s*(\d{1,3}[.)]|[a-zA-Z][.)]|\(\w{1,3}\))[ \t]+(?=\S)"
_COLUMNS = r"\S(?: {3,}|\t)\S|\.{4,}|(?: \.){3,}"
_LABEL = r"[^\W\d_a-z][^:.,;]{0,30}:\s"
_STARS = "*·▪"
"""What a keyboard writes for a bullet; a dash is a marker of its own."""


def read_plain(data: bytes, path: str, language: str) -> Document:
    """A document of plain text; its title is unknown. A form feed begins the next print page."""
    blocks = _read_natively(data, path)
    if blocks is not None:
        return Document(blocks, language=language, source=path)
    text = decode(data, path).text
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.rstrip("\x1a\n\f ")
    blocks = _read_text_natively(text, path) or _read_text(text, path)
    return Document(blocks, language=language, source=path)


def _read_natively(data: bytes, path: str) -> Sequence[Block] | None:
    """The blocks of a file in UTF-8 as the native core reads it; None where it gives up."""
    if not is_available():
        return None
    try:
        return _packed(import_native().ReadText.of_file(data), path)
    except ValueError:
        return None


def _read_text_natively(text: str, path: str) -> Sequence[Block] | None:
    """The same of a text whose lines end with line feeds."""
    if not is_available():
        return None
    try:
        return _packed(import_native().ReadText(text), path)
    except ValueError:
        return None


def _packed(read: Any, path: str) -> CompactBlocks:  # noqa: ANN401 - of the compiled module
    return CompactBlocks(read, lambda place: _build(read.block(place), path))


def _build(
    read: tuple[int, str | None, list[tuple[str, str]] | None, str | None], path: str
) -> Block:
    """A block of its line and its text, its items or the label of a print page."""
    line, text, items, label = read
    origin = Origin(path, f"line {line}")
    if text is not None:
        return Paragraph((Run(text, origin=origin),), origin)
    if items is None:
        return PageMark(label or "", origin)
    return ListBlock(tuple(_item(marker, own, origin) for marker, own in items), origin)


def _read_text(text: str, path: str) -> tuple[Block, ...]:
    """The specification of what the native core reads."""
    pages = [page.split("\n") for page in text.split("\f")]
    width = _fill_width([line for page in pages for line in page])
    blocks: list[Block] = []
    number = 1
    for label, lines in enumerate(pages, 1):
        found = list(_blocks(lines, number, path, width))
        if label > 1 and found:
            blocks.append(PageMark(str(label), Origin(path, f"line {number}")))
        blocks += found
        number += len(lines) - 1
    return tuple(blocks)


def read_plain_text(
    text: str, path: str, first_line: int = 1, where: str = ""
) -> tuple[Block, ...]:
    """The blocks of a text that stands inside another source, from its line ``first_line`` on.

    ``where`` goes before the line in every origin.
    """
    lines = text.split("\n")
    return tuple(_blocks(lines, first_line, path, _fill_width(lines), where))


def _blocks(
    lines: list[str], number: int, path: str, width: int, where: str = ""
) -> Iterator[Block]:
    for start, group in _groups(lines):
        place = number + start
        for part in _parts(group):
            origin = Origin(path, f"{where}line {place}")
            if _marker_of(part[0]) and _is_list(part):
                yield ListBlock(tuple(_items(part, origin, width)), origin)
            else:
                yield Paragraph((Run(join_lines(part, width), origin=origin),), origin)
            place += len(part)


def _groups(lines: list[str]) -> list[tuple[int, list[str]]]:
    """Lines between blank lines, with the place of their first line."""
    groups: list[tuple[int, list[str]]] = []
    is_open = False
    for place, line in enumerate(lines):
        if not line.strip():
            is_open = False
            continue
        if not is_open:
            groups.append((place, []))
            is_open = True
        groups[-1][1].append(line.rstrip())
    return groups


def _parts(lines: list[str]) -> list[list[str]]:
    """A group as its introduction and the list below it, where it has both."""
    for place in range(1, len(lines)):
        if _marker_of(lines[place]) and not _marker_of(lines[0]) and _is_list(lines[place:]):
            return [lines[:place], lines[place:]]
        if place > _LONGEST_INTRODUCTION:
            break
    return [lines]


_LONGEST_INTRODUCTION = 12


def _is_list(lines: list[str]) -> bool:
    """One bullet is enough; a number or a letter can also begin a sentence, so it takes two."""
    if re.match(_BULLET, lines[0]):
        return True
    return sum(1 for line in lines if re.match(_NUMBER, line)) > 1


def _marker_of(line: str) -> re.Match[str] | None:
    return re.match(_BULLET, line) or re.match(_NUMBER, line)


def _items(lines: list[str], origin: Origin, width: int) -> Iterator[ListItem]:
    is_bulleted = re.match(_BULLET, lines[0]) is not None
    begins = _BULLET if is_bulleted else _NUMBER
    groups: list[tuple[str, list[str]]] = []
    for line in lines:
        match = re.match(begins, line)
        if match:
            groups.append((match[1], [line[match.end() :]]))
        else:
            groups[-1][1].append(line)
    for marker, part in groups:
        yield _item("•" if marker in _STARS else marker, join_lines(part, width), origin)


def _item(marker: str, text: str, origin: Origin) -> ListItem:
    return ListItem((Paragraph((Run(text, origin=origin),), origin),), marker)


def _fill_width(lines: list[str]) -> int:
    """The longest line that is followed by another one, of those that a program may have broken."""
    return max(
        (
            len(" ".join(line.split()))
            for line, below in pairwise(lines)
            if below.strip() and len(line) <= WIDEST_FULL_LINE
        ),
        default=0,
    )


def join_lines(lines: list[str], width: int = 0) -> str:
    """Lines of a paragraph as one text; a break that someone meant is a line feed.

    ``width`` is the fill width of the whole text, for paragraphs too short to show their own.
    """
    stripped = [" ".join(line.split()) for line in lines]
    own = _fill_width(lines)
    if len(lines) < 3 or own < NARROWEST_FULL_LINE:
        own = max(own, width)
    pieces = stripped[:1]
    for place, line in enumerate(stripped[1:], 1):
        pieces.append(" " if _is_full(lines[place - 1], lines[place], own) else "\n")
        pieces.append(line)
    return "".join(pieces)


def _is_full(line: str, below: str, width: int) -> bool:
    """Whether a program, not a person, ended the line where it ends."""
    if width < NARROWEST_FULL_LINE or not below.strip():
        return False
    if re.search(_COLUMNS, line.strip()) or re.search(_COLUMNS, below.strip()):
        return False
    if re.match(_LABEL, below.strip()) or len(line) > WIDEST_FULL_LINE:
        return False
    first_word = below.split(maxsplit=1)[0]
    return len(" ".join(line.split())) + 1 + len(first_word) > width
