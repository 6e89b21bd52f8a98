"""``brailledesk serve --websocket``: off unless it is asked for, gone when it ends."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import pytest
from websockets.sync.client import ClientConnection, connect

from tests.ports import free_port
from tests.service.processes import ended

SERVE = [sys.executable, "-c", "from brailledesk.cli import main; main()", "serve"]


@contextmanager
def serve(folder: Path, *options: str) -> Iterator[subprocess.Popen[str]]:
    homes = dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"), str(folder))
    process = subprocess.Popen(
        [*SERVE, "--socket", str(folder / "own" / "s.sock"), *options],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **homes, "LANGUAGE": "en"},
    )
    with process, ended(process):
        yield process


def line(process: subprocess.Popen[str]) -> str:
    assert process.stderr is not None
    return process.stderr.readline()


def ask(client: ClientConnection, method: str, **params: object) -> Any:
    client.send(json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}))
    while "id" not in (answer := json.loads(client.recv(timeout=60))):
        pass
    return answer["result"]


def test_a_program_comes_in_by_the_file_and_a_signal_ends_all(tmp_path: Path) -> None:
    with serve(tmp_path, "--websocket", "--display", "virtual:20") as process:
        assert "s.sock" in line(process)
        assert "ws://127.0.0.1:" in line(process)
        place = json.loads((tmp_path / "own" / "websocket.json").read_bytes())
        with connect(f"ws://127.0.0.1:{place['port']}/", proxy=None) as client:
            assert "watch" in ask(client, "auth/token", token=place["token"])["scopes"]
            begun = ask(client, "initialize", protocol="1.0")
            assert begun["capabilities"]["maxBytes"] == 1 << 20
            assert ask(client, "translate", text="a", table="it-6dot")["cells"] == "⠁"
            process.send_signal(signal.SIGTERM)
            assert process.wait(60) == 0
    assert list((tmp_path / "own").iterdir()) == [tmp_path / "own" / "s.sock.lock"]


def test_pages_find_it_at_the_port_that_was_chosen(tmp_path: Path) -> None:
    port = free_port()
    for _again in range(2):  # at once, where the first left the port
        with serve(tmp_path, "--websocket", "--port", str(port)) as process:
            assert "s.sock" in line(process)
            assert line(process) == f"Paired pages reach it at ws://127.0.0.1:{port}/\n"
            with connect(f"ws://127.0.0.1:{port}/", proxy=None) as client:
                token = json.loads((tmp_path / "own" / "websocket.json").read_bytes())["token"]
                ask(client, "auth/token", token=token)
                process.terminate()
                assert process.wait(60) == 0


def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        with serve(tmp_path, "--websocket", "--port", port) as process:
            _out, told = process.communicate(timeout=60)
    assert process.returncode == 18
    assert f"127.0.0.1:{port}: another program has this port. Name another one with --port" in told


def test_a_port_alone_is_no_sense(tmp_path: Path) -> None:
    with serve(tmp_path, "--port", "40000") as process:
        _out, told = process.communicate(timeout=60)
    assert process.returncode == 2
    assert "--port goes with --websocket or --viewer only." in told


def test_it_is_off_unless_asked_for(tmp_path: Path) -> None:
    with serve(tmp_path) as process:
        assert "s.sock" in line(process)
        listening = psutil.Process(process.pid).net_connections("tcp")
        process.terminate()
        assert listening == []
        assert process.wait(60) == 0
    assert not (tmp_path / "own" / "websocket.json").exists()


@pytest.mark.parametrize("way", ["--stdio", "--native"])
def test_it_goes_with_the_socket_only(tmp_path: Path, way: str) -> None:
    done = subprocess.run(
        [*SERVE, way, "--websocket"],
        input="",
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={**os.environ, "HOME": str(tmp_path), "LANGUAGE": "en"},
    )
    assert done.returncode == 2
    assert "--websocket and --viewer go with --socket only." in done.stderr


def test_an_unsafe_place_is_told(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir(mode=0o700)
    (tmp_path / "own").chmod(0o755)
    with serve(tmp_path, "--websocket") as process:
        _out, told = process.communicate(timeout=60)
        assert process.returncode == 18
    assert "own" in told
