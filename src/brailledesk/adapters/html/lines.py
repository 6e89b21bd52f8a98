"""Texts and things that stand in a line, as they gather in a box of a page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count, groupby

from msgspec.structs import replace

from brailledesk.adapters.html.page import collapsed, words
from brailledesk.screen import MAX_TEXT, Node

INLINE = words(
    """text deletion insertion subscript superscript image button link checkbox radio switch tab
    textbox searchbox spinbutton combobox slider meter progressbar scrollbar math"""
)
"""Roles that stand in a line, where the page does not set them apart."""
NAMED_BY_TEXT = words(
    """paragraph heading listitem term definition caption legend cell gridcell columnheader
    rowheader deletion insertion subscript superscript note status alert"""
)
"""Roles that are a line where only text and small things stand in them; what is only text is their
name. In any other role each line is a node."""
FIELDS = words("textbox searchbox spinbutton combobox checkbox radio switch slider listbox")
"""Roles that have a line of their own, unless they stand in the text of one of the above."""


@dataclass(slots=True)
class Part:
    """A node that is done, and whether it stands in a line."""

    node: Node
    is_inline: bool
    ends_line: bool = False


@dataclass(slots=True)
class Box:
    """What an element has gathered so far. ``node`` is None for one that only parts others."""

    place: str
    node: Node | None = None
    is_inline: bool = False
    parts: list[Part] = field(default_factory=list)
    _text: str = ""
    _language: str | None = None
    _count: Iterator[int] = field(default_factory=count)

    def add_text(self, text: str, language: str | None, *, is_kept: bool = False) -> None:
        """Add text as a browser shows it: of blanks one, unless they are kept."""
        if self._text and language != self._language:
            self.flush()
        text = text if is_kept else collapsed(text)
        if not is_kept and (self._text[-1:] in {" ", "\n"} or (not self._text and self._is_new())):
            text = text.removeprefix(" ")
        self._text += text
        self._language = language

    def _is_new(self) -> bool:
        return not self.parts or not self.parts[-1].is_inline

    def add(self, node: Node, *, is_inline: bool) -> None:
        """Add a node behind what is there."""
        self.flush(is_at_end=not is_inline)
        self.parts.append(Part(node, is_inline))

    def flush(self, *, is_at_end: bool = False) -> None:
        """Make a node of the text that waits; blanks at the end of a line are none."""
        text = self._text.rstrip() if is_at_end else self._text
        self._text = ""
        for start in range(0, len(text), MAX_TEXT):
            piece = text[start : start + MAX_TEXT]
            node = Node(id=self.new_id(), role="text", name=piece, language=self._language)
            self.parts.append(Part(node, True))

    def break_line(self) -> None:
        """What comes next begins a line: an empty box parts what stands around it."""
        self.flush(is_at_end=True)
        if self.parts:
            self.parts[-1].ends_line = True

    def new_id(self) -> str:
        """An id for a node that no element has."""
        return f"{self.place}.{next(self._count)}"

    def close(self) -> tuple[list[Part], list[Node]]:
        """What goes up to the box around, and the nodes that are done with this one."""
        self.flush(is_at_end=True)
        if self.node is None:
            return self._opened()
        only = self.parts[0].node if len(self.parts) == 1 else None
        is_text = only is not None and only.role == "text" and not self.node.name
        if only is not None and is_text and self.node.role in NAMED_BY_TEXT:
            language = only.language or self.node.language
            named = replace(self.node, name=only.name.strip(" "), language=language)
            return [Part(named, self.is_inline)], []
        done: list[Node] = []
        parts = self.parts
        is_line = all(one.is_inline and not one.ends_line for one in parts)
        if not (is_line and self.node.role in NAMED_BY_TEXT):
            parts, done = self._opened()
        whole = replace(self.node, children=tuple(one.node.id for one in parts))
        return [Part(whole, self.is_inline)], [*done, *(one.node for one in parts)]

    def _stretches(self) -> Iterator[tuple[bool, list[Part]]]:
        """Parts that stand in one line, and those between."""
        lines = 0
        numbered: list[tuple[tuple[bool, int], Part]] = []
        for part in self.parts:
            numbered.append(((part.is_inline, lines), part))
            lines += part.ends_line
        for (is_inline, _), group in groupby(numbered, key=lambda one: one[0]):
            yield is_inline, [part for _, part in group]

    def _opened(self) -> tuple[list[Part], list[Node]]:
        """The parts, with each line that text stands in as one."""
        found: list[Part] = []
        done: list[Node] = []
        for is_inline, parts in self._stretches():
            texts = [one.node.name for one in parts if one.node.role == "text"]
            if not is_inline:
                found += parts
            elif not "".join(texts).strip():
                found += [Part(one.node, False) for one in parts if one.node.role != "text"]
            elif len(parts) == 1:
                line = replace(parts[0].node, role="generic", name=texts[0].strip(" "))
                found.append(Part(line, False))
            else:
                children = tuple(one.node.id for one in parts)
                done += [one.node for one in parts]
                found.append(Part(Node(id=self.new_id(), children=children), False))
        return found, done
