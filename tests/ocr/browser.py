"""Chromium driven over its own protocol through two pipes: a page that is used as a person does."""

from __future__ import annotations

import json
import os
import select
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.judges import require_program

_PATIENCE = 60
"""Seconds that a busy machine may take for an answer."""


class Browser:
    """One tab; every call waits for its answer."""

    def __init__(self, commands: int, answers: int) -> None:
        self._commands = commands
        self._answers = answers
        self._rest = b""
        self._number = 0
        self._session = ""
        self._events: list[Any] = []
        self.said: list[str] = []

    def open(self, address: str, downloads: Path) -> None:
        """Open an address in a new tab, whose downloads go to a folder, and wait for it."""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        found = self.call("Target.attachToTarget", targetId=target, flatten=True)
        self._session = found["sessionId"]
        behaviour = {"behavior": "allow", "downloadPath": str(downloads), "eventsEnabled": True}
        self.call("Browser.setDownloadBehavior", **behaviour)
        for domain in ("Page", "Runtime", "Log"):
            self.call(f"{domain}.enable")
        self.call("Page.navigate", url=address)
        self.wait_for("Page.loadEventFired")

    def evaluate(self, expression: str) -> Any:
        """The value of an expression in the page, as JSON."""
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def press(self, key: str) -> None:
        """One key, as a person presses it: a sign, or Enter, Escape, ArrowRight ..."""
        codes = {"Enter": 13, "Escape": 27, "ArrowLeft": 37, "ArrowRight": 39, "Tab": 9}
        code = codes.get(key, ord(key[0].upper()))
        text = {"Enter": "\r"}.get(key, key if len(key) == 1 else "")
        event = {"key": key, "code": key, "windowsVirtualKeyCode": code}
        down = {**event, "text": text} if text else event
        self.call("Input.dispatchKeyEvent", type="keyDown", **down)
        self.call("Input.dispatchKeyEvent", type="keyUp", **event)

    def type(self, text: str) -> None:
        """Text at once, as pasting does; it replaces what is selected."""
        self.call("Input.insertText", text=text)

    def point_at(self, selector: str) -> None:
        """Move the mouse to the middle of an element."""
        x, y = self._middle(selector)
        self.call("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)

    def _middle(self, selector: str) -> tuple[float, float]:
        box = self.evaluate(
            f"(b => [b.x + b.width / 2, b.y + b.height / 2])"
            f"(document.querySelector({json.dumps(selector)}).getBoundingClientRect())"
        )
        return box[0], box[1]

    def wait_for(self, event: str) -> Any:
        """The parameters of the next event of a name."""
        while True:
            found = next((one for one in self._events if one["method"] == event), None)
            if found is not None:
                self._events.remove(found)
                return found["params"]
            self._next()

    def call(self, method: str, **parameters: Any) -> Any:
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        if method.startswith(("Target.", "Browser.")):
            message.pop("sessionId", None)
        os.write(self._commands, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == self._number:
                assert "error" not in answer, answer
                return answer["result"]

    def _next(self) -> Any:
        while b"\0" not in self._rest:
            ready, _, _ = select.select([self._answers], [], [], _PATIENCE)
            assert ready, "Chromium says nothing"
            data = os.read(self._answers, 65_536)
            assert data, "Chromium has ended"
            self._rest += data
        line, _, self._rest = self._rest.partition(b"\0")
        message = json.loads(line)
        if "method" in message:
            self._events.append(message)
        if message.get("method") in {"Log.entryAdded", "Runtime.exceptionThrown"}:
            self.said.append(line.decode())
        return message


@contextmanager
def opened(address: str, folder: Path, size: str = "1300,900") -> Iterator[Browser]:
    """A browser with an address opened; its profile and downloads are in ``folder``."""
    chromium = require_program("chromium", "chromium")
    downloads = folder / "downloads"
    downloads.mkdir()
    command_reader, command_writer = os.pipe()
    answer_reader, answer_writer = os.pipe()
    # Chromium reads from descriptor 3 and writes to 4.
    wrapped = f'exec "$0" "$@" 3<&{command_reader} 4>&{answer_writer}'
    process = subprocess.Popen(
        [
            "/bin/bash", "-c", wrapped, chromium, "--headless", "--no-sandbox", "--disable-gpu",
            "--remote-debugging-pipe", f"--user-data-dir={folder / 'profile'}",
            f"--window-size={size}", "about:blank",
        ],
        pass_fds=(command_reader, answer_writer),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(command_reader)
    os.close(answer_writer)
    try:
        browser = Browser(command_writer, answer_reader)
        browser.open(address, downloads)
        yield browser
    finally:
        process.kill()
        process.wait(60)
        os.close(command_writer)
        os.close(answer_reader)
