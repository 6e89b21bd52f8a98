r"""The pattern language of ``context`` and ``correct``: the part of liblouis' that we declare.

::

    pattern  =  [ "`" | "_" [count] behind ] "[" focus "]" ahead
    behind, focus, ahead  =  tests:  "text"   $attributes[range]   %class[range]
    range    =  N | N-M | "."          (once, where absent; "." is one or more)

``"`"`` is the beginning of the text, ``_N`` steps back N characters. Attributes are liblouis'
letters: a any, d digit, l letter, m math, p punctuation, S sign, s space, U capital, u small. All
that is behind must have a fixed length, so that a rule is a condition on neighbours and never a
search. Source: liblouis manual, "The Context and Multipass Opcodes".
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from brailledesk.errors import N_
from brailledesk.tables.lexis import FaultAt, Token, parse_characters
from brailledesk.tables.rules import Kind, Literal, OneOf, Pattern, Test

ATTRIBUTES: Mapping[str, Kind | None] = {
    "a": None,
    "d": Kind.DIGIT,
    "l": Kind.LETTER,
    "m": Kind.MATH,
    "p": Kind.PUNCTUATION,
    "S": Kind.SIGN,
    "s": Kind.SPACE,
    "U": Kind.UPPERCASE,
    "u": Kind.LOWERCASE,
}

UNLIMITED = 1_000_000_000

_PIECE = re.compile(
    r"""(?P<start>`)|(?P<back>_(?P<steps>\d*))|(?P<open>\[)|(?P<close>\])
    |"(?P<text>(?:\\.|[^"\\])*)"
    |\$(?P<attributes>[a-zA-Z]+)(?P<range1>\d+-\d+|\d+|\.)?
    |%(?P<name>[a-zA-Z]+)(?P<range2>\d+-\d+|\d+|\.)?""",
    re.VERBOSE,
)


class PatternParser:
    """Reads the patterns of one table.

    ``kinds`` is the characters of each class, ``classes`` those of each named attribute or swap.
    """

    def __init__(
        self, kinds: Mapping[Kind, frozenset[str]], classes: Mapping[str, frozenset[str]]
    ) -> None:
        self._kinds = kinds
        self._classes = classes

    def parse(self, token: Token) -> Pattern:
        """The pattern of a token; FaultAt where it is outside the declared language."""
        parts: list[list[Test]] = [[], [], []]
        stage, steps, is_at_start = 0, 0, False
        for match in self._pieces(token):
            piece = token.part(match.start(), match.end())
            if match["open"] or match["close"]:
                expected = 0 if match["open"] else 1
                if stage != expected:
                    raise FaultAt(piece, N_("a pattern has one [ and then one ]"))
                stage += 1
            elif match["start"] or match["back"]:
                if match.start() != 0:
                    raise FaultAt(piece, N_("{piece} must come first"), piece=piece.text)
                is_at_start = bool(match["start"])
                steps = int(match["steps"] or 1) if match["back"] else 0
            else:
                parts[stage].append(self._test(match, piece))
        if stage != 2:
            raise FaultAt(token, N_("the pattern needs brackets around what it replaces"))
        behind, focus, ahead = (tuple(part) for part in parts)
        _check_behind(token, behind, steps)
        if not focus and not ahead:
            raise FaultAt(token, N_("the pattern tests nothing at its place or ahead"))
        return Pattern(focus, ahead, behind, steps, is_at_start)

    def _pieces(self, token: Token) -> list[re.Match[str]]:
        pieces = []
        place = 0
        while place < len(token.text):
            match = _PIECE.match(token.text, place)
            if match is None:
                raise FaultAt(
                    token.part(place, place + 1),
                    N_("{sign} is outside the pattern language that brailledesk declares"),
                    sign=token.text[place],
                )
            pieces.append(match)
            place = match.end()
        return pieces

    def _test(self, match: re.Match[str], piece: Token) -> Test:
        if match["text"] is not None:
            if not match["text"]:
                raise FaultAt(piece, N_("an empty text tests nothing"))
            return Literal(parse_characters(piece.part(1, len(piece.text) - 1)))
        least, most = _parse_range(match["range1"] or match["range2"])
        if not 0 < least <= most:
            raise FaultAt(piece, N_("a range begins with 1 or more, as liblouis has it"))
        if match["name"]:
            characters = self._classes.get(match["name"])
            if characters is None:
                raise FaultAt(piece, N_("no class {name} is defined above"), name=match["name"])
            return OneOf(characters, least, most)
        return OneOf(self._characters_of(match["attributes"], piece), least, most)

    def _characters_of(self, letters: str, piece: Token) -> frozenset[str] | None:
        characters: frozenset[str] = frozenset()
        for letter in letters:
            if letter not in ATTRIBUTES:
                raise FaultAt(piece, N_("there is no attribute {letter}"), letter=letter)
            kind = ATTRIBUTES[letter]
            if kind is None:
                return None
            characters |= self._kinds.get(kind, frozenset())
        return characters


def _parse_range(text: str | None) -> tuple[int, int]:
    if text is None:
        return 1, 1
    if text == ".":
        return 1, UNLIMITED
    least, _, most = text.partition("-")
    return int(least), int(most or least)


def _length(test: Test) -> int | None:
    if isinstance(test, Literal):
        return len(test.text)
    return test.least if test.least == test.most else None


def _check_behind(token: Token, behind: tuple[Test, ...], steps: int) -> None:
    lengths = [_length(test) for test in behind]
    if None in lengths or sum(length or 0 for length in lengths) != steps:
        raise FaultAt(
            token, N_("what stands before [ must be {steps} characters long"), steps=steps
        )
