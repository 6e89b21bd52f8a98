"""Nothing of what clients send comes into a log, at any level, of ours or of a library."""

from __future__ import annotations

import json
import logging
from contextlib import suppress
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed

from brailledesk.errors import SpeechEngineNotAvailable
from brailledesk.service.security.announcing import _speak
from brailledesk.service.security.audit import LOGGER, Audit, Event
from brailledesk.service.security.limits import Limits
from brailledesk.speech import engines
from tests.service.security.world import CRM, World, run

CANARY = "zx81canary"


def test_why_a_code_is_not_spoken_is_said_in_words(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def nothing() -> None:
        raise SpeechEngineNotAvailable("espeak", "gone")

    monkeypatch.setattr(engines, "find_engine", nothing)
    _speak("Codice: 123456.", "it")
    (told,) = caplog.messages
    assert told.startswith("Il codice non è stato letto a voce, solo mostrato. ")
    assert "SpeechEngineNotAvailable" not in told
    assert "123456" not in told


async def attacked(world: World) -> list[str]:
    """Everything that can be sent has the canary in it; what must not be known is given back."""
    host = world.literal
    await world.status(f"Origin: https://{CANARY}.example", host=host)
    await world.status(f"Origin: {CRM}", host=f"{CANARY}.example")
    await world.status(f"Origin: {CRM}", host=host, path=f"/{CANARY}")
    await world.status(f"X-{CANARY}: {CANARY}", f"Cookie: {CANARY}", host=host)
    await world.raw(f"{CANARY}\r\n\r\n".encode())
    async with world.client() as client:
        assert await client.fault("auth/token", token=CANARY) == "TokenRefused"
    async with world.client() as client:
        await client.ask("auth/pair", name=CANARY)
        given = await client.ask("auth/confirm", code=world.code())
        await client.begin()
        await client.ask("session/claim", name=CANARY)
        nodes = [{"id": CANARY, "role": "textbox", "name": CANARY, "value": CANARY}]
        await client.ask("screen/publish", nodes=nodes, focus=CANARY)
        await client.ask("message/post", text=CANARY, channel=CANARY, key=CANARY)
        await client.answer(CANARY)
        await client.answer("screen/publish", nodes=[{"id": CANARY, "states": [CANARY]}])
        await client.answer("screen/patch", base=99, revision=CANARY)
        await client.answer("translate", text=CANARY, table=f"../{CANARY}")
        await client.answer("document/convert", source={"data": CANARY, "name": CANARY})
        await client.socket.send(f'{CANARY}"\xff{{'.encode("latin-1"), text=True)
        with suppress(ConnectionClosed):
            await client.socket.send(["{", CANARY] + [CANARY] * 9_000)
            while True:
                await client.socket.recv()
    return [given["token"], world.local_token, world.code()]


def test_no_line_has_anything_of_what_was_sent(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    secrets = []

    async def attack(world: World) -> None:
        secrets.extend(await attacked(world))

    caplog.set_level(logging.CRITICAL, "websockets.client")  # the attacker's own
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, LOGGER)
    caplog.set_level(logging.DEBUG, "websockets")
    caplog.set_level(logging.DEBUG, "asyncio")
    run(tmp_path, attack, Limits(seconds=1.0))
    out, err = capfd.readouterr()
    kept = json.dumps([vars(one) for one in caplog.records], default=repr)
    kept += caplog.text + out + err
    assert "host refused" in kept  # there is a log
    assert "origin refused" in kept
    assert f"refused, origin {CRM}, TokenRefused" in kept
    assert CANARY not in kept.lower()
    for secret in secrets:
        assert secret not in kept


def test_a_thousand_refusals_fill_no_disk(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, LOGGER)
    now = [0.0]
    audit = Audit(lambda: now[0])
    for number in range(1_000):
        audit.note(Event.ORIGIN_REFUSED, number)
    assert len(caplog.records) == 100
    now[0] += 1.0
    audit.note(Event.ORIGIN_REFUSED, 1_000)
    assert caplog.messages[-2:] == [
        "900 lines not written",
        "client 1000: origin refused, origin -, -",
    ]
