"""A table as a machine that reads text one character at a time and writes cells.

It makes the decisions of the reference engine (``correct`` rules, then ``context``, number sign,
strings, ``midnum``, definition) without looking ahead: where a rule depends on what follows, the
machine goes both ways at once, and each way carries what must, or must not, follow. A way that the
text proves wrong ends. So a way through the machine that writes the given cells is a text that
translates to just these cells, and nothing has to be written down for the way back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from brailledesk.tables.rules import Kind, OneOf, Table, by_precedence
from brailledesk.translate.back.classes import Backdrop, classify
from brailledesk.translate.back.patterns import (
    Chain,
    Residual,
    advance,
    chain_of,
    holds_at_end,
    holds_behind,
    in_focus,
    is_certain,
    string_chain,
)

Pending = frozenset[tuple[Residual, bool]]
"""What is still asked of the text: a residual that must hold (True) or must not (False)."""

NOTHING: Pending = frozenset()

_MOST_KEPT = 50_000
"""Steps that are kept; hostile text could ask for any number."""


class Level(NamedTuple):
    """Where one pass of rules stands: ``behind`` is the text before, as far as rules look back.

    Of a character behind only its class counts, the more roughly the farther back it stands.
    ``focus`` is the rule whose focus the text is in, if that may still go on.
    """

    behind: str = ""
    focus: Residual | None = None
    pending: Pending = NOTHING


class State(NamedTuple):
    """Both passes; ``correct`` numbers the rule of the first whose focus the text is in."""

    text: Level = Level()
    correct: int | None = None
    written: Level = Level()
    was_midnum: bool = False


class Emission(NamedTuple):
    """Cells for a class of characters: ``cells``, then those of the character's own definition.

    ``is_defined`` says whether that definition is used at all. What the definition is looked up
    for, and neighbours see, is the character exchanged by ``swap`` or replaced by ``written``.
    ``anchors`` says for each cell which of the replaced characters it stands for; empty: the first.
    """

    cells: bytes
    is_defined: bool
    swap: Mapping[str, str] | None
    written: str
    state: State
    anchors: tuple[int, ...] = ()


class _Written(NamedTuple):
    """A way of the second pass."""

    level: Level
    was_midnum: bool
    cells: bytes
    is_defined: bool


class Machine:
    """A table, ready to be walked. Steps are worked out once and remembered."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self.speakers, self._written_speakers = classify(table)
        self._corrects = [
            (chain_of(rule.pattern), rule.replacement, rule.mark) for rule in table.corrects
        ]
        self._contexts = [(chain_of(rule.pattern), rule.cells) for rule in table.contexts]
        digits = frozenset(c for c, one in table.definitions.items() if one.kind & Kind.DIGIT)
        self._digits = digits
        numsign = table.indicators.get("numsign")
        self._number_sign = numsign.cells if numsign else b""
        self._strings: dict[str, list[tuple[Chain, bytes]]] = {}
        for rule in by_precedence(table.strings):
            self._strings.setdefault(rule.text[0], []).append((string_chain(rule), rule.cells))
        self._reaching = frozenset(chain for rules in self._strings.values() for chain, _ in rules)
        self._digit_follows = Chain((OneOf(digits),), 0)
        self._text_backdrop = Backdrop([chain for chain, *_ in self._corrects], self.speakers)
        self._written_backdrop = Backdrop(
            [*(chain for chain, _ in self._contexts), *self._reaching, _behind_one(digits)],
            self._written_speakers,
        )
        self.has_deletions = any(replacement == "" for _, replacement, _ in self._corrects)
        """Whether there is text that writes nothing at all."""
        self._steps: dict[tuple[State, str], tuple[Emission, ...]] = {}

    def step(self, state: State, speaker: str) -> tuple[Emission, ...]:
        """All ways to go on from ``state`` with a character of the class of ``speaker``."""
        key = (state, speaker)
        steps = self._steps.get(key)
        if steps is None:
            if len(self._steps) >= _MOST_KEPT:
                self._steps.clear()
            steps = self._steps[key] = tuple(self._walk(state, speaker))
        return steps

    def can_end(self, state: State) -> bool:
        """Whether the text may end here."""
        return _ends(state.text) and _ends(state.written)

    def forgive(self, state: State) -> State:
        """The state with nothing asked of what follows: for cells that no text gives."""
        return State(Level(state.text.behind), None, Level(state.written.behind), state.was_midnum)

    def parted(self, state: State) -> State:
        """The state behind a sign of emphasis, which no string reaches across."""
        pending = frozenset(
            one
            for one in state.written.pending
            if one[0].chain not in self._reaching or not in_focus(one[0])
        )
        return state._replace(written=state.written._replace(pending=pending))

    def is_between(self, state: State) -> bool:
        """Whether no rule has written its cells and is still reading its characters."""
        if state.written.focus is not None:
            return False
        if state.text.focus is None or state.correct is None:
            return True
        return not isinstance(self._corrects[state.correct][1], str)

    # -- the first pass ------------------------------------------------------------------------

    def _walk(self, state: State, speaker: str) -> Iterator[Emission]:
        for level, number, is_first in self._correct(state, speaker):
            _, replacement, mark = (None, None, "") if number is None else self._corrects[number]
            going_on = number if level.focus else None
            after = State(level, going_on, state.written, state.was_midnum)
            if isinstance(replacement, str):
                yield from self._write_text(after, replacement if is_first else "")
            else:
                yield from self._write_swapped(
                    after, mark if is_first else "", replacement, speaker
                )

    def _correct(self, state: State, character: str) -> Iterator[tuple[Level, int | None, bool]]:
        """What becomes of the first pass: its level, the rule, whether its focus begins here."""
        level = state.text
        going = _go_on(level, character, self._text_backdrop)
        if going is None:
            return
        after, is_inside = going
        if is_inside:
            yield after, state.correct, False
            return
        behind, pending = after.behind, after.pending
        for number, (chain, *_) in enumerate(self._corrects):
            begun = _begin(chain, level.behind, character)
            if begun is None or not 0 <= begun[1] < chain.focus:
                continue  # a rule of the first pass without a character of its own does nothing
            rest = begun[0]
            focus, added = _split(rest)
            if (chosen := _joined(pending, added)) is not None:
                yield Level(behind, focus, chosen), number, True
            if is_certain(rest):
                return
            refused = _joined(pending, frozenset({(rest, False)}))
            if refused is None:
                return
            pending = refused
        yield Level(behind, None, pending), None, True

    # -- the second pass -----------------------------------------------------------------------

    def _write_swapped(
        self, state: State, mark: str, swap: Mapping[str, str] | None, speaker: str
    ) -> Iterator[Emission]:
        character = speaker if swap is None else swap.get(speaker, speaker)
        for before, _ in self._write_all(state, mark):
            for way in self._write(before.level, before.was_midnum, character):
                after = state._replace(written=way.level, was_midnum=way.was_midnum)
                yield Emission(before.cells + way.cells, way.is_defined, swap, "", after)

    def _write_text(self, state: State, replacement: str) -> Iterator[Emission]:
        for way, anchors in self._write_all(state, replacement):
            after = state._replace(written=way.level, was_midnum=way.was_midnum)
            yield Emission(way.cells, False, None, replacement[:1], after, anchors)

    def _write_all(self, state: State, text: str) -> list[tuple[_Written, tuple[int, ...]]]:
        """The ways to write a whole text, each with the character that each cell stands for."""
        ways: list[tuple[_Written, tuple[int, ...]]] = [
            (_Written(state.written, state.was_midnum, b"", is_defined=False), ())
        ]
        for number, character in enumerate(text):
            own = self._table.definitions[character].cells
            ways = [
                (new._replace(cells=way.cells + cells), (*anchors, *[number] * len(cells)))
                for way, anchors in ways
                for new in self._write(way.level, way.was_midnum, character)
                for cells in [new.cells + (own if new.is_defined else b"")]
            ]
        return ways

    def _write(self, level: Level, was_midnum: bool, character: str) -> Iterator[_Written]:
        character = self._written_speakers[character]
        going = _go_on(level, character, self._written_backdrop)
        if going is None:
            return
        after, is_inside = going
        if is_inside:
            yield _Written(after, was_midnum, b"", is_defined=False)
            return
        behind, pending = after.behind, after.pending
        yield from self._contextual(level.behind, behind, pending, was_midnum, character)

    def _contextual(
        self,
        before: str,
        behind: str,
        pending: Pending,
        was_midnum: bool,
        character: str,
    ) -> Iterator[_Written]:
        for chain, cells in self._contexts:
            begun = _begin(chain, before, character)
            if begun is None:
                continue
            rest, taker = begun
            focus, added = _split(rest)
            chosen = _joined(pending, added)
            if chosen is None:
                pass
            elif not 0 <= taker < chain.focus:  # cells are inserted before the character
                yield from self._plain(before, behind, chosen, was_midnum, character, cells)
            else:
                yield _Written(Level(behind, focus, chosen), False, cells, is_defined=False)
            if is_certain(rest):
                return
            refused = _joined(pending, frozenset({(rest, False)}))
            if refused is None:
                return
            pending = refused
        yield from self._plain(before, behind, pending, was_midnum, character, b"")

    def _plain(
        self,
        before: str,
        behind: str,
        pending: Pending,
        was_midnum: bool,
        character: str,
        cells: bytes,
    ) -> Iterator[_Written]:
        is_after_digit = before[-1:] in self._digits and before != ""
        if character in self._digits and not is_after_digit and not was_midnum:
            cells += self._number_sign
        for chain, own in self._strings.get(character, ()):
            begun = _begin(chain, before, character)
            if begun is None:
                continue
            rest = begun[0]
            focus, added = _split(rest)
            if (chosen := _joined(pending, added)) is not None:
                yield _Written(Level(behind, focus, chosen), False, cells + own, is_defined=False)
            if is_certain(rest):
                return
            refused = _joined(pending, frozenset({(rest, False)}))
            if refused is None:
                return
            pending = refused
        midnum = self._table.midnums.get(character)
        if midnum is not None and is_after_digit:
            follows = Residual(self._digit_follows)
            yield _Written(
                Level(behind, None, pending | {(follows, True)}),
                True,
                cells + midnum.cells,
                is_defined=False,
            )
            pending |= {(follows, False)}
        yield _Written(Level(behind, None, pending), False, cells, is_defined=True)


