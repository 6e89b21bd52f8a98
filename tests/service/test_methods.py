"""What each method does, as a client sees it: JSON in, JSON and cells out."""

from __future__ import annotations

from typing import Any

import pytest

from brailledesk.screen import MAX_NODES
from brailledesk.service.handlers import core_handlers
from brailledesk.service.rights import EXTENSION, Rights
from brailledesk.service.wire.scopes import Scope
from brailledesk.service.wire.table import TO_CLIENT, TO_SERVICE
from tests.desk.print_cells import cells_of, six_dot_cells_of
from tests.service.world import FORM, Wired, World, run, settle

_NEEDS_PLACE: list[tuple[str, dict[str, Any]]] = [
    ("screen/publish", FORM),
    ("screen/patch", {"base": 0, "revision": 1}),
    ("screen/focus", {"node": "mail"}),
    ("text/edit", {"node": "mail", "start": 0, "end": 0, "text": ""}),
]


def test_the_beginning_says_what_may_be_done() -> None:
    async def test(world: World) -> None:
        client = Wired(world.service)
        told = await client.ask("initialize", protocol="1.7", locale="en-GB", unknown={"x": 1})
        assert told["protocol"] == "1.0"
        assert told["service"]["name"] == "brailledesk"
        assert told["locale"] == "en"
        able = told["capabilities"]
        assert set(able["methods"]) == {
            "initialize", "session/claim", "session/release", "screen/publish", "screen/patch",
            "screen/focus", "text/edit", "message/post", "message/history", "translate",
            "backTranslate", "config/get", "config/set", "display/list", "display/watch",
            "display/read", "display/magnify", "display/press", "document/convert", "document/ocr",
            "document/sheet",
            "emboss/submit", "job/status", "job/list", "job/cancel", "speech/say", "speech/stop",
            "magnify/render", "$/cancelRequest",
        }  # fmt: skip
        assert set(able["notifications"]) == set(TO_CLIENT)
        assert able["maxNodes"] == MAX_NODES
        assert (able["cells"], able["offsets"]) == ("unicode", "characters")
        assert told["displays"] == [
            {"name": "finto", "title": "finto", "columns": 40, "rows": 1, "status": 0,
             "isConnected": True}
        ]  # fmt: skip
        again = await client.fail("initialize", protocol="1.0")
        assert again["data"]["kind"] == "UsageError"

    run(test)


@pytest.mark.parametrize(
    ("method", "params", "what", "where"),
    [
        ("no/such", {}, "Il protocollo non ha questo metodo.", ""),
        ("message/post", {}, "I parametri sono sbagliati: manca il campo `text`.", ""),
        (
            "message/post",
            {"text": 7},
            "I parametri sono sbagliati: $.text: atteso `str`, non `int`.",
            "$.text",
        ),
    ],
)
def test_errors_of_the_protocol_are_in_the_clients_language(
    method: str, params: dict[str, Any], what: str, where: str
) -> None:
    async def test(world: World) -> None:
        client = await world.client()
        error = await client.fail(method, **params)
        data = error["data"]
        assert (data["what"], data.get("where", "")) == (what, where)
        assert error["message"] == f"{what} {data['todo']}"
        assert "brailledesk serve --schema" in data["todo"] or "initialize" in data["todo"]

    run(test)


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ("{not json", "non è JSON dal byte 1 in poi"),
        ("[]", "un gruppo vuoto"),
        ('{"jsonrpc": "1.0", "id": 1, "method": "translate"}', 'jsonrpc deve essere "2.0"'),
    ],
)
def test_what_is_no_message_is_said_in_the_clients_language(said: str, what: str) -> None:
    async def test(world: World) -> None:
        client = await world.client()
        client.heard.clear()
        client.say(said)
        error = client.heard[0]["error"]
        assert error["data"]["kind"] == "NotAMessage"
        assert error["message"].startswith(f"Non è un messaggio di JSON-RPC 2.0: {what}. ")

    run(test)


def test_a_method_that_is_not_offered_is_so_whatever_its_parameters() -> None:
    async def test(world: World) -> None:
        client = await world.client()
        error = await client.fail("document/convert", nonsense=1)
        assert (error["code"], error["data"]["kind"]) == (-32018, "NotServed")

    run(test, handlers={"initialize": core_handlers()["initialize"]})


