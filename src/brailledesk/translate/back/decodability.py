"""Whether a table is uniquely decodable: whether two different texts can have the same cells.

Texts are different where they differ after what the table declares to be the same (``#+same``) is
made one. Characters that stand for their own cells (``#+raw``) are left out, and so is emphasis.
The decision is exact: all pairs of texts are covered, not some (:mod:`.differences`), and every
ambiguity is checked with forward translation before it is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from brailledesk.errors import N_, TableTooComplex
from brailledesk.progress import Progress, silent
from brailledesk.tables.rules import Same, Table
from brailledesk.translate.back.automaton import Sign, build_automaton
from brailledesk.translate.back.differences import MOST_PAIRS, Difference, find_differences
from brailledesk.translate.back.graph import GraphTooLarge
from brailledesk.translate.reference import ReferenceTranslator


@dataclass(frozen=True, slots=True)
class Ambiguity:
    """Two different texts with the same cells.

    ``pieces`` is what differs, as it comes back: the kind of the ambiguity.
    """

    first: str
    second: str
    cells: bytes
    pieces: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Decodability:
    """What the proof has found; ``ambiguities`` has the shortest of each kind, shortest first.

    ``same`` and ``raw`` are the exceptions that the table declares. ``states`` and ``pairs`` tell
    how much was walked.
    """

    table: str
    ambiguities: tuple[Ambiguity, ...]
    same: tuple[Same, ...]
    raw: frozenset[str]
    states: int
    pairs: int

    @property
    def is_decodable(self) -> bool:
        """Whether no two different texts have the same cells."""
        return not self.ambiguities


def check_decodability(table: Table, progress: Progress = silent) -> Decodability:
    """Decide whether the table is uniquely decodable, and list what is not.

    Raises TableTooComplex where memory would not do: then nothing is decided.
    """
    automaton = build_automaton(table, progress)
    try:
        search = find_differences(automaton)
    except GraphTooLarge:
        raise TableTooComplex(table.name, N_("pairs"), MOST_PAIRS) from None
    return Decodability(
        table.name,
        tuple(_kinds(table, search.differences)),
        tuple(table.same.values()),
        table.raw,
        len(automaton.graph.steps),
        search.pairs,
    )


def _kinds(table: Table, differences: Sequence[Difference]) -> Iterator[Ambiguity]:
    """The first ambiguity of each kind."""
    translator = ReferenceTranslator(table)
    known: set[frozenset[str]] = set()
    for difference in differences:
        ambiguity = _checked(translator, difference)
        if ambiguity is not None and frozenset(ambiguity.pieces) not in known:
            known.add(frozenset(ambiguity.pieces))
            yield ambiguity


def _checked(translator: ReferenceTranslator, difference: Difference) -> Ambiguity | None:
    """The two texts, translated forward; None where they are the same after all.

    That the cells are not those that were walked would be a fault of this program.
    """
    first, second = (_characters(signs) for signs in (difference.first, difference.second))
    cells = b"".join(sign.cells for sign in difference.first)
    for text in (first, second):
        if translator.translate(text).cells != cells:
            raise AssertionError(f"{text!r} is not {cells.hex('-')}: machine and engine disagree")
    pieces = _pieces(_folded(difference.first), _folded(difference.second))
    if pieces == ("", ""):
        if difference.is_sure:
            raise AssertionError(f"{first!r} and {second!r} were to differ")
        return None
    return Ambiguity(first, second, cells, pieces)


def _characters(signs: Sequence[Sign]) -> str:
    return "".join(sign.character for sign in signs)


def _folded(signs: Sequence[Sign]) -> str:
    return "".join(sign.text for sign in signs)


def _pieces(first: str, second: str) -> tuple[str, str]:
    """What remains of two texts without their common beginning and end."""
    start = _common(first, second)
    first, second = first[start:], second[start:]
    end = _common(first[::-1], second[::-1])
    return first[: len(first) - end], second[: len(second) - end]


def _common(first: str, second: str) -> int:
    """How many characters two texts begin with together."""
    length = min(len(first), len(second))
    return next((i for i in range(length) if first[i] != second[i]), length)