def _behind_one(characters: frozenset[str]) -> Chain:
    """A chain that only asks what the character before is."""
    return Chain((), 0, (OneOf(characters),), 1)


def _go_on(level: Level, character: str, backdrop: Backdrop) -> tuple[Level, bool] | None:
    """The level after a character, and whether that was in the focus of a rule begun before.

    None where the character is not what was asked for.
    """
    pending = _answer(level.pending, character)
    if pending is None:
        return None
    behind = backdrop.add(level.behind, character)
    if level.focus is None:
        return Level(behind, None, pending), False
    going = advance(level.focus, character)
    if going is None:
        return None
    rest, taker = going
    if 0 <= taker < rest.chain.focus:
        focus, added = _split(rest)
        return Level(behind, focus, pending | added), True
    return Level(behind, None, pending | _still(rest, holds=True)), False


def _begin(chain: Chain, behind: str, character: str) -> tuple[Residual, int] | None:
    """What is left of a rule that begins with ``character``; None where it cannot."""
    if not holds_behind(chain, behind, is_at_start=not behind):
        return None
    return advance(Residual(chain), character)


def _answer(pending: Pending, character: str) -> Pending | None:
    """What is still asked after ``character``; None if it is not what was asked."""
    if not pending:
        return pending
    rest: set[tuple[Residual, bool]] = set()
    for residual, must_hold in pending:
        going = advance(residual, character)
        if going is not None and not is_certain(going[0]):
            rest.add((going[0], must_hold))
        elif (going is not None) != must_hold:
            return None
    return _consistent(rest)


def _joined(pending: Pending, added: Pending) -> Pending | None:
    return _consistent(pending | added) if added else pending


def _consistent(pending: Pending | set[tuple[Residual, bool]]) -> Pending | None:
    """None where the same is asked for and forbidden."""
    if any((residual, not must_hold) in pending for residual, must_hold in pending):
        return None
    return frozenset(pending)


def _split(rest: Residual) -> tuple[Residual | None, Pending]:
    """A rule that was chosen: its focus, if that may go on, else what it still asks for."""
    if in_focus(rest):
        return rest, NOTHING
    return None, _still(rest, holds=True)


def _still(rest: Residual, *, holds: bool) -> Pending:
    return NOTHING if is_certain(rest) else frozenset({(rest, holds)})


def _ends(level: Level) -> bool:
    """Whether the end of the text is a good answer to all that is asked."""
    if level.focus is not None and not holds_at_end(level.focus):
        return False
    return all(holds_at_end(residual) == must_hold for residual, must_hold in level.pending)
