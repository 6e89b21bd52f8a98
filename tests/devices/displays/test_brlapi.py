"""BrlAPI on a real brltty with its virtual display: our own client and the official binding."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import SimpleQueue
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brailledesk.devices.brlapi.address import PORT, Server, parse_server, tty_from
from brailledesk.devices.brlapi.client import (
    Client,
    Ended,
    KeyCode,
    Notice,
    OwnClient,
    Rejected,
    geometry_of,
)
from brailledesk.devices.brlapi.keys import KEYS, RANGES, understand
from brailledesk.devices.brlapi.packets import Packet, PacketReader, Type, write
from brailledesk.devices.protocols.displays.events import KeyDown
from brailledesk.errors import (
    DeviceError,
    DeviceLost,
    DeviceNotAllowed,
    DeviceNotFound,
    UsageError,
)
from brailledesk.frame import Geometry
from tests.devices.displays.brltty import Brltty, VirtualDisplay, virtual, wait_until
from tests.devices.displays.clients import CLIENTS, client_of
from tests.devices.displays.listening import pattern

RESTART = 0x2000004A


@contextmanager
def connected(
    kind: str, brltty: Brltty, *, columns: int = 40
) -> Iterator[tuple[Client, SimpleQueue[Notice]]]:
    """A client in tty mode, with a display of this width."""
    notices: SimpleQueue[Notice] = SimpleQueue()
    clients: list[Client] = []
    make = client_of(kind)

    def has_display() -> bool:
        if not clients:
            try:
                clients.append(make(brltty.server, notices.put))
            except DeviceNotFound:
                return False  # brltty is still starting
        try:
            if clients[0].enter(()) == Geometry(columns):
                return True
            clients[0].leave()
        except DeviceLost:  # the official one's library waits for an answer in vain now and then
            clients.pop().close()
        return False

    try:
        wait_until(has_display)
        yield clients[0], notices
    finally:
        for client in clients:
            client.close()


def codes(notices: SimpleQueue[Notice], count: int) -> list[int]:
    """The next key codes."""
    found: list[int] = []
    while len(found) < count:
        notice = notices.get(timeout=60)
        if isinstance(notice, KeyCode):
            found.append(notice.code)
    return found


@pytest.mark.parametrize("kind", CLIENTS)
def test_cells_keys_and_faults(kind: str, tmp_path: Path) -> None:
    with virtual(tmp_path) as (brltty, display), connected(kind, brltty) as (client, notices):
        assert client.driver() == "Virtual"
        for first in (1, 101, 201):
            client.write(pattern(40, first))
            display.wait_for(pattern(40, first))
        for command in ("ROUTE 1", "ROUTE 39", "FWINRT", "FWINLT", "PASSDOTS 7", "KEY_ENTER"):
            display.press(command)
        expected = [0x20010001, 0x20010027, 0x20000018, 0x20000017, 0x20220007, 0xFF0D]
        assert codes(notices, 6) == expected
        # Of keys that we did not ask for the first would show here, before the second.
        display.press("SIXDOTS on")
        display.press("LNUP")
        assert codes(notices, 1) == [0x20000001]


@pytest.mark.parametrize("columns", [32, 80])
@pytest.mark.parametrize("kind", CLIENTS)
def test_a_write_on_its_way_while_the_size_changes(kind: str, columns: int, tmp_path: Path) -> None:
    with virtual(tmp_path) as (brltty, display), connected(kind, brltty) as (client, _):
        display.press(f"cells {columns} 1")
        wait_until(lambda: brltty.said(f"Dimensions: {columns} columns"))
        client.write(pattern(40))
        with suppress(DeviceError):
            client.sync()
        client.close()
        with connected(kind, brltty, columns=columns) as (another, _):
            another.write(pattern(columns))
            display.wait_for(pattern(columns))


def test_a_wrong_write_is_told_later_and_breaks_nothing(tmp_path: Path) -> None:
    with virtual(tmp_path) as (brltty, display), connected("own", brltty) as (client, notices):
        client.write(pattern(41))
        client.sync()
        while not isinstance(notices.get(timeout=60), Rejected):
            pass
        client.write(pattern(40))
        display.wait_for(pattern(40))


def test_a_server_that_does_not_answer_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The binding's library waits for ever, and no signal ends that: a whole run hung in it."""
    with virtual(tmp_path) as (brltty, _), connected("official", brltty) as (client, notices):
        monkeypatch.setattr("brailledesk.devices.brlapi.official._PATIENCE", 0.5)
        with brltty.suspended(), pytest.raises(DeviceLost, match="does not answer"):
            client.leave()
        while not isinstance(notices.get(timeout=60), Ended):
            pass


