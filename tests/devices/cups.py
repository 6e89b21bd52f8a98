"""A print server of the tests' own: cupsd in the foreground, its files in one folder."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from brailledesk.devices.transport.ipp import Server
from tests.judges import require, require_program
from tests.ports import free_port

_CONFIGURATION = """
Listen 127.0.0.1:{port}
LogLevel warn
DefaultAuthType None
WebInterface No
Browsing No
JobRetryInterval 1
<Location />
  Order allow,deny
  Allow localhost
</Location>
<Policy default>
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
"""

_FILES = """
ServerRoot {folder}/root
StateDir {folder}/state
CacheDir {folder}/cache
RequestRoot {folder}/spool
TempDir {folder}/tmp
AccessLog {folder}/access_log
ErrorLog {folder}/error_log
PageLog {folder}/page_log
DataDir /usr/share/cups
ServerBin /usr/lib/cups
{users}
"""

PATIENCE = 60
"""Seconds, on a machine that others want, too."""

_USERS = "User lp\nGroup lp\nSystemGroup root"
"""Whom root starts backends as; others are themselves."""


@contextmanager
def print_server(folder: Path) -> Iterator[Server]:
    """A server that needs no password. Root and others may run it."""
    program = shutil.which("cupsd", path="/usr/sbin:/sbin:" + os.environ.get("PATH", ""))
    require(program is not None, "cupsd", "cups")
    assert program is not None
    port = free_port()
    for part in ("root", "state", "cache", "spool", "tmp"):
        (folder / part).mkdir(parents=True)
    users = _USERS if os.geteuid() == 0 else ""
    (folder / "cupsd.conf").write_text(_CONFIGURATION.format(port=port), "utf-8")
    (folder / "cups-files.conf").write_text(_FILES.format(folder=folder, users=users), "utf-8")
    command: list[str | Path] = [
        program,
        "-f",
        "-c",
        folder / "cupsd.conf",
        "-s",
        folder / "cups-files.conf",
    ]
    process = subprocess.Popen(command)
    try:
        _wait(port, process)
        yield Server("127.0.0.1", port, timeout=PATIENCE)
    finally:
        process.terminate()
        process.wait(PATIENCE)


def add_queue(server: Server, name: str, target: str) -> None:
    """A raw queue. CUPS says that these will go away one day."""
    subprocess.run(
        [
            require_program("lpadmin", "cups-client"),
            "-h", f"{server.host}:{server.port}", "-p", name, "-E", "-v", target, "-m", "raw",
        ],
        check=True,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            assert process.poll() is None, "cupsd has ended"
            assert time.monotonic() < until, "cupsd does not listen"
            time.sleep(0.02)
        else:
            return
