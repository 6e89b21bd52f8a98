"""What a table says, as frozen values: one class for each sort of line, with its origin.

The names of the opcodes and of the character classes are liblouis' own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import IntFlag

from brailledesk.values import dataclass, field


@dataclass(frozen=True, slots=True)
class RuleOrigin:
    """Where a rule stands: its opcode, the text of its line, the table file and the line number."""

    opcode: str
    source: str
    path: str
    line: int


class Kind(IntFlag):
    """The character classes that the defining opcodes give."""

    SPACE = 1
    DIGIT = 2
    LETTER = 4
    LOWERCASE = 8
    UPPERCASE = 16
    PUNCTUATION = 32
    SIGN = 64
    MATH = 128


@dataclass(frozen=True, slots=True)
class Definition:
    """A character with its class and the cells it gets where no other rule applies."""

    character: str
    kind: Kind
    cells: bytes
    origin: RuleOrigin


@dataclass(frozen=True, slots=True)
class Beside:
    """What may stand next to a string: one of some characters, or the edge of the text."""

    characters: frozenset[str]
    is_edge: bool

    def allows(self, character: str) -> bool:
        """Whether ``character`` may stand there; an empty string is the edge of the text."""
        return character in self.characters if character else self.is_edge


@dataclass(frozen=True, slots=True)
class StringRule:
    """A string that is written with these cells, where its neighbours allow it.

    ``before`` and ``after`` are None where anything may stand there: ``always`` asks for nothing,
    ``word`` for blanks or punctuation on both sides, ``midword`` for letters, and so on. Of the
    rules that hold at a place the longest string wins. ``level`` is the level of a contraction,
    from 1; 0 is no contraction but a rule that keeps others apart. ``reason`` says why it is so.
    """

    text: str
    cells: bytes
    origin: RuleOrigin
    before: Beside | None = None
    after: Beside | None = None
    level: int = 0
    reason: str = ""

    def stands(self, text: str, place: int) -> bool:
        """Whether the rule holds at ``place`` of ``text``."""
        end = place + len(self.text)
        return (
            text.startswith(self.text, place)
            and (self.before is None or self.before.allows(text[place - 1 : place]))
            and (self.after is None or self.after.allows(text[end : end + 1]))
        )


def by_precedence(rules: Iterable[StringRule]) -> list[StringRule]:
    """Rules in the order in which they are tried: the longest string first.

    Of strings of one length those that ask for neighbours come before ``always``, as in liblouis;
    single characters keep the order of the file, also as in liblouis.
    """
    return sorted(
        rules,
        key=lambda rule: (-len(rule.text), len(rule.text) > 1 and rule.origin.opcode == "always"),
    )


@dataclass(frozen=True, slots=True)
class MidNum:
    """A character between two digits; the number sign is not repeated behind it."""

    character: str
    cells: bytes
    origin: RuleOrigin


@dataclass(frozen=True, slots=True)
class Literal:
    """A test that compares text, case counting."""

    text: str


@dataclass(frozen=True, slots=True)
class OneOf:
    """A test for ``least`` to ``most`` characters of a set; None is the set of all characters.

    ``is_edge``: the edge of the text is as good as such a character.
    """

    characters: frozenset[str] | None
    least: int = 1
    most: int = 1
    is_edge: bool = False


Test = Literal | OneOf


@dataclass(frozen=True, slots=True)
class Pattern:
    """A test of the neighbourhood: what is behind, what is replaced, what is ahead.

    ``behind`` has a fixed length of ``behind_length`` characters. ``is_at_start`` asks for the
    beginning of the text instead. An empty ``focus`` inserts without replacing anything.
    """

    focus: tuple[Test, ...]
    ahead: tuple[Test, ...] = ()
    behind: tuple[Test, ...] = ()
    behind_length: int = 0
    is_at_start: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """A pattern that is written with these cells; tried before all other rules, in file order."""

    pattern: Pattern
    cells: bytes
    origin: RuleOrigin


@dataclass(frozen=True, slots=True)
class Correct:
    """A pattern that is replaced in the text before translation: by a string, or by a swap.

    ``mark`` is a string that is put before what the swap gives.
    """

    pattern: Pattern
    replacement: str | Mapping[str, str]
    origin: RuleOrigin
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Indicator:
    """Cells that announce: a number, the begin or the end of an emphasis."""

    cells: bytes
    origin: RuleOrigin


@dataclass(frozen=True, slots=True)
class Uncontracted:
    """How a table writes what must not be contracted.

    ``letters`` gives for a letter the private character that no contraction names; ``mark`` stands
    before a word so written, unless one of ``tied`` or a letter is before it.
    """

    letters: Mapping[str, str]
    mark: str
    tied: frozenset[str]


@dataclass(frozen=True, slots=True)
class Same:
    """A declared exception: print ``character`` has the sign of ``text`` and comes back as it.

    The code has one sign there, whatever print has; ``reason`` says who says so.
    """

    character: str
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Table:
    """A whole table with its includes. ``indicators`` is by opcode, emphasis by (opcode, class).

    ``same`` is by character. ``raw`` are characters that stand for their own cells, which no code
    can tell from the signs with these cells: Unicode Braille in text.
    """

    name: str
    path: str
    metadata: Mapping[str, str]
    definitions: Mapping[str, Definition]
    strings: tuple[StringRule, ...] = ()
    midnums: Mapping[str, MidNum] = field(default_factory=dict)
    contexts: tuple[Context, ...] = ()
    corrects: tuple[Correct, ...] = ()
    indicators: Mapping[str, Indicator] = field(default_factory=dict)
    begin_emphasis: Mapping[str, Indicator] = field(default_factory=dict)
    end_emphasis: Mapping[str, Indicator] = field(default_factory=dict)
    private: frozenset[str] = frozenset()
    files: tuple[str, ...] = ()
    uncontracted: Uncontracted | None = None
    same: Mapping[str, Same] = field(default_factory=dict)
    raw: frozenset[str] = frozenset()

    @property
    def is_contracted(self) -> bool:
        """Whether it has contractions."""
        return any(rule.level for rule in self.strings)

    def has(self, character: str) -> bool:
        """Whether text may hold the character: what only a swap brings in it may not."""
        return character in self.definitions and character not in self.private
