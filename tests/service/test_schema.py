"""The schema that ships, and conversations typed by hand that hold the service to it.

``jsonschema`` judges every message of a conversation by the shipped schema, those of the service
and those of the client.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import brailledesk.service
from brailledesk.service.wire import schema
from brailledesk.service.wire.table import TO_CLIENT, TO_SERVICE, Method
from tests.service.processes import SERVE, ended

SHIPPED = Path(brailledesk.service.__file__).parent / "schema"
REFERENCE = Path(__file__).parents[2] / "docs" / "service.md"
CONVERSATIONS = sorted((Path(__file__).parent / "conversations").glob("*.jsonl"))
COMMAND = [*SERVE, "--stdio", "--display", "virtual:40"]

METHODS = {
    "initialize", "session/claim", "session/release", "screen/publish", "screen/patch",
    "screen/focus", "text/edit", "message/post", "message/history", "translate", "backTranslate",
    "document/convert", "document/ocr", "document/sheet", "emboss/submit", "job/status", "job/list",
    "job/cancel", "speech/say", "speech/stop", "magnify/render", "config/get", "config/set",
    "display/list", "display/watch", "display/press", "$/cancelRequest",
}  # fmt: skip
NOTIFICATIONS = {
    "session/changed", "action/request", "text/changed", "key/event", "display/changed",
    "display/frame", "service/traffic", "job/changed", "$/progress",
}  # fmt: skip


def test_names_of_methods_stay() -> None:
    assert set(TO_SERVICE) >= METHODS
    assert set(TO_CLIENT) >= NOTIFICATIONS
    assert all(one.is_ours and one.result is None for one in TO_CLIENT.values())
    assert not any(one.is_ours for one in TO_SERVICE.values())


@pytest.mark.parametrize(
    "method", [*TO_SERVICE.values(), *TO_CLIENT.values()], ids=lambda one: one.name
)
def test_the_reference_has_every_method(method: Method) -> None:
    """As a row of docs/service.md, which is to be pasted there where it is missing."""
    scope = "" if method.scope is None else method.scope.value
    row = f"| `{method.name}` | {scope} | {method.summary} |"
    assert row in REFERENCE.read_text("utf-8").splitlines()


def test_what_ships_is_what_is_generated() -> None:
    """To make it again: python -m brailledesk.service.wire.schema src/brailledesk/service/schema"""
    assert (SHIPPED / "openrpc.json").read_text("utf-8") == schema.open_rpc()
    assert (SHIPPED / "schema.json").read_text("utf-8") == schema.json_schema()
    printed = subprocess.run([*SERVE, "--schema"], capture_output=True, check=True).stdout
    assert printed.decode() == schema.open_rpc()


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for one in value.values():
            yield from _references(one)
    elif isinstance(value, list):
        for one in value:
            yield from _references(one)


def test_the_schema_is_sound() -> None:
    document = json.loads(schema.json_schema())
    Draft202012Validator.check_schema(document)
    for place in _references(document):
        assert place.removeprefix("#/$defs/") in document["$defs"]
    opened = json.loads(schema.open_rpc())
    for place in _references(opened):
        assert place.removeprefix("#/components/schemas/") in opened["components"]["schemas"]
    for method in opened["methods"]:
        assert method["summary"]
        assert all({"name", "required", "schema"} <= set(one) for one in method["params"])
        assert ("result" in method) == (method["name"] in TO_SERVICE and method["name"][0] != "$")
    assert "``" not in schema.open_rpc()


class Judge:
    """Looks at messages by the shipped schema."""

    def __init__(self) -> None:
        self._document = json.loads((SHIPPED / "schema.json").read_text("utf-8"))
        self._asked: dict[object, str] = {}

    def judge(self, message: Any) -> None:
        if not isinstance(message, dict):
            return
        method = str(message.get("method", ""))
        if "result" in message:
            self._check(self._asked[message["id"]], "result", message["result"])
        elif method in self._document["x-methods"]:
            self._check(method, "params", message.get("params", {}))
            if "id" in message:
                self._asked[message["id"]] = method

    def _check(self, method: str, part: str, value: Any) -> None:
        form = self._document["x-methods"][method][part]
        whole = {"$defs": self._document["$defs"], **form}
        Draft202012Validator(whole).validate(value)


def _differs(wanted: Any, found: Any) -> bool:
    """Whether something that was named is otherwise; lists have just what was named."""
    if isinstance(wanted, dict):
        return not isinstance(found, dict) or any(
            name not in found or _differs(one, found[name]) for name, one in wanted.items()
        )
    if isinstance(wanted, list):
        return (
            not isinstance(found, list)
            or len(wanted) != len(found)
            or any(map(_differs, wanted, found))
        )
    return bool(wanted != found)


@pytest.mark.parametrize("path", CONVERSATIONS, ids=lambda path: path.stem)
def test_a_conversation_goes_as_it_was_written(path: Path) -> None:
    """Each line is heard before the next is said, from a service in a process of its own."""
    judge = Judge()
    environment = {**os.environ, "LANGUAGE": "it"}
    with (
        subprocess.Popen(
            COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
        ) as process,
        ended(process),
    ):
        assert process.stdin is not None
        assert process.stdout is not None
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            step = json.loads(line)
            if "send" in step:
                said = step["send"]
                if not _is_faulty(said):
                    judge.judge(said)
                raw = said if isinstance(said, str) else json.dumps(said)
                process.stdin.write(f"Content-Length: {len(raw.encode())}\r\n\r\n{raw}".encode())
                process.stdin.flush()
                continue
            head = process.stdout.readline()
            assert process.stdout.readline() == b"\r\n"
            heard = json.loads(process.stdout.read(int(head.partition(b":")[2])))
            assert not _differs(step["hear"], heard), (number, heard)
            judge.judge(heard)
        process.stdin.close()
        assert process.wait(60) == 0


def _is_faulty(said: Any) -> bool:
    """Whether a message is wrong on purpose."""
    params = said.get("params", {}) if isinstance(said, dict) else {}
    return "txt" in params or params.get("priority") == "urgent"


def test_the_judge_sees_faults() -> None:
    judge = Judge()
    judge.judge({"id": 1, "method": "display/list"})
    for faulty in (
        {"method": "session/claim", "params": {"name": 7}},
        {"id": 1, "result": {"displays": [{}]}},
        {"method": "key/event", "params": {"display": "a", "key": "no-such-key"}},
    ):
        with pytest.raises(Exception, match=r"7|required|not one of"):
            judge.judge(faulty)
    assert _differs({"a": [1]}, {"a": [1, 2]})
    assert _differs({"a": None}, {})
    assert not _differs({"a": 1}, {"a": 1, "b": 2})