def test_another_protocol_is_refused_and_one_may_try_again() -> None:
    async def test(world: World) -> None:
        client = Wired(world.service)
        error = await client.fail("initialize", protocol="2.0")
        assert (error["code"], error["data"]["kind"]) == (-32018, "ProtocolNotSpoken")
        assert (await client.ask("initialize", protocol="1.0"))["protocol"] == "1.0"

    run(test)


def test_nothing_is_served_before_the_beginning() -> None:
    async def test(world: World) -> None:
        client = Wired(world.service)
        for method in TO_SERVICE:
            if method in {"initialize", "$/cancelRequest"}:
                continue
            error = await client.fail(method)
            assert error["code"] == -32602 or error["data"]["kind"] == "NotInitialised", method
        client.tell("message/post", text="presto")
        await settle()
        assert world.shows("brailledesk: nessun programma")

    run(test)


def test_unknown_methods_and_wrong_parameters() -> None:
    async def test(world: World) -> None:
        client = await world.client()
        assert (await client.fail("screen/paint"))["code"] == -32601
        assert (await client.fail("session/changed", isOnTop=True))["code"] == -32601
        error = await client.fail("session/claim", name=7)
        assert error["code"] == -32602
        assert "$.name" in error["message"]
        assert (await client.fail("session/claim", name="a", priority=101))["code"] == -32602
        client.say({"jsonrpc": "2.0", "id": "p", "method": "session/claim", "params": ["a", 50]})
        assert client.heard[-1]["error"]["code"] == -32602
        client.heard.clear()
        client.tell("screen/paint")
        client.tell("session/claim", name=7)
        client.tell("screen/patch", base=1, revision=2)
        assert client.heard == []

    run(test)


@pytest.mark.parametrize(("method", "params"), _NEEDS_PLACE)
def test_screens_need_a_place(method: str, params: dict[str, Any]) -> None:
    async def test(world: World) -> None:
        error = await (await world.client()).fail(method, **params)
        assert error["data"] == {
            "kind": "NotClaimed",
            "what": f"{method} ha bisogno di un posto sui display.",
            "where": method,
            "todo": 'Mandare prima la richiesta "session/claim".',
        }

    run(test)


def test_a_form_is_shown_changed_and_edited() -> None:
    async def test(world: World) -> None:
        client = await world.client()
        claimed = await client.ask("session/claim", name="prova")
        assert (claimed["isOnTop"], claimed["revision"]) == (True, 0)
        assert await client.ask("screen/publish", **FORM) == {"revision": 1}
        frame = world.display.frame
        assert frame is not None
        assert frame.cursor is not None
        column = frame.cursor[1]
        assert cells_of("a@b.it") in frame.rows[0][:column]
        changed = {"id": "mail", "value": "a@c.it"}
        assert await client.ask("screen/patch", base=1, revision=5, nodes=[changed]) == {
            "revision": 5
        }
        assert cells_of("a@c.it") in world.display.frame.rows[0]  # type: ignore[union-attr]
        edit = {"node": "mail", "start": 1, "end": 3, "text": "-di-"}
        assert await client.ask("text/edit", **edit) == {"revision": 6}
        edited = world.display.frame
        assert edited is not None
        assert edited.cursor is not None
        row, caret = edited.rows[0], edited.cursor[1]
        assert row[:caret].endswith(cells_of("a-di-"))
        assert row[caret] == cells_of(".")[0] | 0xC0
        assert row[caret + 1 :].startswith(cells_of("it"))
        assert await client.ask("screen/focus", node="salva") == {"revision": 7}
        assert world.display.frame.cursor is None  # type: ignore[union-attr]
        assert cells_of("salva") in world.display.frame.rows[0]  # type: ignore[union-attr]
        await client.ask("session/release")
        assert world.shows("brailledesk: nessun programma")

    run(test)


