"""The webhook: what is posted, and everything that is not let in."""

from __future__ import annotations

import asyncio
import http.client
import json
import logging
import socket
import stat
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brailledesk.adapters.webhook.body import read_body
from brailledesk.adapters.webhook.request import MAX_BODY, Refused, read_head
from brailledesk.adapters.webhook.server import WebhookSource, address_file, open_webhook
from brailledesk.call import Call, CallNews, Linked, Missed, Transferred
from brailledesk.errors import CallsRefused, UsageError
from tests.telephony.running import in_thread

RINGING = {
    "state": "ringing",
    "call": "17",
    "number": "0861555123",
    "name": "Mario Rossi",
    "queue": "vendite",
    "waiting": 3,
    "futureField": [1],
}


@dataclass
class Hook:
    """A webhook that listens."""

    port: int
    token: str
    place: Path
    news: list[CallNews]

    def post(
        self, body: object = RINGING, *, method: str = "POST", path: str = "/calls", **headers: str
    ) -> int:
        """The status of a request; headers with an empty value are left out."""
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        given = {
            "Host": f"127.0.0.1:{self.port}",
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "application/json",
            "Content-Length": str(len(data)),
            **{key.replace("_", "-"): value for key, value in headers.items()},
        }
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for key, value in given.items():
            if value:
                connection.putheader(key, value)
        connection.endheaders(data)
        response = connection.getresponse()
        assert response.read() == b""
        assert not [key for key, _ in response.getheaders() if key.lower().startswith("access-")]
        connection.close()
        return response.status

    def raw(self, data: bytes) -> bytes:
        """All that comes back."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=60) as way:
            way.sendall(data)
            way.shutdown(socket.SHUT_WR)
            found = b""
            while piece := way.recv(4096):
                found += piece
            return found


@contextmanager
def listening(place: Path) -> Iterator[Hook]:
    news: list[CallNews] = []
    source = WebhookSource(place=place)
    is_open = threading.Event()

    def tell(one: CallNews) -> None:
        news.append(one)
        is_open.set()

    with in_thread(source, tell):
        assert is_open.wait(60)
        told = json.loads(place.read_bytes())
        port = urlsplit(told["url"]).port
        assert port is not None
        yield Hook(port, told["token"], place, news)


@pytest.fixture(scope="module")
def hook(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hook]:
    with listening(tmp_path_factory.mktemp("hook") / "brailledesk" / "webhook.json") as found:
        yield found


@pytest.fixture(autouse=True)
def _unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests post faster than telephones ring."""
    monkeypatch.setattr("brailledesk.adapters.webhook.server._MOST_EACH_SECOND", 1e6)
    monkeypatch.setattr("brailledesk.adapters.webhook.server._REFUSED_SECONDS", 0.0)


def test_what_is_posted(hook: Hook) -> None:
    assert hook.news[0] == Linked()
    for body, expected in (
        (RINGING, Call("ringing", "17", "0861555123", "Mario Rossi", "vendite", 3)),
        ({"state": "talk", "call": "17", "wrapUp": 20}, Call("talk", "17", wrap_up=20.0)),
        ({"state": "idle"}, Call()),
        ({"state": "missed", "number": "1"}, Missed("1")),
        ({"state": "transferred", "to": "205"}, Transferred("205")),
    ):
        assert hook.post(body) == HTTPStatus.NO_CONTENT
        assert hook.news[-1] == expected
    assert hook.post(Host=f"LOCALHOST:{hook.port}") == HTTPStatus.NO_CONTENT
    assert hook.post(Content_Type="application/json; charset=utf-8") == HTTPStatus.NO_CONTENT


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "evil.example:80"}, 403),
        ({"Host": "127.0.0.1"}, 403),
        ({"Host": "127.0.0.1:1"}, 403),
        ({"Host": ""}, 403),
        ({"Origin": "https://crm.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Authorization": ""}, 401),
        ({"Authorization": "Bearer "}, 401),
        ({"Authorization": "Bearer wrong"}, 401),
        ({"Authorization": "Basic x"}, 401),
        ({"Authorization": "Bearer \xe9"}, 401),
        ({"Content_Type": "text/plain"}, 415),
        ({"Content_Type": "application/x-www-form-urlencoded"}, 415),
        ({"Content_Type": ""}, 415),
        ({"Content_Length": ""}, 411),
        ({"Content_Length": "-1"}, 411),
        ({"Content_Length": "1_0"}, 411),
        ({"Content_Length": str(MAX_BODY + 1)}, 413),
        ({"Content_Length": "999999999"}, 413),
        ({"Transfer_Encoding": "chunked"}, 411),
    ],
)
def test_heads_that_are_not_let_in(hook: Hook, headers: dict[str, str], status: int) -> None:
    before = len(hook.news)
    assert hook.post(**headers) == status
    assert len(hook.news) == before


