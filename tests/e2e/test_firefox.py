"""The extension in Firefox: what an agent does all day, by the tests that Chromium has."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any, cast

import pytest

from tests.e2e import test_extension as same
from tests.e2e.browser import build
from tests.e2e.conftest import Crm, Desk, Work, log_in, program
from tests.e2e.firefox import running_firefox


@pytest.fixture(scope="module")
def fox(crm: Crm, desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Work]:
    folder = tmp_path_factory.mktemp("fox")
    sites = ["http://127.0.0.1/*", "http://localhost/*"]
    build(folder / "extension", sites=sites, browser="firefox")
    with program(desk.environment, "extension", "install", "--browser", "firefox") as installing:
        assert installing.wait(60) == 0
    profile = folder / "profile"
    profile.mkdir()
    with running_firefox(profile, desk.environment) as browser:
        browser.install(folder / "extension")
        page = cast("Any", browser)
        log_in(page, crm)
        yield Work(cast("Any", None), page, desk.reader, crm)


@pytest.fixture
def _customer(crm: Crm) -> Iterator[None]:
    """One customer is changed and saved, here and in the tests of Chromium."""
    _put_back(crm)
    yield
    _put_back(crm)


def _put_back(crm: Crm) -> None:
    with closing(sqlite3.connect(crm.folder / "crm.sqlite3", timeout=30)) as database, database:
        database.execute("UPDATE crm_customer SET phone = '02 1234 5602' WHERE id = 3")


@pytest.mark.usefixtures("_customer")
@pytest.mark.parametrize(
    "test",
    [
        same.test_the_field_under_the_cursor_is_on_the_display,
        same.test_a_routing_key_presses_the_button_of_the_page,
        same.test_a_live_region_arrives_as_a_message,
        same.test_what_is_typed_in_braille_stands_in_the_page_and_is_saved,
    ],
    ids=lambda test: str(test.__name__),
)
def test_an_agent_at_work(fox: Work, test: Callable[[Work], None]) -> None:
    test(fox)
