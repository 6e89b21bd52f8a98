"""Before the upgrade: rebinding, foreign and opaque origins, tokens in addresses, slow heads."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import stat
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from brailledesk.service.security.limits import CLIENTS, Limits
from brailledesk.service.security.peers import user_of
from brailledesk.service.transports.guarded import MOST_CONNECTIONS
from brailledesk.service.transports.websocket import FILE
from tests.service.security.test_private import NOBODY, as_root
from tests.service.security.world import CRM, EVIL, World, run

PREFLIGHT = "Access-Control-Request-Private-Network: true\r\nAccess-Control-Request-Method: GET\r\n"
ALLOWED = f"Origin: {CRM}"


def test_a_known_page_is_upgraded_by_each_literal_name(tmp_path: Path) -> None:
    async def attack(world: World) -> None:
        for name in ("127.0.0.1", "localhost", "[::1]"):
            assert await world.status(ALLOWED, host=f"{name}:{world.server.port}") == 101

    run(tmp_path, attack)


def test_a_name_that_was_made_to_point_here_is_refused(tmp_path: Path) -> None:
    """DNS rebinding: the page's own name leads to 127.0.0.1, and its origin may even be allowed."""

    async def attack(world: World) -> None:
        port = world.server.port
        for host in (
            f"evil.example:{port}",
            f"crm.example:{port}",
            "127.0.0.1",
            "localhost",
            f"127.0.0.1.evil.example:{port}",
            f"localhost:{port + 1}",
        ):
            assert await world.status(ALLOWED, host=host) == 421, host
        assert await world.status(ALLOWED) == 421
        assert await world.status(ALLOWED, f"Host: {world.literal}", host="evil.example") == 421
        assert await world.status(ALLOWED, f"Host: {world.literal}", host=world.literal) == 421

    run(tmp_path, attack)


def test_a_page_that_nobody_allowed_is_refused(tmp_path: Path) -> None:
    async def attack(world: World) -> None:
        for origin in (
            EVIL,
            "https://crm.example.evil.example",
            "https://evil-crm.example",
            "https://crm.example:8443",
            "http://crm.example",
            "https://CRM.EXAMPLE",
            "https://crm.example/",
            f"{CRM} {EVIL}",
            "file://",
            "*",
            "",
            f"chrome-extension://{'a' * 32}",
        ):
            assert await world.status(f"Origin: {origin}", host=world.literal) == 403, origin
        assert await world.status(ALLOWED, f"Origin: {EVIL}", host=world.literal) == 403

    run(tmp_path, attack)


def test_an_opaque_origin_is_refused_even_when_the_door_is_open(tmp_path: Path) -> None:
    """Sandboxed frames, files and redirects all say "null": it is everybody's."""

    async def attack(world: World) -> None:
        world.access.open_for(100)
        assert await world.status(f"Origin: {EVIL}", host=world.literal) == 101
        assert await world.status("Origin: null", host=world.literal) == 403

    run(tmp_path, attack)


def test_the_door_that_was_opened_is_closed_again(tmp_path: Path) -> None:
    async def attack(world: World) -> None:
        world.access.open_for(-1)
        assert await world.status(f"Origin: {EVIL}", host=world.literal) == 403

    run(tmp_path, attack)


def test_an_address_has_no_room_for_a_token(tmp_path: Path) -> None:
    async def attack(world: World) -> None:
        for path in (f"/?token={world.local_token}", "/x", "//", "/../", "/?", "*"):
            status = await world.status(ALLOWED, host=world.literal, path=path)
            assert status in {400, 404}, path

    run(tmp_path, attack)


