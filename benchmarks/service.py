"""The service in numbers: ``python -m benchmarks.service``.

A client publishes a screen of 2,000 characters, again and again, each another one; the reply comes
when its cells stand at the port of the display. So what is measured here, from before the first
byte is sent until the reply is there, is the way to the cells and the way back. The service runs in
a process of its own, the clients in this one, with the standard library's sockets and pipes: the
messages are made before. Once for each transport the cells are compared with those of a desk in
this process.

On a busy machine the times say how busy it is. So two rows stand beside them: "echo" is a program
of twenty lines that reads as much over the same kind of socket, does nothing and answers;
"computing" is the time of the processor that the service itself takes from message to cells and
reply.

With several clients each publishes 20 times a second, as busy programs do, at times of its own.
One of them has the display: only its screens become cells, and its row says how long they took
while the others published, too. Screens of covered sheets are checked and kept, and drawn when they
are uncovered; their row is the time until they are answered. "Together" all publish as fast as the
service answers. "Uncovered" is the time until the display shows a sheet that was covered.

10,000 patches are sent without waiting, over each transport; each names the revision before it, so
that a lost one or two in the wrong order would be refused, and the last is read back from the
display.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import os
import random
import selectors
import socket
import statistics
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from benchmarks.desk import Recorder, crm
from brailledesk.cells import cells_to_unicode
from brailledesk.desk.session import open_desk
from brailledesk.frame import Geometry
from brailledesk.screen_json import format_screen
from brailledesk.service.attach import attach_virtual
from brailledesk.service.options import Options
from brailledesk.service.rights import LOCAL
from brailledesk.service.service import Service

SERVE = [str(Path(sys.executable).with_name("brailledesk")), "serve", "--display", "virtual:40"]
SCREENS = 40
EACH_SECOND = 20
WANTED = {"socket": 2.0, "stdio": 2.0, "native": 2.0, "native, handed on": 2.0, "websocket": 5.0}


class Line(Protocol):
    """A way to the service."""

    def fileno(self) -> int: ...

    def send(self, message: bytes) -> None: ...

    def receive(self) -> list[bytes]: ...


class Stream:
    """Messages over two descriptors."""

    def __init__(self, read: int, write: int, *, is_native: bool = False) -> None:
        self._read, self._write, self._is_native = read, write, is_native
        self._buffer = b""

    def fileno(self) -> int:
        return self._read

    def send(self, message: bytes) -> None:
        rest = memoryview(self.frame(message))
        while rest:
            rest = rest[os.write(self._write, rest) :]

    def frame(self, message: bytes) -> bytes:
        if self._is_native:
            return struct.pack("=I", len(message)) + message
        return b"Content-Length: %d\r\n\r\n%b" % (len(message), message)

    def receive(self) -> list[bytes]:
        """What has come, at least one message."""
        found: list[bytes] = []
        while not found:
            data = os.read(self._read, 1 << 18)
            if not data:
                raise SystemExit("the service has ended")
            self._buffer += data
            while (parted := self._part()) is not None:
                found.append(parted)
        return found

    def _part(self) -> bytes | None:
        if self._is_native:
            head, length = 4, int.from_bytes(self._buffer[:4], sys.byteorder)
            if len(self._buffer) < 4:
                return None
        else:
            end = self._buffer.find(b"\r\n\r\n")
            if end < 0:
                return None
            head, length = end + 4, int(self._buffer[:end].partition(b":")[2])
        if len(self._buffer) < head + length:
            return None
        message, self._buffer = self._buffer[head : head + length], self._buffer[head + length :]
        return message


class WebLine:
    """Messages over a WebSocket (RFC 6455), masked with zeros."""

    def __init__(self, port: int, token: str) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        head = f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\n"
        head += "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        head += "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        self._socket.sendall(head.encode())
        self._buffer = b""
        while b"\r\n\r\n" not in self._buffer:
            self._buffer += self._socket.recv(4096)
        self._buffer = self._buffer.partition(b"\r\n\r\n")[2]
        ask(self, "auth/token", token=token)

    def fileno(self) -> int:
        return self._socket.fileno()

    def close(self) -> None:
        self._socket.close()

    def send(self, message: bytes) -> None:
        size = len(message)
        if size < 126:
            head = bytes([0x81, 0x80 | size])
        elif size < 1 << 16:
            head = struct.pack("!BBH", 0x81, 0x80 | 126, size)
        else:
            head = struct.pack("!BBQ", 0x81, 0x80 | 127, size)
        self._socket.sendall(head + bytes(4) + message)

    def receive(self) -> list[bytes]:
        """What has come, at least one message."""
        found: list[bytes] = []
        while not found:
            data = self._socket.recv(1 << 18)
            if not data:
                raise SystemExit("the service has ended")
            self._buffer += data
            while (parted := self._part()) is not None:
                found.append(parted)
        return found

    def _part(self) -> bytes | None:
        data = self._buffer
        if len(data) < 2:
            return None
        size, head = data[1], 2
        if size >= 126:
            head = 4 if size == 126 else 10
            size = int.from_bytes(data[2:head], "big")
        if len(data) < head + size:
            return None
        self._buffer = data[head + size :]
        return data[head : head + size]


@contextmanager
def at_websocket(count: int) -> Iterator[list[Line]]:
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/own/s.sock"
        command = [*SERVE, "--websocket", "--socket", path]
        with subprocess.Popen(command, stderr=subprocess.PIPE) as process:
            assert process.stderr is not None
            process.stderr.readline()
            process.stderr.readline()
            place = json.loads(Path(folder, "own", "websocket.json").read_bytes())
            ends = [WebLine(place["port"], place["token"]) for _ in range(count)]
            yield list(ends)
            for one in ends:
                one.close()
            process.terminate()


@contextmanager
def at_socket(count: int) -> Iterator[list[Line]]:
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/own/s.sock"
        with subprocess.Popen([*SERVE, "--socket", path], stderr=subprocess.PIPE) as process:
            assert process.stderr is not None
            process.stderr.readline()
            ends = [socket.socket(socket.AF_UNIX) for _ in range(count)]
            for one in ends:
                one.connect(path)
            yield [Stream(one.fileno(), one.fileno()) for one in ends]
            for one in ends:
                one.close()
            process.terminate()


@contextmanager
def at_pipes(way: str) -> Iterator[list[Line]]:
    command = [*SERVE, f"--{way}"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        read, write = process.stdout.fileno(), process.stdin.fileno()
        yield [Stream(read, write, is_native=way == "native")]


@contextmanager
def at_relay(_count: int = 1) -> Iterator[list[Line]]:
    """What a browser starts beside a service: it hands on to the socket."""
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/own/s.sock"
        command = [SERVE[0], "serve", "--native", "--socket", path]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        with subprocess.Popen([*SERVE, "--socket", path], stderr=subprocess.PIPE) as process:
            assert process.stderr is not None
            process.stderr.readline()
            with subprocess.Popen(command, **pipes) as handing:  # type: ignore[call-overload]
                read, write = handing.stdout.fileno(), handing.stdin.fileno()
                yield [Stream(read, write, is_native=True)]
            process.terminate()


def message(id_: int | None, method: str, params: bytes) -> bytes:
    known = b"" if id_ is None else b'"id":%d,' % id_
    return b'{"jsonrpc":"2.0",%b"method":"%b","params":%b}' % (known, method.encode(), params)


def ask(line: Line, method: str, **params: object) -> Any:  # noqa: ANN401 - JSON
    line.send(message(0, method, json.dumps(params).encode()))
    while True:
        for one in map(json.loads, line.receive()):
            if one.get("id") == 0:
                return one["result"]


def begin(line: Line, name: str) -> None:
    ask(line, "initialize", protocol="1.0")
    ask(line, "session/claim", name=name)


SHOWN = [format_screen(crm(number)) for number in range(SCREENS)]


def publish(number: int) -> bytes:
    return message(number + 1, "screen/publish", SHOWN[number % SCREENS])


def one_client(line: Line, times: int) -> list[float]:
    """Seconds from sending a screen until its cells were shown and that was told."""
    taken = []
    for number in range(times):
        said = publish(number)
        before = time.perf_counter()
        line.send(said)
        wait_for(line, number + 1)
        taken.append(time.perf_counter() - before)
        time.sleep(0.001)
    return taken


def wait_for(line: Line, id_: int) -> None:
    wanted = b'"id":%d,"result"' % id_
    while not any(wanted in one for one in line.receive()):
        pass


class Taken(NamedTuple):
    """Seconds of the screens of the client with the display, and of all others."""

    shown: list[float]
    covered: list[float]

    def add(self, place: int, count: int, seconds: float) -> None:
        """Who claimed last, of ``count``, has the display."""
        (self.shown if place == count - 1 else self.covered).append(seconds)


def many_clients(lines: list[Line], seconds: float) -> Taken:
    """Each publishes on its own times."""
    dice = random.Random(1)
    due = [time.perf_counter() + dice.random() / EACH_SECOND for _ in lines]
    sent = [0.0] * len(lines)
    taken = Taken([], [])
    end = time.perf_counter() + seconds
    number = 0
    with selectors.DefaultSelector() as selector:
        for place, line in enumerate(lines):
            selector.register(line, selectors.EVENT_READ, place)
        while time.perf_counter() < end:
            now = time.perf_counter()
            for place, line in enumerate(lines):
                if due[place] <= now and not sent[place]:
                    number += 1
                    said = publish(number)
                    sent[place] = time.perf_counter()
                    line.send(said)
                    due[place] += 1 / EACH_SECOND
            for key, _ in selector.select(max(min(due) - time.perf_counter(), 0)):
                is_answered = any(b'"result"' in one for one in lines[key.data].receive())
                if is_answered and sent[key.data]:
                    taken.add(key.data, len(lines), time.perf_counter() - sent[key.data])
                    sent[key.data] = 0.0
    return taken


def together(lines: list[Line], times: int) -> Taken:
    """All publish at once, and again when they are answered."""
    taken = Taken([], [])
    sent = [0.0] * len(lines)
    left = [times] * len(lines)
    with selectors.DefaultSelector() as selector:
        for place, line in enumerate(lines):
            selector.register(line, selectors.EVENT_READ, place)
            sent[place] = time.perf_counter()
            line.send(publish(place))
        while any(left):
            for key, _ in selector.select():
                place = key.data
                if any(b'"result"' in one for one in lines[place].receive()):
                    taken.add(place, len(lines), time.perf_counter() - sent[place])
                    left[place] -= 1
                    if left[place]:
                        sent[place] = time.perf_counter()
                        lines[place].send(publish(left[place]))
    return taken


def patches(line: Line, count: int) -> float:
    """Seconds for patches that are sent without waiting; what is shown at the end is looked at."""
    first = {"nodes": [{"id": "r", "role": "textbox", "name": "n", "value": "0"}], "revision": 1}
    ask(line, "screen/publish", **first)
    sent = [
        message(
            None, "screen/patch",
            b'{"base":%d,"revision":%d,"nodes":[{"id":"r","value":"%d"}]}' % (n, n + 1, n),
        )
        for n in range(1, count + 1)
    ]  # fmt: skip
    before = time.perf_counter()
    for one in sent:
        line.send(one)
    revision = ask(line, "screen/focus", node="r")["revision"]
    taken = time.perf_counter() - before
    assert revision == count + 2, f"{count + 2 - revision} patches were lost"
    return taken


def check_cells(line: Line) -> None:
    """What the service shows is what a desk here shows."""
    desk, display = open_desk(language="en"), Recorder()
    display.geometry = type(display.geometry)(40)
    desk.attach(display)
    for number in (3, 17):
        desk.publish(crm(number))
        assert display.last is not None
        line.send(publish(number))
        wait_for(line, number + 1)
    told = frames_of(line)
    assert display.last is not None
    assert told == cells_to_unicode(display.last.rows[0]), "other cells than those of a desk"


ECHO = """
import asyncio, sys
class Echo(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport, self.data = transport, b""
    def data_received(self, data):
        self.data += data
        while self.data:
            end = self.data.find(b"\\r\\n\\r\\n")
            if end < 0 or len(self.data) < (whole := end + 4 + int(self.data[15:end])):
                return
            message, self.data = self.data[end + 4:whole], self.data[whole:]
            number = message[22:message.index(b",", 22)]
            answer = b'{"jsonrpc":"2.0","id":' + number + b',"result":{"revision":1}}'
            self.transport.write(b"Content-Length: %d\\r\\n\\r\\n%b" % (len(answer), answer))
async def main():
    await asyncio.get_running_loop().create_unix_server(Echo, sys.argv[1])
    print(flush=True)
    await asyncio.Event().wait()
asyncio.run(main())
"""


@contextmanager
def at_echo() -> Iterator[Line]:
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/s.sock"
        command = [sys.executable, "-c", ECHO, path]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            with socket.socket(socket.AF_UNIX) as end:
                end.connect(path)
                yield Stream(end.fileno(), end.fileno())
            process.terminate()


class Sink:
    """A client in this process, whose answers nobody sends."""

    name = "sink"
    rights = LOCAL

    def send(self, message: bytes) -> None:
        self.last = message

    def close(self) -> None: ...


async def computing(times: int) -> list[float]:
    """Seconds of the processor from a message to cells and reply, without any transport."""
    service = Service(Options(), asyncio.get_running_loop())
    attach_virtual(service, "virtual:40", Geometry(40))
    sink = Sink()
    endpoint = service.open(sink)
    endpoint.receive(message(1, "initialize", b'{"protocol":"1.0"}'))
    endpoint.receive(message(1, "session/claim", b'{"name":"x"}'))
    said = [publish(number) for number in range(SCREENS)]
    gc.collect()
    gc.freeze()  # as the service does
    gc.enable()
    taken = []
    for number in range(times + 200):
        before = time.thread_time()
        endpoint.receive(said[number % SCREENS])
        taken.append(time.thread_time() - before)
        await asyncio.sleep(0)
    assert b'"result"' in sink.last
    gc.disable()
    service.close()
    return taken[200:]


def frames_of(line: Line) -> str:
    """The cells that the display shows, as a watcher is told."""
    line.send(message(0, "display/watch", b"{}"))
    shown = ""
    while True:
        for one in map(json.loads, line.receive()):
            if one.get("method") == "display/frame":
                shown = one["params"]["rows"][0]["cells"]
            if one.get("id") == 0:
                line.send(message(None, "display/watch", b'{"frames":false}'))
                return shown


def tell(name: str, taken: list[float], wanted: float | None = None) -> None:
    ordered = sorted(1_000 * one for one in taken)
    p50, p99 = statistics.median(ordered), ordered[int(len(ordered) * 0.99)]
    judged = "" if wanted is None else ("  good" if p99 < wanted else f"  MORE THAN {wanted} ms")
    print(
        f"{name:<46}{p50:8.3f}{p99:8.3f}{ordered[-1]:8.2f} ms {len(ordered):>7}{judged}", flush=True
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=3_000)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--patches", type=int, default=10_000)
    given = parser.parse_args()
    gc.collect()
    gc.freeze()
    gc.disable()  # of the clients, which are in this process
    print(f"{'a screen of 2,000 characters':<46}{'p50':>8}{'p99':>8}{'most':>8}")
    ways: dict[str, Callable[[], Any]] = {
        "socket": lambda: at_socket(1),
        "stdio": lambda: at_pipes("stdio"),
        "native": lambda: at_pipes("native"),
        "native, handed on": at_relay,
        "websocket": lambda: at_websocket(1),
    }
    with at_echo() as line:
        one_client(line, 200)
        tell("echo, nothing done", one_client(line, given.times))
    tell("computing, no transport", asyncio.run(computing(given.times)))
    for way, opened in ways.items():
        with opened() as (line,):
            begin(line, way)
            if not way.startswith("native"):  # an extension may not watch
                check_cells(line)
            one_client(line, 200)
            tell(f"{way}, 1 client", one_client(line, given.times), WANTED[way])
            seconds = patches(line, given.patches)
            print(
                f"{way}, {given.patches} patches: {seconds:.2f} s, none lost, in order", flush=True
            )
    with at_socket(8) as lines:
        for number, line in enumerate(lines):
            begin(line, str(number))
        many_clients(lines, 1)
        tell_all("socket, 8", many_clients(lines, given.seconds), WANTED["socket"])
        tell_all("socket, 8 together", together(lines, given.times // 8))
        tell("socket, uncovered", uncovering(lines[0], given.times // 4))
    with at_websocket(8) as lines:
        for number, line in enumerate(lines):
            begin(line, str(number))
        many_clients(lines, 1)
        tell_all("websocket, 8", many_clients(lines, given.seconds), WANTED["websocket"])


def tell_all(name: str, taken: Taken, wanted: float | None = None) -> None:
    tell(f"{name}, the one with the display", taken.shown, wanted)
    tell(f"{name}, the covered ones", taken.covered, wanted)


def uncovering(line: Line, times: int) -> list[float]:
    """Seconds until a covered sheet, with a screen that was never drawn, has the display."""
    taken = []
    for number in range(times):
        line.send(message(0, "session/claim", b'{"name":"below","priority":0}'))
        wait_for(line, 0)
        line.send(publish(number))
        wait_for(line, number + 1)
        before = time.perf_counter()
        line.send(message(0, "session/claim", b'{"name":"above","priority":100}'))
        wait_for(line, 0)
        taken.append(time.perf_counter() - before)
    return taken


if __name__ == "__main__":
    main()
