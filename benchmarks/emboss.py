"""A long job to a sink beside a raw copy of the same bytes: ``python -m benchmarks.emboss``.

The sink is a TCP port in a process of its own. At a limited rate (bytes a second; the fastest
embossers take a few hundred) a job should take as long as the raw copy; without a limit the
difference is what the journal, the acknowledgement of every page and the codec cost. Times are
medians of rounds in turn; the sink's bytes are compared. Memory is the largest resident set of the
command ``emboss`` as a whole, with a PEF of several lengths.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from brailledesk.devices.jobs.encoding import encode_job
from brailledesk.devices.jobs.job import Place, Request, State
from brailledesk.devices.jobs.journal import Journal
from brailledesk.devices.jobs.run import Runner
from brailledesk.devices.jobs.send import Stop
from brailledesk.devices.jobs.setup import Setup
from brailledesk.devices.transport.connect import parse_connection
from brailledesk.formats import format_pef
from brailledesk.pages import Page, PageFormat, Publication, Row, Section, Volume

MODEL = "index-everest-d-v5"
PIECE = 4096
NAME = "jobs.sqlite3"


@dataclass(frozen=True, slots=True)
class Sink:
    """A port, and what it tells of each connection: bytes and digest."""

    port: int
    process: subprocess.Popen[str]

    def told(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline()


def serve(rate: float) -> None:
    """Read connections to their end, ``rate`` bytes a second; 0 has no limit."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        print(server.getsockname()[1], flush=True)
        while True:
            connection, _ = server.accept()
            digest, count, started = hashlib.sha256(), 0, time.monotonic()
            while data := connection.recv(PIECE):
                digest.update(data)
                count += len(data)
                if rate:
                    time.sleep(max(0.0, started + count / rate - time.monotonic()))
            connection.close()
            print(count, digest.hexdigest(), flush=True)


@contextmanager
def sink(rate: float) -> Iterator[Sink]:
    command = [sys.executable, "-m", "benchmarks.emboss", "--serve", str(rate)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    try:
        yield Sink(int(process.stdout.readline()), process)
    finally:
        process.kill()
        process.communicate()


def publication(pages: int) -> Publication:
    """Pages that are full, each with other cells."""
    made = tuple(
        Page(tuple(Row(bytes(1 + (page + row + i) % 63 for i in range(34))) for row in range(28)))
        for page in range(pages)
    )
    return Publication((Volume((Section(made, PageFormat(34, 28)),)),))


def copy_raw(data: bytes, port: int) -> float:
    """Seconds of a copy that knows of no pages, closed as properly."""
    start = time.perf_counter()
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(data)
        connection.shutdown(socket.SHUT_WR)
        assert connection.recv(1) == b""
    return time.perf_counter() - start


def send_job(journal: Journal, braille: bytes, setup: Setup) -> float:
    """Seconds of a job, from the journal's line to its end."""
    start = time.perf_counter()
    number = journal.add(Request("misura", "misura.pef"), braille, setup.values())
    outcome = Runner(journal, encode_job, Stop()).run(number, parse_connection(setup.connection))
    assert outcome.state is State.DONE
    return time.perf_counter() - start


def compare(pages: int, rate: float, rounds: int) -> None:
    braille = format_pef(publication(pages))
    with sink(rate) as one, tempfile.TemporaryDirectory() as folder:
        setup = Setup(model=MODEL, connection=f"tcp://127.0.0.1:{one.port}")
        data = b"".join(chunk.data for chunk in encode_job(braille, setup.values()).chunks())
        raw, ours = [], []
        with Journal(Path(folder) / NAME) as journal:
            for _ in range(rounds):
                raw.append(copy_raw(data, one.port))
                told = one.told()
                ours.append(send_job(journal, braille, setup))
                if one.told() != told:
                    sys.exit("the sink got other bytes from the job than from the raw copy")
    shown = f"{rate / 1000:.0f} kB/s" if rate else "no limit"
    a, b = statistics.median(raw), statistics.median(ours)
    print(
        f"{pages} pages, {len(data)} bytes, sink: {shown}; raw copy {a:.2f} s, job {b:.2f} s,"
        f" {b / a:.3f} times; {(b - a) / pages * 1e3:.2f} ms a page more",
        flush=True,
    )


def time_commits(count: int = 200) -> None:
    """What it takes to have a line of the journal on the disk."""
    with tempfile.TemporaryDirectory() as folder, Journal(Path(folder) / NAME) as journal:
        number = journal.add(Request("misura", "misura.pef"), b"", {})
        start = time.perf_counter()
        for page in range(count):
            journal.turn(number, Place(1, page), Place(1, page + 1))
        seconds = time.perf_counter() - start
    print(f"a line of the journal on this disk: {seconds / count * 1e3:.2f} ms", flush=True)


def weigh(pages: int) -> None:
    """The largest resident set of ``brailledesk emboss``, the whole process, for a PEF."""
    with sink(0) as one, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        document = folder / "job.pef"
        document.write_bytes(format_pef(publication(pages)))
        environment = {
            **os.environ,
            "XDG_CONFIG_HOME": str(folder / "config"),
            "XDG_STATE_HOME": str(folder / "state"),
        }
        where = ["--model", MODEL, "--connection", f"tcp://127.0.0.1:{one.port}"]
        run(["embosser", "add", "misura", *where], environment)
        most = run(["emboss", str(document), "--to", "misura"], environment)
    print(f"  {pages} pages: {most:.1f} MB", flush=True)


COMMAND = """
import atexit
from pathlib import Path

def tell():
    status = Path("/proc/self/status").read_text("ascii").splitlines()
    print(next(line for line in status if line.startswith("VmHWM:")).split()[1])

atexit.register(tell)
from brailledesk.cli import main
main()
"""
"""Says its largest resident set at its end: what wait4 tells begins with that of the parent."""


def run(arguments: list[str], environment: dict[str, str]) -> float:
    """Run a command; its largest resident set in MB."""
    done = subprocess.run(
        [sys.executable, "-c", COMMAND, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return int(done.stdout.splitlines()[-1]) / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--rates", type=float, nargs="+", default=[100_000, 0])
    parser.add_argument("--sizes", type=int, nargs="*", default=[10, 100, 1000, 4000])
    parser.add_argument("--serve", type=float, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.serve is not None:
        serve(asked.serve)
    time_commits()
    for rate in asked.rates:
        compare(asked.pages, rate, asked.rounds)
    print("Largest resident set of the command emboss:", flush=True)
    for pages in asked.sizes:
        weigh(pages)


if __name__ == "__main__":
    main()
