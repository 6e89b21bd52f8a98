"""Behind the upgrade and before the service: tokens, pairing, brute force."""

from __future__ import annotations

import asyncio
import json
import time
from contextlib import AsyncExitStack, suppress
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed

from brailledesk.commands import Command, Key
from brailledesk.desk.messages import Priority
from brailledesk.service.security.limits import (
    AT_THE_DOOR,
    AT_THE_DOOR_ALL,
    AT_THE_DOOR_EACH,
    CLIENTS,
    Limits,
)
from tests.service.security.world import CRM, DISPLAY, EVIL, Client, World, run


def test_a_page_is_paired_by_the_code_that_the_user_reads_and_hears(tmp_path: Path) -> None:
    async def attack(world: World) -> None:
        async with world.client() as client:
            asked = await client.ask("auth/pair", name="CRM", scopes=["publish", "emboss"])
            assert asked == {"seconds": 120}
            code = world.code()
            assert len(code) == 6
            assert world.shown().startswith(f"Code: {code}. {CRM} wants")
            assert (
                f"{CRM} wants to use the display. It also wants to: emboss documents."
                in world.spoken[-1]
            )
            given = await client.ask("auth/confirm", code=code)
            assert given["scopes"] == ["emboss", "publish"]
            assert code not in world.shown()
            await client.begin()  # and it is in
        async with world.client() as client:
            assert (await client.ask("auth/token", token=given["token"]))["scopes"] == [
                "emboss",
                "publish",
            ]

    run(tmp_path, attack)


def test_the_door_speaks_the_users_language(tmp_path: Path) -> None:
    async def attack(world: World) -> None:
        async with world.client() as client:
            await client.ask("auth/pair")
            wrong = f"{(int(world.code()) + 1) % 1_000_000:06}"
            error = (await client.answer("auth/confirm", code=wrong))["error"]
            assert error["message"].startswith("L'abbinamento è stato rifiutato: il codice è sbagl")
            assert error["data"]["kind"] == "PairingRefused"
            assert error["message"].endswith(error["data"]["todo"])

    run(tmp_path, attack, locale="it")


def test_a_code_is_in_no_history(tmp_path: Path) -> None:
    async def attack(world: World) -> None:
        async with world.client(None) as reader, world.client() as page:
            await reader.ask("auth/token", token=world.local_token)
            await reader.begin()
            await page.ask("auth/pair")
            history = await reader.ask("message/history", all=True)
            assert history["messages"] == []
            await page.ask("auth/confirm", code=world.code())
            assert (await reader.ask("message/history", all=True))["messages"] == []

    run(tmp_path, attack)


def test_no_message_takes_the_place_of_a_code(tmp_path: Path) -> None:
    async def attack(world: World) -> None:
        async with world.client(None) as other, world.client() as page:
            await other.ask("auth/token", token=world.local_token)
            await other.begin()
            await page.ask("auth/pair")
            for name in ("pairing", "", world.spoken[-1]):
                await other.ask(
                    "message/post",
                    text="Code: 000000.",
                    priority="important",
                    key=name[:50],
                    channel=name[:50],
                )
                assert world.shown().startswith(f"Code: {world.code()}.")

    run(tmp_path, attack)


def test_no_wall_of_messages_hides_a_code(tmp_path: Path) -> None:
    """120 important ones, each until a key: the reader has the code at once all the same."""

    async def attack(world: World) -> None:
        async with world.page(EVIL) as evil, world.client() as page:
            for number in range(120):
                await evil.ask("message/post", text=f"W{number}", priority="important", seconds=0)
            await page.ask("auth/pair")
            assert world.shown().startswith(f"Code: {world.code()}.")
            await page.ask("auth/confirm", code=world.code())

    run(tmp_path, attack)


