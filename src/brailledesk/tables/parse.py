"""Read a table file with its includes into a :class:`Table`; collect every fault on the way.

The declared subset of liblouis' opcodes is :data:`OPCODES`. An opcode outside it is refused by its
name, never skipped: a rule that silently does nothing is a wrong sign under a reader's fingers.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from brailledesk.errors import N_, TableFault, TableFaulty, TableNotFound
from brailledesk.regular_file import NotAFile, open_regular
from brailledesk.system_errors import reason_of
from brailledesk.tables.lexis import (
    FaultAt,
    Line,
    Token,
    parse_cells,
    parse_characters,
    parse_one_character,
    split_line,
)
from brailledesk.tables.patterns import PatternParser
from brailledesk.tables.rules import (
    Beside,
    Context,
    Correct,
    Definition,
    Indicator,
    Kind,
    MidNum,
    RuleOrigin,
    Same,
    StringRule,
    Table,
    Uncontracted,
)

DEFINING: Mapping[str, Kind] = {
    "space": Kind.SPACE,
    "digit": Kind.DIGIT,
    "letter": Kind.LETTER,
    "lowercase": Kind.LETTER | Kind.LOWERCASE,
    "uppercase": Kind.LETTER | Kind.UPPERCASE,
    "punctuation": Kind.PUNCTUATION,
    "sign": Kind.SIGN,
    "math": Kind.MATH,
}
_OUTER = Kind.SPACE | Kind.PUNCTUATION
POSITIONS: Mapping[str, tuple[Kind | None, Kind | None]] = {
    "always": (None, None),
    "word": (_OUTER, _OUTER),
    "begword": (_OUTER, Kind.LETTER),
    "midword": (Kind.LETTER, Kind.LETTER),
    "endword": (Kind.LETTER, _OUTER),
    "begmidword": (_OUTER | Kind.LETTER, Kind.LETTER),
    "midendword": (Kind.LETTER, _OUTER | Kind.LETTER),
}
"""What each opcode asks for before and after its string; the edge of a text counts as a blank."""
PREFIXES = ("after", "before")
"""``after CLASS`` before an opcode asks for a character of that class too; ``before`` likewise."""
INDICATORS = ("numsign",)
EMPHASIS_CLASSES = ("italic", "underline", "bold")
OPCODES = (
    "include",
    "display",
    *DEFINING,
    *POSITIONS,
    "midnum",
    "attribute",
    "swapcc",
    "context",
    "correct",
    *INDICATORS,
    "emphclass",
    "begemph",
    "endemph",
)
"""The opcodes of the declared subset.

The prefixes ``noback`` and ``nofor`` may stand before each, those of :data:`PREFIXES` before the
ones of :data:`POSITIONS`.

The capital opcodes are not among them: liblouis takes all between two blanks for one word there
(Maria-Rosa comes out as MARIA-Rosa), so our tables say with ``correct`` what a word is.
``display`` lines are read over: they concern liblouis' output, ours is Unicode.
"""

MAX_INCLUDE_DEPTH = 16
MAX_TABLE_BYTES = 4_000_000
MOST_IN_SPAN = 256
"""Characters of a span: Unicode Braille has as many."""

METADATA = re.compile(r"#\s*[+-]\s*([\w-]+)\s*:\s*(.*?)\s*$")

REPEATED = ("source", "level", "same", "raw")
"""Keys of metadata that speak of the lines below them or of characters, not of the table."""

EXCEPTIONS = ("same", "raw")
"""The metadata keys of declared exceptions to "different texts have different cells".

