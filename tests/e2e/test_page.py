"""The JavaScript client in a page of the application, over the loopback WebSocket, with pairing."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.clients.node import ROOT
from tests.e2e.browser import Page, browser_with
from tests.e2e.conftest import Crm, Desk, log_in, program, stored

_HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def page(crm: Crm, desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """The form of a customer, in a browser that has no extension, paired."""
    files = crm.folder / "files"
    shutil.copytree(ROOT / "clients" / "js", files / "js")
    shutil.copy(_HERE / "inside.js", files)
    with program(desk.environment, "pair", "allow", crm.address) as allowing:
        assert allowing.wait(60) == 0
    with browser_with(None, tmp_path_factory.mktemp("profile"), desk.environment) as browser:
        page = browser.open()
        log_in(page, crm)
        _open_form(page, crm)
        address = json.dumps(_address(desk))
        page.run(f"window.started = startDesk({address}); true")
        page.wait("window.giveCode !== undefined")
        code = _code(desk)
        wrong = f"{(int(code) + 1) % 1_000_000:06}"
        page.run(f"window.giveCode({wrong!r}); delete window.giveCode; true")
        page.wait("window.giveCode !== undefined")  # it asks again
        page.run(f"window.giveCode({code!r}); true")
        assert page.run("window.started") == "here"
        yield page


def _open_form(page: Page, crm: Crm) -> None:
    page.go(f"{crm.address}/admin/crm/customer/2/change/")
    assert page.run("import('/files/inside.js').then(() => typeof startDesk)") == "function"


def _address(desk: Desk) -> str:
    (found,) = desk.home.rglob("websocket.json")
    return f"ws://127.0.0.1:{json.loads(found.read_text())['port']}/"


def _code(desk: Desk) -> str:
    """The six digits on the display."""
    desk.reader.sees("codice: ")
    start = desk.reader.place("codice: ") + len("codice: ")
    digits = desk.reader.print_of(desk.reader.cells[start : start + 6])
    assert re.fullmatch(r"\d{6}", digits)
    return digits


def test_the_field_under_the_cursor_is_on_the_display(page: Page, desk: Desk) -> None:
    page.run("id_name.focus(); id_name.setSelectionRange(0, 0)")
    desk.reader.sees("nome e cognome: bianchi anna")
    start = desk.reader.place("bianchi anna")
    desk.reader.stands_at(start)
    page.key("End", 35)
    desk.reader.stands_at(start + len("bianchi anna"))


def test_a_live_region_arrives_as_a_message(page: Page, desk: Desk) -> None:
    page.run("tell('Chiamata in attesa')")
    desk.reader.sees("chiamata in attesa")
    desk.reader.press("HOME")


def test_what_is_typed_in_braille_is_saved_by_a_routing_key(
    page: Page, desk: Desk, crm: Crm
) -> None:
    reader = desk.reader
    page.run("id_phone.focus(); id_phone.setSelectionRange(0, 0)")
    reader.sees("02 1234 5601")
    reader.display.press(f"ROUTE {reader.place('02 1234 5601') + 11}")
    page.wait("id_phone.selectionStart", 11)
    reader.types("88")
    page.wait("id_phone.value", "02 1234 560881")
    reader.press("LNDN")
    reader.find("salva e continua le modifiche", "LNUP")
    reader.route("salva e continua le modifiche")
    page.wait("document.querySelector('.messagelist .success') !== null")
    assert stored(crm, "crm_customer", "phone", 2) == "02 1234 560881"


def test_the_page_needs_no_code_the_next_time(page: Page, desk: Desk, crm: Crm) -> None:
    _open_form(page, crm)
    assert page.run(f"startDesk({json.dumps(_address(desk))})") == "here"
    page.run("id_name.focus()")
    desk.reader.sees("bianchi anna")


def test_a_page_that_is_not_paired_hears_no(page: Page, desk: Desk, crm: Crm) -> None:
    with program(desk.environment, "pair", "revoke", crm.address) as revoking:
        assert revoking.wait(60) == 0
    _open_form(page, crm)
    script = f"""
      import("/files/js/brailledesk.js").then(async ({{ connect, overWebSocket }}) => {{
        const open = overWebSocket({{ url: {json.dumps(_address(desk))}, store: localStorage }});
        return connect(open).then(() => "in", (error) => error.name);
      }})
    """
    assert page.run(script) in {"NotPaired", "ConnectionLost"}