def test_no_answer_invites_other_pages(tmp_path: Path) -> None:
    """Neither CORS, nor Private Network Access, nor what the server is."""

    async def attack(world: World) -> None:
        host = f"Host: {world.literal}"
        for request in (
            f"OPTIONS / HTTP/1.1\r\n{host}\r\nOrigin: {CRM}\r\n{PREFLIGHT}\r\n",
            f"GET / HTTP/1.1\r\n{host}\r\nOrigin: {CRM}\r\n\r\n",
            f"GET / HTTP/1.1\r\n{host}\r\nOrigin: {EVIL}\r\n\r\n",
            f"POST / HTTP/1.1\r\n{host}\r\nOrigin: {CRM}\r\nContent-Length: 2\r\n\r\n{{}}",
        ):
            answer = (await world.raw(request.encode())).lower()
            assert not answer.startswith(b"http/1.1 101")
            assert b"access-control" not in answer
            assert b"server:" not in answer

    run(tmp_path, attack)


def test_messages_are_not_compressed(tmp_path: Path) -> None:
    """A few bytes could be a gigabyte."""

    async def attack(world: World) -> None:
        async with world.client() as client:
            assert client.socket.protocol.extensions == []

    run(tmp_path, attack)


def test_only_the_loopback_interface_listens_at_a_port_of_the_systems_choice(
    tmp_path: Path,
) -> None:
    ports = set()

    async def attack(world: World) -> None:
        ports.add(world.server.port)
        addresses = {
            one.laddr.ip
            for one in psutil.Process().net_connections("tcp")
            if one.status == "LISTEN" and one.laddr.port == world.server.port
        }
        assert addresses <= {"127.0.0.1", "::1"}
        assert "127.0.0.1" in addresses

    for _ in range(3):
        run(tmp_path, attack)
    assert len(ports) > 1


def test_where_it_listens_stands_in_a_file_of_the_user_alone_and_goes_with_it(
    tmp_path: Path,
) -> None:
    async def attack(world: World) -> None:
        file = world.folder / FILE
        place = json.loads(file.read_bytes())
        assert place["port"] == world.server.port
        assert place["pid"] == os.getpid()
        assert stat.S_IMODE(file.stat().st_mode) == 0o600

    run(tmp_path, attack)
    assert not (tmp_path / "own" / FILE).exists()


