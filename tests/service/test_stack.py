"""Several clients, one above another like sheets of paper."""

from __future__ import annotations

import gc

import pytest

from brailledesk.commands import Command, Key
from brailledesk.desk.messages import Priority
from brailledesk.desk.session import DeskSession
from brailledesk.errors import UsageError
from brailledesk.frame import Frame, Geometry
from brailledesk.screen import Screen
from brailledesk.service.attach import VirtualDisplay, attach_displays, attach_virtual, parse_size
from brailledesk.service.rights import Rights
from brailledesk.service.slots import DisplaySlot
from brailledesk.service.wire.scopes import Scope
from tests.desk.print_cells import cells_of
from tests.service.world import FORM, World, run, settle

IDLE = "brailledesk: nessun programma"


def test_the_highest_priority_is_on_top_among_equals_the_last() -> None:
    async def test(world: World) -> None:
        assert world.shows(IDLE)
        one = await world.sheet("uno")
        assert world.shows("uno")
        two = await world.sheet("due")
        assert world.shows("due")
        low = await world.sheet("basso", priority=10)
        assert world.shows("due")
        high = await world.sheet("alto", priority=90)
        assert world.shows("alto")
        assert one.told("session/changed") == [{"isOnTop": True}, {"isOnTop": False}]
        assert two.told("session/changed") == [{"isOnTop": True}, {"isOnTop": False}]
        assert low.told("session/changed") == []
        await high.ask("session/release")
        assert world.shows("due")
        await one.ask("session/claim", name="uno")
        assert world.shows("uno")
        one.endpoint.close()
        assert world.shows("due")
        two.endpoint.close()
        assert world.shows("basso")
        low.endpoint.close()
        assert world.shows(IDLE)

    run(test)


def test_a_covered_sheet_is_not_drawn_and_there_at_once_with_its_newest_screen() -> None:
    async def test(world: World) -> None:
        below = await world.sheet("sotto")
        above = await world.sheet("sopra")
        assert below.endpoint.sheet is not None
        port = below.endpoint.sheet.port(world.slot)
        before = below.endpoint.sheet.desk.frame(port)
        for number in range(1, 4):
            changed = {"id": "r", "name": "nuovo" if number == 3 else str(number)}
            await below.ask("screen/patch", base=number, revision=number + 1, nodes=[changed])
        assert world.shows("sopra")
        assert below.endpoint.sheet.desk.frame(port) is before
        frames: list[Frame] = []
        show = world.display.show
        world.display.show = lambda frame: (frames.append(frame), show(frame))  # type: ignore[method-assign, assignment, func-returns-value]
        await above.ask("session/release")
        assert world.shows("nuovo")
        assert len(frames) == 1

    run(test)


def test_a_sheet_that_cannot_be_drawn_is_no_fault_of_who_uncovers_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def wake(_: DeskSession) -> None:
        raise ZeroDivisionError

    async def test(world: World) -> None:
        below = await world.sheet("sotto")
        above = await world.sheet("sopra")
        with monkeypatch.context() as broken:
            broken.setattr(DeskSession, "wake", wake)
            await above.ask("session/release")
        assert below.told("session/changed")[-1] == {"isOnTop": True}
        await below.ask("screen/publish", nodes=[{"id": "r", "role": "paragraph", "name": "qui"}])
        await above.ask("session/claim", name="sopra")
        await above.ask("session/release")
        assert world.shows("qui")

    run(test)


def test_the_readers_place_stays_on_a_covered_sheet() -> None:
    async def test(world: World) -> None:
        words = " ".join(f"parola{letter}" for letter in "abcdefghijkl")
        below = await world.client()
        await below.ask("session/claim", name="sotto")
        await below.ask("screen/publish", nodes=[{"id": "r", "role": "paragraph", "name": words}])
        world.service.press(world.slot, Command(Key.PAN_RIGHT))
        frame = world.display.frame
        assert frame is not None
        assert not frame.rows[0].startswith(cells_of("parolaa"))
        above = await world.sheet("sopra")
        above.endpoint.close()
        assert world.display.frame == frame

    run(test)