def test_other_ways_in(hook: Hook) -> None:
    before = len(hook.news)
    for method in ("GET", "OPTIONS", "PUT", "HEAD"):
        assert hook.post(method=method) == HTTPStatus.METHOD_NOT_ALLOWED
    for path in ("/", "/calls/", "/calls?x=1", "/..%2fcalls", "//calls"):
        assert hook.post(path=path) == HTTPStatus.NOT_FOUND
    assert len(hook.news) == before


@pytest.mark.parametrize(
    "body",
    [
        b"", b"[]", b"null", b"{", b"\xff", b'{"state":"\xff"}', b'{"state":"sleeping"}', b"{}",
        b'{"state":"talk","number":' + b'"' + b"9" * 201 + b'"}', b'{"state":"talk","waiting":-1}',
        b'{"state":"talk","wrapUp":1e9}', b'{"state":"talk","wrapUp":NaN}', b'{"state":1}',
        b'{"x":' + b"[" * 8000,
    ],
)  # fmt: skip
def test_bodies_that_are_refused(hook: Hook, body: bytes) -> None:
    before = len(hook.news)
    assert hook.post(body) == HTTPStatus.UNPROCESSABLE_ENTITY
    assert len(hook.news) == before


def test_requests_that_are_none(hook: Hook) -> None:
    token = f"Authorization: Bearer {hook.token}\r\n"
    host = f"Host: 127.0.0.1:{hook.port}\r\n"
    rest = f"{token}Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{{}}"
    for text in (
        "\r\n\r\n",
        "POST /calls\r\n\r\n",
        f"POST  /calls HTTP/1.1\r\n{host}{rest}",
        f"POST /calls HTTP/2.0\r\n{host}{rest}",
        f"post /calls HTTP/1.1\r\n{host}{rest}",
        f"POST /calls HTTP/1.1\r\n{host}{host}{rest}",
        f"POST /calls HTTP/1.1\r\n{host} folded: x\r\n{rest}",
        f"POST /calls HTTP/1.1\r\n{host}Content-Length : 2\r\n{rest}",
        f"POST /calls HTTP/1.1\r\n{host}X: \0\r\n{rest}",
        f"POST /calls HTTP/1.1\r\n{host}{token}{rest}",
        f"POST /calls HTTP/1.1\r\n{host}" + "".join(f"X{n}: y\r\n" for n in range(60)) + rest,
        f"POST http://127.0.0.1/calls HTTP/1.1\r\n{host}{rest}",
    ):
        assert hook.raw(text.encode()).startswith(b"HTTP/1.1 400 "), text
    assert hook.raw(b"POST /calls HTTP/1.1\r\nX: " + b"y" * 20_000).startswith(b"HTTP/1.1 431 ")
    assert hook.raw(b"POST /calls HTTP/1.1\r\n") == b"", "it went away"
    smuggled = f"POST /calls HTTP/1.1\r\n{host}{rest}"
    answers = hook.raw(2 * smuggled.encode())
    assert answers.count(b"HTTP/1.1") == 1, "one request a connection"


