"""Read a table file with its includes into a :class:`Table`; collect every fault on the way.

The declared subset of liblouis' opcodes is :data:`~brailledesk.tables.opcodes.OPCODES`. An opcode
outside it is refused by its name, never skipped: a rule that silently does nothing is a wrong sign
under a reader's fingers.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path

from brailledesk.errors import N_, TableFault, TableFaulty, TableNotFound
from brailledesk.regular_file import NotAFile, open_regular
from brailledesk.system_errors import reason_of
from brailledesk.tables.actions import parse_context, parse_correct
from brailledesk.tables.exceptions import Exceptions
from brailledesk.tables.lexis import (
    FaultAt,
    Line,
    Token,
    operand,
    parse_cells,
    parse_characters,
    parse_one_character,
    split_line,
)
from brailledesk.tables.neighbours import Unplaced, take_prefixes
from brailledesk.tables.opcodes import (
    DEFINING,
    EMPHASIS_CLASSES,
    EXCEPTIONS,
    INDICATORS,
    LEVEL,
    METADATA,
    OPCODES,
    POSITIONS,
    REPEATED,
)
from brailledesk.tables.patterns import PatternParser
from brailledesk.tables.rules import (
    Context,
    Correct,
    Definition,
    Indicator,
    Kind,
    MidNum,
    RuleOrigin,
    StringRule,
    Table,
    Uncontracted,
)

MAX_INCLUDE_DEPTH = 16
MAX_TABLE_BYTES = 4_000_000
LITERAL = "literal"
"""The swapcc that gives letters the private characters that no contraction names."""
TIED = "tied"
"""The class of characters behind which letters are uncontracted without a mark."""


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
        self._strings: list[Unplaced] = []
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
        self._exceptions = Exceptions()

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
            same=self._exceptions.same,
            raw=frozenset(self._exceptions.raw),
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
        """Read a file and its includes; when the outermost ends, read what waited for it."""
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
            self._read_deferred()

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
            self._guard(line, self._exceptions.read)
        elif match and match[1] not in REPEATED and len(self._open) == 1:
            self._metadata.setdefault(match[1], match[2])

    def _read_line(self, line: Line) -> None:
        tokens = split_line(line.source.rstrip("\r"))
        while tokens[0].text in {"noback", "nofor"}:
            if len(tokens) == 1:
                raise FaultAt(tokens[0], N_("an opcode is missing behind it"))
            is_backward_only = tokens.pop(0).text == "nofor"
            if is_backward_only:
                return
        prefixes = take_prefixes(tokens)
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
            self._include(operand(opcode, operands, 0), Path(line.path))
        elif name in DEFINING:
            self._define(opcode, operands, origin)
        elif name in INDICATORS:
            cells = parse_cells(operand(opcode, operands, 0))
            self._indicators[name] = Indicator(cells, origin)
        elif name == "midnum":
            character = parse_one_character(operand(opcode, operands, 0))
            cells = parse_cells(operand(opcode, operands, 1))
            self._midnums[character] = MidNum(character, cells, origin)
        elif name in {"attribute", "swapcc"}:
            self._read_class(opcode, operands)
        elif name in {"context", "correct"}:
            operand(opcode, operands, 1)
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
        character = parse_one_character(operand(opcode, operands, 0))
        cells = parse_cells(operand(opcode, operands, 1))
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
        cells = parse_cells(operand(opcode, operands, 1))
        text = parse_characters(operands[0])
        reason = " ".join(token.text for token in operands[2:])
        rule = StringRule(text, cells, origin, level=self._level, reason=reason)
        self._strings.append(Unplaced(line, rule, prefixes))

    def _read_class(self, opcode: Token, operands: list[Token]) -> None:
        name = operand(opcode, operands, 0).text
        characters = parse_characters(operand(opcode, operands, 1))
        if not name.isalpha() or not name.isascii():
            raise FaultAt(operands[0], N_("the name of a class has letters a to z only"))
        self._classes[name] = self._classes.get(name, frozenset()) | frozenset(characters)
        if opcode.text == "swapcc":
            others = parse_characters(operand(opcode, operands, 2))
            if len(others) != len(characters):
                raise FaultAt(
                    operands[2],
                    N_("{count} characters are needed here, as many as before"),
                    count=len(characters),
                )
            self._swaps[name] = dict(zip(characters, others, strict=True))

    def _read_emphasis(self, opcode: Token, operands: list[Token], origin: RuleOrigin) -> None:
        name = operand(opcode, operands, 0)
        if name.text not in EMPHASIS_CLASSES:
            raise FaultAt(name, N_("{name} is not italic, underline or bold"), name=name.text)
        if opcode.text == "emphclass":
            self._emphasis_names.add(name.text)
            return
        if name.text not in self._emphasis_names:
            raise FaultAt(name, N_("no emphclass {name} stands above"), name=name.text)
        cells = parse_cells(operand(opcode, operands, 1))
        self._emphasis[opcode.text][name.text] = Indicator(cells, origin)

    def _read_deferred(self) -> None:
        """Read what speaks of classes of characters, now that all are defined."""
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
            if (missing := position.missing(self._definitions)) is not None:
                self.faults.append(missing)
            try:
                self._rules.append(position.placed(kinds, self._classes))
            except FaultAt as fault:
                self.faults.append(fault.on(position.line))
        self.faults.extend(self._exceptions.check(self._definitions))

    def _read_pattern(
        self, parser: PatternParser, operands: list[Token], origin: RuleOrigin
    ) -> None:
        pattern, action = parser.parse(operands[0]), operands[1]
        if origin.opcode == "context":
            self._contexts.append(parse_context(pattern, action, origin))
        else:
            self._corrects.append(parse_correct(pattern, action, origin, self._swaps))
