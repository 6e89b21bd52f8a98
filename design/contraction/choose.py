"""The choice: the sign that saves most, again and again, and then every sign against all others."""

from __future__ import annotations

import heapq
import random
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence

from design.contraction.count import Counts
from design.contraction.inventory import (
    ACCENT_CELLS,
    BEGINNING_CELLS,
    CLUSTER_CELLS,
    FINAL_LETTERS,
    FREE_WORD_CELLS,
    GROUP_CELLS,
    MOST_SIGNS,
    PREFIX_LETTERS,
    WORD_LETTERS,
    Sign,
    Slot,
)
from design.contraction.matching import assign, can_pair
from design.contraction.measure import Measure

_TWO_CELL_LETTERS = "".join(PREFIX_LETTERS.values())
_CAPACITY = {
    Slot.WORD: len(WORD_LETTERS) + len(FREE_WORD_CELLS),
    Slot.GROUP: len(GROUP_CELLS),
    Slot.CLUSTER: len(CLUSTER_CELLS),
    Slot.ION: 1,
    Slot.QU: 1,
    Slot.BEGINNING: len(BEGINNING_CELLS),
    Slot.START: len(_TWO_CELL_LETTERS),
    Slot.ENDING: len(_TWO_CELL_LETTERS),
    Slot.FINAL: len(FINAL_LETTERS),
    Slot.ACCENT: len(ACCENT_CELLS),
}
_TOUCHING = 0.004
"""Words in 1,000 in which two lowered signs may stand side by side, for any one sign."""

_LEVEL_ONE = 1.0
"""What a per cent at level 1 counts, beside one of the whole system."""

_ROOM_FOR_WORD = 0.1
"""What a group is worth more if its cell may stand for another word alone, in per cent."""

_SLACK = 1.2
"""What a sign saves may have grown by this factor since it was last measured..."""

_GROWN = {Slot.GROUP: 0.4, Slot.ACCENT: 0.2, Slot.FINAL: 0.1, Slot.BEGINNING: 0.1}
_GROWN_OTHERS = 0.03
"""... and by so much more, in per cent, since signs that took the same letters may be gone."""