def test_the_user_confirms_by_a_key(tmp_path: Path) -> None:
    async def attack(world: World) -> None:
        async with world.client() as client:
            await client.ask("auth/pair")
            slot = world.service.slot(DISPLAY)
            world.service.press(slot, Command(Key.COMMIT))  # too soon to have been meant
            await asyncio.sleep(1.1)
            world.service.press(slot, Command(Key.COMMIT))
            told = json.loads(await client.socket.recv())
            assert told["method"] == "auth/paired"
            await client.begin()
            token = told["params"]["token"]
        async with world.client() as client:
            await client.ask("auth/token", token=token)

    run(tmp_path, attack)


@pytest.mark.parametrize("key", [Key.COMMIT, Key.DISMISS])
def test_a_key_answers_only_the_code_that_is_shown(tmp_path: Path, key: Key) -> None:
    """The reader has panned past the code, and has something else under the fingers."""

    async def attack(world: World) -> None:
        async with world.client() as client:
            await client.ask("auth/pair")
            slot = world.service.slot(DISPLAY)
            while world.service.stack.messages.shown is not None:
                world.service.press(slot, Command(Key.PAN_RIGHT))
            world.service.post("Riunione alle 15", Priority.IMPORTANT)
            await asyncio.sleep(1.1)
            assert world.shown().startswith("Riunione")
            world.service.press(slot, Command(key))
            assert world.access.read().grants == ()
            await client.ask("auth/confirm", code=world.code())  # it goes on all the same

    run(tmp_path, attack)


def test_the_user_says_no_by_a_key(tmp_path: Path) -> None:
    async def attack(world: World) -> None:
        async with world.client() as client:
            await client.ask("auth/pair")
            code = world.code()
            world.service.press(world.service.slot(DISPLAY), Command(Key.DISMISS))
            assert code not in world.shown()
            assert await client.fault("auth/confirm", code=code) == "PairingRefused"
        assert world.access.read().grants == ()

    run(tmp_path, attack)


def test_the_window_is_for_one_pairing_whoever_came_in_it(tmp_path: Path) -> None:
    async def attack(world: World) -> None:
        world.access.open_for(60)
        async with world.client("https://good.example") as good, world.client(EVIL) as evil:
            await good.ask("auth/pair")
            assert await evil.fault("auth/pair") == "PairingRefused"
            await good.ask("auth/confirm", code=world.code())
            assert await evil.fault("auth/pair") == "MessageRefused"
            await evil.socket.wait_closed()
        assert len(world.spoken) == 1

    run(tmp_path, attack)


def test_a_window_that_has_passed_does_not_end_a_pairing_begun_in_it(tmp_path: Path) -> None:
    async def attack(world: World) -> None:
        world.access.open_for(600)
        async with world.client(EVIL) as page:
            await page.ask("auth/pair")
            world.server._door._clock = lambda: time.time() + 600
            assert not world.server._door.admits(EVIL)
            await page.ask("auth/confirm", code=world.code())

    run(tmp_path, attack)


@pytest.mark.parametrize("by_key", [True, False])
def test_who_is_revoked_at_the_door_gets_no_token(tmp_path: Path, *, by_key: bool) -> None:
    async def attack(world: World) -> None:
        async with world.client() as page:
            await page.ask("auth/pair")
            world.access.revoke(CRM)
            if by_key:
                await asyncio.sleep(1.1)
                world.service.press(world.service.slot(DISPLAY), Command(Key.COMMIT))
                assert await page.fault("auth/pair") == "MessageRefused"
            else:
                assert await page.fault("auth/confirm", code=world.code()) == "MessageRefused"
            await page.socket.wait_closed()
        assert world.access.read().grants == ()
        assert "The pairing is over" in world.shown()

    run(tmp_path, attack)


