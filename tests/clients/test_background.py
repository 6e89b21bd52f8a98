"""The background of the extension, with tabs and frames that a test tells of."""

from __future__ import annotations

from collections.abc import Iterator
from time import monotonic
from typing import Any

import pytest

from tests.clients.node import Steps, steps


@pytest.fixture
def browser() -> Iterator[Steps]:
    with steps("background.mjs") as one:
        yield one


def _page(button: str) -> dict[str, Any]:
    """What the content script tells of a page with one button, which is ``@2`` in every page."""
    nodes: list[dict[str, Any]] = [
        {"id": "@1", "role": "document", "children": ["@2"]},
        {"id": "@2", "role": "button", "name": button},
    ]
    return _told(nodes)


def _told(nodes: list[dict[str, Any]], *frames: str) -> dict[str, Any]:
    where = {"root": "@1", "frames": list(frames), "gone": [], "focus": None, "caret": None}
    return {"kind": "page", "isFirst": True, "nodes": nodes, **where}


def _shown(browser: Steps) -> dict[str, str]:
    """The ids of what came to the service last, by name."""
    screens = [one for one in browser("sent") if one["method"] == "screen/publish"]
    return {one["name"]: one["id"] for one in screens[-1]["params"]["nodes"] if "name" in one}


def _press(browser: Steps, node: str) -> None:
    told = {"node": node, "action": "press", "offset": 0}
    browser("wants", method="action/request", params=told)


def test_an_action_reaches_the_tab_that_the_reader_saw_and_no_other(browser: Steps) -> None:
    for tab, button in ((1, "Avanti"), (2, "Paga")):
        browser("front", tab=tab)
        browser("opens", tab=tab)
        browser("tells", tab=tab, told=_page(button))
        if tab == 1:
            first = _shown(browser)["Avanti"]
            _press(browser, first)
            assert [one["node"] for one in browser("asked", tab=1)] == ["@2"]
    _press(browser, first)  # it was on its way while the tabs changed
    assert browser("asked", tab=2) == []
    assert len(browser("asked", tab=1)) == 1
    _press(browser, _shown(browser)["Paga"])
    assert [one["node"] for one in browser("asked", tab=2)] == ["@2"]


@pytest.mark.parametrize("times", [1, 3])
def test_a_page_is_read_although_the_browser_did_not_say_what_is_in_front(
    browser: Steps, times: int
) -> None:
    browser("refuses", times=times)
    browser("front", tab=1)
    browser("opens", tab=1)
    until = monotonic() + 30
    while {"kind": "read", "isOn": True} not in browser("told", tab=1):
        assert monotonic() < until
    browser("tells", tab=1, told=_page("Salva"))
    assert "Salva" in _shown(browser)


def _large(size: int) -> dict[str, Any]:
    rows = [{"id": f"@{number}", "role": "row"} for number in range(2, size + 1)]
    root = {"id": "@1", "role": "document", "children": [one["id"] for one in rows]}
    return _told([root, *rows])


def test_a_frame_that_is_too_large_takes_nothing_else_away(browser: Steps) -> None:
    """Not the page, and not the frames that have room; who reads is told where something lacks."""
    roles = ["document", "heading", "iframe", "iframe", "iframe"]
    nodes: list[dict[str, Any]] = [
        {"id": f"@{number}", "role": role} for number, role in enumerate(roles, 1)
    ]
    nodes[0]["children"] = ["@2", "@3", "@4", "@5"]
    nodes[1]["name"] = "Ordine"
    browser("front", tab=1)
    for frame in range(5):
        browser("opens", tab=1, frame=frame)
    inner = [_large(19_999), _page("Paga"), {"kind": "tooLarge", "what": "nodes", "limit": 20_000}]
    for frame, told in enumerate(inner, 1):
        browser("tells", tab=1, frame=frame, told={"kind": "here", "path": [frame - 1]})
        browser("tells", tab=1, frame=frame, told=told)
    within = {"kind": "here", "path": [0, 0]}  # a frame in the one that is too large
    browser("tells", tab=1, frame=4, told=within)
    browser("tells", tab=1, frame=4, told=_page("Dentro"))
    browser("tells", tab=1, told=_told(nodes, "@3", "@4", "@5"))
    *_, last = [one for one in browser("sent") if one["method"] == "screen/publish"]
    shown = {one["id"]: one for one in last["params"]["nodes"]}
    stack = [last["params"]["nodes"][0]["id"]]
    names = []
    while stack:
        one = shown.pop(stack.pop())
        names.append(one.get("name"))
        stack += reversed(one.get("children", []))
    assert list(filter(None, names)) == ["Ordine", "frameTooLarge", "Paga", "frameTooLarge"]
    assert not shown


def test_an_action_for_a_page_does_not_reach_the_next_in_its_tab(browser: Steps) -> None:
    browser("front", tab=1)
    browser("opens", tab=1)
    browser("tells", tab=1, told=_page("Avanti"))
    before = _shown(browser)["Avanti"]
    browser("opens", tab=1)
    browser("tells", tab=1, told=_page("Elimina"))
    browser("late", told=_page("Avanti"))
    _press(browser, before)
    assert browser("asked", tab=1) == []
    _press(browser, _shown(browser)["Elimina"])
    assert len(browser("asked", tab=1)) == 1
