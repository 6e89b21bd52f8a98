r"""The smallest parts of a table line: tokens with their columns, escapes, dots.

liblouis' escapes are ``\s`` (blank), ``\t``, ``\\``, ``\xHHHH`` and ``\yHHHHH``.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from brailledesk.cells import cells_from_dots
from brailledesk.errors import N_, TableFault


class Token(NamedTuple):
    """A word of a line; columns count from 1, ``end`` is past the last character."""

    text: str
    start: int
    end: int

    def part(self, start: int, end: int) -> Token:
        """The characters ``start`` to ``end`` of the word, with their own columns."""
        return Token(self.text[start:end], self.start + start, self.start + end)


class Line(NamedTuple):
    """A line of a table file with its place."""

    path: str
    number: int
    source: str


class FaultAt(Exception):
    """A fault with the token it is at; the parser turns it into a TableFault and goes on."""

    def __init__(self, token: Token, problem: str, **fields: object) -> None:
        super().__init__(problem)
        self.token = token
        self.problem = problem
        self.fields = fields

    def on(self, line: Line) -> TableFault:
        return TableFault(
            line.path,
            line.number,
            self.token.start,
            self.token.end,
            line.source,
            self.problem,
            self.fields,
        )


def split_line(source: str) -> list[Token]:
    """The words of a line. Columns count characters, a tab being one."""
    return [Token(m.group(), m.start() + 1, m.end() + 1) for m in re.finditer(r"\S+", source)]


_ESCAPE = re.compile(r"\\(?:([st\\\"])|x([0-9a-fA-F]{4})|y([0-9a-fA-F]{5}))")
_NAMED = {"s": " ", "t": "\t", "\\": "\\", '"': '"'}


def parse_characters(token: Token) -> str:
    """The characters of an operand, with its escapes resolved."""
    text = token.text
    if "\\" not in text:
        return text
    pieces: list[str] = []
    place = 0
    while place < len(text):
        if text[place] != "\\":
            pieces.append(text[place])
            place += 1
            continue
        match = _ESCAPE.match(text, place)
        if match is None:
            raise FaultAt(
                token.part(place, min(place + 2, len(text))),
                N_("the escape {escape} is not one of \\s \\t \\\\ \\xHHHH \\yHHHHH"),
                escape=text[place : place + 2],
            )
        named, short, long = match.groups()
        pieces.append(_NAMED[named] if named else chr(int(short or long, 16)))
        place = match.end()
    return "".join(pieces)


def parse_one_character(token: Token) -> str:
    """An operand that must be one character."""
    characters = parse_characters(token)
    if len(characters) != 1:
        raise FaultAt(token, N_("one character is expected, not {count}"), count=len(characters))
    return characters


def parse_cells(token: Token) -> bytes:
    """The cells of a dots operand; a fault points at the cell that is wrong."""
    place = 0
    cells = bytearray()
    for piece in token.text.split("-"):
        try:
            cells += cells_from_dots(piece or "?")
        except ValueError:
            span = token.part(place, max(place + len(piece), place + 1))
            raise FaultAt(
                span, N_("{piece} is no cell: dots are 1 to 8, each once, or 0"), piece=piece or "-"
            ) from None
        place += len(piece) + 1
    return bytes(cells)


def operand(opcode: Token, operands: list[Token], number: int) -> Token:
    """The operand with this number, counted from 0."""
    if number < len(operands):
        return operands[number]
    raise FaultAt(
        opcode, N_("{opcode} needs {count} operands"), opcode=opcode.text, count=number + 1
    )
