"""The ways to clients: real sockets, real processes, and who must not come in."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import stat
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from itertools import islice
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from brailledesk.client import calls, connect, start
from brailledesk.client.aio import connect as connect_aio
from brailledesk.commands import Key
from brailledesk.errors import CallFailed, ServiceNotReached, SocketNotSafe
from brailledesk.screen import Change, Node, Patch, build_screen
from brailledesk.service.places import default_place
from brailledesk.service.transports.unix import serve_socket
from brailledesk.service.wire.displays import FrameShown
from brailledesk.service.wire.screens import TextChanged
from brailledesk.service.wire.session import SessionChanged
from tests.service.processes import SERVE, ended, served
from tests.service.world import World, run

FORM = build_screen(
    [
        Node(id="form", role="form", children=("mail",)),
        Node(id="mail", role="textbox", name="mail", value="a"),
    ],
    focus="mail",
)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A service in a process of its own; the path of its socket."""
    path = str(tmp_path_factory.mktemp("run") / "own" / "s.sock")
    with served(path, "--display", "virtual:40"):
        yield path
    assert not Path(path).exists()


def _message(method: str, id_: object = None, **params: Any) -> bytes:
    message = {"jsonrpc": "2.0", "method": method, "params": params}
    return json.dumps(message if id_ is None else {**message, "id": id_}).encode()


def _header(message: bytes) -> bytes:
    return b"Content-Length: %d\r\n\r\n%b" % (len(message), message)


def _native(message: bytes) -> bytes:
    return struct.pack("=I", len(message)) + message


# --- the socket ----------------------------------------------------------------------------------


def test_the_socket_is_the_users_alone(running: str) -> None:
    mode = Path(running).stat().st_mode
    assert stat.S_ISSOCK(mode)
    assert stat.S_IMODE(mode) == 0o600
    assert stat.S_IMODE(Path(running).parent.stat().st_mode) == 0o700


def test_a_client_that_waits(running: str) -> None:
    with connect("prova", place=running, locale="it") as desk:
        assert desk.service is not None
        assert desk.service.displays[0].name == "virtual:40"
        desk.call(calls.watch())
        assert desk.call(calls.claim("prova", 60)).is_on_top
        assert desk.call(calls.publish(FORM)).revision == 1
        change = Patch(1, 2, (Change("mail", {"value": "b"}),))
        desk.tell(calls.patch(change))
        assert desk.call(calls.translate("Città", "it-6dot")).cells == "⠨⠉⠊⠞⠞⠷"
        desk.call(calls.press("virtual:40", Key.TYPE, dots=0b111))
        with pytest.raises(CallFailed) as failed:
            desk.call(calls.patch(change))
        assert failed.value.kind == "StaleRevision"
        assert "revisione" in str(failed.value)
        found = {}
        for event in desk.events(20):
            found[type(event)] = event
            if isinstance(event, TextChanged):
                break
        assert isinstance(found[SessionChanged], SessionChanged)
        shown = found[FrameShown]
        assert isinstance(shown, FrameShown)
        assert "b" in shown.rows[0].text
        assert found[TextChanged] == TextChanged(node="mail", start=1, end=1, text="l")
        assert desk.call(calls.history()).messages == []
        desk.call(calls.release())
    with pytest.raises(ServiceNotReached):
        desk.call(calls.release(), seconds=60)


def test_clients_for_asyncio_lie_on_each_other(running: str) -> None:
    async def talk() -> None:
        async with await connect_aio("uno", place=running) as one:
            assert (await one.call(calls.claim("uno"))).is_on_top
            two = await connect_aio("due", place=running)
            assert (await two.call(calls.claim("due"))).is_on_top
            many = [two.call(calls.translate(f"parola {number}")) for number in range(50)]
            made = await asyncio.gather(*many)
            assert [one.text for one in made] == [f"parola {number}" for number in range(50)]
            await two.close()
            seen = []
            async for event in one.events():
                if isinstance(event, SessionChanged):
                    seen.append(event.is_on_top)
                if seen == [True, False, True]:
                    break

    asyncio.run(asyncio.wait_for(talk(), 60))


