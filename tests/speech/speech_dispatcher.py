"""A real speech-dispatcher for tests: its own folder, its own socket, sound to nobody."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.judges import require, require_program

_MODULES = Path("/usr/lib/speech-dispatcher-modules")
_CONFIGURATION = """\
LogLevel 1
LogDir "{folder}/log"
CommunicationMethod "unix_socket"
SocketPath "{socket}"
DisableAutoSpawn
AudioOutputMethod "libao"
AddModule "espeak-ng" "sd_espeak-ng" "espeak-ng.conf"
DefaultModule espeak-ng
DefaultLanguage "it"
Timeout 0
"""


@contextmanager
def running(folder: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """The process and its socket. Its sound goes to libao's driver "null"."""
    program = require_program("speech-dispatcher", "speech-dispatcher")
    has_module = (_MODULES / "sd_espeak-ng").exists()
    require(has_module, "the module of espeak-ng", "speech-dispatcher-espeak-ng")
    address = str(folder / "s")
    for name in ("log", "run", "modules"):
        (folder / name).mkdir(exist_ok=True)
    (folder / ".libao").write_text("default_driver=null\n")
    (folder / "speechd.conf").write_text(
        _CONFIGURATION.format(folder=folder, socket=address), encoding="utf-8"
    )
    shutil.copy("/etc/speech-dispatcher/modules/espeak-ng.conf", folder / "modules")
    process = subprocess.Popen(
        [program, "-s", "-C", str(folder), "-L", str(folder / "log"), "-P", str(folder / "pid")],
        env={**os.environ, "HOME": str(folder), "XDG_RUNTIME_DIR": str(folder / "run")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        deadline = time.monotonic() + 60
        while not _answers(address):
            assert process.poll() is None, "speech-dispatcher did not start"
            assert time.monotonic() < deadline, "speech-dispatcher does not answer"
            time.sleep(0.05)
        yield process, address
    finally:
        process.terminate()
        process.wait(60)


def _answers(address: str) -> bool:
    """A socket is a file once it is bound, and refuses all until its server listens."""
    with socket.socket(socket.AF_UNIX) as connection:
        try:
            connection.connect(address)
        except (FileNotFoundError, ConnectionRefusedError):
            return False
    return True
