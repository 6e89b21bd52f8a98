"""Random screens, keys and patches, for properties."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from brailledesk.desk.commands import Command, Key
from brailledesk.screen import Caret, Node, Screen, State, build_screen
from tests.desk.print_cells import EIGHT_DOTS

LETTERS = "".join(EIGHT_DOTS)
WORD = st.text(LETTERS, min_size=1, max_size=9)
TEXT = st.lists(WORD, max_size=9).map(" ".join)
STRANGE = st.one_of(
    TEXT,
    st.text(max_size=40),
    st.sampled_from(
        [
            "\u202e\u2066x",
            "😀 👨‍👩‍👧",
            "a\nb\n\nc",
            "   ",
            "日本",
            "e\u0301\u0323",
            "⠁⣿",
            "\x00\x1b[2J",
            "x" * 1200,
        ]
    ),
)
_LEAVES: tuple[str, ...] = (
    "text",
    "paragraph",
    "button",
    "link",
    "checkbox",
    "radio",
    "textbox",
    "combobox",
)
_LEAVES += ("searchbox", "slider", "heading", "img", "progressbar", "tab", "widget-of-nobody")
_GROUPS: tuple[str, ...] = (
    "group",
    "form",
    "list",
    "dialog",
    "navigation",
    "generic",
    "listitem",
    "paragraph",
)
_GROUPS += ("tree", "treeitem", "status", "heading", "menuitem")


@st.composite
def screens(draw: st.DrawFn, text: st.SearchStrategy[str] = TEXT, *, revision: int = 1) -> Screen:
    """A tree of some nodes, with a focus and a caret somewhere."""
    nodes: list[dict[str, Any]] = [{"id": "0", "role": "document", "children": []}]
    open_nodes = ["0"]
    for place in range(1, draw(st.integers(1, 14))):
        parent = nodes[int(draw(st.sampled_from(open_nodes)))]
        kind = draw(st.integers(0, 9))
        name = str(len(nodes))
        parent["children"].append(name)
        if kind == 0:
            nodes += _table(draw, name, text)
        elif kind < 4:
            nodes.append(
                {
                    "id": name,
                    "role": draw(st.sampled_from(_GROUPS)),
                    "name": draw(text),
                    "children": [],
                }
            )
            open_nodes.append(name)
        else:
            nodes.append(_leaf(draw, name, text))
        del place
    made = [Node(**{**one, "children": tuple(one.get("children", ()))}) for one in nodes]
    focus = draw(st.none() | st.sampled_from([one.id for one in made]))
    caret = None
    if focus is not None and draw(st.booleans()):
        caret = Caret(focus, draw(st.integers(0, 30)), draw(st.none() | st.integers(0, 30)))
    return build_screen(made, focus=focus, caret=caret, revision=revision)


def _leaf(draw: st.DrawFn, name: str, text: st.SearchStrategy[str]) -> dict[str, Any]:
    role = draw(st.sampled_from(_LEAVES))
    has_value = role in {"textbox", "combobox", "searchbox", "slider", "progressbar"}
    return {
        "id": name,
        "role": role,
        "name": draw(text),
        "value": draw(text) if has_value else "",
        "error": draw(st.just("") | text) if has_value else "",
        "states": frozenset(draw(st.sets(st.sampled_from(SOME_STATES), max_size=3))),
        "sensitive": draw(st.integers(0, 9)) == 0 and has_value,
    }


SOME_STATES = (
    State.REQUIRED,
    State.INVALID,
    State.READONLY,
    State.CHECKED,
    State.SELECTED,
    State.MULTILINE,
    State.DISABLED,
)


def _table(draw: st.DrawFn, name: str, text: st.SearchStrategy[str]) -> list[dict[str, Any]]:
    rows, columns = draw(st.integers(1, 3)), draw(st.integers(1, 4))
    first = int(name) + 1
    table: dict[str, Any] = {"id": name, "role": "table", "name": draw(text), "children": []}
    found = [table]
    for row in range(rows):
        own = str(first + row * (columns + 1))
        cells = [str(int(own) + 1 + column) for column in range(columns)]
        table["children"].append(own)
        found.append({"id": own, "role": "row", "children": cells})
        role = "columnheader" if row == 0 and rows > 1 else "cell"
        found += [{"id": cell, "role": role, "name": draw(text)} for cell in cells]
    return found


COMMANDS = st.builds(
    Command,
    st.sampled_from(list(Key)),
    st.integers(0, 90),
    st.integers(0, 3),
    st.integers(0, 255),
)