def test_keys_go_to_the_uppermost_only() -> None:
    async def test(world: World) -> None:
        clients = []
        for name in ("uno", "due"):
            client = await world.client()
            await client.ask("session/claim", name=name)
            await client.ask("screen/publish", **{**FORM, "focus": "salva", "caret": None})
            clients.append(client)
        below, above = clients
        world.service.press(world.slot, Command(Key.ACTIVATE))
        assert below.told("action/request") == []
        assert [one["node"] for one in above.told("action/request")] == ["salva"]
        above.endpoint.close()
        world.service.press(world.slot, Command(Key.ACTIVATE))
        assert [one["action"] for one in below.told("action/request")] == ["press"]
        assert len(above.told("action/request")) == 1

    run(test)


def test_a_client_gets_the_keys_that_it_asked_for() -> None:
    async def test(world: World) -> None:
        client = await world.client()
        await client.ask("session/claim", name="uno", keys=["route", "pan-left"])
        await client.ask("screen/publish", **FORM)
        frame = world.display.frame
        assert frame is not None
        cell = frame.rows[0].index(cells_of("a@b.it")) + 2
        world.service.press(world.slot, Command(Key.ROUTE, cell=cell))
        world.service.press(world.slot, Command(Key.PAN_LEFT))
        world.service.press(world.slot, Command(Key.ROUTE, row=7))
        assert client.told("key/event") == [
            {"display": "finto", "key": "route", "row": 0, "cell": cell, "dots": 0,
             "node": "mail", "part": "value", "offset": 2},
            {"display": "finto", "key": "pan-left", "row": 0, "cell": 0, "dots": 0,
             "node": "form", "part": "context", "offset": 0},
            {"display": "finto", "key": "route", "row": 7, "cell": 0, "dots": 0,
             "node": None, "part": None, "offset": None},
        ]  # fmt: skip
        assert client.told("action/request") == []
        await client.ask("session/claim", name="uno")
        world.service.press(world.slot, Command(Key.ROUTE, cell=cell))
        assert len(client.told("key/event")) == 3
        assert len(client.told("action/request")) == 1

    run(test)


@pytest.mark.parametrize("priority", ["message", "notification"])
def test_no_client_takes_the_place_of_anothers_message(priority: str) -> None:
    async def test(world: World) -> None:
        page = Rights(frozenset(Scope), "https://a.example", may_name_paths=False)
        one, two = await world.client(client={"name": "uno"}), await world.client(page)
        call: dict[str, str] = {"priority": priority, "channel": "tel", "key": "call-1"}
        world.service.post("Mario", Priority[priority.upper()], channel="tel", key="call-1")
        await two.ask("message/post", text="FINTO", **call)
        await one.ask("message/post", text="uno", **call)
        again = await world.client(client={"name": "uno"})
        await again.ask("message/post", text="uno di nuovo", **call)
        messages = world.service.stack.messages
        waiting = [messages.shown, *messages._waiting, *messages.unread]
        found = [(each.text, each.count) for each in waiting if each is not None]
        assert found == [("Mario", 1), ("FINTO", 1), ("uno di nuovo", 2)]

    run(test)


def test_a_live_region_takes_no_place_of_anothers() -> None:
    async def test(world: World) -> None:
        for name in ("uno", "due"):
            client = await world.client(client={"name": name})
            await client.ask("session/claim", name=name)
            nodes = [{"id": "r", "role": "alert", "name": ""}]
            await client.ask("screen/publish", nodes=nodes)
            changed = [{"id": "r", "name": name}]
            await client.ask("screen/patch", base=1, revision=2, nodes=changed)
        assert world.shows("uno")
        world.service.press(world.slot, Command(Key.DISMISS))
        assert world.shows("due")

    run(test)


