"""Nodes as regions of text, by a profile: which parts, in which order, in which words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import ClassVar

from brailledesk.desk.outline import Item, Kind
from brailledesk.desk.profile import Profile, WidthRules
from brailledesk.desk.region import Part, Region, squeezed
from brailledesk.desk.roles import (
    CHANGES,
    CHECKABLE,
    CONTROLS,
    FIELDS,
    STATIC,
    is_editable,
    is_literal,
)
from brailledesk.screen import Node, Screen, State
from brailledesk.text import Typeform

MAX_CONTEXT = 16
"""Containers that are told at once, the innermost."""
_MAX_CONTEXT_NAME = 200
_MAX_OPTIONS = 100
_MAX_ROLE = 40
_OWN_TEXT = frozenset({Part.NAME, Part.VALUE, Part.OPTIONS})
_ORDER_OF_STATES = tuple(State)
_MARKED = frozenset({State.CHECKED, State.MIXED, State.PRESSED, State.HIDDEN, State.MODAL})
"""States that have a mark, or nothing, instead of a label."""


class Presenter:
    """Presents the nodes of one screen for one width."""

    def __init__(self, screen: Screen, profile: Profile, rules: WidthRules) -> None:
        self.screen = screen
        self.profile = profile
        self.rules = rules

    def line(self, item: Item, containers: list[Node]) -> list[Region]:
        """All that the line of an item says, with the containers that are to be told with it.

        Not for rows and columns of tables, which are laid out.
        """
        node = self.screen.nodes[item.node]
        is_flow = item.kind is Kind.FLOW
        regions = self.flow(node) if is_flow else self.node(node, item.start, item.end)
        around = self.context(containers)
        if not (around and regions):
            return regions
        gap = [Region(" ", item.node, Part.GAP, 0, True)]
        first = self.rules.has_context_first
        return [*around, *gap, *regions] if first else [*regions, *gap, *around]

    def node(self, node: Node, start: int = 0, end: int | None = None) -> list[Region]:
        """All that a node says of itself.

        Of a text in several lines ``start`` and ``end`` are the one meant; behind the first line
        it stands alone.
        """
        if start:
            return self._text(node, start, end)
        found: list[list[Region]] = []
        for part in self.rules.order_of(node.role):
            regions = list(self._part(part, node, end))
            if regions:
                found.append(regions)
        return _joined(found)

    def flow(self, node: Node) -> list[Region]:
        """A node that is text with links and controls in it: their regions, then what it is."""
        found = self._inline(node)
        if not found:
            return self.node(node)
        parts = [found] if self._is_told(node, found) else [list(self._name(node, None)), found]
        for part in self.rules.order_of(node.role):
            if part not in _OWN_TEXT:
                regions = list(self._part(part, node, None))
                parts += [regions] if regions else []
        return _joined(parts)

    @staticmethod
    def _is_told(node: Node, regions: list[Region]) -> bool:
        """Whether the name of a node is what stands in it, as it mostly is."""
        own = "".join(node.name.split())
        if not own:
            return True
        texts = [one.text for one in regions if one.part in {Part.NAME, Part.VALUE}]
        return own in "".join("".join(texts).split())

    def _inline(self, node: Node) -> list[Region]:
        """What stands in a line of text, in order; blanks where there are some, or a control."""
        regions: list[Region] = []
        stack: list[tuple[str, bool]] = [(one, False) for one in reversed(node.children)]
        is_glued = False
        while stack:
            place, is_end = stack.pop()
            child = self.screen.nodes[place]
            if is_end:
                label = list(self._role(child)) if regions else []
                regions += [Region(" ", child.id, Part.GAP, 0, True), *label] if label else []
                is_glued = is_glued and not label
                continue
            if State.HIDDEN in child.states:
                continue
            if child.children and child.role not in CONTROLS:
                stack += [(child.id, True)] if child.role in CHANGES else []
                stack.extend((one, False) for one in reversed(child.children))
                continue
            is_text = child.role in STATIC and child.role not in {"img", "image"}
            own = self.node(child)
            if not own:
                is_glued = is_glued and not child.name
                continue
            if regions and not (is_glued and is_text and not child.name[:1].isspace()):
                regions.append(Region(" ", child.id, Part.GAP, 0, True))
            regions += own
            is_told = child.role in CHANGES and any(self._role(child))
            is_glued = is_text and not is_told and not child.name[-1:].isspace()
        return regions

    def cell(self, cell: str) -> list[Region]:
        """The text of a cell of a table."""
        node = self.screen.nodes[cell]
        found = self.flow(node) if node.children else self.node(node)
        return found or [Region("", cell, Part.NAME)]

    def context(self, containers: list[Node]) -> list[Region]:
        """What stands around a node: names and roles of containers, the outermost first."""
        found: list[list[Region]] = []
        for node in containers[-MAX_CONTEXT:]:
            name = node.braille_label or node.name[:_MAX_CONTEXT_NAME]
            parts = [
                Region(piece, node.id, Part.CONTEXT, offset, language=node.language)
                for offset, piece in squeezed(name)
            ]
            if parts:
                found.append(parts)
            found += [[region] for region in self._role(node)]
        return _joined(found)

    def _part(self, part: Part, node: Node, end: int | None) -> Iterator[Region]:
        """The regions of one part; of a text in several lines that ends with the first."""
        if part is Part.NAME:
            return self._name(node, end)
        if part is Part.VALUE:
            return self._value(node, end)
        if part is Part.ERROR:
            return self._error(node)
        if part is Part.DESCRIPTION:
            return self._plain(node, part, node.description)
        return self._WORDS[part](self, node)

    def _error(self, node: Node) -> Iterator[Region]:
        """What is wrong with the value, behind the label for it, so that it is not taken for it."""
        if node.error.strip():
            label = self.profile.states.get(State.INVALID, "")
            if label:
                yield self._word(node, Part.STATE, f"{label}: ")
            yield from self._plain(node, Part.ERROR, node.error)

    @staticmethod
    def _plain(node: Node, part: Part, text: str) -> Iterator[Region]:
        for offset, piece in squeezed(text):
            yield Region(piece, node.id, part, offset, language=node.language)

    def _text(self, node: Node, start: int, end: int | None) -> list[Region]:
        """A line of a longer text."""
        if is_editable(node) or node.value:
            return list(self._value(node, end, start))
        return list(self._name(node, end, start))

    def _name(self, node: Node, end: int | None, start: int = 0) -> Iterator[Region]:
        label = "" if start else " ".join(node.braille_label.split())
        if label:
            yield self._word(node, Part.NAME, label, language=node.language)
            return
        is_field = node.role in FIELDS
        if self.rules.is_abbreviated and is_field:
            short = self.profile.short_name(node.name)
            if short:
                yield self._word(node, Part.NAME, short)
                return
        name = node.name if node.value or is_editable(node) else node.name[start:end]
        if self.rules.is_lower and is_field:
            name = _lower(name)
        for offset, piece in squeezed(name, start):
            yield Region(piece, node.id, Part.NAME, offset, language=node.language)

    def _value(self, node: Node, end: int | None, start: int = 0) -> Iterator[Region]:
        if node.sensitive:
            if node.value:  # however long it is
                yield self._word(node, Part.VALUE, self.profile.marks["masked"])
            if is_editable(node):  # a place for the caret
                yield Region(" ", node.id, Part.VALUE, len(node.value), True)
            return
        form = Typeform.UNCONTRACTED if is_literal(node) else Typeform.PLAIN
        text = node.value[start:end]
        if is_editable(node):  # as it is, and a place for the caret behind it
            yield Region(
                f"{_plain_blanks(text)} ", node.id, Part.VALUE, start, False, node.language, form
            )
            return
        for offset, piece in squeezed(text, start):
            yield Region(piece, node.id, Part.VALUE, offset, False, node.language, form)

    def _states(self, node: Node) -> Iterator[Region]:
        told = [one for one in _ORDER_OF_STATES if one in node.states and one not in _MARKED]
        if node.error.strip() and State.INVALID in told:
            told.remove(State.INVALID)  # its label stands before the error
        words = [*self._marks(node), *(self.profile.states.get(one, "") for one in told)]
        text = " ".join(word for word in words if word)
        if text:
            yield self._word(node, Part.STATE, text)

    def _marks(self, node: Node) -> Iterator[str]:
        if node.role in CHECKABLE:
            is_checked = State.CHECKED in node.states
            mixed = "mixed" if State.MIXED in node.states else "unchecked"
            yield self.profile.marks["checked" if is_checked else mixed]
        elif State.PRESSED in node.states:
            yield self.profile.marks["pressed"]

    def _role(self, node: Node) -> Iterator[Region]:
        is_decoration = node.role in {"img", "image"} and not (node.name or node.braille_label)
        own = " ".join(node.role_description[:_MAX_ROLE].split())
        label = "" if is_decoration else own or self.profile.roles.get(node.role, "")
        if "{level}" in label:
            label = label.replace("{level}", str(node.level or ""))
        if label:
            yield self._word(node, Part.ROLE, label)

    def _position(self, node: Node) -> Iterator[Region]:
        words = self.profile.words
        told = []
        if node.posinset and node.setsize:
            told.append(words["position"].format(n=node.posinset, of=node.setsize))
        if node.level and node.role in {"treeitem", "row"}:
            told.append(words["level"].format(level=node.level))
        if told:
            yield self._word(node, Part.POSITION, " ".join(told))

    def _options(self, node: Node) -> Iterator[Region]:
        """The choices of a box that is open, by number; a routing key chooses one."""
        if node.role != "combobox" or State.EXPANDED not in node.states:
            return
        for number, option in enumerate(options_of(self.screen, node), 1):
            yield Region(f"{' ' if number > 1 else ''}{number} ", option.id, Part.OPTIONS, 0, True)
            for offset, piece in squeezed(option.name):
                yield Region(piece, option.id, Part.NAME, offset, language=option.language)

    @staticmethod
    def _word(node: Node, part: Part, text: str, *, language: str | None = None) -> Region:
        """A word that stands for the whole part."""
        return Region(text, node.id, part, 0, True, language)

    _WORDS: ClassVar[Mapping[Part, Callable[[Presenter, Node], Iterator[Region]]]] = {
        Part.STATE: _states,
        Part.ROLE: _role,
        Part.POSITION: _position,
        Part.OPTIONS: _options,
    }
    """What is said in words. Of the class: with methods of its own, a presenter would hold itself,
    and the screen with it, until the garbage collector came; that took 3 ms each time.
    """


def _joined(parts: list[list[Region]]) -> list[Region]:
    """Parts one after another, a blank between them, and a colon between a name and its value."""
    regions: list[Region] = []
    for regions_of_part in parts:
        if regions and not regions[-1].text.endswith(" "):
            before = regions[-1]
            is_label = before.part is Part.NAME and regions_of_part[0].part is Part.VALUE
            has_sign = before.text.endswith((":", "?", "."))
            colon = ": " if is_label and not has_sign else " "
            regions.append(Region(colon, before.node, Part.GAP, 0, True))
        regions += regions_of_part
    return regions


def options_of(screen: Screen, node: Node) -> Iterator[Node]:
    """The options below a box, also those inside its list."""
    stack = list(reversed(node.children))
    left = _MAX_OPTIONS
    while stack and left:
        child = screen.nodes[stack.pop()]
        if child.role == "option":
            left -= 1
            yield child
        else:
            stack.extend(reversed(child.children))


def _lower(text: str) -> str:
    """Small letters, one for one."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(one.lower() if len(one.lower()) == 1 else one for one in text)


def _plain_blanks(text: str) -> str:
    """Line breaks and tabs of a value as blanks, one for one."""
    return text if text.isprintable() else text.translate(_BLANKS)


_BLANKS = dict.fromkeys(map(ord, "\n\r\t\v\f\x85\u2028\u2029"), " ")
