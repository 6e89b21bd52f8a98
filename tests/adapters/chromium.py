"""Chromium without a window, told what to do over its DevTools pipe, and its accessibility tree."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from fcntl import F_DUPFD, fcntl
from pathlib import Path
from types import MappingProxyType
from typing import Any

from tests.judges import require_program

_SECONDS = 60


@dataclass(frozen=True)
class Seen:
    """An element as Chromium tells it to assistive technology; ``stamp`` is our number for it.

    A stretch of text has none.
    """

    stamp: str
    role: str
    name: str
    value: str
    properties: Mapping[str, Any]


class Chromium:
    """One browser with one page."""

    def __init__(self, send: int, receive: int) -> None:
        self._send, self._receive = send, receive
        self._buffer = b""
        self._number = 0
        self._session = ""

    def call(self, method: str, /, in_session: str | None = None, **parameters: Any) -> Any:
        """Ask for something, of the page or of another target; what it answers."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        session = self._session if in_session is None else in_session
        if session:
            message["sessionId"] = session
        os.write(self._send, json.dumps(message).encode() + b"\0")
        end = time.monotonic() + _SECONDS
        while True:
            answer = self._next(end)
            if answer.get("id") == self._number:
                assert "error" not in answer, (method, answer)
                return answer["result"]

    def wait_for(self, event: str) -> None:
        end = time.monotonic() + _SECONDS
        while self._next(end).get("method") != event:
            pass

    def _next(self, end: float) -> dict[str, Any]:
        while b"\0" not in self._buffer:
            ready, _, _ = select.select([self._receive], [], [], max(end - time.monotonic(), 0))
            assert ready, "Chromium does not answer"
            data = os.read(self._receive, 1 << 20)
            assert data, "Chromium ended"
            self._buffer += data
        first, _, self._buffer = self._buffer.partition(b"\0")
        return dict(json.loads(first))

    def open_page(self) -> None:
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        attached = self.call("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        self.call("Page.enable")
        self.call("DOM.enable")
        self.call("Accessibility.enable")
        self.call("Emulation.setScriptExecutionDisabled", value=True)

    def tree(self, page: Path, attribute: str) -> list[Seen]:
        """The elements and texts of a page that are not ignored, in the order of the tree."""
        self.call("Page.navigate", url=page.as_uri())
        self.wait_for("Page.loadEventFired")
        document = self.call("DOM.getDocument", depth=-1, pierce=False)["root"]
        stamps: dict[int, str] = {}
        stack = [document]
        while stack:
            node = stack.pop()
            attributes = dict(zip(*[iter(node.get("attributes", []))] * 2, strict=True))
            if attribute in attributes:
                stamps[node["backendNodeId"]] = attributes[attribute]
            stack += node.get("children", [])
        nodes = self.call("Accessibility.getFullAXTree")["nodes"]
        return [
            Seen(
                stamps.get(node["backendDOMNodeId"], ""),
                node["role"]["value"],
                str(node.get("name", {}).get("value", "")),
                str(node.get("value", {}).get("value", "")),
                {one["name"]: one["value"].get("value") for one in node.get("properties", [])},
            )
            for node in nodes
            if not node["ignored"] and "backendDOMNodeId" in node
            if node["backendDOMNodeId"] in stamps or node["role"]["value"] == "StaticText"
        ]


@contextmanager
def running_chromium() -> Iterator[Chromium]:
    """A browser of its own, ended at the end; it runs no scripts and reaches nothing."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        options = ["--disable-extensions", "--host-resolver-rules=MAP * ~NOTFOUND"]
        with launched(Path(profile), *options) as browser:
            browser.open_page()
            yield browser


@contextmanager
def launched(
    profile: Path, *options: str, environment: Mapping[str, str] = MappingProxyType({})
) -> Iterator[Chromium]:
    """A browser with a profile, without a page yet."""
    program = require_program("chromium", "chromium")
    to_read, to_write = os.pipe()
    from_read, from_write = os.pipe()
    # DevTools' pipe is at 3 and 4; the shell knows no numbers of two digits.
    read, write = fcntl(to_read, F_DUPFD, 50), fcntl(from_write, F_DUPFD, 50)
    script = (
        f"import os, sys; os.dup2({read}, 3); os.dup2({write}, 4);"
        "os.execv(sys.argv[1], sys.argv[1:])"
    )
    command = [sys.executable, "-c", script, program]
    command += ["--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe"]
    command += ["--allow-file-access-from-files", f"--user-data-dir={profile}"]
    command += ["--window-size=1280,900", "--lang=it"]
    command += ["--no-first-run", "--disable-background-networking", *options, "about:blank"]
    process = subprocess.Popen(
        command,
        pass_fds=(read, write),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "LANGUAGE": "it", "LANG": "it_IT.UTF-8", **environment},
    )
    for one in (to_read, from_write, read, write):
        os.close(one)
    try:
        yield Chromium(to_write, from_read)
    finally:
        process.terminate()
        process.wait(60)
        os.close(to_write)
        os.close(from_read)
