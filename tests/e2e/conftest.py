"""The web application, brltty, and Chromium with the extension: started once for all tests."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

import pytest

from tests.devices.displays.brltty import virtual
from tests.e2e.browser import Browser, Page, browser_with, build
from tests.e2e.crm import PASSWORD, PORT_FILE, USER
from tests.e2e.desk import Reader

_ROOT = Path(__file__).parents[2]
ID = "fimljjooolcmndbfcldgbpcgipdlobpm"
"""The extension's, which follows from the key in its manifest."""


@dataclass(frozen=True)
class Crm:
    """The application at work."""

    folder: Path
    port: int

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@dataclass(frozen=True)
class Work:
    """An agent at work: the browser, the display, the application."""

    browser: Browser
    page: Page
    reader: Reader
    crm: Crm


@pytest.fixture(scope="session")
def crm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crm]:
    folder = tmp_path_factory.mktemp("crm")
    (folder / "files").mkdir()
    command = [sys.executable, "-W", "ignore", "-m", "tests.e2e.crm", str(folder)]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=_ROOT, stderr=log)
    try:
        end = monotonic() + 60
        while not (folder / PORT_FILE).exists():
            assert process.poll() is None, (folder / "log").read_text()
            assert monotonic() < end
            sleep(0.05)
        yield Crm(folder, int((folder / PORT_FILE).read_text()))
    finally:
        process.terminate()
        process.wait(30)


@pytest.fixture(scope="session")
def work(crm: Crm, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Work]:
    folder = tmp_path_factory.mktemp("work")
    (folder / "brltty").mkdir()
    sites = ["http://127.0.0.1/*", "http://localhost/*"]
    build(folder / "extension", sites=sites)
    with virtual(folder / "brltty") as (brltty, display):
        host = f"brlapi:{brltty.server.host}:{brltty.server.number}"
        _install_host(folder, host)
        environment = {"HOME": str(folder)}
        with browser_with(folder / "extension", folder / "profile", environment) as browser:
            page = browser.open()
            log_in(page, crm)
            yield Work(browser, page, Reader(display), crm)


def log_in(page: Page, crm: Crm) -> None:
    page.go(f"{crm.address}/admin/login/")
    page.run(f"id_username.value = {json.dumps(USER)}; id_password.value = {json.dumps(PASSWORD)}")
    page.run("document.querySelector('form').submit()")
    page.wait("document.querySelector('#user-tools') !== null && document.readyState", "complete")


def _install_host(folder: Path, display: str) -> None:
    launcher = folder / "host"
    start = f"{sys.executable} -c 'from brailledesk.cli import main; main()'"
    log = folder / "host.log"
    launcher.write_text(
        f'#!/bin/sh\nexec {start} serve --native --display {display} "$@" 2>>{log}\n'
    )
    launcher.chmod(0o700)
    manifest = {
        "name": "org.brailledesk.desk",
        "description": "brailledesk",
        "path": str(launcher),
        "type": "stdio",
        "allowed_origins": [f"chrome-extension://{ID}/"],
    }
    hosts = folder / "profile" / "NativeMessagingHosts"
    hosts.mkdir(parents=True)
    (hosts / "org.brailledesk.desk.json").write_text(json.dumps(manifest))
