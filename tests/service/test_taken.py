"""The standard streams are the client's: what a plugin prints, or wants to read, is elsewhere."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from brailledesk.service.rpc.framing import HeaderFraming, LengthFraming
from tests.plugins.installed import install
from tests.service.processes import SERVE

LOUD = """
import os, sys
from brailledesk.plugins import hookimpl
print("LOADED", flush=True)

@hookimpl
def brailledesk_filter_message(message):
    print("FILTERED", flush=True)
    os.write(1, b"WRITTEN")
    print("BUFFERED")
    assert sys.stdin.read() == ""
    return message
"""


@pytest.mark.parametrize("way", ["--stdio", "--native"])
def test_what_a_plugin_prints_is_no_message(tmp_path: Path, way: str) -> None:
    folder = install(tmp_path / "site", "loud", {"loud": LOUD}, {"loud": "loud"})
    framing = HeaderFraming() if way == "--stdio" else LengthFraming()
    asked: list[dict[str, Any]] = [
        {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"protocol": "1.0"}},
        {"jsonrpc": "2.0", "id": 2, "method": "message/post", "params": {"text": "ciao"}},
        {"jsonrpc": "2.0", "id": 3, "method": "display/list"},
    ]
    done = subprocess.run(
        [*SERVE, way, "--display", "virtual:40"],
        input=b"".join(framing.frame(json.dumps(one).encode()) for one in asked),
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True, timeout=60, check=True,
    )  # fmt: skip
    answers = [json.loads(one) for one in framing.feed(done.stdout)]
    assert [one["id"] for one in answers if "id" in one] == [1, 2, 3]
    assert all("error" not in one for one in answers)
    assert framing.is_between
    for word in (b"LOADED", b"FILTERED", b"WRITTEN", b"BUFFERED"):
        assert word in done.stderr
