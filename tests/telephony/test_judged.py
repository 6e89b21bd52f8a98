"""The simulator, judged by a client that nobody here wrote: panoramisk, an AMI library."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from panoramisk import Manager

from tests.telephony.simulator import Exchange


async def _watch(exchange: Exchange) -> list[tuple[str, str, str]]:
    manager = Manager(
        loop=asyncio.get_running_loop(),
        host="127.0.0.1",
        port=exchange.port,
        username=exchange.username,
        secret=exchange.secret,
        forgetable_actions=(),
        ping_delay=60,
    )
    found: list[tuple[str, str, str]] = []
    done = asyncio.Event()

    def hear(_manager: object, message: Any) -> None:
        found.append((message.event, message.channel, message.uniqueid))
        if message.event == "Hangup" and message["Cause-txt"] == "Normal Clearing":
            done.set()

    manager.register_event("*", hear)
    await manager.connect()
    async with asyncio.timeout(60):
        listed = await manager.send_action({"Action": "CoreShowChannels"}, as_list=True)
    assert listed[0].response == "Success"
    assert listed[-1].event == "CoreShowChannelsComplete"

    def calls() -> None:
        caller = exchange.channel("PJSIP/trunk", state="Up", number="1", title="Niccolò: x")
        agent = exchange.dial(caller, "PJSIP/201")
        exchange.answer(caller, agent)
        exchange.hangup(agent)

    await asyncio.to_thread(calls)
    async with asyncio.timeout(60):
        await done.wait()
    manager.close()
    await asyncio.sleep(0.05)
    return found


@pytest.mark.filterwarnings("ignore::DeprecationWarning:panoramisk")
def test_another_client_logs_in_and_understands() -> None:
    with Exchange(secret="segreto") as exchange:
        found = asyncio.run(_watch(exchange))
    names = [
        name for name, _, _ in found if name not in {"FullyBooted", "CoreShowChannelsComplete"}
    ]
    assert names == [
        "Newchannel", "Newchannel", "DialBegin", "Newstate", "Newstate", "DialEnd", "BridgeEnter",
        "BridgeEnter", "BridgeLeave", "Hangup",
    ]  # fmt: skip
    assert found[-1][1].startswith("PJSIP/201-")
    logins = [one for one in exchange.received if one["action"] == "Login"]
    assert len(logins) == 1