def test_patches_without_answers_come_whole_and_in_order(running: str) -> None:
    with connect("uno", place=running) as one, connect("due", place=running) as two:
        count = 400
        for desk in (one, two):
            desk.call(calls.claim("prova"))
            desk.call(calls.publish(FORM))
        for number in range(1, count + 1):
            for desk in (one, two):
                desk.tell(
                    calls.patch(
                        Patch(number, number + 1, (Change("mail", {"value": str(number)}),))
                    )
                )
        for desk in (one, two):
            assert desk.call(calls.focus("mail")).revision == count + 2
            assert desk.call(calls.edit("mail", 0, 3, "fine")).revision == count + 3


def test_who_floods_does_not_keep_others_waiting(running: str) -> None:
    """Its flood is there before the other asks, and is not answered to its end before the other."""
    count = 20_000
    begin = _header(_message("initialize", 0, protocol="1.0"))
    flood = b"".join(_header(_message("display/list", number)) for number in range(1, count + 1))
    with socket.socket(socket.AF_UNIX) as wild, connect(place=running) as calm:
        wild.settimeout(60)
        wild.connect(running)
        sender = Thread(target=wild.sendall, args=(begin + flood,), daemon=True)
        sender.start()
        heard = bytearray(wild.recv(1 << 16))  # it is being served
        assert calm.call(calls.displays()).displays
        assert calm.call(calls.translate("a")).text == "a"
        wild.setblocking(False)
        with suppress(BlockingIOError):
            while True:
                heard += wild.recv(1 << 20)
        assert 0 < heard.count(b'"id"') < count
        wild.settimeout(60)
        while b'"id":%d,' % count not in heard[-1_000:]:
            data = wild.recv(1 << 20)
            assert data
            heard += data
        assert heard.count(b'"id"') == count + 1
        sender.join(60)


