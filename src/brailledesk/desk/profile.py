"""How a reader wants screens presented: words, signs and orders, all of them data.

A profile is a TOML file (``profiles/desk``, or a company's own); ``profile_file`` reads and checks
it. Rules depend on the width of the display: what is an order that helps on 80 cells hides the
value on 20.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from brailledesk.desk.region import Part


@dataclass(frozen=True, slots=True)
class WidthRules:
    """The rules for displays of up to ``cells`` columns.

    ``orders`` have the parts of single roles. With ``has_context_first`` what stands around a node
    is told before it, else behind it. ``pinned`` is how many cells the first cell of a table's row
    keeps while the rest is panned; ``fields`` how many short fields may stand beside each other.
    """

    cells: int
    order: tuple[Part, ...]
    orders: Mapping[str, tuple[Part, ...]]
    has_context_first: bool = True
    is_abbreviated: bool = False
    is_lower: bool = False
    pinned: int = 0
    fields: int = 1

    def order_of(self, role: str) -> tuple[Part, ...]:
        """The parts of a node, in the order of reading."""
        return self.orders.get(role, self.order)


@dataclass(frozen=True, slots=True)
class Profile:
    """``roles`` and ``states`` are labels by ARIA's names; where there is none, nothing is said.

    ``marks`` are what check boxes, switches and hidden values show; ``words`` are templates with
    names in braces; ``names`` are short forms of fields' names, in small letters. ``status`` names
    what the status cells show, from the first; ``calls`` and ``flags`` are cells.
    """

    name: str
    title: str
    roles: Mapping[str, str]
    states: Mapping[str, str]
    marks: Mapping[str, str]
    words: Mapping[str, str]
    names: Mapping[str, str]
    widths: tuple[WidthRules, ...]
    status: tuple[str, ...]
    calls: Mapping[str, int]
    flags: Mapping[str, int]

    def rules(self, columns: int) -> WidthRules:
        """The rules for a display of so many columns; the last ones serve all wider displays."""
        return next((one for one in self.widths if columns <= one.cells), self.widths[-1])

    def short_name(self, name: str) -> str | None:
        """The short form of a field's name, if the profile has one."""
        return self.names.get(" ".join(name.lower().split()).rstrip(" :*"))


MARKS = ("checked", "mixed", "unchecked", "pressed", "unpressed", "masked", "cut")
WORDS = ("level", "position", "row", "column", "empty", "more", "history", "times")
STATUS = ("call", "messages", "field", "more", "none")
FLAGS = ("required", "invalid", "readonly", "sensitive", "left", "right", "many")
