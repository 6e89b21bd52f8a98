"""Screens at the door: what holds together comes in, everything else is refused and named."""

from __future__ import annotations

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brailledesk.errors import ScreenError, ScreenFaulty, ScreenTooLarge, StaleRevision
from brailledesk.screen import (
    MAX_DEPTH,
    MAX_NODES,
    MAX_TEXT,
    Caret,
    Change,
    Node,
    Patch,
    State,
    apply_patch,
    build_screen,
)
from brailledesk.screen_json import format_screen, parse_patch, parse_screen
from tests.desk.random_screens import STRANGE, screens

FORM = [
    Node(id="form", role="form", name="Cliente", children=("mail", "save")),
    Node(id="mail", role="textbox", name="E-mail", value="a@b.it"),
    Node(id="save", role="button", name="Salva"),
]


def _faults(error: ScreenFaulty) -> list[str]:
    return [fault.describe() for fault in error.faults]


def test_a_tree_with_many_faults_is_refused_with_all_of_them() -> None:
    nodes = [
        Node(id="a", children=("b", "c", "nobody")),
        Node(id="b", children=("a",)),
        Node(id="c", children=("b",)),
        Node(id="lost"),
    ]
    with pytest.raises(ScreenFaulty) as caught:
        build_screen(nodes, focus="gone", caret=Caret("gone too", 1))
    assert _faults(caught.value) == [
        "a: its child nobody is not there",
        "a: it stands at two places of the tree",
        "b: it stands at two places of the tree",
        "lost: no node has it among its children",
        "gone: the focus is on a node that is not there",
        "gone too: the caret is in a node that is not there",
    ]


def test_ids_are_given_once_and_there_is_a_node() -> None:
    with pytest.raises(ScreenFaulty, match="two nodes"):
        build_screen([Node(id="a"), Node(id="a")])
    with pytest.raises(ScreenFaulty, match="at least one"):
        build_screen([])
    with pytest.raises(ScreenFaulty, match="root"):
        build_screen([Node(id="a")], root="b")


def test_sizes_have_limits_and_reach_them() -> None:
    many = [str(place) for place in range(1, MAX_NODES)]
    screen = build_screen([Node(id="0", children=tuple(many)), *(Node(id=one) for one in many)])
    assert len(screen.nodes) == MAX_NODES
    with pytest.raises(ScreenTooLarge, match="20000 nodes"):
        build_screen(Node(id=str(place)) for place in range(MAX_NODES + 1))
    assert len(list(build_screen(_chain(MAX_DEPTH)).walk())) == MAX_DEPTH
    with pytest.raises(ScreenTooLarge, match="levels"):
        build_screen(_chain(MAX_DEPTH + 1))
    build_screen([Node(id="a", name="x" * MAX_TEXT)])
    with pytest.raises(ScreenTooLarge, match="one text"):
        build_screen([Node(id="a", value="x" * (MAX_TEXT + 1))])
    names = tuple(map(str, range(41)))
    long = [Node(id=one, name="x" * MAX_TEXT) for one in names]
    with pytest.raises(ScreenTooLarge, match="in all"):
        build_screen([Node(id="a", children=names), *long])


def _chain(depth: int) -> list[Node]:
    nodes = [Node(id=str(place), children=(str(place + 1),)) for place in range(depth - 1)]
    return [*nodes, Node(id=str(depth - 1))]


def test_a_patch_changes_what_it_names_and_nothing_else() -> None:
    screen = build_screen(FORM, focus="mail", caret=Caret("mail", 99, 2))
    assert screen.caret == Caret("mail", 6, 2)
    change = Change("mail", {"value": "c@d", "states": frozenset({State.INVALID})})
    after = apply_patch(screen, Patch(1, 2, (change,)))
    assert after.nodes["mail"].value == "c@d"
    assert after.nodes["mail"].name == "E-mail"
    assert after.nodes["save"] is screen.nodes["save"]
    assert (after.focus, after.caret, after.revision) == ("mail", Caret("mail", 3, 2), 2)
    assert screen.nodes["mail"].value == "a@b.it"


def test_nodes_come_and_go_with_the_children_that_name_them() -> None:
    screen = build_screen(FORM, focus="mail", caret=Caret("mail", 1))
    changes = (
        Change("form", {"children": ("group", "save")}),
        Change("group", {"role": "group", "children": ("tel",)}),
        Change("tel", {"role": "textbox", "name": "Telefono"}),
    )
    after = apply_patch(screen, Patch(1, 2, changes))
    assert set(after.nodes) == {"form", "group", "tel", "save"}
    assert after.ancestors("tel") == ["form", "group"]
    assert (after.focus, after.caret) == (None, None)


