"""Plain text: paragraphs, simple lists, page marks.

Blank lines divide paragraphs. Inside a paragraph a line break stays where the line is visibly
short (addresses, ``label: value`` lines, verses); lines that fill the width of the text were broken
by a program and are joined. A line fills it if its next word would not have fitted.
"""

from __future__ import annotations

import re
from itertools import pairwise

from brailledesk.document import Block, Document, ListBlock, ListItem, PageMark, Paragraph
from brailledesk.ingest.encoding import decode
from brailledesk.text import Origin, Run

_ITEM = re.compile(r"\s*([-*•–]|\d{1,3}[.)]|[a-zA-Z][.)])\s+(?=\S)")
NARROWEST_FULL_LINE = 40


def read_plain(data: bytes, path: str, language: str) -> Document:
    """A document of plain text; its title is unknown."""
    text = decode(data, path).text.replace("\r\n", "\n").replace("\r", "\n")
    blocks: list[Block] = []
    number = 1
    for page, piece in enumerate(text.split("\f"), 1):
        if page > 1:
            blocks.append(PageMark(str(page)))
        for start, lines in _paragraphs(piece.split("\n")):
            origin = Origin(path, f"line {number + start}")
            blocks.append(_block(lines, origin))
        number += piece.count("\n")
    return Document(tuple(blocks), language=language, source=path)


def _paragraphs(lines: list[str]) -> list[tuple[int, list[str]]]:
    """Groups of lines between blank lines, with the place of their first line."""
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


def _block(lines: list[str], origin: Origin) -> Block:
    if (len(lines) > 1 and all(_ITEM.match(lines[i]) for i in (0, 1))) or _is_list(lines):
        return ListBlock(tuple(_items(lines, origin)), origin)
    return Paragraph((Run(join_lines(lines), origin=origin),), origin)


def _is_list(lines: list[str]) -> bool:
    """Whether every line begins an item or continues one, indented under it."""
    if not _ITEM.match(lines[0]) or lines[0].lstrip()[0] not in "-*•":
        return False
    return all(_ITEM.match(line) or line.startswith("  ") for line in lines)


def _items(lines: list[str], origin: Origin) -> list[ListItem]:
    groups: list[tuple[str, list[str]]] = []
    for line in lines:
        match = _ITEM.match(line)
        if match:
            groups.append((match[1], [line[match.end() :]]))
        else:
            groups[-1][1].append(line)
    return [
        ListItem((Paragraph((Run(join_lines(part), origin=origin),), origin),), _marker(marker))
        for marker, part in groups
    ]


def _marker(sign: str) -> str:
    return "•" if sign in "-*•–" else sign


def join_lines(lines: list[str]) -> str:
    """Lines of a paragraph as one text; a break that someone meant is a line feed."""
    stripped = [" ".join(line.split()) for line in lines]
    width = max(len(line) for line in stripped)
    text = stripped[0]
    for previous, line in pairwise(stripped):
        first_word = line.split(" ", 1)[0]
        is_full = width >= NARROWEST_FULL_LINE and len(previous) + 1 + len(first_word) > width
        text += (" " if is_full else "\n") + line
    return text
