"""clients/examples/page.html as a developer tries it: served, paired, used by a key."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from brailledesk.client import Client, calls, connect
from brailledesk.commands import Key
from brailledesk.service.wire.displays import FrameShown
from tests.clients.node import ROOT
from tests.e2e.browser import Page, browser_with
from tests.service.processes import SERVE, served

DISPLAY = "virtual:40"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(name="origin")
def _origin(tmp_path: Path) -> Iterator[str]:
    """The application: the example with the client beside it."""
    folder = tmp_path / "web"
    shutil.copytree(ROOT / "clients" / "js", folder / "js")
    shutil.copy(ROOT / "clients" / "examples" / "page.html", folder)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def _sees(reader: Client, text: str) -> str:
    """Wait until the display shows a text; the whole row."""
    for event in reader.events(60):
        if isinstance(event, FrameShown) and text in event.rows[0].text:
            return event.rows[0].text
    raise AssertionError(text)


def _begin(page: Page, origin: str, port: int) -> None:
    page.go(f"{origin}/page.html")
    page.run(f"port.value = '{port}'; connecting.requestSubmit(); true")


def test_the_page_is_paired_shows_its_form_and_reacts_to_a_key(
    origin: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(home))
    monkeypatch.setenv("LANGUAGE", "it")
    place = tmp_path / "run" / "own" / "s.sock"
    with (
        served(place, "--websocket", "--display", DISPLAY),
        connect("reader", place=str(place), locale="it") as reader,
        browser_with(None, tmp_path / "profile", os.environ) as browser,
    ):
        reader.call(calls.watch())
        port = json.loads(place.with_name("websocket.json").read_bytes())["port"]
        page = browser.open()

        _begin(page, origin, port)
        page.wait("state.textContent.includes('brailledesk pair allow')")
        assert page.run("state.textContent").endswith(f"brailledesk pair allow {origin}")
        subprocess.run([SERVE[0], "pair", "allow", origin], check=True, timeout=60)

        _begin(page, origin, port)
        page.wait("pairing.open")
        shown = _sees(reader, "Codice: ")
        digits = shown.partition("Codice: ")[2][:6]
        wrong = f"{(int(digits) + 1) % 1_000_000:06}"
        page.run(f"code.value = '{wrong}'; pairing.close(); true")
        page.wait("pairing.open && refused.textContent.includes('il codice è sbagliato')")
        page.run(f"code.value = '{digits}'; pairing.close(); true")
        _sees(reader, "Cognome")

        page.run("save.focus()")
        _sees(reader, "Salva")
        reader.call(calls.press(DISPLAY, Key.ROUTE))
        page.wait("notice.textContent", "Salvato: Rossi")

        page.go(f"{origin}/page.html")  # it needs no code, and no port, the next time
        page.wait("state.textContent", "Display braille collegato.")
