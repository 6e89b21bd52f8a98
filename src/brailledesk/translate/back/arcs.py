"""The ways from one node to the next: what text some cells can be, and what it costs.

A node is a place in the machine, what the likelihood remembers and the emphasis that is on. Nodes
are numbers; the arcs from a node for a first cell are worked out once and remembered, so that a
page of text costs little more than look-ups.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from brailledesk.cells import cells_to_unicode
from brailledesk.tables.rules import Literal, Table
from brailledesk.text import Typeform
from brailledesk.translate.back.branches import Arc, Branch, branch_of
from brailledesk.translate.back.candidates import find_candidates, find_writers, longest_arc
from brailledesk.translate.back.emphasis import Emphasis
from brailledesk.translate.back.likelihood import Context, Likelihood
from brailledesk.translate.back.machine import Emission, Machine, State
from brailledesk.translate.back.patterns import in_focus

BRAILLE = frozenset(map(chr, range(0x2801, 0x2900)))
"""Signs of Unicode Braille: text that is cells, where nothing else can be read."""

_MOST_KEPT = 50_000
"""Places of the table whose arcs are kept, and nodes after which all is learnt anew: Italian text
needs some 5,000, hostile cells any number."""

SPELLED = 14.0
"""Bits a word: what a table itself writes uncontracted is likelier than what a writer chose. Less
than the beam: whether the table does so may be told by the last letter."""

_LONGEST_SILENT = 64
"""Characters of one rule that write no cells of their own."""
_MOST_SILENT = 256
"""Nodes after which no more such characters are looked for: Italian tables have 11, a table made
for it has any number, and each costs time and memory."""

EMPHASIS = {
    "bold": Typeform.BOLD,
    "underline": Typeform.UNDERLINE,
    "italic": Typeform.ITALIC,
}
"""Where two classes share a sign the first is the likelier."""


class _Node(NamedTuple):
    state: State
    context: Context
    emphasis: Emphasis

    def after(self, character: str, state: State, context: Context) -> _Node | None:
        """The node behind a character, if it may stand there."""
        emphasis = self.emphasis.after(character)
        return None if emphasis is None else _Node(state, context, emphasis)


class ArcSource:
    """All nodes and arcs of one table, made as they are asked for."""

    def __init__(self, table: Table, likelihood: Likelihood) -> None:
        self._table = table
        self._machine = Machine(table)
        self._likelihood = likelihood
        self._numbers: dict[_Node, int] = {}
        self._nodes: list[_Node] = []
        self._branches: dict[int, Branch] = {}
        self._classes: dict[str, list[str]] = defaultdict(list)
        for character, speaker in self._machine.speakers.items():
            self._classes[speaker].append(character)
        self._by_first_cell = find_candidates(table, self._machine.speakers)
        self._writers = find_writers(table, self._machine.speakers)
        self._begin, self._end = self._emphasis_signs()
        self._same = {
            bit: [other for sign, other in self._begin if sign == cells and other != bit]
            for cells, bit in self._begin
        }
        self.start = self._number(_Node(State(), Context(), Emphasis()))
        self.reach = longest_arc(table, [cells for cells, _ in (*self._begin, *self._end)])
        """Cells: no arc has more. How far back a search begins anew does not depend on the past."""

    @property
    def is_full(self) -> bool:
        """Whether more was learnt than is worth keeping for the next text."""
        return len(self._nodes) >= _MOST_KEPT

    def arcs(self, node: int, cell: int) -> Branch:
        """The arcs from ``node`` whose first cell is ``cell``."""
        key = node << 8 | cell
        branch = self._branches.get(key)
        if branch is None:
            if len(self._branches) >= _MOST_KEPT:
                self._branches.clear()
            arcs = list(self._find(self._nodes[node], cell))
            branch = self._branches[key] = branch_of(arcs, 1)
        return branch

    def is_same_place(self, node: int, other: int) -> bool:
        """Whether two nodes differ only in what the likelihood remembers."""
        one, another = self._nodes[node], self._nodes[other]
        return one.state == another.state and one.emphasis == another.emphasis

    def end_cost(self, node: int) -> float | None:
        """The cost of ending at ``node``; None where the text cannot end."""
        state, context, emphasis = self._nodes[node]
        if emphasis.on or not self._machine.can_end(state):
            return None
        return self._likelihood.end(context)

    def forgiven(self, node: int) -> int:
        """The node with nothing asked of what follows."""
        state, context, emphasis = self._nodes[node]
        return self._number(_Node(self._machine.forgive(state), context, emphasis))

    def ended(self, node: int) -> int:
        """The node with nothing asked and no emphasis: where the text may end.

        The same node where an emphasis has just begun: its sign would be lost.
        """
        state, context, emphasis = self._nodes[node]
        if emphasis.has_begun:
            return node
        return self._number(_Node(self._machine.forgive(state), context, Emphasis()))

    def foreign(self, node: int, cell: int) -> Arc:
        """The arc that takes one cell for itself, as a sign of Unicode Braille."""
        state, context, emphasis = self._nodes[node]
        text = cells_to_unicode(bytes([cell]))
        cost, after = self._likelihood.add(context, text, text)
        place = emphasis.after(text) or emphasis
        target = self._number(_Node(self._after_foreign(state, text), after, place))
        return Arc(bytes([cell]), text, target, cost, is_fault=True)

    def _after_foreign(self, state: State, character: str) -> State:
        speaker = self._machine.speakers.get(character)
        for step in self._machine.step(self._machine.forgive(state), speaker) if speaker else ():
            if step.is_defined and not step.cells:
                return step.state
        return State()

    # -- making arcs ---------------------------------------------------------------------------

    def _number(self, node: _Node) -> int:
        number = self._numbers.get(node)
        if number is None:
            number = self._numbers[node] = len(self._nodes)
            self._nodes.append(node)
        return number

    def _find(self, node: _Node, cell: int) -> Iterator[Arc]:
        yield from self._signs_of_emphasis(node, cell)
        for speaker, characters in self._by_first_cell[cell].items():
            for step in self._machine.step(node.state, speaker):
                if step.cells and step.cells[0] != cell:
                    continue
                for character in characters:
                    cells, written = self._emit(step, character)
                    if cells[:1] == bytes([cell]):
                        cost, context = self._likelihood.add(node.context, character, written)
                        is_fault = character in BRAILLE
                        if step.is_spelled and node.state.correct is None:
                            cost += SPELLED
                        first = Arc(
                            cells,
                            character,
                            0,
                            cost,
                            0,
                            is_fault,
                            (),
                            step.anchors,
                            step.is_spelled,
                        )
                        if after := node.after(character, step.state, context):
                            yield from self._go_on(first, after)

    def _emit(self, step: Emission, character: str) -> tuple[bytes, str]:
        """The cells of a character, and the character as the first rules write it."""
        written = character if step.swap is None else step.swap.get(character, character)
        own = self._table.definitions[written].cells if step.is_defined else b""
        return step.cells + own, step.written or written

    def _go_on(self, arc: Arc, node: _Node) -> Iterator[Arc]:
        """The arc itself, and those that read on in the same rule, whose cells are written.

        Of the texts that lead to one node only the cheapest is kept, so that a rule for any number
        of characters stays finite.
        """
        if _awaited(node.state) is None:
            yield arc._replace(target=self._number(node))
        if self._may_not_go_on(node.state):
            return
        reached = {node: arc}
        newest = reached
        for _ in range(_LONGEST_SILENT):
            if not newest or len(reached) >= _MOST_SILENT:
                return
            newest = self._one_further(newest, reached)
            reached.update(newest)
            for after, longer in newest.items():
                if _awaited(after.state) is None:
                    yield longer._replace(target=self._number(after))

    def _one_further(
        self, newest: Mapping[_Node, Arc], reached: Mapping[_Node, Arc]
    ) -> dict[_Node, Arc]:
        """The nodes that one more silent character leads to, cheaper than they were reached."""
        further: dict[_Node, Arc] = {}
        for node, arc in newest.items():
            if self._may_not_go_on(node.state):
                continue
            for character, step in self._silent(node.state):
                cost, context = self._likelihood.add(node.context, character, character)
                after = node.after(character, step.state, context)
                if after is None:
                    continue
                known = further.get(after) or reached.get(after)
                if known is None or arc.cost + cost < known.cost:
                    further[after] = arc._replace(text=arc.text + character, cost=arc.cost + cost)
        return further

    def _may_not_go_on(self, state: State) -> bool:
        """Whether no text may come here that writes nothing."""
        return self._machine.is_between(state) and not self._machine.has_deletions

    def _silent(self, state: State) -> Iterator[tuple[str, Emission]]:
        """Characters that may go on in a rule whose cells are written already."""
        awaited = _awaited(state)
        speakers = self._classes if awaited is None else self._writers.get(awaited, ())
        for speaker in speakers:
            for step in self._machine.step(state, speaker):
                if not step.cells and not step.is_defined:
                    yield from ((character, step) for character in self._classes[speaker])

    # -- emphasis ------------------------------------------------------------------------------

    def _emphasis_signs(self) -> tuple[list[tuple[bytes, int]], list[tuple[bytes, int]]]:
        """The cells that begin and end each class, with its bit."""
        begin: list[tuple[bytes, int]] = []
        end: list[tuple[bytes, int]] = []
        for name, bit in EMPHASIS.items():
            opening = self._table.begin_emphasis.get(name)
            closing = self._table.end_emphasis.get(name)
            if opening and closing:
                begin.append((opening.cells, int(bit)))
                end.append((closing.cells, int(bit)))
        return begin, end

    def _signs_of_emphasis(self, node: _Node, cell: int) -> Iterator[Arc]:
        if not self._machine.is_between(node.state):
            return
        for number, (cells, bit) in enumerate(self._begin):
            begun = node.emphasis.begin(bit) if cells[0] == cell else None
            if begun and not any(other & node.emphasis.on for other in self._same[bit]):
                # Of classes with one sign the first is taken, as a rule.
                cost = self._likelihood.emphasis("begin") + number / 2
                if node.context.last_class in {"letter", "capital", "digit"}:
                    cost += self._likelihood.emphasis("inside a word")
                state = self._machine.parted(node.state)
                after = self._number(node._replace(state=state, emphasis=begun))
                yield Arc(cells, "", after, cost, emphasis=bit)
        order = tuple(bit for _, bit in self._begin)
        for cells, bit in self._end:
            ended = node.emphasis.end(bit, order) if cells[0] == cell else None
            if ended:
                state = self._machine.parted(node.state)
                after = self._number(node._replace(state=state, emphasis=ended))
                yield Arc(cells, "", after, self._likelihood.emphasis("end"), emphasis=bit)


def _awaited(state: State) -> str | None:
    """The one character that a string begun waits for; None where there is none or a choice."""
    focus = state.written.focus
    if focus is None or not in_focus(focus):
        return None
    test = focus.chain.tests[focus.test]
    return test.text[focus.done] if isinstance(test, Literal) else None