def test_a_link_in_the_place_of_that_file_gets_no_token(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("precious", encoding="utf-8")
    (tmp_path / "own").mkdir(mode=0o700)
    (tmp_path / "own" / FILE).symlink_to(victim)

    async def attack(world: World) -> None:
        assert not (world.folder / FILE).is_symlink()

    run(tmp_path, attack)
    assert victim.read_text(encoding="utf-8") == "precious"


def test_what_is_granted_in_an_unsafe_file_is_not_granted(tmp_path: Path) -> None:
    async def attack(world: World) -> None:
        assert await world.status(ALLOWED, host=world.literal) == 101
        world.access.path.chmod(0o644)
        assert await world.status(ALLOWED, host=world.literal) == 403
        world.access.path.chmod(0o600)
        assert await world.status(ALLOWED, host=world.literal) == 101
        moved = world.access.path.rename(tmp_path / "moved.json")
        world.access.path.symlink_to(moved)
        assert await world.status(ALLOWED, host=world.literal) == 403

    run(tmp_path, attack)


def test_a_head_that_dribbles_is_cut_off_and_holds_nobody(tmp_path: Path) -> None:
    async def attack(world: World) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", world.server.port)
        head = f"GET / HTTP/1.1\r\nHost: {world.literal}\r\nX: ".encode()
        sent = 0
        with suppress(ConnectionError):
            for byte in head + b"a" * 1_000:
                writer.write(bytes([byte]))
                await writer.drain()
                sent += 1
                await asyncio.sleep(0.05)
        with suppress(ConnectionError):
            assert await reader.read() == b""
        writer.close()
        assert sent < len(head)
        assert await world.status(ALLOWED, host=world.literal) == 101

    run(tmp_path, attack, Limits(seconds=1.0))


def test_endless_heads_are_refused(tmp_path: Path) -> None:
    async def attack(world: World) -> None:
        start = f"GET / HTTP/1.1\r\nHost: {world.literal}\r\n".encode()
        for rest in (b"X: " + b"a" * 20_000 + b"\r\n\r\n", b"X: a\r\n" * 200 + b"\r\n"):
            answer = await world.raw(start + rest)
            assert not answer.startswith(b"HTTP/1.1 101")
        for noise in (b"\x00" * 100, b"\x16\x03\x01\x02\x00", b"GET\r\n\r\n", os.urandom(200)):
            assert not (await world.raw(noise + b"\r\n\r\n")).startswith(b"HTTP/1.1 101")

    run(tmp_path, attack)


@as_root
def test_another_users_process_is_cut_off(tmp_path: Path) -> None:
    """It may write any origin, and may have found a token."""

    async def attack(world: World) -> None:
        request = f"GET / HTTP/1.1\\r\\nHost: {world.literal}\\r\\n\\r\\n"
        code = (
            f"import socket; s = socket.create_connection(('127.0.0.1', {world.server.port}));"
            f"s.sendall(b'{request}'); print(s.recv(10))"
        )
        # Cut off is an end without a word, or a reset: which one comes hangs on who is quicker.
        cut_off = (b"ConnectionResetError", b"b''\n", b"BrokenPipeError")
        for user, answers in ((0, (b"HTTP/1.1 4",)), (NOBODY, cut_off)):
            process = await asyncio.create_subprocess_exec(
                "/usr/bin/python3", "-I", "-c", code,
                user=user, group=user, extra_groups=[], cwd="/",
                stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
            )  # fmt: skip
            out, _ = await process.communicate()
            assert any(answer in out for answer in answers)

    run(tmp_path, attack)


def test_the_users_of_connections_are_read_from_the_systems_table() -> None:
    for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        with socket.socket(family) as listening:
            try:
                listening.bind((address, 0))
            except OSError:
                assert family == socket.AF_INET6  # none here
                continue
            listening.listen()
            with socket.create_connection(listening.getsockname()[:2]) as client:
                served, there = listening.accept()
                with served:
                    assert user_of(served.getsockname(), there) == os.geteuid()
                    assert user_of(there, (address, 1)) is None
                    assert client.getsockname() == there


def test_there_are_never_more_connections_than_may_be(tmp_path: Path) -> None:
    """Connections that say nothing: those beyond the limit are cut off at once."""

    async def attack(world: World) -> None:
        opened = [
            socket.create_connection(("127.0.0.1", world.server.port))
            for _ in range(MOST_CONNECTIONS + 5)
        ]
        try:
            for one in opened:
                one.setblocking(False)
            loop = asyncio.get_running_loop()
            for one in opened[MOST_CONNECTIONS:]:
                with suppress(ConnectionError):
                    assert await loop.sock_recv(one, 1) == b""
            with pytest.raises(BlockingIOError):
                opened[0].recv(1)
        finally:
            for one in opened:
                one.close()
        while await world.status(ALLOWED, host=world.literal) != 101:  # noqa: ASYNC110
            await asyncio.sleep(0.01)

    run(tmp_path, attack)


def test_the_ninth_client_is_told_that_it_is_one_too_many(tmp_path: Path) -> None:
    async def attack(world: World) -> None:
        async with asyncio.TaskGroup() as group:
            ready = [asyncio.Event() for _ in range(CLIENTS)]
            end = asyncio.Event()

            async def hold(number: int) -> None:
                async with world.client(None) as client:
                    await client.ask("auth/token", token=world.local_token)
                    ready[number].set()
                    await end.wait()

            for number in range(CLIENTS):
                group.create_task(hold(number))
            for one in ready:
                await one.wait()
            assert await world.status(ALLOWED, host=world.literal) == 503
            end.set()
        while await world.status(ALLOWED, host=world.literal) != 101:  # noqa: ASYNC110
            await asyncio.sleep(0.01)

    run(tmp_path, attack)
