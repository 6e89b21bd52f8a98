"""The socket of the webhook: this computer only, few at a time, nobody for long."""

from __future__ import annotations

import asyncio
import os
import secrets
from collections.abc import Callable, Mapping
from http import HTTPStatus
from pathlib import Path

import msgspec

from brailledesk.adapters.webhook.body import read_body
from brailledesk.adapters.webhook.request import MAX_BODY, MAX_HEAD, PATH, Refused, read_head
from brailledesk.call import CallNews, Linked
from brailledesk.errors import N_, CallsRefused, OutputError, UsageError
from brailledesk.resources import state_path
from brailledesk.system_errors import reason_of

TOKEN_VARIABLE = "BRAILLEDESK_WEBHOOK_TOKEN"  # noqa: S105 - the name of a variable
_SECONDS = 5.0
"""So long may a whole request take."""
_LINGER = 0.5
"""Seconds in which the rest of a request is still taken, and forgotten: a connection that is closed
before loses the answer, too."""
_MOST_CONNECTIONS = 8
_MOST_EACH_SECOND = 50.0
_LEAST_TOKEN = 16


class WebhookSource:
    """A source of calls that others post. ``port`` 0 takes any that is free.

    Where it listens and the token stand in the file :func:`address_file`, which only the user can
    read; it goes away with the source.
    """

    wrap_up = 0.0

    def __init__(self, port: int = 0, token: str = "", place: Path | None = None) -> None:
        self._port = port
        self._token = token or secrets.token_urlsafe(32)
        self._place = place
        self._open = 0
        self._allowance = _MOST_EACH_SECOND
        self._asked = 0.0

    async def run(self, tell: Callable[[CallNews], None]) -> None:
        """Listen until cancelled. Raises CallsRefused where it cannot, or OutputError."""

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await self._serve(reader, writer, tell)

        try:
            server = await asyncio.start_server(
                serve, "127.0.0.1", self._port, limit=MAX_HEAD, backlog=_MOST_CONNECTIONS
            )
        except OSError as error:
            raise CallsRefused(f"127.0.0.1:{self._port}", reason_of(error)) from None
        place = self._place or address_file(os.environ)
        async with server:
            self._port = server.sockets[0].getsockname()[1]
            write_address(place, f"http://127.0.0.1:{self._port}{PATH}", self._token)
            try:
                tell(Linked())
                await server.serve_forever()
            finally:
                place.unlink(missing_ok=True)

    async def _serve(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        tell: Callable[[CallNews], None],
    ) -> None:
        """One request and its answer."""
        self._open += 1
        try:
            if self._open > _MOST_CONNECTIONS or not self._is_allowed():
                status = HTTPStatus.TOO_MANY_REQUESTS
            else:
                status = await self._answer(reader, tell)
            writer.write(_response(status))
            writer.write_eof()
            async with asyncio.timeout(_LINGER):
                await _let_go(reader)
        except (OSError, asyncio.IncompleteReadError):
            pass  # it went away, or was too slow
        finally:
            self._open -= 1
            writer.transport.abort()

    async def _answer(
        self, reader: asyncio.StreamReader, tell: Callable[[CallNews], None]
    ) -> HTTPStatus:
        try:
            async with asyncio.timeout(_SECONDS):
                head = read_head(await reader.readuntil(b"\r\n\r\n"), self._port, self._token)
                news = read_body(await reader.readexactly(head.length))
        except Refused as refusal:
            return refusal.status
        except asyncio.LimitOverrunError:
            return HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
        except TimeoutError:
            return HTTPStatus.REQUEST_TIMEOUT
        tell(news)
        return HTTPStatus.NO_CONTENT

    def _is_allowed(self) -> bool:
        """Whether another request may be looked at now: so many each second."""
        now = asyncio.get_running_loop().time()
        more = (now - self._asked) * _MOST_EACH_SECOND
        self._allowance = min(_MOST_EACH_SECOND, self._allowance + more)
        self._asked = now
        if self._allowance < 1:
            return False
        self._allowance -= 1
        return True


async def _let_go(reader: asyncio.StreamReader) -> None:
    """Forget what still comes, but no more than a whole request."""
    for _ in range(1 + MAX_BODY // MAX_HEAD):
        if not await reader.read(MAX_HEAD):
            return


def open_webhook(words: str, environment: Mapping[str, str]) -> WebhookSource:
    """The source that the words behind "webhook:" ask for: a port, or nothing.

    Raises UsageError.
    """
    token = environment.get(TOKEN_VARIABLE, "")
    is_port = words.isascii() and words.isdigit() and 0 < int(words[:6]) < 65536
    if words and not is_port:
        raise UsageError(N_("There is no port {port}."), N_("Write webhook:8123."), port=words)
    is_plain = all("!" <= character <= "~" for character in token)
    if token and (len(token) < _LEAST_TOKEN or not is_plain):
        raise UsageError(
            N_("The token in {variable} cannot be used."),
            N_("It has to have 16 characters or more, of ASCII, without blanks."),
            variable=TOKEN_VARIABLE,
        )
    return WebhookSource(int(words or 0), token)


def address_file(environment: Mapping[str, str]) -> Path:
    """Where the address and the token are told to programs of this user."""
    runtime = Path(environment.get("XDG_RUNTIME_DIR", ""))
    if runtime.is_absolute():
        return runtime / "brailledesk" / "webhook.json"
    return Path(state_path("webhook.json"))


def write_address(place: Path, url: str, token: str) -> None:
    """Write the file, for its owner's eyes only. Raises OutputError."""
    data = msgspec.json.encode({"url": url, "token": token})
    beside = place.with_name(f"{place.name}.{secrets.token_hex(8)}")
    try:
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        number = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(number, "wb") as stream:
            stream.write(data)
        beside.replace(place)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise OutputError(str(place), reason_of(error)) from None


def _response(status: HTTPStatus) -> bytes:
    """An answer without a body, and without any CORS header: no page may read it."""
    lines = [f"HTTP/1.1 {status.value} {status.phrase}", "Content-Length: 0", "Connection: close"]
    if status is HTTPStatus.METHOD_NOT_ALLOWED:
        lines.append("Allow: POST")
    if status is HTTPStatus.UNAUTHORIZED:
        lines.append("WWW-Authenticate: Bearer")
    return "\r\n".join([*lines, "", ""]).encode("ascii")