def test_faults_of_screens_are_told_and_change_nothing() -> None:
    async def test(world: World) -> None:
        client = await world.sheet("prima")
        stale = await client.fail("screen/patch", base=9, revision=10)
        assert (stale["code"], stale["data"]["kind"]) == (-32016, "StaleRevision")
        assert stale["message"].startswith("La modifica dalla revisione 9 alla 10")
        lost = {"nodes": [{"id": "a", "children": ["b"]}]}
        faulty = await client.fail("screen/publish", **lost)
        assert (faulty["data"]["kind"], faulty["data"]["where"]) == ("ScreenFaulty", "a")
        state = await client.fail("screen/publish", nodes=[{"id": "a", "states": ["tired"]}])
        assert state["code"] == -32602
        for edit in ({"start": 1, "end": 0}, {"start": 0, "end": 99}):
            error = await client.fail("text/edit", node="r", text="", **edit)
            assert error["data"]["kind"] == "ScreenFaulty"
        assert (await client.fail("text/edit", node="x", start=0, end=0, text=""))["data"][
            "where"
        ] == "x"
        assert (await client.fail("screen/focus", node="x"))["data"]["kind"] == "ScreenFaulty"
        assert world.shows("prima")

    run(test)


def test_errors_come_in_the_language_of_the_client() -> None:
    async def test(world: World) -> None:
        english = await world.client(locale="en_US")
        other = await world.client(locale="de")
        first = await english.fail("screen/focus", node=None)
        assert first["data"]["todo"] == 'Send the request "session/claim" first.'
        assert (await other.fail("screen/focus", node=None))["data"]["todo"].startswith("Mandare")

    run(test)


def test_messages_are_shown_and_remembered() -> None:
    async def test(world: World) -> None:
        client = await world.sheet("scheda")
        other = await world.client()
        await other.ask("message/post", text="chat nuova", channel="chat", priority="message")
        assert world.shows("chat nuova")
        world.clock.now += 6
        world.service.stack.tick()
        assert world.shows("scheda")
        own = await other.ask("message/history")
        assert [(one["text"], one["channel"]) for one in own["messages"]] == [
            ("chat nuova", "chat")
        ]
        assert own["messages"][0]["time"] == 1_000_000.0
        assert (await client.ask("message/history"))["messages"] == []
        everything = await client.ask("message/history", all=True)
        assert [one["text"] for one in everything["messages"]] == ["chat nuova"]
        for number in range(5):
            await other.ask("message/post", text=f"n{number}", priority="notification")
        last = await other.ask("message/history", limit=2)
        assert [one["text"] for one in last["messages"]] == ["n3", "n4"]
        assert (await other.fail("message/post", text="x", priority="loud"))["code"] == -32602
        assert (await other.fail("message/post", text="x" * 2001))["code"] == -32602

    run(test)


def test_a_message_passes_by_itself() -> None:
    """Without a key and without another message: the service's own timer does it."""

    async def test(world: World) -> None:
        client = await world.sheet("scheda")
        await client.ask("display/watch")
        await client.ask("message/post", text="breve", seconds=0.05)
        assert world.shows("breve")
        await settle()
        client.heard.clear()
        world.clock.now += 1
        await client.wait(lambda one: one.get("method") == "display/frame")
        assert world.shows("scheda")

    run(test)


def test_text_to_cells_and_back() -> None:
    async def test(world: World) -> None:
        client = await world.client()
        made = await client.ask("translate", text="già 12", table="it-6dot")
        assert made["cells"] == "⠛⠊⠷⠀⠼⠁⠃"
        assert made["text"] == "già 12"
        assert made["cellToChar"] == [0, 1, 2, 3, 4, 4, 5]
        assert made["charToCell"] == [0, 1, 2, 3, 4, 6]
        back = await client.ask(
            "backTranslate", cells=made["cells"].replace("⠀", " "), table="it-6dot"
        )
        assert back["text"] == "già 12"
        assert back["cellToChar"] == made["cellToChar"]
        assert back["charToCell"] == made["charToCell"]
        assert (await client.ask("translate", text="A"))["cells"] == "⡁"
        unknown = await client.ask("translate", text="日", table="it-6dot")
        assert [(one["start"], one["end"], one["text"]) for one in unknown["undefined"]] == [
            (0, 1, "日")
        ]
        assert (await client.fail("translate", text="a", table="none"))["data"][
            "kind"
        ] == "TableNotFound"
        assert (await client.fail("backTranslate", cells="abc"))["data"]["kind"] == "UsageError"

    run(test)


