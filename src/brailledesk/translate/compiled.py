"""A table as the native engine needs it, and as bytes: what is kept so that no table is parsed.

The bytes have the rules for the crate, and beside them what Python is asked for. What few callers
ask for is taken from the bytes when they do.
"""

from __future__ import annotations

TYPE_CHECKING = False  # as in brailledesk.lazy
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from types import ModuleType
    from typing import Any

    from brailledesk.tables.rules import RuleOrigin, Table, Uncontracted

_LENGTH = 4
_LITERAL = "surrogatepass"  # a faulty table may name what is no character


class CompiledTable:
    """What the native engine knows of a table. Immutable but for what it has taken from its bytes.

    ``metadata`` is that of the table, ``core`` the compiled rules.
    """

    __slots__ = (
        "_characters",
        "_has",
        "_origins",
        "_spelling",
        "_uncontracted",
        "core",
        "is_contracted",
        "metadata",
        "name",
        "path",
    )

    def __init__(self, data: bytes, native: ModuleType) -> None:
        """Take a table from bytes; ValueError for any that :func:`to_bytes` did not give."""
        facts, metadata, self._characters, self._spelling, self._origins, rules = unpack(data)
        self.name, self.path, is_contracted = map(decode, unpack(facts))
        self.is_contracted = is_contracted == "contracted"
        pairs = [line.partition(" ") for line in decode(metadata).split("\n") if line]
        self.metadata: Mapping[str, str] = {key: value for key, _, value in pairs}
        self.core: Any = native.Core.from_bytes(rules)
        self._has: frozenset[str] | None = None
        self._uncontracted: Uncontracted | None = None

    def has(self, character: str) -> bool:
        """Whether text may hold the character: see ``Table.has``."""
        if self._has is None:
            self._has = frozenset(decode(self._characters))
        return character in self._has

    @property
    def characters(self) -> str:
        """The characters that the table defines and that a text may hold."""
        return decode(self._characters)

    @property
    def uncontracted(self) -> Uncontracted | None:
        """How the table writes what must not be contracted."""
        from brailledesk.tables.rules import Uncontracted

        if self._uncontracted is None and self._spelling:
            old, new, mark, tied = map(decode, unpack(self._spelling))
            letters = dict(zip(old, new, strict=True))
            self._uncontracted = Uncontracted(letters, mark, frozenset(tied))
        return self._uncontracted

    @property
    def origins(self) -> Sequence[RuleOrigin]:
        """Where the rules stand, by the numbers that steps have."""
        from brailledesk.tables.rules import RuleOrigin

        lines, *paths = map(decode, unpack(self._origins))
        rows = [line.split(" ", 3) for line in lines.split("\n")] if lines else []
        return [
            RuleOrigin(opcode, source, paths[int(path)], int(line))
            for path, line, opcode, source in rows
        ]


def to_bytes(table: Table, native: ModuleType) -> bytes:
    """A parsed table as bytes, for :class:`CompiledTable`.

    ValueError where the crate cannot take its rules.
    """
    from brailledesk.translate.described import describe

    rules, origins = describe(table)
    kind = "contracted" if table.is_contracted else ""
    metadata = "\n".join(f"{key} {value}" for key, value in table.metadata.items())
    return pack(
        (
            pack(map(encode, (table.name, table.path, kind))),
            encode(metadata),
            encode("".join(filter(table.has, table.definitions))),
            _pack_spelling(table.uncontracted),
            _pack_origins(origins),
            native.store(rules),
        )
    )


def _pack_spelling(uncontracted: Uncontracted | None) -> bytes:
    if uncontracted is None:
        return b""
    letters = uncontracted.letters
    texts = ("".join(letters), "".join(letters.values()), uncontracted.mark)
    return pack(map(encode, (*texts, "".join(sorted(uncontracted.tied)))))


def _pack_origins(origins: Sequence[RuleOrigin]) -> bytes:
    paths = {path: number for number, path in enumerate(dict.fromkeys(o.path for o in origins))}
    lines = [f"{paths[one.path]} {one.line} {one.opcode} {one.source}" for one in origins]
    return pack(map(encode, ("\n".join(lines), *paths)))


def pack(pieces: Iterable[bytes]) -> bytes:
    """Pieces one after another, each behind its length."""
    return b"".join(len(piece).to_bytes(_LENGTH, "little") + piece for piece in pieces)


def unpack(data: bytes) -> list[bytes]:
    """The pieces that :func:`pack` was given; ValueError where they are cut off."""
    pieces = []
    place = 0
    while place < len(data):
        start = place + _LENGTH
        place = start + int.from_bytes(data[place:start], "little")
        pieces.append(data[start:place])
    if place != len(data):
        raise ValueError("packed bytes are cut off")
    return pieces


def encode(text: str) -> bytes:
    return text.encode("utf-8", _LITERAL)


def decode(data: bytes) -> str:
    return data.decode("utf-8", _LITERAL)