def test_a_stale_patch_is_refused_and_says_what_to_do() -> None:
    screen = build_screen(FORM, revision=7)
    for patch in (Patch(6, 8), Patch(8, 9), Patch(7, 7)):
        with pytest.raises(StaleRevision, match=r"revision 7\. Publish the whole screen"):
            apply_patch(screen, patch)


@pytest.mark.parametrize(
    "fields",
    [
        {"value": 3},
        {"name": None},
        {"states": ["required"]},
        {"children": "ab"},
        {"sensitive": 1},
        {"level": "1"},
        {"colour": "red"},
        {"id": "other"},
        {"children": ("save", "save")},
        {"children": ("form",)},
    ],
)
def test_a_patch_of_another_kind_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(ScreenFaulty):
        apply_patch(build_screen(FORM), Patch(1, 2, (Change("form", fields),)))


def test_halves_of_surrogate_pairs_are_no_characters() -> None:
    screen = build_screen([Node(id="a", name="x\ud83dy\u202e😀")])
    assert screen.nodes["a"].name == "x\ufffdy\u202e😀"


def test_texts_are_not_in_the_repr() -> None:
    node = Node(id="a", name="Rossi", value="4111", error="e", description="d", braille_label="b")
    change = Change("a", {"value": "4111"})
    assert "Rossi" not in repr(node)
    assert "4111" not in repr((node, change, build_screen([node]), Patch(1, 2, (change,))))


@settings(max_examples=50, deadline=None)
@given(screens(STRANGE))
def test_json_gives_the_same_screen_back(screen: Any) -> None:
    again = parse_screen(format_screen(screen))
    assert dict(again.nodes) == dict(screen.nodes)
    assert dict(again.parents) == dict(screen.parents)
    assert (again.focus, again.caret, again.revision) == (
        screen.focus,
        screen.caret,
        screen.revision,
    )


def test_json_has_the_names_of_the_wire() -> None:
    data = {
        "revision": 3,
        "focus": "a",
        "caret": {"node": "b", "offset": 1},
        "later": "a field of a later version",
        "nodes": [
            {"id": "a", "children": ["b"], "new": 1},
            {
                "id": "b",
                "role": "textbox",
                "inputType": "tel",
                "brailleLabel": "t",
                "lang": "it",
                "col": 2,
                "states": ["required", "sorted-ascending"],
                "value": "02",
            },
        ],
    }
    screen = parse_screen(json.dumps(data))
    node = screen.nodes["b"]
    assert (node.input_type, node.braille_label, node.language) == ("tel", "t", "it")
    assert (node.column, node.states) == (
        2,
        frozenset({State.REQUIRED, State.SORTED_ASCENDING}),
    )
    patch = parse_patch('{"base": 3, "revision": 4, "nodes": [{"id": "b", "lang": null}]}')
    assert patch == Patch(3, 4, (Change("b", {"language": None}),))
    assert parse_patch('{"base": 3, "revision": 4, "focus": null}').moves_focus
    moved = parse_patch('{"base": 3, "revision": 4, "caret": {"node": "b", "offset": 2}}')
    assert moved.caret == Caret("b", 2)


@pytest.mark.parametrize(
    "data",
    [
        "",
        "[]",
        "{",
        '{"nodes": [{"role": "button"}]}',
        '{"nodes": [{"id": "a", "states": ["requried"]}]}',
        '{"nodes": [{"id": "a", "name": 3}]}',
        '{"nodes": [{"id": "a", "children": "a"}]}',
        '{"nodes": [], "revision": "1"}',
        '{"nodes": 3}',
        b'{"nodes": [{"id": "\xff"}]}',
        '{"nodes": ' + "[" * 100_000,
        '{"nodes": [{"id": "a"}], "caret": {"node": "a"}}',
    ],
)
def test_json_that_is_no_screen_is_refused(data: bytes | str) -> None:
    with pytest.raises(ScreenFaulty):
        parse_screen(data)


_KEYS = ["nodes", "id", "children", "states", "focus", "caret", "base", "revision", "node", "x"]
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(_KEYS), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(max_examples=200, deadline=None)
@given(_JSON)
def test_any_json_is_a_screen_or_an_error_of_ours(value: Any) -> None:
    for parse in (parse_screen, parse_patch):
        with contextlib.suppress(ScreenError):
            parse(json.dumps(value))
