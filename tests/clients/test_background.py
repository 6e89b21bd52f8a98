"""The background of the extension, with tabs and frames that a test tells of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.clients.node import Steps, steps


@pytest.fixture
def browser() -> Iterator[Steps]:
    with steps("background.mjs") as one:
        yield one


def _page(button: str) -> dict[str, Any]:
    """What the content script tells of a page with one button, which is ``@2`` in every page."""
    nodes = [
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