``#+same: X Y reason``: each character of X comes back as the text Y. ``#+raw: X-Y reason``: the
characters from X to Y stand for their own cells. They hold wherever they stand, in includes too.
"""

LITERAL = "literal"
"""The swapcc that gives letters the private characters that no contraction names."""
TIED = "tied"
"""The class of characters behind which letters are uncontracted without a mark."""

_ACTION = re.compile(r'(?:"(?P<text>(?:\\.|[^"\\])*)")?(?:%(?P<swap>[a-zA-Z]+))?')

LEVEL = "level"
"""The metadata key that gives the level of the contractions in the lines below it."""


class _Position(NamedTuple):
    """A string rule whose neighbours are not known yet, for want of the characters below it."""

    line: Line
    rule: StringRule
    prefixes: tuple[tuple[str, Token], ...]


def _read_table(path: Path) -> bytes:
    with open_regular(path) as stream:
        return stream.read(MAX_TABLE_BYTES + 1)


def parse_table(
    path: Path, name: str = "", *, read: Callable[[Path], bytes] = _read_table
) -> Table:
    """Read the table at ``path``; ``read`` gives the bytes of a file.

    Raises TableNotFound where there is no such file, TableFaulty with all faults of the table and
    its includes.
    """
    if not path.is_file():
        raise TableNotFound(str(path))
    parser = _Parser(read)
    parser.read_file(path)
    if parser.faults:
        raise TableFaulty(str(path), tuple(parser.faults))
    return parser.table(name or path.stem, path)


def _is_file(path: Path) -> bool:
    """Whether it is one; a name that is too long is none."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


