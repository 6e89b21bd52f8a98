"""Declared exceptions to "different texts have different cells": ``#+same`` and ``#+raw``."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from brailledesk.errors import N_, TableFault
from brailledesk.tables.lexis import (
    FaultAt,
    Line,
    Token,
    operand,
    parse_characters,
    parse_one_character,
    split_line,
)
from brailledesk.tables.rules import Same

MOST_IN_SPAN = 256
"""Characters of a span: Unicode Braille has as many."""


class Exceptions:
    """The exceptions that were read so far, checked once all characters are defined."""

    def __init__(self) -> None:
        self.same: dict[str, Same] = {}
        self.raw: set[str] = set()
        # They name characters that may be defined below them.
        self._unchecked: list[tuple[Line, Token, str, Token]] = []

    def read(self, line: Line) -> None:
        """Read a line of metadata with one of the keys that say exceptions."""
        key, *operands = _metadata_tokens(line)
        characters = operand(key, operands, 0)
        if key.text == "raw":
            self.raw.update(_parse_span(characters))
            return
        text = parse_characters(operand(key, operands, 1))
        reason = " ".join(token.text for token in operands[2:])
        for character in parse_characters(characters):
            if character in self.same:
                raise FaultAt(
                    characters,
                    N_("{character} comes back as another text already"),
                    character=character,
                )
            self.same[character] = Same(character, text, reason)
            self._unchecked.append((line, characters, character, operands[1]))

    def check(self, defined: Container[str]) -> Iterator[TableFault]:
        """Both sides are characters of the table, and no text is itself given as another."""
        for line, token, character, text in self._unchecked:
            try:
                self._check(defined, token, character, text)
            except FaultAt as fault:
                yield fault.on(line)

    def _check(self, defined: Container[str], token: Token, character: str, text: Token) -> None:
        others = parse_characters(text)
        for place, one in ((token, character), *((text, other) for other in others)):
            if one not in defined:
                raise FaultAt(
                    place, N_("{character} is not defined anywhere in the table"), character=one
                )
        if not self.same.keys().isdisjoint(others):
            raise FaultAt(text, N_("it comes back as another text itself"))


def _metadata_tokens(line: Line) -> list[Token]:
    """The key of a line of metadata and the words behind it."""
    head, _, rest = line.source.partition(":")
    key = head.lstrip("#+- \t").rstrip()
    start = head.index(key) + 1
    words = split_line(" " * (len(line.source) - len(rest)) + rest)
    return [Token(key, start, start + len(key)), *words]


def _parse_span(token: Token) -> Iterator[str]:
    """``X-Y``: the characters from X to Y; ``X``: that one."""
    ends = re.fullmatch(r"(.+)-(.+)", token.text)
    if ends is None:
        yield parse_one_character(token)
        return
    first, last = (parse_one_character(token.part(*ends.span(number))) for number in (1, 2))
    if not 0 <= ord(last) - ord(first) < MOST_IN_SPAN:
        raise FaultAt(token, N_("a span has its first character first, and 256 at most"))
    yield from map(chr, range(ord(first), ord(last) + 1))