def test_a_long_text_is_what_a_short_one_is() -> None:
    """It goes to a process; what comes of it is no other."""

    async def test(world: World) -> None:
        client = await world.client()
        part = "Gentile signora Rossi, 12 ricambi. "
        short = await client.ask("translate", text=part, table="it-6dot")
        long = await client.ask("translate", text=part * 100, table="it-6dot", cursor=10**9)
        size = len(short["cells"])
        assert long["cells"] == short["cells"] * 100
        assert long["charToCell"][-len(part) :] == [99 * size + n for n in short["charToCell"]]
        back = await client.ask("backTranslate", cells=long["cells"], table="it-6dot")
        assert back["text"] == part * 100
        error = await client.fail("backTranslate", cells=long["cells"] + "x")
        assert error["data"]["kind"] == "UsageError"
        assert str(len(long["cells"])) in error["message"]
        error = await client.fail("translate", text=part * 100, table="none")
        assert error["data"]["kind"] == "TableNotFound"

    run(test)


def test_settings_change_for_all_or_not_at_all() -> None:
    async def test(world: World) -> None:
        one = await world.sheet("Uno")
        two = await world.sheet("Due")
        assert await one.ask("config/get") == {
            "table": "it-8dot", "contracted": None, "profile": "it",
        }  # fmt: skip
        assert world.shows("Due")
        error = await one.fail("config/set", table="none", profile="nvda-it")
        assert error["data"]["kind"] == "TableNotFound"
        assert (await one.ask("config/get"))["profile"] == "it"
        changed = await one.ask("config/set", table="it-6dot")
        assert changed == {"table": "it-6dot", "contracted": None, "profile": "it"}
        frame = world.display.frame
        assert frame is not None
        assert frame.rows[0].rstrip(b"\0") == six_dot_cells_of("^due")
        two.endpoint.close()
        below = world.display.frame
        assert below is not None
        assert below.rows[0].rstrip(b"\0") == six_dot_cells_of("^uno")

    run(test)


def test_displays_are_watched_and_their_keys_pressed() -> None:
    async def test(world: World) -> None:
        client = await world.client()
        await client.ask("session/claim", name="prova")
        await client.ask("screen/publish", **FORM)
        watcher = await world.client()
        await watcher.ask("display/watch")
        (shown,) = watcher.told("display/frame")
        assert shown["display"] == "finto"
        assert shown["sheet"] == "prova"
        assert shown["cursor"]["row"] == 0
        (row,) = shown["rows"]
        assert len(row["cells"]) == 40
        assert "a@b.it" in row["text"]
        assert (await watcher.ask("display/list"))["displays"][0]["columns"] == 40
        cell = row["text"].index("a@b.it") + 2
        await watcher.ask("display/press", display="finto", key="route", cell=cell)
        assert client.told("action/request") == [
            {"node": "mail", "action": "setCaret", "offset": 2}
        ]
        dots = 0b1001  # c
        await watcher.ask("display/press", display="finto", key="type", dots=dots)
        (changed,) = client.told("text/changed")
        assert (changed["node"], changed["text"]) == ("mail", "c")
        assert changed["start"] == changed["end"]
        assert (await watcher.fail("display/press", display="x", key="route"))["data"][
            "kind"
        ] == "UsageError"
        await watcher.ask("display/watch", frames=False)
        watcher.heard.clear()
        await client.ask("screen/focus", node="salva")
        await settle()
        assert watcher.told("display/frame") == []

    run(test)


def test_keys_of_a_real_display_cannot_be_pressed() -> None:
    async def test(world: World) -> None:
        world.slot.is_virtual = False
        client = await world.client()
        error = await client.fail("display/press", display="finto", key="route")
        assert error["data"]["kind"] == "DisplayNotVirtual"
        assert error["data"]["where"] == "finto"

    run(test)


def test_settings_that_are_changed_at_once_are_all_changed() -> None:
    async def test(world: World) -> None:
        one = await world.client()
        for table, contracted in [("it-6dot", "it-g2"), ("it-8dot", None)] * 5:
            first = one.start("config/set", {"table": table})
            second = one.start("config/set", {"contracted": contracted})
            await one.reply(first)
            await one.reply(second)
            found = await one.ask("config/get")
            assert (found["table"], found["contracted"]) == (table, contracted)

    run(test)