class _Parser:
    """The state of one reading: rules so far, faults so far, files that are open."""

    def __init__(self, read: Callable[[Path], bytes]) -> None:
        self._read = read
        self.faults: list[TableFault] = []
        self._open: list[Path] = []
        self._files: list[str] = []
        self._metadata: dict[str, str] = {}
        self._definitions: dict[str, Definition] = {}
        self._strings: list[_Position] = []
        self._rules: list[StringRule] = []
        self._level = 0
        self._midnums: dict[str, MidNum] = {}
        self._contexts: list[Context] = []
        self._corrects: list[Correct] = []
        self._indicators: dict[str, Indicator] = {}
        self._emphasis: dict[str, dict[str, Indicator]] = {"begemph": {}, "endemph": {}}
        self._classes: dict[str, frozenset[str]] = {}
        self._swaps: dict[str, dict[str, str]] = {}
        self._emphasis_names: set[str] = set()
        # Patterns speak of classes of characters, so they are read when all are defined.
        self._patterns: list[tuple[Line, list[Token], RuleOrigin]] = []
        self._same: dict[str, Same] = {}
        self._raw: set[str] = set()
        # Exceptions name characters that may be defined below them, so they are checked at the end.
        self._exceptions: list[tuple[Line, Token, str, Token]] = []

    def table(self, name: str, path: Path) -> Table:
        return Table(
            name=name,
            path=str(path),
            metadata=self._metadata,
            definitions=self._definitions,
            strings=tuple(self._rules),
            midnums=self._midnums,
            contexts=tuple(self._contexts),
            corrects=tuple(self._corrects),
            indicators=self._indicators,
            begin_emphasis=self._emphasis["begemph"],
            end_emphasis=self._emphasis["endemph"],
            private=self._private_characters(),
            files=tuple(self._files),
            same=self._same,
            raw=frozenset(self._raw),
            uncontracted=self._uncontracted(),
        )

    def _uncontracted(self) -> Uncontracted | None:
        """What the swap named :data:`LITERAL` says, with the mark of the rules that use it."""
        letters = self._swaps.get(LITERAL)
        if letters is None:
            return None
        marks = [rule.mark for rule in self._corrects if rule.mark and rule.replacement == letters]
        return Uncontracted(
            letters, marks[0] if marks else "", self._classes.get(TIED, frozenset())
        )

    def _private_characters(self) -> frozenset[str]:
        """The private-use characters that rules of the first pass bring into the text."""
        brought = {new for swap in self._swaps.values() for new in swap.values()}
        for rule in self._corrects:
            brought.update(rule.mark)
            if isinstance(rule.replacement, str):
                brought.update(rule.replacement)
        return frozenset(c for c in brought if unicodedata.category(c) == "Co")

    def read_file(self, path: Path) -> None:
        """Read a file and its includes; when the outermost ends, read the patterns."""
        self._open.append(path.resolve())
        self._files.append(str(path))
        level, self._level = self._level, 0
        for line in self._lines(path):
            if line.source.lstrip().startswith("#"):
                self._read_metadata(line)
            elif line.source.strip():
                self._guard(line, self._read_line)
        self._level = level
        self._open.pop()
        if not self._open:
            self._read_patterns()
            self._check_exceptions()

    def _lines(self, path: Path) -> list[Line]:
        try:
            data = self._read(path)[: MAX_TABLE_BYTES + 1]
        except NotAFile:
            self._fault_of_file(path, 1, N_("it is no file"))
            return []
        except OSError as error:
            self._fault_of_file(path, 1, N_("it cannot be read: {reason}"), reason=reason_of(error))
            return []
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            number = data.count(b"\n", 0, error.start) + 1
            self._fault_of_file(path, number, N_("the file is not UTF-8 here"))
            return []
        if len(data) > MAX_TABLE_BYTES:
            self._fault_of_file(path, 1, N_("the file is larger than any table"))
            return []
        return [Line(str(path), i, s) for i, s in enumerate(text.split("\n"), 1)]

    def _fault_of_file(self, path: Path, number: int, problem: str, **values: object) -> None:
        self.faults.append(TableFault(str(path), number, 1, 1, "", problem, values))

    def _guard(self, line: Line, read: Callable[[Line], None]) -> None:
        try:
            read(line)
        except FaultAt as fault:
            self.faults.append(fault.on(line))

    def _read_metadata(self, line: Line) -> None:
        match = METADATA.match(line.source.strip())
        if match and match[1] == LEVEL and match[2].isdecimal():
            self._level = int(match[2])
        elif match and match[1] in EXCEPTIONS:
            self._guard(line, self._read_exception)
        elif match and match[1] not in REPEATED and len(self._open) == 1:
            self._metadata.setdefault(match[1], match[2])

    def _read_exception(self, line: Line) -> None:
        key, *operands = _metadata_tokens(line)
        characters = _operand(key, operands, 0)
        if key.text == "raw":
            self._raw.update(_parse_span(characters))
            return
        text = parse_characters(_operand(key, operands, 1))
        reason = " ".join(token.text for token in operands[2:])
        for character in parse_characters(characters):
            if character in self._same:
                raise FaultAt(
                    characters,
                    N_("{character} comes back as another text already"),
                    character=character,
                )
            self._same[character] = Same(character, text, reason)
            self._exceptions.append((line, characters, character, operands[1]))

    def _check_exceptions(self) -> None:
        """Both sides are characters of the table, and no text is itself given as another."""
        for line, token, character, text in self._exceptions:
            try:
                self._check_exception(token, character, text)
            except FaultAt as fault:
                self.faults.append(fault.on(line))

    def _check_exception(self, token: Token, character: str, text: Token) -> None:
        others = parse_characters(text)
        for place, one in ((token, character), *((text, other) for other in others)):
            if one not in self._definitions:
                raise FaultAt(
                    place, N_("{character} is not defined anywhere in the table"), character=one
                )
        if not self._same.keys().isdisjoint(others):
            raise FaultAt(text, N_("it comes back as another text itself"))

    def _read_line(self, line: Line) -> None:
        tokens = split_line(line.source.rstrip("\r"))
        while tokens[0].text in {"noback", "nofor"}:
            if len(tokens) == 1:
                raise FaultAt(tokens[0], N_("an opcode is missing behind it"))
            is_backward_only = tokens.pop(0).text == "nofor"
            if is_backward_only:
                return
        prefixes = _take_prefixes(tokens)
        opcode = tokens[0]
        if opcode.text not in OPCODES or (prefixes and opcode.text not in POSITIONS):
            raise FaultAt(
                opcode,
                N_("the opcode {opcode} is outside the subset that brailledesk declares"),
                opcode=opcode.text,
            )
        origin = RuleOrigin(opcode.text, line.source.strip(), line.path, line.number)
        if opcode.text in POSITIONS:
            self._read_string(line, tokens, prefixes, origin)
        else:
            self._read_opcode(line, opcode, tokens[1:], origin)

    def _read_opcode(
        self, line: Line, opcode: Token, operands: list[Token], origin: RuleOrigin
    ) -> None:
        name = opcode.text
        if name == "include":
            self._include(_operand(opcode, operands, 0), Path(line.path))
        elif name in DEFINING:
            self._define(opcode, operands, origin)
        elif name in INDICATORS:
            cells = parse_cells(_operand(opcode, operands, 0))
            self._indicators[name] = Indicator(cells, origin)
        elif name == "midnum":
            character = parse_one_character(_operand(opcode, operands, 0))
            cells = parse_cells(_operand(opcode, operands, 1))
            self._midnums[character] = MidNum(character, cells, origin)
        elif name in {"attribute", "swapcc"}:
            self._read_class(opcode, operands)
        elif name in {"context", "correct"}:
            _operand(opcode, operands, 1)
            self._patterns.append((line, operands, origin))
        elif name in {"emphclass", "begemph", "endemph"}:
            self._read_emphasis(opcode, operands, origin)

    def _include(self, token: Token, from_path: Path) -> None:
        path = from_path.parent / parse_characters(token)
        if not _is_file(path):  # a pipe and a device are none
            raise FaultAt(token, N_("there is no file {name} beside this table"), name=token.text)
        if path.resolve() in self._open or len(self._open) >= MAX_INCLUDE_DEPTH:
            raise FaultAt(token, N_("{name} includes itself, or too deeply"), name=token.text)
        self.read_file(path)

    def _define(self, opcode: Token, operands: list[Token], origin: RuleOrigin) -> None:
        character = parse_one_character(_operand(opcode, operands, 0))
        cells = parse_cells(_operand(opcode, operands, 1))
        if character in self._definitions:
            first = self._definitions[character].origin
            raise FaultAt(
                operands[0],
                N_("{character} is defined already, in {path}, line {line}"),
                character=operands[0].text,
                path=Path(first.path).name,
                line=first.line,
            )
        kind = DEFINING[opcode.text]
        self._definitions[character] = Definition(character, kind, cells, origin)

    def _read_string(
        self,
        line: Line,
        tokens: list[Token],
        prefixes: tuple[tuple[str, Token], ...],
        origin: RuleOrigin,
    ) -> None:
        opcode, *operands = tokens
        cells = parse_cells(_operand(opcode, operands, 1))
        text = parse_characters(operands[0])
        reason = " ".join(token.text for token in operands[2:])
        rule = StringRule(text, cells, origin, level=self._level, reason=reason)
        self._strings.append(_Position(line, rule, prefixes))

    def _read_class(self, opcode: Token, operands: list[Token]) -> None:
        name = _operand(opcode, operands, 0).text
        characters = parse_characters(_operand(opcode, operands, 1))
        if not name.isalpha() or not name.isascii():
            raise FaultAt(operands[0], N_("the name of a class has letters a to z only"))
        self._classes[name] = self._classes.get(name, frozenset()) | frozenset(characters)
        if opcode.text == "swapcc":
            others = parse_characters(_operand(opcode, operands, 2))
            if len(others) != len(characters):
                raise FaultAt(
                    operands[2],
                    N_("{count} characters are needed here, as many as before"),
                    count=len(characters),
                )
            self._swaps[name] = dict(zip(characters, others, strict=True))

    def _read_emphasis(self, opcode: Token, operands: list[Token], origin: RuleOrigin) -> None:
        name = _operand(opcode, operands, 0)
        if name.text not in EMPHASIS_CLASSES:
            raise FaultAt(name, N_("{name} is not italic, underline or bold"), name=name.text)
        if opcode.text == "emphclass":
            self._emphasis_names.add(name.text)
            return
        if name.text not in self._emphasis_names:
            raise FaultAt(name, N_("no emphclass {name} stands above"), name=name.text)
        cells = parse_cells(_operand(opcode, operands, 1))
        self._emphasis[opcode.text][name.text] = Indicator(cells, origin)

    def _read_patterns(self) -> None:
        kinds: dict[Kind, frozenset[str]] = {
            kind: frozenset(c for c, d in self._definitions.items() if kind in d.kind)
            for kind in Kind
        }
        parser = PatternParser(kinds, self._classes)
        for line, operands, origin in self._patterns:
            try:
                self._read_pattern(parser, operands, origin)
            except FaultAt as fault:
                self.faults.append(fault.on(line))
        for position in self._strings:
            self._check_defined(position.rule)
            try:
                self._rules.append(self._placed(position, kinds))
            except FaultAt as fault:
                self.faults.append(fault.on(position.line))

    def _placed(self, position: _Position, kinds: Mapping[Kind, frozenset[str]]) -> StringRule:
        """The rule with its neighbours."""
        asked = dict(zip(PREFIXES, POSITIONS[position.rule.origin.opcode], strict=True))
        beside = {side: _beside(kind, kinds) for side, kind in asked.items()}
        for side, name in position.prefixes:
            beside[side] = _both(beside[side], self._class_of(name, kinds))
        return replace(position.rule, before=beside["after"], after=beside["before"])

    def _class_of(self, name: Token, kinds: Mapping[Kind, frozenset[str]]) -> Beside:
        kind = DEFINING.get(name.text)
        characters = self._classes.get(name.text) if kind is None else kinds.get(kind)
        if characters is None:
            raise FaultAt(name, N_("no class {name} is defined above"), name=name.text)
        return Beside(characters, is_edge=kind is Kind.SPACE)

    def _read_pattern(
        self, parser: PatternParser, operands: list[Token], origin: RuleOrigin
    ) -> None:
        pattern = parser.parse(operands[0])
        action = operands[1]
        if origin.opcode == "context":
            if not action.text.startswith("@"):
                raise FaultAt(action, N_("the action of context is @ and dots"))
            cells = parse_cells(action.part(1, len(action.text)))
            self._contexts.append(Context(pattern, cells, origin))
            return
        mark, swap = self._replacement(action)
        self._corrects.append(
            Correct(pattern, mark, origin) if swap is None else Correct(pattern, swap, origin, mark)
        )

    def _replacement(self, action: Token) -> tuple[str, dict[str, str] | None]:
        """What an action of ``correct`` writes: a text, then what a swap gives."""
        match = _ACTION.fullmatch(action.text)
        if match is None:
            raise FaultAt(action, N_('the action of correct is "text", %swap or both'))
        text = (
            parse_characters(action.part(match.start("text"), match.end("text")))
            if match["text"]
            else ""
        )
        if match["swap"] is None:
            return text, None
        swap = self._swaps.get(match["swap"])
        if swap is None:
            raise FaultAt(action, N_("no swapcc {name} is defined"), name=match["swap"])
        return text, swap

    def _check_defined(self, rule: StringRule) -> None:
        missing = [c for c in rule.text if c not in self._definitions]
        if missing:
            self.faults.append(
                TableFault(
                    rule.origin.path,
                    rule.origin.line,
                    1,
                    len(rule.origin.source) + 1,
                    rule.origin.source,
                    N_("{character} is not defined anywhere in the table"),
                    {"character": missing[0]},
                )
            )


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


def _take_prefixes(tokens: list[Token]) -> tuple[tuple[str, Token], ...]:
    """Take ``after CLASS`` and ``before CLASS`` from the beginning of a line."""
    taken = []
    while tokens[0].text in PREFIXES:
        side = tokens[0]
        if len(tokens) < 3:
            raise FaultAt(side, N_("a class and an opcode are missing behind it"))
        taken.append((side.text, tokens[1]))
        del tokens[:2]
    return tuple(taken)


def _beside(kind: Kind | None, kinds: Mapping[Kind, frozenset[str]]) -> Beside | None:
    if kind is None:
        return None
    characters = frozenset().union(*(kinds[one] for one in kind))
    return Beside(characters, is_edge=Kind.SPACE in kind)


def _both(first: Beside | None, second: Beside) -> Beside:
    if first is None:
        return second
    return Beside(first.characters & second.characters, first.is_edge and second.is_edge)


def _operand(opcode: Token, operands: list[Token], number: int) -> Token:
    if number < len(operands):
        return operands[number]
    raise FaultAt(
        opcode, N_("{opcode} needs {count} operands"), opcode=opcode.text, count=number + 1
    )
