"""Whose process is at the other end of a loopback connection, where the system tells.

A loopback address proves nothing: on a computer with several users each of them can connect, and
write any ``Origin``. Linux lists its connections with their users (proc(5), ``/proc/net/tcp``).
"""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path
from typing import Any

_TABLES = {4: Path("/proc/net/tcp"), 16: Path("/proc/net/tcp6")}
_LOCAL, _REMOTE, _USER = 1, 2, 7
"""Columns of these tables."""


def is_own_process(here: Any, there: Any) -> bool:  # noqa: ANN401 - addresses as sockets have them
    """Whether the connection from ``there`` to ``here`` is this user's, or nobody can tell."""
    user = user_of(here, there)
    return user is None or user == os.geteuid()


def user_of(here: Any, there: Any) -> int | None:  # noqa: ANN401
    """The user of the process at ``there``; None where the system does not tell."""
    if sys.platform != "linux":
        return None
    wanted = (_written(there), _written(here))
    try:
        lines = _TABLES[len(_packed(there))].read_text(encoding="ascii").splitlines()
    except OSError:
        return None
    for line in lines[1:]:
        columns = line.split()
        if (columns[_LOCAL], columns[_REMOTE]) == wanted:
            return int(columns[_USER])
    return None


def _packed(address: Any) -> bytes:  # noqa: ANN401
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    return socket.inet_pton(family, address[0])


def _written(address: Any) -> str:  # noqa: ANN401
    """An address as the tables have it: words of four bytes in the machine's order, and a port."""
    packed = _packed(address)
    words = [packed[at : at + 4] for at in range(0, len(packed), 4)]
    host = "".join(f"{int.from_bytes(word, sys.byteorder):08X}" for word in words)
    return f"{host}:{address[1]:04X}"
