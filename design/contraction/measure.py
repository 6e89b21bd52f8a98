"""What a sign saves: exact translation of the words of the design corpus, kept up to date."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from design.contraction.count import Corpus, spans
from design.contraction.inventory import Opcode, Sign
from design.contraction.simulate import Rules


class Measure:
    """The cells of every word under the present signs, and what one sign more or less changes.

    Savings are in per cent of the uncontracted cells with blanks.
    """

    def __init__(self, corpus: Corpus, texts: Iterable[str], finals: Iterable[str] = ()) -> None:
        """Measure on ``corpus`` signs of ``texts``; ``finals``: see `Rules`."""
        self._corpus = corpus
        self._scale = 100 / corpus.plain_cells
        self.rules = Rules((), finals)
        self.signs: list[Sign] = []
        self._costs = [self.rules.cells(word) for word in corpus.words]
        self._numbers = {word: number for number, word in enumerate(corpus.words)}
        self._where = _index(corpus.words, frozenset(texts))

    @property
    def saving(self) -> float:
        """Per cent of the uncontracted cells, blanks counted; foreign words cost their sign."""
        pairs = zip(self._corpus.words, self._corpus.weights, self._costs, strict=True)
        saved = sum(weight * (len(word) - cost) for word, weight, cost in pairs)
        return (saved - self._corpus.foreign) * self._scale

    def _affected(self, sign: Sign) -> Iterator[int]:
        text, words = sign.text, self._corpus.words
        if sign.opcode is Opcode.WORD:
            if text in self._numbers:
                yield self._numbers[text]
            return
        where = self._where.get(text, ())
        if sign.opcode is Opcode.BEGWORD:
            yield from (number for number in where if words[number].startswith(text))
        elif sign.opcode is Opcode.ENDWORD:
            yield from (number for number in where if words[number].endswith(text))
        else:
            yield from where

    def change(self, sign: Sign) -> float:
        """What would be saved more if the sign were there."""
        rules, words, weights = self.rules, self._corpus.words, self._corpus.weights
        costs, cells = self._costs, rules.cells
        rules.add(sign)
        saved = 0.0
        for number in self._affected(sign):
            cost = cells(words[number])
            if cost != costs[number]:
                saved += weights[number] * (costs[number] - cost)
        rules.remove(sign)
        return saved * self._scale

    def add(self, sign: Sign) -> None:
        self.rules.add(sign)
        self.signs.append(sign)
        self._refresh(sign)

    def remove(self, sign: Sign) -> float:
        """Take a sign away; what it saved beside all others."""
        self.rules.remove(sign)
        self.signs.remove(sign)
        return self._refresh(sign)

    def worth(self, sign: Sign) -> float:
        """What a chosen sign saves beside all others, in per cent."""
        worth = self.remove(sign)
        self.add(sign)
        return worth

    def as_word(self, word: str) -> float:
        """What a word alone saves as one cell where nothing else is contracted, in per cent."""
        number = self._numbers.get(word)
        if number is None:
            return 0.0
        return self._corpus.weights[number] * (len(word) - 1) * self._scale

    def _refresh(self, sign: Sign) -> float:
        lost = 0.0
        for number in self._affected(sign):
            cost = self.rules.cells(self._corpus.words[number])
            lost += self._corpus.weights[number] * (cost - self._costs[number])
            self._costs[number] = cost
        return lost * self._scale


def _index(words: tuple[str, ...], texts: frozenset[str]) -> dict[str, list[int]]:
    """For each text the words that contain it."""
    where: dict[str, list[int]] = defaultdict(list)
    for number, word in enumerate(words):
        for text in {word[start:stop] for start, stop in spans(word)} & texts:
            where[text].append(number)
    return where
