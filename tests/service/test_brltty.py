"""The whole way: programs at the socket, the service, a real brltty, its display, and back."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from brailledesk.client import Client, calls, connect
from brailledesk.client.calls import Event
from brailledesk.service.wire.displays import DisplaysChanged
from brailledesk.service.wire.screens import ActionAsked, TextChanged
from brailledesk.service.wire.session import SessionChanged
from tests.desk.print_cells import cells_of
from tests.desk.screens import n, screen
from tests.devices.displays.brltty import virtual
from tests.service.processes import served

Told = TypeVar("Told", bound=Event)


def _next(client: Client, kind: type[Told]) -> Told:
    for event in client.events(20):
        if isinstance(event, kind):
            return event
    raise AssertionError(f"no {kind.__name__} came")


def _row(text: str) -> bytes:
    return cells_of(text).ljust(40, b"\0")


def test_programs_share_the_display_of_brltty(tmp_path: Path) -> None:
    path = str(tmp_path / "own" / "s.sock")
    with (
        virtual(tmp_path) as (brltty, device),
        served(path, "--display", brltty.server.name),
        connect(place=path) as one,
        connect(place=path) as two,
    ):
        if not one.call(calls.displays()).displays[0].is_connected:
            _next(one, DisplaysChanged)
        one.call(calls.claim("uno"))
        button = screen(n("button", "salva", id="b"), focus="b")
        one.call(calls.publish(button))
        device.press("ROUTE 2")
        asked = _next(one, ActionAsked)
        assert asked == ActionAsked(node="b", action=asked.action, offset=asked.offset)
        assert asked.action == "press"
        two.call(calls.claim("due"))
        two.call(calls.publish(screen(n("paragraph", "altro", id="p"))))
        device.wait_for(_row("altro"))
        one.call(calls.post("arrivato", "important"))
        device.wait_for(_row("arrivato"))
        device.press("FWINRT")
        device.wait_for(_row("altro"))
        two.close()
        while not _next(one, SessionChanged).is_on_top:
            pass
        field = screen(n("textbox", "", id="f", value="ab"), focus="f")
        one.call(calls.publish(field))
        device.press("PASSDOTS 9")
        typed = _next(one, TextChanged)
        assert (typed.node, typed.text) == ("f", "c")
        device.unplug()
        lost = _next(one, DisplaysChanged)
        assert not lost.displays[0].is_connected
        one.call(calls.publish(screen(n("paragraph", "di nuovo", id="p"))))
        device.plug_in()
        device.wait_for(_row("di nuovo"))
