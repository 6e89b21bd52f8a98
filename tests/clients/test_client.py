"""The JavaScript client under Node, against the service that users start.

What a patch means is judged by ``apply_patch`` of the service's own side.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from brailledesk.screen import Screen, apply_patch
from brailledesk.screen_json import parse_patch, parse_screen
from tests.clients.node import CLIENT, Steps, steps
from tests.judges import require_program

_SERVE = ["-c", "from brailledesk.cli import main; main()", "serve"]
_DISPLAY = ["--display", "virtual:40", "--profile", "nvda-it"]
_FORM: dict[str, Any] = {
    "nodes": [
        {"id": "form", "role": "form", "name": "Cliente", "children": ["mail", "send"]},
        {"id": "mail", "role": "textbox", "name": "E-mail", "value": "a@b.it"},
        {"id": "send", "role": "button", "name": "Salva"},
    ],
    "focus": "mail",
    "caret": {"node": "mail", "offset": 6},
}


@pytest.fixture(scope="module")
def quick() -> Iterator[Steps]:
    """For steps that need no service."""
    with steps() as one:
        yield one


@pytest.fixture
def desk() -> Iterator[Steps]:
    """A client of a service of its own."""
    with steps() as one:
        started = one(
            "connect", way="stdio", place=sys.executable, args=[*_SERVE, "--stdio", *_DISPLAY]
        )
        assert started["protocol"] == "1.0"
        one("call", name="request", given=["display/watch"])
        yield one


def _press(desk: Steps, key: str, **more: object) -> None:
    desk(
        "call",
        name="request",
        given=["display/press", {"display": "virtual:40", "key": key, **more}],
    )


def _text(frame: dict[str, Any]) -> str:
    return str(frame["rows"][0]["text"])


def test_a_form_its_keys_and_what_is_typed(desk: Steps) -> None:
    desk("call", name="claim", given=["CRM"])
    desk("call", name="update", given=[_FORM])
    shown = _text(desk("wait", event="display/frame", has="a@b.it"))
    _press(desk, "type", dots=0b10011)  # h
    assert desk("wait", event="text") == {"node": "mail", "start": 6, "end": 6, "text": "h"}
    typed = {**_FORM["nodes"][1], "value": "a@b.ith"}
    caret = {"node": "mail", "offset": 7}
    desk(
        "call",
        name="update",
        given=[{**_FORM, "nodes": [_FORM["nodes"][0], typed, _FORM["nodes"][2]], "caret": caret}],
    )
    desk("wait", event="display/frame", has="a@b.ith")
    _press(desk, "route", cell=shown.index("a@b.it") + 2)
    assert desk("wait", event="action") == {"node": "mail", "action": "setCaret", "offset": 2}
    _press(desk, "line-down")
    desk("wait", event="display/frame", has="Salva")
    _press(desk, "route", cell=1)
    action = desk("wait", event="action", has="press")
    assert (action["node"], action["action"]) == ("send", "press")


def test_an_error_of_a_listener_ends_nothing(desk: Steps) -> None:
    desk("errs", event="action")
    desk("call", name="claim", given=["CRM"])
    desk("call", name="update", given=[_FORM])
    shown = _text(desk("wait", event="display/frame", has="a@b.it"))
    for offset in (2, 3):
        _press(desk, "route", cell=shown.index("a@b.it") + offset)
    displays = desk("call", name="request", given=["display/list"])
    assert "error" not in displays
    assert not [one for one in desk("heard") if one[0] in {"lost", "end"}]


def test_an_error_of_who_hears_of_progress_ends_nothing(quick: Steps) -> None:
    quick("connect", way="memory", args=1_000_000)
    assert quick("progresses", method="translate", params={}) == 1


def test_offsets_are_those_of_javascript(desk: Steps) -> None:
    """A character outside the first plane is two units here and one on the wire."""
    node = {"id": "n", "role": "textbox", "name": "N", "value": "a😀bc"}
    desk("call", name="claim", given=["CRM"])
    desk(
        "call",
        name="update",
        given=[{"nodes": [node], "focus": "n", "caret": {"node": "n", "offset": 4}}],
    )
    _press(desk, "type", dots=0b10011)
    told = desk("wait", event="text")
    assert (told["start"], told["end"], told["text"]) == (4, 4, "h")


def test_errors_say_what_is_wrong(desk: Steps) -> None:
    desk("call", name="claim", given=["CRM"])
    refused = desk("call", name="update", given=[{"nodes": [{"id": "a", "children": ["b"]}]}])
    assert (refused["error"], refused["kind"]) == ("RequestFailed", "ScreenFaulty")
    refused = desk("call", name="update", given=[{"nodes": [{"id": "a", "states": ["lit"]}]}])
    assert (refused["error"], refused["kind"]) == ("RequestFailed", "InvalidParams")
    twice = desk("call", name="update", given=[{"nodes": [{"id": "a"}, {"id": "a"}]}])
    assert twice["error"] == "ScreenFaulty"
    unknown = desk("call", name="request", given=["no/such"])
    assert unknown["code"] == -32601
    desk("call", name="update", given=[_FORM])  # and what was refused left nothing behind
    desk("wait", event="display/frame", has="a@b.it")
    desk("call", name="patch", given=[{"nodes": [{"id": "mail", "value": "c@d.it"}]}])
    desk("wait", event="display/frame", has="c@d.it")


def test_a_message_is_shown(desk: Steps) -> None:
    desk("call", name="post", given=["Cliente in linea", {"priority": "important"}])
    desk("wait", event="display/frame", has="in linea")


def test_a_service_that_is_away_comes_back(tmp_path: Path) -> None:
    """It is killed and started again: the reader has the newest screen, nobody asked for it."""
    place = str(tmp_path / "s")
    with steps() as desk:
        with _serving(place):
            desk("connect", way="socket", place=place)
            desk("call", name="claim", given=["CRM", {"priority": 60}])
            desk("call", name="update", given=[_FORM])
        desk("wait", event="lost")
        changed = {"id": "send", "name": "Invia"}
        form = {**_FORM, "nodes": [*_FORM["nodes"][:2], changed]}
        assert desk("call", name="update", given=[form]) is None
        with _serving(place):
            desk("wait", event="ready")
            desk("call", name="request", given=["display/watch"])
            _press(desk, "line-down")
            desk("wait", event="display/frame", has="Invia")


def test_a_service_that_was_never_there() -> None:
    with steps() as desk:
        lost = desk("connect", way="socket", place="/nonexistent/s")
        assert lost["error"] == "ConnectionLost"
        assert lost["text"] == "there is no service at /nonexistent/s"
        assert lost["todo"] == "brailledesk serve"
        lost = desk("connect", way="stdio", place="/nonexistent/brailledesk")
        assert lost["error"] == "ConnectionLost"


@contextmanager
def _serving(place: str) -> Iterator[None]:
    """A service at a socket, until it is killed."""
    command = [sys.executable, *_SERVE, "--socket", place, *_DISPLAY]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as service:
        assert service.stderr is not None
        service.stderr.readline()  # it says where it is
        try:
            yield
        finally:
            service.kill()


# --- what changed

_IDS = st.sampled_from("abcdefgh")
_TEXT = st.sampled_from(["", "uno", "due", "è 😀"])


@st.composite
def _screens(draw: st.DrawFn) -> dict[str, Any]:
    """A tree of some nodes, in which each stands at one place."""
    ids = ["root", *draw(st.lists(_IDS, unique=True, max_size=8))]
    parents = {one: ids[draw(st.integers(0, place))] for place, one in enumerate(ids[1:])}
    nodes: list[dict[str, Any]] = []
    for one in ids:
        node: dict[str, Any] = {"id": one}
        fields = {
            "role": st.sampled_from(["textbox", "button", "generic"]),
            "name": _TEXT,
            "value": _TEXT,
            "states": st.lists(st.sampled_from(["checked", "busy"]), unique=True),
            "level": st.integers(0, 2),
            "lang": st.sampled_from([None, "it"]),
            "sensitive": st.booleans(),
        }
        for name, kind in fields.items():
            if draw(st.booleans()):
                node[name] = draw(kind)
        node["children"] = [other for other in ids if parents.get(other) == one]
        nodes.append(node)
    return {"nodes": nodes, "focus": draw(st.sampled_from([None, *ids]))}


def _content(screen: Screen) -> object:
    return [screen.nodes[one.id] for one in screen.walk()], screen.focus


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(_screens(), _screens())
def test_a_difference_makes_one_screen_of_another(
    quick: Steps, old: dict[str, Any], wanted: dict[str, Any]
) -> None:
    changes = quick("difference", old=old, wanted=wanted)
    patch = parse_patch(json.dumps({"base": 1, "revision": 2, **changes}))
    patched = apply_patch(parse_screen(json.dumps({**old, "revision": 1})), patch)
    assert _content(patched) == _content(parse_screen(json.dumps(wanted)))


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(st.sampled_from("aè€😀𝄞"), max_size=8), st.data())
def test_offsets_there_and_back(quick: Steps, text: str, data: st.DataObject) -> None:
    characters = data.draw(st.integers(0, len(text)))
    units = len(text[:characters].encode("utf-16-le")) // 2
    assert quick("offsets", text=text, offset=units, characters=characters) == [characters, units]


def test_a_large_screen_goes_in_pieces_and_arrives_whole(quick: Steps) -> None:
    rows = [f"r{number}" for number in range(3000)]
    nodes = [{"id": "t", "role": "table", "children": rows}]
    for row in rows:
        cells = [f"{row}c{column}" for column in range(3)]
        nodes.append({"id": row, "role": "row", "children": cells})
        nodes += [{"id": one, "role": "cell", "name": f"è {one}"} for one in cells]
    screen = {"nodes": nodes, "focus": "r2999c2"}
    limit = 100_000
    quick("connect", way="memory", args=limit)
    quick("call", name="claim", given=["CRM"])
    quick("sent")
    quick("call", name="update", given=[screen])
    first, *rest = [one for one in quick("sent") if one["method"].startswith("screen/")]
    assert first["method"] == "screen/publish"
    assert len(rest) > 5
    for one in (first, *rest):
        assert len(json.dumps(one, ensure_ascii=False, separators=(",", ":")).encode()) <= limit
    found = parse_screen(json.dumps(first["params"]))
    for one in rest:
        found = apply_patch(found, parse_patch(json.dumps(one["params"])))
    assert _content(found) == _content(parse_screen(json.dumps(screen)))
    nodes[-1] = {**nodes[-1], "name": "altro"}
    quick("call", name="update", given=[screen])
    (patch,) = quick("sent")
    assert patch["params"]["nodes"] == [{"id": "r2999c2", "name": "altro"}]


def test_of_screens_that_come_quickly_the_last_is_sent(quick: Steps) -> None:
    quick("connect", way="memory", args=1_000_000)
    quick("call", name="claim", given=["CRM"])
    quick("call", name="update", given=[_FORM])
    quick("sent")
    screens = [
        {"name": "update", "given": [{"nodes": [{"id": "form", "name": f"n. {number}"}]}]}
        for number in range(50)
    ]
    quick("together", calls=screens)
    patches = [one["params"] for one in quick("sent")]
    assert len(patches) <= 2
    assert patches[-1]["nodes"][-1]["name"] == "n. 49"
    revisions = [(one["base"], one["revision"]) for one in patches]
    assert all(base + 1 == revision for base, revision in revisions)


@pytest.mark.parametrize("shown", [_FORM, None])
def test_a_screen_that_was_refused_does_not_keep_the_client_away(
    shown: dict[str, Any] | None,
) -> None:
    """After a lost connection the last that was taken is shown again."""
    with steps() as client:
        client("connect", way="memory", args=1_000_000)
        client("call", name="claim", given=["CRM"])
        if shown is not None:
            client("call", name="update", given=[shown])
        faulty = {"nodes": [{"id": "x", "name": "faulty"}]}
        assert client("call", name="update", given=[faulty])["kind"] == "ScreenFaulty"
        client("sent")
        client("breaks")
        client("wait", event="ready")
        screens = [one["params"] for one in client("sent") if one["method"] == "screen/publish"]
        wanted = [] if shown is None else [["form", "mail", "send"]]
        assert [[one["id"] for one in screen["nodes"]] for screen in screens] == wanted


def test_a_screen_that_is_refused_while_coming_back_is_given_up() -> None:
    with steps() as client:
        client("connect", way="memory", args=1_000_000)
        client("call", name="claim", given=["CRM"])
        client("call", name="update", given=[_FORM])
        client("breaks")
        client("call", name="update", given=[{"nodes": [{"id": "x", "name": "faulty"}]}])
        client("sent")
        client("wait", event="ready")
        *_, last = [one["params"] for one in client("sent") if one["method"] == "screen/publish"]
        assert [one["id"] for one in last["nodes"]] == ["form", "mail", "send"]


def test_a_place_that_is_given_back_while_a_screen_is_on_its_way(quick: Steps) -> None:
    """Nothing of the screen is sent behind that, and a new place begins with a whole screen."""
    quick("connect", way="memory", args=2_000)
    quick("call", name="claim", given=["CRM"])
    quick("sent")
    rows = [{"id": f"r{number}", "role": "row", "name": "riga"} for number in range(200)]
    screen = {"nodes": [{"id": "t", "children": [one["id"] for one in rows]}, *rows]}
    quick(
        "together", calls=[{"name": "update", "given": [screen]}, {"name": "release", "given": []}]
    )
    methods = [one["method"] for one in quick("sent")]
    assert methods == ["screen/publish", "session/release"]
    small = {"nodes": rows[:1]}
    update = {"name": "update", "given": [small]}
    claim = {"name": "claim", "given": ["CRM"]}
    quick("together", calls=[claim, update, {"name": "release", "given": []}, claim, update])
    quick("call", name="update", given=[small])
    methods = [one["method"] for one in quick("sent")]
    again = ["session/claim", "screen/publish"]
    assert methods == [*again, "session/release", *again]


def test_a_patch_waits_for_nothing_else(quick: Steps) -> None:
    """What a patch does not name stays."""
    quick("connect", way="memory", args=1_000_000)
    quick("call", name="claim", given=["CRM"])
    quick("call", name="update", given=[_FORM])
    quick("call", name="focus", given=["send"])
    quick("call", name="patch", given=[{"nodes": [{"id": "send", "states": ["busy"]}]}])
    *_, focus, patch = quick("sent")
    assert focus["params"]["focus"] == "send"
    assert focus["params"]["caret"] is None
    assert patch["params"]["nodes"] == [{"id": "send", "states": ["busy"]}]
    assert "focus" not in patch["params"]


def test_halves_of_characters_are_none(desk: Steps) -> None:
    """A text that was cut in the middle of a character is shown all the same."""
    desk("call", name="claim", given=["CRM"])
    desk("call", name="update", given=[{"nodes": [{"id": "n", "name": "prima\ud83d"}]}])
    desk("wait", event="display/frame", has="prima")


def test_the_example_of_its_readme(tmp_path: Path) -> None:
    text = (CLIENT.parent / "README.md").read_text("utf-8")
    (program,) = re.findall(r"```js\n(.*?)```", text, re.DOTALL)
    place = tmp_path / "s"
    program = program.replace('"./brailledesk.js"', json.dumps(str(CLIENT)))
    program = program.replace("/run/user/1000/brailledesk/service.sock", str(place))
    (tmp_path / "crm.mjs").write_text(program, "utf-8")
    with _serving(str(place)), steps() as reader:
        reader("connect", way="socket", place=str(place))
        reader("call", name="request", given=["display/watch"])
        node = require_program("node", "nodejs")
        command = [node, str(tmp_path / "crm.mjs")]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as crm:
            too_late = Timer(60, crm.kill)  # a line that does not come would hang the run
            try:
                reader("wait", event="display/frame", has="Rossi")
                _press(reader, "dismiss")
                reader("wait", event="display/frame", has="a@b.it")
                _press(reader, "type", dots=0b10011)  # h
                reader("wait", event="display/frame", has="ha@b.it")
                _press(reader, "line-down")
                reader("wait", event="display/frame", has="Salva")
                _press(reader, "route", cell=1)
                assert crm.stdout is not None
                too_late.start()
                assert crm.stdout.readline() == "saved ha@b.it\n"
            finally:
                crm.kill()
                too_late.cancel()
