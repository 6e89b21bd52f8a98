"""Ports for programs that are told theirs, and for tests of what is not there."""

from __future__ import annotations

import secrets
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress


def free_port() -> int:
    """A TCP port below those that systems give away: nobody gets it between now and its use."""
    while True:
        port = 11_000 + secrets.randbelow(21_000)
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port


@contextmanager
def refusing_port() -> Iterator[int]:
    """A port that takes no connection, and that nobody else gets meanwhile."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield bound.getsockname()[1]
