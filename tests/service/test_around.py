"""What stands around the service: the telephone, plugins, magnification."""

from __future__ import annotations

import asyncio
import base64
import io
import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest
from PIL import Image

from brailledesk.call import IDLE, Call, CallNews
from brailledesk.desk.messages import Message
from brailledesk.desk.profile_file import load_profile
from brailledesk.frame import Geometry
from brailledesk.magnify.export import render
from brailledesk.magnify.style import Style, Zoom
from brailledesk.scheme_file import load_scheme
from brailledesk.screen import Screen
from brailledesk.service.attach import attach_virtual
from brailledesk.service.handlers import magnify
from brailledesk.service.rights import EXTENSION
from brailledesk.telephony.following import CallDesk
from brailledesk.telephony.running import follow
from tests.service.world import World, run, settle

PROGRAM = str(Path(sys.executable).parent / "brailledesk")


class _Source:
    wrap_up = 0.0

    def __init__(self) -> None:
        self.news: asyncio.Queue[CallNews] = asyncio.Queue()

    async def run(self, tell: object) -> None:
        while True:
            tell(await self.news.get())  # type: ignore[operator]


def test_calls_on_whatever_is_uppermost() -> None:
    async def test(world: World) -> None:
        display = attach_virtual(world.service, "stato", Geometry(40, 1, 1))
        source = _Source()
        task = asyncio.create_task(follow(source, CallDesk(world.service.calls())))
        await world.sheet("uno")
        cells = load_profile("it").calls
        for call in (Call("ringing", "1", "055 55"), Call("talk", "1"), IDLE):
            source.news.put_nowait(call)
            await settle(20)
            assert display.frame is not None
            assert display.frame.status == bytes([cells[call.state]])
            if call.state == "ringing":
                assert world.shows("Call: 055 55")
        await world.sheet("due")
        assert display.frame is not None
        task.cancel()

    run(test)


class _Loud:
    has_screens = False
    has_messages = True

    def screen(self, screen: Screen) -> Screen:
        return screen

    def message(self, message: Message) -> Message | None:
        return None if message.text == "spam" else message


def test_filters_are_asked_for_messages_of_all() -> None:
    async def test(world: World) -> None:
        client = await world.sheet("uno")
        await client.ask("message/post", text="spam", priority="important")
        await client.ask("message/post", text="posta", priority="important")
        while world.shows("uno"):  # filters are asked in a thread
            await settle(50)
        assert world.shows("posta")
        assert [one.text for one in world.service.stack.messages.history] == ["posta"]

    run(test, filters=_Loud())


def test_magnification_that_is_not_installed_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(magnify, "PACKAGES", {"no_such_module": "no-such-package"})

    async def test(world: World) -> None:
        client = await world.client(locale="it")
        error = await client.fail("magnify/render", width=640, height=480)
        assert error["data"]["kind"] == "MagnificationNotAvailable"
        assert 'pip install "brailledesk[magnify]"' in str(error)

    run(test)


def test_a_screen_is_drawn_magnified() -> None:
    """The same picture as in process, of the client's own screen, around the node it names."""

    async def test(world: World) -> None:
        client, other = await world.sheet("Salva"), await world.sheet("un altro")
        found = await client.ask("magnify/render", width=320, height=200, scale=4)
        assert (found["width"], found["height"]) == (320, 200)
        png = base64.b64decode(found["png"])
        with Image.open(io.BytesIO(png)) as picture:
            assert picture.size == (320, 200)
        screen = client.endpoint.sheet.desk.screen  # type: ignore[union-attr]
        style = Style(Zoom(4.0), load_scheme())
        assert png == render(screen, style, (320, 200)).png()
        rest = await other.ask("magnify/render", width=320, height=200, scale=4)
        assert rest["png"] != found["png"]
        for params, kind in (
            ({"node": "never"}, "UsageError"),
            ({"colours": "no-such"}, "UsageError"),
            ({"width": 8000, "height": 8000}, "UsageError"),
        ):
            error = await client.fail("magnify/render", **{"width": 99, "height": 99, **params})
            assert error["data"]["kind"] == kind
        page = await world.client(EXTENSION)
        error = await page.fail("magnify/render", width=99, height=99, colours="/etc/passwd")
        assert error["data"]["kind"] == "PathNotAllowed"

    run(test)


@contextmanager
def serving(tmp_path: Path, *options: str) -> Iterator[subprocess.Popen[bytes]]:
    environment = {
        **os.environ,
        "XDG_RUNTIME_DIR": str(tmp_path),
        "XDG_CONFIG_HOME": str(tmp_path),
        "LANG": "it_IT.UTF-8",
        "LC_ALL": "",
    }
    with subprocess.Popen(
        [PROGRAM, "serve", "--stdio", "--display", "virtual:40", "--profile", "it", *options],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def _send(stream: IO[bytes] | None, **message: object) -> None:
    assert stream is not None
    data = json.dumps({"jsonrpc": "2.0", **message}).encode()
    stream.write(b"Content-Length: %d\r\n\r\n%b" % (len(data), data))
    stream.flush()


def _receive(stream: IO[bytes] | None) -> dict[str, object]:
    assert stream is not None
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        byte = stream.read(1)
        assert byte, "it ended"
        head += byte
    found: dict[str, object] = json.loads(stream.read(int(head.split(b":")[1].split()[0])))
    return found


def test_serve_with_a_webhook(tmp_path: Path) -> None:
    """The whole way: a program posts a call, and the display of the service shows who it is."""
    with serving(tmp_path, "--calls", "webhook") as process:
        _send(process.stdin, id=1, method="initialize", params={"protocol": "1.0"})
        _receive(process.stdout)
        _send(process.stdin, id=2, method="display/watch", params={"frames": True})
        while _receive(process.stdout).get("id") != 2:
            pass
        told = json.loads((tmp_path / "brailledesk" / "webhook.json").read_bytes())
        body = {"state": "ringing", "number": "0861555123", "name": "Mario Rossi"}
        request = urllib.request.Request(
            told["url"],
            json.dumps(body).encode(),
            {"Authorization": f"Bearer {told['token']}", "Content-Type": "application/json"},
        )
        assert urllib.request.urlopen(request, timeout=60).status == 204
        text = ""
        while "mario rossi" not in text.lower():
            text = json.dumps(_receive(process.stdout))
        assert "0861555123" in text
        process.stdin.close()  # type: ignore[union-attr]
        assert process.wait(60) == 0
    assert not (tmp_path / "brailledesk" / "webhook.json").exists()


@pytest.mark.parametrize(
    ("words", "status", "what"),
    [("drum", 2, "asterisk, webhook"), ("asterisk:/no/such.toml", 3, "such.toml")],
)
def test_calls_that_cannot_be_followed(words: str, status: int, what: str) -> None:
    done = subprocess.run(
        [PROGRAM, "serve", "--stdio", "--calls", words],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == status
    assert what in done.stderr