def test_messages_in_pieces_and_ends_in_the_middle(running: str) -> None:
    stream = _header(_message("initialize", 1, protocol="1.0")) + _header(
        _message("message/post", 2, text="a", priority="notification")
    )
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(60)
        client.connect(running)
        for place in range(len(stream)):
            client.send(stream[place : place + 1])
        client.send(b"Content-Length: 10\r\n\r\n{")
        client.shutdown(socket.SHUT_WR)
        heard = b""
        while data := client.recv(4096):
            heard += data
    assert heard.count(b'"result"') == 2
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(60)
        client.connect(running)
        client.send(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert b"-32700" in client.recv(4096)
        assert client.recv(1) == b""


def test_a_client_that_is_killed_leaves_no_sheet(running: str) -> None:
    program = (
        "import sys, time; from brailledesk.client import calls, connect\n"
        "desk = connect(place=sys.argv[1]); desk.call(calls.claim('morto', 100))\n"
        "print('su', flush=True); time.sleep(60)"
    )
    command = [sys.executable, "-c", program, running]
    with (
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process,
        connect("vivo", place=running) as desk,
        ended(process),
    ):
        desk.call(calls.claim("vivo"))
        assert process.stdout is not None
        assert process.stdout.readline() == "su\n"
        process.kill()
        states = []
        for event in desk.events(10):
            states.append(getattr(event, "is_on_top", None))
            if states[-2:] == [False, True]:
                break
        assert states[-2:] == [False, True]


def _user(user: int | None, _: socket.socket) -> int | None:
    return user


def test_a_process_of_another_user_is_cut_off(tmp_path: Path) -> None:
    """The system's word for whose process it is stands in for another user's process."""
    path = str(tmp_path / "own" / "s.sock")

    async def test(world: World) -> None:
        for user, is_welcome in ((os.geteuid() + 1, False), (os.geteuid(), True), (None, True)):
            async with serve_socket(world.service, path, user_of=partial(_user, user)):
                reader, writer = await asyncio.open_unix_connection(path)
                writer.write(_header(_message("initialize", 1, protocol="1.0")))
                with suppress(OSError):
                    assert bool(await reader.read(100)) is is_welcome
                assert bool(world.service.endpoints) is is_welcome
                writer.close()

    run(test)


@contextmanager
def _another_user() -> Iterator[None]:
    os.setegid(65534)
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
def test_another_user_is_kept_out_twice() -> None:
    """By the folder; and where that was opened by mistake, by the system's word."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "own" / "s.sock"
        with served(path) as process:
            Path(folder).chmod(0o755)
            with (
                socket.socket(socket.AF_UNIX) as one,
                _another_user(),
                pytest.raises(PermissionError),
            ):
                one.connect(str(path))
            path.parent.chmod(0o755)
            path.chmod(0o666)
            with socket.socket(socket.AF_UNIX) as two, _another_user():
                two.settimeout(60)
                two.connect(str(path))
                with suppress(OSError):
                    two.send(_header(_message("initialize", 1, protocol="1.0")))
                    assert two.recv(100) == b""
            with connect(place=str(path)) as desk:
                assert desk.service is not None
            assert process.stderr is not None
            assert "another user" in process.stderr.readline()


def _occupied(path: Path) -> None:
    path.write_text("mio")


def _linked(path: Path) -> None:
    path.symlink_to(path.with_name("elsewhere"))


def _open_folder(path: Path) -> None:
    path.parent.chmod(0o755)


def _linked_folder(path: Path) -> None:
    path.parent.rename(path.parent.with_name("true"))
    path.parent.symlink_to(path.parent.with_name("true"))


def _linked_lock(path: Path) -> None:
    path.with_name("s.sock.lock").symlink_to(path.with_name("elsewhere"))


@pytest.mark.parametrize("spoil", [_occupied, _linked, _open_folder, _linked_folder, _linked_lock])
def test_unsafe_places_are_refused_and_left_alone(
    spoil: Callable[[Path], None], tmp_path: Path
) -> None:
    path = tmp_path / "own" / "s.sock"
    path.parent.mkdir(mode=0o700)
    spoil(path)
    before = sorted(tmp_path.rglob("*"))

    async def test(world: World) -> None:
        with pytest.raises(SocketNotSafe):
            async with serve_socket(world.service, str(path)):
                pass

    run(test)
    kept = [one for one in sorted(tmp_path.rglob("*")) if one.name != "s.sock.lock"]
    assert kept == [one for one in before if one.name != "s.sock.lock"]
    assert not path.with_name("elsewhere").exists()


def test_how_to_close_a_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "la mia").mkdir(mode=0o755)

    async def test(world: World) -> None:
        with pytest.raises(SocketNotSafe, match=f"chmod 700 '{tmp_path}/la mia'"):
            async with serve_socket(world.service, str(tmp_path / "la mia" / "s.sock")):
                pass

    run(test)


def test_a_long_path_is_refused(tmp_path: Path) -> None:
    async def test(world: World) -> None:
        with pytest.raises(SocketNotSafe):
            async with serve_socket(world.service, str(tmp_path / ("x" * 120) / "s.sock")):
                pass

    run(test)


def test_one_service_at_a_socket_and_a_dead_ones_is_taken_over(
    running: str, tmp_path: Path
) -> None:
    second = subprocess.run(
        [*SERVE, "--socket", running], capture_output=True, text=True, timeout=60, check=False,
        env={**os.environ, "LANGUAGE": "it"},
    )  # fmt: skip
    assert second.returncode == 18
    assert "già un servizio" in second.stderr
    path = str(tmp_path / "own" / "s.sock")
    with suppress(AssertionError), served(path) as killed:
        killed.kill()
    assert Path(path).exists()

    async def test(world: World) -> None:
        async with serve_socket(world.service, path):
            reader, writer = await asyncio.open_unix_connection(path)
            writer.write(_header(_message("initialize", 1, protocol="1.0")))
            assert b"result" in await reader.read(2000)
            writer.close()

    run(test)
    assert not Path(path).exists()


def test_nobody_answers(tmp_path: Path) -> None:
    with pytest.raises(ServiceNotReached):
        connect(place=str(tmp_path / "none.sock"))
    with pytest.raises(ServiceNotReached):
        start([str(tmp_path / "none")])


def test_places(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", "/run/user/7")
    assert default_place() == "/run/user/7/brailledesk/service.sock"
    monkeypatch.setenv("XDG_RUNTIME_DIR", "relative")
    monkeypatch.setenv("XDG_STATE_HOME", "/home/x/state")
    assert default_place() == "/home/x/state/brailledesk/run/service.sock"


def test_a_client_that_does_not_read_is_cut_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("brailledesk.service.transports.stream.MAX_WAITING", 200_000)
    path = str(tmp_path / "own" / "s.sock")

    async def test(world: World) -> None:
        async with serve_socket(world.service, path):
            loop = asyncio.get_running_loop()
            with socket.socket(socket.AF_UNIX) as client:
                client.setblocking(False)
                await loop.sock_connect(client, path)
                ask = _header(_message("initialize", 1, protocol="1.0")) * 2_000
                with suppress(OSError):
                    await loop.sock_sendall(client, ask)
                while world.service.endpoints:  # noqa: ASYNC110 - nobody tells a test
                    await asyncio.sleep(0.01)

    run(test)


# --- standard input and output -------------------------------------------------------------------


def _heard(stream: bytes) -> list[Any]:
    found = []
    while stream:
        head, _, rest = stream.partition(b"\r\n\r\n")
        length = int(head.partition(b":")[2])
        found.append(json.loads(rest[:length]))
        stream = rest[length:]
    return found


def test_pipes_are_answered_to_the_end() -> None:
    asked = [
        _message("initialize", 1, protocol="1.0"),
        _message("translate", "due", text="a", table="it-6dot"),
    ]
    done = subprocess.run(
        [*SERVE, "--stdio"], input=b"".join(map(_header, asked)),
        capture_output=True, timeout=60, check=True,
    )  # fmt: skip
    answers = {one["id"]: one["result"] for one in _heard(done.stdout)}
    assert answers["due"]["cells"] == "⠁"
    assert done.stderr == b""


@pytest.mark.parametrize("said", [b"garbage\n", _header(_message("display/list", 1))[:-1]])
def test_what_ends_in_the_middle_is_told(said: bytes) -> None:
    done = subprocess.run(
        [*SERVE, "--stdio"], input=said, capture_output=True, timeout=60, check=True,
        env={**os.environ, "LANGUAGE": "en"},
    )  # fmt: skip
    (answer,) = _heard(done.stdout)
    assert answer["error"]["code"] == -32700
    assert "it ends in the middle" in answer["error"]["message"]
    assert b"it ends in the middle" in done.stderr


def test_files_are_answered_too(tmp_path: Path) -> None:
    """The event loop cannot watch a file: a thread reads it."""
    source, target = tmp_path / "in", tmp_path / "out"
    source.write_bytes(
        _header(_message("initialize", 1, protocol="1.0"))
        + _header(_message("backTranslate", 2, cells="⠁", table="it-6dot"))
    )
    with source.open("rb") as given, target.open("wb") as out:
        subprocess.run([*SERVE, "--stdio"], stdin=given, stdout=out, timeout=60, check=True)
    assert [one["result"].get("text") for one in _heard(target.read_bytes())][-1] == "a"


def test_where_nobody_speaks_nothing_stays() -> None:
    for way in ("--stdio", "--native"):
        done = subprocess.run(
            [*SERVE, way, "--contracted", "it-g2", "--display", "virtual:20x2+4"],
            stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=True,
        )  # fmt: skip
        assert done.stdout + done.stderr == b""


def test_a_browser_talks_by_lengths_and_may_name_no_paths() -> None:
    asked = [
        _message("initialize", 1, protocol="1.0"),
        _message("translate", 2, text="a", table="/etc/passwd"),
    ]
    command = [*SERVE, "--native", "--display", "virtual:40"]
    done = subprocess.run(
        [*command, "chrome-extension://abc/", "--parent-window=0"],
        input=b"".join(map(_native, asked)), capture_output=True, timeout=60, check=True,
    )  # fmt: skip
    found, stream = [], done.stdout
    while stream:
        (length,) = struct.unpack("=I", stream[:4])
        found.append(json.loads(stream[4 : 4 + length]))
        stream = stream[4 + length :]
    assert "watch" not in found[0]["result"]["capabilities"]["scopes"]
    assert found[1]["error"]["data"]["kind"] == "PathNotAllowed"


def test_browsers_share_the_service_that_runs(running: str) -> None:
    """Two programs that browsers started, and a client at the socket: one stack of sheets."""
    command = [*SERVE, "--native", "--socket", running, "chrome-extension://abc/"]
    asked = [
        _message("initialize", 1, protocol="1.0"),
        _message("session/claim", 2, name="pagina", priority=90),
        _message("display/watch", 3),
        _message("translate", 4, text="a", table=__file__),
    ]
    with connect(place=running) as desk:
        desk.call(calls.claim("sotto"))
        with (
            subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as browser,
            ended(browser),
        ):
            assert browser.stdin is not None
            assert browser.stdout is not None
            browser.stdin.write(b"".join(map(_native, asked)))
            browser.stdin.flush()
            heard: list[Any] = []
            while sum("id" in one for one in heard) < len(asked):
                (length,) = struct.unpack("=I", browser.stdout.read(4))
                heard.append(json.loads(browser.stdout.read(length)))
            answers = {one["id"]: one for one in heard if "id" in one}
            assert "watch" not in answers[1]["result"]["capabilities"]["scopes"]
            assert answers[2]["result"]["isOnTop"] is True
            assert answers[3]["error"]["data"]["kind"] == "NotAllowed"
            assert answers[4]["error"]["data"]["kind"] == "PathNotAllowed"
            browser.stdin.close()
            assert browser.stdout.read() != b""  # its sheet is covered: it has gone
            assert browser.wait(60) == 0
        changes = (event for event in desk.events(60) if isinstance(event, SessionChanged))
        assert [event.is_on_top for event in islice(changes, 3)] == [True, False, True]


def test_a_service_of_ones_own_ends_with_its_client() -> None:
    with start([*SERVE, "--stdio", "--display", "virtual:20"]) as desk:
        assert desk.call(calls.displays()).displays[0].columns == 20
        assert desk.call(calls.config()).table == "it-8dot"
        assert desk.call(calls.set_config(table="it-6dot")).table == "it-6dot"
        desk.call(calls.post("ciao", "message"))
        assert [one.text for one in desk.call(calls.history()).messages] == ["ciao"]
        assert desk.call(calls.back_translate("⠉⠊⠁⠕")).text == "ciao"
    begun = time.monotonic()
    desk.close()
    assert time.monotonic() - begun < 20


def test_only_one_way_can_be_chosen() -> None:
    done = subprocess.run(
        [*SERVE, "--stdio", "--native"], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 2
    assert "--stdio" in done.stderr


def test_a_display_that_is_waited_for_is_told(tmp_path: Path) -> None:
    """Else a reader waits before a dead display."""
    command = [*SERVE, "--socket", str(tmp_path / "own" / "s.sock")]
    with (
        subprocess.Popen(
            [*command, "--display", "hid:/dev/hidraw77"], stderr=subprocess.PIPE, text=True,
            env={**os.environ, "LANGUAGE": "en"},
        ) as process,
        ended(process),
    ):  # fmt: skip
        assert process.stderr is not None
        assert "The service is at" in process.stderr.readline()
        told = process.stderr.readline()
        assert "The display hid:/dev/hidraw77 is not there; it is tried again" in told
