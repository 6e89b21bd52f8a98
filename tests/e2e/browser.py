"""Chromium with our extension, and its pages, told what to do."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from time import monotonic, sleep
from types import ModuleType
from typing import Any

from tests.adapters.chromium import Chromium, launched

_EXTENSION = Path(__file__).parents[2] / "clients" / "extension"
PATIENCE = 60.0


def build(folder: Path, *, sites: Sequence[str] = (), browser: str = "chromium") -> None:
    """Put the extension together, as an administrator does."""
    command = [sys.executable, str(_EXTENSION / "build.py"), str(folder), "--browser", browser]
    for site in sites:
        command += ["--site", site]
    subprocess.run(command, check=True)


def builder() -> ModuleType:
    """The program that puts it together, as a module."""
    spec = spec_from_file_location("brailledesk_build", _EXTENSION / "build.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def bundle(entry: Path, text: str) -> str:
    """Modules of the reader as one script; ``text`` is what would be in a file ``entry``."""
    return str(builder().bundle(entry, text))


class Page:
    """A target of a browser: a page, a frame of another process, a background."""

    def __init__(self, browser: Chromium, target: str) -> None:
        self._browser = browser
        self.target = target
        attached = browser.call("Target.attachToTarget", "", targetId=target, flatten=True)
        self._session = attached["sessionId"]

    def call(self, method: str, **parameters: Any) -> Any:
        return self._browser.call(method, self._session, **parameters)

    def run(self, script: str) -> Any:
        """What a script gives, in the page's own world."""
        answer = self.call(
            "Runtime.evaluate",
            expression=script,
            returnByValue=True,
            awaitPromise=True,
            userGesture=True,
        )
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def wait(self, script: str, wanted: object = True) -> None:
        """Return when a script gives what is wanted."""
        end = monotonic() + PATIENCE
        found: object = None
        while monotonic() < end:
            found = self.run(script)
            if found == wanted:
                return
            sleep(0.02)
        raise AssertionError((script, found, wanted))

    def go(self, url: str) -> None:
        """Open a page, and wait until it is there."""
        self.call("Page.navigate", url=url)
        self.wait(f"location.href.startsWith({json.dumps(url)}) && document.readyState", "complete")

    def key(self, key: str, code: int = 0, text: str = "", modifiers: int = 0) -> None:
        """A key of the keyboard, down and up."""
        told = {"key": key, "code": key, "windowsVirtualKeyCode": code, "modifiers": modifiers}
        self.call("Input.dispatchKeyEvent", type="keyDown", text=text, **told)
        self.call("Input.dispatchKeyEvent", type="keyUp", **told)

    def type(self, text: str) -> None:
        """Type as on a keyboard."""
        for letter in text:
            self.key(letter, ord(letter.upper()), letter)

    def picture(self, path: Path, *, is_whole: bool = True) -> None:
        """A picture of the page."""
        data = self.call("Page.captureScreenshot", captureBeyondViewport=is_whole)["data"]
        path.write_bytes(base64.b64decode(data))


class Browser:
    """Chromium with its pages."""

    def __init__(self, chromium: Chromium) -> None:
        self.chromium = chromium

    def open(self, url: str = "about:blank") -> Page:
        """A new tab, in front."""
        page = Page(self.chromium, self.chromium.call("Target.createTarget", url=url)["targetId"])
        page.call("Page.bringToFront")
        return page

    def targets(self, kind: str) -> list[Mapping[str, Any]]:
        found = self.chromium.call("Target.getTargets", filter=[{}])["targetInfos"]
        return [one for one in found if one["type"] == kind]

    def attach(self, kind: str, address: str) -> Page:
        """A target that is there already, or comes soon."""
        end = monotonic() + PATIENCE
        while monotonic() < end:
            for one in self.targets(kind):
                if one["url"].startswith(address):
                    return Page(self.chromium, one["targetId"])
            sleep(0.05)
        raise AssertionError(
            [one["url"] for one in self.chromium.call("Target.getTargets")["targetInfos"]]
        )


@contextmanager
def browser_with(
    extension: Path | None, profile: Path, environment: Mapping[str, str]
) -> Iterator[Browser]:
    """A browser that has an extension, or none, and reaches this computer alone."""
    loaded = ["--disable-extensions"]
    if extension is not None:
        loaded = [f"--load-extension={extension}", f"--disable-extensions-except={extension}"]
    options = [
        *loaded,
        "--accept-lang=it-IT,it",
        "--disable-features=DisableLoadExtensionCommandLineSwitch",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
    ]
    with launched(profile, *options, environment=environment) as chromium:
        yield Browser(chromium)