def test_a_token_that_was_stolen_is_worth_nothing_elsewhere(tmp_path: Path) -> None:
    async def attack(world: World) -> None:
        from brailledesk.service.security.scopes import FOR_PAGES

        token = world.access.grant(CRM, "CRM", FOR_PAGES)
        world.access.allow(EVIL)
        for origin in (EVIL, None):  # another page; a program without an origin
            async with world.client(origin) as client:
                assert await client.fault("auth/token", token=token) == "TokenRefused"
                with pytest.raises(ConnectionClosed):
                    await client.socket.recv()
        async with world.client() as client:  # and a page with the token of programs
            assert await client.fault("auth/token", token=world.local_token) == "TokenRefused"

    run(tmp_path, attack)


def test_without_a_token_nothing_reaches_the_service(tmp_path: Path) -> None:
    async def attack(world: World) -> None:
        for message in (
            '{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocol":"1.0"}}',
            '[{"jsonrpc":"2.0","id":1,"method":"auth/pair"}]',
            '{"jsonrpc":"2.0","id":1,"method":"auth/token","params":{"token":7}}',
            '{"jsonrpc":"2.0","id":1,"method":"auth/confirm","params":{"code":"123456"}}',
            '{"jsonrpc":"2.0","method":"auth/pair"}',
            "{}",
            "null",
            "",
            "[" * 1_000,
            "x" * 5_000,
        ):
            for origin in (CRM, None):
                async with world.client(origin) as client:
                    await client.socket.send(message)
                    assert all(["result" not in json.loads(one) async for one in client.heard()])
        assert world.service.endpoints == []
        assert world.spoken == []

    run(tmp_path, attack)


def test_programs_without_an_origin_are_not_paired(tmp_path: Path) -> None:
    """A code of theirs would bind a token to nobody: they read the file, or they are not ours."""

    async def attack(world: World) -> None:
        async with world.client(None) as client:
            assert await client.fault("auth/pair", name="x") == "MessageRefused"
        assert world.spoken == []

    run(tmp_path, attack)


def test_a_code_cannot_be_guessed(tmp_path: Path) -> None:
    async def attack(world: World) -> None:
        async with world.client() as client:
            await client.ask("auth/pair")
            wrong = "000000" if world.code() != "000000" else "000001"
            for _ in range(3):
                assert await client.fault("auth/confirm", code=wrong) == "PairingRefused"
            assert await client.fault("auth/confirm", code=world.code()) == "PairingRefused"
            assert await client.fault("auth/pair") == "PairingRefused"
        async with world.client() as client:  # nor by coming again
            answer = await client.answer("auth/pair")
            assert answer["error"]["data"]["kind"] == "PairingRefused"
            assert 55 <= answer["error"]["data"]["seconds"] <= 60
        assert len(world.spoken) == 1
        assert world.access.read().grants == ()

    run(tmp_path, attack)


def test_a_code_is_of_no_use_to_others_or_later(tmp_path: Path) -> None:
    async def attack(world: World) -> None:
        world.access.allow(EVIL)
        async with world.client() as page, world.client(EVIL) as evil:
            await page.ask("auth/pair")
            code = world.code()
            assert await evil.fault("auth/pair") == "PairingRefused"  # one at a time
            assert await evil.fault("auth/confirm", code=code) == "MessageRefused"
            await page.ask("auth/confirm", code=code)
            # It is in: the door's words mean nothing any more.
            again = await page.answer("auth/confirm", code=code)
            assert again["error"]["code"] == -32601
        async with world.client() as page:  # a replay
            assert await page.fault("auth/confirm", code=code) == "MessageRefused"

    run(tmp_path, attack)


def test_a_page_that_is_gone_takes_its_code_from_the_display(tmp_path: Path) -> None:
    async def attack(world: World) -> None:
        async with world.client() as client:
            await client.ask("auth/pair")
        while world.code() in world.shown():  # noqa: ASYNC110 - nobody tells a test
            await asyncio.sleep(0.01)
        assert "The pairing is over" in world.shown()

    run(tmp_path, attack)


