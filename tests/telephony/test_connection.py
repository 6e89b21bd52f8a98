"""The connection to Asterisk: login, what goes on already, losses, floods, silence."""

from __future__ import annotations

import asyncio
import logging
import os
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from brailledesk.adapters.asterisk.connection import AsteriskSource, newest
from brailledesk.adapters.asterisk.settings import (
    AsteriskSettings,
    read_secret,
    read_settings,
)
from brailledesk.call import IDLE, Call, CallNews, Linked, Missed, Unlinked
from brailledesk.errors import (
    CallsLost,
    CallsRefused,
    SettingsFaulty,
    SourceNotFound,
    UsageError,
)
from tests.ports import refusing_port
from tests.telephony.running import in_thread
from tests.telephony.simulator import BANNER, Channel, Exchange

AGENT = "PJSIP/201"


class Listener:
    """What a source tells, from its thread."""

    def __init__(self) -> None:
        self.news: list[CallNews] = []
        self._changed = threading.Condition()

    def __call__(self, news: CallNews) -> None:
        with self._changed:
            self.news.append(news)
            self._changed.notify_all()

    def wait(self, is_so: Callable[[list[CallNews]], bool]) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: is_so(self.news), timeout=60), self.news

    def wait_for(self, news: CallNews) -> None:
        self.wait(lambda all_news: bool(all_news) and all_news[-1] == news)

    def count(self, kind: type) -> int:
        return sum(isinstance(one, kind) for one in self.news)


@contextmanager
def following(source: AsteriskSource) -> Iterator[Listener]:
    listener = Listener()
    with in_thread(source, listener):
        yield listener


def source_for(port: int, secret: str = "segreto è", **changes: float) -> AsteriskSource:
    settings = AsteriskSettings(
        username="brailledesk",
        channels=(AGENT,),
        port=port,
        retry=changes.get("retry", 0.01),
        idle=changes.get("idle", 30.0),
    )
    return AsteriskSource(settings, secret)


def _state(news: list[CallNews]) -> str:
    return str(getattr([None, *news][-1], "state", ""))


def _caller(exchange: Exchange) -> Channel:
    return exchange.channel("PJSIP/trunk", state="Up", number="0861555123", title="Mario Rossi")


def test_a_call_over_a_connection() -> None:
    with Exchange() as exchange, following(source_for(exchange.port)) as told:
        exchange.wait_for_login(1)
        told.wait_for(Linked())
        caller = _caller(exchange)
        exchange.join(caller, "vendite")
        agent = exchange.dial(caller, AGENT, queue="vendite")
        told.wait_for(Call("ringing", caller.unique, "0861555123", "Mario Rossi", "vendite", 1))
        exchange.answer(caller, agent, queue="vendite")
        told.wait_for(Call("talk", caller.unique, "0861555123", "Mario Rossi", "vendite"))
        exchange.hangup(agent, caller)
        told.wait_for(IDLE)
    sent = [one for one in exchange.received if one["action"] == "Login"]
    assert sent[0]["authtype"] == "MD5"
    assert "segreto" not in str(exchange.received), "the password never goes over the line"


def test_what_goes_on_already_is_asked() -> None:
    """Started in the middle of a call, with callers in the queue."""
    with Exchange() as exchange:
        caller = _caller(exchange)
        agent = exchange.dial(caller, AGENT)
        exchange.answer(caller, agent)
        waiting = _caller(exchange)
        exchange.join(waiting, "vendite")
        with following(source_for(exchange.port)) as told:
            exchange.wait_for_login(1)
            told.wait(lambda news: any(isinstance(one, Call) for one in news))
            exchange.hangup(agent)
            exchange.dial(waiting, AGENT, queue="vendite")
            told.wait(lambda news: getattr([None, *news][-1], "waiting", None) == 1)
    assert [one.state for one in told.news if isinstance(one, Call)][:2] == ["talk", "idle"]


def test_a_connection_that_is_lost_is_made_again() -> None:
    with Exchange() as exchange, following(source_for(exchange.port)) as told:
        exchange.wait_for_login(1)
        caller = _caller(exchange)
        agent = exchange.dial(caller, AGENT)
        exchange.answer(caller, agent)
        told.wait(lambda news: _state(news) == "talk")
        exchange.drop()
        exchange.wait_for_login(2)
        told.wait(lambda news: _state(news) == "talk")
        [lost] = [one for one in told.news if isinstance(one, Unlinked)]
        assert isinstance(lost.error, CallsLost)
        assert not lost.is_final
        kinds = [type(one).__name__ for one in told.news[-4:]]
        assert kinds[0:2] == ["Call", "Unlinked"], "what is not known is not shown"
        exchange.hangup(agent)
        told.wait_for(IDLE)