@pytest.mark.parametrize("key", [Key.DISMISS, Key.MESSAGES, Key.TO_FOCUS])
def test_no_client_keeps_the_reader_in_its_message(key: Key) -> None:
    async def test(world: World) -> None:
        client = await world.sheet("uno", priority=100, keys=[one.value for one in Key])
        await client.ask("message/post", text="trappola", priority="important", seconds=0)
        assert world.shows("trappola")
        world.service.press(world.slot, Command(key))
        assert not world.shows("trappola")
        assert client.told("key/event") == []

    run(test)


def test_a_message_is_panned_by_the_desk_whatever_keys_a_client_has() -> None:
    async def test(world: World) -> None:
        client = await world.sheet("uno", keys=["pan-right", "pan-left", "line-down"])
        text = " ".join(["parola"] * 9)
        await client.ask("message/post", text=text, priority="important")
        frames = [world.display.frame]
        for key in (Key.PAN_RIGHT, Key.PAN_LEFT):
            world.service.press(world.slot, Command(key))
            frames.append(world.display.frame)
        assert frames[0] == frames[2] != frames[1]
        assert client.told("key/event") == []
        world.service.press(world.slot, Command(Key.DISMISS))
        assert world.shows("uno")
        world.service.press(world.slot, Command(Key.PAN_RIGHT))  # and now it is the client's
        assert [one["key"] for one in client.told("key/event")] == ["pan-right"]

    run(test)


def test_messages_are_the_readers_not_a_sheets() -> None:
    async def test(world: World) -> None:
        below = await world.sheet("sotto")
        above = await world.sheet("sopra")
        await below.ask("message/post", text="da sotto", priority="message")
        assert world.shows("da sotto")
        above.endpoint.close()  # the message stays, over whatever is uppermost
        assert world.shows("da sotto")
        world.service.press(world.slot, Command(Key.DISMISS))
        assert world.shows("sotto")

    run(test)


def test_a_live_region_of_a_covered_sheet_is_a_message() -> None:
    async def test(world: World) -> None:
        below = await world.client()
        await below.ask("session/claim", name="sotto")
        await below.ask("screen/publish", nodes=[{"id": "r", "role": "status", "name": ""}])
        await world.sheet("sopra")
        await below.ask("screen/patch", base=1, revision=2, nodes=[{"id": "r", "name": "salvato"}])
        assert world.shows("salvato")
        assert [one["text"] for one in (await below.ask("message/history"))["messages"]] == [
            "salvato"
        ]

    run(test)


def test_a_message_without_any_sheet_is_on_the_ground() -> None:
    async def test(world: World) -> None:
        client = await world.client()
        await client.ask("message/post", text="ciao", priority="important")
        assert world.shows("ciao")
        client.endpoint.close()
        world.service.press(world.slot, Command(Key.DISMISS))
        assert world.shows(IDLE)

    run(test)


def test_the_telephone_is_in_all_status_cells() -> None:
    async def test(world: World) -> None:
        status = attach_virtual(world.service, "stato", Geometry(20, 1, 4))
        below = await world.sheet("sotto")
        world.service.set_call("ringing")
        above = await world.sheet("sopra")
        frame = status.frame
        assert frame is not None
        ringing = frame.status
        assert ringing[0] == cells_of("s")[0]
        above.endpoint.close()
        assert status.frame is not None
        assert status.frame.status == ringing
        assert below.endpoint.is_open
        world.service.post("chiamata", Priority.MESSAGE, channel="telefono")
        assert world.shows("chiamata")

    run(test)