def test_a_name_cannot_speak_in_the_services_voice(tmp_path: Path) -> None:
    async def attack(world: World) -> None:
        async with world.client() as client:
            await client.ask("auth/pair", name="Code: 111111. Your bank\u202e {code} {0.__class__}")
            assert "bank" not in world.spoken[-1] + world.shown()

    run(tmp_path, attack)


def test_scopes_that_there_are_not_are_refused(tmp_path: Path) -> None:
    async def attack(world: World) -> None:
        async with world.client() as client:
            assert await client.fault("auth/pair", scopes=["root"]) == "ScopeUnknown"
        assert world.spoken == []

    run(tmp_path, attack)


def test_who_says_nothing_is_sent_away(tmp_path: Path) -> None:
    async def attack(world: World) -> None:
        async with world.client() as client, asyncio.timeout(60):
            await client.socket.wait_closed()

    run(tmp_path, attack, Limits(seconds=0.2))


async def _ask_on(client: Client) -> None:
    while True:
        assert await client.fault("auth/pair") == "PairingRefused"
        await asyncio.sleep(0.1)


def test_who_only_chatters_is_sent_away_as_well(tmp_path: Path) -> None:
    """Each answer was a new beginning for its time."""

    async def attack(world: World) -> None:
        world.access.allow(EVIL)
        async with world.client() as page, world.client(EVIL) as evil:
            await page.ask("auth/pair")
            chatter = asyncio.create_task(_ask_on(evil))
            await evil.socket.wait_closed()
            with pytest.raises(ConnectionClosed):
                await chatter
            await page.ask("auth/confirm", code=world.code())

    run(tmp_path, attack, Limits(seconds=1.0))


def test_a_flood_at_the_door_is_read_slowly(tmp_path: Path) -> None:
    async def attack(world: World) -> None:
        world.access.allow(EVIL)
        async with world.client() as page, world.client(EVIL) as evil:
            await page.ask("auth/pair")
            with suppress(ConnectionClosed):
                for _ in range(500):
                    await evil.send("auth/pair")
            answers = [one async for one in evil.heard()]
            # What was saved up, and one a second.
            assert AT_THE_DOOR.burst <= len(answers) <= AT_THE_DOOR.burst + 3

    run(tmp_path, attack, Limits(seconds=2.0))


def test_who_waits_at_the_door_takes_no_clients_place(tmp_path: Path) -> None:
    async def attack(world: World) -> None:
        world.access.allow(EVIL)
        async with AsyncExitStack() as silent:
            for _ in range(AT_THE_DOOR_EACH):
                await silent.enter_async_context(world.client(EVIL))
            for number in range(CLIENTS):  # a new grant of an origin would end its earlier one
                page = world.page(f"https://crm{number}.example")
                await silent.enter_async_context(page)
            assert len(world.service.endpoints) == CLIENTS

    run(tmp_path, attack)


def test_one_origin_does_not_fill_the_door_nor_do_all(tmp_path: Path) -> None:
    async def attack(world: World) -> None:
        async with AsyncExitStack() as silent:
            for number in range(AT_THE_DOOR_ALL // AT_THE_DOOR_EACH):
                origin = world.access.allow(f"https://{number}.example")
                for _ in range(AT_THE_DOOR_EACH):
                    assert await world.status("Origin: " + CRM, host=world.literal) == 101
                    await silent.enter_async_context(world.client(origin))
                header = f"Origin: {origin}"
                assert await world.status(header, host=world.literal) == 503
            assert await world.status("Origin: " + CRM, host=world.literal) == 503

    run(tmp_path, attack)


def test_what_is_revoked_ends_within_a_second_or_so(tmp_path: Path) -> None:
    async def attack(world: World) -> None:
        async with world.page() as page:
            await page.ask("session/claim", name="CRM")
            world.access.revoke(CRM)
            async with asyncio.timeout(60):
                await page.socket.wait_closed()
        while world.service.endpoints:  # noqa: ASYNC110 - nobody tells a test
            await asyncio.sleep(0.01)

    run(tmp_path, attack)
