"""Fuzz a running service for as long as one likes: ``python -m benchmarks.fuzz_service 600``.

The service is a process of its own, reached as programs do, by its socket, and as pages do, by its
WebSocket. What is sent is made from the types of the methods (``tests/service/generating.py``):
right, nearly right, and broken. After each conversation a client that behaves asks something and
has to be answered. Told are crashes, hangs, internal errors and how the memory went.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psutil
from tests.service.generating import ALL_METHODS, METHODS, anything, broken, encoded, request
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin

from brailledesk.service.rpc.framing import HeaderFraming
from brailledesk.service.security.tokens import AccessFile
from brailledesk.service.wire.scopes import ALL_SCOPES
from brailledesk.service.wire.table import Method

ORIGIN = "https://crm.example"
INTERNAL_ERROR = -32603
HOMES = ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR")
PATIENCE = 20.0
GROWTH = 1.1
"""The last quarter's memory may be so much of the second's."""


class Fuzz:
    """A service and the counts of what happened to it."""

    def __init__(self, folder: Path, seed: int, methods: Sequence[Method]) -> None:
        self.methods = methods
        self.rng = random.Random(seed)
        self.counts: Counter[str] = Counter()
        self.faults: list[str] = []
        self.memory: list[tuple[float, float]] = []
        self._socket = folder / "run" / "service.sock"
        self._place = folder / "run" / "websocket.json"
        (folder / "run").mkdir(mode=0o700)
        self.token = AccessFile(folder / "brailledesk" / "service").grant(ORIGIN, "", ALL_SCOPES)
        code = "from brailledesk.cli import main; main()"
        self._log = (folder / "log").open("wb")
        ways = ["--websocket", "--socket", str(self._socket), "--display", "virtual:40"]
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-c", code, "serve", *ways],
            env={**os.environ, **dict.fromkeys(HOMES, str(folder))},
            stdout=self._log,
            stderr=self._log,
        )

    async def run(self, seconds: float) -> None:
        """Fuzz for so long, or until the first crash or hang."""
        while not self._place.exists():  # noqa: ASYNC110 - another process makes it
            await asyncio.sleep(0.05)
        began = time.monotonic()
        told = 0.0
        while (now := time.monotonic() - began) < seconds and not self.faults:
            try:
                async with asyncio.timeout(PATIENCE):
                    await self.converse_by_socket()
                    await self.converse_by_websocket()
                    await self.look()
            except TimeoutError:
                self.faults.append("hang")
            if self.process.poll() is not None:
                self.faults.append(f"ended with {self.process.returncode}")
                break
            size = psutil.Process(self.process.pid).memory_info().rss / 1e6
            self.memory.append((now, size))
            if now - told >= 30:
                told = now
                print(f"{now:5.0f} s  {size:6.1f} MB  {dict(self.counts)}", flush=True)

    def messages(self) -> list[bytes]:
        """What a client says; its first message is right, most of the time."""
        rng = self.rng
        hello = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"protocol": "1.0"}}
        claim = {"jsonrpc": "2.0", "id": 2, "method": "session/claim", "params": {"name": "fuzz"}}
        said = [encoded(hello), encoded(claim)] if rng.random() < 0.95 else []
        wild = rng.choice([0.0, 0.02, 0.2])
        for number in range(3, rng.randint(4, 60)):
            message = encoded(request(rng, number, wild, self.methods))
            kind = rng.random()
            if kind < 0.1:
                message = broken(rng, message)
            elif kind < 0.15:
                message = encoded(
                    [request(rng, 1_000 + one, wild, self.methods) for one in range(5)]
                )
            elif kind < 0.2:
                message = encoded(anything(rng, 4))
            said.append(message)
        return said

    async def converse_by_socket(self) -> None:
        """Say it all at once in pieces of any size; sometimes go away in the middle."""
        reader, writer = await asyncio.open_unix_connection(str(self._socket))
        framing = HeaderFraming()
        data = b"".join(framing.frame(one) for one in self.messages())
        if self.rng.random() < 0.2:
            data = data[: self.rng.randrange(len(data) + 1)]
        if self.rng.random() < 0.05:
            data = broken(self.rng, data)
        reading = asyncio.ensure_future(reader.read())
        try:
            while data:
                size = self.rng.choice([1, 7, 100, 65_536])
                writer.write(data[:size])
                data = data[size:]
                await writer.drain()
            if self.rng.random() < 0.9:
                writer.write_eof()
                self.hear(list(HeaderFraming().feed(await reading)))
        except ConnectionError:
            self.counts["cut off"] += 1
        finally:
            reading.cancel()
            writer.close()

    async def converse_by_websocket(self) -> None:
        """The same as a page, which is given answers to what it may not as well."""
        place = json.loads(self._place.read_bytes())
        url = f"ws://127.0.0.1:{place['port']}/"
        heard: list[bytes] = []
        try:
            async with connect(
                url, origin=Origin(ORIGIN), max_size=None, max_queue=None, proxy=None
            ) as socket:
                enter = {"jsonrpc": "2.0", "id": 0, "method": "auth/token"}
                await socket.send(encoded({**enter, "params": {"token": self.token}}))
                said = self.messages()
                for one in said:
                    await socket.send(one, text=self.rng.random() < 0.9)
                while len(heard) < len(said) and self.rng.random() < 0.99:
                    async with asyncio.timeout(0.2):
                        heard.append(str(await socket.recv()).encode())
        except (ConnectionClosed, ConnectionError):
            self.counts["cut off"] += 1
        except TimeoutError:
            pass  # notifications have no answers
        self.hear(heard)

    async def look(self) -> None:
        """A client that behaves."""
        reader, writer = await asyncio.open_unix_connection(str(self._socket))
        framing = HeaderFraming()
        hello = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"protocol": "1.0"}}
        ask = {"jsonrpc": "2.0", "id": 2, "method": "translate", "params": {"text": "ciao"}}
        ask["params"] = {"text": "ciao", "table": "it-8dot"}
        writer.write(framing.frame(encoded(hello)) + framing.frame(encoded(ask)))
        writer.write_eof()
        answers = [json.loads(one) for one in HeaderFraming().feed(await reader.read())]
        writer.close()
        if not any(one.get("id") == 2 and "result" in one for one in answers):
            self.faults.append(f"a good client was not served: {answers}")
        self.counts["conversations"] += 1

    def hear(self, heard: list[bytes]) -> None:
        """Count what was answered."""
        for data in heard:
            message: Any = json.loads(data)
            for one in message if isinstance(message, list) else [message]:
                self.count(one)

    def count(self, one: dict[str, Any]) -> None:
        if "error" in one:
            self.counts["errors"] += 1
            if one["error"]["code"] == INTERNAL_ERROR:
                self.counts["INTERNAL"] += 1
        elif "result" in one:
            self.counts["results"] += 1
        else:
            self.counts["told"] += 1

    def end(self) -> None:
        """Stop the service, which has to end well."""
        if self.process.poll() is None:
            self.process.terminate()
            if self.process.wait(20) != 0:
                self.faults.append(f"ended with {self.process.returncode}")
        self._log.close()

    def growth(self) -> float:
        """The median of the memory in the last quarter by that of the second."""
        end = self.memory[-1][0]
        second = [size for at, size in self.memory if end / 4 <= at < end / 2]
        last = [size for at, size in self.memory if at >= end * 3 / 4]
        return statistics.median(last) / statistics.median(second)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("seconds", type=float, nargs="?", default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--all", action="store_true", help="documents, jobs, speech, too")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        fuzz = Fuzz(Path(folder), chosen.seed, ALL_METHODS if chosen.all else METHODS)
        try:
            asyncio.run(fuzz.run(chosen.seconds))
        finally:
            fuzz.end()
        log = (Path(folder) / "log").read_text(encoding="utf-8", errors="replace")
    failed = Counter(line for line in log.splitlines() if "failed" in line or "Error" in line)
    for line, times in failed.most_common(20):
        print(f"{times:6d}  {line}")
    if fuzz.counts["INTERNAL"]:
        fuzz.faults.append(f"{fuzz.counts['INTERNAL']} internal errors")
    growth = fuzz.growth()
    print(f"{dict(fuzz.counts)}; memory x {growth:.3f}; faults: {fuzz.faults or 'none'}")
    is_well = not fuzz.faults and growth <= GROWTH
    return 0 if is_well else 1


if __name__ == "__main__":
    sys.exit(main())