def test_nobody_there_is_told_once_and_tried_again() -> None:
    with refusing_port() as port, following(source_for(port, retry=0.005)) as told:
        told.wait(lambda news: len(news) >= 1)
        time.sleep(0.2)
    assert told.count(Unlinked) == 1
    assert len(told.news) == 1


def test_the_pause_doubles_up_to_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 10:
            raise asyncio.CancelledError

    monkeypatch.setattr("brailledesk.adapters.asterisk.connection.asyncio.sleep", sleep)
    with refusing_port() as port, pytest.raises(asyncio.CancelledError):
        asyncio.run(source_for(port, retry=1.0).run(lambda _news: None))
    for place, pause in enumerate(pauses):
        most = min(2.0**place, 60.0)
        assert most / 2 <= pause <= most


@pytest.mark.parametrize("answer", ["Authentication failed", "Permission denied", ""])
def test_a_refusal_is_final(answer: str) -> None:
    with Exchange() as exchange:
        exchange.refusal = answer
        with following(source_for(exchange.port, "falso")) as told:
            told.wait(lambda news: bool(news) and isinstance(news[-1], Unlinked))
            time.sleep(0.1)
    [last] = told.news
    assert isinstance(last, Unlinked)
    assert last.is_final
    assert isinstance(last.error, CallsRefused)
    assert len([one for one in exchange.received if one["action"] == "Login"]) == 1


@pytest.mark.parametrize("action", ["banner", "challenge", "login"])
def test_a_server_that_is_not_ready_is_asked_again(action: str) -> None:
    """A proxy that answers before Asterisk is up, or too many sessions."""
    with Exchange() as exchange:
        if action == "banner":
            exchange.banner = b"HTTP/1.1 503 not ready\r\n"
        exchange.busy_at = action
        with following(source_for(exchange.port)) as told:
            told.wait(lambda news: bool(news) and isinstance(news[-1], Unlinked))
            exchange.banner, exchange.busy_at = BANNER, ""
            told.wait_for(Linked())
    [lost] = [one for one in told.news if isinstance(one, Unlinked)]
    assert isinstance(lost.error, CallsLost)
    assert not lost.is_final


def test_what_a_liar_makes_up_has_to_wait() -> None:
    with Exchange() as exchange, following(source_for(exchange.port)) as told:
        exchange.wait_for_login(1)
        begun = time.monotonic()
        for number in range(300):
            channel = f"Channel: {AGENT}-1\r\nUniqueid: {number}\r\n"
            exchange.raw(
                f"Event: Newstate\r\n{channel}ChannelStateDesc: Ringing\r\n\r\n"
                f"Event: Hangup\r\n{channel}\r\n".encode()
            )
            time.sleep(0.002)
        told.wait(lambda news: len(news) > 10)
    seconds = time.monotonic() - begun  # more on a busy machine, and more news with them
    assert len(told.news) < 100 + 20 * seconds


def test_a_server_that_falls_silent_is_asked_then_left() -> None:
    with Exchange() as exchange, following(source_for(exchange.port, idle=1.0)) as told:
        exchange.wait_for_login(1)
        while sum(one["action"] == "Ping" for one in exchange.received) < 2:
            time.sleep(0.01)
        assert told.count(Unlinked) == 0, "its answers to Ping keep it"
        exchange.is_silent = True
        told.wait(lambda news: any(isinstance(one, Unlinked) for one in news))
        exchange.is_silent = False
        exchange.wait_for_login(2)