def test_a_slow_sender_is_left(hook: Hook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("brailledesk.adapters.webhook.server._SECONDS", 0.2)
    with socket.create_connection(("127.0.0.1", hook.port), timeout=60) as way:
        way.sendall(b"POST /calls HTTP/1.1\r\n")
        assert way.recv(100).startswith(b"HTTP/1.1 408 ")


def test_strangers_do_not_keep_out_who_has_the_token(hook: Hook) -> None:
    ways = [socket.create_connection(("127.0.0.1", hook.port), timeout=60) for _ in range(80)]
    time.sleep(0.1)
    assert hook.post() == HTTPStatus.NO_CONTENT
    ways[0].settimeout(60)
    assert ways[0].recv(1) == b"", "the oldest was cut off"
    for way in ways:
        way.close()


def test_many_at_once(hook: Hook) -> None:
    """With the token, and without the body that they tell of."""
    head = (
        f"POST /calls HTTP/1.1\r\nHost: 127.0.0.1:{hook.port}\r\nAuthorization: Bearer {hook.token}"
        "\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n"
    )
    ways = [socket.create_connection(("127.0.0.1", hook.port), timeout=60) for _ in range(8)]
    for way in ways:
        way.sendall(head.encode())
    time.sleep(0.1)
    assert hook.post() == HTTPStatus.TOO_MANY_REQUESTS
    for way in ways:
        way.close()
    until = time.monotonic() + 60
    while hook.post() != HTTPStatus.NO_CONTENT:
        assert time.monotonic() < until
        time.sleep(0.02)


def test_who_is_refused_takes_no_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("brailledesk.adapters.webhook.server._MOST_EACH_SECOND", 5.0)
    with listening(tmp_path / "hook.json") as hook:
        refused = {hook.post(Origin="https://evil.example") for _ in range(30)}
        assert refused == {HTTPStatus.FORBIDDEN}
        assert {hook.post(Authorization="Bearer x") for _ in range(30)} == {HTTPStatus.UNAUTHORIZED}
        assert [hook.post() for _ in range(4)] == [HTTPStatus.NO_CONTENT] * 4


def test_a_flood(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("brailledesk.adapters.webhook.server._MOST_EACH_SECOND", 5.0)
    with listening(tmp_path / "hook.json") as hook:
        found = [hook.post() for _ in range(30)]
    assert set(found) == {HTTPStatus.NO_CONTENT, HTTPStatus.TOO_MANY_REQUESTS}
    assert found[:4] == [HTTPStatus.NO_CONTENT] * 4


def test_the_file_of_the_address(tmp_path: Path) -> None:
    place = tmp_path / "run" / "hook.json"
    with listening(place) as hook:
        assert stat.S_IMODE(place.stat().st_mode) == 0o600
        assert stat.S_IMODE(place.parent.stat().st_mode) == 0o700
        assert len(hook.token) >= 43
        assert [one.name for one in place.parent.iterdir()] == ["hook.json"]
        first = hook.token
    assert not place.exists()
    place.symlink_to(tmp_path / "elsewhere")
    with listening(place) as hook:
        assert hook.token != first
        assert not place.is_symlink()
    assert not (tmp_path / "elsewhere").exists(), "a link is replaced, not followed"
    runtime = address_file({"XDG_RUNTIME_DIR": "/run/user/7"})
    assert str(runtime) == "/run/user/7/brailledesk/webhook.json"
    assert address_file({"XDG_RUNTIME_DIR": "relative"}).is_absolute()


def test_only_this_computer_and_a_free_port(hook: Hook) -> None:
    taken = WebhookSource(hook.port)
    with pytest.raises(CallsRefused, match=str(hook.port)):
        asyncio.run(taken.run(lambda _news: None))
    addresses = {one[4][0] for one in socket.getaddrinfo(socket.gethostname(), None)}
    for address in addresses - {"127.0.0.1", "::1"}:
        if ":" not in str(address) and not str(address).startswith("127."):
            with pytest.raises(OSError, match="refused"):
                socket.create_connection((str(address), hook.port), timeout=2)


def test_the_words_of_the_user() -> None:
    for words in ("x", "0", "70000", "-1", "²", "1" * 30):
        with pytest.raises(UsageError):
            open_webhook(words, {})
    for token in ("short", "with blank in it 1234", "è" * 20):
        with pytest.raises(UsageError):
            open_webhook("", {"BRAILLEDESK_WEBHOOK_TOKEN": token})
    assert isinstance(open_webhook("8123", {}), WebhookSource)


def test_nothing_of_callers_in_logs(hook: Hook, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        hook.post()
        hook.post({"state": "0861555123"})
    assert "0861555123" not in caplog.text
    assert hook.token not in caplog.text


@settings(max_examples=300)
@given(st.binary(max_size=200) | st.text(max_size=100).map(lambda text: text.encode()))
def test_any_head_and_body(data: bytes) -> None:
    for call in (lambda: read_head(data + b"\r\n\r\n", 80, "token"), lambda: read_body(data)):
        with pytest.raises(Refused):
            call()
