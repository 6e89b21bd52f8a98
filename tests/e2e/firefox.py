"""Firefox without a window, told what to do over WebDriver BiDi, which it speaks by itself."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from websockets.sync.client import ClientConnection, connect

from tests.e2e.browser import PATIENCE
from tests.judges import require_program

_KEYS = {"Tab": "\ue004", "End": "\ue010", "ArrowLeft": "\ue012"}
_SETTINGS: Mapping[str, object] = {
    "app.update.enabled": False,
    "browser.aboutwelcome.enabled": False,
    "browser.region.network.url": "",
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.getAddons.cache.enabled": False,
    "intl.accept_languages": "it-IT,it",
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "network.proxy.type": 1,  # what is not on this computer goes where nobody answers
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": 1,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 1,
    "network.proxy.no_proxies_on": "127.0.0.1, localhost",
    "toolkit.telemetry.enabled": False,
}


class Firefox:
    """A browser with one page, which is asked for the same things as Chromium's."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self._numbers = count(1)
        self.call("session.new", capabilities={})
        [page] = self.call("browsingContext.getTree")["contexts"]
        self._page = page["context"]

    def call(self, method: str, **parameters: Any) -> Any:
        number = next(self._numbers)
        message = {"id": number, "method": method, "params": parameters}
        self._connection.send(json.dumps(message))
        while True:
            answer = json.loads(self._connection.recv(PATIENCE))
            if answer.get("id") == number:
                assert answer["type"] == "success", answer
                return answer["result"]

    def install(self, extension: Path) -> None:
        """For this run, as with "Load Temporary Add-on"."""
        data = {"type": "path", "path": str(extension)}
        assert self.call("webExtension.install", extensionData=data)["extension"]

    def run(self, script: str) -> Any:
        """What a script gives, in the page's own world."""
        answer = self.call(
            "script.evaluate",
            expression=script,
            target={"context": self._page},
            awaitPromise=True,
            userActivation=True,
        )
        assert answer["type"] == "success", answer
        return answer["result"].get("value")

    def wait(self, script: str, wanted: object = True) -> None:
        """Return when a script gives what is wanted."""
        end = monotonic() + PATIENCE
        while (found := self.run(script)) != wanted:
            assert monotonic() < end, (script, found, wanted)
            sleep(0.02)

    def go(self, url: str) -> None:
        """Open a page, and wait until it is there."""
        self.call("browsingContext.navigate", context=self._page, url=url, wait="complete")

    def key(self, key: str, _code: int = 0) -> None:
        """A key of the keyboard, down and up."""
        value = _KEYS.get(key, key)
        actions = [{"type": "keyDown", "value": value}, {"type": "keyUp", "value": value}]
        keyboard = {"type": "key", "id": "keyboard", "actions": actions}
        self.call("input.performActions", context=self._page, actions=[keyboard])

    def type(self, text: str) -> None:
        """Type as on a keyboard."""
        for letter in text:
            self.key(letter)


@contextmanager
def running_firefox(profile: Path, environment: Mapping[str, str]) -> Iterator[Firefox]:
    """A browser that reaches this computer alone."""
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(v)});" for name, v in _SETTINGS.items()]
    (profile / "user.js").write_text("\n".join(lines), encoding="utf-8")
    program = require_program("firefox-esr", "firefox-esr")
    command = [program, "--headless", "--no-remote", "--profile", str(profile)]
    command += ["--remote-debugging-port=0", "about:blank"]
    log = profile / "stderr"
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, stdout=out, stderr=out, env={**os.environ, **environment}
        )
    try:
        with connect(f"{_address(log, process)}/session", max_size=None) as connection:
            yield Firefox(connection)
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _address(log: Path, process: subprocess.Popen[bytes]) -> str:
    """Where it listens, which it says when it does."""
    end = monotonic() + PATIENCE
    while True:
        text = log.read_text(encoding="utf-8", errors="replace")
        if found := re.search(r"WebDriver BiDi listening on (ws://\S+)", text):
            return found[1]
        assert process.poll() is None, text
        assert monotonic() < end, text
        sleep(0.05)