def test_a_flood_and_garbage_are_survived(caplog: pytest.LogCaptureFixture) -> None:
    with (
        caplog.at_level(logging.DEBUG),
        Exchange() as exchange,
        following(source_for(exchange.port)) as told,
    ):
        exchange.wait_for_login(1)
        noise = b"Event: VarSet\r\nVariable: X\r\nValue: 0861555123\r\n\r\n"
        exchange.raw(noise * 5_000)
        exchange.raw(b"\xff\x00:\r\n" * 100 + b"x" * 300_000 + b"\r\n\r\n")
        exchange.raw(b"Event: Hangup\r\nUniqueid: ?\r\n\r\n")
        caller = _caller(exchange)
        exchange.dial(caller, AGENT)
        told.wait(lambda news: _state(news) == "ringing")
    assert "0861555123" not in caplog.text
    assert "Rossi" not in caplog.text


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and a certificate of this computer that nobody signed but itself, in one file."""
    path = tmp_path_factory.mktemp("tls") / "own.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    names = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-nodes"]
    files = ["-keyout", str(path), "-out", f"{path}.crt", "-days", "1"]
    subprocess.run([*command, *names, *files], check=True, capture_output=True)
    path.write_bytes(path.read_bytes() + Path(f"{path}.crt").read_bytes())
    return path


@pytest.mark.parametrize("is_trusted", [True, False])
def test_tls_with_a_certificate_that_is_trusted(certificate: Path, *, is_trusted: bool) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with Exchange(secret="segreto", tls=context) as exchange:
        settings = AsteriskSettings(
            username="brailledesk",
            channels=(AGENT,),
            port=exchange.port,
            tls=True,
            ca=f"{certificate}.crt" if is_trusted else "",
        )
        with following(AsteriskSource(settings, "segreto")) as told:
            if is_trusted:
                exchange.wait_for_login(1)
                told.wait_for(Linked())
                return
            told.wait(lambda news: bool(news) and isinstance(news[-1], Unlinked))
    [lost] = told.news
    assert isinstance(lost, Unlinked)
    assert "certificate verify failed" in str(lost.error)
    assert exchange.received == []


def test_only_the_newest_state_of_a_piece() -> None:
    first, second = Call("ringing", "1"), Call("ringing", "1", "0861")
    missed = Missed("1")
    assert newest([first, second, missed, IDLE]) == [second, missed, IDLE]
    assert newest([first, Call("talk", "1")]) == [first, Call("talk", "1")]
    assert len(newest([missed] * 1000)) == 20


GOOD = """\
host = "pbx"
username = "brailledesk"
channels = ["PJSIP/201", "SIP/201"]
members = ["Local/201@agents/n"]
wrap-up = 20
tls = true
"""


def test_settings(tmp_path: Path) -> None:
    path = tmp_path / "asterisk.toml"
    path.write_text(GOOD, encoding="utf-8")
    settings = read_settings(path)
    assert (settings.server, settings.wrap_up, settings.tls) == ("pbx:5038", 20.0, True)
    assert settings.channels == ("PJSIP/201", "SIP/201")
    for line, what in (
        ("secret = 'x'", "secret"),
        ("port = 70000", "port: a port from 1 to 65535 is wanted"),
        ("port = 'x'", "port"),
        ("retry = 0", "retry: up to 3600 seconds, and not 0, are wanted"),
        ("most = -1", "most: 0 to 3600 seconds are wanted"),
        ("= 3", "Invalid"),
    ):
        path.write_text(f"{GOOD}{line}\n", encoding="utf-8")
        with pytest.raises(SettingsFaulty, match=what):
            read_settings(path)
    path.write_text(GOOD.replace('"PJSIP/201", "SIP/201"', '"201"'), encoding="utf-8")
    with pytest.raises(SettingsFaulty, match="names of devices"):
        read_settings(path)
    with pytest.raises(SourceNotFound):
        read_settings(tmp_path / "absent.toml")


def test_the_password(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    settings = AsteriskSettings(username="u", channels=(AGENT,), secret_file=str(path))
    with pytest.raises(UsageError, match="cannot be read"):
        read_secret(settings, {})
    path.write_text("segreto\n", encoding="utf-8")
    path.chmod(0o600)
    assert read_secret(settings, {}) == "segreto"
    for mode in (0o640, 0o604, 0o660):
        path.chmod(mode)
        with pytest.raises(UsageError, match="chmod 600"):
            read_secret(settings, {})
    path.chmod(0o600)
    for text in ("", "\n", "a\nb\n", "x" * 2000):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(UsageError, match="has no password"):
            read_secret(settings, {})
    bare = AsteriskSettings(username="u", channels=(AGENT,))
    assert read_secret(bare, {"BRAILLEDESK_AMI_SECRET": "x"}) == "x"
    with pytest.raises(UsageError, match="BRAILLEDESK_AMI_SECRET"):
        read_secret(bare, {})
    assert os.name == "posix"