@pytest.mark.parametrize("kind", CLIENTS)
def test_key_file(kind: str, tmp_path: Path) -> None:
    key, wrong = tmp_path / "key", tmp_path / "wrong"
    key.write_bytes(b"secret of this test")
    wrong.write_bytes(b"another")
    display = VirtualDisplay()
    device = f"client:127.0.0.1:{display.port}"
    with Brltty(tmp_path, device, key_file=key) as brltty:
        display.plug_in()
        with connected(kind, brltty) as (client, _):
            client.write(pattern(40))
            display.wait_for(pattern(40))
        for path in (wrong, tmp_path / "absent"):
            server = Server(brltty.server.host, brltty.server.number, str(path))
            with pytest.raises(DeviceError) as caught:
                client_of(kind)(server, print)
            assert isinstance(caught.value, DeviceNotAllowed | DeviceNotFound)
    display.close()


@pytest.mark.parametrize("kind", CLIENTS)
def test_no_server(kind: str, tmp_path: Path) -> None:
    with pytest.raises(DeviceNotFound, match="brltty"):
        client_of(kind)(Server("127.0.0.1", 61_000, str(tmp_path / "none")), print)


# The packets, without brltty.


def test_a_write_byte_by_byte() -> None:
    assert write(b"\x01\xff").encode() == bytes.fromhex(
        "00000024 00000077"  # 36 bytes of payload, 'w'
        "0000007e"  # region, text, both masks, cursor, charset
        "00000001 00000002"  # from cell 1, two cells
        "00000006 e2a081 e2a3bf"  # U+2801, U+28FF
        "0000 01ff 00000000 05 7574662d38"  # keep nothing, these dots, no cursor, utf-8
    )


@given(
    st.lists(st.tuples(st.sampled_from(list(Type)), st.binary(max_size=30)), max_size=6),
    st.lists(st.integers(1, 12), min_size=1),
)
def test_any_division_gives_the_same_packets(
    made: list[tuple[Type, bytes]], sizes: list[int]
) -> None:
    packets = [Packet(kind, payload) for kind, payload in made]
    data = b"".join(packet.encode() for packet in packets)
    reader, found, place, turn = PacketReader(), list[Packet](), 0, 0
    while place < len(data):
        size = sizes[turn % len(sizes)]
        found += reader.feed(data[place : place + size])
        place, turn = place + size, turn + 1
    assert found == packets


def test_a_packet_that_is_too_large_is_refused() -> None:
    with pytest.raises(ValueError, match="5000"):
        list(PacketReader().feed(bytes.fromhex("00001388 00000077")))


def test_restart_of_the_driver_is_left_to_brltty() -> None:
    assert not any(first <= RESTART <= last & 0xFFFFFFFF for first, last in RANGES)


@given(st.integers(0, 2**64 - 1), st.integers(0, 80))
def test_any_code_is_understood_or_is_no_key(code: int, cells: int) -> None:
    events = understand(code, cells)
    downs = [event for event in events if isinstance(event, KeyDown)]
    assert 2 * len(downs) == len(events)
    assert all(event.name in KEYS and event.index < max(1, cells) for event in downs)


def test_a_routing_key_that_the_display_does_not_have() -> None:
    assert understand(0x20010000 + 39, 40) != ()
    assert understand(0x20010000 + 40, 40) == ()


def test_a_size_with_swapped_bytes() -> None:
    assert geometry_of(0x28000000, 0x01000000) == Geometry(40, 1)
    assert geometry_of(0, 0) is None


@pytest.mark.parametrize(
    ("text", "auth", "expected"),
    [
        ("", "", Server("", 0)),
        (":3", "none", Server("", 3)),
        ("desk.example:1", "keyfile:/k", Server("desk.example", 1, "/k")),
        ("[::1]:2", "", Server("::1", 2)),
        ("desk", "", Server("desk", 0)),
    ],
)
def test_addresses(text: str, auth: str, expected: Server) -> None:
    assert parse_server(text, auth) == expected


@pytest.mark.parametrize(("text", "auth"), [("a:b", ""), (":70000", ""), ("", "polkit")])
def test_wrong_addresses(text: str, auth: str) -> None:
    with pytest.raises(UsageError):
        parse_server(text, auth)


def test_the_tty_is_that_of_the_environment() -> None:
    assert tty_from({}) == ()
    assert tty_from({"WINDOWPATH": "7:2", "WINDOWID": "4194309"}) == (7, 2, 4194309)
    assert tty_from({"XDG_VTNR": "2"}) == (2,)
    assert tty_from({"CONTROLVT": "1", "WINDOWID": "x"}) == ()


def test_a_server_that_speaks_something_else() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            one, _ = server.accept()
            with one:
                one.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

        thread = Thread(target=answer)
        thread.start()
        with pytest.raises(DeviceError):
            OwnClient(Server("127.0.0.1", server.getsockname()[1] - PORT), print)
        thread.join()
