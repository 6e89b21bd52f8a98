"""The developer's page: who may have it, and how it is used, in a real browser."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect as connect_socket

from brailledesk.client import Client, calls, connect
from brailledesk.commands import Key
from brailledesk.screen import Node, build_screen
from brailledesk.service.wire.screens import ActionAsked, TextChanged
from tests.judges import require
from tests.ocr.browser import Browser, opened

PROGRAM = str(Path(sys.executable).with_name("brailledesk"))
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
AXE = CACHE / "brailledesk-clients" / "node_modules" / "axe-core" / "axe.min.js"
FORM = build_screen(
    [
        Node(id="form", role="form", name="Cliente", children=("nome", "salva")),
        Node(id="nome", role="textbox", name="Nome", value="Rossi"),
        Node(id="salva", role="button", name="Salva"),
    ],
    focus="salva",
)


class Viewed(NamedTuple):
    """A service with its page: the address, the port, the token, and the socket of programs."""

    address: str
    port: int
    token: str
    socket: str


@pytest.fixture(scope="module")
def viewed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Viewed]:
    folder = tmp_path_factory.mktemp("run")
    socket = str(folder / "own" / "s.sock")
    command = [PROGRAM, "serve", "--socket", socket, "--viewer"]
    environment = {**os.environ, "XDG_CONFIG_HOME": str(folder / "config"), "LANG": "C"}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stderr is not None
        told = [process.stderr.readline().strip() for _ in range(4)]
        address = told[-1]
        page, _, token = address.partition("#")
        yield Viewed(address, int(page.split(":")[2].partition("/")[0]), token, socket)
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0


@pytest.fixture
def crm(viewed: Viewed) -> Iterator[Client]:
    """A program that shows its form."""
    with connect("crm", place=viewed.socket) as client:
        client.call(calls.claim("CRM"))
        client.call(calls.publish(FORM))
        yield client


@pytest.fixture
def browser(viewed: Viewed, crm: Client, tmp_path: Path) -> Iterator[Browser]:
    del crm
    with opened(viewed.address, tmp_path) as page:
        _wait(lambda: page.evaluate("document.querySelectorAll('#rows .cell').length") == 40)
        yield page
        assert page.said == []  # no fault of the page, nothing that its policy forbade


def _wait(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _get(viewed: Viewed, path: str, **headers: str) -> http.client.HTTPResponse:
    asked = http.client.HTTPConnection("127.0.0.1", viewed.port, timeout=60)
    asked.request("GET", path, headers=headers)
    answer = asked.getresponse()
    answer.read()
    asked.close()
    return answer


# --- who may have it -----------------------------------------------------------------------------


def test_the_page_has_a_strict_policy_and_nothing_else_is_served(viewed: Viewed) -> None:
    page = _get(viewed, "/viewer/")
    assert page.status == 200
    policy = page.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self';")
    assert "unsafe" not in policy
    assert "Access-Control-Allow-Origin" not in page.headers
    for path in ("/viewer", "/viewer/../viewer/", "/viewer/%2e%2e/", "/viewer/tokens.json", "/x"):
        assert _get(viewed, path).status == 404, path
    assert _get(viewed, "/viewer/", Host=f"evil.example:{viewed.port}").status == 421


def _enter(viewed: Viewed, origin: str, token: str) -> dict[str, object]:
    url = f"ws://127.0.0.1:{viewed.port}/"
    with connect_socket(url, additional_headers={"Origin": origin}) as way:
        ask = {"jsonrpc": "2.0", "id": 1, "method": "auth/token", "params": {"token": token}}
        way.send(json.dumps(ask))
        found: dict[str, object] = json.loads(way.recv(timeout=60))
        return found


def test_the_token_of_the_page_is_worth_something_to_the_page_alone(viewed: Viewed) -> None:
    own = f"http://127.0.0.1:{viewed.port}"
    assert _enter(viewed, own, viewed.token)["result"] == {"scopes": ["read", "watch"]}
    assert "error" in _enter(viewed, own, "bd1_" + "A" * 43)
    for origin in ("http://127.0.0.1:1", "https://crm.example", "null"):
        with pytest.raises(InvalidStatus, match="403"):
            _enter(viewed, origin, viewed.token)


def test_a_service_without_the_page_does_not_have_it(tmp_path: Path) -> None:
    socket = str(tmp_path / "own" / "s.sock")
    environment = {**os.environ, "XDG_CONFIG_HOME": str(tmp_path / "config"), "LANG": "C"}
    with subprocess.Popen(
        [PROGRAM, "serve", "--socket", socket, "--websocket"],
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    ) as process:
        assert process.stderr is not None
        process.stderr.readline()
        port = int(process.stderr.readline().rpartition(":")[2].strip(" /.\n"))
        assert _get(Viewed("", port, "", socket), "/viewer/").status == 404
        process.send_signal(signal.SIGTERM)


# --- how it is used ------------------------------------------------------------------------------


def test_what_the_display_shows_is_drawn(browser: Browser) -> None:
    assert browser.evaluate("document.querySelector('.row').getAttribute('aria-label')") == (
        "Salva btn"
    )
    # S of eight-dot Braille is 2-3-4-7, a is 1.
    raised = "[...document.querySelectorAll('.cell')].slice(0, 2).map(c => c.title)"
    assert [one.rpartition(" ")[2] for one in browser.evaluate(raised)] == ["2347", "1"]
    dots = "[...document.querySelectorAll('.cell')].map(c => c.querySelectorAll('.up').length)"
    assert browser.evaluate(dots)[:2] == [4, 1]
    assert "CRM" in browser.evaluate("document.getElementById('sheet').textContent")
    lines = "[...document.querySelectorAll('#buffer li')].map(l => [l.textContent, l.ariaCurrent])"
    _wait(lambda: len(browser.evaluate(lines)) == 2)
    assert browser.evaluate(lines) == [["Nome: Rossi edt", None], ["Salva btn", "true"]]


def test_the_screen_is_there_magnified(browser: Browser) -> None:
    picture = "document.getElementById('picture')"
    _wait(lambda: browser.evaluate(f"{picture}.naturalWidth") == 800)
    assert browser.evaluate("document.getElementById('magnified').hidden") is False
    assert browser.evaluate(f"{picture}.alt") == "Salva btn"


def test_a_click_on_a_cell_is_its_routing_key(browser: Browser, crm: Client) -> None:
    browser.evaluate("document.querySelectorAll('.cell')[2].click()")
    asked = next(one for one in crm.events(30) if isinstance(one, ActionAsked))
    assert (asked.node, asked.action) == ("salva", "press")


def test_it_works_by_the_keyboard_alone(browser: Browser, crm: Client) -> None:
    where = "document.activeElement.id || document.activeElement.className"
    seen = []
    while "display" not in seen:
        browser.press("Tab")
        seen.append(browser.evaluate(where))
        assert len(seen) < 6, seen
    assert seen[0] == "skip"
    browser.press("Home")
    label = "document.querySelector('.row').getAttribute('aria-label')"
    _wait(lambda: browser.evaluate(label).endswith("Nome: Rossi edt"))
    browser.press("End")
    _wait(lambda: browser.evaluate(label) == "Salva btn")
    browser.press("Tab")
    assert browser.evaluate(where) == "cell"
    browser.press("Enter")
    asked = next(one for one in crm.events(30) if isinstance(one, ActionAsked))
    assert asked.node == "salva"
    crm.call(calls.focus("nome"))
    browser.evaluate("document.getElementById('typed').focus()")
    browser.type("x")
    browser.press("Enter")
    typed = next(one for one in crm.events(30) if isinstance(one, TextChanged))
    assert (typed.node, typed.text) == ("nome", "x")


def test_messages_and_traffic_appear_and_contents_are_masked(browser: Browser, crm: Client) -> None:
    crm.call(calls.post("Chiama Bianchi", "notification", channel="telefono"))
    crm.call(calls.press("virtual:40", Key.LINE_UP))
    messages = "document.getElementById('messages').textContent"
    _wait(lambda: "telefono: Chiama Bianchi" in browser.evaluate(messages))
    traffic = "document.getElementById('traffic').textContent"
    _wait(lambda: "message/post" in browser.evaluate(traffic))
    assert "Bianchi" not in browser.evaluate(traffic)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: Browser, crm: Client, scheme: str) -> None:
    require(AXE.is_file(), "axe of tests/clients/fetch.sh", "npm")
    crm.call(calls.post("Chiama Bianchi", "notification"))
    media = [{"name": "prefers-color-scheme", "value": scheme}]
    browser.call("Emulation.setEmulatedMedia", features=media)
    _wait(lambda: browser.evaluate("document.querySelectorAll('#traffic tr').length") > 0)
    browser.call("Runtime.evaluate", expression=AXE.read_text(encoding="utf-8"))
    for width in (1300, 320):  # 320 is a page of 1280 at 400 %
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        browser.call("Emulation.setDeviceMetricsOverride", **size)
        run = (
            "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa',"
            " 'best-practice']}).then(r => r.violations.map(v => [v.id, v.nodes[0].html]))"
        )
        answer = browser.call(
            "Runtime.evaluate", expression=run, returnByValue=True, awaitPromise=True
        )
        assert answer["result"]["value"] == []
        assert browser.evaluate("document.documentElement.scrollWidth") <= width


def test_it_says_where_its_token_is_missing(viewed: Viewed, tmp_path: Path) -> None:
    with opened(viewed.address.partition("#")[0], tmp_path) as page:
        state = "document.getElementById('state').textContent"
        _wait(lambda: "serve --viewer" in page.evaluate(state))
