"""The web application, brltty, and Chromium with the extension: started once for all tests."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep

import pytest

from tests.devices.displays.brltty import virtual
from tests.django_admin import PASSWORD, USER
from tests.e2e.browser import Browser, Page, browser_with, build
from tests.e2e.crm import PORT_FILE
from tests.e2e.desk import Reader

_ROOT = Path(__file__).parents[2]


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
        process.wait(60)


@dataclass(frozen=True)
class Desk:
    """The service at work, and the folder that is its user's home."""

    reader: Reader
    home: Path
    environment: Mapping[str, str]
    display: str
    running: ExitStack = field(default_factory=ExitStack)

    def start(self) -> None:
        """Start the service; it is there when this returns."""
        arguments = ["serve", "--websocket", "--display", self.display]
        service = self.running.enter_context(program(self.environment, *arguments))
        assert service.stderr is not None
        assert b"service.sock" in service.stderr.readline()  # it says where it is

    def stop(self) -> None:
        """End the service."""
        self.running.close()


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    home = tmp_path_factory.mktemp("home")
    (home / "brltty").mkdir()
    places = {"HOME": home, "XDG_RUNTIME_DIR": home / "run", "XDG_CONFIG_HOME": home / ".config"}
    places |= {"XDG_STATE_HOME": home / ".state", "XDG_DATA_HOME": home / ".data"}
    (home / "run").mkdir(mode=0o700)
    environment = {name: str(place) for name, place in places.items()}
    environment |= {"LANG": "it_IT.UTF-8", "LC_ALL": "it_IT.UTF-8", "LANGUAGE": "it"}
    with virtual(home / "brltty") as (brltty, display):
        place = f"brlapi:{brltty.server.host}:{brltty.server.number}"
        found = Desk(Reader(display, brltty), home, environment, place)
        found.start()
        try:
            yield found
        finally:
            found.stop()


@pytest.fixture(scope="session")
def work(crm: Crm, desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Work]:
    """A browser with the extension, and the agent at the application."""
    folder = tmp_path_factory.mktemp("work")
    build(folder / "extension", sites=["http://127.0.0.1/*", "http://localhost/*"])
    profile = folder / "profile"
    profile.mkdir()
    arguments = ["extension", "install", "--browser", "chromium", "--user-data-dir", str(profile)]
    with program(desk.environment, *arguments) as installing:
        assert installing.wait(60) == 0
    with browser_with(folder / "extension", profile, desk.environment) as browser:
        page = browser.open()
        log_in(page, crm)
        yield Work(browser, page, desk.reader, crm)


@contextmanager
def program(environment: Mapping[str, str], *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """A command of brailledesk, until it is ended."""
    command = [sys.executable, "-c", "from brailledesk.cli import main; main()", *arguments]
    everything = {**os.environ, **environment}
    with subprocess.Popen(command, stderr=subprocess.PIPE, env=everything) as process:
        try:
            yield process
        finally:
            process.terminate()


def log_in(page: Page, crm: Crm) -> None:
    page.go(f"{crm.address}/admin/login/")
    page.run(f"id_username.value = {json.dumps(USER)}; id_password.value = {json.dumps(PASSWORD)}")
    page.run("document.querySelector('form').submit()")
    page.wait("document.querySelector('#user-tools') !== null && document.readyState", "complete")


def stored(crm: Crm, table: str, field: str, row: int) -> str:
    """What the application has in its database."""
    with closing(sqlite3.connect(crm.folder / "crm.sqlite3")) as database:
        found = database.execute(f"SELECT {field} FROM {table} WHERE id = ?", (row,)).fetchone()
    return str(found[0])