class Choice:
    """Signs chosen under the constraints of the inventory, by exact measurement."""

    def __init__(
        self,
        measure: Measure,
        pool: Collection[Sign],
        words: frozenset[str],
        counts: Counts,
        least: float,
    ) -> None:
        """Choose from ``pool``; ``least`` is the least saving, in per cent, of any sign.

        ``words`` are the texts that are words of their own.
        """
        self._counts = counts
        self.measure = measure
        self._pool = tuple(pool)
        self._words = words
        self._least = least
        self._room = dict(_CAPACITY)
        self._most = MOST_SIGNS
        self._last = [100.0] * len(self._pool)
        self._texts: dict[str, set[Slot]] = {}

    @property
    def signs(self) -> list[Sign]:
        return self.measure.signs

    def of(self, slot: Slot) -> list[Sign]:
        return [sign for sign in self.signs if sign.slot is slot]

    def lines(self) -> int:
        """Signs as they are listed and learned, each once."""
        return len(self.signs)

    def word_groups(self) -> int:
        return sum(sign.slot is Slot.GROUP and sign.text in self._words for sign in self.signs)

    def add(self, sign: Sign) -> None:
        self.measure.add(sign)
        self._texts.setdefault(sign.text, set()).add(sign.slot)

    def remove(self, sign: Sign) -> float:
        slots = self._texts[sign.text]
        slots.remove(sign.slot)
        if not slots:
            del self._texts[sign.text]
        return self.measure.remove(sign)

    @property
    def score(self) -> float:
        """What is saved in all, and a share of what is saved at level 1, in per cent."""
        return self.measure.saving + sum(map(self._beside, self.signs))

    def _beside(self, sign: Sign) -> float:
        """What a sign is worth beside its saving in the whole system."""
        if sign.slot is Slot.WORD or (sign.slot is Slot.GROUP and sign.text in self._words):
            return _LEVEL_ONE * self.measure.as_word(sign.text)
        return _ROOM_FOR_WORD if sign.slot is Slot.GROUP else 0.0

    def _worth(self, sign: Sign) -> float:
        return self.measure.worth(sign) + self._beside(sign)

    def fill(self, slots: Iterable[Slot] = tuple(Slot)) -> None:
        """Add the sign that saves most, as long as there are cells and savings."""
        wanted = frozenset(slots)
        heap = [
            (-self._last[number] * _SLACK - _GROWN.get(sign.slot, _GROWN_OTHERS), number, False)
            for number, sign in enumerate(self._pool)
            if sign.slot in wanted and self._has_room(sign)
        ]
        heapq.heapify(heap)
        version, measured = 0, [-1] * len(self._pool)
        while heap and -heap[0][0] >= self._least:
            _, number, _ = heapq.heappop(heap)
            sign = self._pool[number]
            if measured[number] != version:
                if not self._has_room(sign):
                    continue
                measured[number] = version
                self._last[number] = self.measure.change(sign) + self._beside(sign)
                heapq.heappush(heap, (-self._last[number], number, True))
            elif self.allows(sign):
                self.add(sign)
                self._make_room(sign)
                version += 1

    def _make_room(self, sign: Sign) -> None:
        """A group that is a word takes the cell of a word: the word that saves least goes."""
        if sign.slot is Slot.GROUP and not self._pairs(Slot.WORD, self.of(Slot.WORD)):
            for word in sorted(self.of(Slot.WORD), key=self._worth):
                self.remove(word)
                if self._pairs(Slot.WORD, self.of(Slot.WORD)):
                    return
                self.add(word)

    def _has_room(self, sign: Sign) -> bool:
        taken = sum(other.slot is sign.slot for other in self.signs)
        room = self._room[sign.slot] - (self.word_groups() if sign.slot is Slot.WORD else 0)
        if taken >= room or self.lines() >= self._most:
            return False
        others = self._texts.get(sign.text)
        return not others or (
            others | {sign.slot} == {Slot.WORD, Slot.BEGINNING} and sign.slot not in others
        )

    def allows(self, sign: Sign) -> bool:
        """Whether the sign may be added.

        It needs room and a letter; no second sign for one thing, no lowered sign beside another.
        """
        return (
            self._has_room(sign)
            and not self._touches(sign)
            and self._pairs(sign.slot, [*self.of(sign.slot), sign])
        )

    def _touches(self, sign: Sign) -> bool:
        """Whether a lowered sign would stand beside another one."""
        begins, inside = self._counts.begins, self._counts.inside
        clusters = [other.text for other in self.of(Slot.CLUSTER)]
        if sign.slot is Slot.BEGINNING:
            met = [begins.get(sign.text + other, 0) for other in clusters]
        elif sign.slot is Slot.CLUSTER:
            met = [begins.get(other.text + sign.text, 0) for other in self.of(Slot.BEGINNING)]
            for other in clusters:
                met += [inside.get(other + sign.text, 0), inside.get(sign.text + other, 0)]
        else:
            return False
        return sum(met) > _TOUCHING

    def _pairs(self, slot: Slot, signs: list[Sign]) -> bool:
        """Whether every sign of a kind can have a cell whose letter is in its text."""
        if slot not in {Slot.WORD, Slot.START, Slot.ENDING} or self._room[slot] != _CAPACITY[slot]:
            return True
        letters = _TWO_CELL_LETTERS
        if slot is Slot.WORD:
            letters = WORD_LETTERS + "*" * (len(FREE_WORD_CELLS) - self.word_groups())
        choices = [
            [number for number, letter in enumerate(letters) if letter in sign.text + "*"]
            for sign in signs
        ]
        return can_pair(choices, len(letters))

    def prefer(self, slot: Slot, many: int, quality: Sequence[Callable[[str], float]]) -> None:
        """Choose anew, from ``many`` signs of a kind, those whose texts suit the cells.

        Each of ``quality`` is a cell: how well it suits a text, 0 to 1.
        """
        self._room[slot], self._most = many, 10**6
        self.fill({slot})
        worth = {sign: self._worth(sign) for sign in self.of(slot)}
        rows = [[-worth[sign] * suits(sign.text) for sign in worth] for suits in quality]
        padding = [0.0] * len(quality)
        columns = assign([row + padding for row in rows])
        keep = {
            column
            for row, column in zip(rows, columns, strict=True)
            if column < len(row) and row[column] < 0
        }
        for number, sign in enumerate(worth):
            if number not in keep:
                self.remove(sign)
        self._room[slot], self._most = _CAPACITY[slot], MOST_SIGNS

    def improve(self, passes: int, slots: Collection[Slot] = tuple(Slot)) -> None:
        """Take every sign away and put the best in its place, until nothing changes."""
        for _ in range(passes):
            before = self.score
            for sign in sorted(self.signs, key=self._worth):
                if sign.slot in slots and sign in self.signs:
                    self.remove(sign)
                    self.fill({sign.slot})
            self.fill(slots)
            if self.score < before + 0.002:
                return

    def shake(self, rounds: int, most: int, tell: Callable[[str], None]) -> None:
        """Take up to ``most`` random signs away, fill up again, and keep what became better."""
        chance = random.Random(1829)  # noqa: S311 - the same choice every time
        for number in range(rounds):
            before, kept = self.score, list(self.signs)
            slot_weight = Counter(sign.slot for sign in kept)
            gone = chance.choices(
                kept, [1 / slot_weight[sign.slot] for sign in kept], k=2 + number % (most - 1)
            )
            for sign in dict.fromkeys(gone):
                self.remove(sign)
            self.fill()
            for sign in [new for new in self.signs if new not in kept]:
                if sign in self.signs:
                    self.remove(sign)
                    self.fill({sign.slot})
            if self.score < before:
                self._restore(kept)
            if number % 100 == 99:
                tell(f"shake {number + 1}: {self.measure.saving:.3f} %, {self.lines()} signs")

    def _restore(self, signs: list[Sign]) -> None:
        wanted = frozenset(signs)
        for sign in [sign for sign in self.signs if sign not in wanted]:
            self.remove(sign)
        for sign in [sign for sign in signs if sign not in self.signs]:
            self.add(sign)

    def drop_useless(self) -> None:
        """Take the weakest away while it saves less than the least, or there are too many."""
        while True:
            weakest = min(self.signs, key=self._worth)
            if self._worth(weakest) >= self._least and self.lines() <= MOST_SIGNS:
                return
            self.remove(weakest)
