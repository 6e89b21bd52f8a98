"""Another implementation of JSON-RPC, that of a language server, talks to the service."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from queue import SimpleQueue
from threading import Thread
from typing import Any

import pytest
from pylsp_jsonrpc.endpoint import Endpoint
from pylsp_jsonrpc.exceptions import JsonRpcException, JsonRpcMethodNotFound
from pylsp_jsonrpc.streams import JsonRpcStreamReader, JsonRpcStreamWriter

from tests.service.processes import SERVE, ended

COMMAND = [*SERVE, "--stdio", "--display", "virtual:40"]


class Heard(dict[str, Any]):
    """Whatever the service tells, by method, in queues."""

    def __getitem__(self, method: str) -> Any:
        return self.setdefault(method, _Queue())


class _Queue(SimpleQueue[Any]):
    def __call__(self, params: Any) -> None:
        self.put(params)


@contextmanager
def talking() -> Iterator[tuple[Endpoint, Heard]]:
    with (
        subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process,
        ended(process),
    ):
        heard = Heard()
        endpoint = Endpoint(heard, JsonRpcStreamWriter(process.stdin).write)
        reader = JsonRpcStreamReader(process.stdout)
        thread = Thread(target=reader.listen, args=(endpoint.consume,), daemon=True)
        thread.start()
        yield endpoint, heard
        assert process.stdin is not None
        process.stdin.close()
        thread.join(60)
        endpoint.shutdown()
        assert process.wait(60) == 0


def test_a_language_servers_client_is_understood() -> None:
    with talking() as (endpoint, heard):

        def ask(method: str, params: Any = None) -> Any:
            return endpoint.request(method, params).result(20)

        assert ask("initialize", {"protocol": "1.0", "locale": "it"})["protocol"] == "1.0"
        with pytest.raises(JsonRpcMethodNotFound):
            ask("textDocument/hover", {})
        assert ask("session/claim", {"name": "editor"})["isOnTop"] is True
        assert heard["session/changed"].get(timeout=60) == {"isOnTop": True}
        button = {"nodes": [{"id": "b", "role": "button", "name": "salva"}], "focus": "b"}
        endpoint.notify("screen/publish", button)
        assert ask("display/press", {"display": "virtual:40", "key": "activate"}) == {}
        assert heard["action/request"].get(timeout=60)["action"] == "press"
        with pytest.raises(JsonRpcException) as stale:
            ask("screen/patch", {"base": 7, "revision": 8})
        assert stale.value.code == -32016
        assert stale.value.data["kind"] == "StaleRevision"
        texts = [endpoint.request("translate", {"text": f"riga {n}"}) for n in range(50)]
        assert [one.result(20)["text"] for one in texts] == [f"riga {n}" for n in range(50)]
        assert ask("session/release") == {}