def test_displays_come_change_and_go() -> None:
    async def test(world: World) -> None:
        client = await world.sheet("parole lunghe e corte")
        second = VirtualDisplay(Geometry(20))
        slot = DisplaySlot("secondo", second)
        world.service.stack.add(slot)
        assert second.frame is None
        world.service.connect_display(slot, "Secondo")
        assert second.frame is not None
        assert len(second.frame.rows[0]) == 20
        second.geometry = Geometry(80)
        world.service.connect_display(slot, "Secondo 80")
        assert len(second.frame.rows[0]) == 80
        world.service.lose_display(slot)
        world.service.lose_display(slot)
        told = [
            [(one["title"], one["columns"], one["isConnected"]) for one in each["displays"]][1]
            for each in client.told("display/changed")
        ]
        assert told == [
            ("Secondo", 20, True), ("Secondo 80", 80, True), ("Secondo 80", 80, False),
        ]  # fmt: skip
        with pytest.raises(UsageError):
            attach_virtual(world.service, "secondo", Geometry(40))

    run(test)


def test_a_dead_client_takes_everything_with_it() -> None:
    async def test(world: World) -> None:
        client = await world.sheet("uno")
        await client.ask("display/watch", traffic=True)
        client.endpoint.close()
        client.endpoint.close()
        client.heard.clear()
        client.tell("message/post", text="dal nulla")
        other = await world.sheet("due")
        world.service.press(world.slot, Command(Key.ACTIVATE))
        await settle()
        assert client.heard == []
        assert len(world.service.endpoints) == 1
        assert other.endpoint.is_open
        assert world.shows("due")

    run(test)


@pytest.mark.parametrize(
    ("written", "size"),
    [("40", Geometry(40)), ("20x3", Geometry(20, 3)), ("80x1+4", Geometry(80, 1, 4))],
)
def test_sizes_of_virtual_displays(written: str, size: Geometry) -> None:
    assert parse_size(written) == size


@pytest.mark.parametrize("written", ["", "x", "0", "40x0", "-1", "9999", "900", "40x", "40+", "٤٠"])
def test_sizes_that_are_none(written: str) -> None:
    async def test(world: World) -> None:
        before = dict(world.service.stack.displays)
        with pytest.raises(UsageError):
            attach_displays(world.service, [f"virtual:{written}x"])
        assert world.service.stack.displays == before

    with pytest.raises(UsageError):
        parse_size(written)
    run(test)


@pytest.mark.parametrize("is_released", [True, False])
def test_who_types_in_a_sheet_that_goes_types_no_longer(*, is_released: bool) -> None:
    """Messages wait for who types: not for a sheet that is covered, or not there any more."""

    async def test(world: World) -> None:
        one = await world.client()
        await one.ask("session/claim", name="uno")
        await one.ask("screen/publish", **FORM)
        world.service.press(world.slot, Command(Key.TYPE, dots=1))
        two = await world.sheet("due")
        if is_released:
            await one.ask("session/release")
        await two.ask("message/post", text="chiamata", priority="text")
        assert world.shows("chiamata")

    run(test)


def test_a_screen_that_was_replaced_is_gone_at_once() -> None:
    """Nothing of it waits for the garbage collector, which would stop the desk for it."""

    async def test(world: World) -> None:
        client = await world.sheet("uno")

        async def change(number: int) -> None:
            await client.ask("screen/publish", **FORM, revision=10 * number)
            value = {"id": "mail", "value": str(number)}
            base = 10 * number
            await client.ask("screen/patch", base=base, revision=base + 1, nodes=[value])
            await client.ask("screen/focus", node="salva")
            await client.ask("message/post", text=str(number), priority="text")
            world.service.press(world.slot, Command(Key.PAN_RIGHT))
            client.heard.clear()
            await settle()  # it was answered

        def screens() -> int:
            # Not by isinstance, which asks objects what they are; some are of other tests.
            return sum(type(one) is Screen for one in gc.get_objects())

        await change(0)
        await change(1)
        gc.collect()
        gc.disable()
        try:
            before = screens()
            for number in range(2, 22):
                await change(number)
            assert screens() == before
        finally:
            gc.enable()

    run(test)
