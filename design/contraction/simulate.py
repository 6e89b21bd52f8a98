"""liblouis' translation of a word of contractible letters, reduced to the number of its cells.

At each place the longest rule whose conditions hold is used; of rules with one text the positional
ones win over `always`.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum

from design.contraction.inventory import Opcode, Sign, Slot


class Before(IntEnum):
    """What stands before a text, times three."""

    BLANK = 0
    OUTER = 3
    LETTER = 6
    OTHER = 9


class After(IntEnum):
    """What stands behind a text."""

    OUTER = 0
    LETTER = 1
    OTHER = 2


_OUTSIDE = frozenset({Before.BLANK, Before.OUTER})
_ALL_BEFORE = frozenset(Before)
_INSIDE = frozenset({Before.LETTER})
_PLACES: dict[Opcode, tuple[frozenset[Before], frozenset[After]]] = {
    Opcode.WORD: (_OUTSIDE, frozenset({After.OUTER})),
    Opcode.BEGWORD: (_OUTSIDE, frozenset({After.LETTER})),
    Opcode.MIDWORD: (_INSIDE, frozenset({After.LETTER})),
    Opcode.ENDWORD: (_INSIDE, frozenset({After.OUTER})),
    Opcode.MIDENDWORD: (_INSIDE, frozenset({After.OUTER, After.LETTER})),
    Opcode.BEFORE_LETTER: (_ALL_BEFORE, frozenset({After.LETTER})),
    Opcode.ALWAYS: (_ALL_BEFORE, frozenset(After)),
}


def contexts(sign: Sign) -> tuple[int, ...]:
    """The contexts (before + after) in which a sign applies."""
    befores, afters = _PLACES[sign.opcode]
    if sign.slot is Slot.BEGINNING:
        befores = frozenset({Before.BLANK})
    return tuple(sorted(before + after for before in befores for after in afters))


class Rules:
    """A set of signs, ready to translate."""

    def __init__(self, signs: Iterable[Sign] = (), finals: Iterable[str] = ()) -> None:
        """Rules of ``signs``, where ``finals`` are letters that need a mark at the end of a word.

        At the end of a word they stand for endings.
        """
        self._by_text: dict[str, list[Sign]] = {}
        self.costs: dict[str, list[int]] = {}
        self.lengths: dict[str, tuple[int, ...]] = {}
        self.finals = frozenset(finals)
        for sign in signs:
            self.add(sign)

    def add(self, sign: Sign) -> None:
        self._by_text.setdefault(sign.text, []).append(sign)
        self._refresh(sign.text)

    def remove(self, sign: Sign) -> None:
        self._by_text[sign.text].remove(sign)
        self._refresh(sign.text)

    def _refresh(self, text: str) -> None:
        """Costs by context: 0 where no rule applies; positional rules over `always`."""
        costs = [0] * 12
        for positional in (False, True):
            for sign in self._by_text[text]:
                if (sign.opcode is not Opcode.ALWAYS) is positional:
                    for context in contexts(sign):
                        costs[context] = sign.cells
        if any(costs):
            self.costs[text] = costs
        else:
            self.costs.pop(text, None)
            del self._by_text[text]
        head = text[:2]
        lengths = {len(other) for other in self._by_text if other.startswith(head)}
        self.lengths[head] = tuple(sorted(lengths, reverse=True))
        if not lengths:
            del self.lengths[head]

    def cells(self, word: str, before: int = Before.BLANK, after: int = After.OUTER) -> int:
        """How many cells a word of contractible letters takes between ``before`` and ``after``."""
        lengths, costs = self.lengths, self.costs
        end, place, total = len(word), 0, 0
        while place < end:
            for length in lengths.get(word[place : place + 2], ()):
                stop = place + length
                if stop > end:
                    continue
                by_context = costs.get(word[place:stop])
                if by_context is None:
                    continue
                cost = by_context[before + (after if stop == end else 1)]
                if cost:
                    total += cost
                    place = stop
                    break
            else:
                total += 1
                place += 1
                last = word[place - 1]
                if (last == "q" and word[place : place + 1] != "u") or (
                    place == end and last in self.finals and before == 6 and after == 0
                ):
                    total += 1
            before = 6
        return total

    def pieces(
        self, word: str, before: int = Before.BLANK, after: int = After.OUTER
    ) -> list[Sign | str]:
        """The same way through a word, told as the signs used and the letters left."""
        found: list[Sign | str] = []
        place = 0
        while place < len(word):
            sign = self._at(word, place, before, after)
            found.append(sign or word[place])
            place += len(sign.text) if sign else 1
            before = Before.LETTER
        return found

    def _at(self, word: str, place: int, before: int, after: int) -> Sign | None:
        for length in self.lengths.get(word[place : place + 2], ()):
            text = word[place : place + length]
            context = before + (after if place + length == len(word) else After.LETTER)
            signs = self._by_text.get(text, ())
            for sign in sorted(signs, key=lambda one: one.opcode is Opcode.ALWAYS):
                if len(text) == length and context in contexts(sign):
                    return sign
        return None
