"""What plugins, long methods and telephony cost: ``python -m benchmarks.plugins``.

- Filters: a screen of a CRM is published to a desk without filters, with a door that has none, and
  with one plugin that gives each screen back. The cells are compared.
- Long methods: while a document of 2 MB is converted, a client publishes a screen each 5 ms, and
  waits for its answer. "process" is how the service does it; "thread" does the same in a thread of
  the service, as a comparison; "idle" converts nothing. On a machine with few cores the converting
  takes one of them in both cases.
- AMI: bytes of events each second through lines and telephone.
"""

from __future__ import annotations

import asyncio
import base64
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.desk import Recorder, crm
from brailledesk.adapters.asterisk.calls import Telephone
from brailledesk.adapters.asterisk.lines import AmiLines
from brailledesk.desk.filters import AS_IT_IS, DeskFilters, PluginFilters
from brailledesk.desk.session import open_desk
from brailledesk.plugins.door import open_door
from brailledesk.plugins.found import in_file
from brailledesk.service.handlers import core_handlers
from brailledesk.service.handling import Handler, Task
from brailledesk.service.options import Options
from brailledesk.service.rights import LOCAL
from brailledesk.service.service import Service
from brailledesk.service.wire.documents import Convert, Converted
from brailledesk.service.work import documents

ROUNDS = 300
SCREENS = 200
TEXT = "Gentile cliente, il ricambio 4471 costa € 12,50 e arriva lunedì.\n\n" * 30_000
PLUGIN = """
from brailledesk.plugins import hookimpl
@hookimpl
def brailledesk_filter_screen(screen):
    return screen
"""
EVENT = (
    b"Event: Newstate\r\nPrivilege: call,all\r\nChannel: PJSIP/300-0000001f\r\nChannelState: 6\r\n"
    b"ChannelStateDesc: Up\r\nCallerIDNum: 0861555123\r\nCallerIDName: Mario Rossi\r\n"
    b"ConnectedLineNum: 300\r\nConnectedLineName: <unknown>\r\nLanguage: it\r\nAccountCode: \r\n"
    b"Context: default\r\nExten: 800\r\nPriority: 1\r\nUniqueid: 1700000000.1\r\n"
    b"Linkedid: 1700000000.1\r\n\r\n"
)


def filters() -> None:
    """Publish by turns to three desks."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "same.py"
        path.write_text(PLUGIN, encoding="utf-8")
        ways: dict[str, DeskFilters] = {
            "none": AS_IT_IS,
            "door": PluginFilters(open_door()),
            "plugin": PluginFilters(open_door([in_file(path)])),
        }
        desks = {name: open_desk(filters=chosen) for name, chosen in ways.items()}
        recorders = {name: Recorder() for name in ways}
        for name, desk in desks.items():
            desk.attach(recorders[name])
        screens = [crm(number) for number in range(4)]
        times: dict[str, list[float]] = {name: [] for name in ways}
        for number in range(ROUNDS):
            screen = screens[number % len(screens)]
            for name, desk in desks.items():
                start = time.perf_counter()
                desk.publish(screen)
                times[name].append(time.perf_counter() - start)
        assert len({recorder.last for recorder in recorders.values()}) == 1
    for name, found in times.items():
        print(f"publish, filters {name:8} {1e6 * statistics.median(found):8.0f} µs")


class _Client:
    """A client in memory, which waits for answers."""

    name = "bench"
    rights = LOCAL

    def __init__(self, service: Service) -> None:
        self.answers: dict[int, asyncio.Future[float]] = {}
        self.endpoint = service.open(self)

    def send(self, message: bytes) -> None:
        now = time.perf_counter()
        number = json.loads(message).get("id")
        if number in self.answers:
            self.answers.pop(number).set_result(now)

    def close(self) -> None:
        pass

    def ask(self, number: int, method: str, params: object) -> asyncio.Future[float]:
        future: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        self.answers[number] = future
        message = {"jsonrpc": "2.0", "id": number, "method": method, "params": params}
        self.endpoint.receive(json.dumps(message).encode())
        return future


def _in_thread(_task: Task, params: Convert) -> Converted:
    return documents.convert(params, "it", lambda _stage, _done, _total: None)


async def _busy(way: str) -> list[float]:
    """Milliseconds that a publish is late, while a document is converted."""
    handlers = dict(core_handlers())
    if way == "thread":
        handlers["document/convert"] = Handler(long=_in_thread)
    loop = asyncio.get_running_loop()
    service = Service(Options(), loop, handlers=handlers)
    client = _Client(service)
    await client.ask(1, "initialize", {"protocol": "1.0"})
    await client.ask(2, "session/claim", {"name": "bench"})
    source = {"data": base64.b64encode(TEXT.encode()).decode(), "name": "a.txt"}
    small = {"data": base64.b64encode(b"x").decode(), "name": "a.txt"}
    await client.ask(3, "document/convert", {"source": small, "format": "brf"})
    long = None
    if way != "idle":
        long = client.ask(4, "document/convert", {"source": source, "format": "brf"})
    found = []
    for number in range(10, 10 + SCREENS):
        due = time.perf_counter() + 0.005
        await asyncio.sleep(0.005)
        nodes = [{"id": "r", "role": "paragraph", "name": f"riga {number} " * 100}]
        answered = await client.ask(number, "screen/publish", {"nodes": nodes})
        found.append(1e3 * (answered - due))
        if long is not None and long.done():
            break
    service.close()
    return found


def busy() -> None:
    for way in ("idle", "process", "thread"):
        found = sorted(asyncio.run(_busy(way)))
        last = found[int(0.99 * (len(found) - 1))]
        middle = statistics.median(found)
        print(
            f"publish, converting: {way:8} p50 {middle:6.2f} ms  p99 {last:6.2f} ms  n {len(found)}"
        )


def events() -> None:
    for name, event in (("heard", EVENT), ("left out", EVENT.replace(b"Newstate", b"VarSet"))):
        _events(name, b"Asterisk Call Manager/7.0.3\r\n" + event * 20_000)


def _events(name: str, data: bytes) -> None:
    found = []
    for _ in range(5):
        telephone = Telephone(["PJSIP/201"])
        lines = AmiLines(telephone.events)
        start = time.perf_counter()
        for place in range(0, len(data), 65_536):
            for message in lines.receive(data[place : place + 65_536]):
                telephone.hear(message)
        found.append(time.perf_counter() - start)
    print(f"AMI, events that are {name}: {len(data) / statistics.median(found) / 1e6:.1f} MB/s")


RUNS: dict[str, Callable[[], None]] = {"filters": filters, "busy": busy, "events": events}

if __name__ == "__main__":
    for name in sys.argv[1:] or RUNS:
        RUNS[name]()
