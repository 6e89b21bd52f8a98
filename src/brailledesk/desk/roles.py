"""What kinds of roles there are at the desk. The names are ARIA's; an unknown role is a container.

"text" is a stretch of text without a role of its own, as accessibility trees have it.
"""

from __future__ import annotations

from brailledesk.screen import Node, State

EDITABLE = frozenset({"textbox", "searchbox", "spinbutton"})
CHECKABLE = frozenset({"checkbox", "radio", "switch", "menuitemcheckbox", "menuitemradio"})
CONTROLS = (
    EDITABLE
    | CHECKABLE
    | {"button", "combobox", "link", "menuitem", "meter", "option", "progressbar", "scrollbar"}
    | {"slider", "tab"}
)
"""Roles that are one thing each, whatever stands below them."""
FIELDS = EDITABLE | CHECKABLE | {"combobox", "slider", "listbox"}
"""Roles that have something to fill in."""
STATIC = frozenset(
    {"text", "strong", "emphasis", "code", "time", "mark", "subscript", "superscript"}
    | {"insertion", "deletion", "abbr", "label", "img", "image"}
)
"""Roles that stand in a line of text."""
CHANGES = frozenset({"deletion", "insertion"})
"""Text that holds no longer, and what holds now: an old price must not be taken for the new one."""
FLOWS = frozenset(
    {"paragraph", "heading", "listitem", "term", "definition", "caption", "generic", "legend"}
    | {"note", "status", "alert", "cell", "gridcell", "columnheader", "rowheader"}
)
"""Roles whose text, with what stands in it, is one line."""
TABLES = frozenset({"table", "grid", "treegrid"})
CELLS = frozenset({"cell", "gridcell", "columnheader", "rowheader"})
ENTRIES = frozenset({"treeitem", "listitem"})
"""Roles that are a line of their own, even where more lines stand below them."""
LITERAL_INPUTS = frozenset({"tel", "email", "number", "date", "datetime-local", "time", "url"})
"""Types of input that are read and written uncontracted."""


def is_editable(node: Node) -> bool:
    """Whether a reader can type into the node."""
    return (
        node.role in EDITABLE
        and State.READONLY not in node.states
        and State.DISABLED not in node.states
    )


def is_literal(node: Node) -> bool:
    """Whether the value is a number, an address or a code, which is never contracted."""
    return node.input_type in LITERAL_INPUTS or node.role == "spinbutton"