@pytest.mark.parametrize("is_developer", [False, True])
def test_traffic_is_masked_but_for_developers(*, is_developer: bool) -> None:
    async def test(world: World) -> None:
        watcher = await world.client()
        await watcher.ask("display/watch", frames=False, traffic=True)
        client = await world.client()
        await client.ask("session/claim", name="Rossi")
        await client.ask("message/post", text='Chiama "Bianchi" 333-12')
        heard = watcher.told("service/traffic")
        posted = next(one for one in heard if one["method"] == "message/post")
        assert posted["isSent"] is False
        assert posted["client"] == client.name
        everything = "".join(one["content"] for one in heard)
        for secret in ("Rossi", "Bianchi", "333"):
            assert (secret in everything) is is_developer
        assert '"jsonrpc"' in everything
        assert not any(one["client"] == watcher.name for one in heard)

    run(test, is_for_developers=is_developer)


@pytest.mark.parametrize(
    "said",
    [
        b'{"text": Rossi 333-12}',
        b"Rossi 333-12",
        b'{"text": "a"b": "Rossi 333-12", "c": "d"',
        b'{"a": "\xff", "b": Rossi 333-12}',
        b'["Rossi": 333-12]',
    ],
)
def test_what_is_no_json_is_masked_whole(said: bytes) -> None:
    async def test(world: World) -> None:
        watcher = await world.client()
        await watcher.ask("display/watch", frames=False, traffic=True)
        client = await world.client()
        watcher.heard.clear()
        client.say(said)
        heard = watcher.told("service/traffic")
        content = next(one["content"] for one in heard if not one["isSent"])
        assert len(content) > 10
        assert "Rossi" not in content
        assert "333" not in content

    run(test)


@pytest.mark.parametrize("scope", list(Scope))
def test_each_method_needs_its_scope(scope: Scope) -> None:
    async def test(world: World) -> None:
        client = await world.client(Rights(frozenset(Scope) - {scope}))
        minimal = {
            "message/post": {"text": ""}, "session/claim": {"name": ""}, "screen/publish": FORM,
            "screen/patch": {"base": 0, "revision": 1}, "screen/focus": {"node": None},
            "text/edit": {"node": "", "start": 0, "end": 0, "text": ""},
            "display/press": {"display": "", "key": "route"}, "display/read": {"display": ""},
            "document/convert": {"source": {}}, "document/ocr": {"source": {}},
            "document/sheet": {"source": {}}, "emboss/submit": {"source": {}, "embosser": ""},
            "job/status": {"job": 1}, "job/cancel": {"job": 1}, "speech/say": {"text": ""},
            "magnify/render": {"width": 16, "height": 16},
            "display/magnify": {"width": 16, "height": 16},
        }  # fmt: skip
        for method in TO_SERVICE.values():
            if method.scope is scope:
                error = await client.fail(method.name, **minimal.get(method.name, {}))
                assert error["data"]["kind"] == "NotAllowed", method.name
                assert scope in error["data"]["todo"]
        if scope is Scope.KEYS:
            error = await client.fail("session/claim", name="a", keys=["route"])
            assert error["data"]["kind"] == "NotAllowed"

    run(test)


def test_whoever_may_not_name_paths_names_shipped_tables_only() -> None:
    async def test(world: World) -> None:
        client = await world.client(EXTENSION)
        assert (await client.ask("translate", text="a", table="it-6dot"))["cells"] == "⠁"
        for table in ("/etc/passwd", "../it-6dot.utb", "louis:it.tbl", "language:it", ""):
            error = await client.fail("translate", text="a", table=table)
            assert error["data"]["kind"] == "PathNotAllowed", table
            error = await client.fail("config/set", table=table)
            assert error["data"]["kind"] == "PathNotAllowed", table
        for profile in ("/etc/passwd", "../it.toml"):
            error = await client.fail("config/set", profile=profile)
            assert error["data"]["kind"] == "PathNotAllowed", profile

    run(test)
