"""brltty's own drivers take our simulators for displays: identity, cells, routing, panning.

They were written for real displays, and check framing, check sums and models. What no pseudo
terminal can show: parity, speed, and the lines of a handshake.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Empty, SimpleQueue

import pytest

from brailledesk.devices.brlapi.client import KeyCode, Notice, OwnClient
from brailledesk.errors import DeviceError
from tests.devices.displays.brltty import Brltty, wait_until
from tests.devices.simulators.base import Port
from tests.devices.simulators.families import FAMILIES

DRIVERS = {
    "baum": "bm",
    "eurobraille": "eu",
    "freedom": "fs",
    "handytech": "ht",
    "humanware": "hw",
    "mdv": "md",
    "seika": "sk",
}
OPTIONS = {"eurobraille": ("-B", "protocol=esysiris")}
ROUTE, FWINLT, FWINRT, LNUP, LNDN = 0x20010000, 0x20000017, 0x20000018, 0x20000001, 0x20000002
PANS = {"handytech": (LNUP, LNDN)}
"""brltty's meaning of the keys; of Handy Tech's rockers it is the line above and below."""


@pytest.mark.parametrize("family", FAMILIES)
def test_brltty_takes_it_for_a_display(family: str, tmp_path: Path) -> None:
    port = Port(tmp_path / "port", FAMILIES[family]())
    device = f"serial:{(tmp_path / 'port').resolve()}"
    keys: SimpleQueue[Notice] = SimpleQueue()
    cells = bytes(range(3, 43))
    options = OPTIONS.get(family, ())
    left, right = PANS.get(family, (FWINLT, FWINRT))
    with (
        Brltty(tmp_path, device, DRIVERS[family], options=options) as brltty,
        _connected(brltty, keys) as client,
    ):
        client.write(cells)
        port.wait_for_cells(cells)
        for cell in (0, 4, 20, 39):
            port.press(port.display.routing(cell))
            assert _next_key(keys, port) == ROUTE + cell
        port.press(port.display.pan_right())
        assert _next_key(keys, port) == right
        port.press(port.display.pan_left())
        assert _next_key(keys, port) == left
    port.unplug()


@contextmanager
def _connected(brltty: Brltty, keys: SimpleQueue[Notice]) -> Iterator[OwnClient]:
    """A client that has the display, as soon as brltty has found it."""
    clients: list[OwnClient] = []

    def has_display() -> bool:
        if not clients:
            with suppress(DeviceError):  # it is still starting
                clients.append(OwnClient(brltty.server, keys.put))
            return False
        if clients[0].enter([1]) is not None:
            return True
        clients[0].leave()
        return False

    try:
        wait_until(has_display)
        yield clients[0]
    finally:
        for client in clients:
            client.close()


def _next_key(keys: SimpleQueue[Notice], port: Port) -> int:
    """The next key. Of two packets that came at once a driver may leave one until more comes."""
    for _ in range(60):
        try:
            notice = keys.get(timeout=0.3)
        except Empty:
            port.say([port.display.nothing()])
        else:
            if isinstance(notice, KeyCode):
                return notice.code
    raise AssertionError("no key came")
