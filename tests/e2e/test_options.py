"""The extension's page of settings: by keyboard alone, and judged by axe-core."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.clients.node import judges
from tests.e2e.browser import Page
from tests.e2e.conftest import Work

_TAB, _ENTER, _SPACE = ("Tab", 9), ("Enter", 13, "\r"), (" ", 32, " ")


@pytest.fixture
def options(work: Work) -> Iterator[Page]:
    background = work.browser.attach("service_worker", "chrome-extension://")
    address = background.run("chrome.runtime.getURL('options.html')")
    page = work.browser.open()
    page.go(address)
    page.wait("document.querySelectorAll('#sites input').length", 2)
    yield page
    page.run(
        "for (const one of document.querySelectorAll('#sites input:not(:checked)')) one.click()"
    )
    page.wait("document.querySelectorAll('#sites input:checked').length", 2)
    page.call("Page.close")
    work.page.call("Page.bringToFront")


def _focused(page: Page) -> str:
    return str(
        page.run(
            "[document.activeElement].map((one) => one.id || one.dataset.pattern || one.type)[0]"
        )
    )


def _axe(page: Page) -> list[str]:
    page.run((judges() / "axe-core" / "axe.min.js").read_text("utf-8") + "; 1")
    told = "[one.id, one.nodes.map((node) => node.html)]"
    found = page.run(f"axe.run().then((done) => done.violations.map((one) => {told}))")
    return [json.dumps(one) for one in found]


def _contrasts(page: Page) -> int:
    return int(
        page.run(
            "axe.run({ runOnly: ['color-contrast'] }).then((done) => done.passes[0].nodes.length)"
        )
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(options: Page, scheme: str) -> None:
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    options.call("Emulation.setEmulatedMedia", features=features)
    assert _axe(options) == []
    assert _contrasts(options) > 8
    options.run("site.value = 'no site'; document.querySelector('#add').requestSubmit(); 1")
    options.wait("!document.querySelector('#fault').hidden")
    assert _axe(options) == []
    folder = os.environ.get("BRAILLEDESK_PICTURES")
    if folder:
        options.picture(Path(folder) / f"options-{scheme}.png")


def test_it_fits_a_small_window_at_four_times_its_size(options: Page) -> None:
    options.call(
        "Emulation.setDeviceMetricsOverride",
        width=320,
        height=256,
        deviceScaleFactor=1,
        mobile=False,
    )
    assert options.run("document.documentElement.scrollWidth") <= 320
    options.call("Emulation.clearDeviceMetricsOverride")


def test_a_site_is_switched_off_and_on_by_keyboard(work: Work, options: Page) -> None:
    """What is off is not read: the open page goes off the display, and comes back."""
    options.key(*_TAB)
    assert _focused(options) == "http://127.0.0.1/*"
    options.key(*_SPACE)
    options.wait("document.querySelector('#done').textContent.includes('127.0.0.1')")
    assert _focused(options) == "http://127.0.0.1/*"
    work.page.call("Page.bringToFront")
    work.page.go(f"{work.crm.address}/admin/")
    work.reader.rests()
    assert not work.reader.shows("amministrazione")
    options.call("Page.bringToFront")
    options.key(*_SPACE)
    options.wait("document.querySelector('#sites input').checked")
    work.page.call("Page.bringToFront")
    work.reader.sees("amministrazione")


def test_a_site_is_added_by_keyboard(options: Page) -> None:
    for _ in range(3):
        options.key(*_TAB)
    assert _focused(options) == "site"
    options.type("nonsense :")
    options.key(*_ENTER)
    options.wait("!document.querySelector('#fault').hidden && document.activeElement.id", "site")
    assert options.run("site.getAttribute('aria-invalid')") == "true"
    options.run("site.value = ''; 1")
    options.type("http://localhost:8000/app")  # granted by the administrator: nobody is asked
    options.key(*_ENTER)
    options.wait("document.querySelector('#done').textContent.includes('localhost')")
    assert options.run("document.querySelector('#fault').hidden && site.value") == ""
    options.wait("document.querySelectorAll('#sites input:checked').length", 2)


def test_it_says_whether_the_program_answers(options: Page) -> None:
    options.wait("document.querySelector('#service').textContent.length > 10")
    assert "install" not in options.run("document.querySelector('#service').textContent")
